import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import {
	buildMessage,
	withExpiration,
	type MessageForm,
} from '../../../../nodes/Google/FcmSend/message/message.ts';
import { messageFields } from '../../../../nodes/Google/FcmSend/fields/message.ts';
import { toForm, type Form } from '../../../../nodes/shared/form/formField.ts';

const EMPTY: MessageForm = {
	title: '',
	body: '',
	data: [],
	image: '',
	link: '',
	analyticsLabel: '',
	delivery: {},
	android: {},
	apple: {},
	web: {},
};
const build = (form: Partial<MessageForm>) => buildMessage({ ...EMPTY, ...form });
const messageOf = (form: Partial<MessageForm>) => build(form).message;
const shown = { title: 'Order shipped', body: 'It arrives on Friday.' };

describe('what a message says', () => {
	it('is a notification', () => {
		expect(messageOf(shown)).toEqual({ notification: shown });
	});

	it('takes a picture, a link and a label to their places', () => {
		expect(
			messageOf({
				...shown,
				image: 'https://e.org/a.png',
				link: 'https://e.org/o/1',
				analyticsLabel: 'order',
			}),
		).toEqual({
			notification: { ...shown, image: 'https://e.org/a.png' },
			apns: { payload: { aps: { 'mutable-content': 1 } } },
			webpush: { fcm_options: { link: 'https://e.org/o/1' } },
			fcm_options: { analytics_label: 'order' },
			data: { link: 'https://e.org/o/1' },
		});
	});

	it('leaves a link that data holds as it is', () => {
		expect(messageOf({ ...shown, link: 'https://e.org/a', data: [['link', 'app://a']] })).toMatchObject({
			data: { link: 'app://a' },
		});
	});

	it('gives a date to the app as its text, without quotes', () => {
		expect(messageOf({ ...shown, data: [['at', new Date(0)]] }).data).toEqual({
			at: '1970-01-01T00:00:00.000Z',
		});
	});

	it('what is switched off for Apple is gone, also where the form or the kind of message set it', () => {
		const image = messageOf({ ...shown, image: 'https://e.org/a.png', apple: { mutable_content: false } });
		expect(image).toEqual({ notification: { ...shown, image: 'https://e.org/a.png' } });
		const silent = messageOf({ data: [['a', '1']], apple: { content_available: false } });
		expect(silent).toEqual({
			data: { a: '1' },
			apns: { headers: { 'apns-push-type': 'background', 'apns-priority': '5' } },
		});
		const raw = { apns: { payload: { aps: { 'mutable-content': 1 } } } };
		expect(messageOf({ ...shown, apple: { mutable_content: false }, rawMessage: raw })).toEqual({
			notification: shown,
			...raw,
		});
	});

	it('makes texts of data', () => {
		const data: MessageForm['data'] = [
			['n', 5],
			['f', 1.5],
			['b', false],
			['o', { a: [1] }],
			['l', [1, 'x']],
			['e', ''],
			['none', null],
			['missing', undefined],
		];
		expect(messageOf({ ...shown, data }).data).toEqual({
			n: '5',
			f: '1.5',
			b: 'false',
			o: '{"a":[1]}',
			l: '[1,"x"]',
			e: '',
		});
	});

	it('lets JSON win over the table, and raw JSON over all', () => {
		const message = messageOf({
			...shown,
			data: [
				['a', 'table'],
				['b', 'table'],
				['c', 'table'],
			],
			dataJson: { b: 'json', c: 'json' },
			rawMessage: {
				data: { c: 3, d: null },
				notification: { title: 'Raw' },
				android_v2: { background_sync: {} },
			},
		});
		expect(message).toEqual({
			notification: { ...shown, title: 'Raw' },
			data: { a: 'table', b: 'json', c: '3' },
			android_v2: { background_sync: {} },
		});
	});
});

describe('JSON’s null', () => {
	it('of a later list leaves the key out, also where an earlier one has it', () => {
		const data: MessageForm['data'] = [
			['a', 'table'],
			['b', 'table'],
		];
		expect(messageOf({ ...shown, data, dataJson: { a: null } }).data).toEqual({ b: 'table' });
		expect(messageOf({ ...shown, data, rawMessage: { data: { b: null } } }).data).toEqual({ a: 'table' });
		expect(() => build({ data: [['a', 'x']], dataJson: { a: null } })).toThrow('are empty');
	});

	it('counts as a key', () => {
		const data: MessageForm['data'] = [
			['a', null],
			['a', 'x'],
		];
		expect(() => build({ ...shown, data })).toThrow("'Data' has the key “a” twice");
	});

	it('in raw JSON is no link, no label and no alert', () => {
		const rawMessage = {
			webpush: { fcm_options: { link: null } },
			fcm_options: { analytics_label: null },
			apns: { payload: { aps: { alert: null } } },
		};
		expect(messageOf({ data: [['a', '1']], rawMessage })).toMatchObject({
			apns: { headers: { 'apns-push-type': 'background' } },
		});
	});
});

