import type { IDataObject } from 'n8n-workflow';
import { readableText, type HttpAnswer } from '../../../shared/http/answer';
import { asRecord, isObject, recordsIn } from '../../../shared/json';

/** What an answer says went wrong, in whichever of Google's forms (the service's reference, 8.2). */
export interface GoogleError {
	/** `text`: Instance ID's `{ "error": "…" }`; `object`: Google's common error object; `none`: neither. */
	form: 'text' | 'object' | 'none';
	/** The service's own code, UPPER_SNAKE; absent when it gave none. */
	code?: string;
	/** `errorCode` of the detail `FcmError`: Firebase Cloud Messaging's own code, decisive where it stands. */
	fcmCode?: string;
	/** `status` of the error object. */
	status?: string;
	/** `reason` of the detail `ErrorInfo`: why access was refused. */
	reason?: string;
	/** What a `BadRequest` calls wrong in the request; without fields it may be empty. Absent: there is no `BadRequest`. */
	violations?: Violation[];
	/** The detail `ApnsError`: Apple's verdict, handed on. */
	apns?: { statusCode?: number; reason: string };
	/** What the detail `QuotaFailure` says of the quotas that were used up, free texts; absent without such a detail. */
	quotas?: string[];
	/** What it says to people: tags removed, cut, free of credentials; may be empty. */
	message: string;
}

/** A field of a request and what is wrong with it. */
interface Violation {
	/** Path in the request, as in `message.token`; may be empty. */
	field: string;
	description: string;
}

const UPPER_SNAKE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

/** Reads an error body: JSON with a text or an object, HTML, plain text or nothing (the service's reference, 8.3). */
export function readGoogleError({ json, text }: HttpAnswer): GoogleError {
	const error = asRecord(json)?.error;
	if (typeof error === 'string') {
		const said = error.trim();
		return { form: 'text', message: forPeople(said), ...(UPPER_SNAKE.test(said) ? { code: said } : {}) };
	}
	const object = asRecord(error);
	if (object === undefined) return { form: 'none', message: forPeople(text) };
	const message = textOf(object.message);
	const details = detailsOf(object.details);
	const fcmCode = textOf(details('FcmError')?.errorCode);
	const status = textOf(object.status);
	const reason = textOf(details('ErrorInfo')?.reason);
	const badRequest = details('BadRequest');
	const apns = details('ApnsError');
	const quota = details('QuotaFailure');
	const code = [fcmCode, status, message].find((candidate) => UPPER_SNAKE.test(candidate));
	return {
		form: 'object',
		message: forPeople(message),
		...(code === undefined ? {} : { code }),
		...(fcmCode === '' ? {} : { fcmCode }),
		...(status === '' ? {} : { status }),
		...(reason === '' ? {} : { reason }),
		...(badRequest ? { violations: violationsOf(badRequest.fieldViolations) } : {}),
		...(apns ? { apns: apnsOf(apns) } : {}),
		...(quota ? { quotas: quotasOf(quota.violations) } : {}),
	};
}

/** Which code a status stands for where the service gave none; never one that reads like a verdict on a token. */
const CODES: Readonly<Record<number, string>> = {
	400: 'BAD_REQUEST',
	401: 'UNAUTHENTICATED',
	403: 'PERMISSION_DENIED',
	404: 'ENDPOINT_NOT_FOUND',
	408: 'DEADLINE_EXCEEDED',
	410: 'GONE',
	429: 'RESOURCE_EXHAUSTED',
	500: 'INTERNAL',
	502: 'UNAVAILABLE',
	503: 'UNAVAILABLE',
	504: 'DEADLINE_EXCEEDED',
};
/** Codes of a verdict on one token. Workflows sort tokens out by them: a request that failed as a whole has none of them. */
const ABOUT_A_TOKEN = new Set(['NOT_FOUND', 'UNREGISTERED', 'INVALID_ARGUMENT', 'TOO_MANY_TOPICS']);

/** The JSON object of an answer that is a success as far as its status says, and has no `error` in it. */
export function successBody({ status, json }: HttpAnswer): IDataObject | undefined {
	return status === 200 && isObject(json) && json.error === undefined ? json : undefined;
}

/** What Google answers where there is nothing to tell: 200 with an empty JSON object, and nothing else. */
export function isEmptyAnswer(answer: HttpAnswer): boolean {
	const body = successBody(answer);
	return body !== undefined && Object.keys(body).length === 0;
}

/** @returns whether a field of an answer holds a text with something in it */
export function isFilled(value: unknown): value is string {
	return typeof value === 'string' && value.trim() !== '';
}

/** The code of a request that failed as a whole. */
export function requestCode({ code }: GoogleError, status: number): string {
	if (code !== undefined && !ABOUT_A_TOKEN.has(code)) return code;
	if (status < 300) return 'UNEXPECTED_ANSWER';
	return CODES[status] ?? 'UNKNOWN';
}

/** The order of `details` means nothing: each is found by its type (the reference of sending, 8.1). */
function detailsOf(details: unknown): (type: string) => Record<string, unknown> | undefined {
	const records = recordsIn(details) ?? [];
	return (type) => records.find((detail) => /[^./]*$/.exec(textOf(detail['@type']))?.[0] === type);
}

function apnsOf({ statusCode, reason }: Record<string, unknown>): NonNullable<GoogleError['apns']> {
	return { reason: forPeople(textOf(reason)), ...(typeof statusCode === 'number' ? { statusCode } : {}) };
}

function quotasOf(list: unknown): string[] {
	return (recordsIn(list) ?? []).flatMap(({ subject, description }) =>
		[textOf(subject), textOf(description)].filter((said) => said !== '').map(forPeople),
	);
}

function violationsOf(list: unknown): Violation[] {
	return (recordsIn(list) ?? []).map(({ field, description }) => ({
		field: textOf(field),
		description: forPeople(textOf(description)),
	}));
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

/** A service, or a proxy before it, may echo what it was sent. */
function forPeople(text: string): string {
	return readableText(text)
		.replace(/\bya29\.\S+/g, '…')
		.replace(/\b(Bearer\s+|key=)[^\s"'<>]+/gi, '$1…');
}
