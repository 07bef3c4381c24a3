import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { fcmFault, type FaultAnswer } from '../../../playground/sandbox/index.mts';
import { useBench, type How } from '../bench.mts';

const bench = useBench('fcmSend');
const send = async (parameters: INodeParameters, items: IDataObject[], how: How = {}) =>
	await bench.run(parameters, { items, ...how });
const byToken = { title: 'Hi', registrationIds: '={{ $json.token }}' };
const rows = (...tokens: string[]) => tokens.map((token) => ({ token }));
const sends = () => bench.requests().filter(({ path }) => path.endsWith('/messages:send'));
const tokensSent = () => sends().map(({ body }) => (body as { message: { token?: string } }).message.token);
const google = () => bench.sandbox.google;
const failing = { onError: 'continueErrorOutput' } as const;
const once = { maxRetries: 0 };
const retryOnFail = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
/** Lets the nth send go wrong. */
const fault = (answer: FaultAnswer, nth: number | number[] = 1) =>
	bench.sandbox.faults.add({ match: { path: '*messages:send', nth }, answer });
/** Milliseconds between the sends to a device. */
const gaps = (token: string) => {
	const times = sends()
		.filter(({ body }) => JSON.stringify(body).includes(`"${token}"`))
		.map(({ startedAt }) => startedAt);
	return times.slice(1).map((time, at) => time - (times[at] ?? 0));
};

describe('too many messages', () => {
	it('for a device: it alone waits as long as Google says, the others go on', async () => {
		google().declareTokens('ben:2', { sends: [{ answer: 'deviceQuota', retryAfter: 1, times: 1 }] });
		const run = await send(byToken, rows('ana:1', 'ben:2', 'carla:3', 'dora:4', 'eva:5'));
		expect(run.results.map(({ success }) => success)).toEqual([true, true, true, true, true]);
		expect(tokensSent()).toEqual(['ana:1', 'ben:2', 'carla:3', 'dora:4', 'eva:5', 'ben:2']);
		expect(gaps('ben:2')[0]).toBeGreaterThanOrEqual(950);
		const [first] = sends();
		const others = sends()
			.slice(1, 5)
			.map(({ startedAt }) => startedAt - first.startedAt);
		expect(Math.max(...others)).toBeLessThan(900);
		expect(google().fcm.books.doubles()).toEqual([]);
		expect(run.hints[0]).toContain('1 retried');
	});

	it('for the project: the whole run waits', async () => {
		fault(fcmFault({ answer: 'projectQuota', retryAfter: 1 }), 2);
		await send({ ...byToken, options: { concurrency: 1 } }, rows('ana:1', 'ben:2', 'carla:3', 'dora:4'));
		const [, second, third] = sends();
		expect(third.startedAt - second.startedAt).toBeGreaterThanOrEqual(950);
		expect(google().fcm.books.missing(['ana:1', 'ben:2', 'carla:3', 'dora:4'])).toEqual([]);
		expect(google().fcm.books.doubles()).toEqual([]);
	});

	it.each([
		['projectQuota', 'The project sends more messages a minute than Google allows'],
		['deviceQuota', 'This device gets more messages than Google allows'],
	] as const)(
		'%s in the end: a failure with Google’s code, which was never sent',
		async (answer, message) => {
			fault(fcmFault({ answer, retryAfter: 1 }));
			const run = await send({ ...byToken, options: once }, rows('ana:1'), failing);
			expect(run.failures).toMatchObject([
				{
					error: expect.stringContaining(message) as string,
					details: {
						code: 'QUOTA_EXCEEDED',
						httpStatus: 429,
						retryAfter: 1,
						attempts: 1,
						registrationToken: 'ana:1',
					},
				},
			]);
			expect(run.failures[0]?.details).not.toHaveProperty('uncertain');
		},
	);

	it('for a topic', async () => {
		google().fcm.declareTopic('news', [{ answer: 'topicQuota', retryAfter: 1 }]);
		const run = await send({ title: 'Hi', target: 'topic', topic: 'news', options: once }, [{}], failing);
		expect(run.failures).toMatchObject([
			{
				error: expect.stringContaining('This topic gets more') as string,
				details: { code: 'QUOTA_EXCEEDED', topic: 'news' },
			},
		]);
	});

	it('a Retry-After above a minute ends it at once', async () => {
		fault(fcmFault({ answer: 'projectQuota', retryAfter: 61 }));
		const run = await send(byToken, rows('ana:1'), failing);
		expect(run.failures).toMatchObject([
			{
				details: {
					code: 'QUOTA_EXCEEDED',
					retryAfter: 61,
					advice: expect.stringContaining('2 minutes') as string,
				},
			},
		]);
		expect(sends()).toHaveLength(1);
	});

	it('without Retry-After nothing is sent for a good while', async () => {
		fault(fcmFault({ answer: 'deviceQuota' }));
		const run = await send(byToken, rows('ana:1'), { cancelAfter: 6000 });
		expect(run.error?.message).toBe('Execution was canceled: 0 of 1 units done');
		expect(sends()).toHaveLength(1);
	}, 20_000);
});

/** Each: what happens to the send, and whether it reached the device. */
const UNCERTAIN: Array<[string, FaultAnswer, boolean]> = [
	['503 after delivery', fcmFault({ answer: 'unavailable', delivers: true }), true],
	['503', fcmFault({ answer: 'unavailable' }), false],
	['500 after delivery', fcmFault({ answer: 'internal', delivers: true }), true],
	['502 as a page', fcmFault({ answer: 'frontEndPage', delivers: true }), true],
	['501', fcmFault({ answer: 'unimplemented' }), false],
	['408', { status: 408, body: '' }, false],
	['no answer in time', { connection: 'hangAfterActing' }, true],
	['a reset after delivery', { connection: 'resetAfterActing' }, true],
	['a reset before delivery', { connection: 'resetBeforeActing' }, false],
	['an answer that breaks off', { connection: 'truncate' }, true],
	['200 and a page', { act: true, status: 200, body: '<html>Hello</html>' }, true],
	['200 and nothing', { act: true, status: 200, body: '' }, true],
	['200 without a name', { act: true, status: 200, body: {} }, true],
];

