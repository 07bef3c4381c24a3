import type { Batch, PartAnswer } from '../../../shared/engine/operation';
import { RequestFailure, type Failure } from '../../../shared/failure';
import { asList, asRecord } from '../../../shared/json';
import { filledText } from '../../api/applications';
import type { PushwooshHands } from '../../api/listCall';
import { asAnswered, askPushwoosh } from '../../api/request';
import { failedAnswer } from '../shared/creation';
import type { NewZone } from './newGeozone';

/** What became of a geozone. */
export interface Made {
	outcome: 'created' | 'unchanged';
	warning?: string;
}

type Answers = Array<Array<PartAnswer<Made>>>;

/**
 * Makes zones of one application in one request (Pushwoosh API reference, 13). Where it is refused since one of them is
 * there already, it is repeated zone by zone: the others aren't there.
 */
export async function sendZones(
	batches: Array<Batch<NewZone, Made>>,
	hands: PushwooshHands,
): Promise<Answers> {
	return await addZones(batches, hands).catch(async (error: unknown) => {
		if (!(error instanceof RequestFailure) || !saysExists(error.failure.message)) throw error;
		if (batches.length === 1) return [[alreadyThere(batches[0].sample, error.failure)]];
		const answers: Answers = [];
		for (const batch of batches) {
			const alone = sendZones([batch], hands);
			answers.push(...(await alone.catch((failed: unknown) => [[failedAnswer(failed, batch.parts[0])]])));
		}
		return answers;
	});
}

async function addZones(batches: Array<Batch<NewZone, Made>>, hands: PushwooshHands): Promise<Answers> {
	const units = batches.map(({ sample }) => sample);
	const { response, warning } = await askPushwoosh(hands, {
		family: 'remote',
		method: 'addGeoZone',
		request: { application: units[0].application, geozones: units.map(({ zone }) => zone) },
		asks: units.length === 1 ? 'create the geozone' : `create the ${units.length} geozones`,
		onlyOnce: true,
		read: asAnswered,
	});
	const verdicts = verdictsIn(response, units.length);
	return units.map((unit, at) => {
		const error = verdicts?.[at];
		if (error === undefined) return [{ kind: 'succeeded', data: { outcome: 'created', warning } }];
		const failure = {
			code: 'REFUSED',
			message: `Pushwoosh didn't create the geozone: “${error}”`,
			advice: 'Check the fields of this node.',
		};
		return [saysExists(error) ? alreadyThere(unit, failure) : { kind: 'failed', failure }];
	});
}

/** @returns for each zone what is wrong with it; undefined where the answer doesn't tell them apart */
function verdictsIn(response: Record<string, unknown>, count: number): Array<string | undefined> | undefined {
	const geozones = asList(response.geozones);
	if (geozones?.length !== count) return undefined;
	return geozones.map((entry) => {
		const verdict = asRecord(entry);
		const error = verdict?.error ?? verdict?.message;
		return filledText(error) ?? (asRecord(error) ? JSON.stringify(error) : undefined);
	});
}

function alreadyThere({ name, skips }: NewZone, failure: Failure): PartAnswer<Made> {
	if (skips) return { kind: 'succeeded', data: { outcome: 'unchanged' } };
	return {
		kind: 'failed',
		failure: {
			...failure,
			code: 'ALREADY_EXISTS',
			message: `There is a geozone called “${name}” already`,
			advice: "Set 'If It Exists' to 'Skip' to leave it as it is, or choose another name.",
		},
	};
}

/** "doesn't exist" is the opposite. */
function saysExists(text: string): boolean {
	return /(?<!not |n['’]t )\bexist/i.test(text);
}
