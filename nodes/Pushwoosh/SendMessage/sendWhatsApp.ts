import { ItemProblem } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import { jsonField, textField } from '../../shared/form/plainFields';
import type { OperationSetup } from '../../shared/node/operationEntry';
import { presetField } from '../fields/codeField';
import { contentField } from '../fields/contentField';
import type { Notification } from '../SendPush/message/notification';
import { readFilled } from '../SendPush/message/readGeneral';
import { phoneOperation, readContent, readPhoneNumbers, readSendDate } from './shared/phone';
import { readerOf, type Draft } from './shared/reader';

/** Sends WhatsApp messages: one request for each number. */
export const sendWhatsApp = phoneOperation({
	option: {
		name: 'Send WhatsApp',
		value: 'sendWhatsApp',
		description: 'Send a WhatsApp text or template to phone numbers',
		action: 'Send whats app',
	},
	fields: [
		contentField('The text; or choose a template'),
		presetField(),
		textField('Template ID', 'contentId', 'An approved template of Meta, in place of a text'),
		jsonField(
			'Template Values (JSON)',
			'contentVariables',
			'Values of its placeholders, like { "1": "Anna", "2": "42" }',
		),
		jsonField(
			'Header Values (JSON)',
			'headerVariables',
			'One of text, image, video and document, like { "image": "https://…" }',
		),
		jsonField(
			'Button URL Values (JSON)',
			'buttonUrlVariables',
			'What is put into the addresses of its buttons, counted from 0, like { "0": "order-42" }',
		),
		textField('Language', 'language', 'Locale of the template; Pushwoosh takes en_US when empty', 'en_US'),
	],
	method: 'createWhatsAppMessage',
	what: 'message',
	reader: readerOf(readWhatsApp, requireContent),
	recipients: numbersOf,
});

/** Reads a WhatsApp message. @throws ItemProblem */
function readWhatsApp(item: ItemReader, { info }: OperationSetup): Draft {
	const notification = {
		...readSendDate(item, info.timezone),
		...readContent(item),
		...readFilled(item, { contentId: 'content_id' }),
		...values(item, 'contentVariables', 'content_variables'),
		...values(item, 'headerVariables', 'header_variables'),
		...values(item, 'buttonUrlVariables', 'button_url_variables'),
		...readFilled(item, { language: 'language', preset: 'preset' }),
		...(item.boolean('autoRegister') ? { use_auto_registration: true } : {}),
	};
	return { audience: { kind: 'devices' }, recipients: numbersOf(item), notification };
}

/** Numbers become texts: that is how a template takes them. */
function values(item: ItemReader, name: string, wire: string): Notification {
	const given = Object.entries(item.jsonObject(name) ?? {});
	if (given.length === 0) return {};
	const { label } = item.field(name);
	const texts = given.map(([key, value]) => {
		if (typeof value === 'string' || typeof value === 'number') return [key, String(value)];
		throw new ItemProblem(`'${label}' has no text for “${key}”`, 'Give each placeholder a text or a number.');
	});
	return { [wire]: Object.fromEntries(texts) };
}

/** The numbers as the older example writes them (Pushwoosh API reference, 14.3). @throws ItemProblem */
function numbersOf(item: ItemReader): string[] {
	return readPhoneNumbers(item).map((number) => `whatsapp:${number}`);
}

/** @throws ItemProblem where there is neither a text nor a template */
function requireContent({ content, content_id: template }: Notification): void {
	if (content || template) return;
	throw new ItemProblem(
		"'Content' is empty, and there is no template",
		"Write a text, or enter the 'Template ID'.",
		'EMPTY_PARAMETER',
	);
}
