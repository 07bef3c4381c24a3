import { Readable } from 'node:stream';

import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { fetchAnswer, type HttpHelper } from '../../../../nodes/shared/http/door.ts';
import { KeptConnections } from '../../../../nodes/shared/http/keptConnections.ts';
import { describeNetworkFailure } from '../../../../nodes/shared/http/networkFailure.ts';
import { client, ended, spec, withFakeClock } from './clients.mts';

const URL_OF_SERVICE = 'https://api.example/v1/do';
const credentials = { key: 'very-secret-key' };

/** What Node's `fetch` throws: an error of its own around the one of the socket. */
const fetchFailed = (cause: object, message = 'no matter') =>
	new TypeError('fetch failed', { cause: Object.assign(new Error(message), cause) });

interface Setup {
	/** Statuses of the helper's answers, one after another; 200 from then on. */
	helperSays?: number[];
	/** What the helper hands over as a body. */
	body?: () => unknown;
	fetchSays?: (url: string, init: RequestInit) => Response | Promise<Response>;
	sign?: ConstructorParameters<typeof KeptConnections>[1];
	filter?: () => unknown;
}

/** The door of a run, and what went which way. */
function door({ helperSays = [], body, fetchSays, sign, filter }: Setup = {}) {
	const byHelper: IHttpRequestOptions[] = [];
	const byFetch: Array<{ url: string } & RequestInit> = [];
	const logs: string[] = [];
	const statuses = [...helperSays];
	const helper: HttpHelper<unknown> = async (options) => {
		byHelper.push(options);
		return {
			statusCode: statuses.shift() ?? 200,
			headers: {},
			body: body?.() ?? Readable.from([Buffer.from('{}')]),
		};
	};
	vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
		byFetch.push({ url, ...init });
		return (await fetchSays?.(url, init)) ?? new Response('{"by":"fetch"}');
	});
	const context = {
		getNode: () => ({ name: 'Topic Batch' }),
		logger: { warn: (line: string) => void logs.push(line) },
		helpers: filter === undefined ? {} : { getSecureEgressFilter: filter },
	};
	const kept = new KeptConnections(
		context as unknown as IExecuteFunctions,
		sign ??
			(async ({ key }, request) => ({
				...request,
				headers: { ...request.headers, Authorization: `key=${String(key)}` },
			})),
	);
	const controller = new AbortController();
	const send = async (request: Partial<IHttpRequestOptions> = {}) =>
		await fetchAnswer(
			kept.for({ credentials, signal: controller.signal, helper }),
			{ method: 'POST', url: URL_OF_SERVICE, headers: { 'X-A': 'b' }, timeoutMs: 1000, ...request },
			controller.signal,
			() => [credentials.key],
		);
	const ways = () => [byHelper.length, byFetch.length];
	return { send, ways, byHelper, byFetch, logs, controller };
}

afterEach(() => void vi.unstubAllGlobals());

