import type { INode } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { PartIndex } from '../../../../nodes/shared/engine/plan.ts';
import type { PartAnswer } from '../../../../nodes/shared/engine/operation.ts';
import { RetryMemory } from '../../../../nodes/shared/engine/retryMemory.ts';
import type { RunInfo } from '../../../../nodes/shared/engine/runInfo.ts';
import { tokenOperation, type TokenUnit, type Data, type TokenOperation } from './tokens.mts';

beforeEach(() => void vi.useFakeTimers());
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
beforeEach(() => void executions++);

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

	it('from the longest unused on, when it gets too much', () => {
		const many = Array.from({ length: 30 }, (_, at) => `t${at}`);
		const accepted = Array<PartAnswer<Data>>(many.length).fill(ACCEPTED);
		const most = 50;
		for (const executionId of ['first', 'second'])
			attempt(info({ executionId }), grouped, many, accepted, { most });
		expect(attempt(info({ executionId: 'second' }), grouped, ['t0'], [], { most })).toEqual(['succeeded']);
		expect(attempt(info({ executionId: 'first' }), grouped, ['t0'], [], { most })).toEqual([undefined]);
	});
});
