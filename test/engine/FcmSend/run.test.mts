import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { fcmFault } from '../../../playground/sandbox/index.mts';
import { useBench, type How } from '../bench.mts';

const bench = useBench('fcmSend');
const send = async (parameters: INodeParameters, items: IDataObject[], how: How = {}) =>
	await bench.run(parameters, { items, ...how });
const byToken = { title: 'Hi', registrationIds: '={{ $json.token }}' };
const rows = (...tokens: string[]) => tokens.map((token) => ({ token }));
const sends = () => bench.requests().filter(({ path }) => path.endsWith('/messages:send'));
const google = () => bench.sandbox.google;
const failing = { onError: 'continueErrorOutput' } as const;
const thousand = Array.from({ length: 1000 }, (_, at) => `t${at}:1`);

describe('items', () => {
	it('none: nothing happens', async () => {
		const run = await send(byToken, []);
		expect([run.results, run.failures, bench.sandbox.log.entries]).toEqual([[], [], []]);
	});

	it('a thousand, in order and each once, with as many requests at a time as asked for', async () => {
		bench.holdUntilInFlight(7);
		const run = await send({ ...byToken, options: { concurrency: 7 } }, rows(...thousand));
		expect(run.results.map(({ registrationToken }) => registrationToken)).toEqual(thousand);
		expect(run.success.map(({ pairedItem }) => pairedItem)).toEqual(thousand.map((_, item) => ({ item })));
		expect(bench.sandbox.log.counts.maxInFlight).toBe(7);
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(1);
		expect([google().fcm.books.doubles(), google().fcm.books.missing(thousand)]).toEqual([[], []]);
	}, 60_000);

	it('keep their fields where that is asked for, but no old result', async () => {
		google().declareTokens('gone:1', { state: 'unregistered' });
		const items = ['ana:1', 'gone:1'].map((token) => ({
			token,
			city: 'Madrid',
			messageId: 'old',
			errorCode: 'old',
			valid: 'old',
			apnsReason: 'old',
			error: 'old',
			installationId: 'old',
		}));
		const run = await send({ ...byToken, options: { includeInputFields: true } }, items);
		expect(run.results).toEqual([
			{
				token: 'ana:1',
				city: 'Madrid',
				registrationToken: 'ana:1',
				success: true,
				messageId: expect.not.stringMatching('old') as string,
			},
			{
				token: 'gone:1',
				city: 'Madrid',
				registrationToken: 'gone:1',
				success: false,
				errorCode: 'NOT_FOUND',
				errorMessage: expect.any(String) as string,
				attempts: 1,
			},
		]);
	});
});

describe('cancelling', () => {
	it('ends the run, and tells how far it was', async () => {
		bench.sandbox.faults.latencyMs = 50;
		const run = await send({ ...byToken, options: { concurrency: 2 } }, rows(...thousand), {
			cancelAfter: 700,
		});
		expect(run.error?.message).toMatch(/^Execution was canceled: \d+ of 1000 units done$/);
		// What had left by then may still be arriving.
		await new Promise((go) => setTimeout(go, 100));
		const before = sends().length;
		expect(before).toBeLessThan(100);
		await new Promise((go) => setTimeout(go, 300));
		expect(sends().length).toBe(before);
	}, 20_000);

	it('ends a wait, too', async () => {
		google().declareTokens('ana:1', { sends: [{ answer: 'deviceQuota', retryAfter: 30 }] });
		const since = performance.now();
		const run = await send(byToken, rows('ana:1'), { cancelAfter: 600 });
		expect(run.error?.message).toBe('Execution was canceled: 0 of 1 units done');
		expect(performance.now() - since).toBeLessThan(10_000);
	}, 20_000);
});

describe('the access token', () => {
	it('that expires in the middle is renewed once', async () => {
		bench.sandbox.faults.add({
			match: { path: '*messages:send', nth: 3 },
			answer: { before: () => google().revokeAccessTokens(), act: true },
		});
		const run = await send({ ...byToken, options: { concurrency: 3 } }, rows(...thousand.slice(0, 30)));
		expect(run.results.filter(({ success }) => success === true)).toHaveLength(30);
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(2);
		expect(google().fcm.books.doubles()).toEqual([]);
	});

	it('isn’t renewed for Apple’s refusal, which ends no run', async () => {
		google().settings.fcm.apnsKey = 'InvalidProviderToken';
		google().settings.fcm.thirdPartyAuthText = 'missingAccessToken';
		const phones = ['a:1', 'b:1', 'c:1'];
		for (const phone of phones) google().declareTokens(phone, { platform: 'ios' });
		const run = await send(byToken, rows(...phones, 'android:1'), failing);
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(1);
		expect(sends()).toHaveLength(4);
		expect(run.results).toMatchObject([{ registrationToken: 'android:1' }]);
		expect(run.failures.map(({ details }) => details)).toMatchObject(
			phones.map((registrationToken) => ({
				code: 'THIRD_PARTY_AUTH_ERROR',
				apnsReason: 'InvalidProviderToken',
				registrationToken,
			})),
		);
	});

	it('and the key are nowhere to be seen', async () => {
		bench.sandbox.faults.add({
			match: { path: '*messages:send', nth: 2 },
			answer: {
				status: 400,
				transform: (answer) => answer,
				body: { error: { code: 400, status: 'INVALID_ARGUMENT', message: 'Bearer ya29.secret-of-the-test' } },
			},
		});
		const run = await send(byToken, rows('ana:1', 'ben:2', 'carla:3'), failing);
		const [token] = sends().map(({ headers }) => String(headers.authorization).replace('Bearer ', ''));
		for (const secret of [token, 'ya29.secret-of-the-test', 'PRIVATE KEY'])
			expect(run.placesOf(secret)).toEqual([]);
		expect(run.failures).toHaveLength(1);
	});
});

