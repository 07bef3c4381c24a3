import { describe, expect, it } from 'vitest';
import { createMessage, holding, ok, pushwoosh, refusal, send, useSandbox, withHeader } from './support.mts';

const sandbox = useSandbox();
const sent = () => sandbox.pushwoosh.books.channelMessages;
const settings = () => sandbox.pushwoosh.settings;
const call = (method: string, ...notifications: unknown[]) =>
	pushwoosh(sandbox, method, { application: 'AAAAA-00000', notifications });
const code = expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{8}-[0-9A-F]{8}$/) as string;

describe('createEmailMessage', () => {
	const mail = { send_date: 'now', preset: 'PRSET-00002', devices: ['ann@example.com', 'bob@example.com'] };
	const create = (change: object = {}) => call('createEmailMessage', { ...mail, ...change });

	it('the documented request; the documented success has null for a response', async () => {
		const full = {
			subject: { en: 'Your order', es: 'Su pedido' },
			content: '<p>Thank you</p>',
			attachments: [{ name: 'bill.pdf', content: 'QUJD' }],
			campaign: 'CMPGN-00001',
			ignore_user_timezone: true,
			timezone: 'Europe/Madrid',
			dynamic_content_placeholders: { order: '7' },
			from: { name: 'Shop', email: 'shop@example.com' },
			list_unsubscribe: 'https://shop.example/stop',
			transactionId: '00000000-0000-4000-8000-000000000001',
			capping_avoid: true,
		};
		expect((await create(full)).body).toEqual(ok(null));
		expect(sent()).toMatchObject([
			{
				kind: 'email',
				code,
				audience: 'addresses',
				recipients: mail.devices,
				notification: { ...mail, ...full },
				repeats: 0,
			},
		]);
	});

	it('answers with codes, or none, by switch', async () => {
		settings().email.answer = 'codes';
		expect((await create()).body).toEqual(ok({ Messages: [code] }));
		settings().email.answer = 'emptyCodes';
		expect((await create()).body).toEqual(ok({ Messages: [] }));
	});

	it('by users, segment, conditions, or to everyone; addresses win over users; an empty list is a broadcast', async () => {
		sandbox.pushwoosh.addFilter({ name: 'Madrid', filterExpression: 'T("City", EQ, "Madrid")' });
		const audiences = [
			{ users: ['u1'] },
			{ filter: 'Madrid' },
			{ conditions: [['City', 'EQ', 'Madrid']], conditions_operator: 'AND' },
			{},
			{ devices: ['a@b.example'], users: ['u1'] },
			{ devices: [] },
		];
		for (const audience of audiences)
			expect((await create({ devices: undefined, ...audience })).body).toEqual(ok(null));
		expect(sent().map(({ audience, recipients }) => [audience, recipients.length])).toEqual([
			['users', 1],
			['segment', 10],
			['conditions', 10],
			['broadcast', 40],
			['addresses', 1],
			['broadcast', 40],
		]);
	});

	it('the same transactionId is one message, for a day', async () => {
		const transactionId = '00000000-0000-4000-8000-000000000002';
		await create({ transactionId });
		await create({ transactionId });
		expect(sent()).toMatchObject([{ repeats: 1 }]);
		sandbox.clock.advance(86_400_001);
		await create({ transactionId });
		expect(sent().length).toBe(2);
	});

	it('unknown addresses: skipped, refused, or registered when asked to', async () => {
		sandbox.pushwoosh.unknownDevices.add('bob@example.com');
		await create();
		await create({ use_auto_registration: true });
		settings().email.strangersAs = 'refused';
		expect((await create()).body).toEqual(refusal('Device bob@example.com is not registered'));
		expect(sent()).toMatchObject([
			{ recipients: ['ann@example.com'], registered: [] },
			{ recipients: mail.devices, registered: ['bob@example.com'] },
		]);
	});

	it('the older form of the subject by switch', async () => {
		const subject = [{ default: 'Hello' }];
		expect((await create({ subject })).body).toMatchObject({ status_code: 210 });
		settings().email.subjectForms = 'olderToo';
		expect((await create({ subject })).body).toEqual(ok(null));
	});

	const large = 'A'.repeat(1_000_004);
	it.each<[string, object, string]>([
		['no preset', { preset: undefined }, 'Field "preset" is required'],
		['no date', { send_date: undefined }, 'Field "send_date" is required'],
		['an ISO date', { send_date: '2026-01-01T00:00:00Z' }, '"now" or YYYY-MM-DD HH:mm'],
		['an address that is none', { devices: ['ann'] }, 'must be a list of an e-mail address'],
		['an address as text', { devices: 'ann@example.com' }, 'must be a list'],
		[
			'1001 addresses',
			{ devices: Array.from({ length: 1001 }, (_, index) => `a${index}@b.example`) },
			'at most 1000',
		],
		[
			'three attachments',
			{ attachments: Array(3).fill({ name: 'a', content: 'QUJD' }) },
			'a list of at most 2',
		],
		['a large attachment', { attachments: [{ name: 'a', content: large }] }, 'at most 1 MB'],
		['an attachment that is no Base64', { attachments: [{ name: 'a', content: '%' }] }, 'content Base64'],
		['a sender without address', { from: { name: 'Shop' } }, 'Field "email" is required'],
		['an address to leave that is no URL', { list_unsubscribe: 'stop' }, 'a full URL'],
		[
			'filter and conditions',
			{ devices: undefined, filter: 'x', conditions: [['City', 'EQ', 'x']] },
			"can't be used together",
		],
		['an unknown filter', { devices: undefined, filter: 'Nope' }, 'not found'],
		['a field of pushes', { ios_title: 'x' }, 'Unexpected field "ios_title"'],
	])('refuses %s', async (_name, change, message) => {
		expect((await create(change)).body).toMatchObject({ status_message: holding(message), response: null });
		expect(sent()).toEqual([]);
	});
});

