import { describe, expect, it } from 'vitest';

import { useBench } from '../bench.mts';

const bench = useBench('topicBatch');
const tokens = ['dR7kQ2mZ0xY:APA91bExampleTokenOne', 'e1Lm9Vt_Kc4:APA91bExampleTokenTwo', 'not-a-token'];
const perItem = { service: 'instanceId', topic: 'storm-alerts', registrationIds: '={{ $json.token }}' };
const items = (list: string[]) => list.map((token, index) => ({ token, row: index }));
const many = (count: number) => Array.from({ length: count }, (_, index) => `token${index}:APA91b`);
const done = (registrationToken: string, topic = 'storm-alerts', operation = 'subscribe', attempts = 1) => ({
	registrationToken,
	topic,
	operation,
	success: true,
	attempts,
});
const BATCH_ADD = '/iid/v1:batchAdd';

describe('subscribe and unsubscribe', () => {
	it('the documented request and answer; one item per token, paired with its input', async () => {
		const { google, log } = bench.sandbox;
		google.declareTokens(tokens[1], { state: 'unregistered' });
		const run = await bench.run(perItem, { items: items(tokens) });
		expect(run.error).toBeUndefined();

		const [request, ...others] = bench.requests();
		expect(others).toEqual([]);
		expect(request).toMatchObject({ method: 'POST', path: BATCH_ADD, query: {}, status: 200 });
		expect(request.body).toEqual({ to: '/topics/storm-alerts', registration_tokens: tokens });
		expect(request.headers).toMatchObject({ 'content-type': 'application/json', access_token_auth: 'true' });
		expect(request.headers.authorization).toMatch(/^Bearer ya29\./);
		expect(request.answer).toEqual({ results: [{}, { error: 'NOT_FOUND' }, { error: 'INVALID_ARGUMENT' }] });
		expect(log.counts.tokenExchanges).toBe(1);

		expect(run.results).toEqual([
			done(tokens[0]),
			{
				...done(tokens[1]),
				success: false,
				errorCode: 'NOT_FOUND',
				errorMessage:
					'The token is no longer registered: the app was uninstalled, or the token was deleted or replaced',
			},
			{
				...done(tokens[2]),
				success: false,
				errorCode: 'INVALID_ARGUMENT',
				errorMessage: "The token belongs to another project than the credential's, or is malformed",
			},
		]);
		expect(run.success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(run.hints[0]).toBe(
			'1 of 3 devices subscribed to storm-alerts; 1 no longer registered, 1 of another project or malformed; 1 request',
		);
		expect(run.hints[1]).toContain('2 of 3 devices refused');
		expect(google.subscribers('storm-alerts')).toEqual([tokens[0]]);
	});

	it('unsubscribe goes to batchRemove; one who was not subscribed is a success', async () => {
		bench.sandbox.google.subscribe('storm-alerts', [tokens[0]]);
		const parameters = { ...perItem, operation: 'unsubscribe', topic: '/topics/storm-alerts' };
		const run = await bench.run(parameters, { items: items(tokens.slice(0, 2)) });
		expect(bench.requests().map(({ path, body }) => ({ path, body }))).toEqual([
			{
				path: '/iid/v1:batchRemove',
				body: { to: '/topics/storm-alerts', registration_tokens: tokens.slice(0, 2) },
			},
		]);
		expect(run.results).toEqual(
			tokens.slice(0, 2).map((token) => done(token, 'storm-alerts', 'unsubscribe')),
		);
		expect(run.hints).toEqual(['2 of 2 devices unsubscribed from storm-alerts; 1 request']);
	});

	it('a list, a text with several and one value in the same run; what is split and what not', async () => {
		const run = await bench.run(perItem, {
			items: [
				{ token: ['a:1', ' b:1 ', ''] },
				{ token: 'c:1, d:1\ne:1  f:1' },
				{ token: 'g:1' },
				{ token: 12345 },
			],
		});
		expect(run.results.map(({ registrationToken }) => registrationToken)).toEqual([
			'a:1',
			'b:1',
			'c:1',
			'd:1',
			'e:1',
			'f:1',
			'g:1',
			'12345',
		]);
		expect(run.success.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 1, 1, 1, 1, 2, 3].map((item) => ({ item })),
		);
		expect(bench.requests()).toHaveLength(1);
	});

	it('tokens of all items with the same topic share requests, equal ones once; results stay in input order', async () => {
		const parameters = {
			service: 'instanceId',
			topic: '={{ $json.topic }}',
			registrationIds: '={{ $json.token }}',
		};
		const run = await bench.run(parameters, {
			items: [
				{ topic: 'news', token: 'a:1' },
				{ topic: '/topics/sports', token: 'a:1' },
				{ topic: 'news', token: 'b:1' },
				{ topic: 'sports', token: 'c:1' },
				{ topic: 'news', token: 'a:1' },
			],
		});
		expect(bench.requests().map(({ body }) => body)).toEqual([
			{ to: '/topics/news', registration_tokens: ['a:1', 'b:1'] },
			{ to: '/topics/sports', registration_tokens: ['a:1', 'c:1'] },
		]);
		expect(run.results).toEqual([
			done('a:1', 'news'),
			done('a:1', 'sports'),
			done('b:1', 'news'),
			done('c:1', 'sports'),
			done('a:1', 'news'),
		]);
		expect(run.hints[0]).toBe('5 of 5 devices subscribed to 2 topics; 2 requests');
	});

	it('2,500 tokens are three requests, and the order is kept', async () => {
		const list = many(2500);
		const run = await bench.run(perItem, { items: items(list) });
		const sizes = bench
			.requests()
			.map(({ body }) => (body as { registration_tokens: string[] }).registration_tokens.length);
		expect(sizes).toEqual([1000, 1000, 500]);
		expect(run.results.map(({ registrationToken }) => registrationToken)).toEqual(list);
		expect(bench.sandbox.google.subscribers('storm-alerts')).toHaveLength(2500);
	});

	it('batchSize makes smaller requests', async () => {
		await bench.run({ ...perItem, options: { batchSize: 2 } }, { items: items(many(5)) });
		expect(bench.requests()).toHaveLength(3);
	});

	it.each([
		{ batchSize: 0 },
		{ batchSize: 1001 },
		{ batchSize: -1 },
		{ concurrency: 0 },
		{ timeout: 0 },
		{ maxRetries: -1 },
	])('options %j are refused before any request', async (options) => {
		const run = await bench.run({ ...perItem, options }, { items: items(tokens) });
		expect(run.error?.message).toContain('in the options must be a whole number');
		expect(bench.requests()).toEqual([]);
	});

	it('includeInputFields adds the fields of the item; ours win', async () => {
		const parameters = { ...perItem, options: { includeInputFields: true } };
		const run = await bench.run(parameters, { items: [{ token: 'a:1', topic: 'mine', name: 'Anna' }] });
		expect(run.results).toEqual([{ token: 'a:1', name: 'Anna', ...done('a:1') }]);
	});

	it('no items, no request', async () => {
		const run = await bench.run(perItem, { items: [] });
		expect(run.status).toBe('success');
		expect(bench.requests()).toEqual([]);
	});

	it('a server key that a server still takes goes into the header alone', async () => {
		const { google } = bench.sandbox;
		google.acceptedServerKeys.set('AAAAexample:APA91bServerKeyOfTheSandbox', google.project().projectId);
		const run = await bench.run(perItem, { items: items(['a:1']), authentication: 'serverKey' });
		expect(run.results).toEqual([done('a:1')]);
		const [{ headers }] = bench.requests();
		expect(headers.authorization).toBe('key=AAAAexample:APA91bServerKeyOfTheSandbox');
		expect(headers.access_token_auth).toBeUndefined();
	});

	it('works as a tool of an AI agent', async () => {
		await bench.run(perItem, { items: items(['warm:up']) });
		const parameters = { service: 'instanceId', topic: 'news', registrationIds: "={{ $fromAI('token') }}" };
		const run = await bench.engine.runAsTool('topicBatch', parameters, [{ token: 'a:1' }], {
			node: { credentials: 'googleFcmServiceAccountApi' },
		});
		expect(JSON.stringify(run.answers)).toContain('a:1');
		expect(bench.sandbox.google.isSubscribed('news', 'a:1')).toBe(true);
	});
});

