import type { Failure } from '../../shared/failure';
import type { RequestSpec } from '../../shared/http/client';
import { retryWhenPassing, type RetryRule } from '../../shared/http/retry';
import { judgeRemoteAnswer, saysNotFound, type RemoteAnswer } from './answer';

/** How one method of the Remote API 1.3 is called. */
export interface RemoteCall {
	baseUrl: string;
	/** E.g. `createMessage`. */
	method: string;
	/** The fields of `request`; the API token joins them on the way out. */
	request: Record<string, unknown>;
	/** What is asked for, as in "Pushwoosh didn't …": "accept the message". */
	action: string;
	retry: RetryRule;
	onlyOnce?: boolean;
	pace?: RequestSpec<unknown>['pace'];
}

/**
 * Builds a request of the Remote API 1.3: always POST, the fields inside `request`, the answer judged by its body.
 * The token isn't part of it; the credential adds `request.auth`.
 */
export function remoteRequest(call: RemoteCall): RequestSpec<RemoteAnswer> {
	const { baseUrl, method, request, action, retry, onlyOnce, pace } = call;
	return {
		method: 'POST',
		url: `${baseUrl}/json/1.3/${method}`,
		body: { request },
		judge: (answer) => judgeRemoteAnswer(answer, action),
		retry,
		...(onlyOnce ? { onlyOnce } : {}),
		...(pace ? { pace } : {}),
		right: rightTo(method, request.application),
	};
}

/** Names what a token has to be allowed: permissions are given by activity, and a token by application. */
export function rightTo(method: string, application: unknown): string {
	return typeof application === 'string' ? `${method} ${application}` : method;
}

/**
 * Builds a request that deletes something for good. It may be sent again after every passing problem; "not found" is
 * success only when an earlier try may have been acted on: after a 429 or a refused connection nothing was deleted, and
 * it was never there.
 * @param name what is deleted, so that its words say nothing about what wasn't found
 * @param explain makes the failure of a refusal say more; told whether the service said that there is no such thing
 */
export function deletionRequest(
	call: Omit<RemoteCall, 'retry' | 'onlyOnce' | 'pace'>,
	name: string,
	explain: (failure: Failure, isMissing: boolean) => Failure,
): RequestSpec<RemoteAnswer> {
	const request = remoteRequest({ ...call, retry: retryWhenPassing });
	return {
		...request,
		judge: (answer, earlier) => {
			const judged = request.judge(answer, earlier);
			if (judged.ok) return judged;
			const isMissing = saysNotFound(answer, name);
			if (isMissing && earlier.mayHaveBeenActedOn) return { ok: true, value: { response: {} } };
			return { ...judged, failure: explain(judged.failure, isMissing) };
		},
	};
}
