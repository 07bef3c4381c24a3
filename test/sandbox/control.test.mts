import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'undici';
import { describe, expect, it } from 'vitest';
import { createSelfSignedCertificate, startSandbox } from '../../playground/sandbox/index.mts';
import type { LogEntry } from '../../playground/sandbox/index.mts';
import {
	accessTokenFor,
	assertionOf,
	createMessage,
	exchange,
	instanceIdHeaders,
	pushwoosh,
	send,
	useSandbox,
} from './support.mts';

const sandbox = useSandbox();
const control = (path: string, sent = {}) => send(`${sandbox.url}/__sandbox/${path}`, sent);
const minimal = { send_date: 'now', content: 'x' };

describe('over HTTP', () => {
	it('rules: added, listed, removed', async () => {
		const rules = [
			{ match: { path: '/json/*' }, times: 1, answer: { status: 503 } },
			{ answer: { status: 500 } },
		];
		const { body } = await control('rules', { json: rules });
		const [, second] = (body as { ids: number[] }).ids;
		expect((await pushwoosh(sandbox, 'getApplications')).status).toBe(503);
		expect((await pushwoosh(sandbox, 'getApplications')).status).toBe(500);
		expect((await control('rules')).body).toMatchObject({ rules: [{ fired: 1 }, { id: second, fired: 1 }] });
		await control(`rules/${second}`, { method: 'DELETE' });
		expect((await pushwoosh(sandbox, 'getApplications')).status).toBe(200);
		await control('rules', { json: { answer: { status: 500 } } });
		await control('rules', { method: 'DELETE' });
		expect((await pushwoosh(sandbox, 'getApplications')).status).toBe(200);
	});

	it("refuses a rule without an answer, and what it doesn't know", async () => {
		expect((await control('rules', { json: { status: 500 } })).status).toBe(400);
		expect((await control('rules', { raw: 'x' })).status).toBe(400);
		expect((await control('rules/99', { method: 'DELETE' })).status).toBe(404);
		expect((await control('nothing')).status).toBe(404);
	});

	it('seed, state and reset', async () => {
		await control('seed', {
			json: {
				pushwoosh: {
					apiTokens: { SEEDED: {} },
					applications: [{ code: 'CCCCC-00000', name: 'Seeded' }],
					filters: [{ name: 'Everyone', filterExpression: 'A("CCCCC-00000")' }],
					unknownDevices: ['gone'],
					tags: { Shoes: 'Integer' },
					settings: { export: { pollsUntilDone: 7 } },
				},
				google: {
					tokens: [{ tokens: ['dead:x'], state: 'unregistered' }],
					apnsTokens: [{ tokens: ['ab'.repeat(32)], environment: 'sandbox' }],
					subscriptions: [{ topic: 'movies', tokens: ['a:b', 'c:d'] }],
					acceptedServerKeys: { AIzaExample: 'acme-demo-4711' },
					settings: { refreshedToken: 'new', changesPerSecond: null },
				},
				log: { mode: 'full' },
				faults: { latencyMs: 1 },
			},
		});
		expect((await pushwoosh(sandbox, 'getApplications', {}, 'SEEDED')).body).toMatchObject({
			response: { applications: { 'CCCCC-00000': 'Seeded' } },
		});
		const state = (await control('state')).body;
		expect(state).toMatchObject({
			pushwoosh: {
				filters: [{ name: 'Everyone' }],
				settings: { export: { pollsUntilDone: 7, taskIdAs: 'number' } },
			},
			google: { projects: [{ projectId: 'acme-demo-4711', topics: { movies: 2 } }] },
		});
		expect((await control('state?full=true')).body).toMatchObject({
			google: { projects: [{ topics: { movies: ['a:b', 'c:d'] } }] },
		});
		expect(sandbox.google.settings.changesPerSecond).toBe(Infinity);
		expect(sandbox.google.registrations.get('dead:x')).toEqual({ state: 'unregistered' });
		await control('reset', { method: 'POST' });
		expect((await control('state')).body).toMatchObject({
			pushwoosh: { filters: [], messages: [] },
			google: { projects: [{ topics: {} }] },
		});
		expect(
			(await control('seed', { json: { pushwoosh: { filters: [{ name: 'x', filterExpression: 'x' }] } } }))
				.status,
		).toBe(400);
	});

	it('the log, without credentials', async () => {
		const accessToken = await accessTokenFor(sandbox);
		await createMessage(sandbox, minimal);
		await send(`${sandbox.url}/iid/info/a:b?details=true`, { headers: instanceIdHeaders(accessToken) });
		const { body } = await control('log');
		expect(body).toMatchObject([
			{ method: 'POST', path: '/token', status: 200 },
			{
				path: '/json/1.3/createMessage',
				body: { request: { notifications: [minimal] } },
				answer: { status_code: 200 },
			},
			{
				path: '/iid/info/a:b',
				query: { details: 'true' },
				headers: { authorization: 'Bearer …', access_token_auth: 'true' },
			},
		]);
		const text = JSON.stringify(body);
		expect(text).not.toContain('SERVER_TOKEN');
		expect(text).not.toContain(accessToken);
		expect(text).not.toMatch(/assertion=[^…]/);
		const [, , last] = body as LogEntry[];
		expect(
			(await control(`log?since=${last.id - 1}&path=${encodeURIComponent('/iid/*')}`)).body,
		).toHaveLength(1);
	});

	it('counts, health, and access tokens that end at once', async () => {
		const accessToken = await accessTokenFor(sandbox);
		expect((await control('counts')).body).toMatchObject({ requests: 1, tokenExchanges: 1, connections: 1 });
		expect((await control('health')).body).toEqual({ status: 'ok', url: sandbox.url });
		await control('expire-access-tokens', { method: 'POST' });
		expect(
			(await send(`${sandbox.url}/iid/info/a:b`, { headers: instanceIdHeaders(accessToken) })).status,
		).toBe(401);
	});

	it("tells what to enter in a credential of one's own, and the token works", async () => {
		const connect = (await control('connect')).body as { apiToken: string; hasKeyFile: boolean };
		expect(connect).toEqual({
			apiToken: 'SERVER_TOKEN',
			hasKeyFile: sandbox.serviceAccountKey !== undefined,
		});
		const list = await send(`${sandbox.url}/json/1.3/getApplications`, {
			json: { request: { auth: connect.apiToken } },
		});
		expect(list.body).toMatchObject({ status_code: 200 });
	});

	it('the key file of its service account works as it is', async () => {
		const key = (await control('service-account.json')).body as typeof sandbox.serviceAccountKey & object;
		expect(key).toMatchObject({
			type: 'service_account',
			project_id: 'acme-demo-4711',
			token_uri: sandbox.tokenUrl,
		});
		expect((await exchange(key.token_uri, assertionOf(key, key.token_uri))).status).toBe(200);
		const bare = await startSandbox();
		expect((await send(`${bare.url}/__sandbox/service-account.json`)).status).toBe(404);
		await bare.close();
	});
});

