import { textAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import { answerAreas } from './areas/service.mts';
import { answerAudienceApi, answerFile } from './exportSegment.mts';
import { answerRemoteApi } from './methods.mts';
import type { PushwooshState } from './state.mts';

/** Answers a request to Pushwoosh; `undefined` for a path that isn't one of its own. */
export function answerPushwoosh(state: PushwooshState, request: SandboxRequest): Answer | undefined {
	const { path } = request;
	if (path.startsWith('/json/1.3/')) return answerRemoteApi(state, request);
	const answer = answerAreas(state, request);
	if (answer !== undefined) return answer;
	if (path.startsWith('/api/v2/audience/')) return answerAudienceApi(state, request);
	if (path.startsWith('/files/')) return answerFile(state, request);
	if (path.startsWith('/json/') || path.startsWith('/api/')) return textAnswer(404, 'Resource not found');
	return undefined;
}
