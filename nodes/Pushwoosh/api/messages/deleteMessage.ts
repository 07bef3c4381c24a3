import { ItemProblem, type Failure } from '../../../shared/failure';
import type { RequestSpec } from '../../../shared/http/client';
import type { RemoteAnswer } from '../answer';
import { deletionRequest } from '../remoteApi';

/**
 * Deletes a scheduled message (Pushwoosh API reference, deleteMessage).
 * @param message its code
 */
export function deleteMessageRequest(baseUrl: string, message: string): RequestSpec<RemoteAnswer> {
	return deletionRequest(
		{ baseUrl, method: 'deleteMessage', request: { message }, action: 'delete the message' },
		message,
		withAdvice,
	);
}

function withAdvice(failure: Failure): Failure {
	if ((failure.code !== '210' && failure.code !== '404') || failure.refusesCredential) return failure;
	const advice =
		"Check 'Message Code', and in Pushwoosh's Message History whether the message is still waiting: only a scheduled message can be deleted.";
	return { ...failure, advice };
}

/**
 * Checks a message code of the form, loosely: it goes into a request that deletes something.
 * @throws ItemProblem when it is empty or holds white space or a slash
 */
export function checkMessageCode(code: string): string {
	if (code.trim() === '') {
		throw new ItemProblem(
			"'Message Code' is empty",
			'Enter the code that the send operation returned. If it holds an expression, check that the item has that field.',
			'EMPTY_PARAMETER',
		);
	}
	if (!/[\s/]/.test(code)) return code;
	throw new ItemProblem(
		`'Message Code' holds a space, a line break or a slash: “${code.slice(0, 60)}”`,
		'Remove it: a message code is only three groups joined by hyphens, like 1A2B-3C4D5E6F-7A8B9C0D.',
	);
}
