import { describe, expect, it } from 'vitest';
import { holding, send, useSandbox } from './support.mts';
import type { Reply } from './support.mts';

const sandbox = useSandbox();
const books = () => sandbox.pushwoosh.books;
const settings = () => sandbox.pushwoosh.settings.bulk;
const post = (method: string, body: object, headers = {}) =>
	send(`${sandbox.url}/api/v2/audience/${method}`, { json: body, headers });
const setTags = (devices: unknown, more: object = {}) =>
	post('bulkSetTags', { application: 'AAAAA-00000', auth: 'SERVER_TOKEN', devices, ...more });
const register = (devices: unknown, more: object = {}) =>
	post('bulkRegisterDevice', { application: 'AAAAA-00000', auth: 'SERVER_TOKEN', devices, ...more });
const idOf = ({ body }: Reply) => String((body as { request_id: unknown }).request_id);
const ask = (id: string, { method = 'bulkSetTags', query = '', headers = {} } = {}) =>
	send(`${sandbox.url}/api/v2/audience/${method}/${id}${query}`, { headers });
const tagsOf = (hwid: string) => sandbox.pushwoosh.devices.find((device) => device.hwid === hwid)?.tags;
const ann = { user_id: 'user-001', tags: { City: 'Porto' } };

describe('bulkSetTags', () => {
	it('the documented request and answer; all devices of the user have the tags', async () => {
		const reply = await setTags([{ hwid: 'hwid-003', list_operator: 'set', tags: { Age: 44 } }, ann], {
			create_missing_tags: false,
		});
		expect([reply.status, reply.body]).toEqual([200, { request_id: 'req-5001', status: 'Pending' }]);
		expect(tagsOf('hwid-003')).toMatchObject({ Age: 44 });
		for (const hwid of ['hwid-001', 'hwid-002']) expect(tagsOf(hwid)).toMatchObject({ City: 'Porto' });
		expect(books().tagChanges).toMatchObject([
			{ key: 'hwid', id: 'hwid-003', operator: 'set', tags: { Age: 44 }, requestId: 'req-5001' },
			{ key: 'user_id', id: 'user-001', tags: { City: 'Porto' } },
		]);
	});

	it('pending, then completed; asked without a token', async () => {
		const id = idOf(await setTags([ann]));
		expect((await ask(id, { query: '?detailed=false' })).body).toEqual({ request_id: id, status: 'Pending' });
		expect((await ask(id, { query: '?detailed=false' })).body).toEqual({
			request_id: id,
			status: 'Completed',
		});
		expect((await ask(id, { query: '?detailed=true' })).body).toEqual({
			request_id: id,
			status: 'Completed',
			devices: [{ user_id: 'user-001', status: 'Completed' }],
		});
	});

	it('writes every type, clears with null, appends to lists and removes from them', async () => {
		for (const [name, type] of Object.entries({ Price: 'Decimal', Since: 'Date', Build: 'Version' } as const))
			sandbox.pushwoosh.tags.set(name, type);
		const tags = {
			City: 'Faro',
			Age: 3,
			Price: 19.95,
			Since: '2026-02-03 04:05',
			Build: '1.2.0',
			Unsubscribed: true,
		};
		await setTags([{ hwid: 'hwid-001', tags }]);
		expect(tagsOf('hwid-001')).toMatchObject({ ...tags, Since: Date.UTC(2026, 1, 3, 4, 5) / 1000 });
		await setTags([{ hwid: 'hwid-001', list_operator: 'append', tags: { Interests: ['chess', 'music'] } }]);
		expect(tagsOf('hwid-001')?.Interests).toEqual(['sports', 'music', 'chess']);
		await setTags([{ hwid: 'hwid-001', list_operator: 'remove', tags: { Interests: ['music'] } }]);
		expect(tagsOf('hwid-001')?.Interests).toEqual(['sports', 'chess']);
		await setTags([{ hwid: 'hwid-001', list_operator: 'set', tags: { Interests: ['go'], City: null } }]);
		expect(tagsOf('hwid-001')).toMatchObject({ Interests: ['go'] });
		expect(tagsOf('hwid-001')).not.toHaveProperty('City');
	});

	it('makes missing tags when asked to, of the type that the value has', async () => {
		await setTags(
			[{ user_id: 'new', tags: { a: 'x', b: 1, c: 1.5, d: true, e: ['l'], f: '2026-01-02 03:04' } }],
			{
				create_missing_tags: true,
			},
		);
		const types = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => sandbox.pushwoosh.tags.get(name));
		expect(types).toEqual(['String', 'Integer', 'Decimal', 'Boolean', 'List', 'Date']);
	});

	it('an identifier without a row gets one, so that segments find it', async () => {
		await setTags([{ user_id: 'crm-1', tags: { Interests: ['vip'] } }]);
		expect(sandbox.pushwoosh.select('T("Interests", IN, ["vip"])')).toMatchObject([{ userId: 'crm-1' }]);
		await setTags([{ push_token: 'push-token-1', tags: { City: 'Rome' } }]);
		expect(tagsOf('hwid-001')).toMatchObject({ City: 'Rome' });
	});

	it('100,000 identifiers in 100 requests', async () => {
		for (let page = 0; page < 100; page += 1) {
			const devices = Array.from({ length: 1000 }, (_, index) => ({
				user_id: `crm-${page * 1000 + index}`,
				tags: { Age: index },
			}));
			expect((await setTags(devices)).status).toBe(200);
		}
		expect(books().tagChanges.length).toBe(100_000);
		expect(new Set(books().tagChanges.map(({ id }) => id)).size).toBe(100_000);
	});

	it.each<[string, object, unknown]>([
		['no application', { application: undefined }, 'Field "application" is required'],
		['an unknown application', { application: 'ZZZZZ-00000' }, 'application not found'],
		['no devices', { devices: undefined }, 'Field "devices" is required'],
		['an empty list', { devices: [] }, 'devices must not be empty'],
		['an unknown field', { flags: 1 }, 'Unexpected field "flags"'],
		[
			'userId in place of user_id',
			{ devices: [{ userId: 'a', tags: { City: 'x' } }] },
			'Unexpected field "devices[0].userId"',
		],
		[
			'no identifier',
			{ devices: [{ tags: { City: 'x' } }] },
			'devices[0].hwid, user_id or push_token is required',
		],
		[
			'a number for an identifier',
			{ devices: [{ user_id: 7, tags: { City: 'x' } }] },
			'must be non-empty text',
		],
		['no tags', { devices: [ann, { user_id: 'a' }] }, 'Field "devices[1].tags" is required'],
		['empty tags', { devices: [{ user_id: 'a', tags: {} }] }, 'devices[0].tags must not be empty'],
		[
			'another operator',
			{ devices: [{ ...ann, list_operator: 'add' }] },
			'must be one of set, append, remove',
		],
		['a wrapper', { request: {} }, 'invalid request'],
	])('refuses %s', async (_name, change, message) => {
		const reply = await setTags([ann], change);
		expect([reply.status, reply.body]).toEqual([400, { message: holding(String(message)) }]);
		expect(books().tagChanges).toEqual([]);
	});

	it.each<[string, object, object, number]>([
		['no token', { auth: undefined }, {}, 401],
		['an unknown token', { auth: 'WRONG' }, {}, 401],
		['a Device token', { auth: 'DEVICE_TOKEN' }, {}, 401],
		['a token in the header', {}, { authorization: 'Api SERVER_TOKEN' }, 401],
		['a token without the permission', { auth: 'READER' }, {}, 403],
		['a token without the application', { auth: 'SHOP' }, {}, 400],
	])('refuses %s', async (_name, change, headers, status) => {
		sandbox.pushwoosh.addApiToken('READER', { permissions: ['exportSegment'] });
		sandbox.pushwoosh.addApiToken('SHOP', { applications: ['BBBBB-00000'] });
		const body = { application: 'AAAAA-00000', auth: 'SERVER_TOKEN', devices: [ann], ...change };
		expect((await post('bulkSetTags', body, headers)).status).toBe(status);
	});
});

