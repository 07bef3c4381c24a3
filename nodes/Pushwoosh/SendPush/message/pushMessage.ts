import type { Audience } from '../../api/messages/audience';
import type { Notification } from '../../api/messages/fields';

/** A message as the form describes it. Items that describe the same one share this object. */
export interface PushMessage {
	/** Tells the messages of a run apart. */
	id: string;
	application: string;
	audience: Audience;
	/** Complete, but for the list of users or devices and the transaction ID. */
	notification: Notification;
	deduplicationKey?: string;
}

/** What one input item asks for. */
export interface PushUnit {
	itemIndex: number;
	message: PushMessage;
	/** Distinct user or device IDs in the order of the list; empty for the other audiences. */
	recipients: string[];
}
