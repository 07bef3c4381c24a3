import { doneAndFailed } from '../../../shared/engine/hints';
import type { Batch, Operation, PartAnswer } from '../../../shared/engine/operation';
import { ItemProblem, RequestFailure, type Failure } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { asRecord } from '../../../shared/http/answer';
import { retryWhenNotActedOn } from '../../../shared/http/retry';
import { defineOperation } from '../../../shared/node/operationEntry';
import { filledText } from '../../api/applications';
import type { PushwooshHands } from '../../api/listCall';
import { CONCURRENCY } from '../../api/plainCall';
import { reportOf, warnings } from '../../api/reporting';
import { pushwooshRequest } from '../../api/request';
import { openPushwoosh, type PushwooshSession } from '../../api/session';
import { readRawFields } from '../shared/fields';
import { GEOZONE, geozoneFields, readCoordinates } from './fields';

interface NewZone {
	application: string;
	name: string;
	skips: boolean;
	/** An entry of `geozones`. */
	zone: Record<string, unknown>;
}

interface Made {
	outcome: 'created' | 'unchanged';
	warning?: string;
}

/**
 * Makes geozones. Those of an application share a request (Pushwoosh API reference, 13); there is no list of them, so that
 * one is there already is told by the service's words alone.
 */
export const createGeozone = defineOperation({
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create geozone',
		description: 'Make zones that send a push to devices that enter them',
	},
	fields: geozoneFields,
	limits: { concurrency: CONCURRENCY },
	start: (): Operation<NewZone, Made, PushwooshSession> => ({
		unit: GEOZONE,
		open: openPushwoosh,
		read: (item) => [readZone(item)],
		identify: ({ name }) => ({ name }),
		identifiedBy: { name: 'name' },
		parts: () => [{ id: 'zone' }],
		bundle: {
			size: Infinity,
			key: ({ application }) => application,
			send: async (batches, hands) => await sendZones(batches, hands),
		},
		outputKeys: () => ['code', 'name', 'outcome', 'differences'],
		report: ({ name }, parts) => reportOf(parts, ({ outcome }) => ({ json: { name, outcome } })),
		summary: (run) => doneAndFailed(run, GEOZONE, 'in place'),
		hints: warnings,
	}),
});

/** @throws ItemProblem */
function readZone(item: ItemReader): NewZone {
	const name = item.requiredText('name');
	const content = item.text('content');
	const preset = item.text('preset').trim();
	const campaign = item.text('campaign').trim();
	const cooldown = item.wholeNumber('cooldown');
	const zone = {
		name,
		...readCoordinates(item),
		range: item.wholeNumber('range'),
		...(content.trim() === '' ? {} : { content }),
		...(preset === '' ? {} : { presetCode: preset }),
		...(cooldown === 0 ? {} : { cooldown }),
		...(campaign === '' ? {} : { campaign }),
		...readRawFields(item),
	};
	if (!('content' in zone) && !('presetCode' in zone)) {
		throw new ItemProblem(
			"'Content' is empty, and no preset is chosen",
			'Write what a device gets, or choose a preset.',
			'EMPTY_PARAMETER',
		);
	}
	return {
		application: item.locator('application').value,
		name,
		skips: item.choice('ifExists') === 'skip',
		zone,
	};
}

/** A request that was refused since one of its zones is there already is repeated zone by zone: the others aren't there. */
async function sendZones(
	batches: Array<Batch<NewZone, Made>>,
	hands: PushwooshHands,
): Promise<Array<Array<PartAnswer<Made>>>> {
	try {
		return await addZones(batches, hands);
	} catch (error) {
		if (!(error instanceof RequestFailure) || !saysExists(error.failure.message)) throw error;
		if (batches.length > 1) {
			const answers: Array<Array<PartAnswer<Made>>> = [];
			for (const batch of batches) answers.push(...(await alone(batch, hands)));
			return answers;
		}
		return [[alreadyThere(batches[0].sample, error.failure)]];
	}
}

async function alone(
	batch: Batch<NewZone, Made>,
	hands: PushwooshHands,
): Promise<Array<Array<PartAnswer<Made>>>> {
	return await sendZones([batch], hands).catch((error: unknown) => {
		if (!(error instanceof RequestFailure)) throw error;
		if (error.mayHaveBeenActedOn) batch.parts[0].mayHaveBeenActedOn = true;
		return [[{ kind: 'failed' as const, failure: error.failure }]];
	});
}

async function addZones(
	batches: Array<Batch<NewZone, Made>>,
	{ http, session }: PushwooshHands,
): Promise<Array<Array<PartAnswer<Made>>>> {
	const units = batches.map(({ sample }) => sample);
	const { value } = await http.request(
		pushwooshRequest({
			session,
			family: 'remote',
			method: 'addGeoZone',
			request: { application: units[0].application, geozones: units.map(({ zone }) => zone) },
			asks: units.length === 1 ? 'create the geozone' : `create the ${units.length} geozones`,
			retry: retryWhenNotActedOn,
			onlyOnce: true,
			read: (answer) => answer,
		}),
	);
	const verdicts = verdictsIn(value.response, units.length);
	const { warning } = value;
	return units.map((unit, at) => {
		const error = verdicts?.[at];
		if (error === undefined)
			return [
				{ kind: 'succeeded', data: { outcome: 'created', ...(warning === undefined ? {} : { warning }) } },
			];
		const failure = {
			code: 'REFUSED',
			message: `Pushwoosh didn't create the geozone: “${error}”`,
			advice: 'Check the fields of this node.',
		};
		return [saysExists(error) ? alreadyThere(unit, failure) : { kind: 'failed', failure }];
	});
}

/** @returns for each zone what is wrong with it; undefined where the answer doesn't tell them apart */
function verdictsIn(
	{ geozones }: Record<string, unknown>,
	count: number,
): Array<string | undefined> | undefined {
	if (!Array.isArray(geozones) || geozones.length !== count) return undefined;
	return (geozones as unknown[]).map((entry) => {
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
