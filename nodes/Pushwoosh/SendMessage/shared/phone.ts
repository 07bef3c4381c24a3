import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import type { OperationEntry } from '../../../shared/node/operationEntry';
import { minuteText, parseMoment } from '../../dates/moment';
import { isTimeZone, toInstant } from '../../dates/timeZone';
import { readSchedule } from '../../SendPush/message/messageReader';
import type { Notification } from '../../SendPush/message/notification';
import { sendOptionFields } from '../../SendPush/sending/options';
import { sendOperation, type SendCall } from '../../SendPush/sending/sendOperation';
import { application, autoRegister, deliveryField, rawFields } from './fields';
import { aboutStrangers, wordsOf } from './strangers';

/** Who gets it. */
const phoneNumbers: INodeProperties = {
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

/** What these methods have of the delivery. */
const phoneDelivery = deliveryField(['sendDate', 'timezone', 'deduplicationKey'], {
	sendDate: 'When to send; Pushwoosh gets it in UTC. Tomorrow: {{ $now.plus({ days: 1 }) }}.',
	deduplicationKey:
		'Names the event, say order number and status: within a run the same one twice sends one message to a number',
});

interface PhoneCall extends Pick<SendCall, 'option' | 'fields' | 'method' | 'reader'> {
	/** What the message is called. */
	what: string;
	/** Reads whom it goes to. @throws ItemProblem */
	recipients: (item: ItemReader) => string[];
}

/** Makes an operation that sends to phone numbers: one request for each of them, and no transaction ID. */
export function phoneOperation({ fields, what, recipients, ...call }: PhoneCall): OperationEntry {
	return sendOperation({
		...call,
		fields: [application, phoneNumbers, ...fields, phoneDelivery, autoRegister, rawFields],
		options: sendOptionFields.filter(({ name }) => name !== 'messagesPerRequest'),
		limits: { concurrency: 10 },
		words: wordsOf(what, { one: 'phone number', many: 'phone numbers' }),
		recipientsFor: (kind, item) => (kind === 'devices' ? recipients(item) : undefined),
		devicesKey: 'phoneNumbers',
		takesTransactionId: false,
		explain: aboutStrangers,
	});
}

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

/** @returns the text as it is written, if there is one */
export function readContent(item: ItemReader): Notification {
	const content = item.text('content');
	return content.trim() === '' ? {} : { content };
}

/** @returns `send_date` in UTC: these methods have no time zone @throws ItemProblem as for pushes */
export function readSendDate(item: ItemReader, workflowZone: string): Notification {
	const delivery = item.collection('delivery');
	// Checks it, the past included.
	const { send_date: checked } = readSchedule(delivery, workflowZone);
	const moment = delivery.has('sendDate') ? parseMoment(delivery.raw('sendDate')) : undefined;
	if (!moment) return { send_date: checked };
	const chosen = delivery.text('timezone').trim();
	const zone = isTimeZone(chosen) ? chosen : workflowZone;
	const instant = moment.instant ?? toInstant(moment.wallClock, zone);
	return { send_date: minuteText(Math.ceil(instant / 60_000) * 60_000) };
}
