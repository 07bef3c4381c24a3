import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

import { authenticatePushwoosh } from '../../../../nodes/Pushwoosh/api/auth.ts';
import type { OutgoingRequest } from '../../../../nodes/shared/credentials/outgoingRequest.ts';

const TOKEN = 'PUSHWOOSH-server_token.0123';
const credentials = { apiToken: TOKEN, baseUrl: 'https://api.pushwoosh.com' };
const NO_REDIRECTS = { disableFollowRedirect: true, followRedirect: false, followAllRedirects: false };

const post = (path: string, body?: unknown): OutgoingRequest =>
	({
		method: 'POST',
		url: `https://api.pushwoosh.com${path}`,
		...(body === undefined ? {} : { body }),
	}) as OutgoingRequest;
const send = (request: OutgoingRequest, changes: object = {}) =>
	authenticatePushwoosh({ ...credentials, ...changes } as never, request);

describe('where the API token goes', () => {
	it.each(['createMessage', 'deleteMessage', 'getApplications', 'createFilter'])(
		'1.3 %s: into request.auth',
		async (method) => {
			const sent = await send(post(`/json/1.3/${method}`, { request: { application: 'AAAAA-00000' } }));
			expect(sent).toEqual({
				...post(`/json/1.3/${method}`, { request: { application: 'AAAAA-00000', auth: TOKEN } }),
				...NO_REDIRECTS,
				headers: { 'Content-Type': 'application/json' },
			});
		},
	);

	it('Audience API: into the top level', async () => {
		const sent = await send(post('/api/v2/audience/exportSegment', { filterExpression: '*' }));
		expect(sent.body).toEqual({ filterExpression: '*', auth: TOKEN });
		expect(sent.headers).not.toHaveProperty('Authorization');
	});

	it.each([
		['https://api.pushwoosh.com/messaging/v2/notify', 'Token'],
		['https://api.pushwoosh.com/messaging/v2/cancel', 'Token'],
		['https://api.pushwoosh.com/api/v2/messages:list', 'Api'],
		['https://api.pushwoosh.com/api/v2/statistics/messages', 'Api'],
		['https://journey.pushwoosh.com/api/journey/0a1b/start/external', 'Api'],
		['https://journey.pushwoosh.com/api/journey/drop-users/external', 'Api'],
		['https://journey.pushwoosh.com/api/v3/journeygateway/pause', 'Api'],
		['https://journey.pushwoosh.com/api/v3/journeygateway', 'Api'],
		['https://api.pushwoosh.com/api/journey/0a1b/statistics/external', 'Api'],
	])('%s: into the header as %s', async (url, scheme) => {
		const body = { payload: { a: 1 } };
		const sent = await send({ method: 'POST', url, body, headers: { authorization: 'Api old' } });
		expect(sent.headers).toEqual({ Authorization: `${scheme} ${TOKEN}` });
		expect(sent.body).toBe(body);
		expect(sent).toMatchObject(NO_REDIRECTS);
	});

	it.each([
		['nothing', undefined, { request: { auth: TOKEN } }],
		['an empty object', {}, { request: { auth: TOKEN } }],
		['null', null, { request: { auth: TOKEN } }],
		['an empty text', '', { request: { auth: TOKEN } }],
		['JSON text', '{"request":{"application":"A"}}', { request: { application: 'A', auth: TOKEN } }],
		['a token of its own', { request: { auth: 'mine' } }, { request: { auth: TOKEN } }],
		['an envelope that is no object', { request: null }, { request: { auth: TOKEN } }],
		[
			"an object of n8n's expression engine",
			runInNewContext('({request:{a:1}})'),
			{ request: { a: 1, auth: TOKEN } },
		],
	])('body %s', async (_, body, expected) => {
		expect((await send(post('/json/1.3/createMessage', body))).body).toEqual(expected);
	});

	it.each([
		['text', 'request=1', {}],
		['a list', [1], {}],
		['a JSON list', '[1]', {}],
		['a buffer', Buffer.from('{}'), {}],
		['URL parameters', new URLSearchParams({ a: '1' }), {}],
		['form fields', undefined, { form: { a: 1 } }],
		['form data', undefined, { formData: { a: 1 } }],
	])('refuses a body of %s', async (_, body, changes) => {
		await expect(send({ ...post('/json/1.3/createMessage', body), ...changes })).rejects.toThrow('as JSON');
	});

	it('keeps a content type that is given', async () => {
		const request = {
			...post('/json/1.3/createMessage', {}),
			headers: { 'content-type': 'application/json; charset=utf-8' },
		};
		expect((await send(request)).headers).toEqual({ 'content-type': 'application/json; charset=utf-8' });
	});

	it('leaves no token in a header of requests that carry it in the body', async () => {
		const request = { ...post('/json/1.3/createMessage', {}), headers: { authorization: `Token ${TOKEN}` } };
		expect((await send(request)).headers).toEqual({ 'Content-Type': 'application/json' });
	});

	it('takes options of the older helper, relative addresses and a path prefix', async () => {
		const baseUrl = 'https://proxy.example/pushwoosh/';
		const uri = 'https://proxy.example/pushwoosh/json/1.3/getApplications';
		const expected = { request: { auth: TOKEN } };
		expect((await send({ uri } as never, { baseUrl })).body).toEqual(expected);
		const relative = { baseURL: 'https://proxy.example/pushwoosh', url: '/json/1.3/getApplications' };
		expect((await send(relative, { baseUrl })).body).toEqual(expected);
	});

	it('may authenticate the same request twice', async () => {
		const once = await send(post('/json/1.3/createMessage', { request: { a: 1 } }));
		await expect(send(once)).resolves.toEqual(once);
	});
});

