import type { IHttpRequestOptions } from 'n8n-workflow';
import { toAnswer, type HttpAnswer } from './answer';
import { readBody } from './readBody';

/** One of n8n's HTTP helpers, with or without a credential. */
export type HttpHelper<Body> = (options: IHttpRequestOptions) => Promise<Reply<Body>>;

/** What one request differs in from all others. */
export interface DoorRequest
	extends Pick<
		IHttpRequestOptions,
		'method' | 'url' | 'headers' | 'body' | 'abortSignal' | 'allowedDomains'
	> {
	/** Milliseconds within which the caller ends it. */
	timeoutMs: number;
}

/** An answer whose head has come. */
export interface Reply<Body = unknown> {
	statusCode: number;
	headers: unknown;
	/** A stream that is still to be read. */
	body: Body;
	/** Most bytes of the body that are read. */
	largest?: number;
}

/**
 * The one door to n8n's HTTP helpers: a single request, every status is an answer, redirects aren't followed, and the body
 * comes as a stream, so that the caller decides how much of it is read.
 * @throws what the helper throws: its errors may hold the request with its secrets
 */
export async function sendOnce<Body>(
	helper: HttpHelper<Body>,
	{ timeoutMs, ...request }: DoorRequest,
): Promise<Reply<Body>> {
	return await helper({
		...request,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		// n8n's own limit is never shorter than ours, whose end is told apart from a lost connection.
		timeout: timeoutMs + 1000,
	});
}

/**
 * As {@link sendOnce}, and reads the whole answer, up to the largest that any service sends.
 * @param signal ends the reading
 * @param secrets tells, once the request was sent, what is never to be seen of an answer that repeats it
 */
export async function fetchAnswer(
	helper: HttpHelper<unknown>,
	request: DoorRequest,
	signal: AbortSignal,
	secrets?: () => string[] | undefined,
): Promise<HttpAnswer> {
	const { statusCode, headers, body, largest } = await sendOnce(helper, request);
	return toAnswer(statusCode, headers, await readBody(body, signal, largest), secrets?.());
}
