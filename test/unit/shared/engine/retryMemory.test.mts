import type { INode } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { PartIndex, type PlannedPart } from '../../../../nodes/shared/engine/plan.ts';
import type { PartAnswer } from '../../../../nodes/shared/engine/operation.ts';
import { RetryMemory } from '../../../../nodes/shared/engine/retryMemory.ts';
import type { RunInfo } from '../../../../nodes/shared/engine/runInfo.ts';
import { tokenOperation, type TokenUnit, type Data, type TokenOperation } from './tokens.mts';

afterEach(() => void vi.useRealTimers());

let executions = 0;
const info = (changes: Partial<RunInfo> = {}): RunInfo => ({
	node: { id: 'node-1', retryOnFail: true } as INode,
	instanceId: 'i',
	workflowId: 'w',
	executionId: `memory-${executions}`,
	runIndex: 0,
	timezone: 'UTC',
	isTool: false,
	continueOnFail: false,
	...changes,
});
/** Each test begins when what the one before left is long forgotten. */
beforeEach(() => {
	vi.useFakeTimers();
	vi.advanceTimersByTime(++executions * 10_000_000);
});

const ACCEPTED: PartAnswer<Data> = { kind: 'succeeded', data: undefined };
const refused = { kind: 'rejected', code: 'NOT_FOUND', message: 'No' } as const;
const failed = (uncertain: boolean): PartAnswer<Data> => ({
	kind: 'failed',
	failure: { code: 'X', message: 'X', ...(uncertain ? { uncertain } : {}) },
});

const grouped = tokenOperation();
/** Each unit travels alone, equal ones too. */
const alone = tokenOperation({ parts: () => [{ id: 'create' }] });

/** One try: `tokens` by item, answered as given where nothing is known. @returns what was known of each */
function attempt(
	run: RunInfo,
	operation: TokenOperation,
	tokens: string[],
	answers: Array<PartAnswer<Data> | undefined> = [],
	{ isOver = false, most = undefined as number | undefined } = {},
) {
	const index = new PartIndex<TokenUnit, Data>(operation);
	const units = tokens.map((token, item) => index.plan({ token, topic: 't' }, item));
	const memory = RetryMemory.of(run, most);
	memory?.recall(operation, units);
	const known = units.map(({ parts: [part] }) => part?.answer?.kind);
	units.forEach(({ parts: [part] }, at) => {
		if (part) part.answer ??= answers[at];
	});
	memory?.end(operation, units, isOver);
	return known;
}

/** A run of one unit, with its part. */
function planned(token: string) {
	const [unit] = [new PartIndex<TokenUnit, Data>(grouped).plan({ token, topic: 't' }, 0)];
	return { units: [unit], part: unit.parts[0]! };
}

/** One try of one part that ends as given. @returns what was known of it */
function attemptPart(left: Partial<PlannedPart<TokenUnit, Data>> = {}, token = 'a') {
	const { units, part } = planned(token);
	const memory = RetryMemory.of(info());
	memory?.recall(grouped, units);
	const known = { ...part };
	Object.assign(part, left);
	memory?.end(grouped, units, false);
	return known;
}

