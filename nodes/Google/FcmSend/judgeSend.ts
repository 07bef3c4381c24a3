import type { Failure } from '../../shared/failure';
import type { HttpAnswer } from '../../shared/http/answer';
import { readGoogleError, successBody, type GoogleError } from '../api/errors/googleError';
import { isThirdPartyAuthError, requestFailure, type Purpose } from '../api/errors/requestFailure';
import { USE_FID_MESSAGING } from '../api/tokenCodes';

/** The one thing that a message is for. */
export type TargetKind = 'token' | 'fid' | 'topic' | 'condition';

/** What FCM says of one device or topic, as far as its answer is about that alone. */
export interface Rejection {
	code: 'NOT_FOUND' | 'INVALID_ARGUMENT' | 'SENDER_ID_MISMATCH' | 'THIRD_PARTY_AUTH_ERROR' | 'APNS_ERROR';
	/** What happened, with Google's words. */
	message: string;
	advice: string;
	httpStatus: number;
	/** Apple's own word for it. */
	apnsReason?: string;
}

/** What became of one send. */
export type SendVerdict =
	| { kind: 'sent'; messageId: string }
	| { kind: 'rejected'; rejection: Rejection }
	| SendFailure;

/** Nothing proves a send, and nothing blames the one device. */
export interface SendFailure {
	kind: 'failed';
	failure: Failure;
	/** Another attempt can fare better. */
	isPassing: boolean;
	/** The message may have been delivered all the same. */
	mayBeDelivered: boolean;
	/** The message itself is at fault: it would be refused for every device. */
	isOfMessage?: true;
	/** Too many messages to this one target: the others aren't slowed down by it. */
	isOfTarget?: true;
}

const NOT_REGISTERED = 'Requested entity was not found.';
const MALFORMED = 'The registration token is not a valid FCM registration token';
const TOKEN_FIELDS = ['message.token', 'message.fid'];
/** Words by which Google calls a message too large, of three generations (the sending reference, 8.3). */
const TOO_LARGE = /\bmessage is too (?:large|big)\b/i;

/**
 * Judges an answer of `messages:send` (the sending reference, 7 and 8; the contract's table). A verdict on a device
 * needs Google's own words about that device: a 400 may be about the message as well, a 401 about Apple, a 404 a proxy's.
 */
export function judgeSend(answer: HttpAnswer, kind: TargetKind, purpose: Purpose): SendVerdict {
	const messageId = messageIdOf(successBody(answer)?.name);
	if (messageId !== '') return { kind: 'sent', messageId };
	const error = readGoogleError(answer);
	const rejection = rejectionOf(answer.status, error, kind);
	return rejection ? { kind: 'rejected', rejection } : failureOf(answer, error, kind, purpose);
}

/** The last part of `projects/…/messages/…`; empty where there is none. */
function messageIdOf(name: unknown): string {
	return typeof name === 'string' ? name.slice(name.lastIndexOf('/') + 1).trim() : '';
}

function rejectionOf(httpStatus: number, error: GoogleError, kind: TargetKind): Rejection | undefined {
	if (error.form !== 'object') return undefined;
	const { apns } = error;
	const reject = (code: Rejection['code'], what: string, advice: string): Rejection => ({
		code,
		message: `${what} (${said(error)})`,
		advice,
		httpStatus,
		...(apns === undefined || apns.reason === '' ? {} : { apnsReason: apns.reason }),
	});
	const isDevice = kind === 'token' || kind === 'fid';

	if (httpStatus === 401 && isThirdPartyAuthError(error)) {
		return reject(
			'THIRD_PARTY_AUTH_ERROR',
			"Firebase couldn't sign in to Apple's or the browser's push service",
			CHECK_APNS_KEY,
		);
	}
	if (!isDevice) return undefined;
	const isUnregistered = error.fcmCode === 'UNREGISTERED' || error.message === NOT_REGISTERED;
	if (httpStatus === 404 && isUnregistered) {
		return reject(
			'NOT_FOUND',
			`The ${NAMES[kind]} is no longer registered`,
			kind === 'fid' ? USE_FID_MESSAGING : REMOVE,
		);
	}
	if (httpStatus === 403 && error.fcmCode === 'SENDER_ID_MISMATCH') {
		return reject(
			'SENDER_ID_MISMATCH',
			`The ${NAMES[kind]} belongs to another Firebase project`,
			OTHER_PROJECT,
		);
	}
	if (httpStatus !== 400) return undefined;
	if (apns !== undefined && (apns.statusCode === 410 || apns.reason === 'Unregistered')) {
		return reject(
			'NOT_FOUND',
			'Apple says that the app was removed from the device',
			kind === 'fid' ? USE_FID_MESSAGING : REMOVE,
		);
	}
	if (apns !== undefined) {
		return reject(
			'APNS_ERROR',
			`Apple refused the message for this device${apns.reason === '' ? '' : `: ${apns.reason}`}`,
			CHECK_APP_SET_UP,
		);
	}
	const isMalformed =
		error.violations?.some(({ field }) => TOKEN_FIELDS.includes(field)) ||
		error.message.startsWith(MALFORMED);
	return isMalformed ? reject('INVALID_ARGUMENT', `The ${NAMES[kind]} is malformed`, CHECK_TOKEN) : undefined;
}

