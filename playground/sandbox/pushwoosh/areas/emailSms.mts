import { isObject } from '../../http/message.mts';
import type { Answer } from '../../http/message.mts';
import { audienceOf } from '../audience.mts';
import * as is from '../checks.mts';
import { dueAt } from '../createMessage.mts';
import { envelope, Refusal, requireApplication } from '../envelope.mts';
import type { Call } from '../envelope.mts';
import { newCode } from '../state.mts';
import type { PushwooshState } from '../state.mts';
import type { ChannelMessage } from './books.mts';
import { isUnknown } from './deviceTable.mts';
import type { AreaMethod } from './families.mts';
import { demand, needed, optional, problemWith } from './fields.mts';
import type { Fields } from './fields.mts';

type Notification = Record<string, unknown>;
type Kind = ChannelMessage['kind'];

const MOST_BASE64 = 1_000_000;
const MOST_RECIPIENTS = 1000;

const attachment = is.check(
	'{ name, content }, the content Base64 of at most 1 MB',
	(value) =>
		isObject(value) &&
		problemWith(value, { name: needed(is.text), content: needed(is.base64) }) === undefined &&
		String(value.content).length <= MOST_BASE64,
);

const EMAIL: Fields = {
	send_date: needed(is.sendDate),
	preset: needed(is.code),
	subject: optional(is.localizedText),
	content: optional(is.localizedText),
	attachments: optional((value) =>
		Array.isArray(value) && value.length <= 2 ? is.listOf(attachment)(value) : 'a list of at most 2',
	),
	campaign: optional(is.code),
	ignore_user_timezone: optional(is.flag),
	timezone: optional(is.timeZone),
	filter: optional(is.filledText),
	devices: optional(is.listOf(is.emailAddress)),
	users: optional(is.textList),
	use_auto_registration: optional(is.flag),
	dynamic_content_placeholders: optional(is.object),
	conditions: optional(is.list),
	conditions_operator: optional(is.oneOf('AND', 'OR')),
	transactionId: optional(is.uuid),
	from: optional((value) =>
		isObject(value)
			? problemWith(value, { name: optional(is.text), email: needed(is.emailAddress) })
			: 'an object',
	),
	list_unsubscribe: optional(is.fullUrl),
	capping_avoid: optional(is.flag),
	capping_exclude: optional(is.flag),
};

const SMS: Fields = {
	send_date: needed(is.sendDate),
	content: needed(is.text),
	devices: needed(is.list),
	dynamic_content_placeholders: optional(is.object),
	preset: optional(is.code),
	use_auto_registration: optional(is.flag),
};

const WHATSAPP: Fields = {
	send_date: needed(is.sendDate),
	content: optional(is.filledText),
	content_id: optional(is.filledText),
	content_variables: optional(is.textMap),
	button_url_variables: optional(is.textMap),
	header_variables: optional(is.headerVariables),
	language: optional(is.filledText),
	devices: needed(is.list),
	preset: optional(is.code),
	use_auto_registration: optional(is.flag),
};

const BODY: Fields = { application: optional(is.text), notifications: needed(is.objectList) };

export const CHANNEL_METHODS: Record<string, AreaMethod> = {
	createEmailMessage: {
		token: 'server',
		fields: BODY,
		run: (state, call) => create(state, call, 'email', email),
	},
	createSMSMessage: { token: 'server', fields: BODY, run: (state, call) => create(state, call, 'sms', sms) },
	createWhatsAppMessage: {
		token: 'server',
		fields: BODY,
		run: (state, call) => create(state, call, 'whatsapp', whatsApp),
	},
};

interface Reach {
	audience: string;
	recipients: readonly string[];
	registered: readonly string[];
}
type Reader = (state: PushwooshState, notification: Notification, application: string) => Reach;

/** All notifications are checked before the first message is made. Phone methods list no codes with a refusal. */
function create(state: PushwooshState, call: Call, kind: Kind, read: Reader): Answer {
	try {
		const { code: application } = requireApplication(state, call);
		const notifications = call.fields.notifications as Notification[];
		if (notifications.length === 0) throw new Refusal(210, 'Field "notifications" must not be empty');
		const reaches = notifications.map((notification) => read(state, notification, application));
		const messages = notifications.map((notification, index) =>
			keep(state, { kind, application, notification, ...reaches[index] }),
		);
		const answer = kind === 'email' ? state.settings.email.answer : 'codes';
		if (answer === 'null') return envelope(200, 'OK', null);
		return envelope(200, 'OK', { Messages: answer === 'codes' ? messages.map(({ code }) => code) : [] });
	} catch (error) {
		if (kind === 'email' || !(error instanceof Refusal)) throw error;
		return envelope(error.statusCode, error.message, { Messages: [] });
	}
}