describe.each(UNCERTAIN)('%s', (_what, answer, isDelivered) => {
	const options = answer.connection === 'hangAfterActing' ? { timeout: 1500 } : {};

	it('is uncertain, isn’t sent again, and holds nobody up', async () => {
		fault(answer, 2);
		const run = await send({ ...byToken, options }, rows('ana:1', 'ben:2', 'carla:3'), failing);
		expect(sends()).toHaveLength(3);
		expect(run.results.map(({ registrationToken }) => registrationToken)).toHaveLength(2);
		expect(run.failures).toMatchObject([
			{
				error: expect.stringMatching(/^The message may have arrived: /) as string,
				details: {
					uncertain: true,
					attempts: 1,
					advice: expect.stringContaining('only where a second one does no harm') as string,
				},
			},
		]);
		expect(run.hints[0]).toContain('1 failed, 1 of which may have arrived');
		expect(JSON.stringify(run.failures)).not.toMatch(/remove it|NOT_FOUND/i);
		expect(google().fcm.books.doubles()).toEqual([]);
		expect(google().fcm.books.deliveries).toBe(isDelivered ? 3 : 2);
	});

	it('n8n’s Retry On Fail doesn’t send it again', async () => {
		fault(answer);
		const run = await send({ ...byToken, options }, rows('ana:1', 'ben:2'), {
			...failing,
			node: retryOnFail,
		});
		expect(sends().filter(({ body }) => JSON.stringify(body).includes('ana:1'))).toHaveLength(1);
		expect(google().fcm.books.doubles()).toEqual([]);
		expect(run.results).toMatchObject([{ registrationToken: 'ben:2' }]);
		expect(run.failures).toMatchObject([{ details: { uncertain: true, registrationToken: 'ana:1' } }]);
	});
});

describe('what certainly wasn’t delivered', () => {
	it('is sent again after a refused sign-in', async () => {
		bench.sandbox.faults.add({ match: { path: '/token', nth: 1 }, answer: { status: 503, body: '' } });
		const run = await send(byToken, rows('ana:1'));
		expect(run.results).toMatchObject([{ success: true }]);
		expect(sends()).toHaveLength(1);
	});

	it('Retry On Fail asks again for it, and for it alone', async () => {
		fault(fcmFault({ answer: 'deviceQuota', retryAfter: 1 }));
		google().declareTokens('gone:1', { state: 'unregistered' });
		const run = await send({ ...byToken, options: once }, rows('ana:1', 'ben:2', 'gone:1'), {
			...failing,
			node: retryOnFail,
		});
		expect(tokensSent()).toEqual(['ana:1', 'ben:2', 'gone:1', 'ana:1']);
		expect(run.results).toMatchObject([{ registrationToken: 'ana:1' }, { registrationToken: 'ben:2' }]);
		expect(run.failures).toMatchObject([{ details: { code: 'NOT_FOUND' } }]);
		expect(google().fcm.books.doubles()).toEqual([]);
	});

	it('with Stop, Retry On Fail goes on where it was', async () => {
		fault(fcmFault({ answer: 'deviceQuota', retryAfter: 1 }), 2);
		const options = { ...once, concurrency: 1 };
		const run = await send({ ...byToken, options }, rows('ana:1', 'ben:2', 'carla:3'), {
			node: retryOnFail,
		});
		expect(run.results.map(({ success }) => success)).toEqual([true, true, true]);
		expect(tokensSent()).toEqual(['ana:1', 'ben:2', 'ben:2', 'carla:3']);
	});
});

describe('Repeat Uncertain Sends', () => {
	it('sends again after ten seconds at the earliest, and says how often', async () => {
		fault(fcmFault({ answer: 'unavailable', delivers: true, retryAfter: 1 }));
		const run = await send({ ...byToken, options: { repeatUncertain: true } }, rows('ana:1', 'ben:2'));
		expect(run.results.map(({ success }) => success)).toEqual([true, true]);
		expect(gaps('ana:1')).toEqual([expect.any(Number)]);
		expect(gaps('ana:1')[0]).toBeGreaterThanOrEqual(9900);
		// It was asked for.
		expect(google().fcm.books.times('ana:1')).toBe(2);
		expect(google().fcm.books.times('ben:2')).toBe(1);
	}, 40_000);

	it('in the end it is uncertain all the same', async () => {
		fault(fcmFault({ answer: 'unavailable' }));
		const options = { repeatUncertain: true, ...once };
		const run = await send({ ...byToken, options }, rows('ana:1'), failing);
		expect(run.failures).toMatchObject([{ details: { code: 'UNAVAILABLE', uncertain: true } }]);
	});
});

describe('a check', () => {
	it('is repeated soon, and isn’t uncertain', async () => {
		fault(fcmFault({ answer: 'unavailable' }));
		const run = await send({ ...byToken, operation: 'validate' }, rows('ana:1'));
		expect(run.results).toEqual([{ registrationToken: 'ana:1', success: true, valid: true }]);
		expect(gaps('ana:1')[0]).toBeLessThan(5000);
		expect(google().fcm.books.deliveries).toBe(0);
	});
});
