import { beforeEach, describe, expect, it } from 'vitest';

import { API_TOKEN, pairs, useBench } from '../bench.mts';
import { chosen, DEMO, SHOP } from './support.mts';

const bench = useBench('manageSegment');
beforeEach(() => {
	const add = (name: string, code: string) =>
		bench.sandbox.pushwoosh.addFilter({ name, code, filterExpression: 'T("Age", GTE, 18)' });
	add('Adults', 'AAAAA-11111');
	add('Twins', 'AAAAA-22222');
	add('Twins', 'AAAAA-33333');
});

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
			{ request: { auth: API_TOKEN, name: 'Adults', application: DEMO } },
		]);
		expect(run.results).toEqual([{ deleted: true, name: 'Adults' }]);
		expect(left()).toEqual(['Twins', 'Twins']);
		expect(run.hints).toEqual(['1 segment deleted; 2 requests']);
	});

	it.each([' VIP', 'VIP ', 'VIP', '\u00a0VIP'])(
		'“%s” under the name it is listed with, beside its likes',
		async (name) => {
			const names = [' VIP', 'VIP ', 'VIP', '\u00a0VIP'];
			names.forEach((own, at) =>
				bench.sandbox.pushwoosh.addFilter({
					name: own,
					code: `VVVVV-0000${at}`,
					filterExpression: 'T("Age", GTE, 18)',
				}),
			);
			for (const [at, segment] of [
				chosen(name, 'name'),
				chosen(`VVVVV-0000${names.indexOf(name)}`, 'code'),
			].entries()) {
				const run = await bench.run({ ...remove, segment }, { onError: 'continueErrorOutput' });
				// The second time it is gone.
				expect(run.results).toEqual(at === 0 ? [{ deleted: true, name }] : []);
			}
			expect(bench.bodies('deleteFilter')).toEqual([
				{ request: { auth: API_TOKEN, name, application: DEMO } },
			]);
			expect(left()).toEqual(['Adults', 'Twins', 'Twins', ...names.filter((own) => own !== name)]);
		},
	);

	it('by code, the one that is chosen where another differs by a blank', async () => {
		bench.sandbox.pushwoosh.addFilter({
			name: 'Adults ',
			code: 'AAAAA-99999',
			application: DEMO,
			filterExpression: 'T("Age", GTE, 18)',
		});
		const run = await bench.run({ ...remove, segment: chosen('AAAAA-99999', 'code') });
		expect(run.results).toEqual([{ deleted: true, name: 'Adults ' }]);
		expect(left()).toEqual(['Adults', 'Twins', 'Twins']);
	});

	it('where Pushwoosh keeps to the application that it is given', async () => {
		bench.sandbox.pushwoosh.settings.deleteFilterBound = true;
		expect((await bench.run(remove)).results).toEqual([{ deleted: true, name: 'Adults' }]);
		expect(left()).toEqual(['Twins', 'Twins']);
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
		expect(run.results).toEqual([...all, 'a'].map((name) => ({ deleted: true, name })));
		expect(pairs(run.success)).toEqual([0, 1, 2, 3, 4]);
		expect(bench.requests('listFilters')).toHaveLength(1);
		expect(bench.requests('deleteFilter')).toHaveLength(4);
		expect(left()).toEqual(['Adults', 'Twins', 'Twins']);
	});
});

