import type { Notification } from '../../../../../nodes/Pushwoosh/SendPush/message/notification.ts';
import type { PushMessage, PushUnit } from '../../../../../nodes/Pushwoosh/SendPush/message/pushMessage.ts';
import type { CreatedMessage } from '../../../../../nodes/Pushwoosh/SendPush/sending/createMessage.ts';
import type { DecidedPart, Part, Success } from '../../../../../nodes/shared/engine/operation.ts';

/** Message codes. */
export const CODES = ['1A2B-3C4D5E6F-7A8B9C0D', 'FFFF-00000000-11111111'] as const;

/** A text that goes out now. */
export const NOW: Notification = { send_date: 'now', content: 'Hi' };

/** Scheduled for that time. */
export const at = (time: string, timezone = 'Europe/Madrid'): Notification => ({
	...NOW,
	send_date: time,
	timezone,
});

/** A message to users, unless told otherwise. */
export const message = (about: Partial<PushMessage> = {}): PushMessage => ({
	id: '0',
	application: 'AAAAA-00000',
	audience: { kind: 'users' },
	notification: NOW,
	...about,
});

/** An item that asks for a message to these recipients. */
export const item = (
	recipients: string[],
	about: Partial<PushMessage> = {},
	more: Partial<PushUnit> = {},
): PushUnit => ({ itemIndex: 0, message: message(about), recipients, ...more });

/** What Pushwoosh made of a message. */
export const created = (about: Partial<CreatedMessage> = {}): CreatedMessage => ({
	codes: [CODES[0]],
	unknownDevices: new Set(),
	...about,
});

/** The part of that ID, which this message went to. */
export const sent = (
	unit: PushUnit,
	id: Part['id'],
	data: CreatedMessage,
	failure?: Success['failure'],
): DecidedPart<PushUnit, CreatedMessage> => ({
	id,
	unit,
	attempts: 1,
	answer: { kind: 'succeeded', data, ...(failure === undefined ? {} : { failure }) },
});