describe('where the API token does not go', () => {
	it("leaves the caller's request untouched, however deep", async () => {
		const request = post('/json/1.3/createMessage', { request: { notifications: [{ content: 'Hi' }] } });
		const before = structuredClone(request);
		const sent = await send(request);
		expect(request).toEqual(before);
		expect(inspect(request, { depth: 9 })).not.toContain(TOKEN);
		expect(inspect(sent, { depth: 9 })).toContain(TOKEN);
	});

	it.each([
		'https://evil.example/json/1.3/createMessage',
		'https://api.pushwoosh.com.evil.example/json/1.3/createMessage',
		'https://api.pushwoosh.com@evil.example/json/1.3/createMessage',
		'http://api.pushwoosh.com/json/1.3/createMessage',
		'https://cp.pushwoosh.com/json/1.3/createMessage',
		'http://journey.pushwoosh.com/api/journey/x',
	])('refuses %s', async (url) => {
		const refusal = send({ url });
		await expect(refusal).rejects.toThrow("wasn't sent to");
		await expect(refusal).rejects.not.toThrow(TOKEN);
	});

	it('refuses what lies beside the path prefix', async () => {
		const refusal = send(
			{ url: 'https://proxy.example/other' },
			{ baseUrl: 'https://proxy.example/pushwoosh' },
		);
		await expect(refusal).rejects.toThrow("'Base URL'");
	});

	it.each(['http://api.pushwoosh.com', 'https://169.254.169.254', ''])(
		'refuses the base URL %j',
		async (baseUrl) => {
			await expect(send(post('/json/1.3/createMessage'), { baseUrl })).rejects.toThrow('https');
		},
	);

	it.each([
		['', 'is empty'],
		['  ', 'is empty'],
		[undefined, 'is empty'],
		['two words', 'holds a space'],
		['a\nb', 'holds a space'],
		['tökén', 'holds a space'],
	])('refuses the token %j', async (apiToken, why) => {
		await expect(send(post('/json/1.3/createMessage'), { apiToken })).rejects.toThrow(why);
	});

	it.each([` ${TOKEN}\n`, `"${TOKEN}"`, `'${TOKEN}',`])('cleans the token %j', async (apiToken) => {
		const sent = await send(post('/json/1.3/getApplications'), { apiToken });
		expect(sent.body).toEqual({ request: { auth: TOKEN } });
	});
});

