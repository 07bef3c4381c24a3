import { describe, expect, it } from 'vitest';

import { useBench } from '../bench.mts';
import { NODE } from '../../../playground/engine/index.mts';
import { itOnNewerN8n } from '../newerN8n.mts';

const bench = useBench('topicBatch');
const perItem = {
	service: 'instanceId',
	topic: 'news',
	registrationIds: '={{ $json.token }}',
	options: { maxRetries: 0 },
};
const inPairs = { ...perItem, options: { batchSize: 2, maxRetries: 0, concurrency: 1 } };
const items = (list: string[]) => list.map((token) => ({ token }));
const six = ['a:1', 'b:1', 'c:1', 'd:1', 'e:1', 'f:1'];
const HTML = '<html><head><title>Sign in</title></head><body><h1>Proxy</h1></body></html>';

describe('a request that fails as a whole', () => {
	it('Stop: nothing new starts, the message counts, the rest is listed', async () => {
		bench.sandbox.faults.add({
			match: { path: '*batchAdd', nth: 2 },
			answer: { status: 500, body: { error: 'INTERNAL' } },
		});
		const run = await bench.run(inPairs, { items: items(six) });
		expect(run.error?.description).toContain('2 devices done, 4 not done');
		expect(run.error?.message).toContain('HTTP 500: “INTERNAL”');
		expect(run.error?.description).toContain('try again later');
		expect(run.error?.itemIndex).toBe(2);
		expect(run.error?.context?.data).toEqual(['c:1', 'd:1', 'e:1', 'f:1']);
		expect(bench.requests()).toHaveLength(2);
	});

	it('error output: only its tokens fail', async () => {
		bench.sandbox.faults.add({
			match: { path: '*batchAdd', nth: 2 },
			answer: { status: 500, body: { error: 'INTERNAL' } },
		});
		const run = await bench.run(inPairs, { items: items(six), onError: 'continueErrorOutput' });
		expect(run.results.map(({ registrationToken }) => registrationToken)).toEqual([
			'a:1',
			'b:1',
			'e:1',
			'f:1',
		]);
		expect(run.failures.map(({ details }) => details)).toEqual(
			['c:1', 'd:1'].map((registrationToken) => ({
				code: 'INTERNAL',
				advice: 'Google has a problem of its own: try again later.',
				httpStatus: 500,
				attempts: 1,
				registrationToken,
				topic: 'news',
			})),
		);
		expect(run.node(NODE).hints[0]).toMatchObject({
			type: 'warning',
			message:
				"4 of 6 devices subscribed to news; 2 failed; 3 requests. Why: Google didn't subscribe the devices (HTTP 500: “INTERNAL”)",
		});
	});

	it.each([
		['nothing', { status: 200, body: '' }],
		['HTML', { status: 200, body: HTML }],
		['other JSON', { status: 200, body: { status: 'ok' } }],
		['an error', { status: 200, body: { error: 'INTERNAL' } }],
		['no results', { status: 200, body: { results: [] } }],
		['too many results', { status: 200, body: { results: [{}, {}, {}] } }],
	])('200 with %s is never a success', async (_name, answer) => {
		bench.sandbox.faults.add({ answer, match: { path: '*batchAdd' } });
		const run = await bench.run(perItem, { items: items(['a:1', 'b:1']), onError: 'continueErrorOutput' });
		expect(run.results).toEqual([]);
		expect(run.failures.map(({ error }) => error)).toEqual(
			[0, 1].map(() => expect.stringContaining('Nothing proves that Google did subscribe the devices')),
		);
		const stopped = await bench.run(perItem, { items: items(['a:1', 'b:1']) });
		expect(stopped.error?.description).toContain('0 devices done, 2 not done');
	});

	it('too few results: only the tokens without one fail', async () => {
		bench.sandbox.faults.add({
			match: { path: '*batchAdd' },
			answer: { status: 200, body: { results: [{}, { error: 'NOT_FOUND' }] } },
		});
		const run = await bench.run(perItem, {
			items: items(['a:1', 'b:1', 'c:1']),
			onError: 'continueRegularOutput',
		});
		expect(run.results).toMatchObject([
			{ registrationToken: 'a:1', success: true },
			{ details: { code: 'NOT_FOUND' } },
			{ details: { code: 'UNEXPECTED_ANSWER', httpStatus: 200, registrationToken: 'c:1' } },
		]);
		const stopped = await bench.run(perItem, { items: items(['a:1', 'b:1', 'c:1']) });
		expect(stopped.error?.description).toContain('2 devices done, 1 not done');
		expect(stopped.error?.context?.data).toEqual(['c:1']);
	});

	it.each([
		['batchAdd', 'subscribe', 404, HTML],
		['batchAdd', 'subscribe', 410, { error: 'NOT_FOUND' }],
		['batchAdd', 'subscribe', 404, { error: 'NOT_FOUND' }],
		['rel/topics', 'subscribeOne', 404, HTML],
		['rel/topics', 'subscribeOne', 404, ''],
		['rel/topics', 'subscribeOne', 410, { error: 'NOT_FOUND' }],
		[
			'rel/topics',
			'subscribeOne',
			404,
			{ error: { code: 404, message: 'Method not found.', status: 'NOT_FOUND' } },
		],
	])(
		'%s (%s) after the shutdown, %d: no token looks unknown, the other service is named',
		async (path, operation, status, body) => {
			bench.sandbox.faults.add({ match: { path: `*${path}*` }, answer: { status, body } });
			const run = await bench.run(
				{ ...perItem, operation },
				{ items: items(['a:1', 'b:1']), onError: 'continueErrorOutput' },
			);
			expect(run.results).toEqual([]);
			for (const { details } of run.failures as Array<{ details: { code: string; advice: string } }>) {
				expect(details.advice).toContain("set 'Service' in this node to 'Firebase Cloud Messaging (FCM)'");
				expect(details.code).not.toMatch(/^(NOT_FOUND|INVALID_ARGUMENT|UNREGISTERED)$/);
			}
			expect(run.failures).toHaveLength(2);
		},
	);

	it('403 names first that credential and token belong to different projects', async () => {
		bench.sandbox.faults.add({
			match: { path: '*batchAdd' },
			answer: { status: 403, body: { error: 'PERMISSION_DENIED' } },
		});
		const run = await bench.run(perItem, { items: items(['a:1']) });
		expect(run.error?.message).toContain(
			'credential and token probably belong to different Firebase projects',
		);
		expect(run.error?.description).toContain("'Firebase Cloud Messaging (FCM)'");
	});

	it('a redirect is not followed and names the URL field', async () => {
		bench.sandbox.faults.add({
			match: { path: '*batchAdd' },
			answer: { redirectTo: `${bench.sandbox.url}/elsewhere`, status: 307 },
		});
		const run = await bench.run(perItem, { items: items(['a:1']) });
		expect(run.error?.message).toContain("'Instance ID URL' answers with a redirect");
		expect(bench.requests()).toHaveLength(1);
	});
});