describe('one field for all platforms', () => {
	it('time to live', () => {
		const built = build({ ...shown, delivery: { timeToLive: 3600 } });
		expect(built.message).toEqual({
			notification: shown,
			android: { ttl: '3600s' },
			webpush: { headers: { TTL: '3600' } },
		});
		expect(withExpiration(built, 1_760_000_000)).toMatchObject({
			apns: { headers: { 'apns-expiration': '1760003600' } },
		});
	});

	it('time to live of 0 is now or never', () => {
		const built = build({ ...shown, delivery: { timeToLive: 0 } });
		expect(withExpiration(built, 1_760_000_000)).toMatchObject({
			android: { ttl: '0s' },
			apns: { headers: { 'apns-expiration': '0' } },
			webpush: { headers: { TTL: '0' } },
		});
	});

	it('none of the three without it', () => {
		expect(withExpiration(build(shown), 5)).toEqual({ notification: shown });
	});

	it.each([
		['high', 'HIGH', '10'],
		['normal', 'NORMAL', '5'],
	] as const)('priority %s', (priority, android, apple) => {
		expect(messageOf({ ...shown, delivery: { priority } })).toEqual({
			notification: shown,
			android: { priority: android },
			apns: { headers: { 'apns-priority': apple } },
			webpush: { headers: { Urgency: priority } },
		});
	});

	it('replaces earlier ones', () => {
		expect(messageOf({ ...shown, delivery: { collapseId: 'A-17' } })).toEqual({
			notification: shown,
			android: { collapse_key: 'A-17', notification: { tag: 'A-17' } },
			apns: { headers: { 'apns-collapse-id': 'A-17' } },
			webpush: { headers: { Topic: 'A-17' }, notification: { tag: 'A-17' } },
		});
	});

	it('gives the web a hash where it takes no such ID', () => {
		const collapseId = 'order 17 of José';
		const topic = createHash('sha256').update(collapseId).digest('base64url').slice(0, 32);
		expect(messageOf({ ...shown, delivery: { collapseId } })).toMatchObject({
			webpush: { headers: { Topic: topic } },
		});
	});

	it('gives way to a platform’s own settings', () => {
		const message = messageOf({
			...shown,
			delivery: { timeToLive: 60, priority: 'high', collapseId: 'x' },
			android: { ttl: 5, priority: 'normal', collapse_key: 'k', tag: 't', channel_id: '' },
			apple: { apns_priority: 5, apns_collapse_id: 'c', apns_expiration: '123', badge: 0, thread_id: 'th' },
			web: { TTL: 7, Urgency: 'low', Topic: 'w', tag: 'wt' },
		});
		expect(message).toEqual({
			notification: shown,
			android: { ttl: '5s', priority: 'NORMAL', collapse_key: 'k', notification: { tag: 't' } },
			apns: {
				headers: { 'apns-priority': '5', 'apns-collapse-id': 'c', 'apns-expiration': '123' },
				payload: { aps: { badge: 0, 'thread-id': 'th' } },
			},
			webpush: { headers: { TTL: '7', Urgency: 'low', Topic: 'w' }, notification: { tag: 'wt' } },
		});
	});
});

describe('a subtitle of Apple’s', () => {
	it('brings title and body along', () => {
		expect(messageOf({ ...shown, apple: { subtitle: 'Sub' } })).toMatchObject({
			apns: { payload: { aps: { alert: { ...shown, subtitle: 'Sub' } } } },
		});
	});
});