describe('the Device token', () => {
	const DEVICE = 'PUSHWOOSH-device_token.0123';
	const withDevice = { deviceToken: ` ${DEVICE} ` };

	it.each(['getTags', 'unregisterDevice', 'postEvent', 'getNearestZone'])(
		'goes into the header of %s',
		async (method) => {
			const sent = await send(post(`/json/1.3/${method}`, { request: { application: 'A' } }), withDevice);
			expect(sent.headers).toEqual({ Authorization: `Token ${DEVICE}` });
			expect(sent.body).toEqual({ request: { application: 'A' } });
		},
	);

	it('without one these methods get the Server token, as all of 1.3 once did', async () => {
		const sent = await send(post('/json/1.3/getTags', {}));
		expect(sent.body).toEqual({ request: { auth: TOKEN } });
	});

	it('is the only one that the Device API v2 takes', async () => {
		const request = post('/api/v2/device-api/deleteUser', { user_id: 'u' });
		const sent = await send(request, withDevice);
		expect(sent.headers).toEqual({ Authorization: `Token ${DEVICE}` });
		expect(sent.body).toEqual({ user_id: 'u' });
		await expect(send(request)).rejects.toThrow("'Device Token' is empty. Copy a Device token");
		await expect(send(request, { deviceToken: 'two words' })).rejects.toThrow("'Device Token' holds a space");
	});

	it.each(['/json/1.3/createMessage', '/api/v2/audience/exportSegment', '/messaging/v2/cancel'])(
		'never goes to %s',
		async (path) => {
			expect(inspect(await send(post(path, {}), withDevice), { depth: 9 })).not.toContain(DEVICE);
		},
	);
});

describe('other addresses', () => {
	const journey = 'https://journey.example/x/api/journey/1/start/external';
	const journeyUrl = 'https://journey.example/x/';

	it('take journeys elsewhere, and then nowhere else', async () => {
		const sent = await send({ url: journey }, { otherAddresses: true, journeyUrl });
		expect(sent.headers).toEqual({ Authorization: `Api ${TOKEN}` });
		const refusal = send(
			{ url: 'https://journey.pushwoosh.com/api/journey' },
			{ otherAddresses: true, journeyUrl },
		);
		await expect(refusal).rejects.toThrow('journey.example');
	});

	it('don’t count while they are off', async () => {
		await expect(send({ url: journey }, { journeyUrl })).rejects.toThrow("wasn't sent to");
		const sent = await send(post('/api/v2/messages:list', {}), { statisticsScheme: 'Key' });
		expect(sent.headers).toEqual({ Authorization: `Api ${TOKEN}` });
	});

	it.each([
		['Api', `Api ${TOKEN}`],
		['Key', `Key ${TOKEN}`],
		['Token', `Token ${TOKEN}`],
		['none', TOKEN],
		['nonsense', `Api ${TOKEN}`],
		[undefined, `Api ${TOKEN}`],
	])('Statistics Scheme %s', async (statisticsScheme, header) => {
		const settings = { otherAddresses: true, journeyUrl, statisticsScheme };
		const sent = await send(post('/api/v2/statistics/getMessageLog', {}), settings);
		expect(sent.headers).toEqual({ Authorization: header });
		expect((await send(post('/messaging/v2/cancel', {}), settings)).headers).toEqual({
			Authorization: `Token ${TOKEN}`,
		});
	});

	it.each([
		['https://one.example', 'https://one.example', '/api/journey/1', 'Api'],
		['https://one.example', 'https://one.example/journeys', '/journeys/api/other', 'Api'],
		['https://one.example/api', 'https://one.example', '/api/messaging/v2/cancel', 'Token'],
	])('base %s, journeys %s: %s as %s', async (baseUrl, journeys, path, scheme) => {
		const settings = { baseUrl, otherAddresses: true, journeyUrl: journeys };
		const sent = await send({ method: 'POST', url: `https://one.example${path}` }, settings);
		expect(sent.headers).toEqual({ Authorization: `${scheme} ${TOKEN}` });
	});
});

describe('a request without a token', () => {
	it.each(['/json/1.3/getNearestZone', '/api/v2/audience/bulkSetTags/1', '/api/v2/device-api/x'])(
		'%s goes as it is',
		async (path) => {
			const request = { ...post(path, { a: 1 }), headers: { authorization: 'Token old' } };
			const sent = await send(request, { withoutToken: true, apiToken: '' });
			expect(sent).toEqual({ ...post(path, { a: 1 }), headers: {}, ...NO_REDIRECTS });
		},
	);

	it('goes to no other host', async () => {
		await expect(send({ url: 'https://evil.example/x' }, { withoutToken: true })).rejects.toThrow(
			"wasn't sent to",
		);
	});

	it('a GET of the Audience API has its token in the header', async () => {
		const sent = await send({
			method: 'GET',
			url: 'https://api.pushwoosh.com/api/v2/audience/bulkSetTags/1',
		});
		expect(sent.headers).toEqual({ Authorization: `Api ${TOKEN}` });
		expect(sent).not.toHaveProperty('body');
	});
});
