import { createHash } from 'node:crypto';
import { ItemProblem } from '../../../shared/failure';
import { readRows, type Collection, type ItemReader } from '../../../shared/form/itemReader';
import { toBoolean, toJsonObject, toText } from '../../../shared/form/values';
import { canonicalJson } from './canonicalJson';
import type { Notification } from './notification';
import { buildNotification } from './notification';
import { readPlatformSettings } from './platformSettings';
import { buildSchedule } from './schedule';
import { buildTexts, type Translation } from './texts';
import { androidSettings } from '../form/androidSettings';
import { iosSettings } from '../form/iosSettings';
import { otherPlatformSettings } from '../form/otherPlatformSettings';
import { webSettings } from '../form/webSettings';
import type { PushMessage, PushUnit } from './pushMessage';
import { AUDIENCE_PARAMETERS, readAudience, readAudienceKind, readRecipients } from './readAudience';
import { additionalField, additionalText, readGeneral } from './readGeneral';

const PLATFORM_SETTINGS = { iosSettings, androidSettings, webSettings, otherPlatformSettings };
const TEXT_NAMES = ['language', 'content', 'title', 'subtitle'] as const;

/** Reads the items of a run. Items that describe the same message get the same object for it. */
export class MessageReader {
	private readonly messages = new Map<string, PushMessage>();
	private last: { inputs: unknown[]; message: PushMessage } | undefined;

	/** @param workflowZone IANA name of the workflow's time zone */
	constructor(
		private readonly workflowZone: string,
		private readonly now: () => number = Date.now,
	) {}

	/** @throws ItemProblem for an item that can't be sent exactly as it was meant */
	read(item: ItemReader): PushUnit {
		const kind = readAudienceKind(item);
		const names = ['application', 'audience', 'content', 'additionalFields', ...AUDIENCE_PARAMETERS[kind]];
		const inputs = names.map((name) => item.raw(name));
		// What the form says without an expression is the same object for each item.
		const isSame =
			this.last?.inputs.length === inputs.length &&
			inputs.every((value, at) => value === this.last?.inputs[at]);
		const message =
			isSame && this.last ? this.last.message : this.share(readMessage(item, this.workflowZone, this.now()), item.itemIndex);
		this.last = { inputs, message };
		return { itemIndex: item.itemIndex, message, recipients: readRecipients(item, kind) };
	}

	private share(message: Omit<PushMessage, 'id'>, itemIndex: number): PushMessage {
		// A run may hold 100,000 different messages: their hashes take less room than their texts.
		const key = createHash('sha256').update(canonicalJson(message)).digest('base64');
		let shared = this.messages.get(key);
		if (!shared) {
			shared = { id: String(itemIndex), ...message };
			this.messages.set(key, shared);
		}
		return shared;
	}
}

function readMessage(item: ItemReader, workflowZone: string, now: number): Omit<PushMessage, 'id'> {
	const application = item.locator('application').value;
	const audience = readAudience(item, readAudienceKind(item));
	const values = item.collection('additionalFields');
	const notification = buildNotification(
		{
			schedule: readSchedule(values, workflowZone, now),
			texts: readTexts(item, values),
			general: readGeneral(values),
			imageUrl: additionalText(values, 'imageUrl'),
			platformSettings: readAllPlatformSettings(values),
			rawFields: readRawFields(values),
		},
		audience,
	);
	const deduplicationKey = readDeduplicationKey(values);
	return {
		application,
		audience,
		notification,
		...(deduplicationKey === undefined ? {} : { deduplicationKey }),
	};
}

function readSchedule(values: Collection, workflowZone: string, now: number): Notification {
	const wish = {
		sendDate: Object.hasOwn(values, 'sendDate') ? { value: values.sendDate } : undefined,
		timezone: Object.hasOwn(values, 'timezone') ? additionalText(values, 'timezone') : undefined,
		ignoreUserTimezone: Object.hasOwn(values, 'ignoreUserTimezone')
			? toBoolean(values.ignoreUserTimezone, additionalField('ignoreUserTimezone'))
			: true,
	};
	return buildSchedule(wish, workflowZone, now);
}

function readTexts(item: ItemReader, values: Collection): Notification {
	const translations = readRows(
		values.localizedContent,
		'translation',
		additionalField('localizedContent'),
	).map((row) => {
		const field = additionalField('localizedContent');
		return Object.fromEntries(
			TEXT_NAMES.map((name) => [name, toText(row[name], field)]),
		) as unknown as Translation;
	});
	const texts = {
		content: item.text('content'),
		title: toText(values.title, additionalField('title')),
		subtitle: toText(values.subtitle, additionalField('subtitle')),
	};
	return buildTexts(texts, translations, additionalText(values, 'fallbackLanguage') || 'en');
}

function readAllPlatformSettings(values: Collection): Notification {
	const settings = Object.entries(PLATFORM_SETTINGS).map(([name, properties]) => {
		const members = values[name];
		return typeof members === 'object' && members !== null
			? readPlatformSettings(members as Collection, properties)
			: {};
	});
	return Object.assign({}, ...settings) as Notification;
}

/** What was added but has no value could have been a restriction, such as `platforms`. */
function readRawFields(values: Collection): Notification | undefined {
	if (!Object.hasOwn(values, 'rawFields')) return undefined;
	const field = additionalField('rawFields');
	if (values.rawFields !== undefined && values.rawFields !== null)
		return toJsonObject(values.rawFields, field);
	throw emptyField(field.label);
}

/** An empty key would make a push of its own of each item that shares it, or one of all: neither was meant. */
function readDeduplicationKey(values: Collection): string | undefined {
	if (!Object.hasOwn(values, 'deduplicationKey')) return undefined;
	const key = additionalText(values, 'deduplicationKey');
	if (key !== '') return key;
	throw emptyField(additionalField('deduplicationKey').label);
}

function emptyField(label: string): ItemProblem {
	return new ItemProblem(
		`'${label}' is empty`,
		'Fill it in or remove it. If it holds an expression, check that the item has that field.',
		'EMPTY_PARAMETER',
	);
}
