import { describe, expect, it } from 'vitest';
import { WARNINGS } from '../../playground/sandbox/index.mts';
import { createMessage, pushwoosh, send, useSandbox } from './support.mts';
import type { Reply } from './support.mts';

const sandbox = useSandbox();
const CODE = expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{8}-[0-9A-F]{8}$/) as string;

const minimal = { send_date: 'now', content: 'Your parcel is on its way' };

function messagesOf({ body }: Reply): string[] {
	return (body as { response: { Messages: string[] } }).response.Messages;
}

function refusal(message: unknown, code = 210): object {
	return { status_code: code, status_message: message, response: null };
}

describe('the documented requests', () => {
	it('the minimal one is a broadcast to every device of the application', async () => {
		const reply = await send(`${sandbox.url}/json/1.3/createMessage`, {
			json: {
				request: {
					application: 'AAAAA-00000',
					auth: 'SERVER_TOKEN',
					notifications: [{ send_date: 'now', content: 'Your parcel is on its way' }],
				},
			},
		});
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual({ status_code: 200, status_message: 'OK', response: { Messages: [CODE] } });
		const message = sandbox.pushwoosh.messages.get(messagesOf(reply)[0]);
		expect(message).toMatchObject({ audience: 'broadcast', status: 'sent' });
		expect(message?.recipients).toHaveLength(40);
	});

	it('the full one reaches its two users', async () => {
		const reply = await send(`${sandbox.url}/json/1.3/createMessage`, {
			json: {
				request: {
					application: 'AAAAA-00000',
					auth: 'SERVER_TOKEN',
					notifications: [
						{
							send_date: '2026-03-01 09:30',
							timezone: 'Europe/Madrid',
							ignore_user_timezone: true,
							content: { en: 'Doors open at noon', es: 'Abrimos a mediodia' },
							title: { en: 'Today', es: 'Hoy' },
							link: 'myapp://events/42',
							minimize_link: 0,
							data: { eventId: 42 },
							platforms: [1, 3],
							users: ['user-001', 'user-002'],
							campaign: 'CCCCC-11111',
							send_rate: 500,
							ios_badges: '+1',
							ios_root_params: { aps: { 'mutable-content': 1 }, attachment: 'https://cdn.example.com/a.jpg' },
							android_root_params: { pw_channel: 'events' },
							android_delivery_priority: 'high',
							android_banner: 'https://cdn.example.com/a.jpg',
						},
					],
				},
			},
		});
		expect(reply.body).toEqual({ status_code: 200, status_message: 'OK', response: { Messages: [CODE] } });
		expect(sandbox.pushwoosh.sentMessages()).toMatchObject([{ audience: 'users', recipients: ['user-001', 'user-002'] }]);
	});

	it('tag conditions', async () => {
		const reply = await createMessage(sandbox, {
			...minimal,
			conditions: [
				['City', 'IN', ['Madrid', 'Seville']],
				['Age', 'BETWEEN', [18, 35]],
				['Last Application Open', 'GTE', '30 days ago'],
			],
			conditions_operator: 'AND',
		});
		expect(reply.body).toMatchObject({ status_code: 200 });
		const [message] = sandbox.pushwoosh.sentMessages();
		expect(message.audience).toBe('conditions');
		const expected = sandbox.pushwoosh.select(
			'T("City", IN, ["Madrid", "Seville"]) * T("Age", BETWEEN, [18, 35]) * T("Last Application Open", GTE, "30 days ago")',
		);
		expect(message.recipients).toEqual(expected.map(({ hwid }) => hwid));
		expect(message.recipients.length).toBeGreaterThan(0);
	});

	it('unknown devices are named under the message code', async () => {
		sandbox.pushwoosh.unknownDevices.add('hwid-that-does-not-exist');
		const reply = await createMessage(sandbox, { ...minimal, devices: ['hwid-001', 'hwid-that-does-not-exist'] });
		const [code] = messagesOf(reply);
		expect(reply.body).toEqual({
			status_code: 200,
			status_message: 'OK',
			response: { Messages: [CODE], UnknownDevices: { [code]: ['hwid-that-does-not-exist'] } },
		});
		expect(sandbox.pushwoosh.messages.get(code)?.recipients).toEqual(['hwid-001']);
	});

	it('a saved filter by its name, a geozone, and several notifications in one request', async () => {
		sandbox.pushwoosh.addFilter({ name: 'Madrid adults', filterExpression: 'T("City", EQ, "Madrid") * T("Age", GTE, 18)' });
		const reply = await createMessage(
			sandbox,
			{ ...minimal, filter: 'Madrid adults' },
			{ ...minimal, geozone: { lat: 40.4168, lng: -3.7038, range: 1000 } },
			{ ...minimal, users: ['user-001'] },
		);
		expect(messagesOf(reply)).toEqual([CODE, CODE, CODE]);
		const kinds = messagesOf(reply).map((code) => sandbox.pushwoosh.messages.get(code)?.audience);
		expect(kinds).toEqual(['segment', 'geozone', 'users']);
		expect(sandbox.pushwoosh.sentMessages().map(({ recipients }) => recipients.length)).toEqual([9, 10, 1]);
	});

	it('an application group in place of the application', async () => {
		const reply = await pushwoosh(sandbox, 'createMessage', { applications_group: 'GGGGG-00000', notifications: [minimal] });
		expect(reply.body).toMatchObject({ status_code: 200 });
	});
});