describe('rejected tokens', () => {
	it('take the failure shape at the error output, with the fields of their input', async () => {
		bench.sandbox.google.declareTokens('full:1', { state: 'tooManyTopics' });
		const run = await bench.run(perItem, {
			items: items(['a:1', 'full:1', 'b:1']),
			onError: 'continueErrorOutput',
		});
		expect(run.results).toEqual([done('a:1'), done('b:1')]);
		expect(run.failures).toEqual([
			{
				token: 'full:1',
				row: 1,
				error: 'The device has reached the limit of 2,000 topics',
				details: {
					code: 'TOO_MANY_TOPICS',
					advice: 'Unsubscribe it from topics that it no longer needs.',
					registrationToken: 'full:1',
					topic: 'storm-alerts',
					attempts: 1,
				},
			},
		]);
		expect(run.failed[0].pairedItem).toEqual({ item: 1 });
		expect(run.hints).toEqual([
			'2 of 3 devices subscribed to storm-alerts; 1 over the topic limit; 1 request',
		]);
	});

	it('stand among the results with Continue', async () => {
		bench.sandbox.google.declareTokens('gone:1', { state: 'unregistered' });
		const run = await bench.run(perItem, {
			items: items(['gone:1', 'a:1']),
			onError: 'continueRegularOutput',
		});
		expect(run.results).toMatchObject([
			{ error: expect.stringContaining('no longer registered'), details: { code: 'NOT_FOUND' } },
			done('a:1'),
		]);
	});

	it('all of them rejected is still data with Stop', async () => {
		bench.sandbox.google.declareTokens(['x:1', 'y:1'], { state: 'unregistered' });
		const run = await bench.run(perItem, { items: items(['x:1', 'y:1']) });
		expect(run.results.map(({ success }) => success)).toEqual([false, false]);
	});

	it.each(['INTERNAL', 'RESOURCE_EXHAUSTED', 'DEADLINE_EXCEEDED'])(
		'%s: only that token goes again',
		async (code) => {
			bench.sandbox.google.declareTokens('slow:1', { codes: [{ code, times: 1 }] });
			const run = await bench.run(perItem, { items: items(['a:1', 'slow:1', 'b:1']) });
			expect(
				bench.requests().map(({ body }) => (body as { registration_tokens: string[] }).registration_tokens),
			).toEqual([['a:1', 'slow:1', 'b:1'], ['slow:1']]);
			expect(run.results).toEqual([done('a:1'), done('slow:1', 'storm-alerts', 'subscribe', 2), done('b:1')]);
		},
	);

	it.each([
		'NOT_FOUND',
		'INVALID_ARGUMENT',
		'TOO_MANY_TOPICS',
		'PERMISSION_DENIED',
		'UNKNOWN',
		'SOMETHING_NEW',
	])('%s is final and reaches the output as it is', async (code) => {
		bench.sandbox.google.declareTokens('bad:1', { codes: [{ code, times: 9 }] });
		const run = await bench.run(perItem, { items: items(['bad:1']) });
		expect(bench.requests()).toHaveLength(1);
		expect(run.results).toMatchObject([{ success: false, errorCode: code, attempts: 1 }]);
	});

	it.each([
		['fails', { status: 403, body: { error: 'PERMISSION_DENIED' } }, 'PERMISSION_DENIED'],
		['holds no result', { status: 200, body: { results: [5] } }, 'UNEXPECTED_ANSWER'],
	])('whose second request %s count both', async (_how, answer, code) => {
		bench.sandbox.google.declareTokens('slow:1', { codes: [{ code: 'INTERNAL', times: 9 }] });
		bench.sandbox.faults.add({ match: { path: '*batchAdd', nth: 2 }, answer });
		const run = await bench.run(perItem, { items: items(['slow:1']), onError: 'continueErrorOutput' });
		expect(run.failures).toMatchObject([{ details: { code, attempts: 2 } }]);
	});

	it('whose tries are used up keep the code', async () => {
		bench.sandbox.google.declareTokens('slow:1', { codes: [{ code: 'INTERNAL', times: 9 }] });
		const parameters = { ...perItem, options: { maxRetries: 1 } };
		const run = await bench.run(parameters, { items: items(['slow:1']) });
		expect(run.results).toMatchObject([{ success: false, errorCode: 'INTERNAL', attempts: 2 }]);
		expect(bench.requests()).toHaveLength(2);
	});
});