describe.each(['createSMSMessage', 'createWhatsAppMessage'])('%s', (method) => {
	const text = { send_date: 'now', content: 'Your order is on its way', devices: ['+34600111222'] };
	const create = (change: object = {}) => call(method, { ...text, ...change });
	const refused = (message: unknown) => ({ ...refusal(message), response: { Messages: [] } });

	it('one number, one code', async () => {
		expect((await create()).body).toEqual(ok({ Messages: [code] }));
		expect(sent()).toMatchObject([{ audience: 'number', recipients: ['+34600111222'], registered: [] }]);
	});

	it.each<[string, object, string]>([
		['no number', { devices: [] }, 'exactly one phone number'],
		['two numbers', { devices: ['+34600111222', '+34600111223'] }, 'exactly one phone number'],
		['a text in place of the list', { devices: '+34600111222' }, 'must be a list'],
		['a number without country', { devices: ['600111222'] }, 'Invalid phone number'],
		['a number with blanks', { devices: ['+34 600 111 222'] }, 'Invalid phone number'],
		['a number as a number', { devices: [34600111222] }, 'exactly one phone number'],
		['no content', { content: undefined }, 'content'],
		['no date', { send_date: undefined }, 'Field "send_date" is required'],
		['users', { users: ['ann'] }, 'Unexpected field "users"'],
	])('refuses %s, with an empty list of codes', async (_name, change, message) => {
		expect((await create(change)).body).toEqual(refused(holding(message)));
		expect(sent()).toEqual([]);
	});

	it('a number that nobody has: refused, or registered when asked to', async () => {
		sandbox.pushwoosh.unknownDevices.add('+34600111222');
		expect((await create()).body).toEqual(refused('Phone number +34600111222 is not tied to a user'));
		await create({ use_auto_registration: true });
		expect(sent()).toMatchObject([{ registered: ['+34600111222'] }]);
	});

	it('a transactionId is refused, or makes one message of repeats', async () => {
		const transactionId = '00000000-0000-4000-8000-000000000003';
		expect((await create({ transactionId })).body).toEqual(refused('Unexpected field "transactionId"'));
		settings().phone.transactionId = 'taken';
		const first = await create({ transactionId });
		expect((await create({ transactionId })).body).toEqual(first.body);
		expect(sent()).toMatchObject([{ repeats: 1 }]);
	});

	it('other fields by switch', async () => {
		settings().extraNotificationFields = ['priority'];
		expect((await create({ priority: { any: 'thing' } })).body).toEqual(ok({ Messages: [code] }));
	});

	it('the channel must be enabled', async () => {
		Object.assign(settings().phone, { smsEnabled: false, whatsAppEnabled: false });
		expect((await create()).body).toEqual(refused(holding('channel is not enabled')));
	});
});

