import { isObject } from '../../http/message.mts';
import { jsonAnswer } from '../../http/message.mts';
import type { Answer, SandboxRequest } from '../../http/message.mts';
import * as is from '../checks.mts';
import { dueAt } from '../createMessage.mts';
import type { PushwooshState } from '../state.mts';
import { applicationProblem, GrpcRefusal, headerToken } from './families.mts';
import { needed, problemWith } from './fields.mts';

/** Answers `/messaging/v2/cancel`. */
export function answerMessaging(state: PushwooshState, request: SandboxRequest): Answer {
	try {
		if (request.path !== '/messaging/v2/cancel') throw new GrpcRefusal('notFound', 'Not Found');
		return cancel(state, request);
	} catch (error) {
		if (error instanceof GrpcRefusal) return error.answer();
		throw error;
	}
}

function cancel(state: PushwooshState, request: SandboxRequest): Answer {
	const { knowsCodesOfCreateMessage, sentMessagesAre } = state.settings.cancel;
	const token = headerToken(state, request, ['Token'], 'server');
	if (token === undefined) throw new GrpcRefusal('unauthenticated', 'invalid or missing access token');
	if (token.permissions !== 'all' && !token.permissions.includes('cancel'))
		throw new GrpcRefusal('permissionDenied', 'token restrictions forbid this operation');
	const body = request.json;
	const isPost = request.method === 'POST' && request.contentType === 'application/json';
	if (!isPost || !isObject(body)) throw new GrpcRefusal('invalidArgument', 'invalid request body');
	const problem = problemWith(body, { message_code: needed(is.text) });
	if (problem !== undefined) throw new GrpcRefusal('invalidArgument', problem);
	const message = state.messages.get(String(body.message_code));
	if (message === undefined || message.status === 'deleted' || !knowsCodesOfCreateMessage)
		throw new GrpcRefusal('notFound', 'message not found');
	if (applicationProblem(state, token, message.application) === 'access denied')
		throw new GrpcRefusal('permissionDenied', 'message belongs to another account');
	const due = dueAt(message.notification);
	const isWaiting = due !== undefined && due > state.clock.now();
	if (message.status === 'canceled' || (!isWaiting && sentMessagesAre === 'done'))
		throw new GrpcRefusal('failedPrecondition', 'message is not in a cancellable state');
	message.status = 'canceled';
	return jsonAnswer(200, {});
}
