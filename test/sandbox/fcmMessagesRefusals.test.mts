import { describe, expect, it } from 'vitest';
import { badRequest, fcmError, FID, refusal, said, SEND, TOKEN, useFcm } from './fcmSupport.mts';
import { send } from './support.mts';

const { sandbox, post, push, check, headers } = useFcm();
const invalid = (message: string, ...details: Array<Record<string, unknown>>) =>
	refusal(400, 'INVALID_ARGUMENT', message, details);
const INVALID = fcmError('INVALID_ARGUMENT');

describe('JSON that the API does not have', () => {
	it.each<[string, unknown, string | undefined, string]>([
		[
			'a name in the body',
			{ dry_run: true, message: { token: TOKEN } },
			undefined,
			'Unknown name "dry_run": Cannot find field.',
		],
		[
			'a name in the message',
			{ message: { to: TOKEN, token: TOKEN } },
			'message',
			`Unknown name "to" at 'message': Cannot find field.`,
		],
		[
			'a name deep down',
			{ message: { token: TOKEN, android: { notification: { channel: 'x' } } } },
			'message.android.notification',
			`Unknown name "channel" at 'message.android.notification': Cannot find field.`,
		],
		[
			'a priority of android_v2',
			{ message: { token: TOKEN, android_v2: { priority: 'HIGH' } } },
			'message.android_v2',
			`Unknown name "priority" at 'message.android_v2': Cannot find field.`,
		],
		[
			'a name of Object',
			{ message: { token: TOKEN, constructor: 1 } },
			'message',
			`Unknown name "constructor" at 'message': Cannot find field.`,
		],
	])('%s', async (_name, json, field, text) => {
		const description = `Invalid JSON payload received. ${text}`;
		const details = {
			...badRequest(),
			fieldViolations: [{ ...(field === undefined ? {} : { field }), description }],
		};
		expect(said(await post(json))).toEqual(invalid(description, details));
		expect(sandbox.google.deliveredMessages).toEqual([]);
	});

	it.each<[object, string, string, unknown]>([
		[{ data: { a: 'x', b: 5 } }, 'message.data[1].value', 'TYPE_STRING', 5],
		[{ data: { a: null } }, 'message.data[0].value', 'TYPE_STRING', null],
		[{ data: { a: { b: 1 } } }, 'message.data[0].value', 'TYPE_STRING', { b: 1 }],
		[{ data: ['x'] }, 'message.data', 'TYPE_MESSAGE', ['x']],
		[{ notification: 'Hello' }, 'message.notification', 'TYPE_MESSAGE', 'Hello'],
		[{ notification: { title: 5 } }, 'message.notification.title', 'TYPE_STRING', 5],
		[{ android: { ttl: 3600 } }, 'message.android.ttl', 'type.googleapis.com/google.protobuf.Duration', 3600],
		[
			{ android: { ttl: '3600' } },
			'message.android.ttl',
			'type.googleapis.com/google.protobuf.Duration',
			'3600',
		],
		[{ android: { priority: 'urgent' } }, 'message.android.priority', 'TYPE_ENUM', 'urgent'],
		[{ android: { priority: 'High' } }, 'message.android.priority', 'TYPE_ENUM', 'High'],
		[
			{ android: { notification: { notification_priority: 'HIGH' } } },
			'message.android.notification.notification_priority',
			'TYPE_ENUM',
			'HIGH',
		],
		[
			{ android: { notification: { visibility: 'private' } } },
			'message.android.notification.visibility',
			'TYPE_ENUM',
			'private',
		],
		[
			{ android: { notification: { notification_count: 1.5 } } },
			'message.android.notification.notification_count',
			'TYPE_INT32',
			1.5,
		],
		[
			{ android: { notification: { sticky: 'true' } } },
			'message.android.notification.sticky',
			'TYPE_BOOL',
			'true',
		],
		[
			{ android: { notification: { body_loc_args: ['a', 1] } } },
			'message.android.notification.body_loc_args[1]',
			'TYPE_STRING',
			1,
		],
		[
			{ android: { notification: { event_time: '2026-13-45' } } },
			'message.android.notification.event_time',
			'type.googleapis.com/google.protobuf.Timestamp',
			'2026-13-45',
		],
		[
			{ android: { notification: { light_settings: { color: { red: 'much' } } } } },
			'message.android.notification.light_settings.color.red',
			'TYPE_FLOAT',
			'much',
		],
		[{ apns: { headers: { 'apns-priority': 10 } } }, 'message.apns.headers[0].value', 'TYPE_STRING', 10],
		[
			{ apns: { payload: 'aps' } },
			'message.apns.payload',
			'type.googleapis.com/google.protobuf.Struct',
			'aps',
		],
		[{ webpush: { headers: { TTL: 60 } } }, 'message.webpush.headers[0].value', 'TYPE_STRING', 60],
	])('a wrong type in %o', async (part, field, type, value) => {
		const description = `Invalid value at '${field}' (${type}), ${JSON.stringify(value)}`;
		expect(said(await push({ token: TOKEN, ...part }))).toEqual(
			invalid(description, badRequest(field, description)),
		);
	});

	it('validate_only as text, a list, another content type, no JSON', async () => {
		const description = `Invalid value at 'validate_only' (TYPE_BOOL), "true"`;
		expect(said(await post({ validate_only: 'true', message: { token: TOKEN } }))).toEqual(
			invalid(description, badRequest('validate_only', description)),
		);
		const message = JSON.stringify({ message: { token: TOKEN } });
		const attempts = [
			post([]),
			send(sandbox.url + SEND, { headers: headers(), raw: message }),
			send(sandbox.url + SEND, {
				headers: { ...headers(), 'content-type': 'application/json' },
				raw: message.slice(1),
			}),
		];
		for (const reply of await Promise.all(attempts))
			expect(reply).toMatchObject({ status: 400, body: { error: { status: 'INVALID_ARGUMENT' } } });
		expect(sandbox.google.deliveredMessages).toEqual([]);
	});

	it('tells all that is wrong at once', async () => {
		const { body } = await push({ token: TOKEN, to: 'x', data: { a: 1 } });
		const { error } = body as { error: { message: string; details: [{ fieldViolations: unknown[] }] } };
		expect(error.message.split('\n')).toHaveLength(2);
		expect(error.details[0].fieldViolations).toHaveLength(2);
	});

	it('takes camelCase, null and numbers as text; mixed case by a switch', async () => {
		const message = {
			token: TOKEN,
			data: null,
			android: { priority: 'high', collapseKey: 'a', notification: { notificationCount: '3', tag: 'b' } },
			fcmOptions: { analyticsLabel: 'spring' },
		};
		expect((await post({ validateOnly: false, message })).status).toBe(200);
		expect(sandbox.google.deliveredMessages).toMatchObject([
			{
				message,
				content: {
					android: { priority: 'HIGH', collapse_key: 'a', notification: { notification_count: '3' } },
					fcm_options: { analytics_label: 'spring' },
				},
			},
		]);
		sandbox.google.settings.fcm.mixedCasePriority = 'taken';
		expect((await push({ token: TOKEN, android: { priority: 'High' } })).status).toBe(200);
	});
});

