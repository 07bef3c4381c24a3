import { createHash } from 'node:crypto';
import type { Audience } from './audience';
import { canonicalJson } from './canonicalJson';
import type { Notification } from './notification';

/** A message as the form describes it. Items that describe the same one share this object. */
export interface PushMessage {
	/**
	 * Tells the messages of a run apart: the index of the first item that asks for it. A repetition of the run finds the
	 * same one, even where an expression such as the time has changed the text meanwhile.
	 */
	id: string;
	application: string;
	audience: Audience;
	/** Complete, but for the list of users or devices and the transaction ID. */
	notification: Notification;
	deduplicationKey?: string;
	/** What stands for its files, which are read before it is sent: equal messages have equal files. */
	files?: string[];
}

/** What one input item asks for. */
export interface PushUnit {
	itemIndex: number;
	message: PushMessage;
	/** Distinct user or device IDs in the order of the list; empty for the other audiences. */
	recipients: string[];
	/** With a deduplication key: the transaction IDs of the item's own messages, in the order of its recipients. */
	transactionIds?: string[];
}

/** The different messages of a run: items that describe the same one get the same object for it. */
export class SharedMessages {
	private readonly messages = new Map<string, PushMessage>();

	/** @param itemIndex of the item that describes it */
	share(message: Omit<PushMessage, 'id'>, itemIndex: number): PushMessage {
		// A run may hold 100,000 different messages: their hashes take less room than their texts.
		const key = createHash('sha256').update(canonicalJson(message)).digest('base64');
		let shared = this.messages.get(key);
		if (!shared) {
			shared = { id: String(itemIndex), ...message };
			this.messages.set(key, shared);
		}
		return shared;
	}
}
