import { createHash } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { messageRateLimiter } from '../../../../../nodes/Pushwoosh/SendPush/sending/rateLimiter.ts';
import { RateLimiter } from '../../../../../nodes/shared/http/rateLimiter.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

let accounts = 0;
const account = () => ({ baseUrl: 'https://api.pushwoosh.com', apiToken: `token-${++accounts}` });

/** Starts `count` requests, `workers` at a time, and returns the moments at which they left, in seconds. */
async function run(
	pacer: RateLimiter,
	count: number,
	{ workers = 10, latency = 0, plan = count } = {},
): Promise<number[]> {
	const times: number[] = [];
	pacer.plan(plan);
	const worker = async () => {
		while (times.length < count) {
			await pacer.turn();
			if (times.length < count) times.push(Date.now() / 1000);
			if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
		}
	};
	const all = Promise.all(Array.from({ length: Math.min(workers, count) }, worker));
	await vi.advanceTimersByTimeAsync(30 * 60_000);
	await all;
	return times;
}

/** Most moments within any rolling window of so many seconds. */
function peak(times: number[], seconds = 60): number {
	const sorted = [...times].sort((a, b) => a - b);
	let oldest = 0;
	return sorted.reduce((most, time, at) => {
		while ((sorted[oldest] ?? 0) <= time - seconds) oldest++;
		return Math.max(most, at - oldest + 1);
	}, 0);
}
const span = (times: number[]) => (times.at(-1) ?? 0) - (times[0] ?? 0);

describe('one run', () => {
	it.each([1, 10, 599, 600])('of %i requests at 600 is not slowed at all', async (count) => {
		const times = await run(messageRateLimiter({ ...account(), requestsPerMinute: 600 }), count);
		expect(times).toHaveLength(count);
		expect(span(times)).toBe(0);
	});

	it('that is longer goes evenly at the limit from its first request', async () => {
		const times = await run(messageRateLimiter({ ...account(), requestsPerMinute: 600 }), 2000, {
			latency: 50,
		});
		expect(peak(times)).toBeLessThanOrEqual(600);
		const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
		expect(Math.max(...gaps)).toBeLessThan(0.16);
		expect(Math.min(...gaps)).toBeGreaterThan(0.05);
		// 2000 requests at 600 a minute, with a second of margin a minute.
		expect(span(times)).toBeGreaterThan(200);
		expect(span(times)).toBeLessThan(206);
	});

	it('at a high figure is not held up by the grain of timers', async () => {
		const times = await run(messageRateLimiter({ ...account(), requestsPerMinute: 120_000 }), 130_000, {
			latency: 1,
		});
		expect(peak(times)).toBeLessThanOrEqual(120_000);
		expect(span(times)).toBeLessThan(70);
	});

	it('repeats count: more turns than planned wait for the window', async () => {
		const times = await run(messageRateLimiter({ ...account(), requestsPerMinute: 10 }), 25, { plan: 10 });
		expect(peak(times)).toBeLessThanOrEqual(10);
		expect(times.filter((time) => time === times[0])).toHaveLength(10);
		expect(span(times)).toBeGreaterThan(120);
	});

	it('one request a minute', async () => {
		const times = await run(messageRateLimiter({ ...account(), requestsPerMinute: 1 }), 3);
		expect(times.map((time) => Math.round(time - (times[0] ?? 0)))).toEqual([0, 61, 122]);
	});

	it('turns come in the order in which they were asked for', async () => {
		const pacer = messageRateLimiter({ ...account(), requestsPerMinute: 2 });
		const order: number[] = [];
		const all = [0, 1, 2, 3, 4].map(async (number) => {
			await pacer.turn();
			order.push(number);
		});
		await vi.advanceTimersByTimeAsync(180_000);
		await Promise.all(all);
		expect(order).toEqual([0, 1, 2, 3, 4]);
	});
});

describe('several runs', () => {
	it('of one account share its window, each keeping its own figure', async () => {
		const shared = account();
		const both = Promise.all([
			run(messageRateLimiter({ ...shared, requestsPerMinute: 600 }), 900),
			run(messageRateLimiter({ ...shared, requestsPerMinute: 600 }), 900),
		]);
		const [first, second] = await both;
		expect(peak([...first, ...second])).toBeLessThanOrEqual(600);
		expect(span([...first, ...second].sort((a, b) => a - b))).toBeLessThan(190);
	});

	it('one that follows counts what left before', async () => {
		const shared = account();
		const first = await run(messageRateLimiter({ ...shared, requestsPerMinute: 600 }), 0);
		expect(first).toEqual([]);
		const pacer = messageRateLimiter({ ...shared, requestsPerMinute: 600 });
		for (let count = 0; count < 400; count++) await pacer.turn();
		const times = await run(messageRateLimiter({ ...shared, requestsPerMinute: 500 }), 300);
		expect(times.filter((time) => time === times[0])).toHaveLength(100);
		expect(span(times)).toBeGreaterThan(60);
	});

	it("of which one keeps to a lower figure: it isn't starved, and obeys its figure", async () => {
		const shared = account();
		const [many, few] = await Promise.all([
			run(messageRateLimiter({ ...shared, requestsPerMinute: 600 }), 3000),
			run(messageRateLimiter({ ...shared, requestsPerMinute: 60 }), 120, { workers: 1 }),
		]);
		expect(peak([...many, ...few])).toBeLessThanOrEqual(600);
		expect(peak(few)).toBeLessThanOrEqual(60);
		// At 60 a minute, with a second of margin a minute.
		expect(span(few)).toBeLessThan(135);
	});

	it('of other accounts, or at another address, are on their own', async () => {
		const shared = account();
		for (const other of [account(), { ...shared, baseUrl: 'https://eu.example.com' }]) {
			const pacer = messageRateLimiter({ ...shared, requestsPerMinute: 600 });
			for (let count = 0; count < 10; count++) await pacer.turn();
			expect(span(await run(messageRateLimiter({ ...other, requestsPerMinute: 10 }), 10))).toBe(0);
		}
	});
});

it('an account is known by the hexadecimal digest of its address and token', async () => {
	const { baseUrl, apiToken } = account();
	const digest = createHash('sha256').update(`${baseUrl}\n${apiToken}`).digest('hex');
	await new RateLimiter({ limit: `createMessage ${digest}`, most: 1, windowMs: 61_000 }).turn();
	const turn = vi.fn();
	const taken = messageRateLimiter({ baseUrl, apiToken, requestsPerMinute: 1 }).turn().then(turn);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(turn).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(2000);
	await taken;
	expect(turn).toHaveBeenCalledOnce();
});

describe('waits', () => {
	it('end within 250 ms of cancelling', async () => {
		const controller = new AbortController();
		const pacer = messageRateLimiter({ ...account(), requestsPerMinute: 1 });
		await pacer.turn();
		const waiting = [pacer.turn(controller.signal), pacer.turn(controller.signal)].map(
			async (turn) =>
				await turn.then(
					() => 'went',
					(error: Error) => error.message,
				),
		);
		await vi.advanceTimersByTimeAsync(1000);
		controller.abort();
		await vi.advanceTimersByTimeAsync(250);
		expect(await Promise.all(waiting)).toEqual(['canceled', 'canceled']);
	});

	it('do not become endless when the clock is set back', async () => {
		const pacer = messageRateLimiter({ ...account(), requestsPerMinute: 60 });
		pacer.plan(100);
		await pacer.turn();
		vi.setSystemTime(Date.now() - 3_600_000);
		const turn = pacer.turn();
		await vi.advanceTimersByTimeAsync(2000);
		await expect(turn).resolves.toBeUndefined();
	});
});