describe('the target', () => {
	const noTarget = 'Recipient of the message is not set.';

	it.each<unknown>([{ message: {} }, {}, { message: null }, { message: { data: { a: 'b' } } }])(
		'none in %o',
		async (json) => {
			expect(said(await post(json))).toEqual(invalid(noTarget, badRequest('message', noTarget), INVALID));
		},
	);

	it('two at once, in both readings', async () => {
		const both = { token: TOKEN, topic: 'news' };
		const description = `Invalid value at 'message' (oneof), oneof field 'target' is already set. Cannot set 'topic'`;
		expect(said(await push(both))).toEqual(invalid(description, badRequest('message', description)));
		sandbox.google.settings.fcm.twoTargets = 'withoutDetails';
		expect(said(await push(both))).toEqual(invalid('Request contains an invalid argument.'));
	});

	it.each(['/topics/news', 'a b', 'ä', '', 'private/x', 'a'.repeat(901)])('the topic %j', async (topic) => {
		const text = 'Topic name contains invalid characters.';
		for (const reply of [await push({ topic }), await check({ topic })])
			expect(said(reply)).toEqual(invalid(text, badRequest('message', text), INVALID));
	});

	it('a malformed token in all three forms', async () => {
		const text = 'The registration token is not a valid FCM registration token';
		const token = 'not-a-token';
		const { fcm } = sandbox.google.settings;
		expect(said(await check({ token }))).toEqual(invalid(text, INVALID, badRequest('message.token', text)));
		fcm.malformedToken = 'codeOnly';
		expect(said(await push({ token }))).toEqual(invalid(text, INVALID));
		fcm.malformedToken = 'olderText';
		expect(said(await push({ token }))).toEqual(invalid('Invalid registration token', INVALID));
	});

	it('a malformed FID with each field', async () => {
		const { fcm } = sandbox.google.settings;
		const text = 'Request contains an invalid argument.';
		for (const field of ['message.fid', 'message.token'] as const) {
			fcm.malformedFidField = field;
			expect(said(await push({ fid: 'short' }))).toEqual(invalid(text, INVALID, badRequest(field, text)));
		}
		fcm.malformedFidField = 'none';
		const plain = 'The registration token is not a valid FCM registration token';
		expect(said(await push({ fid: TOKEN }))).toEqual(invalid(plain, INVALID));
	});
});

