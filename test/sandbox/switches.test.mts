import { describe, expect, it } from 'vitest';
import { accessTokenFor, createMessage, instanceIdHeaders, pushwoosh, send, useSandbox } from './support.mts';
import type { Reply } from './support.mts';

const sandbox = useSandbox();
const OFF = {
	latencyMs: 0,
	service: 'all',
	failEvery: 0,
	failAfterActing: false,
	resetEvery: 0,
	resetAfterActing: false,
	limitEvery: 0,
	retryAfter: 5,
	expireEvery: 0,
	refuseEvery: 0,
	refuseAs: 'unregistered',
};
const control = (method: 'GET' | 'PATCH' | 'DELETE', json?: object) =>
	send(`${sandbox.url}/__sandbox/switches`, { method, ...(json === undefined ? {} : { json }) });
const turn = async (change: object) => expect((await control('PATCH', change)).status).toBe(200);
const apps = () => pushwoosh(sandbox, 'getApplications');

/** Looks up a token; each call is one request to Instance ID. */
async function lookUp(token = 'a:b', accessToken?: string): Promise<Reply> {
	const headers = instanceIdHeaders(accessToken ?? (await accessTokenFor(sandbox)));
	return send(`${sandbox.url}/iid/info/${token}`, { headers });
}

/** Statuses of so many calls, one after the other. */
async function statuses(times: number, call: () => Promise<Reply>): Promise<number[]> {
	const all = [];
	for (let count = 0; count < times; count += 1) all.push((await call()).status);
	return all;
}

describe('switches', () => {
	it('slow: latency for everything', async () => {
		await turn({ latencyMs: 80 });
		const before = performance.now();
		await apps();
		expect(performance.now() - before).toBeGreaterThanOrEqual(75);
	});

	it('failing: every n-th, or all, in the words of the service, not acted on', async () => {
		await turn({ failEvery: 3 });
		expect(await statuses(7, apps)).toEqual([200, 200, 503, 200, 200, 503, 200]);
		await turn({ failEvery: 1 });
		expect((await createMessage(sandbox, { send_date: 'now', content: 'x' })).body).toBe(
			'Service Unavailable',
		);
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(0);
		const reply = await lookUp();
		expect([reply.status, reply.body]).toEqual([503, { error: 'UNAVAILABLE' }]);
		const fcm = await send(`${sandbox.url}/v1/projects/acme-demo-4711/messages:send`, { json: {} });
		expect(fcm.body).toMatchObject({ error: { code: 503, status: 'UNAVAILABLE' } });
		expect(sandbox.log.entries.at(-1)).toMatchObject({ fault: 'unavailable', acted: false });
	});

	it('failing after the service has acted: done, and told otherwise', async () => {
		await turn({ failEvery: 2, failAfterActing: true });
		const headers = { authorization: `Bearer ${await accessTokenFor(sandbox)}` };
		const path = `${sandbox.url}/v1/projects/acme-demo-4711/messages:send`;
		const message = { token: 'a:b', notification: { title: 'Hi' } };
		const replies = [];
		for (let count = 0; count < 2; count += 1) replies.push(await send(path, { headers, json: { message } }));
		expect(replies.map(({ status }) => status)).toEqual([200, 503]);
		expect(replies[1].body).toMatchObject({
			error: { status: 'UNAVAILABLE', details: [{ errorCode: 'UNAVAILABLE' }] },
		});
		expect(sandbox.google.fcm.books.times('a:b')).toBe(2);
	});

	it('for one service only', async () => {
		await turn({ failEvery: 1, service: 'pushwoosh' });
		expect([(await apps()).status, (await lookUp()).status]).toEqual([503, 200]);
		await turn({ service: 'google' });
		expect([(await apps()).status, (await lookUp()).status]).toEqual([200, 503]);
		const accessToken = await accessTokenFor(sandbox);
		await turn({ service: 'token' });
		expect([(await apps()).status, (await lookUp('a:b', accessToken)).status]).toEqual([200, 200]);
		expect(await accessTokenFor(sandbox)).toBeUndefined();
	});

	it('over the limit: 429 with or without Retry-After', async () => {
		await turn({ limitEvery: 2, retryAfter: 7 });
		await apps();
		const limited = await apps();
		expect([limited.status, limited.headers['retry-after'], limited.body]).toEqual([
			429,
			'7',
			'Too many requests',
		]);
		await turn({ limitEvery: 1, retryAfter: 0 });
		const reply = await lookUp();
		expect([reply.status, reply.body]).toEqual([429, { error: 'RESOURCE_EXHAUSTED' }]);
		expect(reply.headers['retry-after']).toBeUndefined();
	});

	it.each([
		[false, 0],
		[true, 1],
	])('resetting connections, after the service has acted: %s', async (resetAfterActing, created) => {
		await turn({ resetEvery: 1, resetAfterActing });
		await expect(createMessage(sandbox, { send_date: 'now', content: 'x' })).rejects.toThrow();
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(created);
		expect(sandbox.log.entries[0]).toMatchObject({ fault: 'connection reset', outcome: 'reset' });
	});

	it('access tokens that have expired at every n-th request', async () => {
		const accessToken = await accessTokenFor(sandbox);
		await turn({ expireEvery: 2 });
		expect(await statuses(3, () => lookUp('a:b', accessToken))).toEqual([200, 401, 401]);
		expect((await lookUp('a:b', await accessTokenFor(sandbox))).status).toBe(401);
		expect((await lookUp()).status).toBe(200);
	});

	it('refused tokens: the same ones each time, everywhere', async () => {
		const tokens = Array.from({ length: 300 }, (_, index) => `token${index}:APA91b`);
		const headers = instanceIdHeaders(await accessTokenFor(sandbox));
		const json = { to: '/topics/news', registration_tokens: tokens };
		const refused = async () => {
			const { body } = await send(`${sandbox.url}/iid/v1:batchAdd`, { headers, json });
			const { results } = body as { results: Array<{ error?: string }> };
			return results.map(({ error }) => error);
		};
		await turn({ refuseEvery: 3 });
		const first = await refused();
		const count = first.filter((error) => error === 'NOT_FOUND').length;
		expect(count).toBeGreaterThan(60);
		expect(count).toBeLessThan(140);
		expect(await refused()).toEqual(first);
		expect((await lookUp(tokens[first.indexOf('NOT_FOUND')])).status).toBe(404);
		expect((await lookUp(tokens[first.indexOf(undefined)])).status).toBe(200);

		await turn({ refuseEvery: 1, refuseAs: 'malformed' });
		expect(new Set(await refused())).toEqual(new Set(['INVALID_ARGUMENT']));
		const apns = { application: 'com.example.app', sandbox: false, apns_tokens: ['ab'.repeat(32)] };
		expect((await send(`${sandbox.url}/iid/v1:batchImport`, { headers, json: apns })).body).toMatchObject({
			results: [{ status: 'Internal Server Error' }],
		});
		const push = await createMessage(sandbox, { send_date: 'now', content: 'x', devices: ['hwid-001'] });
		expect(
			Object.values((push.body as { response: { UnknownDevices: object } }).response.UnknownDevices),
		).toEqual([['hwid-001']]);
	});

	it('several at once, with those of a script first', async () => {
		sandbox.faults.add({ name: 'scripted', times: 1, answer: { status: 418 } });
		await turn({ limitEvery: 2, failEvery: 2 });
		expect(await statuses(5, apps)).toEqual([418, 200, 429, 503, 429]);
	});
});

