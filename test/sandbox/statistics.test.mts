import { describe, expect, it } from 'vitest';
import { createMessage, holding, pushwoosh, send, useSandbox, withHeader } from './support.mts';

const sandbox = useSandbox();
const settings = () => sandbox.pushwoosh.settings.statistics;
const LIST = '/api/v2/messages:list';
const TOTALS = '/api/v2/statistics/messages/totalsByIntervals';
const LOG = '/api/v2/statistics/getMessageLog';
const SUBSCRIBERS = '/api/v2/statistics/application/getSubscribersStatistics';
const CLICKS = '/api/v2/statistics/emails/linksInteractionsDevices';

type Item = Record<string, unknown> & {
	code: string;
	push_info: { metrics: Array<Record<string, unknown>>; details: Record<string, unknown> };
};
type List = { total: unknown; items: Item[] };

const list = (filters: object = {}, more: object = {}) =>
	withHeader(sandbox, LIST, {
		filters: { application: 'AAAAA-00000', ...filters },
		params: { with_details: true, with_metrics: true },
		...more,
	});
const items = async (filters: object = {}, more: object = {}) => (await list(filters, more)).body as List;
const sent = async (...notifications: object[]) => {
	const { body } = await createMessage(sandbox, ...notifications);
	return (body as { response: { Messages: string[] } }).response.Messages;
};
const now = { send_date: 'now', content: 'Hello', title: 'Shop' };
const figures = { inbox_opens: 0, unshowable_sends: 0, errors: 0 };

describe('the token', () => {
	const day = '2026-01-01 00:00:00';
	const filters = { application: 'AAAAA-00000' };
	const all: Array<[string, object]> = [
		[LIST, { filters }],
		[TOTALS, { message_code: 'x' }],
		[LOG, { message_code: 'x' }],
		[SUBSCRIBERS, { application_code: 'AAAAA-00000', timestamp_from: day, timestamp_to: day }],
		[CLICKS, { filters: { campaign: 'CMPGN-00001', link_template: 'https://a%', date_range: {} } }],
	];

	it.each(all)('%s: Api and a Server token, in the header', async (path, body) => {
		for (const wrong of ['', 'Token SERVER_TOKEN', 'Key SERVER_TOKEN', 'SERVER_TOKEN', 'Api DEVICE_TOKEN'])
			expect(await withHeader(sandbox, path, body, wrong)).toMatchObject({
				status: 401,
				body: { error: 'unauthorized' },
			});
		expect((await withHeader(sandbox, path, body)).status).toBe(200);
		const inBody = await withHeader(sandbox, path, { ...body, auth: 'SERVER_TOKEN' });
		expect(inBody.body).toEqual({ error: 'Unexpected field "auth"' });
	});

	it.each(all)('%s: Key, Token, none or any by switch', async (path, body) => {
		for (const [scheme, header] of [
			['Key', 'Key SERVER_TOKEN'],
			['Token', 'Token SERVER_TOKEN'],
			['none', 'SERVER_TOKEN'],
			['any', 'Bearer SERVER_TOKEN'],
		] as const) {
			Object.assign(settings(), { messagesListScheme: scheme, scheme });
			expect([scheme, (await withHeader(sandbox, path, body, header)).status]).toEqual([scheme, 200]);
			if (scheme !== 'any') expect((await withHeader(sandbox, path, body)).status).toBe(401);
		}
	});

	it.each(all)('%s: wrapped in request by switch', async (path, body) => {
		expect((await withHeader(sandbox, path, { request: body })).status).toBe(400);
		settings().wrapping = 'request';
		expect((await withHeader(sandbox, path, { request: body })).status).toBe(200);
		expect((await withHeader(sandbox, path, body)).status).toBe(400);
	});

	it('403 without the permission, 404 for another method, 400 for another verb', async () => {
		sandbox.pushwoosh.addApiToken('READER', { permissions: ['createMessage'] });
		expect((await withHeader(sandbox, LIST, { filters }, 'Api READER')).status).toBe(403);
		expect((await withHeader(sandbox, '/api/v2/statistics/nope', {})).status).toBe(404);
		expect((await withHeader(sandbox, '/api/v2/messages:count', {})).status).toBe(404);
		expect((await withHeader(sandbox, LIST)).status).toBe(400);
	});
});

