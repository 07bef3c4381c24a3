import { beforeAll, describe, expect, it } from 'vitest';
import { accessTokenFor, instanceIdHeaders, send, useSandbox } from './support.mts';
import type { Reply, Sent } from './support.mts';

const sandbox = useSandbox();
let headers: Record<string, string>;
beforeAll(async () => {
	headers = instanceIdHeaders(await accessTokenFor(sandbox));
});

const ONE = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';
const TWO = 'e1Lm9Vt_Kc4:APA91bExampleTokenTwo';

const call = (path: string, sent: Sent = {}): Promise<Reply> =>
	send(sandbox.url + path, { ...sent, headers: { ...headers, ...sent.headers } });
const batch = (method: string, to: unknown, tokens: unknown): Promise<Reply> =>
	call(`/iid/v1:${method}`, { json: { to, registration_tokens: tokens } });
const many = (count: number) => Array.from({ length: count }, (_, index) => `id${index}:APA91bToken`);

describe('who may call', () => {
	const path = `/iid/info/${ONE}`;
	const bare = (given: Record<string, string>) => send(sandbox.url + path, { headers: given });
	const deprecated = {
		error: 'Authenticating using server key is deprecated. Please use an OAuth2 token instead.',
	};

	it('nobody without authorization: an HTML page, or the JSON variant', async () => {
		const page = await bare({});
		expect(page.status).toBe(401);
		expect(page.headers['content-type']).toContain('text/html');
		expect(page.body).toMatch(/<TITLE>Unauthorized<\/TITLE>[\s\S]*Error 401/);
		sandbox.google.settings.missingAuthorization = 'json';
		expect((await bare({})).body).toEqual({ error: 'MissingAuthorization' });
	});

	it('no server key, with the documented text', async () => {
		const reply = await bare({ authorization: 'key=AIzaExampleKey' });
		expect(reply.status).toBe(401);
		expect(reply.body).toEqual(deprecated);
	});

	it('a server key where one is still accepted, unless it claims to be an OAuth token', async () => {
		sandbox.google.acceptedServerKeys.set('AIzaExampleKey', 'acme-demo-4711');
		expect((await bare({ authorization: 'key=AIzaExampleKey' })).status).toBe(200);
		expect((await bare({ authorization: 'key=AIzaExampleKey', access_token_auth: 'true' })).status).toBe(401);
		sandbox.google.acceptedServerKeys.clear();
	});

	it.each<Record<string, string>>([{}, { access_token_auth: 'false' }, { access_token_auth: '1' }])(
		'no bearer with %o',
		async (declared) => {
			const reply = await bare({ authorization: headers.authorization, ...declared });
			expect(reply.status).toBe(401);
			expect(reply.body).toEqual(deprecated);
			sandbox.google.settings.missingAccessTokenAuth = 'html';
			expect((await bare({ authorization: headers.authorization, ...declared })).body).toContain(
				'Unauthorized',
			);
		},
	);

	it.each(['Bearer ya29.c.EXAMPLE', 'bearer x', 'Bearer', 'Basic abc'])(
		'not with %s',
		async (authorization) => {
			expect((await bare({ authorization, access_token_auth: 'true' })).status).toBe(401);
		},
	);
});

describe('info', () => {
	it('the documented look-up with topics', async () => {
		sandbox.google.declareTokens(ONE, { info: { authorizedEntity: '998877665544' } });
		sandbox.google.subscribe('storm-alerts', [ONE]);
		sandbox.google.subscribe('region_9%3A', [ONE]);
		const today = new Date().toISOString().slice(0, 10);
		const reply = await call(`/iid/info/${ONE}?details=true`);
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual({
			application: 'org.example.weatherapp',
			applicationVersion: '412',
			authorizedEntity: '998877665544',
			platform: 'ANDROID',
			rel: { topics: { 'storm-alerts': { addDate: today }, 'region_9%3A': { addDate: today } } },
		});
	});

	it.each(['', '?details=false'])('has no rel without details (%s)', async (query) => {
		sandbox.google.subscribe('storm-alerts', [ONE]);
		expect((await call(`/iid/info/${ONE}${query}`)).body).not.toHaveProperty('rel');
	});

	it('has no rel without subscriptions', async () => {
		expect((await call(`/iid/info/${ONE}?details=true`)).body).not.toHaveProperty('rel');
	});

	it('unknown, malformed and foreign tokens', async () => {
		sandbox.google.declareTokens(ONE, { state: 'unregistered' });
		sandbox.google.declareTokens(TWO, { state: 'otherProject' });
		const unknown = await call(`/iid/info/${ONE}`);
		expect([unknown.status, unknown.body]).toEqual([
			404,
			{ error: 'No information found about this instance id.' },
		]);
		const malformed = await call('/iid/info/not-a-token');
		expect([malformed.status, malformed.body]).toEqual([400, { error: 'InvalidToken' }]);
		expect((await call(`/iid/info/${TWO}`)).status).toBe(403);
	});

	it('an encoded colon makes the token invalid', async () => {
		expect((await call(`/iid/info/${encodeURIComponent(ONE)}`)).body).toEqual({ error: 'InvalidToken' });
	});

	it.each(['?details=1', '?details=True', '?key=AIzaExampleKey', '?detail=true'])(
		'refuses %s',
		async (query) => {
			expect((await call(`/iid/info/${ONE}${query}`)).status).toBe(400);
		},
	);

	it('a token of a project of its own is refused to others', async () => {
		const key = await sandbox.createServiceAccount({ projectId: 'other-project' });
		sandbox.google.declareTokens(ONE, { projectId: 'other-project' });
		expect((await call(`/iid/info/${ONE}`)).status).toBe(403);
		const own = await call(`/iid/info/${ONE}`, {
			headers: instanceIdHeaders(await accessTokenFor(sandbox, key)),
		});
		expect(own.status).toBe(200);
	});
});

