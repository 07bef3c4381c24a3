import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../../shared/failure';
import type { Collection } from '../../../shared/form/itemReader';
import { toEntries } from '../../../shared/form/lists';
import { toBoolean, toJsonObject, toText, type Field } from '../../../shared/form/values';
import type { Notification } from './notification';
import { readOption, readWholeNumber } from './platformSettings';
import { additionalFields } from '../form/additionalFields';

const byName = new Map(additionalFields.map((property) => [property.name, property]));

/** A member of the additional fields as the form describes it. */
export function additionalField(name: string): INodeProperties & Field {
	const property = byName.get(name);
	if (!property) throw new Error(`There is no additional field ${name}`);
	return { ...property, label: property.displayName };
}

/** A text of the additional fields, trimmed; empty when it wasn't added. */
export function additionalText(values: Collection, name: string): string {
	return toText(values[name], additionalField(name)).trim();
}

/** Members that are sent as they are, with Pushwoosh's names for them. */
const TEXT_FIELDS = {
	link: 'link',
	campaign: 'campaign',
	preset: 'preset',
	richMedia: 'rich_media',
	remotePage: 'remote_page',
};
const FLAG_FIELDS = { cappingAvoid: 'capping_avoid', cappingExclude: 'capping_exclude' };

/**
 * Reads what holds for all platforms alike. Links are kept as they are unless the user chose otherwise: Pushwoosh's own
 * default would shorten them, which breaks deep links.
 * @throws ItemProblem naming the field
 */
export function readGeneral(values: Collection): Notification {
	const has = (name: string) => Object.hasOwn(values, name);
	const general: Notification = {
		minimize_link: has('minimizeLink') ? readOption(values.minimizeLink, additionalField('minimizeLink')) : 0,
	};
	for (const [name, wireName] of Object.entries(TEXT_FIELDS)) {
		const text = additionalText(values, name);
		if (text !== '') general[wireName] = text;
	}
	for (const [name, wireName] of Object.entries(FLAG_FIELDS)) {
		if (has(name)) general[wireName] = toBoolean(values[name], additionalField(name));
	}
	if (has('sendRate')) general.send_rate = readWholeNumber(values.sendRate, additionalField('sendRate'));
	if (has('platforms')) general.platforms = readPlatforms(values.platforms, additionalField('platforms'));
	const data = toJsonObject(values.data, additionalField('data'));
	if (data && Object.keys(data).length > 0) general.data = data;
	const placeholders = readPlaceholders(values.dynamicContentPlaceholders);
	if (placeholders) general.dynamic_content_placeholders = placeholders;
	return general;
}

/** An empty list wouldn't restrict anything, so it isn't taken for one. */
function readPlatforms(value: unknown, field: Field): number[] {
	const codes = toEntries(value, 'whitespace', field);
	if (codes.length > 0 && codes.every((code) => /^[1-9]\d*$/.test(code))) return [...new Set(codes.map(Number))];
	throw new ItemProblem(
		codes.length === 0
			? `'${field.label}' is empty`
			: `'${field.label}' holds something that isn't a platform`,
		'Choose at least one platform, or remove the field to send to all of them. An expression has to give codes, like [1, 3].',
	);
}

function readPlaceholders(value: unknown): Record<string, unknown> | undefined {
	const field = additionalField('dynamicContentPlaceholders');
	const placeholders = toJsonObject(value, field);
	if (!placeholders || Object.keys(placeholders).length === 0) return undefined;
	for (const [name, text] of Object.entries(placeholders)) {
		if (typeof text === 'string' || typeof text === 'number' || typeof text === 'boolean') {
			// They become part of a text.
			toText(text, field);
			continue;
		}
		throw new ItemProblem(
			`'${field.label}' has no text for “${name}”`,
			'Give each placeholder a text or a number. If it comes from an expression, check that the item has that field.',
		);
	}
	return placeholders;
}
