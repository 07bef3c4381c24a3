import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../shared/failure';
import type {
	AnsweredPart,
	Batch,
	Operation,
	PartAnswer,
	RunSummary,
	UnitReport,
} from '../../shared/engine/operation';
import type { ItemReader } from '../../shared/form/itemReader';
import type { TokenVerdict } from '../api/errors/verdict';
import { checkRegistrationToken } from '../api/formats/registrationToken';
import { sumUp } from '../api/summary';
import { countedAs, refusedByVerdict } from '../api/tokenCodes';
import { failureOf } from '../api/unanswered';
import { ONE_BY_ONE } from './properties';

/** One token to look up, and how its item wants the result. */
export interface LookupUnit {
	token: string;
	/** With topic subscriptions. */
	details: boolean;
	simplify: boolean;
	/** An unknown token is a failure rather than a result. */
	failUnknown: boolean;
}

/** A token that the service doesn't know, where an item wants that to be a failure. */
interface UnknownToken extends Failure {
	verdict: TokenVerdict;
}

/** The keys of a simplified result. */
const LOOKUP_KEYS = [
	'registrationToken',
	'found',
	'application',
	'authorizedEntity',
	'platform',
	'applicationVersion',
	'appSigner',
	'topics',
	'errorCode',
	'errorMessage',
];

/** What the services are known to send beside those (their reference, sections 4 and 13): with 'Simplify' off. */
const RAW_KEYS = [
	'attestStatus',
	'connectDate',
	'connectionType',
	'rel',
	'scope',
	'subtype',
	'topic_subscriptions',
];

const UNIT = { one: 'token', many: 'tokens' };

/**
 * What look-ups have in common, whichever service does the work.
 * @param toJson what the service knows, as output
 */
export function lookupBasics<T>(
	toJson: (unit: LookupUnit, about: T) => IDataObject,
): Pick<Operation<LookupUnit>, 'unit' | 'limits' | 'read' | 'identify' | 'identifiedBy' | 'parts' | 'outputKeys' | 'report' | 'summary'> {
	return {
		unit: UNIT,
		limits: { concurrency: ONE_BY_ONE },
		read: (item) => [readLookup(item)],
		identify: ({ token }) => ({ registrationToken: token }),
		identifiedBy: { registrationToken: 'registrationId' },
		parts: ({ token, details }) => [{ group: details ? 'with topics' : 'without topics', id: token }],
		outputKeys: (units) =>
			units.some(({ simplify }) => !simplify) ? [...LOOKUP_KEYS, ...RAW_KEYS] : LOOKUP_KEYS,
		report: (unit, [part]) => reportLookup(unit, part, toJson),
		summary: sumUpLookups,
	};
}

function readLookup(item: ItemReader): LookupUnit {
	return {
		token: checkRegistrationToken(item.requiredText('registrationId'), item.field('registrationId')),
		details: item.boolean('details', true),
		simplify: item.boolean('simplify', true),
		failUnknown: item.choice('onUnknown', ['report', 'fail'], 'report') === 'fail',
	};
}

/**
 * The service's verdict on an unknown token. When any of the items that share the look-up wants a failure, it is one,
 * so that On Error = Stop stops; {@link reportLookup} still makes a result of it for the others.
 */
export function unknownToken(batch: Batch<LookupUnit>, verdict: TokenVerdict, attempts: number): PartAnswer {
	const refused = { ...refusedByVerdict(verdict), data: verdict };
	if (!batch.units().some(({ failUnknown }) => failUnknown)) return refused;
	const { code, message, advice } = refused;
	const failure: UnknownToken = { code, message, advice, httpStatus: verdict.httpStatus, attempts, verdict };
	return { kind: 'failed', failure };
}

function reportLookup<T>(
	unit: LookupUnit,
	part: AnsweredPart<LookupUnit>,
	toJson: (unit: LookupUnit, about: T) => IDataObject,
): UnitReport {
	const { answer } = part;
	if (answer?.kind === 'accepted') {
		return {
			kind: 'done',
			json: { registrationToken: unit.token, found: true, ...toJson(unit, answer.data as T) },
		};
	}
	const verdict = verdictIn(answer);
	if (verdict === undefined || unit.failUnknown) return { kind: 'failed', failure: failureOf(part) };
	const { code, message } = refusedByVerdict(verdict);
	return { kind: 'done', json: { registrationToken: unit.token, found: false, errorCode: code, errorMessage: message } };
}

function verdictIn(answer: PartAnswer | undefined): TokenVerdict | undefined {
	if (answer?.kind === 'refused') return answer.data as TokenVerdict;
	return answer?.kind === 'failed' ? (answer.failure as Partial<UnknownToken>).verdict : undefined;
}

/** "9,950 of 10,000 tokens found; 48 no longer registered, 2 of another project or malformed" */
function sumUpLookups(run: RunSummary<LookupUnit>): string {
	const unknown = new Map<string, number>();
	let found = run.done;
	for (const report of run.reports) {
		const code = report.kind === 'done' && !Array.isArray(report.json) ? report.json.errorCode : undefined;
		if (report.kind !== 'done' || Array.isArray(report.json) || report.json.found !== false) continue;
		found--;
		const reason = countedAs(String(code));
		unknown.set(reason, (unknown.get(reason) ?? 0) + 1);
	}
	return sumUp(run, UNIT, { done: 'found', doneCount: found, others: unknown });
}
