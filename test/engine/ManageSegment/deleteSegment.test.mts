import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { chosen, DEMO, openBench, pairs, SHOP, TOKEN, type Bench } from './bench.mts';

let bench: Bench;
beforeAll(async () => (bench = await openBench()));
beforeEach(() => {
	bench.sandbox.reset();
	const add = (name: string, code: string) =>
		bench.sandbox.pushwoosh.addFilter({ name, code, filterExpression: 'T("Age", GTE, 18)' });
	add('Adults', 'AAAAA-11111');
	add('Twins', 'AAAAA-22222');
	add('Twins', 'AAAAA-33333');
});
afterAll(async () => await bench.close());

const remove = { operation: 'delete', application: chosen(DEMO), segment: chosen('Adults') };
const left = () => bench.sandbox.pushwoosh.filters.map(({ name }) => name);
const path = '/json/1.3/deleteFilter';

describe('deletes', () => {
	it.each([
		['a segment from the list', chosen('Adults')],
		['by name', chosen('Adults', 'name')],
		['by code', chosen('AAAAA-11111', 'code')],
	])('%s: name and application are sent', async (_how, segment) => {
		const run = await bench.run({ ...remove, segment });
		expect(bench.bodies('deleteFilter')).toEqual([
			{ request: { auth: TOKEN, name: 'Adults', application: DEMO } },
		]);
		expect(run.output).toEqual([{ deleted: true, name: 'Adults' }]);
		expect(left()).toEqual(['Twins', 'Twins']);
		expect(run.hints).toEqual(['1 segment deleted; 2 requests']);
	});

	it('many items: one list for each application, one deletion for each segment', async () => {
		const all = ['a', 'b', 'c', 'd'];
		for (const name of all)
			bench.sandbox.pushwoosh.addFilter({
				name,
				code: `${name}-code`,
				filterExpression: 'T("Age", GTE, 18)',
			});
		const run = await bench.run(
			{ ...remove, segment: chosen('={{ $json.name }}', 'name') },
			{ items: [...all, 'a'].map((name) => ({ name })) },
		);
		expect(run.output).toEqual([...all, 'a'].map((name) => ({ deleted: true, name })));
		expect(pairs(run.it.success)).toEqual([0, 1, 2, 3, 4]);
		expect(bench.asked('listFilters')).toHaveLength(1);
		expect(bench.asked('deleteFilter')).toHaveLength(4);
		expect(left()).toEqual(['Adults', 'Twins', 'Twins']);
	});
});

describe('not found', () => {
	it('by name: it is Pushwoosh that says so', async () => {
		const run = await bench.run(
			{ ...remove, segment: chosen('nope', 'name') },
			{ onError: 'continueErrorOutput' },
		);
		expect(bench.asked('deleteFilter')).toHaveLength(1);
		expect(run.errors[0].error).toContain("Pushwoosh didn't delete the segment: “Resource not found”");
		expect(run.errors[0].details).toEqual({ advice: expect.any(String) as string, code: 'NOT_FOUND', httpStatus: 200, attempts: 1, name: 'nope' });
	});

	it('by code: there is no name to delete by', async () => {
		const run = await bench.run(
			{ ...remove, segment: chosen('nope', 'code') },
			{ onError: 'continueErrorOutput' },
		);
		expect(bench.asked('deleteFilter')).toHaveLength(0);
		expect(run.errors[0].details).toEqual({ advice: expect.any(String) as string, code: 'NOT_FOUND', segmentCode: 'nope' });
	});

	it('at a repeat it is success: the try before had worked', async () => {
		bench.sandbox.faults.add({
			match: { path },
			times: 1,
			answer: { act: true, status: 500, body: 'Internal error' },
		});
		const run = await bench.run(remove);
		expect(bench.asked('deleteFilter')).toHaveLength(2);
		expect(run.output).toEqual([{ deleted: true, name: 'Adults' }]);
		expect(left()).toEqual(['Twins', 'Twins']);
	});

	it('after a lost connection too', async () => {
		bench.sandbox.faults.add({ match: { path }, times: 1, answer: { connection: 'resetAfterActing' } });
		const run = await bench.run(remove);
		expect(bench.asked('deleteFilter')).toHaveLength(2);
		expect(run.output).toEqual([{ deleted: true, name: 'Adults' }]);
	});
});

it('a segment chosen by its code is named in the failure of its deletion', async () => {
	bench.sandbox.faults.add({
		match: { path: '/json/1.3/deleteFilter' },
		answer: { status: 200, body: { status_code: 210, status_message: 'No', response: null } },
	});
	const run = await bench.run({ ...remove, segment: chosen('AAAAA-11111', 'code') }, { onError: 'continueErrorOutput' });
	expect(run.errors[0].details).toMatchObject({ code: '210', name: 'Adults' });
});

describe('several segments of one name', () => {
	it.each([chosen('Twins'), chosen('AAAAA-22222', 'code')])(
		'none is deleted, whether by name or code',
		async (segment) => {
			const run = await bench.run({ ...remove, segment }, { onError: 'continueErrorOutput' });
			expect(bench.asked('deleteFilter')).toHaveLength(0);
			expect(run.errors[0].error).toBe(
				`2 segments of application ${DEMO} are called “Twins” (AAAAA-22222, AAAAA-33333), so none was deleted`,
			);
			expect(run.errors[0].details.advice).toBe(
				'Pushwoosh deletes segments by name only, and it may pick another one: delete or rename it in the Control Panel.',
			);
			expect(run.errors[0].details).toMatchObject({ code: 'AMBIGUOUS', name: 'Twins' });
			expect(left()).toEqual(['Adults', 'Twins', 'Twins']);
		},
	);
});

describe('when the list can’t be had, nothing is deleted', () => {
	it('and only the items of that application fail', async () => {
		bench.sandbox.faults.add({
			match: { path: '/json/1.3/listFilters', bodyIncludes: DEMO },
			answer: {
				status: 200,
				body: {
					status_code: 403,
					status_message: 'Token restrictions forbid this operation',
					response: null,
				},
			},
		});
		const run = await bench.run(
			{
				...remove,
				application: chosen('={{ $json.app }}', 'code'),
				segment: chosen('={{ $json.name }}', 'name'),
			},
			{
				items: [
					{ app: DEMO, name: 'Adults' },
					{ app: SHOP, name: 'Adults' },
					{ app: DEMO, name: 'x' },
				],
				onError: 'continueErrorOutput',
			},
		);
		expect(pairs(run.it.success)).toEqual([1]);
		expect(pairs(run.it.failed)).toEqual([0, 2]);
		expect(bench.asked('listFilters')).toHaveLength(2);
		expect(bench.bodies('deleteFilter')).toEqual([
			{ request: { auth: TOKEN, name: 'Adults', application: SHOP } },
		]);
		expect(run.errors[0].details).toEqual({ advice: expect.any(String) as string, code: '403', httpStatus: 200, attempts: 1, name: 'Adults' });
	});
});

it('Stop counts what was deleted before', async () => {
	const run = await bench.run(
		{ ...remove, segment: chosen('={{ $json.name }}', 'name') },
		{ items: [{ name: 'Adults' }, { name: 'nope' }] },
	);
	expect(run.error?.message).toBe(
		"Pushwoosh didn't delete the segment: “Resource not found” [item 1]",
	);
	expect(run.it.error?.description).toContain('1 segment done, 1 not done.');
	expect(run.it.error?.context?.data).toEqual(['nope']);
	expect(left()).toEqual(['Twins', 'Twins']);
});
