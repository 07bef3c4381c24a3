import { describe, expect, it } from 'vitest';

import { canonicalJson } from '../../../../../nodes/Pushwoosh/SendPush/message/canonicalJson.ts';
import {
	buildNotification,
	mergeFields,
	pictureFields,
} from '../../../../../nodes/Pushwoosh/SendPush/message/notification.ts';

describe('mergeFields', () => {
	it('a later field replaces, root parameters merge to the leaves', () => {
		const earlier = {
			data: { a: 1 },
			title: 'x',
			ios_root_params: { aps: { a: 1, b: 1 }, list: [1], keep: 1 },
		};
		const later = { data: { b: 2 }, ios_root_params: { aps: { b: 2, c: 2 }, list: [2], keep: null } };
		const before = structuredClone({ earlier, later });
		expect(mergeFields(earlier, later)).toEqual({
			data: { b: 2 },
			title: 'x',
			ios_root_params: { aps: { a: 1, b: 2, c: 2 }, list: [2], keep: null },
		});
		expect({ earlier, later }).toEqual(before);
	});

	it.each([null, 'text', [1], 5])('root parameters that are %j replace', (value) => {
		expect(mergeFields({ ios_root_params: { a: 1 } }, { ios_root_params: value })).toEqual({
			ios_root_params: value,
		});
		expect(mergeFields({ ios_root_params: value }, { ios_root_params: { a: 1 } })).toEqual({
			ios_root_params: { a: 1 },
		});
	});

	it('names of an object’s own reach no prototype', () => {
		const evil = JSON.parse(
			'{"ios_root_params":{"__proto__":{"polluted":true},"constructor":{"x":1}}}',
		) as Record<string, unknown>;
		const merged = mergeFields({ ios_root_params: { constructor: { y: 1 }, toString: 1 } }, evil);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(Object.getPrototypeOf(merged.ios_root_params)).toBe(Object.prototype);
		expect(JSON.stringify(merged)).toBe(
			'{"ios_root_params":{"constructor":{"y":1,"x":1},"toString":1,"__proto__":{"polluted":true}}}',
		);
	});
});

describe('a picture', () => {
	const imageUrl = 'https://cdn.example.com/a.jpg';
	const build = (platformSettings: object, rawFields?: object) =>
		buildNotification(
			{
				schedule: { send_date: 'now' },
				texts: { content: 'Hi' },
				general: {},
				imageUrl,
				platformSettings: platformSettings as Record<string, unknown>,
				...(rawFields ? { rawFields: rawFields as Record<string, unknown> } : {}),
			},
			{ kind: 'users' },
		);

	it('fills the four places', () => {
		expect(build({})).toEqual({
			send_date: 'now',
			content: 'Hi',
			ios_root_params: { aps: { 'mutable-content': 1 }, attachment: imageUrl },
			android_banner: imageUrl,
			huawei_android_banner: imageUrl,
			chrome_image: imageUrl,
		});
	});

	it('a platform’s own setting wins, root parameters keep both', () => {
		expect(build({ android_banner: 'own', ios_root_params: { aps: { category: 'x' } } })).toMatchObject({
			android_banner: 'own',
			chrome_image: imageUrl,
			ios_root_params: { aps: { 'mutable-content': 1, category: 'x' }, attachment: imageUrl },
		});
		expect(
			build({ ios_root_params: { attachment: 'own', aps: { 'mutable-content': 0 } } }).ios_root_params,
		).toEqual({
			aps: { 'mutable-content': 0 },
			attachment: 'own',
		});
	});

	it('raw fields have the last word', () => {
		expect(
			build(
				{ android_banner: 'own' },
				{ android_banner: 'raw', content: 'Raw', ios_root_params: { attachment: 'raw' } },
			),
		).toMatchObject({
			android_banner: 'raw',
			content: 'Raw',
			ios_root_params: { aps: { 'mutable-content': 1 }, attachment: 'raw' },
		});
	});

	it.each([
		'picture.jpg',
		'//cdn.example.com/a.jpg',
		'ftp://example.com/a',
		'https://',
		'javascript:alert(1)',
		'https:// x',
	])('%s is refused', (url) => {
		expect(() => pictureFields(url)).toThrow("'Image URL'");
	});
});

describe('canonicalJson', () => {
	it('the order of keys does not matter, everything else does', () => {
		expect(canonicalJson({ b: [1, { d: 1, c: 'x' }], a: null })).toBe('{"a":null,"b":[1,{"c":"x","d":1}]}');
		expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
		expect(canonicalJson({ a: '1' })).not.toBe(canonicalJson({ a: 1 }));
		expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
		expect(canonicalJson([undefined])).toBe('[null]');
		expect(canonicalJson({ d: new Date(0) })).toBe('{"d":"1970-01-01T00:00:00.000Z"}');
	});

	it('is JSON that reads back as the same value', () => {
		const value = { 'k"ey': 'a\u2028"\\', nested: { list: [true, null, 1.5, {}], empty: [] } };
		expect(JSON.parse(canonicalJson(value))).toEqual(value);
	});
});
