import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { LogEntry } from '../../../playground/sandbox/index.mts';
import { useBench, type How } from '../bench.mts';
import { onNewerN8n } from '../newerN8n.mts';

const bench = useBench('fcmSend');
const kept = { keepConnections: true };
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ token: `t${at}:1` }));
const failing = { onError: 'continueErrorOutput' } as const;
const send = async (items: IDataObject[], options: INodeParameters = {}, how: How = {}) =>
	await bench.run(
		{
			title: 'Hi',
			registrationIds: '={{ $json.token }}',
			options: { maxRetries: 0, ...kept, ...options },
		},
		{ items, ...failing, ...how },
	);
const sends = () => bench.requests().filter(({ path }) => path.endsWith('/messages:send'));
const books = () => bench.sandbox.google.fcm.books;
/** Node's `fetch` tells by a header. */
const isKept = () => sends().some(({ headers }) => headers['sec-fetch-mode'] === 'cors');

/** The nodes that have the option, each with what makes a request for each row. */
const NODES: Array<[name: string, type: string, parameters: INodeParameters]> = [
	['FCM Send Message', 'fcmSend', { title: 'Hi', registrationIds: '={{ $json.token }}' }],
	[
		'FCM Send Message, which only checks',
		'fcmSend',
		{ operation: 'validate', title: 'Hi', registrationIds: '={{ $json.token }}' },
	],
	['FCM Topic Batch', 'topicBatch', { service: 'fcm', topic: 'news', registrationIds: '={{ $json.token }}' }],
	[
		'FCM Topic Batch, one by one',
		'topicBatch',
		{
			service: 'instanceId',
			operation: 'subscribeOne',
			topic: 'news',
			registrationIds: '={{ $json.token }}',
		},
	],
	['FCM IID Lookup', 'iidLookup', { service: 'fcm', registrationId: '={{ $json.token }}' }],
	[
		'FCM IID Lookup through Instance ID',
		'iidLookup',
		{ service: 'instanceId', registrationId: '={{ $json.token }}' },
	],
	[
		'Pushwoosh Send Push',
		'sendPush',
		{
			application: { __rl: true, mode: 'code', value: 'AAAAA-00000' },
			audience: 'users',
			userIds: '={{ $json.token }}',
			content: '={{ $json.token }}',
			options: { requestsPerMinute: 100_000 },
		},
	],
];

describe('connections', () => {
	it.each(NODES)('%s keeps them only where it is asked to', async (_, type, parameters) => {
		const items = rows(40);
		const options = { concurrency: 4, ...(parameters.options as INodeParameters) };
		const counts = async (more: INodeParameters) => {
			bench.sandbox.reset();
			const run = await bench.run({ ...parameters, options: { ...options, ...more } }, { type, items });
			expect(run.error).toBeUndefined();
			expect(run.results).toHaveLength(40);
			const connections = new Set(bench.requests().map(({ connection }) => connection));
			return [bench.requests().length, connections.size];
		};
		const [requests, fresh] = await counts({});
		expect(fresh).toBe(requests);
		const [again, open] = await counts(kept);
		expect(again).toBe(requests);
		// One is the first, through n8n's own client; and one may not be free yet when the next request leaves.
		expect(open).toBeLessThanOrEqual(9);
	});

	it('are as many as requests in flight for 10,000 messages, each of which arrives once', async () => {
		const items = rows(10_000);
		bench.sandbox.log.mode = 'light';
		const run = await send(items).finally(() => (bench.sandbox.log.mode = 'full'));
		expect(run.results).toHaveLength(10_000);
		expect(run.hints).toEqual(['10,000 of 10,000 messages accepted by Google; 10,000 requests']);
		expect(bench.sandbox.log.counts.connections).toBeLessThanOrEqual(50 + 10);
		expect(books().doubles()).toEqual([]);
		expect(books().missing(items.map(({ token }) => token))).toEqual([]);
	}, 120_000);

	it('carry the same request', async () => {
		await send(rows(2));
		const [first, second] = sends();
		const common = ({ headers }: LogEntry) =>
			Object.fromEntries(
				['authorization', 'accept', 'content-type', 'content-length', 'user-agent', 'host'].map((name) => [
					name,
					headers[name],
				]),
			);
		expect(common(second)).toEqual(common(first));
		expect(isKept()).toBe(true);
	});
});