describe('refusals inside a 200 answer', () => {
	const cases: Array<[string, object, unknown]> = [
		['no application', { notifications: [minimal] }, 'Neither an application code nor a group code was given'],
		['an unknown application', { application: 'ZZZZZ-00000', notifications: [minimal] }, 'Application not found'],
		['an empty application', { application: '', notifications: [minimal] }, 'API token or application is not set'],
		[
			'application and group together',
			{ application: 'AAAAA-00000', applications_group: 'GGGGG-00000', notifications: [minimal] },
			expect.stringContaining('together'),
		],
		['no notifications', { application: 'AAAAA-00000' }, expect.stringContaining('notifications')],
		['an empty list of notifications', { application: 'AAAAA-00000', notifications: [] }, expect.stringContaining('notifications')],
		['a notification that is no object', { application: 'AAAAA-00000', notifications: ['x'] }, expect.stringContaining('notifications')],
		['an unknown field of the request', { application: 'AAAAA-00000', notifications: [minimal], content: 'x' }, 'Unexpected field "content"'],
	];
	it.each(cases)('%s', async (_name, fields, message) => {
		const reply = await pushwoosh(sandbox, 'createMessage', fields);
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual(refusal(message));
	});

	const many = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);
	const notifications: Array<[string, object, RegExp]> = [
		['no send_date', { content: 'x' }, /send_date/],
		['an ISO date', { ...minimal, send_date: '2026-03-01T09:30:00Z' }, /send_date/],
		['a day that does not exist', { ...minimal, send_date: '2026-02-30 09:30' }, /send_date/],
		['seconds in the date', { ...minimal, send_date: '2026-03-01 09:30:00' }, /send_date/],
		['an offset for a zone', { ...minimal, timezone: '+02:00' }, /timezone/],
		['an unknown zone', { ...minimal, timezone: 'Europe/Atlantis' }, /timezone/],
		['ignore_user_timezone as a number', { ...minimal, ignore_user_timezone: 1 }, /ignore_user_timezone/],
		['no content', { send_date: 'now' }, /content/],
		['empty content', { send_date: 'now', content: '' }, /content/],
		['content by a long language code', { send_date: 'now', content: { 'en-US': 'x' } }, /content/],
		['content without any language', { send_date: 'now', content: {} }, /content/],
		['content as a number', { send_date: 'now', content: 5 }, /content/],
		['a send rate above 1000', { ...minimal, send_rate: 1001 }, /send_rate/],
		['a send rate as text', { ...minimal, send_rate: '500' }, /send_rate/],
		['a discontinued shortener', { ...minimal, minimize_link: 1 }, /minimize_link/],
		['data that is no object', { ...minimal, data: 'eventId' }, /data/],
		['a transactionId that is no UUID', { ...minimal, transactionId: 'order-1' }, /transactionId/],
		['a campaign that is no code', { ...minimal, campaign: 'Spring' }, /campaign/],
		['a silent flag as boolean', { ...minimal, ios_silent: true }, /ios_silent/],
		['an Android priority of 3', { ...minimal, android_priority: 3 }, /android_priority/],
		['an unknown delivery priority', { ...minimal, android_delivery_priority: 'urgent' }, /android_delivery_priority/],
		['a banner that is no URL', { ...minimal, android_banner: 'a.jpg' }, /android_banner/],
		['a sound with file extension', { ...minimal, android_sound: 'bell.mp3' }, /android_sound/],
		['an LED colour by name', { ...minimal, android_led: 'red' }, /android_led/],
		['a badge with a word', { ...minimal, ios_badges: 'many' }, /ios_badges/],
		['root parameters as text', { ...minimal, android_root_params: '{}' }, /android_root_params/],
		['iOS data above 4 KB', { ...minimal, ios_root_params: { data: { x: 'y'.repeat(4100) } } }, /ios_root_params/],
		['Windows content that is not Base64', { ...minimal, wns_content: '<toast/>' }, /wns_content/],
		['a Windows tag of 17 characters', { ...minimal, wns_tag: 'a'.repeat(17) }, /wns_tag/],
		['Safari arguments as text', { ...minimal, safari_url_args: 'a' }, /safari_url_args/],
		['a misspelt field', { ...minimal, android_headers: 'x' }, /android_headers/],
		['Safari alone without title', { ...minimal, platforms: [10] }, /safari_title/],
		['no platform', { ...minimal, platforms: [] }, /At least one platform must be selected/],
		['an unknown platform', { ...minimal, platforms: [99] }, /platform/],
		['platforms as names', { ...minimal, platforms: ['iOS'] }, /platform/],
		['1001 users', { ...minimal, users: many(1001) }, /at most 1000/],
		['1001 devices', { ...minimal, devices: many(1001) }, /at most 1000/],
		['a number among the users', { ...minimal, users: [17] }, /users/],
		['an empty user', { ...minimal, users: [''] }, /users/],
		['users and devices', { ...minimal, users: ['a'], devices: ['b'] }, /together/],
		['filter and conditions', { ...minimal, filter: 'x', conditions: [['City', 'EQ', 'Madrid']] }, /together/],
		['devices and a filter', { ...minimal, devices: ['b'], filter: 'x' }, /together/],
		['an unknown conditions operator', { ...minimal, conditions: [['City', 'EQ', 'x']], conditions_operator: 'XOR' }, /conditions_operator/],
		['an unknown operator', { ...minimal, conditions: [['City', 'LIKE', 'x']] }, /operator/],
		['a lower-case operator', { ...minimal, conditions: [['City', 'eq', 'x']] }, /operator/],
		['IN with a single value', { ...minimal, conditions: [['City', 'IN', 'Madrid']] }, /list/],
		['EQ with a list', { ...minimal, conditions: [['City', 'EQ', ['Madrid']]] }, /single value/],
		['BETWEEN with three values', { ...minimal, conditions: [['Age', 'BETWEEN', [1, 2, 3]]] }, /two values/],
		['a text for an Integer tag', { ...minimal, conditions: [['Age', 'GTE', '18']] }, /Integer/],
		['GTE on a String tag', { ...minimal, conditions: [['City', 'GTE', 'M']] }, /String/],
		['EQ on a List tag', { ...minimal, conditions: [['Interests', 'EQ', 'news']] }, /List/],
		['a date without time', { ...minimal, conditions: [['Last Application Open', 'GTE', '2026-01-01']] }, /Date/],
		['an upper-case language', { ...minimal, conditions: [['Language', 'EQ', 'EN']] }, /Language/],
		['a geozone without range', { ...minimal, geozone: { lat: 1, lng: 2 } }, /geozone/],
		['a geozone with text', { ...minimal, geozone: { lat: '1', lng: '2', range: 100 } }, /geozone/],
	];
	it.each(notifications)('%s', async (_name, notification, message) => {
		const reply = await createMessage(sandbox, notification);
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual(refusal(expect.stringMatching(message)));
		expect(sandbox.pushwoosh.messages.size).toBe(0);
	});

	it('one bad notification refuses the whole request', async () => {
		const reply = await createMessage(sandbox, minimal, { ...minimal, send_rate: 1 });
		expect(reply.body).toMatchObject({ status_code: 210 });
		expect(sandbox.pushwoosh.messages.size).toBe(0);
	});

	it('an unknown filter is 404 in the body', async () => {
		const reply = await createMessage(sandbox, { ...minimal, filter: 'nobody' });
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual(refusal(expect.stringContaining('nobody'), 404));
	});

	it('a suspended application and a suspended account', async () => {
		sandbox.pushwoosh.addApplication('SSSSS-00000', 'Old', { suspended: true });
		const suspended = await pushwoosh(sandbox, 'createMessage', { application: 'SSSSS-00000', notifications: [minimal] });
		expect(suspended.body).toEqual(refusal('Application is suspended'));
		sandbox.pushwoosh.account.suspended = true;
		expect((await createMessage(sandbox, minimal)).body).toEqual(refusal('Account is suspended'));
		expect((await pushwoosh(sandbox, 'listFilters', { application: 'AAAAA-00000' })).body).toEqual(
			refusal('A suspended account cannot use device filtering'),
		);
	});
});