describe('which way a request goes', () => {
	it('the first through n8n, the others over connections that stay open', async () => {
		const { send, ways, byFetch } = door();
		await send();
		expect(ways()).toEqual([1, 0]);
		expect((await send({ body: { a: 'ü' } })).json).toEqual({ by: 'fetch' });
		expect(ways()).toEqual([1, 1]);
		const [{ signal, ...asked } = {} as never] = byFetch;
		expect(asked).toEqual({
			url: URL_OF_SERVICE,
			method: 'POST',
			headers: [
				['User-Agent', 'n8n'],
				['X-A', 'b'],
				['Authorization', 'key=very-secret-key'],
				['Content-Type', 'application/json'],
			],
			body: '{"a":"ü"}',
			redirect: 'manual',
		});
		expect(signal).toBeInstanceOf(AbortSignal);
	});

	it.each([200, 204, 302, 400, 403, 404, 429, 500, 503])('%d to the first proves the way', async (status) => {
		const { send, ways } = door({ helperSays: [status] });
		await send();
		await send();
		expect(ways()).toEqual([1, 1]);
	});

	it('a 401 doesn’t', async () => {
		const { send, ways } = door({ helperSays: [401, 401, 200] });
		for (let times = 0; times < 4; times++) await send();
		expect(ways()).toEqual([3, 1]);
	});

	it('nor an answer that came from no service', async () => {
		const { send, ways } = door({ body: () => '{"made":"up"}' });
		await send();
		await send();
		expect(ways()).toEqual([2, 0]);
	});

	it('one whose access token n8n is to store goes through n8n', async () => {
		const { send, ways } = door({ sign: async () => undefined });
		await send();
		await send();
		expect(ways()).toEqual([2, 0]);
	});

	it('a credential that isn’t for the address is refused in its own words', async () => {
		const { send, ways } = door({
			sign: async () => {
				throw new Error('not for that host');
			},
		});
		await send();
		await expect(send()).rejects.toThrow('not for that host');
		expect(ways()).toEqual([1, 0]);
	});

	it('has no type for a body that isn’t there, and its own for a text', async () => {
		const { send, byFetch } = door();
		const headers = { 'Content-Type': 'application/json; charset=utf-8' };
		await send();
		await send({ headers });
		await send({ headers, body: {} });
		await send({ headers, body: '{}' });
		const types = byFetch.map(({ headers: sent, body }) => [
			(sent as string[][]).filter(([name]) => /^content-type$/i.test(String(name))).map(([, type]) => type),
			body,
		]);
		expect(types).toEqual([
			[[], undefined],
			[[], undefined],
			[['application/json; charset=utf-8'], '{}'],
		]);
	});
});

describe('what n8n would refuse', () => {
	it.each([
		['api.example', true],
		['API.example , other.example', true],
		['*.example', true],
		['other.example', false],
		['example', false],
		['*.api.example', false],
		['*.', false],
		['pi.example', false],
		['none.invalid', false],
		['', false],
	])('a host, by the allowed domains %j: passes %j', async (allowedDomains, passes) => {
		const { send, ways, byHelper } = door();
		await send({ allowedDomains });
		await send({ allowedDomains });
		expect(ways()).toEqual(passes ? [1, 1] : [2, 0]);
		expect(byHelper.at(-1)?.allowedDomains).toBe(allowedDomains);
	});

	it('a host, by its own filter, is asked for each request and left to n8n', async () => {
		const asked: string[] = [];
		const validateUrl = async (url: string) => ({ ok: asked.push(url) !== 2 });
		const { send, ways } = door({ filter: () => ({ validateUrl }) });
		for (let times = 0; times < 4; times++) await send();
		expect(asked).toEqual([URL_OF_SERVICE, URL_OF_SERVICE, URL_OF_SERVICE]);
		expect(ways()).toEqual([2, 2]);
	});

	it.each([
		() => {
			throw new Error('no filter');
		},
		() => ({ validateUrl: async () => await Promise.reject(new Error('no name server')) }),
	])('and a filter that fails lets nothing pass', async (filter) => {
		const { send, ways } = door({ filter });
		await send();
		await send();
		expect(ways()).toEqual([2, 0]);
	});
});