describe('redirects and other hosts', () => {
	let elsewhere: Server;
	let url = '';
	let visits = 0;
	beforeAll(async () => {
		elsewhere = createServer((_request, response) => {
			visits++;
			response.end('{}');
		});
		await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
	});
	afterAll(() => void elsewhere.close());

	it.each([301, 302, 303, 307, 308])('a %d is an answer, and nobody follows it', async (status) => {
		bench.sandbox.faults.add({
			match: { path: '*messages:send', nth: [2, 3, 4] },
			answer: { status, redirectTo: `${url}/elsewhere` },
		});
		const run = await send(rows(4));
		expect([run.results.length, run.failures.length, sends().length]).toEqual([1, 3, 4]);
		expect(run.failures[0]?.details.httpStatus).toBe(status);
		expect(visits).toBe(0);
	});

	it.each<[string, ICredentialDataDecryptedObject]>([
		['another domain', { allowedHttpRequestDomains: 'domains', allowedDomains: 'googleapis.com' }],
		['none', { allowedHttpRequestDomains: 'domains', allowedDomains: '' }],
	])('a credential for %s reaches nobody', async (_, credential) => {
		const run = await send(rows(4), {}, { credential });
		expect(new Set(run.failures.map(({ details }) => details.code)).size).toBe(1);
		expect(run.failures).toHaveLength(4);
		expect(sends()).toEqual([]);
	});

	it.each(onNewerN8n(['127.0.0.1'], ['other.example, 127.0.0.1']))(
		'a credential for %j keeps its connections',
		async (allowedDomains) => {
			const credential = { allowedHttpRequestDomains: 'domains', allowedDomains };
			// The sign-in is within them, too.
			const run = await send(rows(4), {}, { credential });
			expect(run.results).toHaveLength(4);
			expect(isKept()).toBe(true);
		},
	);
});

describe('an end', () => {
	const hang = () =>
		bench.sandbox.faults.add({
			match: { path: '*messages:send', when: () => sends().length > 1 },
			answer: { connection: 'hangAfterActing' },
		});

	it('comes within 250 ms of cancelling, and the requests in flight are dropped', async () => {
		hang();
		const controller = new AbortController();
		const running = send(rows(200), {}, { signal: controller.signal });
		await expect.poll(() => sends().length, { timeout: 10_000 }).toBe(51);
		const cancelled = performance.now();
		controller.abort();
		const run = await running;
		expect(performance.now() - cancelled).toBeLessThan(250);
		expect(run.status).toBe('canceled');
		await expect.poll(() => bench.sandbox.log.counts.inFlight).toBe(0);
		expect(sends()).toHaveLength(51);
	});

	it.each(['hang', 'drip'] as const)('comes with the time-out: %s', async (way) => {
		if (way === 'hang') hang();
		else
			bench.sandbox.faults.add({
				match: { path: '*messages:send', when: () => sends().length > 1 },
				answer: { drip: { bytes: 1, everyMs: 30 } },
			});
		const run = await send(rows(3), { timeout: 400 });
		expect(run.failures.map(({ details }) => [details.code, details.uncertain])).toEqual([
			['TIMEOUT', true],
			['TIMEOUT', true],
		]);
		expect(run.duration).toBeLessThan(2500);
		expect(sends()).toHaveLength(3);
	});

	it.each([
		['hugeBytes', { hugeBytes: 1024 * 1024 + 1 }],
		['endless', { connection: 'endless' }],
	] as const)('comes at 1 MB of an answer: %s', async (_, answer) => {
		bench.sandbox.faults.add({ match: { path: '*messages:send', nth: [2, 3] }, answer });
		const run = await send(rows(3));
		expect(run.failures.map(({ error, details }) => [error, details.code])).toEqual(
			Array.from({ length: 2 }, () => [expect.stringContaining('sent more than 1 MB'), 'ANSWER_TOO_LARGE']),
		);
	});
});

