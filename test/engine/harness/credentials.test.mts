import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
	createEngine,
	FAILED,
	NODE,
	singleNode,
	SUCCESS,
	type Engine,
} from '../../../playground/engine/index.mts';
import { useFixturePackage } from './fixture/package.mts';
import { startService, type ReceivedRequest, type Service } from './service.mts';

const packageDir = useFixturePackage();
let service: Service;
let engine: Engine;
/** The token the service takes; it hands out a new one per exchange. */
let validToken: string;
let exchanges: number;

beforeEach(async () => {
	exchanges = 0;
	validToken = '';
	service = await startService(respond);
	engine = await createEngine({
		packageDir: packageDir(),
		credentials: { probeApi: { apiKey: 'key-1', baseUrl: service.url } },
	});
});

afterEach(async () => await service.close());

function respond({ url, headers, body }: ReceivedRequest) {
	if (url === '/token') {
		const { key } = JSON.parse(body) as { key: string };
		if (key === 'no field') return { body: { other: 1 } };
		exchanges += 1;
		validToken = `token-${exchanges}-of-${key}`;
		return { body: { accessToken: validToken } };
	}
	if (url === '/always401' || headers.authorization !== `Bearer ${validToken}`) return { status: 401 };
	if (url === '/ping' && validToken.endsWith('forbidden')) return { status: 403 };
	if (url === '/ping' && validToken.endsWith('broken')) return { status: 500 };
	if (url.startsWith('/things/')) return { body: [url.slice('/things/'.length)] };
	return { body: { ok: true } };
}

const request = (value: string) =>
	singleNode('probe', { operation: 'request', value }, { credentials: 'probeApi' });
const paths = () => service.requests.map(({ method, url }) => `${method} ${url}`);

describe('an expirable field', () => {
	it('is filled by preAuthentication when empty, stored, and used from then on', async () => {
		const first = await engine.run(request('x'));
		expect(first.node(SUCCESS).success[0]?.json).toEqual({ answer: { ok: true } });
		expect(engine.credentials.get('probeApi').data).toEqual({
			apiKey: 'key-1',
			baseUrl: service.url,
			accessToken: 'token-1-of-key-1',
		});
		expect(engine.credentials.updates).toHaveLength(1);

		await engine.run(request('y'));
		expect(paths()).toEqual(['POST /token', 'GET /x', 'GET /y']);
	});

	it('is renewed once after a 401, and the request repeated', async () => {
		engine.credentials.patch('probeApi', { accessToken: 'expired' });
		const result = await engine.run(request('x'));
		expect(result.status).toBe('success');
		expect(paths()).toEqual(['GET /x', 'POST /token', 'GET /x']);
		expect(engine.credentials.get('probeApi').data.accessToken).toBe('token-1-of-key-1');
	});

	it('is renewed only once: a second 401 is the failure', async () => {
		engine.credentials.patch('probeApi', { accessToken: 'expired' });
		const result = await engine.run(request('always401'));
		expect(result.error).toMatchObject({ name: 'NodeApiError', httpCode: '401' });
		expect(paths()).toEqual(['GET /always401', 'POST /token', 'GET /always401']);
	});

	it('outlives a change of the key, since only its own emptiness counts', async () => {
		await engine.run(request('x'));
		engine.credentials.patch('probeApi', { apiKey: 'key-2' });
		await engine.run(request('y'));
		expect(service.requests.at(-1)?.headers.authorization).toBe('Bearer token-1-of-key-1');
		expect(exchanges).toBe(1);
	});

	it('an answer without the field is not stored', async () => {
		engine.credentials.patch('probeApi', { apiKey: 'no field' });
		const result = await engine.run(request('x'));
		expect(result.error).toMatchObject({ name: 'NodeApiError', httpCode: '401' });
		expect(engine.credentials.updates).toEqual([]);
	});
});

describe('what a node gets of a credential', () => {
	it('has defaults where nothing is stored', async () => {
		engine.credentials.set('bare', 'probeApi', { apiKey: 'key-1' });
		const spec = singleNode(
			'probe',
			{ operation: 'request', value: 'x' },
			{ credentials: { probeApi: 'bare' }, onError: 'continueErrorOutput' },
		);
		const result = await engine.run(spec);
		expect(result.node(NODE).error?.message).toContain('refused');
		expect(result.node(FAILED).success).toEqual([]);
	});

	it('is missing where the node names none', async () => {
		const result = await engine.run(singleNode('probe', { operation: 'request' }));
		expect(result.error?.message).toBe('Node does not require credentials');
	});

	it('has its expressions resolved, and they survive the storing of a token', async () => {
		engine.credentials.patch('probeApi', { apiKey: "={{ 'key' + '-3' }}" });
		await engine.run(request('x'));
		expect(engine.credentials.get('probeApi').data).toMatchObject({
			apiKey: "={{ 'key' + '-3' }}",
			accessToken: 'token-1-of-key-3',
		});
	});

	it('a credential may not be changed from outside by what the store hands out', () => {
		engine.credentials.get('probeApi').data.apiKey = 'changed';
		expect(engine.credentials.get('probeApi').data.apiKey).toBe('key-1');
		expect(() => engine.credentials.get('other')).toThrow("no credential with the ID 'other'");
	});

	it('its token exchange stays within the allowed domains', async () => {
		engine.credentials.patch('probeApi', {
			allowedHttpRequestDomains: 'domains',
			allowedDomains: 'example.com',
		});
		const result = await engine.run(request('x'));
		expect(result.status).toBe('error');
		expect(paths()).toEqual([]);
	});
});

