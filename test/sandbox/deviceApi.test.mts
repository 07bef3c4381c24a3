import { describe, expect, it } from 'vitest';
import { deviceApi, holding, ok, pushwoosh, refusal, send, useSandbox, withHeader } from './support.mts';

const sandbox = useSandbox();
const books = () => sandbox.pushwoosh.books;
const app = { application: 'AAAAA-00000' };

describe.each(['setTags', 'getTags', 'unregisterDevice', 'postEvent'])('%s', (method) => {
	const fields = {
		setTags: { ...app, hwid: 'hwid-001', tags: { City: 'x' } },
		getTags: { ...app, hwid: 'hwid-001' },
		unregisterDevice: { ...app, hwid: 'hwid-001' },
		postEvent: { ...app, event: 'Checkout', attributes: {}, hwid: 'hwid-001' },
	}[method];

	it('takes the Device token in the header', async () => {
		expect((await deviceApi(sandbox, method, fields)).body).toMatchObject({ status_code: 200 });
	});

	it.each([
		['none', ''],
		['a Server token', 'Token SERVER_TOKEN'],
		['another scheme', 'Api DEVICE_TOKEN'],
		['no scheme', 'DEVICE_TOKEN'],
		['an unknown token', 'Token WRONG'],
	])('HTTP 401 for %s', async (_name, authorization) => {
		const reply = await deviceApi(sandbox, method, fields, authorization);
		expect([reply.status, reply.body]).toEqual([401, refusal('Unauthorized', 401)]);
	});

	it('the Server token in the body is refused, alone and beside the header, unless switched', async () => {
		expect((await pushwoosh(sandbox, method, fields)).status).toBe(401);
		const both = await deviceApi(sandbox, method, { ...fields, auth: 'SERVER_TOKEN' });
		expect([both.status, both.body]).toEqual([400, refusal('Unexpected field "auth"')]);
		sandbox.pushwoosh.settings.deviceApi.alsoTakesServerTokenInBody = true;
		expect((await pushwoosh(sandbox, method, fields)).body).toMatchObject({ status_code: 200 });
		expect((await pushwoosh(sandbox, method, fields, 'DEVICE_TOKEN')).status).toBe(401);
	});

	it('refusals stand beside HTTP 400, or 200 by switch', async () => {
		const wrong = { ...fields, application: 'ZZZZZ-00000' };
		const reply = await deviceApi(sandbox, method, wrong);
		expect([reply.status, reply.body]).toEqual([400, refusal('Application not found')]);
		sandbox.pushwoosh.settings.deviceApi.refusalsAs = 'http200';
		expect((await deviceApi(sandbox, method, wrong)).status).toBe(200);
	});

	it('a token without the application: 401, or a refusal by switch; without the permission: 403', async () => {
		sandbox.pushwoosh.addApiToken('SHOP', { type: 'device', applications: ['BBBBB-00000'] });
		sandbox.pushwoosh.addApiToken('NARROW', { type: 'device', permissions: ['registerDevice'] });
		expect((await deviceApi(sandbox, method, fields, 'Token SHOP')).status).toBe(401);
		sandbox.pushwoosh.settings.deviceApi.foreignApplicationAs = 'refusal';
		const denied = await deviceApi(sandbox, method, fields, 'Token SHOP');
		expect(denied.body).toEqual(refusal('Access denied, or application not found'));
		const forbidden = await deviceApi(sandbox, method, fields, 'Token NARROW');
		expect(forbidden.body).toEqual(refusal('Token restrictions forbid this operation', 403));
	});

	it.each([
		['text', 'Unauthorized'],
		['empty', ''],
	] as const)('the body of a 401 may be %s', async (unauthorizedAs, body) => {
		sandbox.pushwoosh.settings.deviceApi.unauthorizedAs = unauthorizedAs;
		expect((await deviceApi(sandbox, method, fields, '')).body).toBe(body);
	});

	it('a malformed request is HTTP 400', async () => {
		const headers = { authorization: 'Token DEVICE_TOKEN' };
		const url = `${sandbox.url}/json/1.3/${method}`;
		for (const sent of [{ json: fields ?? {} }, { json: { request: fields, more: 1 } }, { raw: '{' }])
			expect(await send(url, { ...sent, headers })).toMatchObject({ status: 400, body: 'Bad request' });
	});

	it('an unknown field is refused', async () => {
		const { body } = await deviceApi(sandbox, method, { ...fields, extra: 1 });
		expect(body).toEqual(refusal('Unexpected field "extra"'));
	});
});

