import type { INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { readPlatformSettings } from '../../../../../nodes/Pushwoosh/SendPush/message/platformSettings.ts';
import { platformSettingsFields } from '../../../../../nodes/Pushwoosh/SendPush/form/platformSettings.ts';
import { collectionReader } from '../../../support/readers.mts';

const groups = platformSettingsFields.options as INodeProperties[];
const all = groups.flatMap(({ options }) => options as INodeProperties[]);
const read = (values: Record<string, unknown>) => readPlatformSettings(collectionReader(all, values));

describe('each kind of setting', () => {
	it.each<[string, unknown, unknown]>([
		['ios_badges', '5', 5],
		['ios_badges', 0, 0],
		['ios_badges', '+1', '+1'],
		['android_badges', ' -2 ', '-2'],
		['huawei_android_badges', -1, '-1'],
		['mac_badges', '3', 3],
		['ios_sound', '', ''],
		['android_sound', ' chime ', 'chime'],
		['ios_ttl', '60', 60],
		['ios_silent', 1, 1],
		['ios_silent', '0', 0],
		['ios_silent', true, 1],
		['android_vibration', false, 0],
		['android_priority', '-2', -2],
		['android_delivery_priority', 'high', 'high'],
		['ios_root_params', '{"a":{"b":1}}', { a: { b: 1 } }],
		['ios_root_params', { a: 1 }, { a: 1 }],
		['android_led', '#00FF00', '#00FF00'],
		['android_ibc', 'red', 'red'],
		['android_banner', ' https://a.example/x.png ', 'https://a.example/x.png'],
		['safari_url_args', 'a, b\r\n\n c ', ['a, b', '', 'c']],
		['safari_url_args', '\n42', ['', '42']],
		['safari_url_args', ' \n \n42\n\n', ['', '', '42']],
		['safari_url_args', ' \n', []],
		['safari_url_args', ['a', 1], ['a', '1']],
		['safari_url_args', ['', 'a', ''], ['', 'a', '']],
		['safari_url_args', '["", "a\\nb", 7]', ['', 'a\nb', '7']],
		['wns_content', '<toast>é</toast>', Buffer.from('<toast>é</toast>').toString('base64')],
		['wns_content', 'aGVsbG8=', 'aGVsbG8='],
		['wns_content', { en: '<a/>', es: 'YQ==' }, { en: 'PGEvPg==', es: 'YQ==' }],
		['wns_tag', 'abc123', 'abc123'],
		['ios_category_id', 12, '12'],
	])('%s %j is sent as %j', (name, value, sent) => expect(read({ [name]: value })[name]).toEqual(sent));

	it.each<[string, unknown, string]>([
		['ios_badges', '1a', "which isn't a badge. Enter a whole number, or +1 or -1 to raise or lower it."],
		['ios_badges', 'a1', "isn't a badge"],
		['ios_badges', '+1a', "isn't a badge"],
		['ios_badges', 'a+1', "isn't a badge"],
		['ios_badges', '1234567890', "isn't a badge"],
		['android_led', 'x#00ff00', "isn't a color. Write it like #ff8800."],
		['android_led', '#00ff001', "isn't a color"],
		[
			'android_banner',
			'x https://a.example',
			"isn't a full web address. Enter an address that begins with https://.",
		],
		['android_banner', 'https:///x', "isn't a full web address"],
		[
			'wns_content',
			'a',
			'is neither XML nor Base64. Enter the XML of the notification, or encode other content as Base64.',
		],
		['wns_content', '!aGVsbG8=', 'is neither XML nor Base64'],
		['wns_content', 'aGV=sbG8', 'is neither XML nor Base64'],
		['wns_content', 'aGVsbG8', 'is neither XML nor Base64'],
		['wns_content', { en: '' }, 'is neither XML nor Base64'],
		['wns_tag', '!abc', 'Use at most 16 letters and digits.'],
		['wns_tag', 'abc!', "can't be used"],
	])('%s %j is refused', (name, value, text) => {
		let said = '';
		try {
			read({ [name]: value });
		} catch (error) {
			const { message, advice } = error as { message: string; advice: string };
			said = `${message}. ${advice}`;
		}
		expect(said).toContain(text);
	});

	it.each<[string, unknown, unknown]>([
		['ios_badges', '123456789', 123456789],
		['ios_badges', '-12', '-12'],
		['android_banner', 'http://a.example/x', 'http://a.example/x'],
		['wns_content', ' <a/> ', 'PGEvPg=='],
		['wns_content', ' aGVsbG8= ', 'aGVsbG8='],
		['wns_content', {}, undefined],
		['safari_url_args', 'a\rb', ['a\rb']],
	])('%s %j is sent as %j, too', (name, value, sent) => expect(read({ [name]: value })[name]).toEqual(sent));

	it.each([
		'ios_title',
		'ios_badges',
		'android_banner',
		'android_led',
		'wns_content',
		'wns_tag',
		'chrome_title',
		'ios_root_params',
	])('%s left empty is left out', (name) => {
		for (const value of ['', '  ', undefined, null]) expect(read({ [name]: value })).toEqual({});
	});

	it('a sound that is missing in the item is left out, not silenced', () => {
		expect(read({ ios_sound: undefined, adm_sound: null })).toEqual({});
	});

	it('what the form does not know is not sent', () => {
		expect(read({ users: ['a'], ios_unknown: 1, toString: 1 })).toEqual({});
	});

	it('Safari gets its URL arguments in any case', () => {
		expect(read({ safari_title: 'T' })).toEqual({ safari_title: 'T', safari_url_args: [] });
		expect(read({ chrome_title: 'T' })).toEqual({ chrome_title: 'T' });
	});

	it.each<[string, unknown, string]>([
		['ios_badges', '1.5', "'Badge'"],
		['ios_badges', { a: 1 }, "'Badge' holds an object"],
		['ios_ttl', -1, "'Lifetime (Seconds)' must be a whole number, at least 0, but is -1"],
		['ios_ttl', 1.5, "'Lifetime (Seconds)'"],
		['ios_ttl', undefined, "'Lifetime (Seconds)' isn't a number"],
		['ios_silent', 2, "'Silent Push'"],
		['ios_silent', undefined, "'Silent Push'"],
		['android_priority', 3, "'Importance'"],
		['android_led', 'red', "'LED Color'"],
		['android_custom_icon', 'icon.png', "'Large Icon URL'"],
		['chrome_image', 'ftp://x', "'Chrome: Large Image URL'"],
		['ios_root_params', '[]', "'Root Parameters (JSON)' isn't a JSON object"],
		['safari_url_args', ['a', null], "'Safari: URL Arguments' holds an entry that is neither"],
		['safari_url_args', [['a']], 'neither a text nor a number'],
		['safari_url_args', '[{"a": 1}]', 'neither a text nor a number'],
		['safari_url_args', '["a", 12345678901234567890]', '12345678901234567890'],
		['safari_url_args', '["a"', "can't be read as one"],
		['safari_url_args', 'a\n[object Object]', '“[object Object]”'],
		[
			'ios_root_params',
			'{"id": 12345678901234567890}',
			"'Root Parameters (JSON)' holds the number 12345678901234567890",
		],
		['ios_category_id', 1e21, "isn't exact"],
		['wns_content', 'plain text', "'Windows: Content' is neither XML nor Base64"],
		['wns_tag', 'a-b', "'Windows: Tag'"],
		['wns_tag', 'a'.repeat(17), "'Windows: Tag'"],
		['wns_type', 'Popup', "'Windows: Type'"],
	])('%s %j is refused', (name, value, message) => expect(() => read({ [name]: value })).toThrow(message));
});

it('no member of the form is there twice, and all are documented by a text', () => {
	expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
	for (const { description } of all) expect(description?.length).toBeGreaterThan(10);
});