describe('their positions', () => {
	it('are given, changed one by one, and all switched off, while the rules of others stay', async () => {
		expect((await control('GET')).body).toEqual(OFF);
		expect((await control('PATCH', { failEvery: 3, refuseEvery: 2 })).body).toEqual({
			...OFF,
			failEvery: 3,
			refuseEvery: 2,
		});
		await turn({ latencyMs: 1, resetAfterActing: true });
		sandbox.faults.add({ name: 'scripted', match: { path: '/nothing' }, answer: { status: 500 } });
		expect((await control('GET')).body).toEqual({
			...OFF,
			failEvery: 3,
			refuseEvery: 2,
			latencyMs: 1,
			resetAfterActing: true,
		});
		expect((await control('DELETE')).body).toEqual(OFF);
		expect(sandbox.faults.list().map(({ name }) => name)).toEqual(['scripted']);
	});

	it('are off when something else took their rules or settings away', async () => {
		await turn({ failEvery: 1, latencyMs: 5, refuseEvery: 1, retryAfter: 9 });
		await send(`${sandbox.url}/__sandbox/rules`, { method: 'DELETE' });
		expect((await control('GET')).body).toEqual({ ...OFF, refuseEvery: 1, retryAfter: 9 });
		await turn({ limitEvery: 1 });
		expect((await apps()).status).toBe(429);
		await send(`${sandbox.url}/__sandbox/reset`, { method: 'POST' });
		expect((await control('GET')).body).toEqual(OFF);
		expect((await apps()).status).toBe(200);
	});

	it.each([
		[{ failEvery: -1 }, /"failEvery" must be a whole number from 0 to 1000/],
		[{ failEvery: 1, latencyMs: 1.5 }, /"latencyMs"/],
		[{ service: 'fax' }, /"service" must be one of all, pushwoosh, google, token/],
		[{ resetAfterActing: 'yes' }, /true or false/],
		[{ constructor: 1 }, /There is no switch "constructor"/],
		[[], /object/],
	])('refuses %j, and moves nothing', async (change, message) => {
		const { status, body } = await control('PATCH', change);
		expect([status, (body as { error: string }).error]).toEqual([400, expect.stringMatching(message)]);
		expect((await control('GET')).body).toEqual(OFF);
	});
});
