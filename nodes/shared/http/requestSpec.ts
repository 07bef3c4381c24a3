import type { IHttpRequestMethods } from 'n8n-workflow';
import type { Failure } from '../failure';
import type { HttpAnswer } from './answer';
import type { RetryLimits, RetryRule } from './retry';

/** What a service's code makes of an answer: the wanted value, or why it isn't there. */
export type Judgement<T> =
	| { ok: true; value: T }
	| {
			ok: false;
			failure: Failure;
			/** Overrides what the HTTP status says: the problem can pass by itself. */
			passing?: boolean;
			/** Overrides what the HTTP status says: the service certainly did nothing. */
			notActedOn?: boolean;
			/** Overrides what status and code say: the whole run is to slow down, not only this request. */
			slowsRun?: boolean;
	  };

/** What was before the answer that is judged. */
export interface EarlierTries {
	/** An earlier try of this request, one before n8n repeated the node included, may have been acted on. */
	mayHaveBeenActedOn: boolean;
}

/** One request, and how to tell whether it worked. */
export interface RequestSpec<T> extends Pick<RetryLimits, 'leastWaitMs'> {
	method: IHttpRequestMethods;
	/** Absolute URL, ready to send. */
	url: string;
	headers?: Record<string, string>;
	/** Sent as JSON. It never holds a credential: those are added on the way out. */
	body?: Record<string, unknown>;
	/** A body sent as it is, with a `Content-Type` of your own: n8n drops an object without keys. */
	text?: string;
	judge: (answer: HttpAnswer, earlier: EarlierTries) => Judgement<T>;
	retry: RetryRule;
	/** Doing it twice would be seen by somebody: a final failure says when it may have happened after all. */
	onlyOnce?: boolean;
	/**
	 * The right that the request needs, such as a method and an application. Once refused (`refusesRight`), without a
	 * request that needs it having worked before, it isn't asked for again in the run.
	 */
	right?: string;
	/**
	 * Awaited before each try: keeps within a service's rate limit.
	 * @param holdMs for how many milliseconds from now nothing may leave, since the service asked for a pause
	 * @throws RunCanceled once the signal is aborted
	 */
	pace?: (signal: AbortSignal | undefined, holdMs: () => number) => Promise<void>;
	/** Moment of the monotonic clock (`performance.now()`) by which the last try has to be over. */
	endBy?: number;
	/** The service takes it from everybody: the credential says where it may go, and adds no token (`withoutToken` in it). */
	withoutToken?: boolean;
	/** The word before the token, where a call wants another one than its family (`scheme` in the credential). */
	scheme?: string;
}