describe('what is taken', () => {
	const taken: Array<[string, object]> = [
		['content from a preset', { send_date: 'now', preset: 'PPPPP-11111' }],
		['a silent push', { send_date: 'now', ios_silent: 1, android_silent: 1 }],
		['Windows content alone', { send_date: 'now', wns_content: { en: 'PHRvYXN0Lz4=' }, wns_type: 'Toast' }],
		['data as JSON text', { ...minimal, data: '{"eventId":42}' }],
		['a field seen in other places of the API', { ...minimal, inbox_image: 'https://cdn.example.com/i.png' }],
		['1000 users', { ...minimal, users: Array.from({ length: 1000 }, (_, index) => `user-${index}`) }],
		['conditions on a tag that is not known', { ...minimal, conditions: [['Shoe size', 'GTE', 42]] }],
	];
	it.each(taken)('%s', async (_name, notification) => {
		expect((await createMessage(sandbox, notification)).body).toMatchObject({ status_code: 200, status_message: 'OK' });
	});

	it('extra fields once they are declared', async () => {
		sandbox.pushwoosh.settings.extraNotificationFields.push('brand_new');
		expect((await createMessage(sandbox, { ...minimal, brand_new: 1 })).body).toMatchObject({ status_code: 200 });
	});

	it('an empty list of recipients becomes a broadcast, so that no test overlooks one', async () => {
		await createMessage(sandbox, { ...minimal, users: [] });
		await createMessage(sandbox, { ...minimal, devices: [] });
		await createMessage(sandbox, { ...minimal, conditions: [] });
		expect(sandbox.pushwoosh.sentMessages().map(({ audience }) => audience)).toEqual(['broadcast', 'broadcast', 'broadcast']);
	});

	it('an iOS push token in capitals is unknown', async () => {
		const token = 'AB'.repeat(32);
		const reply = await createMessage(sandbox, { ...minimal, devices: [token, token.toLowerCase()] });
		expect(reply.body).toMatchObject({ response: { UnknownDevices: { [messagesOf(reply)[0]]: [token] } } });
	});
});

