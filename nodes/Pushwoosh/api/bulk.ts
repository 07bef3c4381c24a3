import { orFailed, withExtra, type Failure } from '../../shared/failure';
import type { Hands } from '../../shared/engine/operation';
import { asList, asRecord } from '../../shared/json';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { waitForTask, type Poll } from '../../shared/http/waitForTask';
import { filledText } from './applications';
import { readId } from './exportTask';
import { askPushwoosh, pushwooshRequest } from './request';
import type { PushwooshAccess, PushwooshSession } from './session';

/** The two methods that take many devices at once and work them off later (the service's reference, 9.6 and 9.7). */
type BulkMethod = 'bulkSetTags' | 'bulkRegisterDevice';

/** How an entry of a bulk request names its device or user. */
const DEVICE_KEYS = ['user_id', 'hwid', 'push_token'] as const;
export type DeviceKey = (typeof DEVICE_KEYS)[number];

export interface SkippedTag {
	tag: string;
	reason: string;
}

/** What a detailed answer says of one device. */
interface DeviceVerdict {
	/** Undefined: no word on that, so the request's counts. */
	outcome?: 'done' | 'failed';
	/** Why, in the service's words. */
	error?: string;
	skipped: SkippedTag[];
}

/** How far a bulk request has got. */
export interface BulkState {
	requestId: string;
	/** In lower case. */
	status: string;
	stage: 'running' | 'completed' | 'failed';
	/** Why it failed, if Pushwoosh says so. */
	reason?: string;
	/** By {@link deviceId}; those that the answer doesn't name are missing. */
	devices: ReadonlyMap<string, DeviceVerdict>;
	/** Of all devices, where the answer names them beside the devices. */
	skipped: SkippedTag[];
}

/** The key under which {@link BulkState.devices} has a device. */
export function deviceId(key: DeviceKey, identifier: string): string {
	return `${key} ${identifier}`;
}

/** What a bulk request is made of. */
export interface BulkOrder {
	method: BulkMethod;
	application: string;
	/** Further fields beside the devices. */
	more?: Record<string, unknown>;
	devices: Array<Record<string, unknown>>;
	/** What is asked for, as in "Pushwoosh didn't …". */
	asks: string;
	onlyOnce?: boolean;
}

/** Hands a bulk request over. @returns what the service says of it at once; the work is done later */
export function startBulkRequest(session: PushwooshAccess, order: BulkOrder): RequestSpec<BulkState> {
	const { method, application, more, devices, asks, onlyOnce } = order;
	return pushwooshRequest({
		session,
		family: 'audience',
		method,
		request: { application, ...more, devices },
		asks,
		onlyOnce,
		read: ({ response }, http) => {
			const requestId = readId('request_id', response, http);
			return requestId === undefined ? undefined : readState(response, requestId, 'pending');
		},
		explain: (failure) => aboutTooFew(failure, devices.length),
	});
}

const FEWEST_ONCE = 50;
const SAYS_TOO_FEW = /\bat least\b|\bmin(imum)?\b|\bfewer\b|\bless than\b|\b(too|not) (few|enough)\b/i;

/** An older edition of the documentation asks for at least 50 devices a call. */
function aboutTooFew(failure: Failure, devices: number): Failure {
	if (devices >= FEWEST_ONCE || failure.refusesCredential || !SAYS_TOO_FEW.test(failure.message))
		return failure;
	return {
		...failure,
		code: 'TOO_FEW',
		advice: `This request held ${devices}, and your account's bulk method wants at least ${FEWEST_ONCE} at once: collect more rows in one run.`,
	};
}

/** Follows bulk requests to their end; one for a run, since it learns how the service wants to be asked. */
export class BulkTasks {
	/** Two public clients ask without a token, so none is shown unless the service asks for it (the reference, 9.6). */
	private needsToken = false;
	/** Where the state of a registration is asked for isn't documented. */
	private registrationPath: BulkMethod = 'bulkRegisterDevice';

	constructor(private readonly poll: Poll) {}

	/**
	 * Asks until the service has worked a request off.
	 * @param isNew it was only just handed over
	 * @throws RequestFailure whose details hold the request's ID
	 */
	async finish(
		method: BulkMethod,
		requestId: string,
		isNew: boolean,
		hands: Hands<PushwooshSession>,
		log: (text: string) => void,
	): Promise<BulkState> {
		try {
			return await waitForTask({
				ask: async (endBy) => await this.ask(method, requestId, hands, endBy),
				isDone: ({ stage }) => stage !== 'running',
				poll: this.poll,
				isNew,
				signal: hands.signal,
				onProgress: ({ status }) => log(`request ${requestId} is ${status}`),
				tookTooLong: (seconds, last) => ({
					code: 'WAIT_TIMEOUT',
					message: `Pushwoosh hadn't worked it off after ${seconds}${last ? ` (“${last.status}”)` : ''}`,
					advice: `It goes on with it. Raise 'Wait Timeout (Seconds)' in the options, or switch 'Wait for Result' off.`,
				}),
			});
		} catch (error) {
			throw withExtra(error, { requestId });
		}
	}

