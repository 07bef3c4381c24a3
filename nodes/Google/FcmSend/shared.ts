import type { IDataObject, IExecuteFunctions, INodeProperties, NodeExecutionHint } from 'n8n-workflow';
import type {
	AnsweredPart,
	Batch,
	DecidedPart,
	Hands,
	Operation,
	PartAnswer,
	RunSummary,
	UnitReport,
} from '../../shared/engine/operation';
import type { Failure } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import type { HttpAnswer } from '../../shared/http/answer';
import type { Judgement, RequestSpec } from '../../shared/http/requestSpec';
import { retryWhenNotActedOn, retryWhenPassing, type FailedTry } from '../../shared/http/retry';
import { RateLimiter } from '../../shared/http/rateLimiter';
import type { OperationSetup } from '../../shared/node/operationEntry';
import { count, number, type Noun } from '../../shared/wording';
import type { Purpose } from '../api/errors/requestFailure';
import { FCM } from '../api/errors/services';
import { projectUrl } from '../api/fcmAddress';
import { isInstallationId } from '../api/formats/registrationToken';
import { openFcm, type FcmSession } from '../api/session';
import { messageFields } from './fields/message';
import { platformSettings } from './fields/platforms';
import { targetFields } from './fields/target';
import { judgeSend, type Rejection } from './judgeSend';
import { withExpiration, type BuiltMessage } from './message/message';
import { rampUp } from './rampUp';
import { readMessage } from './readMessage';
import { INSTALLATION_ID, readTargets, TARGET_KEYS, TARGETS, type Target } from './target';
import { explainUncertain } from './uncertain';

/** Each request serves one device. */
export const LIMITS = { concurrency: 50, keepsConnections: true };
/** What a project may send in a minute (the sending reference, 10). */
const MOST_PER_MINUTE = 600_000;

/** The fields of both operations. */
export const fields: readonly INodeProperties[] = [...targetFields, ...messageFields, platformSettings];

export const requestsPerMinute: INodeProperties = {
	displayName: 'Requests per Minute',
	name: 'requestsPerMinute',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: MOST_PER_MINUTE,
	description: 'How many messages of the project leave this n8n process in a minute at most',
};

export const repeatUncertain: INodeProperties = {
	displayName: 'Repeat Uncertain Sends',
	name: 'repeatUncertain',
	type: 'boolean',
	default: false,
	description:
		'Whether to send again what may have arrived already. With Replace Earlier Ones the second takes the place of the first on the device.',
};

/** A message and whom it is for. */
export interface SendUnit {
	target: Target;
	built: BuiltMessage;
	/** Equal for equal messages. */
	messageKey: string;
}

/** What FCM said of one target. */
export interface Sent {
	/** Absent where it only checked. */
	messageId?: string;
	/** Apple's own word for a rejection. */
	apnsReason?: string;
}

export interface SendSession extends FcmSession {
	/** Within the project's rate. */
	pace: NonNullable<RequestSpec<unknown>['pace']>;
	/** Epoch seconds at the start of the run, from which points in time are counted. */
	startedAt: number;
	/** Messages that FCM refused as such, by their key: nobody else is asked to take them. */
	refused: Map<string, Failure>;
}

const ITEM: Noun = { one: 'message', many: 'messages' };

interface Way {
	/** Sends nothing: FCM only checks the message. */
	isCheck: boolean;
	/** As in "2 of 3 messages …". */
	did: string;
}

/** What sending and checking have in common, which is nearly all. */
export function messageOperation(
	{ info, options }: OperationSetup,
	{ isCheck, did }: Way,
): Operation<SendUnit, Sent, SendSession> {
	const perMinute = options.number('requestsPerMinute');
	const retriesUncertain = isCheck || options.boolean('repeatUncertain');
	const purpose: Purpose = {
		service: FCM,
		authentication: 'serviceAccount',
		action: isCheck ? 'check the message' : 'send the message',
	};
	const readings = new MessageReadings();
	return {
		unit: ITEM,
		open: async (context) => await openSender(context, perMinute),
		read: (item) => {
			const targets = readTargets(item);
			const message = readings.read(item);
			return targets.map((target) => ({ target, ...message }));
		},
		identify: ({ target: { kind, value } }) => ({ [TARGET_KEYS[kind]]: value }),
		identifiedBy: {
			registrationToken: (item) => givenDevice(item, false),
			installationId: (item) => givenDevice(item, true),
			topic: (item) => given(item, 'topic', 'topic'),
			condition: (item) => given(item, 'condition', 'condition'),
		},
		parts: ({ target: { kind, value }, messageKey }) => [{ group: `${kind}\n${messageKey}`, id: value }],
		// Another text at n8n's second run, say of an expression with the time, makes no second message.
		asksFor: ({ target, built }) => (info.isTool ? [target, built] : [target]),
		retriesUncertain,
		send: async (batch, hands) => [await sendOne(batch, hands, { isCheck, retriesUncertain, purpose })],
		outputKeys: () => OUTPUT_KEYS,
		report: (unit, [part]) => reportMessage(unit, part, isCheck),
		summary: (run) => sumUp(run, did),
		hints: (run) => hintsOf(run, isCheck),
	};
}