describe('warnings come with status code 200', () => {
	it('the subscriber limit: one device gets the push', async () => {
		sandbox.pushwoosh.addApplication('LLLLL-00000', 'Free plan', { warning: 'subscriberLimit' });
		const reply = await pushwoosh(sandbox, 'createMessage', {
			application: 'LLLLL-00000',
			notifications: [{ ...minimal, users: ['a', 'b'] }],
		});
		expect(reply.body).toEqual({
			status_code: 200,
			status_message: WARNINGS.subscriberLimit,
			response: { Messages: [CODE] },
		});
		expect(sandbox.pushwoosh.sentMessages()[0].recipients).toEqual(['a']);
	});

	it('the device limit, and any other text', async () => {
		sandbox.pushwoosh.settings.warning = WARNINGS.deviceLimit;
		expect((await createMessage(sandbox, minimal)).body).toMatchObject({ status_code: 200, status_message: WARNINGS.deviceLimit });
	});
});

describe('answers without a usable code', () => {
	it.each([
		['placeholder', { Messages: ['CODE_NOT_AVAILABLE'] }],
		['empty', { Messages: [] }],
		['missing', {}],
	] as const)('%s', async (style, response) => {
		sandbox.pushwoosh.settings.messageCodes = style;
		expect((await createMessage(sandbox, minimal)).body).toEqual({ status_code: 200, status_message: 'OK', response });
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(1);
	});
});

