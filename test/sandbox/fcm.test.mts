import { beforeAll, describe, expect, it } from 'vitest';
import { accessTokenFor, send, useSandbox } from './support.mts';
import type { Sent } from './support.mts';

const sandbox = useSandbox();
let authorization: string;
beforeAll(async () => {
	authorization = `Bearer ${await accessTokenFor(sandbox)}`;
});

const TOKEN = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';
const PROJECT = '/v1/projects/acme-demo-4711';
const registration = (token: string) =>
	`${PROJECT}/registrations/${encodeURIComponent(token)}/topicSubscriptions`;
const call = (path: string, sent: Sent = {}) =>
	send(sandbox.url + path, { ...sent, headers: { authorization, ...sent.headers } });
const subscribe = (topic: string, token = TOKEN) =>
	call(`${registration(token)}?topic_name=${encodeURIComponent(topic)}`, { json: {} });

function error(code: number, status: string, errorCode?: string): object {
	const details =
		errorCode === undefined
			? {}
			: { details: [{ '@type': expect.stringMatching(/FcmError$/) as string, errorCode }] };
	return { error: { code, status, message: expect.any(String) as string, ...details } };
}

describe('topic subscriptions', () => {
	const resource = (topic: string) => ({
		name: `projects/acme-demo-4711/registrations/${TOKEN}/topicSubscriptions/${topic}`,
		topic_name: topic,
		create_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
	});

	it('create, then 409', async () => {
		const created = await subscribe('movies');
		expect([created.status, created.body]).toEqual([200, resource('movies')]);
		const again = await subscribe('movies');
		expect([again.status, again.body]).toEqual([409, error(409, 'ALREADY_EXISTS')]);
		expect(sandbox.google.subscribers('movies')).toEqual([TOKEN]);
	});

	it('takes topicName, raw colons, installation IDs and odd topics', async () => {
		expect((await call(`${registration(TOKEN)}?topicName=a`, { json: {} })).status).toBe(200);
		expect(
			(await call(`${PROJECT}/registrations/${TOKEN}/topicSubscriptions?topic_name=b`, { json: {} })).status,
		).toBe(200);
		expect((await subscribe('c', 'dR7kQ2mZ0xYabcdefghijk')).status).toBe(200);
		expect((await subscribe('region_9%3A')).status).toBe(200);
		expect(sandbox.google.isSubscribed('region_9%3A', TOKEN)).toBe(true);
	});

	it('delete, missing with and without permission', async () => {
		await subscribe('movies');
		const gone = await call(`${registration(TOKEN)}/movies`, { method: 'DELETE' });
		expect([gone.status, gone.body]).toEqual([200, {}]);
		const missing = await call(`${registration(TOKEN)}/movies`, { method: 'DELETE' });
		expect([missing.status, missing.body]).toEqual([404, error(404, 'NOT_FOUND')]);
		for (const name of ['allow_missing', 'allowMissing']) {
			const allowed = await call(`${registration(TOKEN)}/movies?${name}=true`, { method: 'DELETE' });
			expect([allowed.status, allowed.body]).toEqual([200, {}]);
		}
	});

	it('get and patch', async () => {
		expect((await call(`${registration(TOKEN)}/movies`)).status).toBe(404);
		expect((await call(`${registration(TOKEN)}/movies`, { method: 'PATCH', json: {} })).status).toBe(404);
		const upserted = await call(`${registration(TOKEN)}/movies?allowMissing=true`, {
			method: 'PATCH',
			json: {},
		});
		expect([upserted.status, upserted.body]).toEqual([200, resource('movies')]);
		expect((await call(`${registration(TOKEN)}/movies`)).body).toEqual(resource('movies'));
	});

	it('list in pages', async () => {
		for (let index = 0; index < 5; index += 1) sandbox.google.subscribe(`topic-${index}`, [TOKEN]);
		const first = (await call(`${registration(TOKEN)}?pageSize=2`)).body as { next_page_token: string };
		expect(first).toEqual({
			topic_subscriptions: [resource('topic-0'), resource('topic-1')],
			next_page_token: expect.any(String) as string,
		});
		sandbox.google.settings.largestPage = 3;
		const rest = await call(
			`${registration(TOKEN)}?page_size=2000&page_token=${encodeURIComponent(first.next_page_token)}`,
		);
		expect(rest.body).toEqual({ topic_subscriptions: ['topic-2', 'topic-3', 'topic-4'].map(resource) });
	});

	it('gives 1000 a page unless asked otherwise, and nothing for nothing', async () => {
		expect((await call(registration(TOKEN))).body).toEqual({});
		for (let index = 0; index < 1001; index += 1) sandbox.google.subscribe(`topic-${index}`, [TOKEN]);
		const { body } = await call(registration(TOKEN));
		expect((body as { topic_subscriptions: unknown[] }).topic_subscriptions).toHaveLength(1000);
		expect(body).toHaveProperty('next_page_token');
	});

	it('shares its subscriptions with Instance ID', async () => {
		await subscribe('movies');
		const { body } = await call(`/iid/info/${TOKEN}?details=true`, {
			headers: { access_token_auth: 'true' },
		});
		expect(body).toMatchObject({ rel: { topics: { movies: {} } } });
	});

	it.each<[string, () => Promise<{ status: number }>, number]>([
		['no topic', () => call(registration(TOKEN), { json: {} }), 400],
		['a full topic path', () => subscribe('/topics/a'), 400],
		['a private topic', () => subscribe('private/a'), 400],
		['a topic of 901 characters', () => subscribe('a'.repeat(901)), 400],
		[
			'a body with content',
			() => call(`${registration(TOKEN)}?topic_name=a`, { json: { topic_name: 'a' } }),
			400,
		],
		['no body', () => call(`${registration(TOKEN)}?topic_name=a`, { method: 'POST' }), 400],
		['an unknown query', () => call(`${registration(TOKEN)}?topic=a`, { json: {} }), 400],
		['a page above 2000', () => call(`${registration(TOKEN)}?pageSize=2001`), 400],
		['a page token of its own making', () => call(`${registration(TOKEN)}?pageToken=2`), 400],
		[
			'allow_missing as a number',
			() => call(`${registration(TOKEN)}/a?allow_missing=1`, { method: 'DELETE' }),
			400,
		],
		['a batch', () => call(`${PROJECT}/registrations:batchAdd`, { json: {} }), 404],
	])('refuses %s', async (_name, attempt, status) => {
		expect((await attempt()).status).toBe(status);
	});

	it('a bad topic is told by its field, by field and code, or not at all', async () => {
		const details: unknown[] = [];
		for (const invalidTopicDetails of ['named', 'namedWithCode', 'none'] as const) {
			sandbox.google.settings.invalidTopicDetails = invalidTopicDetails;
			const { body } = await subscribe('private/a');
			details.push(
				(body as { error: { details?: Array<{ '@type': string }> } }).error.details?.map((one) =>
					one['@type'].split('.').at(-1),
				),
			);
		}
		expect(details).toEqual([['BadRequest'], ['BadRequest', 'FcmError'], undefined]);
	});

	it('THIRD_PARTY_AUTH_ERROR as a state of a token is a 401 that is called UNAUTHENTICATED', async () => {
		sandbox.google.declareTokens('ios:x', { codes: [{ code: 'THIRD_PARTY_AUTH_ERROR', times: 1 }] });
		expect((await subscribe('a', 'ios:x')).body).toEqual(
			error(401, 'UNAUTHENTICATED', 'THIRD_PARTY_AUTH_ERROR'),
		);
	});

	it('verdicts on the registration', async () => {
		const states = ['unregistered', 'malformed', 'otherProject', 'tooManyTopics'] as const;
		for (const state of states) sandbox.google.declareTokens(`${state}:x`, { state });
		sandbox.google.declareTokens('busy:x', { codes: [{ code: 'INTERNAL', times: 1 }] });
		const tokens = [...states.map((state) => `${state}:x`), 'not-a-token', 'busy:x'];
		const malformed = {
			error: expect.objectContaining({
				code: 400,
				details: [
					{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode: 'INVALID_ARGUMENT' },
					{
						'@type': 'type.googleapis.com/google.rpc.BadRequest',
						fieldViolations: [{ field: 'registration', description: 'Invalid registration.' }],
					},
				],
			}) as unknown,
		};
		const replies = await Promise.all(tokens.map((token) => subscribe('a', token)));
		expect(replies.map(({ body }) => body)).toEqual([
			error(404, 'NOT_FOUND', 'UNREGISTERED'),
			malformed,
			error(403, 'PERMISSION_DENIED'),
			error(400, 'FAILED_PRECONDITION', 'TOO_MANY_TOPICS'),
			malformed,
			error(500, 'INTERNAL'),
		]);
		expect((await subscribe('a', 'busy:x')).status).toBe(200);
	});

	it('quota', async () => {
		Object.assign(sandbox.google.settings, { changesPerSecond: 1, quotaRetryAfter: 1 });
		await subscribe('a');
		const refused = await subscribe('b');
		expect([refused.status, refused.headers['retry-after'], refused.body]).toEqual([
			429,
			'1',
			error(429, 'RESOURCE_EXHAUSTED'),
		]);
	});
});