describe('the content', () => {
	const cases: Array<[string, object, string]> = [
		[
			'message.webpush.headers.TTL',
			{ webpush: { headers: { TTL: '3600s' } } },
			'TTL must be a non-negative integer.',
		],
		[
			'message.webpush.headers.TTL',
			{ webpush: { headers: { TTL: '-1' } } },
			'TTL must be a non-negative integer.',
		],
		['message.webpush.headers.Urgency', { webpush: { headers: { Urgency: 'HIGH' } } }, 'Urgency'],
		['message.webpush.headers.Topic', { webpush: { headers: { Topic: 'a'.repeat(33) } } }, 'Topic'],
		['message.webpush.headers.Topic', { webpush: { headers: { Topic: 'a.b' } } }, 'Topic'],
		[
			'message.webpush.fcm_options.link',
			{ webpush: { fcm_options: { link: 'http://example.com' } } },
			'HTTPS',
		],
		['message.webpush.fcm_options.link', { webpush: { fcm_options: { link: 'example.com' } } }, 'HTTPS'],
		['message.android.ttl', { android: { ttl: '2419201s' } }, '2419200'],
		['message.android.ttl', { android: { ttl: '-1s' } }, '2419200'],
		['message.android_v2.ttl', { android_v2: { ttl: '-1s', background_sync: {} } }, '2419200'],
		['message.android.notification.color', { android: { notification: { color: 'red' } } }, '#rrggbb'],
		['message.apns.headers.apns-priority', { apns: { headers: { 'apns-priority': 'high' } } }, '10'],
		['message.apns.headers.apns-expiration', { apns: { headers: { 'apns-expiration': '3600s' } } }, '1970'],
		[
			'message.apns.headers.apns-push-type',
			{ apns: { headers: { 'apns-push-type': 'silent' } } },
			'background',
		],
		[
			'message.apns.headers.apns-collapse-id',
			{ apns: { headers: { 'apns-collapse-id': 'ä'.repeat(33) } } },
			'64',
		],
		['message.fcm_options.analytics_label', { fcm_options: { analytics_label: 'a b' } }, 'label'],
		[
			'message.android.fcm_options.analytics_label',
			{ android: { fcm_options: { analytics_label: '' } } },
			'label',
		],
		[
			'message.webpush.fcm_options.analytics_label',
			{ webpush: { fcm_options: { analytics_label: 'a'.repeat(51) } } },
			'label',
		],
		['message.android_v2', { android_v2: {} }, 'Exactly one'],
		['message.data', { data: { from: 'me' } }, 'from'],
		['message.data', { data: { message_type: 'x' } }, 'message_type'],
		['message.data', { data: { 'google.x': 'x' } }, 'google.x'],
		['message.data', { data: { 'gcm.notification.title': 'x' } }, 'gcm.notification.title'],
		['message.android.data', { android: { data: { from: 'x' } } }, 'from'],
		['message.webpush.data', { webpush: { data: { from: 'x' } } }, 'from'],
	];

	it.each(cases)('%s in %o', async (field, part, words) => {
		const text = expect.stringContaining(words) as string;
		for (const reply of [await push({ topic: 'news', ...part }), await check({ topic: 'news', ...part })])
			expect(said(reply)).toEqual(invalid(text, badRequest(field, text), INVALID));
		expect(sandbox.google.deliveredMessages).toEqual([]);
	});

	it('is taken up to its limits', async () => {
		const message = {
			fid: FID,
			android: { ttl: '2419200.000000000s', data: { fromage: 'x' } },
			apns: { headers: { 'apns-expiration': '0', 'apns-collapse-id': 'ä'.repeat(32), 'apns-priority': '5' } },
			webpush: { headers: { TTL: '0', Urgency: 'very-low', Topic: 'a'.repeat(32) } },
			fcm_options: { analytics_label: 'a-Z_.~%9'.padEnd(50, 'x') },
		};
		expect((await push(message)).status).toBe(200);
	});

	it('reserved data keys in both readings', async () => {
		const { fcm } = sandbox.google.settings;
		const statuses = () =>
			Promise.all(
				['gcm', 'gcm.x', 'googleId', 'google.x'].map(
					async (key) => (await push({ topic: 'a', data: { [key]: 'x' } })).status,
				),
			);
		expect(await statuses()).toEqual([200, 200, 200, 400]);
		fcm.reservedDataKeys = 'errorPage';
		expect(await statuses()).toEqual([400, 200, 400, 400]);
	});
});

