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
	return detailedError(code, status, message, errorCode === undefined ? [] : [fcmError(errorCode)], headers);
}

/** A Google-style error object with these `details`, in this order. */
export function detailedError(
	code: number,
	status: string,
	message: string,
	details: object[],
	headers: Record<string, string> = {},
): Answer {
	const general = GENERAL_STATUS[status] ?? status;
	const error = { code, message, status: general, ...(details.length === 0 ? {} : { details }) };
	return jsonAnswer(code, { error }, headers);
}

/** FCM's own code. */
export function fcmError(errorCode: string): object {
	return { '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode };
}

/** Which field of the request is wrong. */
export function badRequest(field: string, description: string): object {
	return { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field, description }] };
}

/** FCM's codes that have another name in Google's general list. */
const GENERAL_STATUS: Record<string, string> = { THIRD_PARTY_AUTH_ERROR: 'UNAUTHENTICATED' };

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
	THIRD_PARTY_AUTH_ERROR: 401,
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
