import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { minuteText, parseMoment } from '../../dates/moment';
import { isTimeZone, toInstant } from '../../dates/timeZone';
import { readSchedule } from '../../SendPush/message/messageReader';
import type { Notification } from '../../SendPush/message/notification';
import { sendOptionFields } from '../../SendPush/sending/options';
import { deliveryField } from '../shared/fields';

/** Options of sending, but for how many messages a request holds: here it is one. */
export const phoneOptions = sendOptionFields.filter(({ name }) => name !== 'messagesPerRequest');

/** What these methods have of the delivery. */
export const phoneDelivery = deliveryField(['sendDate', 'timezone', 'deduplicationKey'], {
	sendDate: 'When to send; Pushwoosh gets it in UTC. Tomorrow: {{ $now.plus({ days: 1 }) }}.',
	deduplicationKey:
		'Names the event, say order number and status: within a run the same one twice sends one message to a number',
});

/** Who gets it. */
export const phoneNumbers: INodeProperties = {
	displayName: 'Phone Numbers',
	name: 'phoneNumbers',
	type: 'string',
	typeOptions: { rows: 2 },
	required: true,
	default: '',
	placeholder: 'e.g. +34600100200',
	description:
		'With + and country code: one, several separated by commas or new lines, or by expression a list. Each number is a message of its own.',
};

/**
 * Reads phone numbers, with what people write between digits taken out. Of a "(0)" nobody knows whether it is dialled.
 * @returns distinct numbers in the form of E.164 @throws ItemProblem for one without its country
 */
export function readPhoneNumbers(item: ItemReader): string[] {
	const numbers = item
		.list('phoneNumbers', 'lines')
		.map((number) => number.replace(/^whatsapp:/i, '').replace(/[\s.\-/]|\((?!0\))|(?<!\(0)\)/g, ''));
	for (const number of numbers) {
		if (/^\+[1-9]\d{6,14}$/.test(number)) continue;
		throw new ItemProblem(
			`“${number.slice(0, 40)}” in '${item.field('phoneNumbers').label}' isn't a phone number with + and country code`,
			'Write it like +34600100200. Where the column has no +, but the country code: =+{{ $json.phone }}.',
		);
	}
	return [...new Set(numbers)];
}

/** @returns `send_date` in UTC: these methods have no time zone @throws ItemProblem as for pushes */
export function readSendDate(item: ItemReader, workflowZone: string): Notification {
	const delivery = item.collection('delivery');
	// Checks it, the past included.
	const { send_date: checked } = readSchedule(delivery, workflowZone, Date.now());
	const moment = delivery.has('sendDate') ? parseMoment(delivery.raw('sendDate')) : undefined;
	if (!moment) return { send_date: checked };
	const chosen = delivery.text('timezone').trim();
	const zone = isTimeZone(chosen) ? chosen : workflowZone;
	const instant = moment.instant ?? toInstant(moment.wallClock, zone);
	return { send_date: minuteText(Math.ceil(instant / 60_000) * 60_000) };
}