describe('bad items', () => {
	const bad = [{ token: 'a:1' }, { token: 'b/2' }, { token: 'c:1' }];

	it('with Stop: nothing is sent, the item is named', async () => {
		const run = await bench.run(perItem, { items: bad });
		expect(run.error?.message).toMatch(/'Registration Tokens' holds “b\/2”.*\[item 1\]/);
		expect(run.error?.itemIndex).toBe(1);
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('with the error output: only that item fails', async () => {
		const run = await bench.run(perItem, { items: bad, onError: 'continueErrorOutput' });
		expect(run.results).toEqual([done('a:1'), done('c:1')]);
		expect(run.failures).toMatchObject([{ token: 'b/2', details: { code: 'INVALID_TOKEN_FORMAT' } }]);
		expect(run.failed[0].pairedItem).toEqual({ item: 1 });
	});

	it.each([
		[{}, 'is empty'],
		[{ token: '' }, 'is empty'],
		[{ token: [] }, 'is empty'],
		[{ token: [' '] }, 'is empty'],
		[{ token: [{ a: 1 }] }, 'neither a text nor a number'],
		[{ token: [null] }, 'neither a text nor a number'],
		[{ token: [['a:1']] }, 'neither a text nor a number'],
		[{ token: { a: 1 } }, 'neither a text nor a number'],
		[{ token: ['a:1 b:1'] }, 'it holds a space'],
		[{ token: 'a:1,b?c' }, 'it holds “?”'],
	])('%j: %s', async (json, reason) => {
		const run = await bench.run(perItem, { items: [json], onError: 'continueRegularOutput' });
		expect(run.results[0].error).toContain("'Registration Tokens'");
		expect(run.results[0].error).toContain(reason);
		expect(bench.requests()).toEqual([]);
	});

	it.each(['two words', 'a/b', 'x'.repeat(901)])('topic %j fails its item', async (topic) => {
		const parameters = { service: 'instanceId', topic: '={{ $json.topic }}', registrationIds: 'a:1' };
		const run = await bench.run(parameters, {
			items: [{ topic }, { topic: 'fine' }],
			onError: 'continueErrorOutput',
		});
		expect(run.failures).toMatchObject([{ details: { code: 'INVALID_TOPIC' } }]);
		expect(run.results).toEqual([done('a:1', 'fine')]);
	});
});