describe("what is known at n8n's repeat", () => {
	it('is what was accepted, refused or is uncertain, not what may be tried again', () => {
		const answers = [ACCEPTED, refused, failed(true), failed(false), undefined];
		expect(attempt(info(), grouped, ['a', 'b', 'c', 'd', 'e'], answers)).toEqual(Array(5).fill(undefined));
		const known = ['succeeded', 'rejected', 'failed', undefined, undefined];
		expect(attempt(info(), grouped, ['a', 'b', 'c', 'd', 'e'])).toEqual(known);
		// And at the next one.
		expect(attempt(info(), grouped, ['a', 'b', 'c', 'd', 'e'])).toEqual(known);
	});

	it('is not what is uncertain where the user wants that repeated', () => {
		const repeating = tokenOperation({ retriesUncertain: true });
		attempt(info(), repeating, ['a'], [failed(true)]);
		expect(attempt(info(), repeating, ['a'])).toEqual([undefined]);
	});

	it('belongs to what is asked for, at its place', () => {
		attempt(info(), alone, ['a', 'a', 'b'], [ACCEPTED, failed(false), ACCEPTED]);
		expect(attempt(info(), alone, ['a', 'a', 'c'])).toEqual(['succeeded', undefined, undefined]);
	});

	it('of a part that stands in several places is found from each', () => {
		attempt(info(), grouped, ['a', 'a'], [ACCEPTED]);
		expect(attempt(info(), grouped, ['x', 'a'])).toEqual([undefined, 'succeeded']);
	});

	it.each([
		['another execution', { executionId: 'other' }],
		['the next turn of a loop', { runIndex: 1 }],
		['another node', { node: { id: 'node-2', retryOnFail: true } as INode }],
		['another n8n', { instanceId: 'j' }],
		['no Retry On Fail', { node: { id: 'node-1' } as INode }],
		['no execution ID', { executionId: undefined }],
		['no run index', { runIndex: undefined }],
	])('is nothing for %s', (_, changes) => {
		attempt(info(changes), grouped, ['a'], [failed(false)]);
		attempt(info(), grouped, ['a'], [ACCEPTED]);
		expect(attempt(info(changes), grouped, ['a'])).toEqual([undefined]);
	});

	it('is not what was refused for a passing reason: later the service may say something else', () => {
		attemptPart({ answer: refused, isPassing: true });
		expect(attemptPart()).toMatchObject({ answer: undefined, attempts: 0 });
	});

	it('is how often it was asked for, only together with an answer', () => {
		attemptPart({ answer: ACCEPTED, attempts: 3 });
		expect(attemptPart()).toMatchObject({ answer: ACCEPTED, attempts: 3 });
		attemptPart({ begun: 'task', attempts: 3 }, 'b');
		expect(attemptPart({}, 'b')).toMatchObject({ begun: 'task', attempts: 0 });
	});

	it.each([{ begun: 'task-1' }, { mayHaveBeenActedOn: true }])(
		'is also what was left of it without an answer: %o',
		(left) => {
			attemptPart(left);
			expect(attemptPart()).toMatchObject({ begun: undefined, mayHaveBeenActedOn: undefined, ...left });
		},
	);

	it('takes the place of no answer that is there already', () => {
		attemptPart({ answer: ACCEPTED, begun: 'earlier' });
		const { units, part } = planned('a');
		Object.assign(part, { answer: refused, begun: 'now' });
		const memory = RetryMemory.of(info());
		memory?.recall(grouped, units);
		memory?.end(grouped, units, false);
		expect(part).toMatchObject({ answer: refused, begun: 'now' });
	});

	it('is told apart by what the operation says is asked for', () => {
		const byToken = tokenOperation({
			parts: () => [{ id: 'create' }],
			asksFor: ({ token }) => token.toLowerCase(),
		});
		attempt(info(), byToken, ['a', 'b'], [ACCEPTED, ACCEPTED]);
		expect(attempt(info(), byToken, ['A', 'c'])).toEqual(['succeeded', undefined]);
	});

	it('belongs to the item, though another asks for the same', () => {
		attempt(info(), alone, ['a', 'b'], [ACCEPTED, refused]);
		expect(attempt(info(), alone, ['b', 'a'])).toEqual([undefined, undefined]);
	});

	it('of two that are alike in one item is of each by its place', () => {
		const twins = () => {
			const index = new PartIndex<TokenUnit, Data>(alone);
			return Array.from({ length: 3 }, () => index.plan({ token: 'a', topic: 't' }, 0));
		};
		const answers = [refused, failed(false), ACCEPTED];
		const first = twins();
		first.forEach(({ parts: [part] }, at) => Object.assign(part!, { answer: answers[at] }));
		RetryMemory.of(info())?.end(alone, first, false);
		const again = twins();
		const memory = RetryMemory.of(info());
		memory?.recall(alone, again);
		memory?.end(alone, again, true);
		expect(again.map(({ parts: [part] }) => part?.answer?.kind)).toEqual([
			'rejected',
			undefined,
			'succeeded',
		]);
	});

	it('as a tool is known whatever the run index: n8n counts a new one for each try', () => {
		attempt(info({ isTool: true, runIndex: 4 }), grouped, ['a'], [ACCEPTED]);
		expect(attempt(info({ isTool: true, runIndex: 5 }), grouped, ['a'])).toEqual(['succeeded']);
	});
});