const NAMES = { token: 'registration token', fid: 'installation ID' } as const;
const REMOVE = 'Remove it from your list.';
const OTHER_PROJECT = 'Use a credential of the project whose app it comes from.';
const CHECK_TOKEN =
	"Don't delete it yet: check that it wasn't cut off, and compare it with what the app got from the Firebase SDK.";
const CHECK_APNS_KEY =
	'Nothing is wrong with the device or the credential. In the Firebase console, under Project settings > Cloud Messaging, check the APNs key of the iOS app (team, and production or sandbox) or, for a web app, the Web Push certificates.';
const CHECK_APP_SET_UP =
	"It is about this device or the app's set-up: check the app's bundle ID and whether the build is one for development or production.";

function failureOf(answer: HttpAnswer, error: GoogleError, kind: TargetKind, purpose: Purpose): SendFailure {
	const { status } = answer;
	const failure = { ...requestFailure(answer, purpose), ...appleWord(error) };
	if (status === 429) {
		const quota = quotaOf(error);
		return {
			kind: 'failed',
			failure: {
				...failure,
				message: `${QUOTAS[quota].what} (${saidOfQuota(error)})`,
				advice: QUOTAS[quota].advice,
			},
			isPassing: true,
			mayBeDelivered: false,
			...(quota === 'device' || quota === 'topic' ? { isOfTarget: true } : {}),
		};
	}
	if (status === 408 || status >= 500)
		return { kind: 'failed', failure, isPassing: true, mayBeDelivered: true };
	const final = { kind: 'failed', isPassing: false, mayBeDelivered: false } as const;
	// An answer that isn't one of FCM's says nothing about what became of the message.
	if (status < 300)
		return { ...final, failure: { ...failure, code: 'UNEXPECTED_ANSWER' }, mayBeDelivered: true };
	if (status === 401 || (status === 403 && error.fcmCode === undefined)) {
		return { ...final, failure: { ...failure, endsRun: true } };
	}
	const isTopic = kind === 'topic' || kind === 'condition';
	const isRefusal = status === 400 || (status === 404 && isTopic && error.form === 'object');
	if (!isRefusal) return { ...final, failure };
	return {
		...final,
		failure: {
			...failure,
			code: 'BAD_REQUEST',
			...(error.form === 'object' ? { advice: CHECK_MESSAGE } : {}),
		},
		...(status === 400 && blamesMessage(error) ? { isOfMessage: true } : {}),
	};
}

/** Apple's own word, for the details of a failure. */
function appleWord({ apns }: GoogleError): Pick<Failure, 'extra'> {
	return apns === undefined || apns.reason === '' ? {} : { extra: { apnsReason: apns.reason } };
}

const CHECK_MESSAGE = 'Correct what Google names there, and run the workflow again for these items.';

/** @returns whether the field or the words prove that the message is at fault, and not its target */
function blamesMessage({ message, violations = [] }: GoogleError): boolean {
	const isField = violations.some(({ field }) => OF_MESSAGE.test(field));
	// A server that doesn't know installation IDs says so in these words: tokens go on.
	const isForm =
		INVALID_FORM.test(message) &&
		!/'message\.(?:token|fid|topic|condition)'|"(?:token|fid|topic|condition)" at 'message'/.test(message);
	return isField || TOO_LARGE.test(message) || isForm;
}

/** A field of the message that isn't its target. */
const OF_MESSAGE = /^message\.(?!(?:token|fid|topic|condition)$)/;
const INVALID_FORM = /^Invalid (?:JSON payload|value at 'message\.)/;

const QUOTAS = {
	project: {
		what: 'The project sends more messages a minute than Google allows',
		advice: "Lower 'Requests per Minute' in the options, or try again later.",
	},
	device: {
		what: 'This device gets more messages than Google allows',
		advice: 'Send less to it: 240 a minute and 5,000 an hour is the most.',
	},
	topic: {
		what: 'This topic gets more messages than Google allows',
		advice: 'Send less to it, or try again later.',
	},
	unnamed: {
		what: 'Google got more messages than it takes at the moment',
		advice: "Try again later, or lower 'Requests per Minute' in the options.",
	},
} as const;
const SUBJECTS = ['topic', 'device', 'project'] as const;

/** Google's texts for its quotas aren't documented: what can't be read slows the whole run down, as the project's does. */
function quotaOf({ message, quotas = [] }: GoogleError): keyof typeof QUOTAS {
	for (const words of quotas) {
		const subject = SUBJECTS.find((name) => name === /^\w+/.exec(words)?.[0].toLowerCase());
		if (subject) return subject;
	}
	const words = [message, ...quotas].join(' ');
	if (/\btopic\b/i.test(words)) return 'topic';
	if (/\b(?:device|registration|token|installation)\b/i.test(words)) return 'device';
	return /\bproject/i.test(words) ? 'project' : 'unnamed';
}

function saidOfQuota(error: GoogleError): string {
	const named = (error.quotas ?? []).map((words) => `“${words}”`);
	return [said(error), ...named].join(', ');
}

function said({ message, fcmCode, status }: GoogleError): string {
	return message === '' ? `${fcmCode ?? status ?? 'no further words'}` : `“${message}”`;
}