const OUTPUT_KEYS = [
	...Object.values(TARGET_KEYS),
	...['success', 'valid', 'messageId', 'errorCode', 'errorMessage', 'attempts', 'apnsReason'],
];

/** What stood in an unusable item where its target belongs. */
function given(item: ItemReader, target: string, parameter: string): IDataObject[string] {
	return item.choice('target', TARGETS) === target ? item.given(parameter) : undefined;
}

/** The same of a device, under the key that a result of it would have; several of them are told as tokens. */
function givenDevice(item: ItemReader, wantsInstallationId: boolean): IDataObject[string] {
	const device = given(item, 'device', 'registrationIds');
	const id = typeof device === 'string' ? device.trim() : '';
	return (INSTALLATION_ID.test(id) && isInstallationId(id)) === wantsInstallationId ? device : undefined;
}

/** Items that describe the same message get the same object for it, and its key is made once. */
class MessageReadings {
	private readonly known = new Map<string, Reading>();
	private last: { inputs: unknown[]; reading: Reading } | undefined;

	/** @throws ItemProblem for a message that can't be sent as it was meant */
	read(item: ItemReader): Reading {
		const inputs = MESSAGE_PARAMETERS.map((name) => item.raw(name));
		// What the form says without an expression is the same object for each item.
		if (this.last && inputs.every((value, at) => value === this.last?.inputs[at])) return this.last.reading;
		const reading = this.share(readMessage(item));
		this.last = { inputs, reading };
		return reading;
	}

	private share(built: BuiltMessage): Reading {
		const text = JSON.stringify(built);
		let reading = this.known.get(text);
		if (!reading) this.known.set(text, (reading = { built, messageKey: String(this.known.size) }));
		return reading;
	}
}

type Reading = Pick<SendUnit, 'built' | 'messageKey'>;

const MESSAGE_PARAMETERS = [...messageFields, platformSettings].map(({ name }) => name);

async function openSender(context: IExecuteFunctions, perMinute: number): Promise<SendSession> {
	const session = await openFcm(context);
	const limiter = new RateLimiter({
		limit: `messages of ${projectUrl(session)}`,
		most: perMinute,
		windowMs: 60_000,
	});
	const ramp = rampUp(perMinute);
	return {
		...session,
		pace: async (signal, holdMs) => {
			await ramp(signal);
			await limiter.turn(signal, holdMs);
		},
		startedAt: Math.floor(Date.now() / 1000),
		refused: new Map(),
	};
}

interface Sending {
	isCheck: boolean;
	retriesUncertain: boolean;
	purpose: Purpose;
}

async function sendOne(
	{ sample: { target, built, messageKey } }: Batch<SendUnit, Sent>,
	{ http, session }: Hands<SendSession>,
	{ isCheck, retriesUncertain, purpose }: Sending,
): Promise<PartAnswer<Sent>> {
	const refused = session.refused.get(messageKey);
	if (refused) return { kind: 'failed', failure: refused };
	const spec: RequestSpec<PartAnswer<Sent>> = {
		method: 'POST',
		url: `${projectUrl(session)}/messages:send`,
		body: {
			...(isCheck ? { validate_only: true } : {}),
			message: { ...withExpiration(built, session.startedAt), [target.kind]: target.value },
		},
		judge: (answer) => {
			const judged = judge(answer, target, purpose, isCheck);
			if (!judged.ok && judged.isOfMessage) session.refused.set(messageKey, judged.failure);
			return judged;
		},
		retry: retriesUncertain ? retryWhenPassing : retryWhenNotActedOn,
		...(isCheck ? {} : { onlyOnce: true }),
		leastWaitMs: (failed) => leastWaitMs(failed, isCheck),
		pace: session.pace,
	};
	try {
		return (await http.request(spec)).value;
	} catch (error) {
		throw explainUncertain(error, retriesUncertain);
	}
}

