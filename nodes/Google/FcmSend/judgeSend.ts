import type { PartAnswer, Rejection } from '../../shared/engine/operation';
import type { Failure } from '../../shared/failure';
import type { HttpAnswer } from '../../shared/http/answer';
import type { Judgement } from '../../shared/http/requestSpec';
import { readGoogleError, successBody, type GoogleError } from '../api/errors/googleError';
import { CHECK_PUSH_KEYS, isThirdPartyAuthError, requestFailure } from '../api/errors/requestFailure';
import { FCM } from '../api/errors/services';
import { NOT_FOUND_TEXT } from '../api/errors/verdict';
import { USE_FID_MESSAGING } from '../api/tokenCodes';

/** The one thing that a message is for. */
export type TargetKind = 'token' | 'fid' | 'topic' | 'condition';

/** What FCM said of one target. */
export interface Sent {
	/** Absent where it only checked. */
	messageId?: string;
	/** Apple's own word for a rejection. */
	apnsReason?: string;
}

/** What became of one send: it was taken, rejected for this device or topic alone, or nothing proves either. */
export type SendJudgement = Judgement<PartAnswer<Sent>> & {
	/** The message itself is at fault: it would be refused for every device. */
	isOfMessage?: boolean;
};

const MALFORMED = 'The registration token is not a valid FCM registration token';
const TOKEN_FIELDS = ['message.token', 'message.fid'];
/** Words by which Google calls a message too large, of three generations (the sending reference, 8.3). */
const TOO_LARGE = /\bmessage is too (?:large|big)\b/i;

/**
 * Judges an answer of `messages:send` (the sending reference, 7 and 8; the contract's table). A verdict on a device
 * needs Google's own words about that device: a 400 may be about the message as well, a 401 about Apple, a 404 a proxy's.
 */
export function judgeSend(answer: HttpAnswer, kind: TargetKind, isCheck: boolean): SendJudgement {
	const messageId = messageIdOf(successBody(answer)?.name);
	if (messageId !== '') {
		return { ok: true, value: { kind: 'succeeded', data: isCheck ? {} : { messageId } } };
	}
	const error = readGoogleError(answer);
	const rejection = rejectionOf(answer.status, error, kind);
	return rejection ? { ok: true, value: rejection } : failureOf(answer, error, kind, isCheck);
}

/** The last part of `projects/…/messages/…`; empty where there is none. */
function messageIdOf(name: unknown): string {
	return typeof name === 'string' ? name.slice(name.lastIndexOf('/') + 1).trim() : '';
}

function rejectionOf(httpStatus: number, error: GoogleError, kind: TargetKind): Rejection<Sent> | undefined {
	if (error.form !== 'object') return undefined;
	const reject = (code: string, what: string, advice: string): Rejection<Sent> => ({
		kind: 'rejected',
		code,
		message: `${what} (${said(error)})`,
		advice,
		httpStatus,
		data: appleWord(error),
	});
	if (httpStatus === 401 && isThirdPartyAuthError(error)) {
		return reject(
			'THIRD_PARTY_AUTH_ERROR',
			"Firebase couldn't sign in to Apple's or the browser's push service",
			CHECK_APNS_KEY,
		);
	}
	if (kind === 'topic' || kind === 'condition') return undefined;
	const device = NAMES[kind];
	const whenGone = kind === 'fid' ? USE_FID_MESSAGING : REMOVE;
	const isUnregistered = error.fcmCode === 'UNREGISTERED' || error.message === NOT_FOUND_TEXT;
	if (httpStatus === 404 && isUnregistered) {
		return reject('NOT_FOUND', `The ${device} is no longer registered`, whenGone);
	}
	if (httpStatus === 403 && error.fcmCode === 'SENDER_ID_MISMATCH') {
		return reject('SENDER_ID_MISMATCH', `The ${device} belongs to another Firebase project`, OTHER_PROJECT);
	}
	if (httpStatus !== 400) return undefined;
	const { apns } = error;
	if (apns !== undefined && (apns.statusCode === 410 || apns.reason === 'Unregistered')) {
		return reject('NOT_FOUND', 'Apple says that the app was removed from the device', whenGone);
	}
	if (apns !== undefined) {
		const reason = apns.reason === '' ? '' : `: ${apns.reason}`;
		return reject('APNS_ERROR', `Apple refused the message for this device${reason}`, CHECK_APP_SET_UP);
	}
	const isMalformed =
		error.violations?.some(({ field }) => TOKEN_FIELDS.includes(field)) ||
		error.message.startsWith(MALFORMED);
	return isMalformed ? reject('INVALID_ARGUMENT', `The ${device} is malformed`, CHECK_TOKEN) : undefined;
}