function keep(state: PushwooshState, given: Omit<ChannelMessage, 'code' | 'at' | 'repeats'>): ChannelMessage {
	const { channelMessages } = state.books;
	const at = state.clock.now();
	const { transactionId } = given.notification;
	const earlier = channelMessages.find(
		(message) =>
			transactionId !== undefined &&
			message.notification.transactionId === transactionId &&
			message.application === given.application &&
			at - message.at < state.settings.transactionMemoryMs,
	);
	if (earlier !== undefined) {
		earlier.repeats += 1;
		return earlier;
	}
	const message = { code: newCode(4, 8, 8), ...given, at, repeats: 0 };
	channelMessages.push(message);
	return message;
}

/** `devices` wins over `users`; an empty list counts as not given, which makes a broadcast of it. */
function email(state: PushwooshState, notification: Notification, application: string): Reach {
	const { subjectForms, strangersAs } = state.settings.email;
	const isOlder = subjectForms === 'olderToo' && Array.isArray(notification.subject);
	demandFields(state, notification, isOlder ? { ...EMAIL, subject: optional(is.listOf(is.textMap)) } : EMAIL);
	if (notification.conditions !== undefined && notification.filter !== undefined)
		throw new Refusal(210, 'Fields "filter" and "conditions" can\'t be used together');
	const devices = notification.devices as string[] | undefined;
	if (devices !== undefined && devices.length > 0) {
		if (devices.length > MOST_RECIPIENTS)
			throw new Refusal(210, `Field "devices" may hold at most ${MOST_RECIPIENTS} entries`);
		const strangers = devices.filter((address) => isUnknown(state, address));
		if (notification.use_auto_registration === true)
			return { audience: 'addresses', recipients: devices, registered: strangers };
		if (strangers.length > 0 && strangersAs === 'refused')
			throw new Refusal(210, `Device ${strangers[0]} is not registered`);
		const recipients = devices.filter((address) => !strangers.includes(address));
		return { audience: 'addresses', recipients, registered: [] };
	}
	const { users, filter, conditions, conditions_operator } = notification;
	const { kind, recipients } = audienceOf(state, { users, filter, conditions, conditions_operator }, [
		application,
	]);
	return { audience: kind, recipients, registered: [] };
}

/** With the fields that a test wants accepted beside the documented ones, whatever they hold. */
function demandFields({ settings }: PushwooshState, notification: Notification, fields: Fields): void {
	const extra = settings.extraNotificationFields.map((name) => [name, optional(() => undefined)]);
	demand(notification, { ...fields, ...(Object.fromEntries(extra) as Fields) });
}

function phoneFields({ settings }: PushwooshState, fields: Fields): Fields {
	if (settings.phone.transactionId === 'refused') return fields;
	return { ...fields, transactionId: optional(is.uuid) };
}

function sms(state: PushwooshState, notification: Notification): Reach {
	if (!state.settings.phone.smsEnabled) throw new Refusal(210, 'SMS channel is not enabled');
	demandFields(state, notification, phoneFields(state, SMS));
	return phone(state, notification, onlyOne(notification));
}

function whatsApp(state: PushwooshState, notification: Notification): Reach {
	const { whatsAppEnabled, whatsAppNumbers } = state.settings.phone;
	if (!whatsAppEnabled) throw new Refusal(210, 'WhatsApp channel is not enabled');
	demandFields(state, notification, phoneFields(state, WHATSAPP));
	if (notification.content === undefined && notification.content_id === undefined)
		throw new Refusal(210, 'Field "content" or "content_id" is required');
	const number = onlyOne(notification);
	const isPrefixed = number.startsWith('whatsapp:');
	if (whatsAppNumbers !== 'either' && isPrefixed !== (whatsAppNumbers === 'withPrefix'))
		throw new Refusal(210, `Invalid phone number ${number}`);
	return phone(state, notification, number.replace(/^whatsapp:/, ''));
}

function onlyOne({ devices }: Notification): string {
	const [number, ...more] = devices as unknown[];
	if (typeof number !== 'string' || more.length > 0)
		throw new Refusal(210, 'Field "devices" must be a list of exactly one phone number');
	return number;
}

function phone(
	state: PushwooshState,
	{ use_auto_registration: registers }: Notification,
	number: string,
): Reach {
	if (!/^\+[1-9]\d{6,14}$/.test(number)) throw new Refusal(210, `Invalid phone number ${number}`);
	const isStranger = isUnknown(state, number);
	if (isStranger && registers !== true)
		throw new Refusal(210, `Phone number ${number} is not tied to a user`);
	return { audience: 'number', recipients: [number], registered: isStranger ? [number] : [] };
}

/** Whether a message waits for its date. */
export function isWaiting(state: PushwooshState, { notification }: ChannelMessage): boolean {
	const due = dueAt(notification);
	return due !== undefined && due > state.clock.now();
}
