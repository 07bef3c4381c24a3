import { presetField } from '../fields/codeField';
import { sendOperation } from '../SendPush/sending/sendOperation';
import { phoneDelivery, phoneNumbers, phoneOptions, readPhoneNumbers } from './phone/phone';
import { readSms, requireText } from './phone/sms';
import * as form from './shared/fields';
import { readerOf } from './shared/reader';
import { aboutStrangers, PHONE_NUMBER, wordsOf } from './shared/strangers';
import { contentField } from '../fields/contentField';

/** Sends text messages: one request for each number. */
export const sendSms = sendOperation({
	option: {
		name: 'Send SMS',
		value: 'sendSms',
		description: 'Send a text message to phone numbers',
		action: 'Send SMS',
	},
	fields: [
		form.application,
		phoneNumbers,
		contentField('The text; Pushwoosh wants one'),
		presetField(),
		...[phoneDelivery, form.autoRegister, form.rawFields],
	],
	options: phoneOptions,
	limits: { concurrency: 10 },
	method: 'createSMSMessage',
	words: wordsOf('text message', PHONE_NUMBER),
	reader: readerOf(readSms, requireText),
	recipientsFor: (kind, item) => (kind === 'devices' ? readPhoneNumbers(item) : undefined),
	devicesKey: 'phoneNumbers',
	takesTransactionId: false,
	explain: aboutStrangers,
});