describe('the status of a bulk request', () => {
	it('404 for one that is unknown, 400 for another query or verb, 401 for a wrong token', async () => {
		const id = idOf(await setTags([ann]));
		expect((await ask('req-1')).status).toBe(404);
		expect((await ask(id, { query: '?page=1' })).status).toBe(400);
		expect((await ask(id, { query: '?detailed=yes' })).status).toBe(400);
		expect((await post(`bulkSetTags/${id}`, {})).status).toBe(400);
		expect((await ask(id, { headers: { authorization: 'Api WRONG' } })).status).toBe(401);
		expect((await ask(id, { headers: { authorization: 'Token SERVER_TOKEN' } })).status).toBe(200);
	});

	it('needs a token by switch', async () => {
		settings().statusToken = 'needed';
		const id = idOf(await setTags([ann]));
		expect((await ask(id)).status).toBe(401);
		expect((await ask(id, { headers: { authorization: 'Api SERVER_TOKEN' } })).status).toBe(200);
	});

	it('runs for as many questions as is switched, in the words that are switched', async () => {
		settings().pollsUntilDone = 2;
		settings().words = {
			pending: 'pending',
			running: 'In Progress',
			completed: 'COMPLETED',
			failed: 'Error',
		};
		const reply = await setTags([ann]);
		expect(reply.body).toMatchObject({ status: 'pending' });
		const words = [];
		for (let poll = 0; poll < 3; poll += 1)
			words.push(((await ask(idOf(reply))).body as { status: string }).status);
		expect(words).toEqual(['In Progress', 'In Progress', 'COMPLETED']);
	});

	it('fails by switch, and then nothing was set', async () => {
		Object.assign(settings(), { fail: true, pollsUntilDone: 0 });
		const id = idOf(await setTags([ann]));
		expect((await ask(id, { query: '?detailed=true' })).body).toEqual({
			request_id: id,
			status: 'Failed',
			devices: [{ user_id: 'user-001', status: 'Failed', error: 'The request failed' }],
		});
		expect(books().tagChanges).toEqual([]);
	});
});

