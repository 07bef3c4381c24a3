import type { INodeProperties } from 'n8n-workflow';
import { doneAndFailed } from '../../shared/engine/hints';
import { ItemProblem, type Failure } from '../../shared/failure';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { defineOperation } from '../../shared/node/operationEntry';
import type { PushwooshAnswer } from '../api/answer';
import { asAnswered, pushwooshRequest } from '../api/request';
import { openPushwoosh, type PushwooshAccess } from '../api/session';

const SCHEDULED = { one: 'scheduled message', many: 'scheduled messages' };

/** The message that is meant. */
export const messageCode: INodeProperties = {
	displayName: 'Message Code',
	name: 'messageCode',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 1A2B-3C4D5E6F-7A8B9C0D',
	description: 'Code of the scheduled push, as the send operation returns it',
};

/** Deletes scheduled messages, one request each; items with the same code share one. */
export const deleteScheduled = defineOperation({
	option: {
		name: 'Delete Scheduled Push',
		value: 'delete',
		description: 'Take back a push that is scheduled for later',
		action: 'Delete scheduled push',
	},
	fields: [messageCode],
	limits: { concurrency: 10, keepsConnections: true },
	start: () => ({
		unit: { one: 'message', many: 'messages' },
		open: openPushwoosh,
		read: (item) => [{ messageCode: checkMessageCode(item.text('messageCode')) }],
		identify: ({ messageCode }) => ({ messageCode }),
		identifiedBy: { messageCode: 'messageCode' },
		parts: ({ messageCode }) => [{ group: 'delete', id: messageCode }],
		async send({ sample: { messageCode } }, { http, session }) {
			await http.request(deleteMessageRequest(session, messageCode));
			return [{ kind: 'succeeded', data: undefined }];
		},
		outputKeys: () => ['deleted', 'messageCode'],
		report: ({ messageCode }) => ({ kind: 'succeeded', json: { deleted: true, messageCode } }),
		summary: (run) => doneAndFailed(run, SCHEDULED, 'deleted'),
	}),
});

/**
 * Deletes a scheduled message (Pushwoosh API reference, deleteMessage).
 * @param message its code
 */
export function deleteMessageRequest(
	session: PushwooshAccess,
	message: string,
): RequestSpec<PushwooshAnswer> {
	return pushwooshRequest({
		session,
		family: 'remote',
		method: 'deleteMessage',
		request: { message },
		asks: 'delete the message',
		deletes: message,
		read: asAnswered,
		explain: withAdvice,
	});
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