describe('one instance, one topic', () => {
	it('subscribes and answers {}', async () => {
		const reply = await call(`/iid/v1/${ONE}/rel/topics/storm-alerts`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
		});
		expect([reply.status, reply.body]).toEqual([200, {}]);
		expect(sandbox.google.subscribers('storm-alerts')).toEqual([ONE]);
	});

	it('decodes a percent sign in the topic', async () => {
		await call(`/iid/v1/${ONE}/rel/topics/region_9%253A`, { method: 'POST' });
		expect(sandbox.google.isSubscribed('region_9%3A', ONE)).toBe(true);
	});

	it.each<[string, string, Sent, number, unknown]>([
		['a body', `/iid/v1/${ONE}/rel/topics/a`, { json: {} }, 400, { error: 'InvalidParameters' }],
		[
			'a topic outside the pattern',
			`/iid/v1/${ONE}/rel/topics/a%20b`,
			{ method: 'POST' },
			400,
			{ error: 'InvalidTopicName' },
		],
		[
			'a full topic path',
			`/iid/v1/${ONE}/rel/topics/%2Ftopics%2Fa`,
			{ method: 'POST' },
			400,
			{ error: 'InvalidTopicName' },
		],
		[
			'a stray percent sign',
			`/iid/v1/${ONE}/rel/topics/50%`,
			{ method: 'POST' },
			400,
			{ error: 'InvalidTopicName' },
		],
		[
			'an encoded colon',
			`/iid/v1/${encodeURIComponent(ONE)}/rel/topics/a`,
			{ method: 'POST' },
			400,
			{ error: 'InvalidToken' },
		],
		[
			'a doubled prefix',
			`/iid/v1/${ONE}/rel/topics//topics/a`,
			{ method: 'POST' },
			404,
			expect.stringContaining('Error 404'),
		],
		[
			'DELETE',
			`/iid/v1/${ONE}/rel/topics/a`,
			{ method: 'DELETE' },
			404,
			expect.stringContaining('Error 404'),
		],
	])('refuses %s', async (_name, path, sent, status, body) => {
		const reply = await call(path, sent);
		expect([reply.status, reply.body]).toEqual([status, body]);
		expect(sandbox.google.subscribers('a')).toEqual([]);
	});

	it('verdicts on the token', async () => {
		const states = ['unregistered', 'malformed', 'otherProject', 'tooManyTopics'] as const;
		for (const state of states) sandbox.google.declareTokens(`${state}:x`, { state });
		const replies = await Promise.all(
			states.map((state) => call(`/iid/v1/${state}:x/rel/topics/a`, { method: 'POST' })),
		);
		expect(replies.map(({ status, body }) => [status, body])).toEqual([
			[404, { error: 'No information found about this instance id.' }],
			[400, { error: 'InvalidToken' }],
			[403, { error: 'PERMISSION_DENIED' }],
			[400, { error: 'TOO_MANY_TOPICS' }],
		]);
	});
});