describe('what is known is forgotten', () => {
	it('as soon as n8n will not repeat the node', () => {
		attempt(info(), grouped, ['a'], [ACCEPTED], { isOver: true });
		expect(attempt(info(), grouped, ['a'])).toEqual([undefined]);
	});

	it('ten minutes after the last try, however long that took', () => {
		attempt(info(), grouped, ['a'], [ACCEPTED]);
		vi.advanceTimersByTime(590_000);
		expect(attempt(info(), grouped, ['a'])).toEqual(['succeeded']);
		const index = new PartIndex(grouped);
		const units = [index.plan({ token: 'a', topic: 't' }, 0)];
		const long = RetryMemory.of(info());
		long?.recall(grouped, units);
		vi.advanceTimersByTime(3_600_000);
		RetryMemory.of(info({ executionId: 'meanwhile' }))?.end(grouped, [], false);
		long?.end(grouped, units, false);
		expect(attempt(info(), grouped, ['a'])).toEqual(['succeeded']);
		vi.advanceTimersByTime(601_000);
		expect(attempt(info(), grouped, ['a'])).toEqual([undefined]);
	});

	describe('when it gets too much', () => {
		const most = 50;
		const many = Array.from({ length: 30 }, (_, at) => `t${at}`);
		const accepted = Array<PartAnswer<Data>>(many.length).fill(ACCEPTED);
		const remember = (executionId: string, tokens = many) =>
			attempt(info({ executionId }), grouped, tokens, accepted, { most });
		/** Whether it is known, asked in a way that forgets nothing. */
		const isKnown = (executionId: string) => {
			const { units, part } = planned('t0');
			const memory = RetryMemory.of(info({ executionId }));
			memory?.recall(grouped, units);
			memory?.end(grouped, [], false);
			return part.answer !== undefined;
		};

		it('from the longest unused on', () => {
			remember('first');
			remember('second');
			expect(['first', 'second'].map(isKnown)).toEqual([false, true]);
		});

		it('where a run that is used again counts as new', () => {
			remember('first', many.slice(0, 25));
			remember('second', many.slice(0, 25));
			expect(isKnown('first')).toBe(true);
			remember('third', ['t0']);
			expect(['first', 'second', 'third'].map(isKnown)).toEqual([true, false, true]);
		});

		it('not before, and no more than is needed', () => {
			remember('first', many.slice(0, 10));
			remember('second', many.slice(0, 20));
			remember('third', many.slice(0, 20));
			expect(['first', 'second', 'third'].map(isKnown)).toEqual([true, true, true]);
			remember('fourth', ['t0']);
			expect(['first', 'second', 'third', 'fourth'].map(isKnown)).toEqual([false, true, true, true]);
		});

		it('when a try begins as well, without Retry On Fail too', () => {
			attempt(info({ executionId: 'first' }), grouped, many, accepted);
			RetryMemory.of(info({ node: { id: 'node-1' } as INode }), 10);
			expect(isKnown('first')).toBe(false);
		});

		it('not while a try is under way; after it, as any other', () => {
			remember('first');
			const tries = [RetryMemory.of(info({ executionId: 'first' }), most)];
			tries.push(RetryMemory.of(info({ executionId: 'first' }), most));
			remember('second');
			remember('third');
			expect(isKnown('first')).toBe(true);
			for (const one of tries) {
				remember('fourth');
				expect(isKnown('first')).toBe(true);
				one?.end(grouped, [], false);
			}
			remember('fifth');
			expect(isKnown('first')).toBe(false);
		});
	});
});

describe('requests are counted', () => {
	const counted = (changes: Partial<RunInfo> = {}) => RetryMemory.of(info(changes))!;

	it('over all tries of a run', () => {
		const first = counted();
		expect(first.counts()).toEqual({ sent: 0, retried: 0 });
		first.counts().sent = 3;
		first.end(grouped, [], false);
		expect(counted().counts()).toEqual({ sent: 3, retried: 0 });
	});

	it('anew after the run is over, once no other try of it is under way or left something', () => {
		const [first, second] = [counted(), counted()];
		first.counts().sent = 3;
		first.end(grouped, [], true);
		expect(second.counts().sent).toBe(3);
		const third = counted();
		expect(third.counts().sent).toBe(3);
		third.end(grouped, [], true);
		const { units, part } = planned('a');
		part.answer = ACCEPTED;
		second.end(grouped, units, false);
		const fourth = counted();
		fourth.end(grouped, [], true);
		expect(counted().counts().sent).toBe(3);
	});

	it('anew after a run that left nothing', () => {
		const only = counted();
		only.counts().sent = 3;
		only.end(grouped, [], true);
		expect(counted().counts().sent).toBe(0);
	});

	it('for each call of a tool by itself', () => {
		const first = counted({ isTool: true });
		expect(first.counts()).toEqual({ sent: 0, retried: 0 });
		first.counts().sent = 3;
		expect(counted({ isTool: true }).counts()).toEqual({ sent: 0, retried: 0 });
	});
});
