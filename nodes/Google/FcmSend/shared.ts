import type { IDataObject, IExecuteFunctions, INodeProperties, NodeExecutionHint } from 'n8n-workflow';
import type { DecidedPart, PartAnswer, RunSummary, UnitReport } from '../../shared/engine/operation';
import type { Failure } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { retryWhenNotActedOn, retryWhenPassing, type FailedTry } from '../../shared/http/retry';
import { RateLimiter } from '../../shared/http/rateLimiter';
import { defineOperation, type OperationEntry } from '../../shared/node/operationEntry';
import type { OperationForm } from '../../shared/node/table';
import { count } from '../../shared/wording';
import { codeTable } from '../api/errors/codeTable';
import { projectUrl } from '../api/fcmAddress';
import { isInstallationId } from '../api/formats/registrationToken';
import { openFcm, type FcmSession } from '../api/session';
import { sumUp } from '../api/summary';
import { messageFields } from './fields/message';
import { platformSettings } from './fields/platforms';
import { targetFields } from './fields/target';
import { judgeSend, type Sent } from './judgeSend';
import { withExpiration, type BuiltMessage } from './message/message';
import { rampUp } from './rampUp';
import { readMessage } from './readMessage';
import { INSTALLATION_ID, readTargets, TARGET_KEYS, TARGETS, type Target } from './target';
import { explainUncertain } from './uncertain';

/** What a project may send in a minute (the sending reference, 10). */
const MOST_PER_MINUTE = 600_000;

/** What makes up a message, without whom it is for. */
const messageParts: readonly INodeProperties[] = [...messageFields, platformSettings];

const requestsPerMinute: INodeProperties = {
	displayName: 'Requests per Minute',
	name: 'requestsPerMinute',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: MOST_PER_MINUTE,
	description: 'How many messages of the project leave this n8n process in a minute at most',
};

interface Reading {
	built: BuiltMessage;
	/** Equal for equal messages. */
	messageKey: string;
}

/** A message and whom it is for. */
interface SendUnit extends Reading {
	target: Target;
}

interface SendSession extends FcmSession {
	/** Within the project's rate. */
	pace: NonNullable<RequestSpec<unknown>['pace']>;
	/** Epoch seconds at the start of the run, from which points in time are counted. */
	startedAt: number;
	/** Messages that FCM refused as such, by their key: nobody else is asked to take them. */
	refused: Map<string, Failure>;
}

const ITEM = { one: 'message', many: 'messages' };

interface MessageOperation extends Pick<OperationForm, 'option' | 'options'> {
	/** Sends nothing: FCM only checks the message. */
	isCheck: boolean;
	/** As in "2 of 3 messages …". */
	did: string;
}

/** What sending and checking have in common, which is nearly all. */
export function messageOperation({
	option,
	options: ownOptions = [],
	isCheck,
	did,
}: MessageOperation): OperationEntry {
	return defineOperation<SendUnit, Sent, SendSession>({
		option,
		fields: [...targetFields, ...messageParts],
		options: [requestsPerMinute, ...ownOptions],
		// Each request serves one device.
		limits: { concurrency: 50, keepsConnections: true },
		start({ info, options }) {
			const perMinute = options.number('requestsPerMinute');
			const retriesUncertain = isCheck || options.boolean('repeatUncertain');
			const way = { isCheck, retriesUncertain };
			const readings = new MessageReadings();
			return {
				unit: ITEM,
				open: async (context) => await openSender(context, perMinute),
				read(item) {
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
				async send({ sample }, { http, session }) {
					const refused = session.refused.get(sample.messageKey);
					if (refused) return [{ kind: 'failed', failure: refused }];
					try {
						const { value } = await http.request(sendRequest(session, sample, way));
						return [value];
					} catch (error) {
						throw explainUncertain(error, retriesUncertain);
					}
				},
				outputKeys: () => OUTPUT_KEYS,
				report: (unit, [part]) => reportMessage(unit, part, isCheck),
				summary(run) {
					const reasons = [...run.rejected].map(([code, times]): [string, number] => [
						COUNTED.get(code) ?? `refused with ${code}`,
						times,
					]);
					return sumUp(run, ITEM, { done: did, others: new Map(reasons) });
				},
				hints: (run) => hintsOf(run, isCheck),
			};
		},
	});
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

const MESSAGE_PARAMETERS = messageParts.map(({ name }) => name);

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

function sendRequest(
	session: SendSession,
	{ target, built, messageKey }: SendUnit,
	{ isCheck, retriesUncertain }: { isCheck: boolean; retriesUncertain: boolean },
): RequestSpec<PartAnswer<Sent>> {
	return {
		method: 'POST',
		url: `${projectUrl(session)}/messages:send`,
		body: {
			...(isCheck ? { validate_only: true } : {}),
			message: { ...withExpiration(built, session.startedAt), [target.kind]: target.value },
		},
		judge(answer) {
			const judged = judgeSend(answer, target.kind, isCheck);
			if (!judged.ok && judged.isOfMessage) session.refused.set(messageKey, judged.failure);
			return judged;
		},
		retry: retriesUncertain ? retryWhenPassing : retryWhenNotActedOn,
		onlyOnce: !isCheck,
		leastWaitMs: (failed) => leastWaitMs(failed, isCheck),
		pace: session.pace,
	};
}

/**
 * Google's rules (the reference, 9.1): a minute after "too many", unless it names a time; ten seconds after what may have
 * been delivered, since an answer takes it up to that long. Who only checks, or never reached Google, needn't wait so long.
 */
export function leastWaitMs({ status, notActedOn, retryAfter }: FailedTry, isCheck: boolean): number {
	if (status === 429) return retryAfter === undefined ? 60_000 : 0;
	return isCheck || notActedOn ? 0 : 10_000;
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

/** As in "48 no longer registered". */
const COUNTED = codeTable({
	NOT_FOUND: 'no longer registered',
	INVALID_ARGUMENT: 'to malformed tokens',
	SENDER_ID_MISMATCH: "to another project's devices",
	THIRD_PARTY_AUTH_ERROR: "refused by Apple's or the browser's push service",
	APNS_ERROR: 'refused by Apple',
});

function hintsOf({ units }: RunSummary<SendUnit, Sent>, isCheck: boolean): NodeExecutionHint[] {
	const toMany = units.flatMap(({ unit: { target }, parts }) =>
		target.kind === 'topic' || target.kind === 'condition' ? parts : [],
	);
	const shared = toMany.length - new Set(toMany).size;
	const messages: string[] = [];
	if (shared > 0) {
		messages.push(
			`${count(shared, { one: 'item', many: 'items' })} had the same message for the same topic or condition as one before: it went out once.`,
		);
	}
	if (isCheck) {
		messages.push(
			"Nothing was sent. Apple wasn't asked: a message that passes may still be refused by its push service.",
		);
	}
	return messages.map((message) => ({ message, type: 'info', location: 'outputPane' }));
}
