import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { RunCanceled } from '../../../../nodes/shared/failure.ts';
import { RateLimiter } from '../../../../nodes/shared/http/rateLimiter.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const WINDOW_MS = 60_000;
let limits = 0;
const newLimit = () => `limit ${++limits}`;
const runAt = (most: number, limit: string) => new RateLimiter({ limit, most, windowMs: WINDOW_MS });

/** Lets a run make its turns, one after the other. @returns when they came, in whole seconds from now */
function turns(run: RateLimiter, count: number, weight = 1): number[] {
	const began = performance.now();
	const moments: number[] = [];
	void (async () => {
		for (let at = 0; at < count; at++) {
			await run.turn(undefined, undefined, weight);
			moments.push(Math.round((performance.now() - began) / 1000));
		}
	})();
	return moments;
}
const pass = async (seconds: number) => await vi.advanceTimersByTimeAsync(seconds * 1000 + 10);

describe('a run of a figure', () => {
	it('has room again as soon as what left before is a window old', async () => {
		const run = runAt(3, newLimit());
		const first = turns(run, 3);
		await pass(60);
		const second = turns(run, 3);
		await pass(1);
		expect([first, second]).toEqual([
			[0, 0, 0],
			[0, 0, 0],
		]);
	});

	it('that is longer than a window goes in its rhythm, a heavy request like as many light ones', async () => {
		const run = runAt(6, newLimit());
		run.plan(7);
		const moments = turns(run, 3, 2);
		await pass(60);
		expect(moments).toEqual([0, 20, 40]);
	});

	it('takes no turn once it is over', async () => {
		const run = runAt(6, newLimit());
		await expect(run.turn(AbortSignal.abort())).rejects.toBeInstanceOf(RunCanceled);
		const moments = turns(run, 6);
		await pass(0);
		expect(moments).toEqual([0, 0, 0, 0, 0, 0]);
	});
});

describe('beside a run of a larger figure', () => {
	it('the first request waits no longer than its own rhythm', async () => {
		const limit = newLimit();
		turns(runAt(60, limit), 12);
		await pass(1);
		const few = turns(runAt(6, limit), 1);
		await pass(30);
		expect(few).toEqual([10]);
	});

	it('a heavy request waits for as many turns of its own rhythm', async () => {
		const limit = newLimit();
		turns(runAt(60, limit), 12);
		await pass(1);
		const few = turns(runAt(6, limit), 1, 2);
		await pass(40);
		expect(few).toEqual([20]);
	});

	it('what it sent at once counts against its own figure', async () => {
		const limit = newLimit();
		const few = runAt(6, limit);
		turns(runAt(60, limit), 1);
		const atOnce = turns(few, 5);
		await pass(0);
		const after = turns(few, 3);
		await pass(70);
		expect(atOnce).toEqual([0, 0, 0, 0, 0]);
		expect(after).toEqual([10, 60, 60]);
	});

	it('a figure that nobody kept to for a window is forgotten', async () => {
		const limit = newLimit();
		turns(runAt(60, limit), 1);
		await pass(61);
		turns(runAt(6, limit), 6);
		await pass(1);
		const second = turns(runAt(6, limit), 1);
		await pass(80);
		expect(second).toEqual([59]);
	});
});
