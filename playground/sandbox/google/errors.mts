import { htmlAnswer, jsonAnswer } from '../http/message.mts';
import type { Answer } from '../http/message.mts';

/** A Google-style error object; `errorCode` adds the detail that FCM gives on messages. */
export function googleError(
	code: number,
	status: string,
	message: string,
	errorCode?: string,
	headers: Record<string, string> = {},
): Answer {
	const details =
		errorCode === undefined
			? {}
			: { details: [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }] };
	return jsonAnswer(code, { error: { code, message, status, ...details } }, headers);
}

/** An Instance ID error: the text stands directly under `error`. */
export function instanceIdError(status: number, error: string, headers: Record<string, string> = {}): Answer {
	return jsonAnswer(status, { error }, headers);
}

/** The page of a path that doesn't exist. */
export function notFoundPage(): Answer {
	return htmlAnswer(404, 'Not Found');
}

const STATUS_OF_CODE: Record<string, number> = {
	INVALID_ARGUMENT: 400,
	UNAUTHENTICATED: 401,
	PERMISSION_DENIED: 403,
	SENDER_ID_MISMATCH: 403,
	NOT_FOUND: 404,
	UNREGISTERED: 404,
	ALREADY_EXISTS: 409,
	RESOURCE_EXHAUSTED: 429,
	QUOTA_EXCEEDED: 429,
	TOO_MANY_TOPICS: 400,
	INTERNAL: 500,
	UNKNOWN: 500,
	UNAVAILABLE: 503,
	DEADLINE_EXCEEDED: 504,
};

/** HTTP status that belongs to a code; 500 for one that isn't known. */
export function httpStatusOf(code: string): number {
	return STATUS_OF_CODE[code] ?? 500;
}