describe('an access token that is refused on the way', () => {
	it('is renewed once, by n8n, which stores it', async () => {
		const { google, faults } = bench.sandbox;
		let isRevoked = false;
		faults.add({
			match: {
				path: '*messages:send',
				when: () => {
					if (!isRevoked && sends().length === 100) {
						isRevoked = true;
						for (const token of google.accessTokens.values()) token.revoked = true;
					}
					return false;
				},
			},
			answer: {},
		});
		const run = await send(rows(300));
		expect(run.results).toHaveLength(300);
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(2);
		expect(books().doubles()).toEqual([]);
		expect(isKept()).toBe(true);
	});

	it('ends the run as through n8n when the next one is refused, too', async () => {
		bench.sandbox.faults.add({
			match: { path: '*messages:send', when: () => sends().length > 1 },
			answer: { status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED' } } },
		});
		const run = await send(rows(60));
		expect([run.results.length, run.failures.length]).toEqual([1, 59]);
		expect(run.failures[0]?.details.code).toBe('UNAUTHENTICATED');
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(2);
	});
});

describe('connections that are lost', () => {
	it.each(['resetBeforeActing', 'resetAfterActing', 'truncate'] as const)(
		'%s: nothing is lost and nothing sent twice, and the others stay open',
		async (connection) => {
			bench.sandbox.faults.add({
				match: { path: '*messages:send', nth: [5, 60, 61, 150] },
				answer: { connection },
			});
			const items = rows(300);
			const run = await send(items, { maxRetries: 4 });
			expect([run.results.length, run.failures.length]).toEqual([296, 4]);
			expect(run.failures.map(({ details }) => [details.code, details.uncertain])).toEqual(
				Array.from({ length: 4 }, () => ['ECONNRESET', true]),
			);
			expect(books().doubles()).toEqual([]);
			expect(books().missing(run.results.map(({ registrationToken }) => String(registrationToken)))).toEqual(
				[],
			);
			expect(sends()).toHaveLength(300);
			expect(bench.sandbox.log.counts.connections).toBeLessThanOrEqual(100);
		},
	);

	it('are opened again for what may be repeated', async () => {
		bench.sandbox.faults.add({
			match: { path: '*topicSubscriptions*', nth: [5, 6, 7] },
			answer: { connection: 'resetAfterActing' },
		});
		const run = await bench.run(
			{ service: 'fcm', topic: 'news', registrationIds: '={{ $json.token }}', options: kept },
			{ type: 'topicBatch', items: rows(60), ...failing },
		);
		expect(run.results).toHaveLength(60);
		expect(run.hints[0]).toContain('3 retried');
	});
});

/** A proxy as n8n finds it in the environment. The services' address leads nowhere without it. */
describe('a service that only n8n’s proxy reaches', () => {
	const NOWHERE = 'http://127.0.0.2:54321';
	const passed: string[] = [];
	let proxy: Server;
	beforeAll(async () => {
		proxy = createServer((asked, answer) => {
			const { pathname, search } = new URL(asked.url ?? '');
			passed.push(pathname);
			const onward = forward(
				`${bench.sandbox.url}${pathname}${search}`,
				{ method: asked.method, headers: asked.headers, agent: false },
				(reply) => {
					answer.writeHead(reply.statusCode ?? 502, reply.headers);
					reply.pipe(answer);
				},
			);
			asked.pipe(onward);
		});
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		process.env.HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	});
	afterAll(() => {
		delete process.env.HTTP_PROXY;
		proxy.close();
	});

	it('gets everything through it, once, and the log says so', async () => {
		const items = rows(120);
		const run = await send(items, {}, { credential: { fcmUrl: NOWHERE } });
		expect(run.error).toBeUndefined();
		expect(run.results).toHaveLength(120);
		expect(run.hints).toEqual(['120 of 120 messages accepted by Google; 120 requests']);
		expect(passed.filter((path) => path.endsWith('messages:send'))).toHaveLength(120);
		expect(books().doubles()).toEqual([]);
		expect(books().missing(items.map(({ token }) => token))).toEqual([]);
		const said = run.logs
			.map(({ message }) => message)
			.filter((message) => message.includes('could not be reached'));
		expect(said).toEqual([
			expect.stringMatching(/^Node: 127\.0\.0\.2:54321 could not be reached over connections that stay open/),
		]);
	});
});
