import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createEngine, type CredentialVerdict, type Engine } from '../../../playground/engine/index.mts';
import { startSandbox, type FaultAnswer, type Sandbox } from '../../../playground/sandbox/index.mts';
import { itOnNewerN8n, onNewerN8n } from '../newerN8n.mts';
import { probe, probes } from './probes.mts';

const TYPE = 'pushwooshApi';
const TEST_PATH = '/json/1.3/getApplications';

let sandbox: Sandbox;
let engine: Engine;

beforeAll(async () => {
	sandbox = await startSandbox();
	sandbox.pushwoosh.addApiToken('SEND_ONLY_TOKEN', { permissions: ['createMessage'] });
});
beforeEach(async () => {
	sandbox.reset();
	engine = await createEngine({
		nodeTypes: probes,
		credentials: { [TYPE]: { apiToken: 'SERVER_TOKEN', baseUrl: sandbox.url } },
	});
});
afterAll(async () => await sandbox.close());

async function dialog(changes: object = {}): Promise<CredentialVerdict> {
	const data = { apiToken: 'SERVER_TOKEN', baseUrl: sandbox.url, ...changes };
	const verdict = await engine.testCredential(TYPE, data);
	expect(JSON.stringify(verdict)).not.toContain(data.apiToken);
	return verdict;
}

async function dialogWhen(answer: FaultAnswer): Promise<CredentialVerdict> {
	sandbox.faults.add({ match: { path: TEST_PATH }, answer });
	return await dialog();
}

describe("the credential's dialog is green", () => {
	it('with the right token', async () => {
		expect(await dialog()).toMatchObject({ status: 'OK' });
		expect(sandbox.log.entries).toMatchObject([
			{ method: 'POST', path: TEST_PATH, body: { request: { auth: 'SERVER_TOKEN' } } },
		]);
		expect(sandbox.log.entries[0].headers).not.toHaveProperty('authorization');
	});

	it.each(['/', '//', ' '])('with %j after the base URL', async (ending) => {
		expect(await dialog({ baseUrl: sandbox.url + ending })).toMatchObject({ status: 'OK' });
	});

	it('with a token that may send but not list applications', async () => {
		expect(await dialog({ apiToken: 'SEND_ONLY_TOKEN' })).toMatchObject({ status: 'OK' });
		expect(
			await dialogWhen({ status: 403, body: { status_code: 403, status_message: 'no', response: null } }),
		).toMatchObject({
			status: 'OK',
		});
	});

	it('with quotes and line breaks around the token', async () => {
		expect(await dialog({ apiToken: ' "SERVER_TOKEN"\n' })).toMatchObject({ status: 'OK' });
	});
});

