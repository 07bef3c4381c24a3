import { expect, it } from 'vitest';

import { useBench } from '../bench.mts';

const bench = useBench('iidLookup');
const TOKEN = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';
const perItem = { registrationId: '={{ $json.token }}' };
const items = (list: string[]) => list.map((token) => ({ token }));
const answers = (body: unknown, status: number, path: string) =>
	bench.sandbox.faults.add({ match: { path }, answer: { status, body } });

const parameters = { ...perItem, service: 'fcm' };
const SEND = '/v1/projects/acme-demo-4711/messages:send';
const LIST =
	'/v1/projects/acme-demo-4711/registrations/dR7kQ2mZ0xY%3AAPA91bExampleTokenOne/topicSubscriptions';

it('the token is checked without a message, and its topics are listed', async () => {
	const { google } = bench.sandbox;
	google.subscribe('storm-alerts', [TOKEN]);
	google.subscribe('news', [TOKEN]);
	const run = await bench.run(parameters, { items: items([TOKEN]) });
	const [check, list] = bench.requests();
	expect(check).toMatchObject({
		method: 'POST',
		path: SEND,
		body: { validate_only: true, message: { token: TOKEN } },
	});
	expect(list).toMatchObject({ method: 'GET', path: LIST, query: { pageSize: '2000' } });
	expect(check.headers.access_token_auth).toBeUndefined();
	expect(run.results).toEqual([
		{
			registrationToken: TOKEN,
			found: true,
			topics: ['storm-alerts', 'news'].map((name) => ({
				name,
				createTime: expect.stringMatching(/^\d{4}-.*Z$/),
			})),
		},
	]);
	expect(google.deliveredMessages).toEqual([]);
	expect(google.validatedMessages).toBe(1);
});

it('all pages are read', async () => {
	const { google } = bench.sandbox;
	google.settings.largestPage = 2;
	for (const topic of ['a', 'b', 'c', 'd', 'e']) google.subscribe(topic, [TOKEN]);
	const run = await bench.run(parameters, { items: items([TOKEN]) });
	expect(bench.requests().filter(({ path }) => path === LIST)).toHaveLength(3);
	expect((run.results[0].topics as Array<{ name: string }>).map(({ name }) => name)).toEqual([
		'a',
		'b',
		'c',
		'd',
		'e',
	]);
});

it('without details only the check is made', async () => {
	const run = await bench.run({ ...parameters, details: false }, { items: items([TOKEN]) });
	expect(bench.requests().map(({ path }) => path)).toEqual([SEND]);
	expect(run.results).toEqual([{ registrationToken: TOKEN, found: true }]);
});

it('raw: what the service sent, and the topics', async () => {
	bench.sandbox.google.subscribe('news', [TOKEN]);
	const run = await bench.run({ ...parameters, simplify: false }, { items: items([TOKEN]) });
	expect(run.results).toMatchObject([
		{
			registrationToken: TOKEN,
			found: true,
			name: 'projects/acme-demo-4711/messages/fake_message_id',
			topic_subscriptions: [{ topic_name: 'news' }],
			topics: [{ name: 'news' }],
		},
	]);
});

it('unknown and malformed tokens are reported', async () => {
	bench.sandbox.google.declareTokens('gone:1', { state: 'unregistered' });
	bench.sandbox.google.declareTokens('bad:1', { state: 'malformed' });
	const run = await bench.run(parameters, { items: items(['gone:1', 'bad:1']) });
	expect(run.results).toMatchObject([
		{ registrationToken: 'gone:1', found: false, errorCode: 'NOT_FOUND' },
		{ registrationToken: 'bad:1', found: false, errorCode: 'INVALID_ARGUMENT' },
	]);
	expect(bench.requests()).toHaveLength(2);
});

it('a token of another project is a failure', async () => {
	bench.sandbox.google.declareTokens('other:1', { state: 'otherProject' });
	const run = await bench.run(parameters, { items: items(['other:1']), onError: 'continueErrorOutput' });
	expect(run.failures).toMatchObject([{ details: { code: 'SENDER_ID_MISMATCH', httpStatus: 403 } }]);
});

