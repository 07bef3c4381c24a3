import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { dispatch, type Work } from '../../../../nodes/shared/engine/dispatch.ts';
import { Traffic } from '../../../../nodes/shared/http/traffic.ts';
import { settle as withoutTime } from '../fakeContext.mts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Time for everything that may start to do so. */
const settle = async () => await vi.advanceTimersByTimeAsync(100);

const inOrder = <R,>(requests: R[]) => {
	let next = 0;
	return (): Work<R> | undefined => (next < requests.length ? { request: requests[next++] as R } : undefined);
};

/** Requests that end when told; what is in flight shows in `open`. */
function desk(count: number, concurrency: number, { firstAlone = true, isCheap = false } = {}) {
	const open = new Map<number, { done: () => void; fail: (reason: Error) => void }>();
	const started: number[] = [];
	const state = { goOn: true };
	const traffic = new Traffic({ most: concurrency, firstAlone });
	const all = dispatch<number>({
		traffic,
		concurrency,
		isCheap,
		take: inOrder(Array.from({ length: count }, (_, at) => at)),
		goOn: () => state.goOn,
		send: async (at) => {
			const since = await traffic.enter();
			started.push(at);
			await new Promise<void>((done, fail) => open.set(at, { done, fail })).finally(() =>
				traffic.leave({ since, outcome: 'answered' }),
			);
		},
	});
	const end = async (at: number, reason?: Error) => {
		const request = open.get(at);
		open.delete(at);
		if (reason) request?.fail(reason);
		else request?.done();
		await settle();
	};
	return { all, state, started, inFlight: () => [...open.keys()], end };
}

describe('the dispatcher', () => {
	it('sends the first request alone, then as many as are allowed, in order', async () => {
		const { all, inFlight, end, started } = desk(6, 3);
		await settle();
		expect(inFlight()).toEqual([0]);
		await end(0);
		expect(inFlight()).toEqual([1, 2, 3]);
		await end(2);
		expect(inFlight()).toEqual([1, 3, 4]);
		await end(1);
		expect(inFlight()).toEqual([3, 4, 5]);
		for (const at of [3, 4, 5]) await end(at);
		await all;
		expect(started).toEqual([0, 1, 2, 3, 4, 5]);
	});

	it('sends all at once where the first was sent before', async () => {
		const { inFlight, end, all } = desk(2, 5, { firstAlone: false });
		await settle();
		expect(inFlight()).toEqual([0, 1]);
		await end(0);
		await end(1);
		await all;
	});

	it.each([
		[1, 50, false],
		[2, 51, false],
		[20, 1000, false],
		[4, 50, true],
		[8, 51, true],
	])(
		'starts %d with each turn of the event loop where %d may be in flight (connections kept: %j)',
		async (atATime, concurrency, isCheap) => {
			const { started } = desk(40, concurrency, { firstAlone: false, isCheap });
			for (let turn = 1; turn * atATime <= 40; turn++) {
				for (let times = 0; times < 5; times++) await withoutTime();
				expect(started).toHaveLength(turn * atATime);
				vi.advanceTimersToNextTimer();
			}
		},
	);

	it('starts the first alone where starts are cheap, too, and nothing more in a turn once told to stop', async () => {
		const { state, started, inFlight, end, all } = desk(9, 8, { isCheap: true });
		await settle();
		expect(inFlight()).toEqual([0]);
		const ending = end(0);
		state.goOn = false;
		await ending;
		await all;
		expect(started).toEqual([0]);
	});

	it('starts nothing that waited for its turn when told to stop', async () => {
		const { state, started, end } = desk(9, 3);
		await vi.advanceTimersByTimeAsync(0);
		const ending = end(0);
		state.goOn = false;
		await ending;
		expect(started).toEqual([0]);
	});

	it('starts nothing new when told to stop, and awaits what is in flight', async () => {
		const { all, state, inFlight, end, started } = desk(9, 2);
		await settle();
		await end(0);
		state.goOn = false;
		let over = false;
		void all.then(() => (over = true));
		await end(1);
		expect([inFlight(), over]).toEqual([[2], false]);
		await end(2);
		await all;
		expect(started).toEqual([0, 1, 2]);
	});

	it('starts nothing when told before', async () => {
		const { all, state, started } = desk(0, 2);
		state.goOn = false;
		await all;
		const others: number[] = [];
		await dispatch<number>({
			traffic: new Traffic({ most: 2 }),
			concurrency: 2,
			take: inOrder([1, 2]),
			goOn: () => false,
			send: async (at) => void others.push(at),
		});
		expect([started, others]).toEqual([[], []]);
	});

	it('ends with a defect once nothing is in flight, and starts nothing after it', async () => {
		const { all, end, started } = desk(9, 2);
		const outcome = all.then(
			() => 'over',
			({ message }: Error) => message,
		);
		await settle();
		await end(0);
		await end(1, new Error('defect'));
		await end(2, new Error('another'));
		expect(await outcome).toBe('defect');
		expect(started).toEqual([0, 1, 2]);
	});

	it('lets others go on while one waits, and gives the last wait to what can only be done after it', async () => {
		const order: string[] = [];
		const traffic = new Traffic({ most: 1 });
		const requests: Array<Work<string>> = ['waits', 'b', 'c'].map((request) => ({ request }));
		const afterwards: Array<Work<string>> = [{ restMs: 5000, then: () => void order.push('after the rest') }];
		await Promise.all([
			dispatch<string>({
				traffic,
				concurrency: 1,
				take: (isIdle) => requests.shift() ?? (isIdle ? afterwards.shift() : undefined),
				goOn: () => true,
				send: async (name) => {
					let since = await traffic.enter();
					order.push(name);
					traffic.leave({ since, outcome: 'answered' });
					if (name !== 'waits') return;
					since = await traffic.enter(1000);
					order.push('again');
					traffic.leave({ since, outcome: 'answered' });
				},
			}),
			vi.advanceTimersByTimeAsync(20_000),
		]);
		expect(order).toEqual(['waits', 'b', 'c', 'again', 'after the rest']);
	});
});
