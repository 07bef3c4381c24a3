import { describe, expect, it } from 'vitest';

import { useBench } from '../bench.mts';

const bench = useBench('iidLookup');
const TOKEN = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';
const perItem = { service: 'instanceId', registrationId: '={{ $json.token }}' };
const items = (list: string[]) => list.map((token) => ({ token }));
const info = {
	application: 'org.example.weatherapp',
	applicationVersion: '412',
	authorizedEntity: '998877665544',
	platform: 'ANDROID',
};
const rel = {
	topics: { 'storm-alerts': { addDate: '2026-02-11' }, 'region_9%3A': { addDate: '2026-03-02' } },
};
const answers = (body: unknown, status = 200, path = '/iid/info/*') =>
	bench.sandbox.faults.add({ match: { path }, answer: { status, body } });
const NO_INFORMATION = 'No information found about this instance id.';

describe('a known token', () => {
	it('the documented request and answer, simplified', async () => {
		answers({ ...info, appSigner: '1a2b3c', connectDate: '2026-01-01', rel });
		const run = await bench.run(perItem, { items: items([TOKEN]) });
		const [request] = bench.requests();
		expect(request).toMatchObject({
			method: 'GET',
			path: `/iid/info/${TOKEN}`,
			query: { details: 'true' },
			rawBody: '',
		});
		expect(request.headers).toMatchObject({ access_token_auth: 'true' });
		expect(request.headers.authorization).toMatch(/^Bearer /);
		expect(run.results).toEqual([
			{
				registrationToken: TOKEN,
				found: true,
				...info,
				appSigner: '1a2b3c',
				topics: [
					{ name: 'storm-alerts', addDate: '2026-02-11' },
					{ name: 'region_9%3A', addDate: '2026-03-02' },
				],
			},
		]);
		expect(run.success[0].pairedItem).toEqual({ item: 0 });
		expect(run.hints).toEqual(['1 of 1 token found; 1 request']);
	});

	it('raw: everything that the service sent', async () => {
		const sent = { ...info, appSigner: '1a2b3c', connectDate: '2026-01-01', scope: '*', rel };
		answers(sent);
		const run = await bench.run({ ...perItem, simplify: false }, { items: items([TOKEN]) });
		expect(run.results).toEqual([{ registrationToken: TOKEN, found: true, ...sent }]);
	});

	it('without details: no parameter is sent, and the output says nothing about topics', async () => {
		bench.sandbox.google.subscribe('news', [TOKEN]);
		const run = await bench.run({ ...perItem, details: false }, { items: items([TOKEN]) });
		expect(bench.requests()[0].query).toEqual({});
		expect(run.results).toEqual([{ registrationToken: TOKEN, found: true, ...info }]);
	});

	it('with details but without topics: an empty list', async () => {
		const run = await bench.run(perItem, { items: items([TOKEN]) });
		expect(run.results).toEqual([{ registrationToken: TOKEN, found: true, ...info, topics: [] }]);
	});

	it('of which little is known', async () => {
		answers({ platform: 'WEBPUSH' });
		const run = await bench.run(perItem, { items: items([TOKEN]) });
		expect(run.results).toEqual([{ registrationToken: TOKEN, found: true, platform: 'WEBPUSH', topics: [] }]);
	});
});