describe('switches of bulkSetTags', () => {
	const detailsAfter = async (devices: unknown) => {
		settings().pollsUntilDone = 0;
		const id = idOf(await setTags(devices));
		return (await ask(id, { query: '?detailed=true' })).body as { status: string; devices?: unknown[] };
	};

	it('a minimum of 50, and a maximum', async () => {
		settings().minimumDevices = 50;
		expect((await setTags([ann])).body).toEqual({ message: holding('at least 50 entries') });
		expect((await setTags(Array.from({ length: 50 }, () => ann))).status).toBe(200);
		settings().maximumDevices = 60;
		const reply = await setTags(Array.from({ length: 61 }, () => ann));
		expect(reply.body).toEqual({ message: holding('at most 60 entries') });
	});

	it('the request id as a number', async () => {
		settings().requestIdAs = 'number';
		const reply = await setTags([ann]);
		expect(reply.body).toEqual({ request_id: 5001, status: 'Pending' });
		expect((await ask('5001')).body).toMatchObject({ request_id: 5001 });
	});

	it('details of all devices, of those in trouble, or none', async () => {
		sandbox.pushwoosh.unknownDevices.add('ghost');
		const devices = [ann, { hwid: 'ghost', tags: { City: 'x' } }];
		const ghost = { hwid: 'ghost', status: 'Failed', error: 'Device not found' };
		expect((await detailsAfter(devices)).devices).toEqual([
			{ user_id: 'user-001', status: 'Completed' },
			ghost,
		]);
		settings().details = 'troubledDevices';
		expect((await detailsAfter(devices)).devices).toEqual([ghost]);
		settings().details = 'nothing';
		settings().wordWhenSomeFailed = 'CompletedWithErrors';
		expect(await detailsAfter(devices)).toEqual({ request_id: 'req-5003', status: 'CompletedWithErrors' });
	});

	it('a tag that does not exist: skipped, an error, lost, or the end of the request', async () => {
		const devices = [{ user_id: 'user-001', tags: { City: 'Porto', Nope: 1 } }];
		expect(await detailsAfter(devices)).toMatchObject({
			status: 'Completed',
			devices: [{ status: 'Completed', skipped: [{ tag: 'Nope', reason: 'Not found' }] }],
		});
		expect(books().tagChanges).toMatchObject([{ tags: { City: 'Porto' } }]);
		settings().unknownTagsAs = 'deviceError';
		expect(await detailsAfter(devices)).toMatchObject({
			devices: [{ status: 'Failed', error: 'Tag Nope: Not found' }],
		});
		settings().unknownTagsAs = 'lostSilently';
		expect((await detailsAfter(devices)).devices).toEqual([{ user_id: 'user-001', status: 'Completed' }]);
		settings().unknownTagsAs = 'taskFails';
		expect(await detailsAfter(devices)).toMatchObject({ status: 'Failed' });
		expect(books().tagChanges.length).toBe(2);
	});

	it.each(['text', [1], { a: 1 }, 1.5, true])(
		'a value of another type, %j: error, lost, or refused',
		async (Age) => {
			const devices = [{ user_id: 'user-001', tags: { Age } }];
			expect(await detailsAfter(devices)).toMatchObject({
				devices: [{ status: 'Failed', error: 'Tag Age: Wrong type' }],
			});
			settings().wrongValuesAs = 'lostSilently';
			expect((await detailsAfter(devices)).devices).toEqual([{ user_id: 'user-001', status: 'Completed' }]);
			settings().wrongValuesAs = 'http400';
			expect((await setTags(devices)).body).toEqual({
				message: holding('tags.Age has a value of another type'),
			});
			expect(books().tagChanges).toEqual([]);
		},
	);

	it('list_operator may be required, several identifiers taken', async () => {
		expect((await setTags([{ ...ann, hwid: 'hwid-009' }])).body).toEqual({
			message: holding('only one of hwid'),
		});
		settings().severalIdentifiers = 'firstCounts';
		await setTags([{ ...ann, hwid: 'hwid-009' }]);
		expect(books().tagChanges).toMatchObject([{ key: 'hwid', id: 'hwid-009' }]);
		settings().listOperatorRequired = true;
		expect((await setTags([ann])).body).toEqual({ message: holding('list_operator is required') });
	});

	it('the inbox switch "refused tokens" refuses devices here too', async () => {
		sandbox.switches.set({ refuseEvery: 1 });
		expect(await detailsAfter([ann])).toMatchObject({ devices: [{ error: 'Device not found' }] });
	});
});

