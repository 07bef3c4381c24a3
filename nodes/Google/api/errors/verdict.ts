import type { IHttpRequestMethods } from 'n8n-workflow';
import type { HttpAnswer } from '../../../shared/http/answer';
import { readGoogleError } from './googleError';

/** What the service said about the one token of a request. */
export interface TokenVerdict {
	/** `NOT_FOUND` (404) and `INVALID_ARGUMENT` (400), or a code that only a token can have: `TOO_MANY_TOPICS`. */
	code: string;
	/** The service's own words. */
	message: string;
	httpStatus: number;
}

/** Instance ID's words for a token that it doesn't know or can't read (its reference, section 4), and its bare codes. */
const ABOUT_THE_TOKEN = /^(?:no information found about this instance id\.?|invalidtoken)$/i;
const BARE_CODE = /^(?:not_found|invalid_argument)$/i;

/** FCM's own codes that are about the token. */
const TOKEN_CODES = ['UNREGISTERED', 'INVALID_ARGUMENT', 'TOO_MANY_TOPICS'];
/** What FCM says of a token that it doesn't know, and of other things. */
export const NOT_FOUND_TEXT = 'Requested entity was not found.';
/** Fields that hold the token: `message.token`, `message.fid`, `registration…`. Deeper ones are a message's own data. */
const TOKEN_FIELD = /^(?:\w+\.)?(?:token|fid|registration\w*)$/i;

/**
 * Whether an answer of Instance ID is a verdict on the one token asked about. That needs the service's own words and
 * nothing else beside them: a mistyped URL, a proxy's page, a refusal of the topic or the shutdown must never look like
 * thousands of dead tokens.
 */
export function instanceIdVerdict(answer: HttpAnswer): TokenVerdict | undefined {
	const { form, message } = readGoogleError(answer);
	if (form === 'none') return undefined;
	if (form === 'text' && message === 'TOO_MANY_TOPICS') return toVerdict(answer, message, message);
	const isAboutToken = ABOUT_THE_TOKEN.test(message) || (form === 'text' && BARE_CODE.test(message));
	return isAboutToken ? toVerdict(answer, codeOf(answer.status), message) : undefined;
}

/**
 * The same for Firebase Cloud Messaging, which needs Google's error object: its own code decides, and where a
 * `BadRequest` names what is wrong, only one that names the token (the reference of sending, 8.3).
 * @param method of the request: what a DELETE didn't find need not be the token
 */
export function fcmVerdict(answer: HttpAnswer, method: IHttpRequestMethods): TokenVerdict | undefined {
	const { fcmCode, status, message, violations } = readGoogleError(answer);
	if (violations && !violations.some(({ field }) => TOKEN_FIELD.test(field))) return undefined;
	if (fcmCode !== undefined) {
		if (!TOKEN_CODES.includes(fcmCode)) return undefined;
		const general = fcmCode === 'UNREGISTERED' ? 'NOT_FOUND' : codeOf(answer.status);
		return toVerdict(answer, fcmCode === 'TOO_MANY_TOPICS' ? fcmCode : general, message);
	}
	const isUnknown = status === 'NOT_FOUND' && message === NOT_FOUND_TEXT && method !== 'DELETE';
	return isUnknown && answer.status === 404 ? toVerdict(answer, 'NOT_FOUND', message) : undefined;
}

function codeOf(status: number): string {
	return status === 404 ? 'NOT_FOUND' : 'INVALID_ARGUMENT';
}

/** A server in trouble, one that is overloaded or a page that is gone says nothing about a token, in whatever words. */
function toVerdict({ status }: HttpAnswer, code: string, message: string): TokenVerdict | undefined {
	return status === 400 || status === 404 ? { code, message, httpStatus: status } : undefined;
}