const NAMES = { token: 'registration token', fid: 'installation ID' } as const;
const REMOVE = 'Remove it from your list.';
const OTHER_PROJECT = 'Use a credential of the project whose app it comes from.';
const CHECK_TOKEN =
	"Don't delete it yet: check that it wasn't cut off, and compare it with what the app got from the Firebase SDK.";
const CHECK_APNS_KEY = `Nothing is wrong with the device or the credential. ${CHECK_PUSH_KEYS}`;
const CHECK_APP_SET_UP =
	"It is about this device or the app's set-up: check the app's bundle ID and whether the build is one for development or production.";

function failureOf(
	answer: HttpAnswer,
	error: GoogleError,
	kind: TargetKind,
	isCheck: boolean,
): SendJudgement {
	const { status } = answer;
	const failure: Failure = {
		...requestFailure(answer, {
			service: FCM,
			authentication: 'serviceAccount',
			action: isCheck ? 'check the message' : 'send the message',
		}),
		extra: appleWord(error),
	};
	if (status === 429) {
		const { what, advice, slowsRun } = QUOTAS[quotaOf(error)];
		const message = `${what} (${saidOfQuota(error)})`;
		return { ok: false, failure: { ...failure, message, advice }, passing: true, notActedOn: true, slowsRun };
	}
	if (status === 408 || status >= 500) return { ok: false, failure, passing: true, notActedOn: false };
	const final = (more: Partial<Failure>, notActedOn = true) =>
		({ ok: false, failure: { ...failure, ...more }, passing: false, notActedOn }) as const;
	// An answer that isn't one of FCM's says nothing about what became of the message.
	if (status < 300) return final({ code: 'UNEXPECTED_ANSWER' }, false);
	if (status === 401 || (status === 403 && error.fcmCode === undefined)) return final({ endsRun: true });
	const isTopic = kind === 'topic' || kind === 'condition';
	const isRefusal = status === 400 || (status === 404 && isTopic && error.form === 'object');
	if (!isRefusal) return final({});
	const advice = error.form === 'object' ? CHECK_MESSAGE : failure.advice;
	return { ...final({ code: 'BAD_REQUEST', advice }), isOfMessage: status === 400 && blamesMessage(error) };
}

/** Apple's own word, where it said one. */
function appleWord({ apns }: GoogleError): Pick<Sent, 'apnsReason'> | undefined {
	return apns === undefined || apns.reason === '' ? undefined : { apnsReason: apns.reason };
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

interface Quota {
	what: string;
	advice: string;
	/** One target gets too much: the others aren't slowed down by it. */
	slowsRun?: false;
}

const QUOTAS: Record<(typeof SUBJECTS)[number] | 'unnamed', Quota> = {
	project: {
		what: 'The project sends more messages a minute than Google allows',
		advice: "Lower 'Requests per Minute' in the options, or try again later.",
	},
	device: {
		what: 'This device gets more messages than Google allows',
		advice: 'Send less to it: 240 a minute and 5,000 an hour is the most.',
		slowsRun: false,
	},
	topic: {
		what: 'This topic gets more messages than Google allows',
		advice: 'Send less to it, or try again later.',
		slowsRun: false,
	},
	unnamed: {
		what: 'Google got more messages than it takes at the moment',
		advice: "Try again later, or lower 'Requests per Minute' in the options.",
	},
};
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