describe('messages:list', () => {
	it('a message with details and figures by platform', async () => {
		Object.assign(settings(), { growsForAnswers: 0 });
		const [code] = await sent({ ...now, filter: undefined, ios_title: 'iOS', campaign: 'CMPGN-00001' });
		const { total, items: found } = await items();
		expect(total).toBe(1);
		expect(found).toEqual([
			{
				id: expect.any(Number) as number,
				code,
				created_date: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) as string,
				send_date: expect.any(String) as string,
				status: 'DONE',
				platforms: ['IOS', 'ANDROID', 'CHROME'],
				source: 'API',
				push_info: {
					follow_user_timezone: false,
					details: expect.objectContaining({ title: 'Shop', content: { default: 'Hello' } }) as object,
					metrics: [
						{ platform: 1, sends: 10, deliveries: 9, opens: 3, ...figures, errors: 1 },
						{ platform: 3, sends: 20, deliveries: 18, opens: 7, ...figures, unshowable_sends: 1, errors: 1 },
						{ platform: 11, sends: 10, deliveries: 9, opens: 4, ...figures, errors: 1 },
					],
				},
				email_info: null,
			},
		]);
		const bare = await items({}, { params: {} });
		expect(bare.items[0].push_info).toEqual({ follow_user_timezone: false });
	});

	it('new figures grow from answer to answer until they settle', async () => {
		const [code] = await sent(now);
		const sends = [];
		for (let answer = 0; answer < 4; answer += 1)
			sends.push((await items({ messages_codes: [code] })).items[0].push_info.metrics[1].sends);
		expect(sends).toEqual([6, 13, 20, 20]);
	});

	it('2,500 messages in three pages of 1000, each once', async () => {
		sandbox.seed({ pushwoosh: { pastMessages: { count: 2500 } } });
		const pages: List[] = [];
		for (const page of [0, 1, 2, 3]) pages.push(await items({}, { per_page: 1000, page }));
		expect(pages.map(({ total, items: found }) => [total, found.length])).toEqual([
			[2500, 1000],
			[2500, 1000],
			[2500, 500],
			[2500, 0],
		]);
		expect(new Set(pages.flatMap(({ items: found }) => found.map(({ code }) => code))).size).toBe(2500);
		expect(pages[2].items[499].push_info.metrics).toMatchObject([{ sends: 2599 }, { sends: 2699 }]);
	});

	it('filters: platforms, dates, source, campaign, codes, ids', async () => {
		sandbox.seed({ pushwoosh: { pastMessages: { count: 48, campaign: 'CMPGN-00001' } } });
		sandbox.seed({ pushwoosh: { pastMessages: { count: 3, application: 'BBBBB-00000' } } });
		const [code] = await sent({ ...now, platforms: [11] });
		const count = async (filters: object) => (await items(filters)).total;
		expect(await count({})).toBe(49);
		expect(await count({ application: 'BBBBB-00000' })).toBe(3);
		expect(await count({ platforms: ['CHROME'] })).toBe(1);
		expect(await count({ campaign: 'CMPGN-00001', source: 'CP' })).toBe(16);
		expect(await count({ messages_codes: [code, 'nope'] })).toBe(1);
		const { id } = (await items({ messages_codes: [code] })).items[0];
		expect(await count({ messages_ids: [id] })).toBe(1);
		const today = new Date().toISOString().slice(0, 10);
		expect(await count({ date_range: { date_from: '2020-01-01', date_to: '2020-12-31' } })).toBe(0);
		expect(await count({ messages_codes: [code], date_range: { date_from: today, date_to: today } })).toBe(1);
	});

	it('scheduled and canceled messages have no figures, deleted ones are gone', async () => {
		const later = { ...now, send_date: '2099-01-01 00:00' };
		const [waiting, canceled, deleted] = await sent(later, later, later);
		await withHeader(sandbox, '/messaging/v2/cancel', { message_code: canceled }, 'Token SERVER_TOKEN');
		await pushwoosh(sandbox, 'deleteMessage', { message: deleted });
		const found = (await items()).items.map(({ code, status, push_info }) => [
			code,
			status,
			push_info.metrics,
		]);
		expect(found).toContainEqual([waiting, 'PENDING', []]);
		expect(found).toContainEqual([canceled, 'CANCELED', []]);
		expect(found.length).toBe(2);
	});

	it.each<[string, object, object, string]>([
		['no application', { application: '' }, {}, 'Field "filters.application" is required'],
		['an unknown application', { application: 'ZZZZZ-00000' }, {}, 'application not found'],
		['platform numbers', { platforms: [1] }, {}, 'must be a list of one of IOS'],
		['a platform by another name', { platforms: ['iOS'] }, {}, 'must be a list of one of IOS'],
		[
			'dates with time',
			{ date_range: { date_from: '2026-01-01 00:00', date_to: '2026-01-02' } },
			{},
			'must be YYYY-MM-DD',
		],
		['one date', { date_range: { date_from: '2026-01-01' } }, {}, 'date_to" is required'],
		['another source', { source: 'SMS' }, {}, 'must be one of AB_TEST'],
		['1001 a page', {}, { per_page: 1001 }, 'from 1 to 1000'],
		['a page below 0', {}, { page: -1 }, 'from 0 to'],
		['flat filters', {}, { source: 'API' }, 'Unexpected field "source"'],
		['an unknown filter', { codes: [] }, {}, 'Unexpected field "filters.codes"'],
	])('refuses %s', async (_name, filters, more, message) => {
		expect(await list(filters, more)).toMatchObject({ status: 400, body: { error: holding(message) } });
		settings().errorsAs = 'http200';
		expect(await list(filters, more)).toMatchObject({ status: 200, body: { error: holding(message) } });
	});

	it('switches: first page, what follows the last, total, texts, platforms', async () => {
		sandbox.seed({ pushwoosh: { pastMessages: { count: 5 } } });
		const codes = async (page: number) =>
			(await items({}, { per_page: 2, page })).items.map(({ code }) => code.slice(5, 13));
		settings().afterLastPage = 'lastPageAgain';
		expect(await codes(2)).toEqual(['00000005']);
		expect(await codes(3)).toEqual(['00000005']);
		settings().firstPage = 1;
		expect([await codes(0), await codes(1), await codes(2)]).toEqual([
			['00000001', '00000002'],
			['00000001', '00000002'],
			['00000003', '00000004'],
		]);
		for (const [totalAs, total] of [
			['pages', 3],
			['text', '5'],
			['missing', undefined],
		] as const) {
			settings().totalAs = totalAs;
			expect((await items({}, { per_page: 2 })).total).toBe(total);
		}
		Object.assign(settings(), { listNumbersAs: 'text', itemPlatformsAs: 'numbers' });
		const [first] = (await items()).items;
		expect([first.platforms, first.push_info.metrics[0]]).toMatchObject([
			[1, 3],
			{ platform: 1, sends: '100' },
		]);
	});

	it('messages of yesterday are all of that day', async () => {
		sandbox.seed({ pushwoosh: { pastMessages: { count: 2500, day: 'yesterday' } } });
		const day = new Date(sandbox.clock.now() - 86_400_000).toISOString().slice(0, 10);
		const range = { date_range: { date_from: day, date_to: day } };
		expect(await items(range, { per_page: 1 })).toMatchObject({ total: 2500 });
	});

	it('lists e-mails and SMS beside pushes', async () => {
		const email = { send_date: 'now', preset: 'PRSET-00002', devices: ['a@b.example'], subject: 'Hi' };
		await pushwoosh(sandbox, 'createEmailMessage', { application: 'AAAAA-00000', notifications: [email] });
		const { items: found } = await items();
		expect(found).toMatchObject([
			{
				source: 'EMAIL_API',
				platforms: ['EMAIL'],
				push_info: null,
				email_info: { details: { template: 'PRSET-00002' } },
			},
		]);
	});
});