describe('the size', () => {
	const text = 'Message is too large. The maximum is 4K (4096 bytes).';
	const withBytes = (bytes: number) => ({ topic: 'news', data: { key: 'x'.repeat(bytes - 3) } });

	it('of keys and values in bytes, notification included, platform data in its place', async () => {
		expect((await push(withBytes(4096))).status).toBe(200);
		const refused = invalid(text, badRequest(), INVALID);
		expect(said(await push(withBytes(4097)))).toEqual(refused);
		expect(said(await check(withBytes(4097)))).toEqual(refused);
		expect(said(await push({ ...withBytes(4096), notification: { title: '' } }))).toEqual(refused);
		expect(said(await push({ topic: 'a', data: { k: 'ä'.repeat(2048) } }))).toEqual(refused);
		expect(said(await push({ topic: 'a', android: { data: { k: 'x'.repeat(4096) } } }))).toEqual(refused);
	});

	it('in all forms of the answer, and with another limit', async () => {
		const { fcm } = sandbox.google.settings;
		fcm.tooLarge = 'codeOnly';
		expect(said(await push(withBytes(4097)))).toEqual(invalid(text, INVALID));
		fcm.tooLarge = 'olderText';
		expect(said(await push(withBytes(4097)))).toEqual(invalid('Android message is too big'));
		fcm.largestPayload = 4505;
		expect((await push(withBytes(4505))).status).toBe(200);
		expect((await push(withBytes(4506))).status).toBe(400);
	});
});

it('details come in the other order by a switch', async () => {
	sandbox.google.settings.fcm.detailsOrder = 'reversed';
	const text = 'Recipient of the message is not set.';
	expect(said(await push({}))).toEqual(invalid(text, INVALID, badRequest('message', text)));
});

it('the path needs the colon as it is, and POST', async () => {
	const project = `${sandbox.url}/v1/projects/acme-demo-4711`;
	const replies = [
		await send(`${project}/messages%3Asend`, { headers: headers(), json: {} }),
		await send(`${project}/messages:send`, { headers: headers() }),
	];
	for (const { status, body } of replies)
		expect([status, String(body)]).toEqual([404, expect.stringContaining('<HTML>')]);
});
