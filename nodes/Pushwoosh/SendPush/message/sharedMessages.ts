import { createHash } from 'node:crypto';
import { canonicalJson } from './canonicalJson';
import type { PushMessage } from './pushMessage';

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
