/** What went wrong with one try, as far as it decides about another. */
export interface Setback {
	/** The HTTP status, when the service answered. */
	status?: number;
	/** The problem can pass by itself: an overloaded service, a lost connection. */
	passing: boolean;
	/** The service certainly didn't act on the request. */
	notActedOn: boolean;
}

/** Decides whether a request may be sent again after a setback. */
export type RetryRule = (setback: Setback) => boolean;

/** For requests that may arrive twice without harm: after every passing problem (408, 429, 5xx, network). */
export const retryWhenPassing: RetryRule = ({ passing }) => passing;

/** For requests that must not be acted on twice: only when it is certain that nothing happened. */
export const retryWhenNotActedOn: RetryRule = ({ passing, notActedOn }) => passing && notActedOn;

/** For requests that are sent again on 5xx and network failures, but not when the service said no for now (408, 429). */
export const retryOnBreakdown: RetryRule = ({ passing, status }) =>
	passing && (status === undefined || status >= 500);

/** Statuses that can pass by themselves. */
export function isPassingStatus(status: number): boolean {
	return status === 408 || status === 429 || status >= 500;
}

/** The longest wait between two tries, in seconds; a longer Retry-After ends the tries. */
export const LONGEST_WAIT_SECONDS = 60;

/**
 * How the wait between tries is spread. `full`: anywhere between zero and the doubled base, which spreads many
 * clients best. `slight`: the doubled base give or take a fifth, as Google's reference suggests.
 */
export type Jitter = 'full' | 'slight';

/**
 * Exponential backoff: 1, 2, 4, 8 … seconds, at most 60.
 * @param retriesSoFar 0 for the wait before the second try
 * @param random a number from 0 (inclusive) to 1 (exclusive)
 * @returns milliseconds
 */
export function backoffMs(retriesSoFar: number, jitter: Jitter, random = Math.random()): number {
	const base = Math.min(LONGEST_WAIT_SECONDS, 2 ** retriesSoFar) * 1000;
	const wait = jitter === 'full' ? base * random : base * (0.8 + 0.4 * random);
	return Math.min(LONGEST_WAIT_SECONDS * 1000, Math.round(wait));
}

const HTTP_DATE = /^[A-Za-z]{3,9},? .*\d\d:\d\d/;
const ISO_DATE = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/;
const ZONE = /(?:[A-Z]{1,4}|[+-]\d\d:?\d\d)$/;

/**
 * Reads a Retry-After header: whole seconds or an HTTP date in one of its three forms (RFC 9110, sections 5.6.7 and
 * 10.2.3); fractions of seconds and ISO dates occur too.
 * @param now epoch milliseconds
 * @returns seconds to wait, at least 0; undefined when the header is missing or unreadable
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
	const value = header?.trim();
	if (!value) return undefined;
	if (/^\d{1,10}(\.\d+)?$/.test(value)) return Number(value);
	// Date.parse takes far more than dates ("abc 1"), and a date without a zone for local time.
	if (!HTTP_DATE.test(value) && !ISO_DATE.test(value)) return undefined;
	const date = Date.parse(ZONE.test(value) ? value : `${value} GMT`);
	return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/** What went wrong with one try, and the seconds that the service asked to wait, if it did. */
export type FailedTry = Setback & { retryAfter?: number };

/** What a request may still do. */
export interface RetryLimits {
	rule: RetryRule;
	/** How often the request has been tried. */
	tries: number;
	maxRetries: number;
	jitter: Jitter;
	/** The shortest wait that the service asks for after such a failure, in milliseconds, whatever the backoff. */
	leastWaitMs?: (failed: FailedTry) => number;
	/** Milliseconds that are left for the request; no limit when absent. */
	leftMs?: number;
}

/** Try again after so many milliseconds; or not, perhaps since the service is closed for so many seconds. */
export type NextStep = { retry: true; waitMs: number } | { retry: false; closedForSeconds?: number };

/**
 * What now, and when: the only place that decides whether a request is tried again.
 * @param random as for {@link backoffMs}
 */
export function nextStep(
	setback: FailedTry,
	{ rule, tries, maxRetries, jitter, leastWaitMs = () => 0, leftMs = Infinity }: RetryLimits,
	random?: number,
): NextStep {
	// It could be done twice, or would end the same way.
	if (!rule(setback)) return { retry: false };
	// Nobody waits that long for a single request: the user is told when to come back.
	const { retryAfter = 0 } = setback;
	if (retryAfter > LONGEST_WAIT_SECONDS) return { retry: false, closedForSeconds: retryAfter };
	if (tries > maxRetries) return { retry: false };
	// "Retry-After: 0", or a date that is past by this machine's clock, must not end in a hail of requests.
	const waitMs = Math.max(retryAfter * 1000, backoffMs(tries - 1, jitter, random), leastWaitMs(setback));
	return waitMs < leftMs ? { retry: true, waitMs } : { retry: false };
}

/** For how long a run starts nothing after the service asked for fewer requests, in milliseconds. */
export interface Standstill {
	/** As the service named it. */
	toldMs?: number;
	/** About a first backoff; the waits of a request's later tries are its own matter. */
	guessedMs: number;
}

const LONGEST_GUESS_MS = 1200;

/**
 * How long a whole run stands still after the service said "too many requests" to one of them.
 * @param step what the request itself does next
 * @returns nothing told where the service is closed for so long that nobody waits
 */
export function standstillAfter({ retryAfter }: FailedTry, step: NextStep, jitter: Jitter): Standstill {
	const guessedMs = Math.min(LONGEST_GUESS_MS, step.retry ? step.waitMs : backoffMs(0, jitter));
	const isWaitedFor = retryAfter !== undefined && retryAfter <= LONGEST_WAIT_SECONDS;
	return { guessedMs, ...(isWaitedFor ? { toldMs: retryAfter * 1000 } : {}) };
}

/** @returns whether the service asks for fewer requests: by its HTTP status, or by the code in its answer */
export function asksForLess(status: number | undefined, code: string): boolean {
	return status === 429 || code === '429' || code === 'RESOURCE_EXHAUSTED';
}