describe('a data message', () => {
	const data: MessageForm['data'] = [['sync', 'yes']];

	it('goes to Apple as a background push, whatever the priority', () => {
		expect(messageOf({ data, delivery: { priority: 'high', collapseId: 'x' } })).toEqual({
			data: { sync: 'yes' },
			android: { priority: 'HIGH', collapse_key: 'x' },
			apns: {
				headers: { 'apns-priority': '5', 'apns-push-type': 'background', 'apns-collapse-id': 'x' },
				payload: { aps: { 'content-available': 1 } },
			},
			webpush: { headers: { Urgency: 'high', Topic: 'x' } },
		});
	});

	it.each([{ badge: 0 }, { sound: 'default' }, { subtitle: 's' }])(
		'that Apple shows (%o) is an alert',
		(apple) => {
			const { apns } = messageOf({ data, delivery: { priority: 'high' }, apple });
			expect(apns).toMatchObject({ headers: { 'apns-push-type': 'alert', 'apns-priority': '10' } });
			expect(JSON.stringify(apns)).not.toContain('content-available');
		},
	);

	it('has data', () => {
		expect(() => build({})).toThrow("'Title', 'Body' and 'Data' are empty");
		expect(() => build({ link: 'https://e.org' })).toThrow("'Title', 'Body' and 'Data' are empty");
		expect(() => build({ data: [['a', null]] })).toThrow("'Title', 'Body' and 'Data' are empty");
		expect(messageOf({ rawMessage: { data: { a: 'b' } } })).toMatchObject({ data: { a: 'b' } });
	});

	it('isn’t one when raw JSON gives it a text', () => {
		expect(messageOf({ rawMessage: { notification: { body: 'Hi' } } })).toEqual({
			notification: { body: 'Hi' },
		});
	});
});

/** What the screen calls the fields, those in collections included. */
const labelsOf = (form: Form): string[] =>
	[...form.values()].flat().flatMap(({ label, members }) => [label, ...labelsOf(members)]);

describe('is refused before any request', () => {
	const labels = labelsOf(toForm(messageFields));

	it.each<[string, Partial<MessageForm>, string]>([
		['a target in raw JSON', { ...shown, rawMessage: { token: 'a' } }, "'Message (JSON)' holds “token”"],
		['a FID in raw JSON', { ...shown, rawMessage: { fid: 'a' } }, "'Message (JSON)' holds “fid”"],
		['a name in raw JSON', { ...shown, rawMessage: { name: 'a' } }, "'Message (JSON)' holds “name”"],
		['an empty key', { ...shown, data: [['', 'x']] }, "'Data' has an entry without a key"],
		[
			'a key twice',
			{
				...shown,
				data: [
					['a', 'x'],
					['a', 'y'],
				],
			},
			"'Data' has the key “a” twice",
		],
		['from', { ...shown, data: [['from', 'x']] }, "'Data' has the key “from”, which is reserved"],
		[
			'google.*',
			{ ...shown, dataJson: { 'google.x': 1 } },
			"'Data (JSON)' has the key “google.x”, which is reserved",
		],
		[
			'gcm.*',
			{ ...shown, rawMessage: { data: { 'gcm.n': 1 } } },
			"'Message (JSON)' has the key “gcm.n”, which is reserved",
		],
		[
			'a number that lost digits',
			{ ...shown, data: [['id', 12345678901234567890]] },
			"'Data' holds a number under “id” that isn't exact",
		],
		[
			'[object Object]',
			{ ...shown, data: [['o', 'x [object Object]']] },
			"'Data' holds [object Object] under “o”",
		],
		[
			'a picture alone',
			{ data: [['a', 'b']], image: 'https://e.org/a.png' },
			"'Image URL' needs a 'Title' or a 'Body'",
		],
		[
			'a link without https',
			{ ...shown, link: 'http://e.org' },
			"'Link' isn't an address that begins with https://",
		],
		[
			'a link in raw JSON',
			{ ...shown, rawMessage: { webpush: { fcm_options: { link: 'app://x' } } } },
			"'Link' isn't an address",
		],
		['a label with a space', { ...shown, analyticsLabel: 'a b' }, "'Analytics Label' isn't a label"],
		['a long label', { ...shown, analyticsLabel: 'a'.repeat(51) }, "'Analytics Label' isn't a label"],
		[
			'a long collapse ID',
			{ ...shown, delivery: { collapseId: 'é'.repeat(33) } },
			"'Replace Earlier Ones' has 66 bytes, but may have 64",
		],
		[
			'too large',
			{ ...shown, data: [['big', 'é'.repeat(2030)]] },
			'The message has 4106 bytes, but may have 4096: the largest part is “big” with 4063',
		],
		[
			'too large by the copied link',
			{ title: 't', link: `https://e.org/${'a'.repeat(4090)}` },
			'The message has 4114 bytes',
		],
	])('%s', (_what, form, message) => {
		expect(() => build(form)).toThrow(message);
		const named = [...message.matchAll(/'([A-Z][^']*)'/g)].map(([, label]) => label);
		expect(labels).toEqual(expect.arrayContaining(named));
	});

	it('not at 4096 bytes', () => {
		expect(() => build({ title: 't', data: [['k', 'a'.repeat(4096 - 7)]] })).not.toThrow();
	});
});
