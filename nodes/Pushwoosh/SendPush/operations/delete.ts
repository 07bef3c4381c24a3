import { doneAndFailed } from '../../../shared/engine/hints';
import { oneBatch } from '../../../shared/engine/oneBatch';
import type { Operation } from '../../../shared/engine/operation';
import type { OperationSetup } from '../../../shared/engine/run';
import { checkMessageCode, deleteMessageRequest } from '../../api/messages/deleteMessage';
import { runSession } from '../../api/session';
import { CONCURRENCY } from '../description/options';
import { failureOf } from '../message/report';

interface Deletion {
	messageCode: string;
}

const SCHEDULED = { one: 'scheduled message', many: 'scheduled messages' };

/** Deletes scheduled messages, one request each; items with the same code share one. */
export function deleteOperation({ context }: OperationSetup): Operation<Deletion> {
	const session = runSession(context);
	return {
		unit: { one: 'message', many: 'messages' },
		limits: { concurrency: CONCURRENCY },
		open: session.open,
		read: (item) => [{ messageCode: checkMessageCode(item.text('messageCode')) }],
		identify: ({ messageCode }) => ({ messageCode }),
		identifiedBy: { messageCode: 'messageCode' },
		parts: ({ messageCode }) => [{ group: 'delete', id: messageCode }],
		send: oneBatch(async ({ parts }, http) => {
			await http.request(deleteMessageRequest(session.baseUrl(), parts[0].id));
			return [{ kind: 'accepted' }];
		}),
		outputKeys: () => ['deleted', 'messageCode'],
		report: ({ messageCode }, parts) => {
			const failure = failureOf(parts);
			return failure ? { kind: 'failed', failure } : { kind: 'done', json: { deleted: true, messageCode } };
		},
		summary: (run) => doneAndFailed(run, SCHEDULED, 'deleted'),
	};
}
