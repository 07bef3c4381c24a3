import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { RunCanceled } from '../../../../nodes/shared/failure.ts';
import { waitFor } from '../../../../nodes/shared/http/wait.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How long the wait took on the fake clock, and how it ended. */
async function outcome(ms: number, signal?: AbortSignal): Promise<{ took: number; end: unknown }> {
	const started = Date.now();
	const waiting = waitFor(ms, signal).then(
		() => ({ took: Date.now() - started, end: 'over' }),
		(end: unknown) => ({ took: Date.now() - started, end }),
	);
	await vi.advanceTimersByTimeAsync(100_000);
	return await waiting;
}

describe('a wait', () => {
	it.each([1, 199, 200, 201, 1000, 60_000])('of %d ms is that long', async (ms) => {
		expect(await outcome(ms)).toEqual({ took: ms, end: 'over' });
	});

	it.each([0, -5])('of %d ms is none', async (ms) => {
		expect(await outcome(ms, new AbortController().signal)).toEqual({ took: 0, end: 'over' });
	});

	it('does not depend on the clock of the machine', async () => {
		let over = false;
		void waitFor(1000, undefined).then(() => (over = true));
		await vi.advanceTimersByTimeAsync(300);
		vi.setSystemTime(Date.now() - 60_000);
		await vi.advanceTimersByTimeAsync(700);
		expect(over).toBe(true);
	});

	it('ends at once when the run is cancelled', async () => {
		const controller = new AbortController();
		setTimeout(() => controller.abort(), 1234);
		const { took, end } = await outcome(60_000, controller.signal);
		expect(took).toBe(1234);
		expect(end).toBeInstanceOf(RunCanceled);
	});

	it('does not begin in a cancelled run', async () => {
		const { took, end } = await outcome(60_000, AbortSignal.abort());
		expect(took).toBe(0);
		expect(end).toBeInstanceOf(RunCanceled);
	});

	it('leaves no timer behind that outlives a cancelled run by more than 250 ms', async () => {
		const controller = new AbortController();
		const waiting = waitFor(60_000, controller.signal).catch(() => 'ended');
		await vi.advanceTimersByTimeAsync(1000);
		controller.abort();
		expect(await waiting).toBe('ended');
		await vi.advanceTimersByTimeAsync(250);
		expect(vi.getTimerCount()).toBe(0);
	});

	it('leaves no listener behind, however it ends', async () => {
		const controller = new AbortController();
		const added = vi.spyOn(controller.signal, 'addEventListener');
		const removed = vi.spyOn(controller.signal, 'removeEventListener');
		await outcome(500, controller.signal);
		setTimeout(() => controller.abort(), 300);
		await outcome(500, controller.signal);
		expect(added).toHaveBeenCalledTimes(2);
		expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
			added.mock.calls.map(([, listener]) => listener),
		);
	});
});
