import { createHash } from 'node:crypto';
import { ItemProblem } from '../../../shared/failure';
import type { CollectionReader, FieldReader } from '../../../shared/form/fieldReader';
import type { ItemReader } from '../../../shared/form/itemReader';
import { recordsIn } from '../../../shared/json';
import type { OperationSetup } from '../../../shared/node/operationEntry';
import type { AudienceKind } from '../../SendPush/message/audience';
import { readSchedule } from '../../SendPush/message/messageReader';
import type { Notification } from '../../SendPush/message/notification';
import type { PushUnit } from '../../SendPush/message/pushMessage';
import { readAudience } from '../../SendPush/message/readAudience';
import { readCampaignAndCap, readFilled } from '../../SendPush/message/readGeneral';
import { readFile } from '../../values/itemFile';
import type { Draft } from '../shared/reader';

/** Most characters of an attachment in Base64, and how many there may be (Pushwoosh API reference, 14.1). */
const MOST_BASE64 = 1_000_000;
const MOST_ATTACHMENTS = 2;

const AUDIENCES = ['addresses', 'users', 'segment', 'conditions', 'everyone'] as const;

/** @returns the kind; addresses stand in `devices`, as devices do @throws ItemProblem when it isn't certain */
export function audienceOf(item: ItemReader): AudienceKind {
	const chosen = item.choice('audience', AUDIENCES);
	return chosen === 'addresses' ? 'devices' : chosen;
}

/** @returns distinct addresses or user IDs @throws ItemProblem when the list is empty, or an address isn't one */
export function recipientsOf(item: ItemReader, kind: AudienceKind): string[] {
	if (kind === 'users') return [...new Set(item.list('userIds', 'lines'))];
	if (kind !== 'devices') return [];
	const addresses = item.list('addresses', 'lines');
	for (const address of addresses) checkAddress(address, item.field('addresses').label);
	return [...new Set(addresses)];
}

/** Reads an e-mail. @throws ItemProblem */
export function readEmail(item: ItemReader, setup: OperationSetup): Draft {
	const delivery = item.collection('delivery');
	const kind = audienceOf(item);
	const preset = item.requiredText('preset');
	const { attachments, files } = readAttachments(item, setup);
	return {
		audience: readAudience(item, kind),
		recipients: recipientsOf(item, kind),
		files,
		notification: {
			...readSchedule(delivery, setup.info.timezone),
			preset,
			...textsOf(item),
			...senderOf(item),
			...readCampaignAndCap(delivery),
			...(attachments.length > 0 ? { attachments } : {}),
			...(item.boolean('autoRegister') ? { use_auto_registration: true } : {}),
		},
	};
}

/** Subject and content, each one text or one for each language. */
function textsOf(item: ItemReader): Notification {
	const rows = item.rows('localizedContent', 'translation');
	for (const row of rows) requireTranslation(row);
	const own = { subject: item.text('subject'), content: item.text('content') };
	const entries = Object.entries(own).map(([name, text]): [string, unknown] => {
		if (rows.length === 0) return [name, text.trim() === '' ? undefined : text];
		const texts = rows.map((row): [string, string] => [languageIn(row, 'language'), row.text(name)]);
		const fallback: Array<[string, string]> =
			text.trim() === '' ? [] : [[languageIn(item, 'fallbackLanguage', 'en'), text]];
		const all = [...fallback, ...texts].filter(([, written]) => written.trim() !== '');
		const twice = all.find(([language], at) => all.findIndex(([other]) => other === language) !== at);
		if (twice) throw new ItemProblem(`The language '${twice[0]}' has two texts`, 'Give each language once.');
		return [name, all.length > 0 ? Object.fromEntries(all) : undefined];
	});
	return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function requireTranslation(row: CollectionReader): void {
	if (['subject', 'content'].some((name) => row.text(name).trim() !== '')) return;
	throw new ItemProblem(
		`The translation into '${languageIn(row, 'language')}' has neither a subject nor a content`,
		'Fill one of them in, or remove the translation.',
		'EMPTY_PARAMETER',
	);
}

/** @throws ItemProblem unless it is a two-letter code */
function languageIn(values: FieldReader, name: string, otherwise = ''): string {
	const code = values.text(name).trim() || otherwise;
	if (/^[a-z]{2}$/i.test(code)) return code.toLowerCase();
	throw new ItemProblem(
		`'${values.field(name).label}' isn't a two-letter language code`,
		'Use codes such as en, es or de.',
	);
}

function senderOf(item: ItemReader): Notification {
	const name = item.text('fromName').trim();
	const email = item.text('fromEmail').trim();
	const unsubscribe = readFilled(item, { listUnsubscribe: 'list_unsubscribe' });
	if (name !== '' && email === '')
		throw new ItemProblem("'From Name' needs a 'From Email'", 'Enter the address of the sender too.');
	if (email !== '') checkAddress(email, item.field('fromEmail').label);
	return {
		...(email === '' ? {} : { from: { ...(name === '' ? {} : { name }), email } }),
		...unsubscribe,
	};
}

/** @throws ItemProblem */
function checkAddress(address: string, label: string): void {
	if (/^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/.test(address)) return;
	throw new ItemProblem(
		`'${label}' holds “${address.slice(0, 60)}”, which isn't an email address`,
		'Write addresses alone, such as anna@example.com, separated by commas.',
	);
}

/** The attachments of messages that aren't read yet, with where they are. */
const unread = new WeakMap<object, { itemIndex: number; property: string }>();

/** Reads the names of the files; their content is read before anything is sent. @throws ItemProblem */
function readAttachments(item: ItemReader, { context }: OperationSetup) {
	const properties = [...new Set(item.entries('attachments', 'lines'))];
	if (properties.length > MOST_ATTACHMENTS) {
		throw new ItemProblem(
			`'Attachments' names ${properties.length} files`,
			'Pushwoosh takes at most two with an email: leave some out, or link to them.',
		);
	}
	const binary = context.getInputData()[item.itemIndex].binary ?? {};
	const files: string[] = [];
	const attachments = properties.map((property) => {
		const file = Object.hasOwn(binary, property) ? binary[property] : undefined;
		if (!file) {
			throw new ItemProblem(
				`'Attachments' names “${property}”, but the item has no such binary property`,
				'Check the name, and that the node before gives a file.',
			);
		}
		files.push(file.id ?? createHash('sha256').update(file.data).digest('base64'));
		const attachment = { name: file.fileName ?? property, content: '' };
		unread.set(attachment, { itemIndex: item.itemIndex, property });
		return attachment;
	});
	return { attachments, files };
}

/** Reads the files of a message, once. @throws ItemProblem when one is too large */
export async function addAttachments(
	{ message: { notification } }: PushUnit,
	{ context }: OperationSetup,
): Promise<void> {
	for (const attachment of recordsIn(notification.attachments) ?? []) {
		const file = unread.get(attachment);
		if (!file) continue;
		const content = (await readFile(context, file, 'Attachments')).toString('base64');
		if (content.length > MOST_BASE64) {
			throw new ItemProblem(
				`The attachment “${attachment.name}” is too large`,
				'Pushwoosh takes files of up to 750,000 bytes (1,000,000 characters of Base64): make it smaller, or link to it.',
			);
		}
		attachment.content = content;
		unread.delete(attachment);
	}
}