describe('a list in the editor', () => {
	it('gets credentials, filter, page and the current parameters with their defaults', async () => {
		const credentials = 'probeApi';
		const all = await engine.listSearch('probe', 'searchThings', { credentials });
		expect(all).toEqual({ results: [{ name: 'default value: all/first', value: 'all/first' }] });
		const call = {
			credentials,
			filter: 'pear',
			paginationToken: '2',
			currentNodeParameters: { value: 'fruit' },
		};
		const page = await engine.listSearch('probe', 'searchThings', call);
		expect(page.results).toEqual([{ name: 'fruit: pear/2', value: 'pear/2' }]);
		expect(exchanges).toBe(1);
	});

	it('fails with what the method throws', async () => {
		engine.credentials.patch('probeApi', { apiKey: 'no field' });
		await expect(
			engine.listSearch('probe', 'searchThings', { credentials: 'probeApi' }),
		).rejects.toMatchObject({
			name: 'NodeApiError',
			httpCode: '401',
		});
		await expect(engine.listSearch('probe', 'other')).rejects.toThrow("no list search 'other'");
		await expect(engine.loadOptions('probe', 'other')).rejects.toThrow("no load options method 'other'");
	});
});

describe("a credential's test", () => {
	const tested = async (data: Record<string, string>, type = 'probeApi') => {
		const { status, message } = await engine.testCredential(type, { baseUrl: service.url, ...data });
		return `${status}: ${message}`;
	};

	it('is green when the request succeeds', async () => {
		expect(await tested({ apiKey: 'good' })).toBe('OK: Connection successful!');
		expect(engine.credentials.get('tested:probeApi').data.accessToken).toBe('token-1-of-good');
	});

	it('always exchanges anew, whatever token is stored', async () => {
		await tested({ apiKey: 'good', accessToken: 'stored before' });
		expect(paths()).toEqual(['POST /token', 'GET /ping']);
		expect((await engine.testCredential('probeApi')).status).toBe('OK');
		expect(exchanges).toBe(2);
	});

	it('is red in the words of the rule for the status', async () => {
		expect(await tested({ apiKey: 'forbidden' })).toBe('Error: The key may not do this');
		expect(await tested({ apiKey: 'no field' })).toBe('Error: The key is wrong');
	});

	it("is red in the service's or the network's words where no rule speaks", async () => {
		expect(await tested({ apiKey: 'broken' })).toBe('Error: Internal Server Error');
		expect(await tested({ apiKey: 'x', baseUrl: 'http://127.0.0.1:1' })).toBe('Error: ECONNREFUSED');
	});

	it('judges the body of a 200, and authenticates by expressions', async () => {
		await service.close();
		service = await startService(({ body }) => ({
			body: { status: { code: body.includes('right') ? 200 : 210 } },
		}));
		expect(await tested({ apiKey: 'right' }, 'plainApi')).toBe('OK: Connection successful!');
		expect(await tested({ apiKey: 'wrong' }, 'plainApi')).toBe('Error: The key is not known');
		const [{ method, url, headers, body } = {} as ReceivedRequest] = service.requests;
		expect([method, url, headers['x-key'], body]).toEqual([
			'POST',
			'/plain?key=right',
			'Key right',
			'{"auth":"right"}',
		]);
	});

	it('uses the stored token where n8n does not recognise the test', async () => {
		const data = { apiKey: 'good', accessToken: 'stored before', baseUrl: service.url };
		const { status } = await engine.testCredential('probeApi', data, { alwaysPreAuthenticates: false });
		expect(status).toBe('OK');
		expect(paths()).toEqual(['GET /ping', 'POST /token', 'GET /ping']);
	});

	it('brings the lines that n8n logs', async () => {
		const { logs } = await engine.testCredential('probeApi', { apiKey: 'broken', baseUrl: service.url });
		expect(logs.map(({ level, message }) => `${level}: ${message}`)).toContainEqual(
			expect.stringContaining('error: Request failed with status code 500'),
		);
	});
});