describe('repeats', () => {
	it('429 with Retry-After is waited for; attempts counts the answers', async () => {
		bench.sandbox.faults.add({
			times: 1,
			match: { path: '*batchAdd' },
			answer: { status: 429, headers: { 'Retry-After': '0' }, body: { error: 'RESOURCE_EXHAUSTED' } },
		});
		const run = await bench.run({ ...perItem, options: {} }, { items: items(['a:1']) });
		expect(run.results).toMatchObject([{ success: true, attempts: 2 }]);
		expect(run.hints).toEqual(['1 of 1 device subscribed to news; 2 requests, 1 retried']);
	});

	it.each([408, 500, 502, 503, 504])('%d is repeated as often as allowed', async (status) => {
		bench.sandbox.faults.add({
			match: { path: '*batchAdd' },
			answer: { status, headers: { 'Retry-After': '0' } },
		});
		const parameters = { ...perItem, options: { maxRetries: 2 } };
		const run = await bench.run(parameters, { items: items(['a:1']), onError: 'continueErrorOutput' });
		expect(bench.requests()).toHaveLength(3);
		expect(run.failures).toMatchObject([{ details: { httpStatus: status, attempts: 3 } }]);
	});

	it.each([400, 403, 404, 410])('%d is not', async (status) => {
		bench.sandbox.faults.add({ match: { path: '*batchAdd' }, answer: { status } });
		await bench.run({ ...perItem, options: {} }, { items: items(['a:1']) });
		expect(bench.requests()).toHaveLength(1);
	});

	it('a lost connection is repeated: subscribing twice does no harm', async () => {
		bench.sandbox.faults.add({
			times: 1,
			match: { path: '*batchAdd' },
			answer: { connection: 'resetAfterActing' },
		});
		const run = await bench.run({ ...perItem, options: { maxRetries: 1 } }, { items: items(['a:1']) });
		expect(run.results).toMatchObject([{ success: true, attempts: 1 }]);
		expect(bench.requests()).toHaveLength(2);
	});

	it('a long Retry-After ends the tries and says when to come back', async () => {
		bench.sandbox.faults.add({
			match: { path: '*batchAdd' },
			answer: { status: 429, headers: { 'Retry-After': '3600' } },
		});
		const run = await bench.run(
			{ ...perItem, options: {} },
			{ items: items(['a:1']), onError: 'continueErrorOutput' },
		);
		expect(bench.requests()).toHaveLength(1);
		expect(run.failures).toMatchObject([
			{
				details: {
					advice: expect.stringContaining('60 minutes'),
					code: 'RESOURCE_EXHAUSTED',
					retryAfter: 3600,
				},
			},
		]);
	});
});