describe('totalsByIntervals', () => {
	const totals = (body: object) => withHeader(sandbox, TOTALS, body);

	it('rows by hour and platform, counters as texts', async () => {
		sandbox.seed({ pushwoosh: { pastMessages: { count: 1 } } });
		const { body } = await totals({ message_code: 'FA57-00000001-00000000', platforms: [3] });
		const stamp = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:00:00$/) as string;
		expect(body).toEqual({
			metrics: [
				{
					timestamp: stamp,
					platform: 3,
					sends: '120',
					deliveries: '108',
					opens: '42',
					inbox_opens: '2',
					unshowable_sends: '4',
					errors: '7',
				},
				{
					timestamp: stamp,
					platform: 3,
					sends: '80',
					deliveries: '72',
					opens: '28',
					inbox_opens: '2',
					unshowable_sends: '4',
					errors: '5',
				},
			],
			conversion: { sends: '200', opens: '70', events: [] },
		});
	});

	it('grows like the list; an unknown code has no rows; conversion moves by switch', async () => {
		const [code] = await sent(now);
		const sums = [];
		for (let answer = 0; answer < 4; answer += 1)
			sums.push((await totals({ message_code: code })).body as { conversion: { sends: string } });
		expect(sums.map(({ conversion }) => conversion.sends)).toEqual(['12', '25', '40', '40']);
		expect((await totals({ message_code: 'nope' })).body).toEqual({ metrics: [] });
		settings().conversionIn = 'rows';
		expect((await totals({ message_code: code })).body).toMatchObject({
			metrics: { 0: { conversion: { sends: '40' } } },
		});
		settings().conversionIn = 'nowhere';
		expect((await totals({ message_code: code })).body).not.toHaveProperty('conversion');
	});

	it.each<[string, object, string]>([
		['no code', {}, 'Field "message_code" is required'],
		['a list of codes', { message_code: ['x'] }, 'Field "message_code" must be text'],
		['platform names', { message_code: 'x', platforms: ['IOS'] }, 'must be a list of a platform code'],
		['a page', { message_code: 'x', page: 0 }, 'Unexpected field "page"'],
	])('refuses %s', async (_name, body, message) =>
		expect(await totals(body)).toMatchObject({ status: 400, body: { error: holding(message) } }),
	);
});