describe('bulkRegisterDevice', () => {
	const phone = { hwid: 'new-1', push_token: 'token-1', platform: 3, tags: { City: 'Lyon' } };

	it('registers, with tags, and registers again under a new push token', async () => {
		const id = idOf(
			await register([phone, { hwid: 'ann@example.com', push_token: 'ann@example.com', platform: 14 }]),
		);
		expect(sandbox.pushwoosh.devices.slice(-2)).toMatchObject([
			{
				hwid: 'new-1',
				pushToken: 'token-1',
				platform: 3,
				applications: ['AAAAA-00000'],
				tags: { City: 'Lyon' },
			},
			{ hwid: 'ann@example.com', platform: 14 },
		]);
		await ask(id, { method: 'bulkRegisterDevice' });
		expect((await ask(id, { method: 'bulkRegisterDevice', query: '?detailed=true' })).body).toMatchObject({
			status: 'Completed',
			devices: [{ hwid: 'new-1' }, { hwid: 'ann@example.com' }],
		});
		await register([{ ...phone, push_token: 'token-2' }]);
		expect(sandbox.pushwoosh.devices.filter(({ hwid }) => hwid === 'new-1')).toMatchObject([
			{ pushToken: 'token-2' },
		]);
		expect(books().registered.length).toBe(3);
	});

	it.each<[string, object, string]>([
		['no hwid', { hwid: undefined }, 'Field "devices[0].hwid" is required'],
		['no push token', { push_token: '' }, 'Field "devices[0].push_token" is required'],
		['no platform', { platform: undefined }, 'Field "devices[0].platform" is required'],
		['a platform as text', { platform: '3' }, 'must be a platform code'],
		['a platform that is none', { platform: 99 }, 'must be a platform code'],
		['the operator of the other method', { list_operator: 'set' }, 'must be one of append, remove'],
		['a user', { user_id: 'u' }, 'Unexpected field "devices[0].user_id"'],
	])('refuses %s', async (_name, change, message) => {
		const reply = await register([{ ...phone, ...change }]);
		expect([reply.status, reply.body]).toEqual([400, { message: holding(message) }]);
	});

	it('answers as bulkSetTags does, done at once, or with an empty object', async () => {
		settings().registerAnswer = 'completedRequest';
		expect((await register([phone])).body).toEqual({ request_id: 'req-5001', status: 'Completed' });
		settings().registerAnswer = 'emptyObject';
		expect((await register([phone])).body).toEqual({});
	});

	it('its status stands under its own path, or under that of bulkSetTags', async () => {
		const id = idOf(await register([phone]));
		expect((await ask(id)).status).toBe(404);
		settings().registerStatusPath = 'bulkSetTags';
		expect((await ask(id)).status).toBe(200);
		expect((await ask(id, { method: 'bulkRegisterDevice' })).status).toBe(404);
	});
});