	private async ask(
		method: BulkMethod,
		requestId: string,
		hands: Hands<PushwooshSession>,
		endBy: number,
	): Promise<BulkState> {
		const path = method === 'bulkSetTags' ? method : this.registrationPath;
		// Others ask at the same time, and may learn it meanwhile.
		const withToken = this.needsToken;
		const asked = await orFailed(
			askPushwoosh(hands, {
				family: 'audience',
				verb: 'GET',
				method: `${path}/${encodeURIComponent(requestId)}?detailed=true`,
				asks: 'say what came of the request',
				token: withToken ? undefined : 'none',
				endBy,
				read: ({ response }) => readState(response, requestId),
			}),
		);
		if ('value' in asked) return asked.value;
		const { httpStatus } = asked.failed.failure;
		if (httpStatus === 401 && !withToken) this.needsToken = true;
		else if (httpStatus === 404 && path === 'bulkRegisterDevice') this.registrationPath = 'bulkSetTags';
		else throw asked.failed;
		return await this.ask(method, requestId, hands, endBy);
	}
}

/** @param otherwise what counts where the answer holds no status @returns undefined where there is none */
function readState(
	response: Record<string, unknown>,
	requestId: string,
	otherwise?: string,
): BulkState | undefined {
	const status = (filledText(response.status) ?? otherwise)?.toLowerCase();
	if (status === undefined) return undefined;
	const reason = textOf(response.error) ?? textOf(response.message);
	return {
		requestId,
		status,
		stage: stageOf(status),
		reason,
		devices: readDevices(response.devices),
		skipped: readSkipped(response.skipped),
	};
}

function stageOf(status: string): BulkState['stage'] {
	if (status === 'completed') return 'completed';
	return isFailure(status) ? 'failed' : 'running';
}

function isFailure(status: string): boolean {
	return /fail|error/i.test(status);
}

function readDevices(devices: unknown): Map<string, DeviceVerdict> {
	const verdicts = new Map<string, DeviceVerdict>();
	for (const entry of asList(devices) ?? []) {
		const fields = asRecord(entry) ?? {};
		const verdict = readVerdict(fields);
		for (const key of DEVICE_KEYS) {
			const identifier = filledText(fields[key]);
			if (identifier === undefined) continue;
			const id = deviceId(key, identifier);
			verdicts.set(id, worseOf(verdicts.get(id), verdict));
		}
	}
	return verdicts;
}

/** Words of success; what says something else than that, or nothing that is known, isn't one. */
const DONE = /^(completed?|done|ok|processed|success(ful)?|succeeded|updated)$/i;
const NOT_DONE = /fail|error|not(\b|_)|unknown|invalid|reject|refus|den(y|ied)|skip|missing|unable/i;

function readVerdict({ status, error, skipped, success }: Record<string, unknown>): DeviceVerdict {
	const text = textOf(error);
	const word = filledText(status) ?? '';
	const isFailed =
		text !== undefined || error === true || success === false || NOT_DONE.test(word) || Number(word) >= 400;
	const isDone = DONE.test(word) || success === true || word === '200';
	const outcome = isFailed ? 'failed' : isDone ? 'done' : undefined;
	const reason = text ?? (isFailed && !isFailure(word) && word !== '' ? word : undefined);
	return { outcome, error: reason, skipped: readSkipped(skipped) };
}

/** Of a user's several devices, or of an entry that comes twice: one that failed is what counts. */
function worseOf(one: DeviceVerdict | undefined, other: DeviceVerdict): DeviceVerdict {
	if (one === undefined) return other;
	const worse = one.outcome === 'failed' ? one : other;
	return { ...worse, skipped: [...one.skipped, ...other.skipped] };
}

function readSkipped(skipped: unknown): SkippedTag[] {
	return (asList(skipped) ?? []).flatMap((entry) => {
		const fields = asRecord(entry);
		const tag = filledText(fields ? (fields.tag ?? fields.name) : entry);
		return tag === undefined ? [] : [{ tag, reason: textOf(fields?.reason) ?? 'no reason given' }];
	});
}

/** The service's words, also where they stand in an object. */
function textOf(value: unknown): string | undefined {
	return filledText(value) ?? filledText(asRecord(value)?.message);
}