describe('signing in', () => {
	it('one exchange serves all requests, one more when the token expires on the way', async () => {
		const parameters = { ...perItem, options: { batchSize: 1, maxRetries: 0 } };
		await bench.run(parameters, { items: items(six) });
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(1);

		bench.sandbox.log.clear();
		bench.sandbox.faults.add({ match: { path: '*batchAdd', nth: 3 }, answer: { status: 401, body: HTML } });
		const run = await bench.run(parameters, { items: items(six) });
		expect(run.results.map(({ success }) => success)).toEqual(six.map(() => true));
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(2);
	});

	it('a first request that is refused with a new token is sent again with another, and counts', async () => {
		bench.sandbox.faults.add({ match: { path: '*batchAdd', nth: 1 }, answer: { status: 401, body: HTML } });
		const run = await bench.run(inPairs, { items: items(six) });
		expect(run.results.map(({ success, attempts }) => [success, attempts])).toEqual(
			[2, 2, 1, 1, 1, 1].map((attempts) => [true, attempts]),
		);
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(2);
		expect(run.hints.join()).toContain('4 requests, 1 retried');
	});

	it('a stored token that was revoked is sent once, though the next one lives shorter', async () => {
		const parameters = { ...perItem, options: { batchSize: 1, maxRetries: 0, concurrency: 1 } };
		await bench.run(parameters, { items: items(six) });
		const stored = bench.engine.credentials.get('googleFcmServiceAccountApi').data.accessToken;
		expect(stored).not.toBe('');

		bench.sandbox.log.clear();
		bench.sandbox.google.revokeAccessTokens();
		bench.sandbox.google.settings.accessTokenSeconds = 600;
		const run = await bench.run(parameters, { items: items(six), credential: { accessToken: stored } });
		expect(run.results.map(({ success }) => success)).toEqual(six.map(() => true));
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(1);
		expect(bench.requests()).toHaveLength(7);
	});

	it.each([200, 400])(
		'a server key that is refused with HTTP %d fails once and names both ways',
		async (status) => {
			bench.sandbox.faults.add({
				match: { path: '*batchAdd' },
				answer: {
					status,
					body: {
						error: 'Authenticating using server key is deprecated. Please use an OAuth2 token instead.',
					},
				},
			});
			const run = await bench.run(inPairs, {
				items: items(six),
				authentication: 'serverKey',
				onError: 'continueErrorOutput',
			});
			expect(bench.requests()).toHaveLength(1);
			expect(run.failures).toHaveLength(6);
			for (const { error } of run.failures) expect(error).toMatch(/server key.*service account/);
		},
	);

	it.each(['continueErrorOutput', undefined] as const)(
		'a refused server key fails once and names both ways (%s)',
		async (onError) => {
			const run = await bench.run(inPairs, { items: items(six), authentication: 'serverKey', onError });
			expect(bench.requests()).toHaveLength(1);
			const texts = onError ? run.failures.map(({ error }) => String(error)) : [run.error?.message];
			expect(texts).toHaveLength(onError ? 6 : 1);
			for (const text of texts) expect(text).toMatch(/server key.*service account/);
			expect(run.placesOf('APA91bServerKeyOfTheSandbox')).toEqual([]);
		},
	);

	it('a refused access token says what to check', async () => {
		bench.sandbox.faults.add({ match: { path: '*batchAdd' }, answer: { status: 401, body: HTML } });
		const run = await bench.run(inPairs, { items: items(six) });
		expect(run.error?.message).toContain("Google didn't accept the service account's access token");
		expect(run.error?.description).toContain('0 devices done, 6 not done');
		expect(run.error?.message).not.toContain('<');
	});

	it.each([
		'http://iid.example.com',
		'ftp://a.example',
		'https://user:pass@iid.example.com',
		'https://169.254.169.254',
	])('the URL %s is refused before a request', async (iidUrl) => {
		const run = await bench.run(perItem, { items: items(['a:1']), credential: { iidUrl } });
		expect(`${run.error?.message} ${run.error?.description}`).toContain('https');
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('neither key nor token is in an output, an error or the log', async () => {
		bench.sandbox.faults.add({
			match: { path: '*batchAdd', nth: 2 },
			answer: { status: 500, body: { error: 'Bearer ya29.c.echo' } },
		});
		const run = await bench.run(inPairs, { items: items(six) });
		const key = bench.sandbox.serviceAccountKey?.private_key.split('\n')[3] ?? '';
		expect(key).toHaveLength(64);
		for (const secret of [key, 'ya29.']) expect(run.placesOf(secret)).toEqual([]);
	});
});

itOnNewerN8n('cancelling ends the run with the counts, in every mode', async () => {
	bench.sandbox.faults.add({ match: { path: '*batchAdd', nth: [2, 3] }, answer: { connection: 'hang' } });
	const run = await bench.run(inPairs, {
		items: items(six),
		onError: 'continueErrorOutput',
		cancelAfter: 800,
	});
	expect(run.logs.map(({ message }) => message).join('\n')).toContain(
		'Execution was canceled: 2 of 6 units done',
	);
	expect(run.failures).toEqual([]);
});