describe('batchAdd and batchRemove', () => {
	it('the documented request and answer', async () => {
		sandbox.google.declareTokens(TWO, { state: 'unregistered' });
		const reply = await call('/iid/v1:batchAdd', {
			json: { to: '/topics/storm-alerts', registration_tokens: [ONE, TWO, 'not-a-token'] },
		});
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual({ results: [{}, { error: 'NOT_FOUND' }, { error: 'INVALID_ARGUMENT' }] });
		expect(sandbox.google.subscribers('storm-alerts')).toEqual([ONE]);
	});

	it('adding twice and removing what is not there are successes', async () => {
		await batch('batchAdd', '/topics/a', [ONE]);
		expect((await batch('batchAdd', '/topics/a', [ONE])).body).toEqual({ results: [{}] });
		expect((await batch('batchRemove', '/topics/a', [ONE, TWO])).body).toEqual({ results: [{}, {}] });
		expect(sandbox.google.subscribers('a')).toEqual([]);
	});

	it('every per-token code, each for as long as declared', async () => {
		sandbox.google.declareTokens('full:x', { state: 'tooManyTopics' });
		sandbox.google.declareTokens('foreign:x', { state: 'otherProject' });
		sandbox.google.declareTokens('busy:x', {
			codes: [
				{ code: 'RESOURCE_EXHAUSTED', times: 1 },
				{ code: 'INTERNAL', times: 1 },
			],
		});
		const tokens = ['full:x', 'foreign:x', 'busy:x'];
		const answers = [];
		for (let round = 0; round < 3; round += 1)
			answers.push((await batch('batchAdd', '/topics/a', tokens)).body);
		const lasting = [{ error: 'TOO_MANY_TOPICS' }, { error: 'INVALID_ARGUMENT' }];
		expect(answers).toEqual([
			{ results: [...lasting, { error: 'RESOURCE_EXHAUSTED' }] },
			{ results: [...lasting, { error: 'INTERNAL' }] },
			{ results: [...lasting, {}] },
		]);
		expect(sandbox.google.subscribers('a')).toEqual(['busy:x']);
		expect((await batch('batchRemove', '/topics/a', ['full:x'])).body).toEqual({ results: [{}] });
	});

	it('the limit of topics per instance', async () => {
		sandbox.google.settings.topicsPerInstance = 2;
		for (const topic of ['a', 'b']) await batch('batchAdd', `/topics/${topic}`, [ONE]);
		expect((await batch('batchAdd', '/topics/c', [ONE, TWO])).body).toEqual({
			results: [{ error: 'TOO_MANY_TOPICS' }, {}],
		});
		expect((await batch('batchAdd', '/topics/b', [ONE])).body).toEqual({ results: [{}] });
	});

	it('takes 1000 tokens', async () => {
		const reply = await batch('batchAdd', '/topics/private/a-b_c.d~e%20', many(1000));
		expect((reply.body as { results: unknown[] }).results).toHaveLength(1000);
		expect(sandbox.google.subscribers('private/a-b_c.d~e%20')).toHaveLength(1000);
	});

	it.each<[string, Sent]>([
		['1001 tokens', { json: { to: '/topics/a', registration_tokens: many(1001) } }],
		['no tokens', { json: { to: '/topics/a', registration_tokens: [] } }],
		['an empty token', { json: { to: '/topics/a', registration_tokens: [''] } }],
		['a token that is a number', { json: { to: '/topics/a', registration_tokens: [1] } }],
		['tokens as text', { json: { to: '/topics/a', registration_tokens: ONE } }],
		['a bare topic', { json: { to: 'a', registration_tokens: [ONE] } }],
		['a doubled prefix', { json: { to: '/topics//topics/a', registration_tokens: [ONE] } }],
		['a topic with a space', { json: { to: '/topics/a b', registration_tokens: [ONE] } }],
		['a topic of 901 characters', { json: { to: `/topics/${'a'.repeat(901)}`, registration_tokens: [ONE] } }],
		['several topics', { json: { to: ['/topics/a'], registration_tokens: [ONE] } }],
		['an unknown field', { json: { to: '/topics/a', registration_tokens: [ONE], tokens: [ONE] } }],
		['a list', { json: [ONE] }],
		['no JSON content type', { raw: JSON.stringify({ to: '/topics/a', registration_tokens: [ONE] }) }],
		['no JSON', { raw: '{', headers: { 'content-type': 'application/json' } }],
	])('refuses %s', async (_name, sent) => {
		const reply = await call('/iid/v1:batchAdd', sent);
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({ error: expect.any(String) as string });
		expect(sandbox.google.subscribers('a')).toEqual([]);
	});

	it.each(['/iid/v1%3AbatchAdd', '/iid/v1/batchAdd', '/v1:batchAdd', '/iid/v1:batchadd', `/iid/${ONE}`])(
		'has nothing at %s',
		async (path) => {
			const reply = await call(path, { json: { to: '/topics/a', registration_tokens: [ONE] } });
			expect(reply.status).toBe(404);
			expect(reply.headers['content-type']).toContain('text/html');
		},
	);

	it('answers 429 above the quota, counting per token', async () => {
		Object.assign(sandbox.google.settings, { changesPerSecond: 1500, quotaRetryAfter: 2 });
		expect((await batch('batchAdd', '/topics/a', many(1000))).status).toBe(200);
		const reply = await batch('batchAdd', '/topics/b', many(1000));
		expect([reply.status, reply.headers['retry-after'], reply.body]).toEqual([
			429,
			'2',
			{ error: 'RESOURCE_EXHAUSTED' },
		]);
		sandbox.clock.advance(1000);
		expect((await batch('batchAdd', '/topics/b', many(1000))).status).toBe(200);
	});
});

it('after the shutdown every path is a 404 page', async () => {
	sandbox.google.settings.instanceIdAvailable = false;
	for (const path of [`/iid/info/${ONE}`, '/iid/v1:batchAdd']) {
		const reply = await call(path, path.includes('batch') ? { json: {} } : {});
		expect(reply.status).toBe(404);
		expect(reply.body).toContain('<HTML>');
	}
});