describe('a connection that doesn’t come about', () => {
	it.each([
		[fetchFailed({ code: 'ECONNREFUSED', syscall: 'connect' })],
		[fetchFailed({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
		[fetchFailed({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' })],
		[fetchFailed({ code: 'UND_ERR_CONNECT_TIMEOUT' })],
		[fetchFailed({ code: 'ETIMEDOUT', errors: [{ syscall: 'connect' }, { syscall: 'connect' }] })],
		[fetchFailed({ code: 'SELF_SIGNED_CERT_IN_CHAIN' })],
		[fetchFailed({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
		[fetchFailed({}, 'bad port')],
		[new TypeError('Headers.append: "\n" is an invalid header value.')],
	])('sends the request, and the rest of the run, through n8n: %o', async (error) => {
		const { send, ways, logs } = door({ fetchSays: async () => await Promise.reject(error) });
		await send();
		const both = await Promise.all([send(), send()]);
		expect(both.map(({ status }) => status)).toEqual([200, 200]);
		expect(ways()).toEqual([3, 2]);
		await send();
		expect(ways()).toEqual([4, 2]);
		expect(logs).toEqual([
			"Topic Batch: api.example could not be reached over connections that stay open, so the other requests of this run go through n8n's own client",
		]);
	});
});

describe('a connection that is lost once the request may have left', () => {
	it.each([
		[fetchFailed({ code: 'ECONNRESET', syscall: 'read' }), 'ECONNRESET'],
		[fetchFailed({ code: 'EPIPE', syscall: 'write' }), 'EPIPE'],
		[fetchFailed({ code: 'UND_ERR_SOCKET' }, 'other side closed'), 'ECONNRESET'],
		[fetchFailed({ code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' }), 'ECONNRESET'],
		[fetchFailed({ code: 'EPROTO', syscall: 'write' }), 'ECONNRESET'],
		[fetchFailed({ code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' }), 'ECONNRESET'],
		[fetchFailed({ code: 'HPE_INVALID_CONSTANT' }), 'HPE_INVALID_CONSTANT'],
		[fetchFailed({}, 'something new'), 'NETWORK'],
	])('isn’t sent again by the door, and the way stays open: %o', async (error, code) => {
		let isBroken = true;
		const { send, ways, logs } = door({
			fetchSays: async () => {
				if (isBroken) throw error;
				return new Response('{}');
			},
		});
		await send();
		const thrown: unknown = await send().catch((reason: unknown) => reason);
		expect(describeNetworkFailure(thrown, 'api.example')).toMatchObject({
			failure: { code, message: 'The connection to api.example was lost before an answer came' },
			notSent: false,
			passing: true,
		});
		isBroken = false;
		await send();
		expect(ways()).toEqual([1, 2]);
		expect(logs).toEqual([]);
	});

	it('nor is one that was ended', async () => {
		const { send, ways, controller } = door({
			fetchSays: async () => {
				controller.abort();
				throw fetchFailed({ code: 'ECONNREFUSED', syscall: 'connect' });
			},
		});
		await send();
		await expect(send()).rejects.toThrow('fetch failed');
		expect(ways()).toEqual([1, 1]);
	});
});

describe('an answer', () => {
	it('has what the request was signed with taken out', async () => {
		const { send } = door({
			fetchSays: () => new Response('No very-secret-key', { status: 403, headers: { 'X-Id': 'a' } }),
		});
		await send();
		expect(await send()).toMatchObject({ status: 403, headers: { 'x-id': 'a' }, text: 'No …' });
	});

	it('that redirects is one, and nobody follows it', async () => {
		const { send, ways } = door({
			fetchSays: () => new Response(null, { status: 307, headers: { location: 'https://other.example/' } }),
		});
		await send();
		expect(await send()).toMatchObject({ status: 307, text: '' });
		expect(ways()).toEqual([1, 1]);
	});

	it('is read up to 1 MB', async () => {
		let size = 1024 * 1024;
		const { send } = door({ fetchSays: () => new Response('x'.repeat(size)) });
		await send();
		expect((await send()).text).toHaveLength(size);
		size++;
		const thrown: unknown = await send().catch((reason: unknown) => reason);
		expect(describeNetworkFailure(thrown, 'api.example')).toMatchObject({
			failure: {
				code: 'ANSWER_TOO_LARGE',
				message: 'api.example sent more than 1 MB, which no answer of the service has',
			},
			notSent: false,
			passing: false,
		});
	});
});

describe('the client', () => {
	withFakeClock();
	const sign = async (_: object, request: IHttpRequestOptions) => request;
	const respond = () => ({ body: Readable.from([Buffer.from('{}')]) });

	it.each([
		[{ keepConnections: true, timeoutMs: 300_000, session: { sign } }, 1],
		[{ keepConnections: false, timeoutMs: 1000, session: { sign } }, 2],
		[{ keepConnections: true, timeoutMs: 1000, session: {} }, 2],
		// Node's fetch gives up after five minutes.
		[{ keepConnections: true, timeoutMs: 300_001, session: { sign } }, 2],
	])('keeps connections where it may: %j', async (setup, byHelper) => {
		vi.stubGlobal('fetch', async () => new Response('{}'));
		const { http, requests, counts } = client({ ...setup, respond });
		await ended(http.request(spec));
		await ended(http.request(spec));
		expect(requests).toHaveLength(byHelper);
		expect(counts).toEqual({ sent: 2, retried: 0 });
	});
});
