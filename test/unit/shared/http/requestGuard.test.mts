import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { RunCanceled } from '../../../../nodes/shared/failure.ts';
import { RequestGuard, RequestTimedOut } from '../../../../nodes/shared/http/requestGuard.ts';
import { settle } from '../fakeContext.mts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = async () => await new Promise<string>(() => {});

/** A request that ends after so many milliseconds. */
const lasting = (ms: number) => async () => {
	await new Promise((resolve) => setTimeout(resolve, ms));
	return `after ${ms}`;
};

/** How a request ended, and when on the fake clock. */
function noted(request: Promise<unknown>): Promise<string> {
	const started = performance.now();
	const at = () => Math.round(performance.now() - started);
	return request.then(
		(value) => `${String(value)} at ${at()}`,
		(error: Error) => `${error.name} at ${at()}`,
	);
}

describe('a guarded request', () => {
	it('gives what it gives, and throws what it throws', async () => {
		const guard = new RequestGuard(1000, undefined);
		expect(await guard.run(async () => 'value')).toBe('value');
		await expect(guard.run(async () => await Promise.reject(new Error('inner')))).rejects.toThrow('inner');
	});

	it('is ended when it takes too long, and told so by its signal', async () => {
		const guard = new RequestGuard(30_000, undefined);
		let signal: AbortSignal | undefined;
		const ended = noted(
			guard.run(async (given) => {
				signal = given;
				return await never();
			}),
		);
		await vi.advanceTimersByTimeAsync(29_999);
		expect(signal?.aborted).toBe(false);
		await vi.advanceTimersByTimeAsync(1);
		expect(await ended).toBe('RequestTimedOut at 30000');
		expect(signal?.aborted).toBe(true);
	});

	it('has its own time, however many others there are', async () => {
		const guard = new RequestGuard(1000, undefined);
		const ends = [noted(guard.run(never)), noted(guard.run(lasting(100)))];
		await vi.advanceTimersByTimeAsync(50);
		ends.push(noted(guard.run(never)), noted(guard.run(lasting(990))));
		await vi.advanceTimersByTimeAsync(5000);
		expect(await Promise.all(ends)).toEqual([
			'RequestTimedOut at 1000',
			'after 100 at 100',
			'RequestTimedOut at 1000',
			'after 990 at 990',
		]);
	});

	it('is watched again after a while without requests', async () => {
		const guard = new RequestGuard(1000, undefined);
		expect(await guard.run(async () => 1)).toBe(1);
		await vi.advanceTimersByTimeAsync(10_000);
		expect(vi.getTimerCount()).toBe(0);
		const ended = noted(guard.run(never));
		await vi.advanceTimersByTimeAsync(1000);
		expect(await ended).toBe('RequestTimedOut at 1000');
	});

	it('is not ended by a change of the clock', async () => {
		const guard = new RequestGuard(30_000, undefined);
		const ended = noted(guard.run(lasting(500)));
		vi.setSystemTime(Date.now() + 3_600_000);
		await vi.advanceTimersByTimeAsync(500);
		expect(await ended).toBe('after 500 at 500');
	});
});

describe('cancelling', () => {
	it('ends all requests in flight at once, whether they listen or not', async () => {
		const controller = new AbortController();
		const guard = new RequestGuard(30_000, controller.signal);
		const signals: AbortSignal[] = [];
		const ends = Array.from({ length: 3 }, () =>
			noted(
				guard.run(async (signal) => {
					signals.push(signal);
					return await never();
				}),
			),
		);
		await vi.advanceTimersByTimeAsync(777);
		controller.abort();
		expect(await Promise.all(ends)).toEqual(Array(3).fill('RunCanceled at 777'));
		expect(signals.every(({ aborted }) => aborted)).toBe(true);
	});

	it('counts as cancelled also where the request rejects when its signal says so', async () => {
		const controller = new AbortController();
		const guard = new RequestGuard(30_000, controller.signal);
		const ended = guard.run(
			async (signal) =>
				await new Promise((_, reject) =>
					signal.addEventListener('abort', () => reject(new Error('ERR_CANCELED'))),
				),
		);
		controller.abort();
		await expect(ended).rejects.toBeInstanceOf(RunCanceled);
	});

	it('a time-out is told apart from it', () => {
		expect(new RequestTimedOut()).not.toBeInstanceOf(RunCanceled);
	});
});

describe('a hundred thousand requests', () => {
	it('need one timer and one listener', async () => {
		const controller = new AbortController();
		const added = vi.spyOn(controller.signal, 'addEventListener');
		const removed = vi.spyOn(controller.signal, 'removeEventListener');
		const guard = new RequestGuard(30_000, controller.signal);
		let running = 0;
		let most = 0;
		const worker = async () => {
			for (let at = 0; at < 1000; at++) {
				await guard.run(async () => {
					most = Math.max(most, ++running);
					await settle();
					running--;
				});
			}
		};
		await Promise.all(Array.from({ length: 100 }, worker));
		expect(most).toBe(100);
		expect(vi.getTimerCount()).toBe(1);
		expect(removed.mock.calls.length).toBe(added.mock.calls.length);
		await vi.advanceTimersByTimeAsync(250);
		expect(vi.getTimerCount()).toBe(0);
	});

	it('leave nothing unhandled when what they threw comes late', async () => {
		const unhandled: unknown[] = [];
		const note = (reason: unknown) => void unhandled.push(reason);
		process.on('unhandledRejection', note);
		try {
			const guard = new RequestGuard(100, undefined);
			const ended = noted(
				guard.run(async () => {
					await new Promise((resolve) => setTimeout(resolve, 500));
					throw new Error('late');
				}),
			);
			await vi.advanceTimersByTimeAsync(1000);
			expect(await ended).toBe('RequestTimedOut at 100');
			vi.useRealTimers();
			await new Promise((resolve) => setTimeout(resolve, 10));
			expect(unhandled).toEqual([]);
		} finally {
			process.off('unhandledRejection', note);
		}
	});
});
