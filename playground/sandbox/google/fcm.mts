import type { Answer, SandboxRequest } from '../http/message.mts';
import { authenticateFcm, isAnswer } from './auth.mts';
import { notFoundPage } from './errors.mts';
import { sendMessage } from './fcmMessages.mts';
import { Refusals } from './fcmMessages/refusals.mts';
import { answerTopicSubscriptions } from './fcmTopics.mts';
import type { GoogleState } from './state.mts';

/** Answers `/v1/projects/…`: FCM's messages:send and topic subscriptions. */
export function answerFcm(state: GoogleState, request: SandboxRequest): Answer {
	const send = /^\/v1\/projects\/([^/]+)\/messages:send$/.exec(request.path);
	const topics = /^\/v1\/projects\/([^/]+)\/registrations\/([^/]+)\/topicSubscriptions(?:\/([^/]+))?$/.exec(
		request.path,
	);
	const projectId = send?.[1] ?? topics?.[1];
	if (projectId === undefined || (send !== null && request.method !== 'POST')) return notFoundPage();
	const caller = authenticateFcm(state, request, projectId);
	if (isAnswer(caller)) return caller;
	if (!state.settings.fcm.apiEnabled) {
		return new Refusals(state.settings.fcm, state.clock.now()).serviceDisabled(caller.project.projectId);
	}
	if (topics !== null) {
		return answerTopicSubscriptions(state, caller, request, { registration: topics[2], topic: topics[3] });
	}
	return sendMessage(state, caller, request);
}
