import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { RunCanceled } from '../../../../nodes/shared/failure.ts';
import { Traffic, type Passed, type TrafficRules } from '../../../../nodes/shared/http/traffic.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = async (ms: number) => await vi.advanceTimersByTimeAsync(ms);

/** Requests by name: which set out, and when, in milliseconds. */
function road(rules: TrafficRules) {
	const traffic = new Traffic(rules);
	const began = performance.now();
	const moments = new Map<string, number>();
	const log: string[] = [];
	return {
		traffic,
		log,
		enter: (name: string, waitMs?: number) =>
			void traffic.enter(waitMs).then(
				(since) => {
					moments.set(name, since);
					log.push(`${name} at ${Math.round(since - began)}`);
				},
				(error: unknown) => void log.push(`${name}: ${(error as Error).name}`),
			),
		leave: (name: string, outcome: Passed['outcome'] = 'answered', more: Partial<Passed> = {}) =>
			traffic.leave({ since: moments.get(name) ?? 0, outcome, ...more }),
	};
}

describe('places', () => {
	it('are taken by what is in flight, and not by what waits', async () => {
		const { enter, leave, log } = road({ most: 2 });
		for (const name of ['a', 'b', 'c']) enter(name);
		enter('late', 1000);
		await pass(0);
		expect(log).toEqual(['a at 0', 'b at 0']);
		leave('a');
		await pass(1500);
		expect(log).toEqual(['a at 0', 'b at 0', 'c at 0']);
		leave('b');
		await pass(0);
		expect(log.at(-1)).toBe('late at 1500');
	});

	it('are given in the order of the moments that were waited for', async () => {
		const { enter, log } = road({ most: 9 });
		for (const ms of [3000, 1000, 2000]) enter(`${ms}`, ms);
		await pass(5000);
		expect(log).toEqual(['1000 at 1000', '2000 at 2000', '3000 at 3000']);
	});

	it('that are free are taken before anything else can happen', async () => {
		const { enter, log } = road({ most: 1 });
		enter('a');
		await Promise.resolve();
		expect(log).toEqual(['a at 0']);
	});

	it('are not waited for longer because somebody else waits longer', async () => {
		const { enter, log } = road({ most: 9 });
		enter('late', 1000);
		await pass(10);
		enter('soon', 50);
		await pass(55);
		expect(log).toEqual(['soon at 60']);
	});

	it('go to equal moments in the order of the calls', async () => {
		const { enter, log } = road({ most: 9 });
		for (const name of ['a', 'b', 'c']) enter(name, 500);
		await pass(500);
		expect(log).toEqual(['a at 500', 'b at 500', 'c at 500']);
	});

	it('do not depend on the clock of the machine', async () => {
		const { enter, log } = road({ most: 1 });
		enter('a', 1000);
		await pass(300);
		vi.setSystemTime(Date.now() - 60_000);
		await pass(700);
		expect(log).toEqual(['a at 1000']);
	});
});

describe('the first request', () => {
	it.each<[string, Passed['outcome'], number]>([
		['answered', 'answered', 3],
		['refused', 'refused', 1],
		['unanswered', 'unanswered', 1],
	])('is alone until its first answer: %s', async (_, outcome, others) => {
		const { enter, leave, log } = road({ most: 3, firstAlone: true });
		for (const name of ['first', 'a', 'b', 'c']) enter(name);
		await pass(0);
		expect(log).toEqual(['first at 0']);
		leave('first', outcome);
		await pass(0);
		expect(log).toHaveLength(1 + others);
	});

	it('is not waited for when the second had no answer either', async () => {
		const { enter, leave, log } = road({ most: 3, firstAlone: true });
		for (const name of ['first', 'second', 'a', 'b', 'c', 'd']) enter(name);
		await pass(0);
		leave('first', 'unanswered');
		await pass(0);
		leave('second', 'unanswered');
		await pass(0);
		expect(log).toHaveLength(5);
	});
});

describe('a refused credential', () => {
	it('keeps the next request alone, however often it is refused', async () => {
		const { enter, leave, log } = road({ most: 3, firstAlone: true });
		for (const name of ['first', 'second', 'third', 'a', 'b']) enter(name);
		for (const [at, name] of ['first', 'second', 'third'].entries()) {
			await pass(0);
			expect(log).toHaveLength(at + 1);
			leave(name, 'refused');
		}
		await pass(0);
		expect(log).toHaveLength(4);
	});
});

