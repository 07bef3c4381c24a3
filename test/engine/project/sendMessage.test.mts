import { describe, expect, it } from 'vitest';

import { API_TOKEN, pairs, useBench } from '../bench.mts';

const bench = useBench('sendMessage');
const APP = 'AAAAA-00000';
const CONTINUE = { onError: 'continueErrorOutput' } as const;
const settings = () => bench.sandbox.pushwoosh.settings;
const sent = () => bench.sandbox.pushwoosh.books.channelMessages;
const run = async (operation: string, more: object = {}, items: object[] = [{}], how: object = {}) =>
	await bench.run({ operation, application: APP, ...more } as never, { items: items as never, ...how });
const mail = { preset: 'PRSET-00002', addresses: '={{ $json.to }}' };

describe('e-mail', () => {
	it('is one request for equal messages, with everything in its place', async () => {
		const result = await run(
			'sendEmail',
			{
				...mail,
				subject: 'Hello',
				content: '<p>Hi</p>',
				localizedContent: { translation: [{ language: 'es', subject: 'Hola', content: '' }] },
				fromName: 'Shop',
				fromEmail: 'shop@example.com',
				listUnsubscribe: 'https://example.com/u',
				autoRegister: true,
				delivery: { campaign: 'CMPGN-00001' },
			},
			[{ to: 'a@example.com' }, { to: ['b@example.com', 'a@example.com'] }],
		);
		expect(bench.bodies('createEmailMessage')).toEqual([
			{
				request: {
					auth: API_TOKEN,
					application: APP,
					notifications: [
						{
							send_date: 'now',
							ignore_user_timezone: true,
							preset: 'PRSET-00002',
							subject: { en: 'Hello', es: 'Hola' },
							content: { en: '<p>Hi</p>' },
							from: { name: 'Shop', email: 'shop@example.com' },
							list_unsubscribe: 'https://example.com/u',
							campaign: 'CMPGN-00001',
							use_auto_registration: true,
							devices: ['a@example.com', 'b@example.com'],
							transactionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
						},
					],
				},
			},
		]);
		expect(result.results).toEqual([
			{ success: true, messageCodes: [], submitted: 1 },
			{ success: true, messageCodes: [], submitted: 2 },
		]);
		expect(pairs(result.success)).toEqual([0, 1]);
	});

	it.each(['null', 'codes', 'emptyCodes'] as const)('reads each answer: %s', async (answer) => {
		settings().email.answer = answer;
		const { results } = await run('sendEmail', mail, [{ to: 'a@example.com' }]);
		expect(results).toMatchObject([{ success: true }]);
		expect('messageCode' in results[0]).toBe(answer === 'codes');
	});

	it.each([
		{ audience: 'everyone' },
		{ audience: 'segment', segment: '' },
		{ audience: 'conditions' },
		{ audience: 'users', userIds: '' },
		{ addresses: '' },
		{ addresses: 'no address' },
		{ addresses: 'a@example.com', preset: '' },
		{
			addresses: 'a@example.com',
			localizedContent: { translation: [{ language: 'es', subject: '', content: ' ' }] },
		},
		{ addresses: 'a@example.com', rawFields: { users: ['x'] } },
		{ addresses: 'a@example.com', rawFields: { devices: [] } },
	])('is no accidental broadcast: %j', async (fields) => {
		const result = await run('sendEmail', { preset: 'PRSET-00002', ...fields });
		expect(result.status).toBe('error');
		expect(bench.requests()).toEqual([]);
	});

	it('goes to everyone once, when confirmed', async () => {
		const everyone = { preset: 'PRSET-00002', audience: 'everyone', confirmBroadcast: true };
		await run('sendEmail', everyone, [{}, {}]);
		expect(sent()).toMatchObject([{ audience: 'broadcast' }]);
	});

	it('takes two files of 750,000 bytes, and tells them apart', async () => {
		const file = (text: string) => ({
			data: Buffer.from(text).toString('base64'),
			mimeType: 'text/plain',
			fileName: 'a.txt',
		});
		const items = ['one', 'two', 'one'].map((text) => ({
			json: { to: 'a@example.com' },
			binary: { data: file(text) },
		}));
		const fields = { ...mail, attachments: 'data' };
		await bench.run({ operation: 'sendEmail', application: APP, ...fields } as never, {
			items: items as never,
		});
		expect(sent().map(({ notification }) => notification.attachments)).toEqual(
			['one', 'two'].map((text) => [{ name: 'a.txt', content: Buffer.from(text).toString('base64') }]),
		);
		const large = [{ json: { to: 'a@example.com' }, binary: { data: file('x'.repeat(750_001)) } }];
		const result = await bench.run({ operation: 'sendEmail', application: APP, ...fields } as never, {
			items: large as never,
			...CONTINUE,
		});
		expect(result.failures[0].details.advice).toContain('750,000 bytes');
		expect(sent()).toHaveLength(2);
	});

	it('an uncertain send is not repeated, unless chosen', async () => {
		bench.sandbox.faults.add({
			match: { path: '/json/1.3/createEmailMessage' },
			times: 1,
			answer: { status: 502 },
		});
		const result = await run('sendEmail', mail, [{ to: 'a@example.com' }], CONTINUE);
		expect(bench.bodies('createEmailMessage')).toHaveLength(1);
		expect(result.failures).toMatchObject([
			{
				error: expect.stringContaining('e-mail may have gone out') as string,
				details: { uncertain: true, addresses: ['a@example.com'] },
			},
		]);
	});
});