describe('who may call', () => {
	const errorInfo = (reason: string) => [
		{
			'@type': 'type.googleapis.com/google.rpc.ErrorInfo',
			reason,
			domain: 'googleapis.com',
		},
	];

	it.each<[string, Record<string, string>]>([
		['nobody without authorization', {}],
		['no server key', { authorization: 'key=AIzaExampleKey' }],
	])('%s', async (_name, headers) => {
		const reply = await send(sandbox.url + registration(TOKEN), { headers });
		const { error: expected } = error(401, 'UNAUTHENTICATED') as { error: object };
		expect([reply.status, reply.body]).toEqual([
			401,
			{ error: { ...expected, details: errorInfo('CREDENTIALS_MISSING') } },
		]);
	});

	it('no wrong bearer, and none that has ended', async () => {
		const wrong = await call(registration(TOKEN), { headers: { authorization: 'Bearer x' } });
		expect([wrong.status, wrong.body]).toEqual([401, error(401, 'UNAUTHENTICATED')]);
		sandbox.clock.advance(3_600_000);
		const ended = await call(registration(TOKEN));
		expect(ended.status).toBe(401);
		expect(ended.body).toMatchObject({ error: { details: errorInfo('ACCESS_TOKEN_EXPIRED') } });
	});

	it('no other project', async () => {
		const reply = await call('/v1/projects/other-project/messages:send', {
			json: { validate_only: true, message: { token: TOKEN } },
		});
		expect([reply.status, reply.body]).toEqual([403, error(403, 'PERMISSION_DENIED')]);
	});

	it('a viewer may only read', async () => {
		const key = await sandbox.createServiceAccount({
			clientEmail: 'viewer@acme-demo-4711.iam.gserviceaccount.com',
		});
		const account = sandbox.google.serviceAccounts.get(key.client_email);
		if (account !== undefined) account.role = 'viewer';
		const headers = { authorization: `Bearer ${await accessTokenFor(sandbox, key)}` };
		expect((await call(registration(TOKEN), { headers })).status).toBe(200);
		expect((await call(`${registration(TOKEN)}?topic_name=a`, { json: {}, headers })).status).toBe(403);
	});

	it('access_token_auth does no harm here', async () => {
		expect((await call(registration(TOKEN), { headers: { access_token_auth: 'true' } })).status).toBe(200);
	});
});