describe('an unknown token', () => {
	const list = ['a:1', 'gone:1', 'bad:1'];
	const declare = () => {
		bench.sandbox.google.declareTokens('gone:1', { state: 'unregistered' });
		bench.sandbox.google.declareTokens('bad:1', { state: 'malformed' });
	};

	it.each([undefined, 'continueErrorOutput'] as const)(
		'is reported as data in every mode (%s)',
		async (onError) => {
			declare();
			const run = await bench.run({ ...perItem, details: false }, { items: items(list), onError });
			expect(run.results).toEqual([
				{ registrationToken: 'a:1', found: true, ...info },
				{
					registrationToken: 'gone:1',
					found: false,
					errorMessage: expect.stringMatching(
						/no longer registered.*No information found about this instance id\./,
					),
					errorCode: 'NOT_FOUND',
				},
				{
					registrationToken: 'bad:1',
					found: false,
					errorMessage: expect.stringMatching(/malformed.*InvalidToken/),
					errorCode: 'INVALID_ARGUMENT',
				},
			]);
			expect(run.failures).toEqual([]);
			expect(run.hints).toEqual([
				'1 of 3 tokens found; 1 no longer registered, 1 of another project or malformed; 3 requests',
			]);
		},
	);

	it('that is to fail, does so in the Continue modes', async () => {
		declare();
		const run = await bench.run(
			{ ...perItem, onUnknown: 'fail' },
			{ items: items(list), onError: 'continueErrorOutput' },
		);
		expect(run.results).toMatchObject([{ registrationToken: 'a:1', found: true }]);
		expect(run.failures).toEqual([
			{
				token: 'gone:1',
				error: expect.stringContaining('no longer registered'),
				details: {
					code: 'NOT_FOUND',
					advice: 'Remove it from your list.',
					httpStatus: 404,
					attempts: 1,
					registrationToken: 'gone:1',
				},
			},
			{
				token: 'bad:1',
				error: expect.stringContaining('malformed'),
				details: {
					code: 'INVALID_ARGUMENT',
					advice: expect.stringContaining('cut off'),
					httpStatus: 400,
					attempts: 1,
					registrationToken: 'bad:1',
				},
			},
		]);
	});

	it('that is to fail, stops the run with Stop', async () => {
		declare();
		const parameters = { ...perItem, onUnknown: 'fail', options: { concurrency: 1 } };
		const run = await bench.run(parameters, { items: items(list) });
		expect(run.error?.message).toContain('no longer registered');
		expect(run.error?.description).toContain('1 token done, 2 not done');
		expect(run.error?.itemIndex).toBe(1);
		expect(run.error?.context?.data).toEqual(['gone:1', 'bad:1']);
		expect(bench.requests()).toHaveLength(2);
	});

	it('each item decides for itself, even when they share the request', async () => {
		declare();
		const parameters = { service: 'instanceId', registrationId: 'gone:1', onUnknown: '={{ $json.wish }}' };
		const run = await bench.run(parameters, {
			items: [{ wish: 'report' }, { wish: 'fail' }],
			onError: 'continueErrorOutput',
		});
		expect(bench.requests()).toHaveLength(1);
		expect(run.results).toMatchObject([{ found: false, errorCode: 'NOT_FOUND' }]);
		expect(run.failures).toMatchObject([{ wish: 'fail', details: { code: 'NOT_FOUND' } }]);
		const stopped = await bench.run(parameters, { items: [{ wish: 'report' }, { wish: 'fail' }] });
		expect(stopped.error?.message).toContain('no longer registered');
	});

	it.each([
		['HTML', 404, '<html>Not Found</html>'],
		['nothing', 404, ''],
		['nothing with 400', 400, ''],
		['other text', 404, { error: 'Not here' }],
		['gone', 410, { error: 'NOT_FOUND' }],
		[
			'a path that is not there',
			404,
			{ error: { code: 404, message: 'Method not found.', status: 'NOT_FOUND' } },
		],
		['success with an error', 200, { error: 'NOT_FOUND' }],
		['an empty object', 200, '{}'],
		['HTML with 200', 200, `<html>${NO_INFORMATION}</html>`],
		['other JSON with 200', 200, { status: 'ok' }],
	])('is never made of %s (%d)', async (_name, status, body) => {
		answers(body, status);
		const run = await bench.run(perItem, { items: items(['a:1', 'b:1']), onError: 'continueErrorOutput' });
		expect(run.results).toEqual([]);
		expect(run.failures).toHaveLength(2);
		for (const { details } of run.failures as Array<{ details: { code: string; advice: string } }>) {
			expect(details.code).not.toMatch(/^(NOT_FOUND|INVALID_ARGUMENT|UNREGISTERED)$/);
			expect(details.advice).toContain("'Firebase Cloud Messaging (FCM)'");
		}
	});

	it('after the shutdown every look-up fails', async () => {
		bench.sandbox.google.settings.instanceIdAvailable = false;
		const run = await bench.run(perItem, { items: items(['a:1']) });
		expect(run.error?.message).toContain('HTTP 404');
		expect(run.error?.description).toContain('29 September 2027');
	});
});

describe('many tokens', () => {
	it('are looked up in parallel, the first one alone, equal ones once, in input order', async () => {
		bench.holdUntilInFlight(50);
		const list = Array.from({ length: 80 }, (_, index) => `t${index % 70}:1`);
		const run = await bench.run(perItem, { items: items(list) });
		expect(bench.requests()).toHaveLength(70);
		expect(bench.sandbox.log.counts).toMatchObject({ maxInFlight: 50, tokenExchanges: 1 });
		expect(run.results.map(({ registrationToken }) => registrationToken)).toEqual(list);
	});

	it('a token of another project fails alone', async () => {
		bench.sandbox.google.declareTokens('other:1', { state: 'otherProject' });
		const run = await bench.run(perItem, {
			items: items(['a:1', 'other:1']),
			onError: 'continueErrorOutput',
		});
		expect(run.results).toHaveLength(1);
		expect(run.failures).toMatchObject([
			{
				error: expect.stringContaining('different Firebase projects'),
				details: { httpStatus: 403, registrationToken: 'other:1' },
			},
		]);
	});

	it.each([408, 429, 500, 503])('%d is repeated', async (status) => {
		bench.sandbox.faults.add({
			times: 1,
			match: { path: '/iid/*' },
			answer: { status, headers: { 'Retry-After': '0' } },
		});
		const run = await bench.run(perItem, { items: items([TOKEN]) });
		expect(run.results).toMatchObject([{ found: true }]);
		expect(bench.requests()).toHaveLength(2);
	});

	it.each([
		[{}, "'Registration Token' is empty"],
		[{ token: 'a/../b' }, 'it holds “/”'],
		[{ token: '..' }, 'only dots'],
		[{ token: 'a:1 b:1' }, 'it holds a space'],
		[{ token: ['a:1'] }, 'holds a list where a text is needed'],
	])('%j fails before any request', async (item, reason) => {
		const run = await bench.run(perItem, { items: [{ token: 'fine:1' }, item] });
		expect(run.error?.message).toContain(reason);
		expect(run.error?.itemIndex).toBe(1);
		expect(bench.requests()).toEqual([]);
	});
});
