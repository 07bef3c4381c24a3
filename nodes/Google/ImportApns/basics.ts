import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import type { AnsweredPart, Operation, RunSummary, UnitReport } from '../../shared/engine/operation';
import { count } from '../../shared/wording';
import type { ItemReader } from '../../shared/form/itemReader';
import { cleanApnsToken, USUAL_DIGITS } from '../api/formats/apnsToken';
import { sumUp } from '../api/summary';
import { failureOf } from '../api/unanswered';
import type { ApnsUnit, Environment } from './unit';
import type { ImportOutcome } from './outcome';

const UNIT = { one: 'APNs token', many: 'APNs tokens' };

export const apnsBasics: Pick<
	Operation<ApnsUnit>,
	'unit' | 'read' | 'identify' | 'identifiedBy' | 'names' | 'parts' | 'outputKeys' | 'report' | 'summary' | 'hints'
> = {
	unit: UNIT,
	read: readApnsUnits,
	identifiedBy: { apnsToken: 'apnsDeviceIds', sandbox: (item) => readEnvironment(item) === 'sandbox' },
	identify: ({ given, environment }) => ({ apnsToken: given, sandbox: environment === 'sandbox' }),
	names: ({ given }) => [given],
	parts: ({ bundleId, environment, cleaned }) => [
		{ group: JSON.stringify([bundleId, environment]), id: cleaned },
	],
	outputKeys: () => [
		'apnsToken',
		'success',
		'status',
		'registrationToken',
		'sandbox',
		'attempts',
		'errorCode',
		'errorMessage',
		'sandboxStatus',
	],
	report: (unit, [part]) => reportToken(unit, part),
	summary: sumUpImport,
	hints: warnOfOddLengths,
};

function readApnsUnits(item: ItemReader): ApnsUnit[] {
	const bundleId = item.requiredText('bundleId');
	const environment = readEnvironment(item);
	const field = item.field('apnsDeviceIds');
	return item
		.list('apnsDeviceIds', 'whitespace')
		.map((given) => ({ given, cleaned: cleanApnsToken(given, field), bundleId, environment }));
}

function readEnvironment(item: ItemReader): Environment {
	return item.choice('environment', ['production', 'sandbox', 'auto'], 'production');
}

function reportToken({ given }: ApnsUnit, part: AnsweredPart<ApnsUnit>): UnitReport {
	const { answer, attempts } = part;
	if (answer?.kind !== 'accepted' && answer?.kind !== 'refused')
		return { kind: 'failed', failure: failureOf(part) };
	const { status, sandbox, registrationToken, sandboxStatus } = answer.data as ImportOutcome;
	const json = (rest: IDataObject): IDataObject => ({ apnsToken: given, ...rest, sandbox, attempts });
	if (answer.kind === 'accepted')
		return { kind: 'done', json: json({ success: true, status, registrationToken }) };
	const { code, message, advice } = answer;
	const otherStatus = sandboxStatus === undefined ? {} : { sandboxStatus };
	return {
		kind: 'rejected',
		code,
		message,
		advice,
		json: { ...json({ success: false, status }), errorCode: code, ...otherStatus },
		extra: { sandbox, attempts, ...otherStatus },
	};
}

function sumUpImport(run: RunSummary<ApnsUnit>): string {
	const others = new Map([...run.rejected].map(([code, times]) => [`refused (${code})`, times]));
	return sumUp(run, UNIT, { done: 'imported', others });
}

function warnOfOddLengths({ units }: RunSummary<ApnsUnit>): NodeExecutionHint[] {
	const odd = units.filter(({ unit }) => unit.cleaned.length !== USUAL_DIGITS).length;
	if (odd === 0) return [];
	return [
		{
			message: `${count(odd, UNIT)} had another length than the usual ${USUAL_DIGITS} digits: check that none was cut off, and that tokens written with spaces stand in < and >.`,
			location: 'outputPane',
			type: 'warning',
		},
	];
}