it('an address that is not there is never an unknown token', async () => {
	answers('<html>Not Found</html>', 404, '/v1/*');
	const run = await bench.run(parameters, { items: items([TOKEN]), onError: 'continueErrorOutput' });
	expect(run.failures).toMatchObject([{ details: { code: 'ENDPOINT_NOT_FOUND', httpStatus: 404 } }]);
});

it('the check alone decides whether a token is alive: a list that is not found makes it no unknown one', async () => {
	const gone = { code: 404, message: 'Requested entity was not found.', status: 'NOT_FOUND' };
	answers({ error: gone }, 404, '*topicSubscriptions');
	const run = await bench.run(parameters, { items: items([TOKEN]), onError: 'continueErrorOutput' });
	expect(run.results).toEqual([]);
	expect(run.failures).toMatchObject([
		{
			error: expect.stringMatching(/didn't list the token's topics/),
			details: {
				advice: expect.stringMatching(/turn 'Include Topic Subscriptions' off/),
				code: 'UNEXPECTED_ANSWER',
				httpStatus: 404,
				registrationToken: TOKEN,
			},
		},
	]);
	const without = await bench.run({ ...parameters, details: false }, { items: items([TOKEN]) });
	expect(without.results).toEqual([{ registrationToken: TOKEN, found: true }]);
});

it('a used-up quota is waited for, on each page', async () => {
	const { google } = bench.sandbox;
	google.settings.largestPage = 1;
	for (const topic of ['a', 'b']) google.subscribe(topic, [TOKEN]);
	for (const path of [SEND, LIST]) {
		bench.sandbox.faults.add({
			times: 1,
			match: { path, nth: path === LIST ? 2 : 1 },
			answer: {
				status: 429,
				headers: { 'Retry-After': '0' },
				body: { error: { code: 429, message: 'Quota exceeded.', status: 'RESOURCE_EXHAUSTED' } },
			},
		});
	}
	const run = await bench.run(parameters, { items: items([TOKEN]) });
	expect(bench.requests().map(({ status }) => status)).toEqual([429, 200, 200, 429, 200]);
	expect(run.results).toMatchObject([{ found: true, topics: [{ name: 'a' }, { name: 'b' }] }]);
});

it('a credential without project ID is explained, before any request', async () => {
	const { private_key: privateKey = '', client_email: clientEmail = '' } =
		bench.sandbox.serviceAccountKey ?? {};
	const run = await bench.run(parameters, { items: items([TOKEN]), credential: { privateKey, clientEmail } });
	expect(run.error?.message).toContain("The credential has no 'Project ID'");
	expect(bench.sandbox.log.entries).toEqual([]);
});

it('a list that fails is a failure of the look-up', async () => {
	answers(
		{ error: { code: 403, message: 'The caller does not have permission', status: 'PERMISSION_DENIED' } },
		403,
		'*topicSubscriptions',
	);
	const run = await bench.run(parameters, { items: items([TOKEN]), onError: 'continueErrorOutput' });
	expect(run.results).toEqual([]);
	expect(run.failures).toMatchObject([{ details: { code: 'PERMISSION_DENIED' } }]);
});

it('found isn’t said to be deliverable', async () => {
	bench.sandbox.google.declareTokens('gone:1', { state: 'unregistered' });
	const found = await bench.run({ ...parameters, details: false }, { items: items([TOKEN, 'gone:1']) });
	expect(found.hints.at(-1)).toContain('Apple wasn’t asked');
	const none = await bench.run({ ...parameters, details: false }, { items: items(['gone:1']) });
	expect(none.hints.join()).not.toContain('Apple');
});

it('an installation ID that Google doesn’t know isn’t said to be gone', async () => {
	const id = 'cJ0example_FID-22chars';
	bench.sandbox.google.declareTokens(id, { usesFidMessaging: false });
	const run = await bench.run(
		{ ...parameters, details: false, onUnknown: 'fail' },
		{ items: items([id]), onError: 'continueErrorOutput' },
	);
	expect(run.failures).toMatchObject([
		{ details: { code: 'NOT_FOUND', advice: expect.stringContaining('FID messaging') as string } },
	]);
	expect(JSON.stringify(run.failures)).not.toMatch(/remove it|uninstalled/i);
});