describe('getMessageLog', () => {
	type Log = { items: Array<Record<string, string>>; pagination_token?: string };
	const log = async (body: object) => (await withHeader(sandbox, LOG, body)).body as Log;

	it('who got and opened a message, page by page', async () => {
		const [code] = await sent(now);
		const actions = ['sent', 'delivered'];
		const all = (await log({ message_code: code, actions })).items;
		expect(all.length).toBe(80);
		expect(all[0]).toMatchObject({
			message_code: code,
			hwid: 'hwid-001',
			user_id: 'user-001',
			platform: 'ios',
			action: 'sent',
		});
		const first = await log({ message_code: code, actions, limit: 50 });
		const second = await log({
			message_code: code,
			actions,
			limit: 50,
			pagination_token: first.pagination_token,
		});
		expect([...first.items, ...second.items]).toEqual(all);
		expect(second).not.toHaveProperty('pagination_token');
		settings().messageLogEnd = 'sameToken';
		const again = await log({
			message_code: code,
			actions,
			limit: 50,
			pagination_token: first.pagination_token,
		});
		expect(again.pagination_token).toBe(first.pagination_token);
	});

	it('by campaign, device, user, dates; filtered by platform', async () => {
		await sent({ ...now, campaign: 'CMPGN-00001' });
		const count = async (body: object) => (await log({ actions: ['sent'], ...body })).items.length;
		expect(await count({ campaign_code: 'CMPGN-00001' })).toBe(40);
		expect(await count({ campaign_code: 'CMPGN-00001', platforms: ['android'] })).toBe(20);
		expect(await count({ hwid: ['hwid-001', 'hwid-002'] })).toBe(2);
		expect(await count({ user_id: 'user-001' })).toBe(2);
		const text = (days: number) =>
			new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
		expect(await count({ date_from: text(-1), date_to: text(1) })).toBe(40);
		expect(await log({ date_from: text(-20), date_to: text(11) })).toEqual({ error: holding('30 days') });
		expect(await log({ date_from: text(-40), date_to: text(-39) })).toEqual({ error: holding('30 days') });
		expect(await log({ date_from: text(-1) })).toEqual({ error: 'date_from and date_to go together' });
	});

	it.each<[string, object, string]>([
		['no selector', {}, 'is required'],
		['two selectors', { message_code: 'x', user_id: 'y' }, 'only one of'],
		['another action', { message_code: 'x', actions: ['bounced'] }, 'unknown action bounced'],
		['a token of another kind', { message_code: 'x', pagination_token: 'x' }, 'invalid pagination_token'],
		['a limit of 100,001', { message_code: 'x', limit: 100_001 }, 'from 1 to 100000'],
		['dates without time', { date_from: '2026-01-01', date_to: '2026-01-02' }, 'must be YYYY-MM-DD HH:mm:ss'],
	])('refuses %s', async (_name, body, message) =>
		expect(await log(body)).toEqual({ error: holding(message) }),
	);

	it('the rows under another key, and plans without the method', async () => {
		const [code] = await sent(now);
		settings().messageLogRowsIn = 'result';
		expect(await log({ message_code: code, limit: 1 })).toMatchObject({ result: [{ action: 'sent' }] });
		settings().messageLogRowsIn = 'response.result';
		expect(await log({ message_code: code, limit: 1 })).toMatchObject({
			response: { result: [{ action: 'sent' }] },
		});
		settings().messageLogPlan = 'ordinary';
		const refused = await withHeader(sandbox, LOG, { message_code: code });
		expect(refused).toMatchObject({ status: 403, body: { error: holding('subscription plan') } });
	});
});

