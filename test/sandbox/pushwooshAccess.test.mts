import { describe, expect, it } from 'vitest';
import { pushwoosh, send, useSandbox } from './support.mts';

const sandbox = useSandbox();
const getApplications = () => `${sandbox.url}/json/1.3/getApplications`;

describe('getApplications', () => {
	it('the documented request and answer', async () => {
		const reply = await send(getApplications(), { json: { request: { auth: 'SERVER_TOKEN' } } });
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual({
			status_code: 200,
			status_message: 'OK',
			response: { total: 1, page: 0, applications: { 'AAAAA-00000': 'Demo app', 'BBBBB-00000': 'Shop' } },
		});
	});

	it('comes in pages, counted from 0', async () => {
		sandbox.pushwoosh.addApplication('CCCCC-00000', 'Third');
		const { applicationPages } = sandbox.pushwoosh.settings;
		applicationPages.size = 2;
		const page = async (at: unknown) => (await pushwoosh(sandbox, 'getApplications', { page: at })).body;
		const third = { 'CCCCC-00000': 'Third' };
		expect(await page(0)).toMatchObject({ response: { total: 2, page: 0 } });
		expect(await page(1)).toMatchObject({ response: { total: 2, page: 1, applications: third } });
		expect(await page(2)).toMatchObject({ response: { total: 2, page: 2, applications: [] } });
		applicationPages.beyond = 'lastAgain';
		applicationPages.total = 'lastPage';
		expect(await page(2)).toMatchObject({ response: { total: 1, page: 2, applications: third } });
		applicationPages.beyond = 'refused';
		for (const wrong of [2, -1, '1', 0.5]) expect(await page(wrong)).toMatchObject({ status_code: 210 });
	});

	it('the other shapes that the answer may have', async () => {
		sandbox.pushwoosh.settings.applicationsAs = 'objects';
		expect((await pushwoosh(sandbox, 'getApplications')).body).toMatchObject({
			response: { applications: { 'AAAAA-00000': { title: 'Demo app' } } },
		});
		sandbox.pushwoosh.settings.applicationsAs = 'array';
		expect((await pushwoosh(sandbox, 'getApplications')).body).toMatchObject({
			response: { applications: [{ code: 'AAAAA-00000', name: 'Demo app' }, { code: 'BBBBB-00000' }] },
		});
	});

	it('shows only what the token is granted', async () => {
		sandbox.pushwoosh.addApiToken('SHOP_TOKEN', { applications: ['BBBBB-00000'] });
		expect((await pushwoosh(sandbox, 'getApplications', {}, 'SHOP_TOKEN')).body).toMatchObject({
			response: { applications: { 'BBBBB-00000': 'Shop' } },
		});
		const foreign = await pushwoosh(sandbox, 'listFilters', { application: 'AAAAA-00000' }, 'SHOP_TOKEN');
		expect(foreign.body).toEqual({
			status_code: 210,
			status_message: 'Access denied, or application not found',
			response: null,
		});
	});
});

describe('the token', () => {
	it('unknown: 210 in the body', async () => {
		const reply = await pushwoosh(sandbox, 'getApplications', {}, 'WRONG');
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual({
			status_code: 210,
			status_message: 'Invalid API token: account not found',
			response: null,
		});
	});

	it('absent: 210 in the body', async () => {
		const reply = await send(getApplications(), { json: { request: {} } });
		expect(reply.body).toEqual({
			status_code: 210,
			status_message: 'API token or application is not set',
			response: null,
		});
	});

	it('without the permission: 403 in the body', async () => {
		sandbox.pushwoosh.addApiToken('READER', { permissions: ['getApplications'] });
		const reply = await pushwoosh(
			sandbox,
			'createFilter',
			{ name: 'x', filter_expression: 'A("AAAAA-00000")' },
			'READER',
		);
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual({
			status_code: 403,
			status_message: 'Token restrictions forbid this operation',
			response: null,
		});
	});

	it.each([
		['in a header', { headers: { authorization: 'Token SERVER_TOKEN' }, json: { request: {} } }],
		[
			'in a header too',
			{ headers: { authorization: 'Token SERVER_TOKEN' }, json: { request: { auth: 'SERVER_TOKEN' } } },
		],
		['of the device type', { json: { request: { auth: 'DEVICE_TOKEN' } } }],
	])('%s: HTTP 401', async (_name, sent) => {
		expect((await send(getApplications(), sent)).status).toBe(401);
	});

	it('in the query: HTTP 401', async () => {
		expect((await send(`${getApplications()}?auth=SERVER_TOKEN`, { json: { request: {} } })).status).toBe(
			401,
		);
	});
});

describe('a malformed request is HTTP 400 without a status_code', () => {
	it.each([
		['no envelope', { json: { auth: 'SERVER_TOKEN' } }],
		['the token beside the envelope', { json: { request: {}, auth: 'SERVER_TOKEN' } }],
		['a list', { json: [{ request: { auth: 'SERVER_TOKEN' } }] }],
		['no JSON', { raw: '{"request":', headers: { 'content-type': 'application/json' } }],
		['an empty body', { raw: '', headers: { 'content-type': 'application/json' } }],
		['no content type', { raw: '{"request":{"auth":"SERVER_TOKEN"}}' }],
		[
			'a form',
			{ raw: 'auth=SERVER_TOKEN', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
		],
		['GET', { method: 'GET' as const }],
	])('%s', async (_name, sent) => {
		const reply = await send(getApplications(), sent);
		expect(reply.status).toBe(400);
		expect(reply.body).toBe('Bad request');
	});

	it('takes a content type with a charset', async () => {
		const headers = { 'content-type': 'application/json; charset=utf-8' };
		const reply = await send(getApplications(), { raw: '{"request":{"auth":"SERVER_TOKEN"}}', headers });
		expect(reply.body).toMatchObject({ status_code: 200 });
	});
});

it.each([
	'/json/1.3/getApplicationFile',
	'/json/1.3/createmessage',
	'/json/1.2/getApplications',
	'/api/v2/messages',
	'/api/v2/audience/importSegment',
	'/messaging/v1/cancel',
])('HTTP 404 for %s', async (path) => {
	const reply = await send(sandbox.url + path, { json: { request: { auth: 'SERVER_TOKEN' } } });
	expect(reply.status).toBe(404);
});
