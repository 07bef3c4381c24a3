import { ItemProblem } from '../../shared/failure';
import type { CollectionReader } from '../../shared/form/fieldReader';
import { toForm, type FormField } from '../../shared/form/formField';
import type { ItemReader } from '../../shared/form/itemReader';
import { toBoolean, toChoice, toJson, toNumberWithin, toText } from '../../shared/form/values';
import { messageFields } from './fields/message';
import { buildMessage, type BuiltMessage, type MessageFields } from './message/message';
import type { Delivery, PlatformValues } from './message/platforms';

/** @throws ItemProblem for a message that FCM would refuse, or that wouldn't do what the form says */
export function readMessage(item: ItemReader): BuiltMessage {
	const message = item.collection('message');
	const platforms = item.collection('platformSettings');
	return buildMessage(
		{
			title: item.text('title'),
			body: item.text('body'),
			data: item.rows('data', 'entry').map((entry) => [entry.text('key').trim(), entry.raw('value')]),
			...jsonOf(message, 'dataJson'),
			image: message.text('image').trim(),
			link: message.text('link').trim(),
			analyticsLabel: message.text('analyticsLabel').trim(),
			...jsonOf(message, 'rawMessage'),
			delivery: readDelivery(item.collection('delivery')),
			android: readSettings(platforms.collection('androidSettings')),
			apple: readSettings(platforms.collection('appleSettings')),
			web: readSettings(platforms.collection('webSettings')),
		},
		FIELDS,
	);
}

const FORM = toForm(messageFields);

/** @param within the collection that holds the field */
function named(name: string, within?: string): FormField {
	const form = within === undefined ? FORM : FORM.get(within)?.[0]?.members;
	const field = form?.get(name)?.[0];
	if (!field) throw new Error(`The form has no field ${name}`);
	return field;
}

/** As the screen calls them. */
const FIELDS: MessageFields = {
	title: named('title'),
	body: named('body'),
	data: named('data'),
	dataJson: named('dataJson', 'message'),
	image: named('image', 'message'),
	link: named('link', 'message'),
	analyticsLabel: named('analyticsLabel', 'message'),
	rawMessage: named('rawMessage', 'message'),
	collapseId: named('collapseId', 'delivery'),
};

function jsonOf<Name extends 'dataJson' | 'rawMessage'>(
	message: CollectionReader,
	name: Name,
): Partial<Record<Name, Record<string, unknown>>> {
	const json = message.jsonObject(name);
	const read: Partial<Record<Name, Record<string, unknown>>> = {};
	if (json !== undefined) read[name] = json;
	return read;
}

/** What one field says for all platforms; an empty text is as if it hadn't been added. */
function readDelivery(delivery: CollectionReader): Delivery {
	const isGiven = (name: string) => delivery.has(name) && !isEmpty(delivery.raw(name));
	return {
		...(isGiven('timeToLive') ? { timeToLive: delivery.wholeNumber('timeToLive') } : {}),
		...(isGiven('priority') ? { priority: delivery.choice('priority', ['normal', 'high'] as const) } : {}),
		...(isGiven('collapseId') ? { collapseId: delivery.text('collapseId').trim() } : {}),
	};
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** Reads the members that were added, by what the form says of them; an empty text is as if it hadn't been. */
function readSettings(settings: CollectionReader): PlatformValues {
	const read = settings.added().flatMap((field): Array<[string, unknown]> => {
		const raw = settings.raw(field.name);
		const value = isEmpty(raw) ? undefined : readSetting(raw, field);
		return value === undefined ? [] : [[field.name, value]];
	});
	return Object.fromEntries(read);
}

function readSetting(value: unknown, field: FormField): unknown {
	switch (field.type) {
		case 'number':
			return toNumberWithin(value, field, { ...field.limits, whole: true });
		case 'boolean':
			return toBoolean(value, field);
		case 'options':
			return toChoice(value, field.choices, field);
		case 'json':
			return readList(value, field);
		default:
			return toText(value, field).trim();
	}
}

function readList(value: unknown, field: FormField): unknown[] | undefined {
	const list = toJson(value, field);
	if (list === undefined) return undefined;
	if (Array.isArray(list)) return list.length === 0 ? undefined : list;
	throw new ItemProblem(`'${field.label}' isn't a JSON list`, 'Write it in square brackets: [{ … }, { … }].');
}