/**
 * Google's rules (the reference, 9.1): a minute after "too many", unless it names a time; ten seconds after what may have
 * been delivered, since an answer takes it up to that long. Who only checks, or never reached Google, needn't wait so long.
 */
export function leastWaitMs({ status, notActedOn, retryAfter }: FailedTry, isCheck: boolean): number {
	if (status === 429) return retryAfter === undefined ? 60_000 : 0;
	return isCheck || notActedOn ? 0 : 10_000;
}

function judge(
	answer: HttpAnswer,
	{ kind }: Target,
	purpose: Purpose,
	isCheck: boolean,
): Judgement<PartAnswer<Sent>> & { isOfMessage?: true } {
	const verdict = judgeSend(answer, kind, purpose);
	switch (verdict.kind) {
		case 'sent':
			return {
				ok: true,
				value: { kind: 'succeeded', data: isCheck ? {} : { messageId: verdict.messageId } },
			};
		case 'rejected':
			return { ok: true, value: rejected(verdict.rejection) };
		default: {
			const { failure, isPassing, mayBeDelivered, isOfMessage, isOfTarget } = verdict;
			return {
				ok: false,
				failure,
				passing: isPassing,
				notActedOn: !mayBeDelivered,
				...(isOfTarget ? { slowsRun: false } : {}),
				...(isOfMessage ? { isOfMessage } : {}),
			};
		}
	}
}

function rejected({ apnsReason, ...rejection }: Rejection): PartAnswer<Sent> {
	return { kind: 'rejected', ...rejection, data: apnsReason === undefined ? {} : { apnsReason } };
}

function reportMessage(
	{ target: { kind, value } }: SendUnit,
	{ answer, attempts }: DecidedPart<SendUnit, Sent>,
	isCheck: boolean,
): UnitReport {
	const identity = { [TARGET_KEYS[kind]]: value };
	if (answer.kind === 'succeeded') {
		return {
			kind: 'succeeded',
			json: { ...identity, success: true, ...(isCheck ? { valid: true } : answer.data) },
		};
	}
	const { code, message, advice, httpStatus, data: apns } = answer;
	return {
		kind: 'rejected',
		code,
		message,
		advice,
		httpStatus,
		json: { ...identity, success: false, errorCode: code, errorMessage: message, attempts, ...apns },
		extra: { attempts, ...apns },
	};
}

function sumUp(
	{ units, succeeded, failed, rejected: codes, reports }: RunSummary<SendUnit, Sent>,
	did: string,
): string {
	const rest = [...codes].map(
		([code, times]) => `${number(times)} ${COUNTED[code] ?? `refused with ${code}`}`,
	);
	const uncertain = reports.filter((report) => report.kind === 'failed' && report.failure.uncertain).length;
	const mayBeThere = uncertain > 0 ? `, ${number(uncertain)} of which may have arrived` : '';
	if (failed > 0) rest.push(`${number(failed)} failed${mayBeThere}`);
	const head = `${number(succeeded)} of ${count(units.length, ITEM)} ${did}`;
	return rest.length === 0 ? head : `${head}; ${rest.join(', ')}`;
}

const COUNTED: Record<string, string> = {
	NOT_FOUND: 'no longer registered',
	INVALID_ARGUMENT: 'to malformed tokens',
	SENDER_ID_MISMATCH: "to another project's devices",
	THIRD_PARTY_AUTH_ERROR: "refused by Apple's or the browser's push service",
	APNS_ERROR: 'refused by Apple',
};

function hintsOf({ units }: RunSummary<SendUnit, Sent>, isCheck: boolean): NodeExecutionHint[] {
	const hints: NodeExecutionHint[] = [];
	const add = (message: string) => hints.push({ message, type: 'info', location: 'outputPane' });
	const shared = countShared(units.flatMap(({ unit, parts }) => (isTopic(unit) ? parts : [])));
	if (shared > 0) {
		add(
			`${count(shared, { one: 'item', many: 'items' })} had the same message for the same topic or condition as one before: it went out once.`,
		);
	}
	if (isCheck)
		add(
			"Nothing was sent. Apple wasn't asked: a message that passes may still be refused by its push service.",
		);
	return hints;
}

function isTopic({ target: { kind } }: SendUnit): boolean {
	return kind === 'topic' || kind === 'condition';
}

/** @returns how many are there for a second time or more */
function countShared(parts: Array<AnsweredPart<SendUnit, Sent>>): number {
	return parts.length - new Set(parts).size;
}
