import { describe, expect, it } from 'vitest';

import { useBench } from '../bench.mts';

const bench = useBench('topicBatch');
const perItem = { service: 'instanceId', topic: 'storm-alerts', registrationIds: '={{ $json.token }}' };
const items = (list: string[]) => list.map((token) => ({ token }));
const TOKEN = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';

describe('subscribe one by one', () => {
	const parameters = { ...perItem, operation: 'subscribeOne' };

	it('the documented request: raw colon, no body, Content-Length 0', async () => {
		const run = await bench.run(parameters, { items: items([TOKEN]) });
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
		expect(run.results).toEqual([
			{
				registrationToken: TOKEN,
				topic: 'storm-alerts',
				operation: 'subscribeOne',
				success: true,
				attempts: 1,
			},
		]);
	});

	it('a % of the topic travels as %25', async () => {
		await bench.run({ ...parameters, topic: 'region_9%3A' }, { items: items([TOKEN]) });
		expect(bench.requests()[0].path).toBe(`/iid/v1/${TOKEN}/rel/topics/region_9%253A`);
		expect(bench.sandbox.google.isSubscribed('region_9%3A', TOKEN)).toBe(true);
	});

	it('a service that refuses every token of the run but the first request costs two exchanges, not one each', async () => {
		bench.sandbox.faults.add({
			match: { path: '*refused*' },
			answer: { status: 401, body: '<html>No</html>' },
		});
		const tokens = [TOKEN, ...Array.from({ length: 20 }, (_, at) => `refused${at}:1`)];
		const run = await bench.run(
			{ ...parameters, options: { concurrency: 4 } },
			{ items: items(tokens), onError: 'continueErrorOutput' },
		);
		expect([run.results.length, run.failures.length]).toEqual([1, 20]);
		expect(run.failures[19]).toMatchObject({ details: { code: 'UNAUTHENTICATED', httpStatus: 401 } });
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(2);
	});

	it('a topic of dots cannot be sent', async () => {
		const run = await bench.run({ ...parameters, topic: '..' }, { items: items([TOKEN]) });
		expect(run.error?.message).toContain("'Topic' is only dots");
		expect(bench.requests()).toEqual([]);
	});

	it('verdicts on a token are data with Stop, failures else; equal tokens are one request', async () => {
		const { google } = bench.sandbox;
		google.declareTokens('gone:1', { state: 'unregistered' });
		google.declareTokens('bad:1', { state: 'malformed' });
		google.declareTokens('full:1', { state: 'tooManyTopics' });
		const list = items(['a:1', 'gone:1', 'bad:1', 'full:1', 'gone:1']);
		const run = await bench.run(parameters, { items: list });
		expect(run.results.map(({ success, errorCode }) => [success, errorCode])).toEqual([
			[true, undefined],
			[false, 'NOT_FOUND'],
			[false, 'INVALID_ARGUMENT'],
			[false, 'TOO_MANY_TOPICS'],
			[false, 'NOT_FOUND'],
		]);
		expect(bench.requests()).toHaveLength(4);

		const routed = await bench.run(parameters, { items: list, onError: 'continueErrorOutput' });
		expect(routed.results).toHaveLength(1);
		expect(routed.failures.map(({ details }) => details)).toMatchObject([
			{ code: 'NOT_FOUND', httpStatus: 404, registrationToken: 'gone:1', topic: 'storm-alerts' },
			{ code: 'INVALID_ARGUMENT', httpStatus: 400 },
			{ code: 'TOO_MANY_TOPICS', httpStatus: 400 },
			{ code: 'NOT_FOUND', httpStatus: 404 },
		]);
	});

	it('a token of another project is a failure of its own', async () => {
		bench.sandbox.google.declareTokens('other:1', { state: 'otherProject' });
		const run = await bench.run(parameters, {
			items: items(['a:1', 'other:1', 'b:1']),
			onError: 'continueErrorOutput',
		});
		expect(run.results).toHaveLength(2);
		expect(run.failures).toMatchObject([
			{
				error: expect.stringContaining('different Firebase projects'),
				details: { code: 'PERMISSION_DENIED', httpStatus: 403 },
			},
		]);
	});

	it.each(['', '<html>OK</html>', '[]', '{"results":[{}]}', '{"error":"NOT_FOUND"}'])(
		'200 %j is never a success',
		async (body) => {
			bench.sandbox.faults.add({ match: { path: '*rel/topics*' }, answer: { status: 200, body } });
			const run = await bench.run(parameters, { items: items([TOKEN]), onError: 'continueErrorOutput' });
			expect(run.results).toEqual([]);
			expect(run.failures).toMatchObject([{ details: { code: 'UNEXPECTED_ANSWER' } }]);
		},
	);

	it('50 requests are in flight by default', async () => {
		bench.holdUntilInFlight(50);
		await bench.run(parameters, { items: items(Array.from({ length: 120 }, (_, index) => `t${index}:1`)) });
		expect(bench.sandbox.log.counts.maxInFlight).toBe(50);
		expect(bench.requests()[0].endedAt).toBeLessThanOrEqual(bench.requests()[1].startedAt);
	});
});
