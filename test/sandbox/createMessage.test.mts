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
		expect(sandbox.pushwoosh.sentMessages()).toMatchObject([
			{ audience: 'users', recipients: ['user-001', 'user-002'] },
		]);
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
		const reply = await createMessage(sandbox, {
			...minimal,
			devices: ['hwid-001', 'hwid-that-does-not-exist'],
		});
		const [code] = messagesOf(reply);
		expect(reply.body).toEqual({
			status_code: 200,
			status_message: 'OK',
			response: { Messages: [CODE], UnknownDevices: { [code]: ['hwid-that-does-not-exist'] } },
		});
		expect(sandbox.pushwoosh.messages.get(code)?.recipients).toEqual(['hwid-001']);
	});

	it('a saved filter by its name, a geozone, and several notifications in one request', async () => {
		sandbox.pushwoosh.addFilter({
			name: 'Madrid adults',
			filterExpression: 'T("City", EQ, "Madrid") * T("Age", GTE, 18)',
		});
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
		const reply = await pushwoosh(sandbox, 'createMessage', {
			applications_group: 'GGGGG-00000',
			notifications: [minimal],
		});
		expect(reply.body).toMatchObject({ status_code: 200 });
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
		expect((await createMessage(sandbox, notification)).body).toMatchObject({
			status_code: 200,
			status_message: 'OK',
		});
	});

	it('extra fields once they are declared', async () => {
		sandbox.pushwoosh.settings.extraNotificationFields.push('brand_new');
		expect((await createMessage(sandbox, { ...minimal, brand_new: 1 })).body).toMatchObject({
			status_code: 200,
		});
	});

	it('an empty list of recipients becomes a broadcast, so that no test overlooks one', async () => {
		await createMessage(sandbox, { ...minimal, users: [] });
		await createMessage(sandbox, { ...minimal, devices: [] });
		await createMessage(sandbox, { ...minimal, conditions: [] });
		expect(sandbox.pushwoosh.sentMessages().map(({ audience }) => audience)).toEqual([
			'broadcast',
			'broadcast',
			'broadcast',
		]);
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
		expect((await createMessage(sandbox, minimal)).body).toMatchObject({
			status_code: 200,
			status_message: WARNINGS.deviceLimit,
		});
	});
});

describe('answers without a usable code', () => {
	it.each([
		['placeholder', { Messages: ['CODE_NOT_AVAILABLE'] }],
		['empty', { Messages: [] }],
		['missing', {}],
	] as const)('%s', async (style, response) => {
		sandbox.pushwoosh.settings.messageCodes = style;
		expect((await createMessage(sandbox, minimal)).body).toEqual({
			status_code: 200,
			status_message: 'OK',
			response,
		});
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(1);
	});
});

describe('one of several notifications is refused', () => {
	it.each([
		['allFirst', 0],
		['inTurn', 1],
	] as const)('checked %s: %i messages exist', async (checks, existing) => {
		sandbox.pushwoosh.settings.notificationChecks = checks;
		const reply = await pushwoosh(sandbox, 'createMessage', {
			application: 'AAAAA-00000',
			notifications: [minimal, { ...minimal, filter: 'Nope' }, minimal],
		});
		expect(reply.body).toMatchObject({ status_code: 404, response: null });
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(existing);
	});
});
