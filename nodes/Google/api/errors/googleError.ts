import { asRecord, readableText, type HttpAnswer } from '../../../shared/http/answer';

/** What an answer says went wrong, in whichever of Google's forms (the service's reference, 8.2). */
export interface GoogleError {
	/** `text`: Instance ID's `{ "error": "…" }`; `object`: Google's common error object; `none`: neither. */
	form: 'text' | 'object' | 'none';
	/** The service's own code, UPPER_SNAKE; absent when it gave none. */
	code?: string;
	/** What it says to people: tags removed, cut, free of credentials; may be empty. */
	message: string;
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
	const message = typeof object.message === 'string' ? object.message.trim() : '';
	const code = [fcmErrorCode(object.details), object.status, message].find(
		(candidate): candidate is string => typeof candidate === 'string' && UPPER_SNAKE.test(candidate),
	);
	return { form: 'object', message: forPeople(message), ...(code === undefined ? {} : { code }) };
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
/** Workflows delete tokens on these codes, so a request that failed as a whole must not carry them. */
const ABOUT_A_TOKEN = new Set(['NOT_FOUND', 'UNREGISTERED']);

/** The code of a request that failed as a whole. */
export function requestCode({ code }: GoogleError, status: number): string {
	if (code !== undefined && !ABOUT_A_TOKEN.has(code)) return code;
	if (status >= 200 && status < 300) return 'UNEXPECTED_ANSWER';
	return CODES[status] ?? 'UNKNOWN';
}

function fcmErrorCode(details: unknown): unknown {
	if (!Array.isArray(details)) return undefined;
	return details.map(asRecord).find((detail) => {
		const type = detail?.['@type'];
		return typeof type === 'string' && type.endsWith('FcmError');
	})?.errorCode;
}

/** A service, or a proxy before it, may echo what it was sent. */
function forPeople(text: string): string {
	return readableText(text)
		.replace(/\bya29\.\S+/g, '…')
		.replace(/\b(Bearer\s+|key=)[^\s"'<>]+/gi, '$1…');
}
