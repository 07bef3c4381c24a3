import type { ItemReader } from '../../../shared/form/itemReader';
import type { OperationSetup } from '../../../shared/node/operationEntry';
import { hasRecipients } from '../../SendPush/message/audience';
import { readDeduplicationKey } from '../../SendPush/message/messageReader';
import { addressTo, mergeFields, type Notification } from '../../SendPush/message/notification';
import { SharedMessages, type PushMessage, type PushUnit } from '../../SendPush/message/pushMessage';
import { checkRawFields } from '../../SendPush/message/rawFields';

/** What an item sends, before raw fields and recipients join it. */
export type Draft = Pick<PushMessage, 'notification' | 'audience' | 'files'> & Pick<PushUnit, 'recipients'>;

/**
 * Makes the reader of a kind of message: raw fields are merged last, and the notification then goes to exactly the chosen
 * audience.
 * @param draft reads an item @param check has the last word on the merged notification
 */
export function readerOf(
	draft: (item: ItemReader, setup: OperationSetup) => Draft,
	check: (notification: Notification) => void = () => undefined,
): (setup: OperationSetup) => { read: (item: ItemReader) => PushUnit } {
	return (setup) => {
		const messages = new SharedMessages();
		return {
			read: (item) => {
				const application = item.locator('application').value;
				const { notification, audience, recipients, files } = draft(item, setup);
				const raw = item.jsonObject('rawFields') ?? {};
				checkRawFields(raw);
				const merged = mergeFields(notification, raw);
				check(merged);
				// Proves it for one recipient; each message is proven again when it leaves.
				const addressed = addressTo(merged, audience, recipients.slice(0, 1));
				const message = messages.share(
					{
						application,
						audience,
						notification: hasRecipients(audience) ? merged : addressed,
						deduplicationKey: readDeduplicationKey(item.collection('delivery')),
						files,
					},
					item.itemIndex,
				);
				return { itemIndex: item.itemIndex, message, recipients };
			},
		};
	};
}
