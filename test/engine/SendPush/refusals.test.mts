import { describe, expect, it } from 'vitest';

import { usePushBench } from './support.mts';

const bench = usePushBench();

describe('content may be empty only with', () => {
	it.each([
		['a preset', { preset: 'PPPPP-22222' }],
		['a silent push', { iosSettings: { ios_silent: 1 }, platforms: [1] }],
		[
			'a silent push on Android',
			{ androidSettings: { android_silent: 1 }, rawFields: '{ "platforms": [3] }' },
		],
		[
			'a silent push on both',
			{ iosSettings: { ios_silent: 1 }, androidSettings: { android_silent: 1 }, platforms: [3, 1] },
		],
		['Windows content', { otherPlatformSettings: { wns_content: 'PHRvYXN0Lz4=' }, platforms: [8] }],
		['translations', { localizedContent: { translation: [{ language: 'es', content: 'Hola' }] } }],
		['raw content', { rawFields: '{ "content": "From raw" }' }],
	])('%s', async (_name, fields) => {
		const notification = await bench.sent(fields, { content: '' });
		if (_name.includes('preset')) expect(notification).not.toHaveProperty('content');
	});

	it.each([
		['nothing else', {}],
		['a title only', { title: 'Hi' }],
		['a silent flag that is off', { iosSettings: { ios_silent: 0 } }],
		['raw fields that empty it', { preset: '', rawFields: '{ "content": "" }' }],
	])('not with %s', async (_name, fields) => {
		expect(await bench.refusal(fields, { content: _name.startsWith('raw') ? 'Hi' : ' ' })).toContain(
			"'Content' is empty",
		);
	});

	it.each([
		['a silent push on iOS alone', { iosSettings: { ios_silent: 1 } }],
		[
			'a silent push on iOS and Android, with web and others addressed',
			{ iosSettings: { ios_silent: 1 }, androidSettings: { android_silent: 1 } },
		],
		['Windows content alone', { otherPlatformSettings: { wns_content: '<toast/>' } }],
		['Android addressed and iOS silent', { iosSettings: { ios_silent: 1 }, platforms: [1, 3] }],
		[
			'platforms that the raw fields widen',
			{ iosSettings: { ios_silent: 1 }, platforms: [1], rawFields: '{ "platforms": [1, 11] }' },
		],
	])('not with %s: the others would get a push without a text', async (_name, fields) => {
		expect(await bench.refusal(fields, { content: '' })).toContain(
			"'Content' is empty, so other platforms would get a push without a text",
		);
	});
});

it.each([
	['sendRate', { sendRate: 99 }, "'Send Rate' must be a whole number from 100 to 1000, but is 99"],
	['minimizeLink', { minimizeLink: '={{ 1 }}' }, "'Shorten Link' is none of"],
	['data', { data: '[1]' }, "'Custom Data (JSON)' isn't a JSON object"],
	['placeholders', { dynamicContentPlaceholders: '{ "name": null }' }, 'has no text for “name”'],
	['platforms', { platforms: '={{ ["iOS"] }}' }, "'Platforms' holds something"],
	['imageUrl', { imageUrl: 'picture.jpg' }, "'Image URL' isn't a full web address"],
	['badge', { iosSettings: { ios_badges: 'many' } }, "'Badge' is “many”"],
	['banner', { androidSettings: { android_banner: 'x.jpg' } }, "'Big Picture URL' isn't a full web address"],
	[
		'lifetime',
		{ androidSettings: { android_gcm_ttl: -1 } },
		"'Lifetime (Seconds)' must be a whole number, at least 0",
	],
	['priority', { androidSettings: { android_priority: '={{ 3 }}' } }, "'Importance' is none of"],
	['root', { iosSettings: { ios_root_params: '{' } }, "'Root Parameters (JSON)' isn't valid JSON"],
	[
		'language',
		{ localizedContent: { translation: [{ language: 'es-MX', content: 'x' }] } },
		'two-letter language code',
	],
	[
		'twice',
		{ localizedContent: { translation: [{ language: 'en', content: 'x' }] } },
		"The language 'en' has 'Content' and a translation",
	],
	['key', { deduplicationKey: '={{ $json.missing }}' }, "'Deduplication Key' is empty"],
])('a bad value of %s fails before any request', async (_name, fields, message) => {
	expect(await bench.refusal(fields)).toContain(message);
});