describe('WhatsApp', () => {
	const text = { send_date: 'now', content: 'Hello', devices: ['whatsapp:+34600111222'] };
	const create = (change: object = {}) => call('createWhatsAppMessage', { ...text, ...change });

	it('a template with its variables', async () => {
		const template = {
			content: undefined,
			content_id: 'order_sent',
			content_variables: { 1: 'Ann' },
			button_url_variables: { 0: 'order/7' },
			header_variables: { image: 'https://shop.example/a.png' },
			language: 'es',
		};
		expect((await create(template)).body).toEqual(ok({ Messages: [code] }));
		expect(sent()).toMatchObject([{ kind: 'whatsapp', recipients: ['+34600111222'] }]);
		for (const wrong of [
			{ header_variables: { image: 'a', text: 'b' } },
			{ header_variables: { sound: 'a' } },
			{ content_variables: { 1: 7 } },
		])
			expect((await create(wrong)).body).toMatchObject({ status_code: 210 });
	});

	it('numbers with their prefix, without it, or either', async () => {
		const withAndWithout = async () =>
			[await create(), await create({ devices: ['+34600111222'] })].map(
				({ body }) => (body as { status_code: number }).status_code,
			);
		expect(await withAndWithout()).toEqual([200, 200]);
		settings().phone.whatsAppNumbers = 'withPrefix';
		expect(await withAndWithout()).toEqual([200, 210]);
		settings().phone.whatsAppNumbers = 'bare';
		expect(await withAndWithout()).toEqual([210, 200]);
	});
});

describe('cancel', () => {
	const cancel = (body: unknown, authorization = 'Token SERVER_TOKEN') =>
		send(`${sandbox.url}/messaging/v2/cancel`, {
			json: body,
			headers: authorization === '' ? {} : { authorization },
		});
	const scheduled = async (send_date = '2099-01-01 09:00') => {
		const { body } = await createMessage(sandbox, { send_date, content: 'Hello' });
		return (body as { response: { Messages: string[] } }).response.Messages[0];
	};
	const grpc = (number: number, message: string) => ({
		code: number,
		message: holding(message),
		details: [],
	});

	it('a message that waits', async () => {
		const message_code = await scheduled();
		expect(await cancel({ message_code })).toMatchObject({ status: 200, body: {} });
		expect(sandbox.pushwoosh.messages.get(message_code)?.status).toBe('canceled');
		expect(sandbox.pushwoosh.sentMessages()).toEqual([]);
		expect(await cancel({ message_code })).toMatchObject({
			status: 400,
			body: grpc(9, 'not in a cancellable state'),
		});
	});

	it('not one that is done, unless it is still being prepared', async () => {
		const message_code = await scheduled('now');
		expect(await cancel({ message_code })).toMatchObject({
			status: 400,
			body: grpc(9, 'not in a cancellable state'),
		});
		settings().cancel.sentMessagesAre = 'processing';
		expect((await cancel({ message_code })).status).toBe(200);
	});

	it('400 without a code, 404 for an unknown one, 403 for a foreign one', async () => {
		for (const body of [{}, { message_code: '' }, { message: 'x' }, []])
			expect((await cancel(body)).status).toBe(400);
		expect(await cancel({ message_code: 'nope' })).toMatchObject({
			status: 404,
			body: grpc(5, 'message not found'),
		});
		sandbox.pushwoosh.addApiToken('SHOP', { applications: ['BBBBB-00000'] });
		const message_code = await scheduled();
		expect(await cancel({ message_code }, 'Token SHOP')).toMatchObject({
			status: 403,
			body: grpc(7, 'another account'),
		});
	});

	it.each(['', 'Api SERVER_TOKEN', 'SERVER_TOKEN', 'Token DEVICE_TOKEN', 'Token WRONG'])(
		'401 for %j',
		async (authorization) => {
			expect((await cancel({ message_code: 'x' }, authorization)).status).toBe(401);
		},
	);

	it('may not know the codes of createMessage; other methods are not there', async () => {
		settings().cancel.knowsCodesOfCreateMessage = false;
		expect((await cancel({ message_code: await scheduled() })).status).toBe(404);
		expect((await withHeader(sandbox, '/messaging/v2/notify', {}, 'Token SERVER_TOKEN')).status).toBe(404);
	});
});