describe('SMS and WhatsApp', () => {
	const fields = { phoneNumbers: '={{ $json.to }}', content: 'Hi', autoRegister: true };

	it('one request for each number, each once', async () => {
		const result = await run('sendSms', fields, [
			{ to: '+34 600-100-200' },
			{ to: ['+34600100201', '+34600100200'] },
		]);
		expect(bench.bodies('createSMSMessage')).toEqual(
			['+34600100200', '+34600100201'].map((number) => ({
				request: {
					auth: API_TOKEN,
					application: APP,
					notifications: [
						{ send_date: 'now', content: 'Hi', use_auto_registration: true, devices: [number] },
					],
				},
			})),
		);
		expect(result.results).toMatchObject([
			{ success: true, submitted: 1, messageCodes: [expect.any(String)] },
			{ success: true, submitted: 2, messageCodes: [expect.any(String), expect.any(String)] },
		]);
	});

	it('a number that isn’t certain is refused, and the others go', async () => {
		const items = [{ to: 34600100200 }, { to: '+34600100200' }, { to: '+44 (0)20 7946 0000' }];
		const result = await run('sendSms', fields, [...items, { to: '+44 (20) 7946-0000' }], CONTINUE);
		expect(result.failures[0].details.advice).toContain('=+{{');
		expect(pairs(result.success)).toEqual([1, 3]);
		expect(sent().map(({ recipients }) => recipients)).toEqual([['+34600100200'], ['+442079460000']]);
	});

	it('one deduplication key is one message to a number, and another text under it fails', async () => {
		const keyed = { ...fields, content: '={{ $json.text }}', delivery: { deduplicationKey: 'order-1' } };
		const items = ['Hi', 'Hi', 'Ho'].map((text) => ({ to: '+34600100200', text }));
		const result = await run('sendSms', keyed, items, CONTINUE);
		expect(bench.bodies('createSMSMessage')).toHaveLength(1);
		expect([pairs(result.success), pairs(result.failed)]).toEqual([[0, 1], [2]]);
	});

	it('what is said speaks of phone numbers, and of no transaction ID', async () => {
		const good = await run('sendSms', fields, [{ to: '+34600100200' }]);
		expect(good.hints[0]).toContain('1 phone number handed to Pushwoosh');
		bench.sandbox.faults.add({ match: { path: '*SMSMessage' }, answer: { status: 502 } });
		const lost = await run('sendSms', fields, [{ to: '+34600100200' }], CONTINUE);
		expect(lost.failures[0].error).toContain('text message may have gone out');
		expect(lost.failures[0].details.advice).toContain("'Repeat Uncertain Sends'");
		expect(lost.failures[0].details.advice).not.toContain('transaction');
	});

	it('a refusal of a stranger names the way out', async () => {
		const result = await run(
			'sendSms',
			{ ...fields, autoRegister: false },
			[{ to: '+34999999999' }],
			CONTINUE,
		);
		bench.sandbox.pushwoosh.unknownDevices.add('+34999999998');
		const other = await run(
			'sendSms',
			{ ...fields, autoRegister: false },
			[{ to: '+34999999998' }],
			CONTINUE,
		);
		expect([...result.failures, ...other.failures].at(-1)?.details.advice).toContain('Auto Register');
	});

	it('a date goes in UTC', async () => {
		const delivery = { sendDate: '2030-07-01T10:00:00', timezone: 'Europe/Madrid' };
		await run('sendSms', { ...fields, delivery }, [{ to: '+34600100200' }]);
		expect(sent()[0].notification).toMatchObject({ send_date: '2030-07-01 08:00' });
	});

	it('WhatsApp is sent with its prefix', async () => {
		settings().phone.whatsAppNumbers = 'withPrefix';
		await run(
			'sendWhatsApp',
			{
				...fields,
				content: '',
				contentId: 'tpl',
				contentVariables: '{"1": "Anna", "2": 42}',
				headerVariables: { image: 'https://example.com/a.png' },
				buttonUrlVariables: { 0: 'x' },
				language: 'es_ES',
			},
			[{ to: '+34600100200' }, { to: 'whatsapp:+34600100200' }],
		);
		expect(bench.bodies('createWhatsAppMessage')).toMatchObject([
			{
				request: {
					notifications: [
						{
							send_date: 'now',
							content_id: 'tpl',
							content_variables: { 1: 'Anna', 2: '42' },
							header_variables: { image: 'https://example.com/a.png' },
							button_url_variables: { 0: 'x' },
							language: 'es_ES',
							devices: ['whatsapp:+34600100200'],
						},
					],
				},
			},
		]);
		expect((await run('sendWhatsApp', { ...fields, content: '' }, [{ to: '+34600100200' }])).status).toBe(
			'error',
		);
	});
});

