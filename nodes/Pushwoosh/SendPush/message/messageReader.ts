import { ItemProblem } from '../../../shared/failure';
import type { CollectionReader } from '../../../shared/form/fieldReader';
import type { ItemReader } from '../../../shared/form/itemReader';
import { toText, type Field } from '../../../shared/form/values';
import type { OperationSetup } from '../../../shared/node/operationEntry';
import { buildNotification, type Notification } from './notification';
import { readPlatformSettings } from './platformSettings';
import { SharedMessages, type PushMessage, type PushUnit } from './pushMessage';
import { AUDIENCE_PARAMETERS, readAudience, readAudienceKind, readRecipients } from './readAudience';
import { readContent, readDelivery } from './readGeneral';
import { buildSchedule } from './schedule';
import { buildTexts } from './texts';

/** What a message is made of, whatever its audience. */
const MESSAGE_PARAMETERS = [
	'application',
	'audience',
	'title',
	'content',
	'message',
	'delivery',
	'platformSettings',
];
const PLATFORM_SETTINGS = ['iosSettings', 'androidSettings', 'webSettings', 'otherPlatformSettings'];

/** Makes what reads the items of a run. Items that describe the same message get the same object for it. */
export function messageReader({ info }: OperationSetup): { read: (item: ItemReader) => PushUnit } {
	const messages = new SharedMessages();
	let last: { inputs: unknown[]; message: PushMessage } | undefined;
	return {
		read: (item) => {
			const kind = readAudienceKind(item);
			const names = [...MESSAGE_PARAMETERS, ...AUDIENCE_PARAMETERS[kind]];
			const inputs = names.map((name) => item.raw(name));
			const before = last;
			// What the form says without an expression is the same object for each item.
			const isSame =
				before?.inputs.length === inputs.length && inputs.every((value, at) => value === before.inputs[at]);
			const message = isSame
				? before.message
				: messages.share(readMessage(item, info.timezone), item.itemIndex);
			last = { inputs, message };
			return { itemIndex: item.itemIndex, message, recipients: readRecipients(item, kind) };
		},
	};
}

/** @throws ItemProblem for an item that can't be sent exactly as it was meant */
function readMessage(item: ItemReader, workflowZone: string): Omit<PushMessage, 'id'> {
	const application = item.locator('application').value;
	const audience = readAudience(item, readAudienceKind(item));
	const content = item.collection('message');
	const delivery = item.collection('delivery');
	const notification = buildNotification(
		{
			schedule: readSchedule(delivery, workflowZone),
			texts: readTexts(item, content),
			general: { ...readContent(content), ...readDelivery(delivery) },
			imageUrl: content.text('imageUrl').trim(),
			platformSettings: readAllPlatformSettings(item.collection('platformSettings')),
			rawFields: readRawFields(content),
		},
		audience,
	);
	return { application, audience, notification, deduplicationKey: readDeduplicationKey(delivery) };
}

/** Reads when a message goes out. @param workflowZone IANA name of the workflow's time zone @throws ItemProblem */
export function readSchedule(values: CollectionReader, workflowZone: string): Notification {
	const wish = {
		sendDate: values.has('sendDate') ? { value: values.raw('sendDate') } : undefined,
		timezone: values.has('timezone') ? values.text('timezone').trim() : undefined,
		// Some methods don't have it.
		ignoreUserTimezone: !values.offers('ignoreUserTimezone') || values.boolean('ignoreUserTimezone'),
	};
	return buildSchedule(wish, workflowZone, Date.now());
}

function readTexts(item: ItemReader, values: CollectionReader): Notification {
	const field = values.field('localizedContent');
	// What a new field starts with is an empty translation, and no default for whoever didn't add it.
	const rows = values.has('localizedContent') ? values.rows('localizedContent', 'translation') : [];
	const translations = rows.map((row) => ({
		language: toText(row.raw('language'), field),
		content: toText(row.raw('content'), field),
		title: toText(row.raw('title'), field),
		subtitle: toText(row.raw('subtitle'), field),
	}));
	const texts = {
		content: item.text('content'),
		title: item.text('title'),
		subtitle: values.text('subtitle'),
	};
	return buildTexts(texts, translations, values.text('fallbackLanguage').trim() || 'en');
}

function readAllPlatformSettings(values: CollectionReader): Notification {
	const settings = PLATFORM_SETTINGS.map((name) => readPlatformSettings(values.collection(name)));
	return settings.reduce((all, some) => ({ ...all, ...some }));
}

/** What was added but has no value could have been a restriction, such as `platforms`. */
function readRawFields(values: CollectionReader): Notification | undefined {
	if (!values.has('rawFields')) return undefined;
	const raw = values.raw('rawFields');
	if (raw !== undefined && raw !== null) return values.jsonObject('rawFields');
	throw emptyField(values.field('rawFields'));
}

/** An empty key would make a push of its own of each item that shares it, or one of all: neither was meant. */
export function readDeduplicationKey(values: CollectionReader): string | undefined {
	if (!values.has('deduplicationKey')) return undefined;
	const key = values.text('deduplicationKey').trim();
	if (key !== '') return key;
	throw emptyField(values.field('deduplicationKey'));
}

function emptyField({ label }: Field): ItemProblem {
	return new ItemProblem(
		`'${label}' is empty`,
		'Fill it in or remove it. If it holds an expression, check that the item has that field.',
		'EMPTY_PARAMETER',
	);
}
