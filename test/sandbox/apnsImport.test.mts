import { beforeAll, describe, expect, it } from 'vitest';
import { accessTokenFor, instanceIdHeaders, send, useSandbox } from './support.mts';
import type { Sent } from './support.mts';

const sandbox = useSandbox();
let headers: Record<string, string>;
beforeAll(async () => {
	headers = instanceIdHeaders(await accessTokenFor(sandbox));
});

const FIRST = 'b937efbe644c09a055b74a43d4cfb835c2244583eca2e85077abfbaad077c9b6';
const SECOND = '902effbba8731b74c2ff66cbd0c87e0871a512bb03ab5532b085c5a101627c83';
const FAILED = 'Internal Server Error';
const OK = { status: 'OK', registration_token: expect.stringMatching(/^[\w-]{11}:APA91b[\w-]+$/) as string };

const call = (sent: Sent) =>
	send(`${sandbox.url}/iid/v1:batchImport`, { ...sent, headers: { ...headers, ...sent.headers } });
const importTokens = (tokens: unknown, more: object = {}) =>
	call({ json: { application: 'org.example.weatherapp', sandbox: false, apns_tokens: tokens, ...more } });
const many = (count: number) =>
	Array.from({ length: count }, (_, index) => index.toString(16).padStart(64, '0'));

describe('batchImport', () => {
	it('the documented request and answer', async () => {
		sandbox.google.declareApnsTokens(SECOND, { environment: 'none' });
		const reply = await call({
			json: { application: 'org.example.weatherapp', sandbox: false, apns_tokens: [FIRST, SECOND] },
		});
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual({
			results: [
				{ apns_token: FIRST, ...OK },
				{ apns_token: SECOND, status: FAILED },
			],
		});
	});

	it('the registration token is good for look-ups and topics, and the same the next time', async () => {
		const first = (await importTokens([FIRST])).body as { results: Array<{ registration_token: string }> };
		const [{ registration_token: token }] = first.results;
		expect((await importTokens([FIRST.toUpperCase()])).body).toEqual({
			results: [{ apns_token: FIRST.toUpperCase(), status: 'OK', registration_token: token }],
		});
		expect((await send(`${sandbox.url}/iid/info/${token}`, { headers })).body).toMatchObject({
			application: 'org.example.weatherapp',
			platform: 'IOS',
		});
		expect([...sandbox.google.imports.values()]).toMatchObject([
			{ apnsToken: FIRST, sandbox: false, count: 2 },
		]);
	});

	it('the wrong environment looks like any failure', async () => {
		sandbox.google.declareApnsTokens(FIRST, { environment: 'sandbox' });
		sandbox.google.declareApnsTokens(SECOND, { environment: 'production' });
		const statuses = async (development: boolean) =>
			(
				(await importTokens([FIRST, SECOND], { sandbox: development })).body as {
					results: Array<{ status: string }>;
				}
			).results.map(({ status }) => status);
		expect(await statuses(false)).toEqual([FAILED, 'OK']);
		expect(await statuses(true)).toEqual(['OK', FAILED]);
	});

	it('statuses for so many times', async () => {
		sandbox.google.declareApnsTokens(FIRST, { statuses: [{ status: FAILED, times: 1 }] });
		expect((await importTokens([FIRST])).body).toEqual({ results: [{ apns_token: FIRST, status: FAILED }] });
		expect((await importTokens([FIRST])).body).toEqual({ results: [{ apns_token: FIRST, ...OK }] });
	});

	it('tokens that are no hexadecimal text fail by themselves; other lengths pass', async () => {
		const samples = [`<${FIRST}>`, 'xyz', FIRST.slice(0, 54), FIRST + FIRST];
		const reply = await importTokens(samples);
		expect(
			(reply.body as { results: Array<{ status: string }> }).results.map(({ status }) => status),
		).toEqual([FAILED, FAILED, 'OK', 'OK']);
	});

	it('takes 100 tokens', async () => {
		expect(((await importTokens(many(100))).body as { results: unknown[] }).results).toHaveLength(100);
	});

	it.each<[string, Sent]>([
		['101 tokens', { json: { application: 'a', sandbox: false, apns_tokens: many(101) } }],
		['no tokens', { json: { application: 'a', sandbox: false, apns_tokens: [] } }],
		['an empty token', { json: { application: 'a', sandbox: false, apns_tokens: [''] } }],
		['sandbox as text', { json: { application: 'a', sandbox: 'false', apns_tokens: [FIRST] } }],
		['no sandbox', { json: { application: 'a', apns_tokens: [FIRST] } }],
		['no application', { json: { sandbox: false, apns_tokens: [FIRST] } }],
		[
			'an unknown field',
			{ json: { application: 'a', sandbox: false, apns_tokens: [FIRST], registration_tokens: [] } },
		],
		[
			'no JSON content type',
			{ raw: JSON.stringify({ application: 'a', sandbox: false, apns_tokens: [FIRST] }) },
		],
	])('refuses %s', async (_name, sent) => {
		const reply = await call(sent);
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({ error: expect.any(String) as string });
		expect(sandbox.google.imports.size).toBe(0);
	});

	it('asks for the same authorization as the other calls', async () => {
		const reply = await send(`${sandbox.url}/iid/v1:batchImport`, {
			json: {},
			headers: { authorization: headers.authorization },
		});
		expect(reply.status).toBe(401);
	});
});