describe('subscribers and clicks', () => {
	const days = { timestamp_from: '2026-01-01 00:00:00', timestamp_to: '2026-01-02 23:59:59' };
	const subscribers = (body: object) =>
		withHeader(sandbox, SUBSCRIBERS, { application_code: 'AAAAA-00000', ...days, ...body });

	it('getSubscribersStatistics: a point a day and platform', async () => {
		const { body } = await subscribers({});
		const { statistics } = body as { statistics: unknown[] };
		expect(statistics.length).toBe(6);
		expect(statistics[0]).toEqual({
			timestamp: '2026-01-01 00:00:00',
			platform: 'IOS',
			push_enabled: 10,
			push_disabled: 0,
		});
		Object.assign(settings(), { subscriberPlatformsAs: 'numbers', subscriberNumbersAs: 'text' });
		expect((await subscribers({})).body).toMatchObject({
			statistics: { 1: { platform: 3, push_enabled: '18', push_disabled: '2' } },
		});
		expect((await subscribers({ timestamp_from: '2026-02-01 00:00:00' })).body).toEqual({
			error: holding('must not be after'),
		});
		expect((await subscribers({ timestamp_to: '2026-01-02' })).body).toEqual({
			error: holding('must be YYYY-MM-DD HH:mm:ss'),
		});
	});

	it('linksInteractionsDevices: who clicked in the e-mails of a campaign', async () => {
		const email = {
			send_date: 'now',
			preset: 'PRSET-00002',
			campaign: 'CMPGN-00001',
			devices: ['a@b.example', 'c@d.example'],
		};
		await pushwoosh(sandbox, 'createEmailMessage', { application: 'AAAAA-00000', notifications: [email] });
		const filters = {
			campaign: 'CMPGN-00001',
			link_template: 'https://shop.example/%',
			date_range: { date_from: '2026-01-01', date_to: '2026-01-30' },
		};
		const { body } = await withHeader(sandbox, CLICKS, { filters, per_page: 1, page: 1 });
		expect(body).toMatchObject({ items: [{ hwid: 'c@d.example', link: 'https://shop.example/' }] });
	});
});

it('the colon of messages:list must not be encoded', async () => {
	const headers = { authorization: 'Api SERVER_TOKEN' };
	const json = { filters: { application: 'AAAAA-00000' } };
	expect((await send(`${sandbox.url}/api/v2/messages%3Alist`, { json, headers })).status).toBe(404);
});
