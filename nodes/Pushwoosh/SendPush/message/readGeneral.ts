import { ItemProblem } from '../../../shared/failure';
import type { CollectionReader, FieldReader } from '../../../shared/form/fieldReader';
import { toText } from '../../../shared/form/values';
import type { Notification } from './notification';

/**
 * Reads what a push carries on all platforms alike, beside its texts. Links are kept as they are unless the user chose
 * otherwise: Pushwoosh's own default would shorten them, which breaks deep links.
 * @throws ItemProblem naming the field
 */
export function readContent(message: CollectionReader): Notification {
	const minimize = message.choice('minimizeLink');
	const texts = readFilled(message, {
		link: 'link',
		preset: 'preset',
		richMedia: 'rich_media',
		remotePage: 'remote_page',
	});
	const data = message.jsonObject('data') ?? {};
	const placeholders = readPlaceholders(message);
	return {
		minimize_link: minimize,
		...texts,
		...(Object.keys(data).length > 0 ? { data } : {}),
		...(placeholders ? { dynamic_content_placeholders: placeholders } : {}),
	};
}

/** @param names of text fields, each with Pushwoosh's own @returns those that aren't empty @throws ItemProblem */
export function readFilled(values: FieldReader, names: Record<string, string>): Notification {
	const texts = Object.entries(names).map(([name, wireName]) => [wireName, values.text(name).trim()]);
	return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

/**
 * Reads how a push goes out, but for when.
 * @throws ItemProblem naming the field
 */
export function readDelivery(delivery: CollectionReader): Notification {
	return {
		...readCampaignAndCap(delivery),
		...(delivery.has('sendRate') ? { send_rate: delivery.wholeNumber('sendRate') } : {}),
		...(delivery.has('platforms') ? { platforms: readPlatforms(delivery) } : {}),
	};
}

/** Reads what a message counts for: its campaign and the frequency cap. @throws ItemProblem naming the field */
export function readCampaignAndCap(delivery: CollectionReader): Notification {
	return {
		...readFilled(delivery, { campaign: 'campaign' }),
		...(delivery.has('cappingAvoid') ? { capping_avoid: delivery.boolean('cappingAvoid') } : {}),
		...(delivery.has('cappingExclude') ? { capping_exclude: delivery.boolean('cappingExclude') } : {}),
	};
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
