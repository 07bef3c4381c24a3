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
const NO_SUCH = /n[o']t (?:be )?found|n[o']t exist|n[o']t (?:an? )?valid|unknown|deleted|disabled|invalid/i;
const ADDRESS = 'method|path|url|endpoint|api|page|project';
/** Words, not parts of an address. */
const SUBJECT = new RegExp(
	`\\b(?<address>${ADDRESS})\\b|(?<![\\w/])(?:registration|token|instance id)(?![\\w/])`,
	'gi',
);
const NO_SUCH_ADDRESS = new RegExp(`\\b(?:unknown|invalid|malformed|no such) (?:\\S+ )?(?:${ADDRESS}|json)\\b`, 'i');

/** Whether something else than the token is what wasn't found: what is named last before the words that say so. */
function isAboutAddress(message: string): boolean {
	const end = message.search(NO_SUCH);
	const subject = [...message.slice(0, Math.max(0, end)).matchAll(SUBJECT)].at(-1);
	return subject?.groups?.address !== undefined || NO_SUCH_ADDRESS.test(message);
}

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
		ABOUT_THE_TOKEN.test(words) && !isAboutAddress(message),
	);
}

/** The same for Firebase Cloud Messaging, which needs Google's error object. */
export function fcmVerdict(answer: HttpAnswer): TokenVerdict | undefined {
	const { form, code = '', message } = readGoogleError(answer);
	if (form !== 'object') return undefined;
	const isGeneral = code === 'NOT_FOUND' || code === 'INVALID_ARGUMENT';
	const isAboutToken = code === 'UNREGISTERED' || (isGeneral && !isAboutAddress(message));
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
