import { ItemProblem } from '../../../shared/failure';
import type { CollectionReader } from '../../../shared/form/fieldReader';
import { toText } from '../../../shared/form/values';
import type { Notification } from './notification';

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
export function readGeneral(values: CollectionReader): Notification {
	const general: Notification = { minimize_link: values.choice('minimizeLink') };
	for (const [name, wireName] of Object.entries(TEXT_FIELDS)) {
		const text = values.text(name).trim();
		if (text !== '') general[wireName] = text;
	}
	for (const [name, wireName] of Object.entries(FLAG_FIELDS)) {
		if (values.has(name)) general[wireName] = values.boolean(name);
	}
	if (values.has('sendRate')) general.send_rate = values.wholeNumber('sendRate');
	if (values.has('platforms')) general.platforms = readPlatforms(values);
	const data = values.jsonObject('data');
	if (data && Object.keys(data).length > 0) general.data = data;
	const placeholders = readPlaceholders(values);
	if (placeholders) general.dynamic_content_placeholders = placeholders;
	return general;
}

/** An empty list wouldn't restrict anything, so it isn't taken for one. */
function readPlatforms(values: CollectionReader): number[] {
	const codes = values.entries('platforms', 'whitespace');
	const { label } = values.field('platforms');
	if (codes.length > 0 && codes.every((code) => /^[1-9]\d*$/.test(code)))
		return [...new Set(codes.map(Number))];
	throw new ItemProblem(
		codes.length === 0 ? `'${label}' is empty` : `'${label}' holds something that isn't a platform`,
		'Choose at least one platform, or remove the field to send to all of them. An expression has to give codes, like [1, 3].',
	);
}

function readPlaceholders(values: CollectionReader): Record<string, unknown> | undefined {
	const field = values.field('dynamicContentPlaceholders');
	const placeholders = values.jsonObject('dynamicContentPlaceholders');
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