describe('not found', () => {
	it.each([
		['a name that isn’t there', chosen('nope', 'name'), { name: 'nope' }],
		['a code that isn’t there', chosen('nope', 'code'), { segmentCode: 'nope' }],
		['a name in other capitals', chosen('adults', 'name'), { name: 'adults' }],
		['a name with a blank more', chosen('Adults ', 'name'), { name: 'Adults ' }],
		['a name with a blank less', chosen('VIP', 'name'), { name: 'VIP' }],
		['the name of another application’s', chosen('Only shop', 'name'), { name: 'Only shop' }],
		['the code of another application’s', chosen('BBBBB-11111', 'code'), { segmentCode: 'BBBBB-11111' }],
	])('%s: nothing is asked to be deleted', async (_what, segment, identifiers) => {
		const add = (name: string, code: string, application?: string) =>
			bench.sandbox.pushwoosh.addFilter({ name, code, application, filterExpression: 'T("Age", GTE, 18)' });
		add(' VIP', 'AAAAA-44444');
		add('Only shop', 'BBBBB-11111', SHOP);
		add('VIP', 'BBBBB-22222', SHOP);
		for (const deleteFilterBound of [false, true]) {
			bench.sandbox.pushwoosh.settings.deleteFilterBound = deleteFilterBound;
			const run = await bench.run({ ...remove, segment }, { onError: 'continueErrorOutput' });
			expect(run.failures[0].error).toMatch(/^This application has no segment (with the code )?'/);
			expect(run.failures[0].details).toMatchObject({ code: 'NOT_FOUND', ...identifiers });
			expect(run.failures[0].details).not.toHaveProperty('httpStatus');
		}
		expect(bench.requests('deleteFilter')).toHaveLength(0);
		expect(left()).toHaveLength(6);
	});

	it('in the answer to the deletion: it is gone since it was listed', async () => {
		bench.sandbox.faults.add({
			match: { path },
			answer: {
				status: 200,
				body: { status_code: 404, status_message: 'Resource not found', response: null },
			},
		});
		const run = await bench.run(remove, { onError: 'continueErrorOutput' });
		expect(run.failures[0].details).toMatchObject({
			code: 'NOT_FOUND',
			httpStatus: 200,
			attempts: 1,
			name: 'Adults',
		});
	});

	it('after a 429 it is a failure: nothing was deleted before', async () => {
		bench.sandbox.faults.add({
			match: { path },
			times: 1,
			answer: { status: 429, headers: { 'retry-after': '0' }, body: 'slow down' },
		});
		bench.sandbox.faults.add({
			match: { path, nth: 1 },
			answer: {
				status: 200,
				body: { status_code: 404, status_message: 'Resource not found', response: null },
			},
		});
		const run = await bench.run(remove, { onError: 'continueErrorOutput' });
		expect(bench.requests('deleteFilter')).toHaveLength(2);
		expect(run.results).toEqual([]);
		expect(run.failures[0].details).toMatchObject({ code: 'NOT_FOUND', attempts: 2, name: 'Adults' });
	});

	it('at a repeat it is success: the try before had worked', async () => {
		bench.sandbox.faults.add({
			match: { path },
			times: 1,
			answer: { act: true, status: 500, body: 'Internal error' },
		});
		const run = await bench.run(remove);
		expect(bench.requests('deleteFilter')).toHaveLength(2);
		expect(run.results).toEqual([{ deleted: true, name: 'Adults' }]);
		expect(left()).toEqual(['Twins', 'Twins']);
	});

	it('after a lost connection too', async () => {
		bench.sandbox.faults.add({ match: { path }, times: 1, answer: { connection: 'resetAfterActing' } });
		const run = await bench.run(remove);
		expect(bench.requests('deleteFilter')).toHaveLength(2);
		expect(run.results).toEqual([{ deleted: true, name: 'Adults' }]);
	});
});

it('a segment chosen by its code is named in the failure of its deletion', async () => {
	bench.sandbox.faults.add({
		match: { path: '/json/1.3/deleteFilter' },
		answer: { status: 200, body: { status_code: 210, status_message: 'No', response: null } },
	});
	const run = await bench.run(
		{ ...remove, segment: chosen('AAAAA-11111', 'code') },
		{ onError: 'continueErrorOutput' },
	);
	expect(run.failures[0].details).toMatchObject({ code: '210', name: 'Adults' });
});

describe('several segments of one name', () => {
	it.each([chosen('Twins'), chosen('AAAAA-22222', 'code')])(
		'none is deleted, whether by name or code',
		async (segment) => {
			const run = await bench.run({ ...remove, segment }, { onError: 'continueErrorOutput' });
			expect(bench.requests('deleteFilter')).toHaveLength(0);
			expect(run.failures[0].error).toContain(
				"2 segments of this application are called 'Twins' (AAAAA-22222, AAAAA-33333)",
			);
			expect(run.failures[0].details).toMatchObject({ code: 'AMBIGUOUS', name: 'Twins' });
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
		expect(pairs(run.success)).toEqual([1]);
		expect(pairs(run.failed)).toEqual([0, 2]);
		expect(bench.requests('listFilters')).toHaveLength(2);
		expect(bench.bodies('deleteFilter')).toEqual([
			{ request: { auth: API_TOKEN, name: 'Adults', application: SHOP } },
		]);
		expect(run.failures[0].details).toMatchObject({
			code: '403',
			httpStatus: 200,
			attempts: 1,
			name: 'Adults',
		});
	});
});

it('Stop counts what was deleted before', async () => {
	const run = await bench.run(
		{ ...remove, segment: chosen('={{ $json.name }}', 'name') },
		{ items: [{ name: 'Adults' }, { name: 'nope' }] },
	);
	expect(run.error?.message).toBe("This application has no segment 'nope' [item 1]");
	expect(run.error?.description).toContain('1 segment done, 1 not done.');
	expect(run.error?.context?.data).toEqual(['nope']);
	expect(left()).toEqual(['Twins', 'Twins']);
});
