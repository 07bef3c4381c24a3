import { ItemProblem } from '../../../shared/failure';
import type { Part } from '../../../shared/engine/operation';
import { hasRecipients } from '../message/audience';
import { transactionId, type Sender } from './transactionId';
import type { PushUnit } from '../message/pushMessage';

interface MessagePlanSetup {
	sender: Sender;
	/** Items whose message is otherwise the same share it. */
	combineItems: boolean;
	/** Most recipients of a message. */
	batchSize: number;
}

/**
 * Decides which items of a run share messages. Equal messages to equal audiences are one message, unless the user turned
 * that off. Items with a deduplication key share with nobody, so that the transaction ID depends on their own recipients
 * alone; what is the same event to the same recipients under one key is sent once all the same.
 */
export class MessagePlan {
	/** The message that a transaction ID of a deduplication key stands for, by its ID in the run. */
	private readonly claimed = new Map<string, string>();

	constructor(private readonly setup: MessagePlanSetup) {}

	/**
	 * To be called for every item, in input order.
	 * @returns the unit, where it has a deduplication key with the transaction IDs of its messages
	 * @throws ItemProblem when one of them already stands for another message: Pushwoosh would take the second for a
	 *   repetition of the first, and answer it with success although it never goes out
	 */
	claim(unit: PushUnit): PushUnit {
		const { message, recipients } = unit;
		const { audience, deduplicationKey } = message;
		if (deduplicationKey === undefined) return unit;
		const { batchSize, sender } = this.setup;
		// Cut in an order of their own, so that the same recipients in another order are the same messages.
		const inOrder = recipients.length > batchSize ? [...recipients].sort() : recipients;
		const lists = hasRecipients(audience) ? slices(inOrder, batchSize) : [[]];
		const transactionIds = lists.map((list) =>
			transactionId(sender, { ...message, recipients: list, itemIndexes: [] }),
		);
		for (const id of transactionIds) {
			if ((this.claimed.get(id) ?? message.id) !== message.id) throw anotherMessage(deduplicationKey);
		}
		for (const id of transactionIds) this.claimed.set(id, message.id);
		return { ...unit, recipients: inOrder, transactionIds };
	}

	/** @returns what travels for a unit: parts of a group share messages, and equal ones are sent once */
	partsOf({ message, recipients, itemIndex, transactionIds }: PushUnit): Part[] {
		const { batchSize, combineItems } = this.setup;
		const ids = hasRecipients(message.audience) ? recipients : [WHOLE_AUDIENCE];
		if (transactionIds)
			return ids.map((id, at) => ({ group: transactionIds[Math.floor(at / batchSize)], id }));
		const group = combineItems ? message.id : `${message.id} ${itemIndex}`;
		return ids.map((id) => ({ group, id }));
	}
}

/** The only part of a message without a list of recipients. */
const WHOLE_AUDIENCE = 'message';

function slices(list: string[], size: number): string[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
		list.slice(at * size, (at + 1) * size),
	);
}

function anotherMessage(key: string): ItemProblem {
	return new ItemProblem(
		`'Deduplication Key' “${key}” stands for another message to the same recipients already`,
		'The key names the event: use order number and status, such as order-4711-shipped, not the order number alone.',
	);
}