describe('Send Push', () => {
	const push = async (more: object, how: object = {}) =>
		await bench.run({ application: APP, ...more } as never, { type: 'sendPush', ...how });

	it('says what became of messages', async () => {
		const { results } = await push({ audience: 'users', userIds: 'a', content: 'x' });
		const status = await push({ operation: 'getStatus', messageCodes: results[0].messageCode });
		expect(status.results).toMatchObject([{ code: results[0].messageCode, status: 'DONE', content: 'x' }]);
		expect(status.hints.join()).not.toContain('lists no message');
		const code = '0000-00000000-00000000';
		const unknown = await push({ operation: 'getStatus', messageCodes: [code, results[0].messageCode] });
		expect(unknown.results).toHaveLength(1);
		expect(unknown.hints.join()).toContain(`lists no message with the code “${code}”`);
	});

	it('cancels what waits, with the word of the service', async () => {
		const sendDate = '2030-01-01T10:00:00Z';
		const { results } = await push({ audience: 'users', userIds: 'a', content: 'x', delivery: { sendDate } });
		const messageCode = results[0].messageCode;
		const canceled = await push({ operation: 'cancel', messageCode });
		expect(canceled.results).toEqual([{ messageCode, canceled: true }]);
		expect(bench.bodies('cancel')).toEqual([{ message_code: messageCode }]);
		const again = await push({ operation: 'cancel', messageCode }, CONTINUE);
		expect(again.failures).toMatchObject([{ details: { messageCode } }]);
		expect(again.failures[0].details.advice).toContain('Message History');
		expect((await push({ operation: 'cancel', messageCode: '' })).status).toBe('error');
	});
});
