import { ItemProblem } from '../../../shared/engine/failure';
import type { Judgement, RequestSpec } from '../../../shared/http/client';
import { repeatWhenPassing } from '../../../shared/http/repeat';
import { saysNotFound, type RemoteAnswer } from '../answer';
import { remoteRequest } from '../remoteApi';

/**
 * Deletes a scheduled message (Pushwoosh API reference, deleteMessage). Safe to repeat: when a repeat finds no such
 * message and a try before it may have been acted on, that one has deleted it.
 * @param message its code
 */
export function deleteMessageRequest(baseUrl: string, message: string): RequestSpec<RemoteAnswer> {
	const request = remoteRequest({
		baseUrl,
		method: 'deleteMessage',
		request: { message },
		action: 'delete the message',
		repeat: repeatWhenPassing,
	});
	return {
		...request,
		judge: (answer, earlier) => {
			const judged = request.judge(answer, earlier);
			if (judged.ok) return judged;
			if (earlier.mayHaveBeenActedOn && saysNotFound(answer, message)) return { ok: true, value: { response: {} } };
			return withAdvice(judged);
		},
	};
}

function withAdvice(judged: Extract<Judgement<never>, { ok: false }>): Judgement<never> {
	const { failure } = judged;
	if (failure.code !== '210' && failure.code !== '404') return judged;
	const advice =
		"Check 'Message Code', and in Pushwoosh's Message History whether the message is still waiting: only a scheduled message can be deleted.";
	return { ...judged, failure: { ...failure, advice } };
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
