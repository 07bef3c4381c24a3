import type { RequestSpec } from '../../shared/http/client';
import type { RepeatRule } from '../../shared/http/repeat';
import { judgeRemoteAnswer, type RemoteAnswer } from './answer';

/** How one method of the Remote API 1.3 is called. */
export interface RemoteCall {
	baseUrl: string;
	/** E.g. `createMessage`. */
	method: string;
	/** The fields of `request`; the API token joins them on the way out. */
	request: Record<string, unknown>;
	/** What is asked for, as in "Pushwoosh didn't …": "accept the message". */
	action: string;
	repeat: RepeatRule;
	onlyOnce?: boolean;
	pace?: RequestSpec<unknown>['pace'];
}

/**
 * Builds a request of the Remote API 1.3: always POST, the fields inside `request`, the answer judged by its body.
 * The token isn't part of it; the credential adds `request.auth`.
 */
export function remoteRequest(call: RemoteCall): RequestSpec<RemoteAnswer> {
	const { baseUrl, method, request, action, repeat, onlyOnce, pace } = call;
	return {
		method: 'POST',
		url: `${baseUrl}/json/1.3/${method}`,
		body: { request },
		judge: (answer) => judgeRemoteAnswer(answer, action),
		repeat,
		...(onlyOnce ? { onlyOnce } : {}),
		jitter: 'full',
		...(pace ? { pace } : {}),
	};
}
