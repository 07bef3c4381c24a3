import { describe, expect, test } from 'vitest';

import { googleBench } from '../Google/bench.mts';

const bench = googleBench();
const perItem = { topic: 'storm-alerts', registrationIds: '={{ $json.token }}' };
const items = (list: string[]) => list.map((token) => ({ token }));
const TOKEN = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';

describe('subscribe one by one', () => {
	const parameters = { ...perItem, operation: 'subscribeOne' };

	test('the documented request: raw colon, no body, Content-Length 0', async () => {
		const run = await bench.run('topicBatch', parameters, items([TOKEN]));
		const [request] = bench.requests();
		expect(request).toMatchObject({
			method: 'POST',
			path: `/iid/v1/${TOKEN}/rel/topics/storm-alerts`,
			query: {},
			rawBody: '',
			status: 200,
			answer: {},
		});
		expect(request.headers).toMatchObject({
			'content-type': 'application/json',
			'content-length': '0',
			access_token_auth: 'true',
		});
		expect(run.json).toEqual([
			{
				registrationToken: TOKEN,
				topic: 'storm-alerts',
				operation: 'subscribeOne',
				success: true,
				attempts: 1,
			},
		]);
	});

	test('a % of the topic travels as %25', async () => {
		await bench.run('topicBatch', { ...parameters, topic: 'region_9%3A' }, items([TOKEN]));
		expect(bench.requests()[0].path).toBe(`/iid/v1/${TOKEN}/rel/topics/region_9%253A`);
		expect(bench.sandbox.google.isSubscribed('region_9%3A', TOKEN)).toBe(true);
	});

	test('a topic of dots cannot be sent', async () => {
		const run = await bench.run('topicBatch', { ...parameters, topic: '..' }, items([TOKEN]));
		expect(run.error?.message).toContain("'Topic' is only dots");
		expect(bench.requests()).toEqual([]);
	});

	test('verdicts on a token are data with Stop, failures else; equal tokens are one request', async () => {
		const { google } = bench.sandbox;
		google.declareTokens('gone:1', { state: 'unregistered' });
		google.declareTokens('bad:1', { state: 'malformed' });
		google.declareTokens('full:1', { state: 'tooManyTopics' });
		const list = items(['a:1', 'gone:1', 'bad:1', 'full:1', 'gone:1']);
		const run = await bench.run('topicBatch', parameters, list);
		expect(run.json.map(({ success, errorCode }) => [success, errorCode])).toEqual([
			[true, undefined],
			[false, 'NOT_FOUND'],
			[false, 'INVALID_ARGUMENT'],
			[false, 'TOO_MANY_TOPICS'],
			[false, 'NOT_FOUND'],
		]);
		expect(bench.requests()).toHaveLength(4);

		const routed = await bench.run('topicBatch', parameters, list, { onError: 'continueErrorOutput' });
		expect(routed.json).toHaveLength(1);
		expect(routed.failures.map(({ details }) => details)).toMatchObject([
			{ code: 'NOT_FOUND', httpStatus: 404, registrationToken: 'gone:1', topic: 'storm-alerts' },
			{ code: 'INVALID_ARGUMENT', httpStatus: 400 },
			{ code: 'TOO_MANY_TOPICS', httpStatus: 400 },
			{ code: 'NOT_FOUND', httpStatus: 404 },
		]);
	});

	test('a token of another project is a failure of its own', async () => {
		bench.sandbox.google.declareTokens('other:1', { state: 'otherProject' });
		const run = await bench.run('topicBatch', parameters, items(['a:1', 'other:1', 'b:1']), {
			onError: 'continueErrorOutput',
		});
		expect(run.json).toHaveLength(2);
		expect(run.failures).toMatchObject([
			{
				error: expect.stringContaining('different Firebase projects'),
				details: { code: 'PERMISSION_DENIED', httpStatus: 403 },
			},
		]);
	});

	test.each(['', '<html>OK</html>', '[]', '{"results":[{}]}', '{"error":"NOT_FOUND"}'])(
		'200 %j is never a success',
		async (body) => {
			bench.sandbox.faults.add({ match: { path: '*rel/topics*' }, answer: { status: 200, body } });
			const run = await bench.run('topicBatch', parameters, items([TOKEN]), {
				onError: 'continueErrorOutput',
			});
			expect(run.json).toEqual([]);
			expect(run.failures).toMatchObject([{ details: { code: 'UNEXPECTED_ANSWER' } }]);
		},
	);

	test('50 requests are in flight by default', async () => {
		bench.sandbox.faults.latencyMs = 150;
		await bench.run(
			'topicBatch',
			parameters,
			items(Array.from({ length: 120 }, (_, index) => `t${index}:1`)),
		);
		expect(bench.sandbox.log.counts.maxInFlight).toBe(50);
		expect(bench.requests()[0].endedAt).toBeLessThanOrEqual(bench.requests()[1].startedAt);
	});
});