describe("the credential's dialog is red and says what to do", () => {
	it.each<[string, object]>([
		['a wrong token', { apiToken: 'WRONG_TOKEN' }],
		...onNewerN8n<[string, object]>(['a Device token', { apiToken: 'DEVICE_TOKEN' }]),
	])('%s', async (_, changes) => {
		const { status, message } = await dialog(changes);
		expect(status).toBe('Error');
		expect(message).toContain("refused 'API Token'");
		expect(message).toContain('Settings > API Access');
		expect(message).toContain("Device token isn't enough");
	});

	it('a suspended account', async () => {
		sandbox.pushwoosh.account.suspended = true;
		expect((await dialog()).message).toContain("isn't suspended");
	});

	it.each<[string, FaultAnswer]>([
		[
			'200 with HTML',
			{ status: 200, body: '<html><body>Welcome</body></html>', headers: { 'content-type': 'text/html' } },
		],
		['200 with other JSON', { status: 200, body: { ok: true } }],
		['200 with a JSON list', { status: 200, body: [{ ok: true }] }],
		[
			'200 with a JSON text',
			{ status: 200, body: '"hello"', headers: { 'content-type': 'application/json' } },
		],
		['200 with null', { status: 200, body: 'null', headers: { 'content-type': 'application/json' } }],
		['200 with nothing', { status: 200, body: '' }],
		['404 with HTML', { status: 404, body: '<html>Not found</html>' }],
		['404 with JSON', { status: 404, body: { error: 'not found' } }],
		['403 with HTML', { status: 403, body: '<html>Forbidden</html>' }],
		['400 with text', { status: 400, body: 'Bad request' }],
		[
			'a status_code of 404',
			{ status: 200, body: { status_code: 404, status_message: 'x', response: null } },
		],
		['a redirect', { redirectTo: 'https://elsewhere.example/' }],
		['a lasting redirect', { redirectTo: '/json/1.3/elsewhere', status: 308 }],
	])('an address that answers %s', async (_, answer) => {
		const { status, message } = await dialogWhen(answer);
		expect(status).toBe('Error');
		expect(message).toContain("Check 'Base URL'");
		expect(message).toContain('https://api.pushwoosh.com');
		expect(sandbox.log.entries).toHaveLength(1);
	});

	it.each<[string, FaultAnswer]>([
		['status_code 500', { status: 200, body: { status_code: 500, status_message: 'x', response: null } }],
		...onNewerN8n<[string, FaultAnswer]>(
			['HTTP 500', { status: 500, body: { status_code: 500, status_message: 'x', response: null } }],
			['HTTP 503', { status: 503, body: '<html>busy</html>' }],
			['HTTP 429', { status: 429, body: '' }],
		),
	])('%s', async (_, answer) => {
		const { status, message } = await dialogWhen(answer);
		expect(status).toBe('Error');
		expect(message).toContain('Try again in a few minutes');
	});

	itOnNewerN8n('HTTP 401', async () => {
		expect((await dialogWhen({ status: 401, body: 'Unauthorized' })).message).toContain(
			"refused 'API Token'",
		);
	});

	it('a path that is too much', async () => {
		expect((await dialog({ baseUrl: `${sandbox.url}/json/1.3` })).message).toContain('without /json/1.3');
	});

	itOnNewerN8n('an address where nobody listens', async () => {
		expect(await dialog({ baseUrl: 'http://127.0.0.1:9' })).toMatchObject({
			status: 'Error',
			message: 'ECONNREFUSED',
		});
	});

	it.each([
		['http://api.pushwoosh.com', 'https'],
		['https://169.254.169.254', 'https'],
		['api.pushwoosh.com', 'https'],
		['', 'is empty'],
		[' ', 'is empty'],
	])('the base URL %j, without a request', async (baseUrl, what) => {
		const { status, message } = await dialog({ baseUrl });
		expect(status).toBe('Error');
		expect(message).toContain("'Base URL'");
		expect(message).toContain(what);
		expect(sandbox.log.entries).toHaveLength(0);
	});
});

describe("in n8n's HTTP Request node", () => {
	it.each(['modern', 'legacy'] as const)('puts the token into the body (%s helper)', async (helper) => {
		const { node, result } = await probe(engine, helper, TYPE, [
			{ method: 'POST', url: `${sandbox.url}/json/1.3/getApplications`, body: { request: {} } },
		]);
		expect(node.error).toBeUndefined();
		expect(node.success[0].json.answer).toMatchObject({ status_code: 200 });
		expect(sandbox.log.entries[0].body).toEqual({ request: { auth: 'SERVER_TOKEN' } });
		expect(result.placesOf('SERVER_TOKEN')).toEqual([]);
	});

	it.each(['modern', 'legacy'] as const)('follows no redirect (%s helper)', async (helper) => {
		sandbox.faults.add({
			match: { path: '/messaging/v2/notify' },
			answer: { redirectTo: '/json/1.3/x', status: 307 },
		});
		const { node } = await probe(engine, helper, TYPE, [
			{ method: 'POST', url: `${sandbox.url}/messaging/v2/notify`, body: { send: {} } },
		]);
		expect(node.error?.httpCode).toBe('307');
		expect(new Set(sandbox.log.entries.map(({ path }) => path))).toEqual(new Set(['/messaging/v2/notify']));
		expect(sandbox.log.entries[0].headers.authorization).toBe('Token SERVER_TOKEN');
	});

	it.each(['modern', 'legacy'] as const)('goes to no other host (%s helper)', async (helper) => {
		const { node, result } = await probe(engine, helper, TYPE, [
			{ method: 'POST', url: sandbox.url.replace('127.0.0.1', 'localhost'), body: {} },
		]);
		expect(node.error?.message).toContain("wasn't sent to localhost");
		expect(sandbox.log.entries).toHaveLength(0);
		expect(result.placesOf('SERVER_TOKEN')).toEqual([]);
	});
});
