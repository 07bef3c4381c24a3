import { ItemProblem } from '../../../shared/failure';
import type { CollectionReader } from '../../../shared/form/fieldReader';
import { toText } from '../../../shared/form/values';
import type { Notification } from './notification';

/** Members that are sent as they are, with Pushwoosh's names for them. */
const TEXT_FIELDS = { link: 'link', preset: 'preset', richMedia: 'rich_media', remotePage: 'remote_page' };
const FLAG_FIELDS = { cappingAvoid: 'capping_avoid', cappingExclude: 'capping_exclude' };

/**
 * Reads what a push carries on all platforms alike, beside its texts. Links are kept as they are unless the user chose
 * otherwise: Pushwoosh's own default would shorten them, which breaks deep links.
 * @throws ItemProblem naming the field
 */
export function readContent(message: CollectionReader): Notification {
	const content: Notification = { minimize_link: message.choice('minimizeLink') };
	for (const [name, wireName] of Object.entries(TEXT_FIELDS)) {
		const text = message.text(name).trim();
		if (text !== '') content[wireName] = text;
	}
	const data = message.jsonObject('data');
	if (data && Object.keys(data).length > 0) content.data = data;
	const placeholders = readPlaceholders(message);
	if (placeholders) content.dynamic_content_placeholders = placeholders;
	return content;
}

/**
 * Reads how a push goes out, but for when.
 * @throws ItemProblem naming the field
 */
export function readDelivery(delivery: CollectionReader): Notification {
	const rules: Notification = {};
	const campaign = delivery.text('campaign').trim();
	if (campaign !== '') rules.campaign = campaign;
	for (const [name, wireName] of Object.entries(FLAG_FIELDS)) {
		if (delivery.has(name)) rules[wireName] = delivery.boolean(name);
	}
	if (delivery.has('sendRate')) rules.send_rate = delivery.wholeNumber('sendRate');
	if (delivery.has('platforms')) rules.platforms = readPlatforms(delivery);
	return rules;
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