describe('setTags', () => {
	const setTags = (tags: object, who: object = { hwid: 'hwid-001' }) =>
		deviceApi(sandbox, 'setTags', { ...app, ...who, tags });
	const tags = () => sandbox.pushwoosh.devices[0].tags;

	it('sets, changes step by step and clears', async () => {
		expect((await setTags({ City: 'Rome', Age: 30 }, { userId: 'user-001' })).body).toEqual(ok(null));
		await setTags({
			Age: { operation: 'increment', value: 2 },
			Interests: { operation: 'append', value: ['go'] },
		});
		expect(tags()).toMatchObject({ City: 'Rome', Age: 32, Interests: ['sports', 'music', 'go'] });
		await setTags({ City: null, Interests: { operation: 'remove', value: ['music'] } });
		expect(tags()).toMatchObject({ Interests: ['sports', 'go'] });
		expect(tags()).not.toHaveProperty('City');
		expect(books().tagChanges.map(({ id }) => id)).toEqual(['user-001', 'hwid-001', 'hwid-001']);
	});

	it('names a tag that it skipped, or not by switch; loses a list for a text without a word', async () => {
		const skipped = ok({ skipped: [{ tag: 'Nope', reason: 'Not found' }] });
		expect((await setTags({ Nope: 1, City: ['x'] })).body).toEqual(skipped);
		expect(tags().City).toBe('Madrid');
		sandbox.pushwoosh.settings.setTags.answersSkipped = false;
		expect((await setTags({ Nope: 1 })).body).toEqual(ok(null));
		expect(books().tagChanges).toEqual([]);
	});

	it('refuses no identifier, a tag of users without the user, another operation', async () => {
		const reply = await setTags({ City: 'x' }, {});
		expect([reply.status, reply.body]).toEqual([400, refusal('hwid or userId should be set')]);
		await pushwoosh(sandbox, 'addTag', { tag: { name: 'Loyalty', type: 1, user_specific: true } });
		expect((await setTags({ Loyalty: 1 })).body).toEqual(refusal('userId should be set for tag Loyalty'));
		expect((await setTags({ Age: { operation: 'double', value: 1 } })).body).toEqual(
			refusal('Unknown operation "double"'),
		);
	});
});