describe('a service that asks for less', () => {
	const told = { standstill: { guessedMs: 1000, toldMs: 3000 } };
	const guessed = { standstill: { guessedMs: 1000 } };

	it('is left alone for a while, then asked by half as many, then slowly by more', async () => {
		const { traffic, enter, leave, log } = road({ most: 8 });
		for (let at = 0; at < 8; at++) enter(`${at}`);
		await pass(0);
		leave('0', 'answered', told);
		// Those that had set out before say nothing new.
		for (let at = 1; at < 8; at++) leave(`${at}`, 'answered', told);
		expect(traffic.pauseMs()).toBe(3000);
		log.length = 0;
		for (let at = 8; at < 18; at++) enter(`${at}`);
		await pass(2999);
		expect([log.length, traffic.hasRoom(0)]).toEqual([0, false]);
		await pass(1);
		expect(log).toHaveLength(4);
		for (let at = 8; at < 12; at++) leave(`${at}`);
		await pass(0);
		expect(log).toHaveLength(4 + 4);
		for (let at = 12; at < 16; at++) leave(`${at}`);
		await pass(0);
		expect(traffic.hasRoom(4)).toBe(true);
		expect(traffic.hasRoom(5)).toBe(false);
	});

	it('that names no time is left alone half of the time at most: a request may be refused for a reason of its own', async () => {
		const { traffic, enter, leave } = road({ most: 8 });
		enter('a');
		await pass(0);
		leave('a', 'answered', guessed);
		expect(traffic.pauseMs()).toBe(1000);
		await pass(1000);
		enter('b');
		await pass(0);
		leave('b', 'answered', guessed);
		expect(traffic.pauseMs()).toBe(0);
		await pass(1000);
		enter('c');
		await pass(0);
		leave('c', 'answered', guessed);
		expect(traffic.pauseMs()).toBe(1000);
	});

	it('is asked by more only after answers', async () => {
		const { traffic, enter, leave } = road({ most: 8 });
		for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) enter(name);
		await pass(0);
		leave('a', 'answered', guessed);
		await pass(1000);
		for (const name of ['b', 'c', 'd', 'e', 'f']) leave(name, 'unanswered');
		expect([traffic.hasRoom(3), traffic.hasRoom(4)]).toEqual([true, false]);
	});

	it('has its pause end told, also when nobody waits for a place', async () => {
		const { traffic } = road({ most: 8 });
		traffic.slowDown(told.standstill, performance.now());
		let isTold = false;
		void traffic.changed().then(() => (isTold = true));
		expect(traffic.hasRoom(0)).toBe(false);
		await pass(2900);
		const wasTold = traffic.hasRoom(0);
		await pass(200);
		expect([wasTold, traffic.hasRoom(0), isTold]).toEqual([false, true, true]);
	});

	it('is asked by a tenth of the requests at least', async () => {
		const { traffic } = road({ most: 50 });
		for (let at = 0; at < 20; at++) {
			traffic.slowDown(guessed.standstill, performance.now());
			await pass(10);
		}
		await pass(2000);
		expect([traffic.hasRoom(4), traffic.hasRoom(5)]).toEqual([true, false]);
	});
});

describe('the end', () => {
	it.each([
		['', 0],
		[' during a pause', 3000],
	])(
		'ends all waits at once%s, lets nothing begin, and leaves no timer and no listener behind',
		async (_, toldMs) => {
			const controller = new AbortController();
			const { traffic, enter, log } = road({ most: 1, signal: controller.signal });
			enter('a');
			enter('b');
			enter('c', 5000);
			const rest = traffic.rest(9000).catch((error: unknown) => error);
			await pass(100);
			traffic.slowDown({ toldMs, guessedMs: 0 }, performance.now());
			controller.abort();
			await pass(0);
			expect(log).toEqual(['a at 0', 'b: RunCanceled', 'c: RunCanceled']);
			expect(await rest).toBeInstanceOf(RunCanceled);
			await expect(traffic.enter()).rejects.toBeInstanceOf(RunCanceled);
			await expect(traffic.rest(10)).rejects.toBeInstanceOf(RunCanceled);
			expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
			await pass(250);
			expect(vi.getTimerCount()).toBe(0);
		},
	);

	it('of all waits leaves no listener behind', async () => {
		const { signal } = new AbortController();
		const { enter, log } = road({ most: 5, signal });
		enter('a', 100);
		enter('b', 200);
		await pass(150);
		expect(getEventListeners(signal, 'abort')).toHaveLength(1);
		await pass(100);
		expect(log).toHaveLength(2);
		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});
});
