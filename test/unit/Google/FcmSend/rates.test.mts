import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { rampUp, rateAt } from '../../../../nodes/Google/FcmSend/rampUp.ts';
import { leastWaitMs } from '../../../../nodes/Google/FcmSend/shared.ts';

describe('the rate of a run', () => {
	it.each([
		[0, 60_000],
		[15_000, 195_000],
		[30_000, 330_000],
		[60_000, 600_000],
		[600_000, 600_000],
	])('rises evenly: after %i ms it is %i a minute', (sinceStartMs, rate) => {
		expect(rateAt(sinceStartMs, 600_000)).toBe(rate);
	});

	it('isn’t touched at 60,000 a minute and below', () => {
		expect([rateAt(0, 60_000), rateAt(0, 1), rateAt(30_000, 100)]).toEqual([60_000, 1, 100]);
	});
});

describe('the ramp', () => {
	beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
	afterEach(() => void vi.useRealTimers());

	/** Counts how many turns are given in each of these stretches of time, to somebody who always wants another. */
	async function turns(perMinute: number, stretches: number[]): Promise<number[]> {
		const turn = rampUp(perMinute);
		const end = new AbortController();
		let given = 0;
		const want = (async () => {
			for (;;) {
				await turn(end.signal);
				given++;
				// Without a ramp nothing ever waits.
				if (given > 2_000_000) return;
			}
		})().catch(() => {});
		const counts: number[] = [];
		for (const ms of stretches) {
			const before = given;
			await vi.advanceTimersByTimeAsync(ms);
			counts.push(given - before);
		}
		end.abort();
		await vi.advanceTimersByTimeAsync(1000);
		await want;
		return counts;
	}

	it('lets a second’s share of the rate go in each second', async () => {
		const [first, second] = await turns(61_000, [1000, 1000]);
		expect(first).toBeGreaterThan(900);
		expect(first).toBeLessThan(1060);
		expect(second).toBeGreaterThan(900);
		expect(second).toBeLessThan(1060);
	});

	it('makes nothing up in a burst', async () => {
		const turn = rampUp(600_000);
		await turn(undefined);
		vi.advanceTimersByTime(20_000);
		const start = performance.now();
		let atOnce = 0;
		const end = new AbortController();
		const want = (async () => {
			for (;;) {
				await turn(end.signal);
				if (performance.now() - start < 1) atOnce++;
			}
		})().catch(() => {});
		await vi.advanceTimersByTimeAsync(50);
		end.abort();
		await vi.advanceTimersByTimeAsync(500);
		await want;
		// 240,000 a minute are 4 a millisecond: no more than what a timer may have been late for.
		expect(atOnce).toBeLessThan(4 * 55);
	});

	it('ends with the run', async () => {
		const turn = rampUp(61_000);
		const end = new AbortController();
		const many = Promise.allSettled(Array.from({ length: 2000 }, async () => await turn(end.signal)));
		await vi.advanceTimersByTimeAsync(100);
		end.abort();
		await vi.advanceTimersByTimeAsync(300);
		const ended = await many;
		expect(ended.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(1500);
	});
});

describe('the shortest wait before another attempt', () => {
	const failed = (status: number | undefined, notActedOn: boolean, retryAfter?: number) => ({
		...(status === undefined ? {} : { status }),
		...(retryAfter === undefined ? {} : { retryAfter }),
		passing: true,
		notActedOn,
	});

	it.each([
		['429 without Retry-After', failed(429, true), 60_000],
		['429 with one: that counts', failed(429, true, 2), 0],
		['503', failed(503, false), 10_000],
		['a time-out', failed(undefined, false), 10_000],
		['a refused connection: never sent', failed(undefined, true), 0],
	])('%s', (_what, setback, ms) => {
		expect(leastWaitMs(setback, false)).toBe(ms);
	});

	it('is a look-up’s for a check, but for the quota', () => {
		expect(leastWaitMs(failed(503, false), true)).toBe(0);
		expect(leastWaitMs(failed(undefined, false), true)).toBe(0);
		expect(leastWaitMs(failed(429, true), true)).toBe(60_000);
	});
});