describe('through Firebase Cloud Messaging', () => {
	const parameters = { ...perItem, service: 'fcm' };
	const path =
		'/v1/projects/acme-demo-4711/registrations/dR7kQ2mZ0xY%3AAPA91bExampleTokenOne/topicSubscriptions';

	test('subscribe: the request of firebase-admin, without access_token_auth', async () => {
		const run = await bench.run('topicBatch', parameters, items([TOKEN]));
		const [request] = bench.requests();
		expect(request).toMatchObject({
			method: 'POST',
			path,
			query: { topic_name: 'storm-alerts' },
			rawBody: '{}',
			status: 200,
		});
		expect(request.headers['content-type']).toBe('application/json');
		expect(request.headers.authorization).toMatch(/^Bearer /);
		expect(request.headers.access_token_auth).toBeUndefined();
		expect(run.json).toEqual([
			{ registrationToken: TOKEN, topic: 'storm-alerts', operation: 'subscribe', success: true, attempts: 1 },
		]);
	});

	test('already subscribed is a success', async () => {
		bench.sandbox.google.subscribe('storm-alerts', [TOKEN]);
		const run = await bench.run('topicBatch', parameters, items([TOKEN]));
		expect(bench.requests()[0].status).toBe(409);
		expect(run.json).toMatchObject([{ success: true }]);
	});

	test('unsubscribe, whether it was subscribed or not', async () => {
		bench.sandbox.google.subscribe('storm-alerts', [TOKEN]);
		const run = await bench.run(
			'topicBatch',
			{ ...parameters, operation: 'unsubscribe' },
			items([TOKEN, 'never:1']),
		);
		expect(bench.requests()[0]).toMatchObject({
			method: 'DELETE',
			path: `${path}/storm-alerts`,
			query: { allow_missing: 'true' },
			rawBody: '',
		});
		expect(run.json.map(({ success }) => success)).toEqual([true, true]);
		expect(bench.sandbox.google.subscribers('storm-alerts')).toEqual([]);
	});

	test('verdicts', async () => {
		const { google } = bench.sandbox;
		google.declareTokens('gone:1', { state: 'unregistered' });
		google.declareTokens('bad:1', { state: 'malformed' });
		google.declareTokens('full:1', { state: 'tooManyTopics' });
		const run = await bench.run('topicBatch', parameters, items(['gone:1', 'bad:1', 'full:1', TOKEN]));
		expect(run.json.map(({ errorCode }) => errorCode)).toEqual([
			'NOT_FOUND',
			'INVALID_ARGUMENT',
			'TOO_MANY_TOPICS',
			undefined,
		]);
	});

	test('a token of another project is a failure', async () => {
		bench.sandbox.google.declareTokens('other:1', { state: 'otherProject' });
		const run = await bench.run('topicBatch', parameters, items(['other:1']), {
			onError: 'continueErrorOutput',
		});
		expect(run.failures).toMatchObject([{ details: { code: 'PERMISSION_DENIED', httpStatus: 403 } }]);
	});

	describe('a used-up quota', () => {
		const list = Array.from({ length: 45 }, (_, index) => `t${index}:1`);

		test('is waited for as long as Retry-After says', async () => {
			Object.assign(bench.sandbox.google.settings, { changesPerSecond: 30, quotaRetryAfter: 1 });
			const run = await bench.run('topicBatch', parameters, items(list));
			const refused = bench.requests().filter(({ status }) => status === 429);
			expect(refused).toHaveLength(15);
			expect(run.json.map(({ success }) => success)).toEqual(list.map(() => true));
			expect(run.json.map(({ attempts }) => attempts).filter((count) => count === 2)).toHaveLength(15);
			for (const { path: target, endedAt } of refused) {
				const [, again] = bench.requests().filter((request) => request.path === target);
				expect(again.startedAt - endedAt).toBeGreaterThan(900);
			}
			expect(run.hintTexts).toEqual(['45 of 45 devices subscribed to storm-alerts; 60 requests, 15 repeated']);
		});

		test('is waited for without Retry-After too', async () => {
			bench.sandbox.google.declareTokens('busy:1', { codes: [{ code: 'RESOURCE_EXHAUSTED', times: 1 }] });
			const run = await bench.run('topicBatch', parameters, items(['busy:1']));
			const [first, second] = bench.requests();
			expect(first.status).toBe(429);
			expect(second.startedAt - first.endedAt).toBeGreaterThan(700);
			expect(run.json).toMatchObject([{ success: true, attempts: 2 }]);
		});

		test('that stays so is a failure of these tokens alone, and says what to do', async () => {
			bench.sandbox.google.settings.changesPerSecond = 30;
			const run = await bench.run('topicBatch', { ...parameters, options: { maxRetries: 0 } }, items(list), {
				onError: 'continueErrorOutput',
			});
			expect(run.json).toHaveLength(30);
			expect(run.failures).toHaveLength(15);
			for (const failure of run.failures) {
				expect(failure).toMatchObject({
					error: expect.stringContaining("lower 'Concurrency' in the options"),
					details: { code: 'RESOURCE_EXHAUSTED', httpStatus: 429, attempts: 1, topic: 'storm-alerts' },
				});
			}
		});

		test('for more than a minute is not waited for', async () => {
			Object.assign(bench.sandbox.google.settings, { changesPerSecond: 0, quotaRetryAfter: 120 });
			const run = await bench.run('topicBatch', parameters, items([TOKEN]), {
				onError: 'continueErrorOutput',
			});
			expect(bench.requests()).toHaveLength(1);
			expect(run.failures).toMatchObject([
				{ error: expect.stringContaining('2 minutes'), details: { retryAfter: 120, attempts: 1 } },
			]);
		});
	});

	test.each([401, 403])('%d says what to check, the likelier cause first', async (status) => {
		const says = status === 401 ? 'UNAUTHENTICATED' : 'PERMISSION_DENIED';
		bench.sandbox.faults.add({
			match: { path: '/v1/projects/*' },
			answer: { status, body: { error: { code: status, status: says, message: 'No.' } } },
		});
		const run = await bench.run('topicBatch', parameters, items([TOKEN]));
		const text = `${run.error?.message} ${run.error?.description}`;
		if (status === 403) {
			expect(text).toMatch(
				/credential and token probably belong to different Firebase projects.*'Firebase Cloud Messaging API Admin'.*'Project ID'/s,
			);
		} else {
			expect(text).toMatch(/didn't accept the service account's access token.*'FCM URL'.*'Project ID'/s);
		}
		expect(text).not.toContain('Instance ID');
	});

	test('a change that another one got in the way of proves nothing', async () => {
		bench.sandbox.faults.add({
			match: { path: '/v1/projects/*' },
			answer: { status: 409, body: { error: { code: 409, status: 'ABORTED', message: 'Aborted.' } } },
		});
		const run = await bench.run('topicBatch', parameters, items([TOKEN]), { onError: 'continueErrorOutput' });
		expect(run.failures).toMatchObject([{ details: { code: 'ABORTED', httpStatus: 409 } }]);
	});

	test('cancelling ends the run, waits included', async () => {
		Object.assign(bench.sandbox.google.settings, { changesPerSecond: 1, quotaRetryAfter: 30 });
		const run = await bench.run('topicBatch', parameters, items(['a:1', 'b:1', 'c:1']), {
			onError: 'continueErrorOutput',
			cancelAfter: 500,
		});
		expect(run.result.logs.map(({ message }) => message).join('\n')).toContain(
			'Execution was canceled: 1 of 3 units done',
		);
		expect(run.failures).toEqual([]);
		expect(bench.requests()).toHaveLength(3);
	});

	test('a page that is not there is never an unknown token', async () => {
		bench.sandbox.faults.add({
			match: { path: '/v1/*' },
			answer: { status: 404, body: '<html>Not Found</html>' },
		});
		const run = await bench.run('topicBatch', parameters, items([TOKEN]), { onError: 'continueErrorOutput' });
		expect(run.failures).toMatchObject([
			{ error: expect.stringMatching(/'FCM URL'.*'Project ID'/), details: { code: 'ENDPOINT_NOT_FOUND' } },
		]);
	});

	test('a credential without project ID is explained, before any request', async () => {
		const { private_key: privateKey, client_email: clientEmail } = bench.sandbox.serviceAccountKey ?? {};
		const credential = { privateKey: privateKey ?? '', clientEmail: clientEmail ?? '' };
		const run = await bench.run('topicBatch', parameters, items([TOKEN]), { credential });
		expect(run.error?.message).toContain("The credential has no 'Project ID'");
		expect(bench.sandbox.log.entries).toEqual([]);
		const filled = await bench.run('topicBatch', parameters, items([TOKEN]), {
			credential: { ...credential, projectId: 'acme-demo-4711' },
		});
		expect(filled.json).toMatchObject([{ success: true }]);
		const routed = await bench.run('topicBatch', parameters, items([TOKEN, 'b:1']), {
			credential,
			onError: 'continueErrorOutput',
		});
		expect(routed.failures).toMatchObject(
			[TOKEN, 'b:1'].map((registrationToken) => ({
				error: expect.stringMatching(/'Project ID'.*paste the whole JSON key file into 'Private Key'/),
				details: { code: 'MISSING_PROJECT_ID', registrationToken },
			})),
		);
		const throughInstanceId = await bench.run('topicBatch', perItem, items([TOKEN]), { credential });
		expect(throughInstanceId.json).toMatchObject([{ success: true }]);
	});

	test.each(['..', 'acme/../other', 'acme demo', 'https://console.firebase.google.com/project/acme'])(
		'the project ID %j is refused before any request',
		async (projectId) => {
			const { private_key: privateKey, client_email: clientEmail } = bench.sandbox.serviceAccountKey ?? {};
			const credential = { privateKey: privateKey ?? '', clientEmail: clientEmail ?? '', projectId };
			const run = await bench.run('topicBatch', parameters, items([TOKEN]), { credential });
			expect(run.error?.message).toContain("'Project ID' in the credential isn't the ID of a Firebase project");
			expect(bench.sandbox.log.entries).toEqual([]);
		},
	);

	test('"one by one" exists with Instance ID only', async () => {
		const run = await bench.run('topicBatch', { ...parameters, operation: 'subscribeOne' }, items([TOKEN]));
		expect(run.error?.message).toContain("exists only with the service 'Instance ID'");
	});

	test('a server key chosen before does not matter', async () => {
		const run = await bench.run('topicBatch', { ...parameters, authentication: 'serverKey' }, items([TOKEN]));
		expect(run.json).toMatchObject([{ success: true }]);
	});
});
