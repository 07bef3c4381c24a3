import { ItemProblem } from '../../shared/failure';
import type { CollectionReader } from '../../shared/form/fieldReader';
import type { FormField } from '../../shared/form/formField';
import type { ItemReader } from '../../shared/form/itemReader';
import { toJson } from '../../shared/form/values';
import { buildMessage, type BuiltMessage } from './message/message';
import type { Delivery, PlatformValues } from './message/platforms';

/** @throws ItemProblem for a message that FCM would refuse, or that wouldn't do what the form says */
export function readMessage(item: ItemReader): BuiltMessage {
	const message = item.collection('message');
	const platforms = item.collection('platformSettings');
	return buildMessage({
		title: item.text('title'),
		body: item.text('body'),
		data: item.rows('data', 'entry').map((entry) => [entry.text('key').trim(), entry.raw('value')]),
		dataJson: message.jsonObject('dataJson'),
		image: message.text('image').trim(),
		link: message.text('link').trim(),
		analyticsLabel: message.text('analyticsLabel').trim(),
		rawMessage: message.jsonObject('rawMessage'),
		delivery: readDelivery(item.collection('delivery')),
		android: readSettings(platforms.collection('androidSettings')),
		apple: readSettings(platforms.collection('appleSettings')),
		web: readSettings(platforms.collection('webSettings')),
	});
}

/** What one field says for all platforms; an empty text is as if it hadn't been added. */
function readDelivery(delivery: CollectionReader): Delivery {
	const isGiven = (name: string) => delivery.has(name) && !isEmpty(delivery.raw(name));
	return {
		timeToLive: isGiven('timeToLive') ? delivery.wholeNumber('timeToLive') : undefined,
		priority: isGiven('priority') ? delivery.choice('priority', ['normal', 'high'] as const) : undefined,
		collapseId: isGiven('collapseId') ? delivery.text('collapseId').trim() : undefined,
	};
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** Reads the members that were added, by what the form says of them; an empty text is as if it hadn't been. */
function readSettings(settings: CollectionReader): PlatformValues {
	const filled = settings.added().filter(({ name }) => !isEmpty(settings.raw(name)));
	return Object.fromEntries(filled.map((field) => [field.name, readSetting(settings, field)]));
}

function readSetting(settings: CollectionReader, field: FormField): unknown {
	const { name, type } = field;
	switch (type) {
		case 'number':
			return settings.wholeNumber(name);
		case 'boolean':
			return settings.boolean(name);
		case 'options':
			return settings.choice(name);
		case 'json':
			return readList(settings.raw(name), field);
		default:
			return settings.text(name).trim();
	}
}

/** @returns undefined for a list without entries */
function readList(value: unknown, field: FormField): unknown[] | undefined {
	const list = toJson(value, field);
	if (Array.isArray(list)) return list.length === 0 ? undefined : list;
	throw new ItemProblem(`'${field.label}' isn't a JSON list`, 'Write it in square brackets: [{ … }, { … }].');
}
