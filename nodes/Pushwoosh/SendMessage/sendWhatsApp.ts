import { presetField } from '../fields/codeField';
import { sendOperation } from '../SendPush/sending/sendOperation';
import { phoneDelivery, phoneNumbers, phoneOptions } from './phone/phone';
import { numbersOf, readWhatsApp, requireContent, whatsAppFields } from './phone/whatsApp';
import * as form from './shared/fields';
import { readerOf } from './shared/reader';
import { aboutStrangers, PHONE_NUMBER, wordsOf } from './shared/strangers';
import { contentField } from '../fields/contentField';

/** Sends WhatsApp messages: one request for each number. */
export const sendWhatsApp = sendOperation({
	option: {
		name: 'Send WhatsApp',
		value: 'sendWhatsApp',
		description: 'Send a WhatsApp text or template to phone numbers',
		action: 'Send whats app',
	},
	fields: [
		form.application,
		phoneNumbers,
		contentField('The text; or choose a template'),
		presetField(),
		...whatsAppFields,
		...[phoneDelivery, form.autoRegister, form.rawFields],
	],
	options: phoneOptions,
	limits: { concurrency: 10 },
	method: 'createWhatsAppMessage',
	words: wordsOf('message', PHONE_NUMBER),
	reader: readerOf(readWhatsApp, requireContent),
	recipientsFor: (kind, item) => (kind === 'devices' ? numbersOf(item) : undefined),
	devicesKey: 'phoneNumbers',
	takesTransactionId: false,
	explain: aboutStrangers,
});
