import type { Batch, Operation, PartAnswer, RequestSender } from './operation';

/**
 * Makes an operation's `send` of a function for a single batch: what all operations need that don't bundle.
 * @param send answers for each part of the batch, in the same order
 */
export function oneBatch<U>(
	send: (batch: Batch<U>, http: RequestSender) => Promise<PartAnswer[]>,
): Operation<U>['send'] {
	return async (batches, http) => [await send(batches[0], http)];
}
