import type { Failure } from '../../../shared/failure';
import { asList, asRecord } from '../../../shared/json';
import type { Judgement, RequestSpec } from '../../../shared/http/requestSpec';
import { retryWhenNotActedOn, retryWhenPassing } from '../../../shared/http/retry';
import { count as counted, number } from '../../../shared/wording';
import { saysNotFound, type PushwooshAnswer } from '../../api/answer';
import { asAnswered, pushwooshRequest } from '../../api/request';
import { noSegment } from '../../api/segments';
import type { PushwooshAccess } from '../../api/session';
import type { Notification } from '../message/notification';

export interface CreateMessageCall {
	session: PushwooshAccess;
	/** Default: that of pushes. */
	method?: 'createMessage' | 'createEmailMessage' | 'createSMSMessage' | 'createWhatsAppMessage';
	application: string;
	/** Complete, each with its audience and transaction ID. */
	notifications: Notification[];
	/** Also repeat what may have been acted on. */
	repeatUncertain: boolean;
	/** Awaited before each try. */
	pace: RequestSpec<unknown>['pace'];
}

/** What Pushwoosh made of one notification. */
export interface CreatedMessage {
	/** More than one only where Pushwoosh gave more codes than it was sent notifications; none: it can't be tracked. */
	codes: string[];
	warning?: string;
	/** Those of the notification's devices that Pushwoosh doesn't know, as they were sent. */
	unknownDevices: Set<string>;
}

/**
 * Sends messages of one application in one request (Pushwoosh API reference, createMessage). They succeed or fail
 * together. A request that may have been acted on isn't repeated unless the caller chose so.
 * @returns what became of each notification, in the same order
 */
export function createMessageRequest(call: CreateMessageCall): RequestSpec<CreatedMessage[]> {
	const { session, method = 'createMessage', application, notifications, repeatUncertain, pace } = call;
	const count = notifications.length;
	const devices = notifications.map((notification) => asList(notification.devices)?.map(String) ?? []);
	const request = pushwooshRequest({
		session,
		family: 'remote',
		method,
		request: { application, notifications },
		asks: count === 1 ? 'accept the message' : `accept the ${number(count)} messages`,
		retry: repeatUncertain ? retryWhenPassing : retryWhenNotActedOn,
		onlyOnce: true,
		pace,
		read: asAnswered,
	});
	return {
		...request,
		judge: (answer, earlier) => {
			const judged = request.judge(answer, earlier);
			if (judged.ok) return readCreatedMessages(judged.value, devices);
			if (count > 1) return openForSome(judged);
			const segment = notifications[0].filter;
			if (typeof segment !== 'string' || !saysNotFound(answer, segment)) return judged;
			return { ...judged, failure: { ...judged.failure, ...noSegment(segment, 'name') } };
		},
	};
}

type Refusal = Extract<Judgement<never>, { ok: false }>;

/** Codes that refuse a request whole, before anything in it is looked at: its token, and the rate limit. */
const REFUSED_WHOLE = ['401', '403', '429'];

/**
 * Whether a request with several messages is refused before the first of them is created isn't documented: one that
 * Pushwoosh itself refuses may have created those before the one it dislikes.
 */
function openForSome(refusal: Refusal): Refusal {
	const { failure, notActedOn } = refusal;
	const isWhole = failure.refusesCredential === true || REFUSED_WHOLE.includes(failure.code);
	return notActedOn !== true || isWhole ? refusal : { ...refusal, notActedOn: false };
}

/**
 * Reads which messages were created. `Messages` holds their codes in the order of the notifications; it may be
 * missing, empty, or hold a word that isn't a code: then the message was accepted but can't be tracked.
 * @param devices the device IDs that each of the notifications was sent with, if any
 */
export function readCreatedMessages(
	{ response, warning }: PushwooshAnswer,
	devices: string[][],
): Judgement<CreatedMessage[]> {
	const count = devices.length;
	const listed = asList(response.Messages) ?? [];
	const codes = listed.filter(isMessageCode);
	if (listed.length > 0 && listed.length < count)
		return { ok: false, ...tooFewCodes(listed.length, count, codes) };

	const codesOf = (at: number): string[] => {
		if (count === 1) return codes;
		// With more codes than notifications nobody can say which belongs to which.
		return listed.length === count ? [listed[at]].filter(isMessageCode) : [];
	};
	const unknown = readUnknownDevices(response.UnknownDevices);
	const allCodes = new Set(codes.map(lowerCase));
	const value = devices.map((sent, at): CreatedMessage => {
		const own = codesOf(at);
		return {
			codes: own,
			...(warning === undefined ? {} : { warning }),
			unknownDevices: asSent(unknownDevicesOf(own, unknown, allCodes), sent),
		};
	});
	return { ok: true, value };
}