describe('answers', () => {
	it('may be slow, or come in drops', async () => {
		bench.sandbox.faults.add({ match: { path: '*messages:send', nth: 1 }, answer: { answerDelayMs: 600 } });
		bench.sandbox.faults.add({
			match: { path: '*messages:send', nth: 1 },
			answer: { drip: { bytes: 20, everyMs: 5 } },
		});
		const run = await send(byToken, rows('ana:1', 'ben:2', 'carla:3'));
		expect(run.results.map(({ success }) => success)).toEqual([true, true, true]);
	});

	it.each([
		['a redirect', { redirectTo: 'https://elsewhere.example/' }],
		['a page with 404', { status: 404, body: '<html>Not found</html>' }],
		[
			'another 404',
			{ status: 404, body: { error: { code: 404, status: 'NOT_FOUND', message: 'Project was not found.' } } },
		],
		['a 400 that says nothing', fcmFault({ answer: 'invalidArgument' })],
	])('%s is never a verdict on a device', async (_what, answer) => {
		bench.sandbox.faults.add({ match: { path: '*messages:send' }, answer });
		const run = await send(byToken, rows('ana:1', 'ben:2'), failing);
		expect(run.results).toEqual([]);
		for (const { details } of run.failures as Array<{ details: Record<string, unknown> }>) {
			expect(details.code).not.toMatch(/^(?:NOT_FOUND|INVALID_ARGUMENT|UNREGISTERED)$/);
			expect(details).not.toHaveProperty('uncertain');
			expect(details.advice).not.toMatch(/remove it/i);
		}
	});
});

describe('rates', () => {
	it('Requests per Minute is counted per project, over all runs of the process', async () => {
		const slow = { ...byToken, options: { requestsPerMinute: 3 } };
		// An address of its own: what other tests have sent counts for theirs.
		const how = {
			credential: { fcmUrl: bench.sandbox.url.replace('127.0.0.1', 'localhost') },
			cancelAfter: 1500,
		};
		const ends = await Promise.all(
			[rows('a:1', 'b:1'), rows('c:1', 'd:1')].map(async (two) => await send(slow, two, how)),
		);
		expect(sends()).toHaveLength(3);
		expect(ends.filter(({ error }) => error?.message.includes('canceled'))).toHaveLength(1);
	}, 20_000);
});

describe.each(['invocation', 'engineRequest'] as const)('as a tool of an AI agent, by %s', (via) => {
	const parameters = {
		target: 'topic',
		topic: 'news',
		title: "={{ $fromAI('title', 'A title', 'string') }}",
	};
	const node = { credentials: 'googleFcmServiceAccountApi' };

	it('each call sends its own message, an equal one included', async () => {
		await send(byToken, []);
		const result = await bench.engine.runAsTool('fcmSend', parameters, [{ title: 'One' }, { title: 'Two' }], {
			via,
			node,
		});
		expect(result.answers.map(({ data }) => data)).toEqual([
			[{ topic: 'news', success: true, messageId: expect.any(String) as string }],
			[{ topic: 'news', success: true, messageId: expect.any(String) as string }],
		]);
		expect(sends().map(({ body }) => body)).toMatchObject([
			{ message: { notification: { title: 'One' } } },
			{ message: { notification: { title: 'Two' } } },
		]);
	});

	it('with Retry On Fail a call with another text isn’t taken for one that may have arrived', async () => {
		await send(byToken, []);
		bench.sandbox.faults.add({
			match: { path: '*messages:send', nth: 1 },
			answer: fcmFault({ answer: 'unavailable', delivers: true }),
		});
		const retry = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		await bench.engine.runAsTool('fcmSend', parameters, [{ title: 'One' }, { title: 'Two' }], {
			via,
			node: { ...node, ...retry },
		});
		const titles = sends().map(
			({ body }) => (body as { message: { notification: { title: string } } }).message.notification.title,
		);
		expect(titles.filter((title) => title === 'One')).toHaveLength(1);
		expect(google().fcm.books.doubles()).toEqual([]);
	});
});
