import type { Answer, SandboxRequest } from '../http/message.mts';
import { notFoundPage } from './errors.mts';
import { answerFcm } from './fcm.mts';
import { answerInstanceId } from './instanceId.mts';
import type { GoogleState } from './state.mts';
import { answerToken } from './token.mts';
import { answerWebPush } from './webPush.mts';

/** Answers a request to one of Google's hosts; all paths that aren't Pushwoosh's end here. */
export function answerGoogle(state: GoogleState, request: SandboxRequest): Answer {
	const { path } = request;
	if (path === '/token') return answerToken(state, request);
	if (path.startsWith('/iid/')) return answerInstanceId(state, request);
	if (path === '/v1/web/iid' || path.startsWith('/v1/web/iid/')) return answerWebPush(state, request);
	if (path.startsWith('/v1/projects/')) return answerFcm(state, request);
	return notFoundPage();
}
