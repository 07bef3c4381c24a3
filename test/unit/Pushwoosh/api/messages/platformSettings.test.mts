import { describe, expect, test } from 'vitest';

import { readPlatformSettings } from '../../../../../nodes/Pushwoosh/api/messages/platformSettings.ts';
import { androidSettings } from '../../../../../nodes/Pushwoosh/SendPush/description/androidSettings.ts';
import { iosSettings } from '../../../../../nodes/Pushwoosh/SendPush/description/iosSettings.ts';
import { otherPlatformSettings } from '../../../../../nodes/Pushwoosh/SendPush/description/otherPlatformSettings.ts';
import { webSettings } from '../../../../../nodes/Pushwoosh/SendPush/description/webSettings.ts';

const all = [...iosSettings, ...androidSettings, ...webSettings, ...otherPlatformSettings];
const read = (values: Record<string, unknown>) => readPlatformSettings(values, all);

describe('each kind of setting', () => {
	test.each<[string, unknown, unknown]>([
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
		['safari_url_args', 'a, b\r\n\n c ', ['a, b', 'c']],
		['safari_url_args', ['a', 1], ['a', '1']],
		['wns_content', '<toast>é</toast>', Buffer.from('<toast>é</toast>').toString('base64')],
		['wns_content', 'aGVsbG8=', 'aGVsbG8='],
		['wns_content', { en: '<a/>', es: 'YQ==' }, { en: 'PGEvPg==', es: 'YQ==' }],
		['wns_tag', 'abc123', 'abc123'],
		['ios_category_id', 12, '12'],
	])('%s %j is sent as %j', (name, value, sent) => expect(read({ [name]: value })[name]).toEqual(sent));

	test.each([
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

	test('a sound that is missing in the item is left out, not silenced', () => {
		expect(read({ ios_sound: undefined, adm_sound: null })).toEqual({});
	});

	test('what the form does not know is not sent', () => {
		expect(read({ users: ['a'], ios_unknown: 1, toString: 1 })).toEqual({});
	});

	test('Safari gets its URL arguments in any case', () => {
		expect(read({ safari_title: 'T' })).toEqual({ safari_title: 'T', safari_url_args: [] });
		expect(read({ chrome_title: 'T' })).toEqual({ chrome_title: 'T' });
	});

	test.each<[string, unknown, string]>([
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
		['wns_content', 'plain text', "'Windows: Content' is neither XML nor Base64"],
		['wns_tag', 'a-b', "'Windows: Tag'"],
		['wns_tag', 'a'.repeat(17), "'Windows: Tag'"],
		['wns_type', 'Popup', "'Windows: Type'"],
	])('%s %j is refused', (name, value, message) => expect(() => read({ [name]: value })).toThrow(message));
});

test('no member of the form is there twice, and all are documented by a text', () => {
	expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
	for (const { description } of all) expect(description?.length).toBeGreaterThan(10);
});