/** @returns whether it has a message code's three groups, like `1A2B-3C4D5E6F-7A8B9C0D` */
export function isMessageCode(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Za-z0-9]{4,}(-[A-Za-z0-9]{4,}){2}$/.test(value);
}

/** @returns device IDs by message code in lower case; a plain list stands under no code */
function readUnknownDevices(value: unknown): Map<string, string[]> {
	const lists = asRecord(value) ?? (Array.isArray(value) ? { '': value } : {});
	return new Map(
		Object.entries(lists).map(([code, devices]) => [
			lowerCase(code),
			(asList(devices) ?? [devices])
				.filter((device) => typeof device === 'string' || typeof device === 'number')
				.map(String),
		]),
	);
}

/** A list under a code that no message of the answer has counts for all: a device is known to an application or isn't. */
function unknownDevicesOf(own: string[], unknown: Map<string, string[]>, codes: Set<string>): string[] {
	if (unknown.size === 0) return [];
	const mine = new Set(own.map(lowerCase));
	return [...unknown].flatMap(([code, list]) =>
		mine.has(code) || !codes.has(code) || own.length === 0 ? list : [],
	);
}

/** Pushwoosh may write an ID in another case; where two differ in nothing else, the one that is meant is written as sent. */
function asSent(reported: string[], sent: string[]): Set<string> {
	if (reported.length === 0) return new Set();
	const exact = new Set(sent);
	const inOtherCase = new Set(reported.filter((id) => !exact.has(id)).map(lowerCase));
	const meant = new Set(reported);
	return new Set(sent.filter((id) => meant.has(id) || inOtherCase.has(lowerCase(id))));
}

function lowerCase(text: string): string {
	return text.toLowerCase();
}

const CODE = { one: 'message code', many: 'message codes' };

function tooFewCodes(received: number, sent: number, codes: string[]): Omit<Refusal, 'ok'> {
	return {
		failure: {
			code: 'UNEXPECTED_ANSWER',
			message: `Pushwoosh answered with ${counted(received, CODE)} for ${number(sent)} messages, so it isn't known which of them were created`,
			advice: `Look for these codes in Pushwoosh's Message History: ${codes.slice(0, 20).join(', ') || 'none was given'}. With 'Messages per Request' at 1 each message has its own answer.`,
		},
		passing: false,
		notActedOn: false,
	};
}

/**
 * Says of a send that failed without proof that it didn't happen what that means for the user.
 * @param repeated whether such sends are repeated in this run
 * @param what may have gone out
 * @param takesTransactionId whether a repeat can be told from a new one
 */
export function explainUncertain(
	failure: Failure,
	repeated: boolean,
	what = 'push',
	takesTransactionId = true,
): Failure {
	if (!failure.uncertain) return failure;
	const { message, advice, code, httpStatus, retryAfter } = failure;
	const isAnswered = httpStatus !== undefined;
	const ofSeveral = SEVERAL_REFUSED.test(message);
	const keepsAdvice = code === 'UNEXPECTED_ANSWER' || retryAfter !== undefined || ofSeveral;
	return {
		...failure,
		message: ofSeveral
			? `${message}, but some of them may have gone out`
			: `The ${what} may have gone out: ${isAnswered ? message.replace(PREFIX, answeredWith) : 'no answer came'}`,
		advice: [
			...(isAnswered ? [] : [`${message}.`]),
			"Look into Pushwoosh's Message History before you send it again.",
			...(ofSeveral ? ["With 'Messages per Request' at 1 each message has an answer of its own."] : []),
			...(repeated || ofSeveral
				? []
				: [
						takesTransactionId
							? "'Repeat Uncertain Sends' in the options repeats such sends under the same transaction ID, as far as Pushwoosh honours it."
							: "'Repeat Uncertain Sends' in the options repeats such sends; somebody might then get it twice.",
					]),
			...(keepsAdvice && advice ? [advice] : []),
		].join(' '),
	};
}

/** How a failure of these messages begins, where Pushwoosh answered: what follows are its words. */
const PREFIX =
	/^(?:Pushwoosh didn't accept the message|It isn't known whether Pushwoosh did accept the (?:[\d,.]+ )?messages?: )/;
const SEVERAL_REFUSED = /^Pushwoosh didn't accept the [\d,.]+ messages/;

function answeredWith(prefix: string): string {
	return prefix.startsWith('Pushwoosh') ? 'Pushwoosh answered' : '';
}