describe('getTags', () => {
	const getTags = (who: object) => deviceApi(sandbox, 'getTags', { ...app, ...who });
	const settings = () => sandbox.pushwoosh.settings.getTags;

	it('by device and by user, with the tags of the application', async () => {
		const { body } = await getTags({ userId: 'user-001' });
		expect(body).toMatchObject(
			ok({ result: { City: 'Madrid', Age: 15, Interests: ['sports', 'music'], Level: 0 } }),
		);
		const dates = (body as { response: { result: Record<string, unknown> } }).response.result;
		expect(dates['First Install']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
		settings().datesAs = 'unixSeconds';
		const seconds = await getTags({ hwid: 'hwid-001' });
		expect(seconds.body).toMatchObject(ok({ result: { 'First Install': expect.any(Number) as number } }));
	});

	it('nothing set: an empty object, or the list that PHP makes of it', async () => {
		expect((await getTags({ userId: 'fresh' })).body).toEqual(ok({ result: {} }));
		settings().emptyAs = 'list';
		expect((await getTags({ userId: 'fresh' })).body).toEqual(ok({ result: [] }));
	});

	it('an unknown device: 404 in the body, as HTTP status, "not found" in words, or nothing', async () => {
		sandbox.pushwoosh.unknownDevices.add('ghost');
		expect(await getTags({ hwid: 'ghost' })).toMatchObject({
			status: 400,
			body: refusal('Resource not found', 404),
		});
		settings().unknownDeviceAs = 'http404';
		expect(await getTags({ hwid: 'ghost' })).toMatchObject({ status: 404, body: 'Resource not found' });
		settings().unknownDeviceAs = 'notFoundInWords';
		expect((await getTags({ hwid: 'ghost' })).body).toEqual(refusal('Device not found'));
		settings().unknownDeviceAs = 'emptyResult';
		expect((await getTags({ hwid: 'ghost' })).body).toEqual(ok({ result: {} }));
	});

	it('refuses no identifier', async () =>
		expect((await getTags({})).body).toEqual(refusal('hwid or userId should be set')));
});

it('unregisterDevice takes the push token away, also twice', async () => {
	for (let time = 0; time < 2; time += 1)
		expect((await deviceApi(sandbox, 'unregisterDevice', { ...app, hwid: 'hwid-001' })).body).toEqual(
			ok(null),
		);
	expect(sandbox.pushwoosh.devices[0]).not.toHaveProperty('pushToken');
	expect(books().unregistered).toEqual(Array(2).fill({ ...app, hwid: 'hwid-001' }));
	expect((await deviceApi(sandbox, 'unregisterDevice', app)).body).toEqual(
		refusal('Field "hwid" is required'),
	);
});

describe('deleteUser', () => {
	const path = '/api/v2/device-api/deleteUser';
	const remove = (body: object = { ...app, user_id: 'user-001' }, authorization = 'Token DEVICE_TOKEN') =>
		withHeader(sandbox, path, body, authorization);
	const settings = () => sandbox.pushwoosh.settings.deleteUser;

	it('removes the devices of the user in the application, and the user from its journeys', async () => {
		const [welcome] = books().journeys.values();
		welcome.entries.push(
			{ userId: 'user-001', attributes: {}, at: 1 },
			{ hwid: 'hwid-001', attributes: {}, at: 1 },
		);
		expect(await remove()).toMatchObject({ status: 200, body: { user_id: 'user-001' } });
		const left = sandbox.pushwoosh.devices.filter(({ userId }) => userId === 'user-001');
		expect(left).toMatchObject([{ hwid: 'hwid-001', applications: ['BBBBB-00000'] }]);
		expect(welcome.entries.every(({ leftAt }) => leftAt !== undefined)).toBe(true);
		expect(books().deletedUsers).toEqual([{ ...app, userId: 'user-001', devices: 2 }]);
		expect((await remove()).status).toBe(200);
	});

	it.each([
		['emptyObject', {}],
		['emptyBody', ''],
		['envelope', ok(null)],
	] as const)('may answer with %s', async (answer, body) => {
		settings().answer = answer;
		expect(await remove()).toMatchObject({ status: 200, body });
	});

	it.each([
		['no token', undefined, '', 401],
		['a Server token', undefined, 'Token SERVER_TOKEN', 401],
		['another scheme', undefined, 'Api DEVICE_TOKEN', 401],
		['no user', app, undefined, 400],
		['an empty user', { ...app, user_id: '' }, undefined, 400],
		['a wrapper', { request: { ...app, user_id: 'u' } }, undefined, 400],
		['auth in the body', { ...app, user_id: 'u', auth: 'DEVICE_TOKEN' }, undefined, 400],
		['an unknown application', { application: 'ZZZZZ-00000', user_id: 'u' }, undefined, 404],
	] as const)('refuses %s', async (_name, body, authorization, status) => {
		const reply = await remove(body, authorization);
		expect([reply.status, reply.body]).toEqual([
			status,
			{ code: expect.any(Number) as number, message: holding(''), details: [] },
		]);
		expect(books().deletedUsers).toEqual([]);
	});

	it.each([
		['message', 400, { message: 'Field "user_id" is required' }],
		['envelope400', 400, refusal('Field "user_id" is required')],
		['envelope200', 200, refusal('Field "user_id" is required')],
	] as const)('refusals may come as %s', async (refusalsAs, status, body) => {
		settings().refusalsAs = refusalsAs;
		expect(await remove(app)).toMatchObject({ status, body });
	});

	it('an unknown user: accepted, or 404 by switch', async () => {
		sandbox.pushwoosh.unknownDevices.add('ghost');
		expect((await remove({ ...app, user_id: 'ghost' })).status).toBe(200);
		settings().unknownUserAs = 'http404';
		expect((await remove({ ...app, user_id: 'ghost' })).status).toBe(404);
	});
});