describe('transactionId', () => {
	const transactionId = '0b1f6d3c-6f0e-4c57-9a3e-3d0f4a9d1c11';

	it('answers a repeat with the first code and creates nothing', async () => {
		const [first] = messagesOf(await createMessage(sandbox, { ...minimal, transactionId }));
		const [second] = messagesOf(await createMessage(sandbox, { ...minimal, transactionId }));
		expect(second).toBe(first);
		expect(sandbox.pushwoosh.sentMessages()).toMatchObject([{ repeats: 1, transactionId }]);
	});

	it('belongs to one application', async () => {
		await createMessage(sandbox, { ...minimal, transactionId });
		await pushwoosh(sandbox, 'createMessage', { application: 'BBBBB-00000', notifications: [{ ...minimal, transactionId }] });
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(2);
	});

	it('is forgotten after a day', async () => {
		await createMessage(sandbox, { ...minimal, transactionId });
		sandbox.clock.advance(24 * 60 * 60 * 1000 - 1000);
		await createMessage(sandbox, { ...minimal, transactionId });
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(1);
		sandbox.clock.advance(2000);
		await createMessage(sandbox, { ...minimal, transactionId });
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(2);
	});
});

describe('600 requests a minute', () => {
	it('refuses the 601st and takes the next when the minute has passed', async () => {
		sandbox.pushwoosh.settings.rateLimit = { ...sandbox.pushwoosh.settings.rateLimit, perMinute: 3, retryAfter: 7 };
		for (let count = 0; count < 3; count += 1) await createMessage(sandbox, minimal);
		const refused = await createMessage(sandbox, minimal);
		expect(refused.status).toBe(429);
		expect(refused.headers['retry-after']).toBe('7');
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(3);
		sandbox.clock.advance(60_000);
		expect((await createMessage(sandbox, minimal)).status).toBe(200);
	});

	it('is 600 by default, shared by the tokens of an account, and can be switched off', async () => {
		expect(sandbox.pushwoosh.settings.rateLimit).toMatchObject({ enabled: true, perMinute: 600 });
		sandbox.pushwoosh.addApiToken('SECOND_TOKEN');
		sandbox.pushwoosh.settings.rateLimit.perMinute = 1;
		sandbox.pushwoosh.settings.rateLimit.answer = 'body210';
		await createMessage(sandbox, minimal);
		const fields = { application: 'AAAAA-00000', notifications: [minimal] };
		const other = await pushwoosh(sandbox, 'createMessage', fields, 'SECOND_TOKEN');
		expect(other.body).toMatchObject({ status_code: 210, status_message: 'Too many requests' });
		sandbox.pushwoosh.settings.rateLimit.enabled = false;
		expect((await createMessage(sandbox, minimal)).body).toMatchObject({ status_code: 200 });
	});
});

describe('deleteMessage', () => {
	it('deletes a scheduled message and answers null', async () => {
		const [code] = messagesOf(await createMessage(sandbox, { ...minimal, send_date: '2099-01-01 00:00' }));
		expect(sandbox.pushwoosh.messages.get(code)?.status).toBe('scheduled');
		const reply = await pushwoosh(sandbox, 'deleteMessage', { message: code });
		expect(reply.body).toEqual({ status_code: 200, status_message: 'OK', response: null });
		expect(sandbox.pushwoosh.sentMessages()).toEqual([]);
		expect((await pushwoosh(sandbox, 'deleteMessage', { message: code })).body).toEqual(refusal('Message not found'));
	});

	it('refuses a message that has gone out, an unknown code and a missing one', async () => {
		const [code] = messagesOf(await createMessage(sandbox, minimal));
		expect((await pushwoosh(sandbox, 'deleteMessage', { message: code })).body).toEqual(refusal('Message has already been sent'));
		expect((await pushwoosh(sandbox, 'deleteMessage', { message: '1A2B-3C4D5E6F-7A8B9C0D' })).body).toEqual(refusal('Message not found'));
		expect((await pushwoosh(sandbox, 'deleteMessage')).body).toEqual(refusal('Field "message" is required'));
	});

	it('judges the date in the zone of the message', async () => {
		const soon = new Date(Date.now() + 30 * 60_000).toISOString().slice(0, 16).replace('T', ' ');
		await createMessage(sandbox, { ...minimal, send_date: soon }, { ...minimal, send_date: soon, timezone: 'Asia/Tokyo' });
		expect(sandbox.pushwoosh.sentMessages().map(({ status }) => status)).toEqual(['scheduled', 'sent']);
	});
});
