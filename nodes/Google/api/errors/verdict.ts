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

/** Instance ID's words for a token it doesn't know or can't read. */
const ABOUT_THE_TOKEN =
	/no information found about this instance id|\b(?:invalidtoken|not_found|invalid_argument)\b/i;
/**
 * A code alone can also be about the address or the request: Google answers so for paths and projects that it doesn't
 * know (any more), and for JSON that it can't read.
 */
const ABOUT_THE_ADDRESS =
	/\b(?:method|path|url|endpoint|api|page|project)\b.*(?:n[o']t (?:be )?found|n[o']t exist|unknown|deleted|disabled|invalid)|\b(?:unknown|invalid|malformed|no such) (?:\S+ )?(?:method|path|url|endpoint|api|page|project|json)\b/i;

/**
 * Whether an answer of Instance ID is a verdict on the one token asked about. That needs the service's own words: a
 * mistyped URL, a proxy's page or the shutdown must never look like thousands of dead tokens.
 */
export function instanceIdVerdict(answer: HttpAnswer): TokenVerdict | undefined {
	const { form, code = '', message } = readGoogleError(answer);
	if (form === 'none') return undefined;
	const words = `${code} ${message}`;
	return toVerdict(
		answer.status,
		code,
		message,
		ABOUT_THE_TOKEN.test(words) && !ABOUT_THE_ADDRESS.test(message),
	);
}

/** The same for Firebase Cloud Messaging, which needs Google's error object. */
export function fcmVerdict(answer: HttpAnswer): TokenVerdict | undefined {
	const { form, code = '', message } = readGoogleError(answer);
	if (form !== 'object') return undefined;
	const isGeneral = code === 'NOT_FOUND' || code === 'INVALID_ARGUMENT';
	const isAboutToken = code === 'UNREGISTERED' || (isGeneral && !ABOUT_THE_ADDRESS.test(message));
	return toVerdict(answer.status, code, message, isAboutToken);
}

function toVerdict(
	status: number,
	code: string,
	message: string,
	isAboutToken: boolean,
): TokenVerdict | undefined {
	if (status !== 400 && status !== 404) return undefined;
	if (code === 'TOO_MANY_TOPICS') return { code, message, httpStatus: status };
	if (!isAboutToken) return undefined;
	return {
		code: status === 404 || code === 'UNREGISTERED' ? 'NOT_FOUND' : 'INVALID_ARGUMENT',
		message,
		httpStatus: status,
	};
}
