import { ItemProblem } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import type { OperationSetup } from '../../shared/node/operationEntry';
import { presetField } from '../fields/codeField';
import { contentField } from '../fields/contentField';
import type { Notification } from '../SendPush/message/notification';
import { readFilled } from '../SendPush/message/readGeneral';
import { phoneOperation, readContent, readPhoneNumbers, readSendDate } from './shared/phone';
import { readerOf, type Draft } from './shared/reader';

/** Sends text messages: one request for each number. */
export const sendSms = phoneOperation({
	option: {
		name: 'Send SMS',
		value: 'sendSms',
		description: 'Send a text message to phone numbers',
		action: 'Send SMS',
	},
	fields: [contentField('The text; Pushwoosh wants one'), presetField()],
	method: 'createSMSMessage',
	what: 'text message',
	reader: readerOf(readSms, requireText),
	recipients: readPhoneNumbers,
});

/** Reads a text message. @throws ItemProblem */
function readSms(item: ItemReader, { info }: OperationSetup): Draft {
	const content = readContent(item);
	const preset = readFilled(item, { preset: 'preset' });
	return {
		audience: { kind: 'devices' },
		recipients: readPhoneNumbers(item),
		notification: {
			...readSendDate(item, info.timezone),
			...content,
			...preset,
			...(item.boolean('autoRegister') ? { use_auto_registration: true } : {}),
		},
	};
}

/** @throws ItemProblem where there is no text, raw fields included */
function requireText({ content }: Notification): void {
	if (content) return;
	throw new ItemProblem("'Content' is empty", 'Write a text: Pushwoosh wants one.', 'EMPTY_PARAMETER');
}