describe('the log in process', () => {
	it('numbers connections and counts what is in flight', async () => {
		sandbox.faults.latencyMs = 50;
		const agent = new Agent({ connections: 3 });
		const options = {
			method: 'POST' as const,
			dispatcher: agent,
			headers: { 'content-type': 'application/json' },
			body: '{"request":{"auth":"SERVER_TOKEN"}}',
		};
		const one = async () => (await request(`${sandbox.url}/json/1.3/getApplications`, options)).body.text();
		await Promise.all(Array.from({ length: 6 }, one));
		await agent.close();
		expect(sandbox.log.counts).toMatchObject({ requests: 6, connections: 3, maxInFlight: 3, inFlight: 0 });
		expect(sandbox.log.entries.map(({ outcome }) => outcome)).toEqual(Array(6).fill('answered'));
		expect(sandbox.log.entries.every(({ startedAt, endedAt }) => endedAt - startedAt >= 45)).toBe(true);
		expect(sandbox.log.peakRate(60_000)).toBe(6);
		expect(sandbox.log.peakRate(20)).toBeLessThan(6);
	});

	it('keeps neither headers nor bodies in light mode', async () => {
		sandbox.log.mode = 'light';
		await createMessage(sandbox, minimal);
		sandbox.log.mode = 'full';
		const [entry] = sandbox.log.requests('/json/1.3/createMessage', 'POST');
		expect(entry).toMatchObject({
			status: 200,
			rawBody: '',
			headers: {},
			body: undefined,
			answer: undefined,
		});
	});
});

it('names unknown paths with a page of its own', async () => {
	const reply = await send(`${sandbox.url}/somewhere`);
	expect([reply.status, reply.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
});

it('speaks HTTPS with a key and a certificate', async () => {
	const pair = await createSelfSignedCertificate();
	const secure = await startSandbox({ ...pair, serviceAccount: true });
	// The certificate is checked: it must hold for the address.
	const dispatcher = new Agent({ connect: { ca: pair.cert } });
	const answer = await request(`${secure.url}/__sandbox/health`, { dispatcher });
	expect(secure.url).toMatch(/^https:/);
	expect(await answer.body.json()).toEqual({ status: 'ok', url: secure.url });
	expect(secure.serviceAccountKey?.token_uri).toBe(`${secure.url}/token`);
	secure.faults.add({ answer: { connection: 'resetAfterActing' } });
	await expect(request(`${secure.url}/token`, { dispatcher })).rejects.toThrow();
	await dispatcher.close();
	await secure.close();
});

describe('the command', () => {
	const file = new URL('../../playground/sandbox/cli.mts', import.meta.url).pathname;

	it('says how to reach it and ends at Ctrl-C', async () => {
		const child = spawn(process.execPath, [file, '--port', '0']);
		let shown = '';
		child.stdout.on('data', (piece: Buffer) => (shown += piece.toString()));
		await expect.poll(() => shown, { timeout: 20_000 }).toContain('Ctrl-C');
		const url = /listens on (http:\S+)/.exec(shown)?.[1];
		expect((await send(`${url}/__sandbox/service-account.json`)).body).toMatchObject({
			type: 'service_account',
		});
		expect(
			(await send(`${url}/json/1.3/getApplications`, { json: { request: { auth: 'SERVER_TOKEN' } } })).body,
		).toMatchObject({ status_code: 200 });
		child.kill('SIGINT');
		expect(await once(child, 'exit')).toEqual([0, null]);
		expect(shown).toContain('Sandbox closed.');
	});

	it('explains a port in use and a port that is none', async () => {
		for (const [port, text] of [
			[new URL(sandbox.url).port, /in use\. Choose another one/],
			['many', /number from 0/],
		] as const) {
			const child = spawn(process.execPath, [file, '--port', port]);
			let shown = '';
			child.stderr.on('data', (piece: Buffer) => (shown += piece.toString()));
			expect(await once(child, 'close')).toEqual([1, null]);
			expect(shown).toMatch(text);
		}
	});
});
