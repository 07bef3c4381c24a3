import { describe, expect, it } from 'vitest';

import { API_TOKEN, pairs, useBench } from '../bench.mts';
import { chosen, DEMO } from './support.mts';

const bench = useBench('manageSegment');

const expression = 'T("City", EQ, "Madrid") * T("Age", GTE, 18)';
const create = {
	operation: 'create',
	name: 'Madrid adults',
	filterMode: 'expression',
	filterExpression: expression,
};

describe('the request', () => {
	it('is the documented one, and the code is found in the list', async () => {
		const run = await bench.run({
			...create,
			additionalFields: { application: chosen(DEMO), expirationDate: '2027-01-01T00:00:00' },
		});
		expect(bench.bodies('createFilter')).toEqual([
			{
				request: {
					auth: API_TOKEN,
					name: 'Madrid adults',
					filter_expression: expression,
					expiration_date: '2027-01-01',
				},
			},
		]);
		expect(bench.bodies('listFilters')).toEqual([{ request: { auth: API_TOKEN, application: DEMO } }]);
		const [saved] = bench.sandbox.pushwoosh.filters;
		expect(run.results).toEqual([{ name: 'Madrid adults', code: saved.code, filterExpression: expression }]);
		expect(run.hints).toEqual(['1 segment created; 2 requests']);
	});

	it('without an application: no list, no code', async () => {
		const run = await bench.run(create);
		expect(run.results).toEqual([{ name: 'Madrid adults', filterExpression: expression }]);
		expect(bench.sandbox.log.entries).toHaveLength(1);
		expect(bench.bodies('createFilter')).toEqual([
			{ request: { auth: API_TOKEN, name: 'Madrid adults', filter_expression: expression } },
		]);
	});

	it('holds the application only when the segment is restricted to it', async () => {
		bench.sandbox.pushwoosh.settings.highSpeedSetup = true;
		const run = await bench.run({
			...create,
			additionalFields: { application: chosen(DEMO), restrictToApplication: true },
		});
		expect(bench.bodies('createFilter')).toEqual([
			{
				request: { auth: API_TOKEN, name: 'Madrid adults', filter_expression: expression, application: DEMO },
			},
		]);
		expect(run.results).toEqual([expect.objectContaining({ code: bench.sandbox.pushwoosh.filters[0].code })]);
	});

	it('of the builder', async () => {
		const condition = [
			{ tag: 'City', operator: 'IN', value: 'Madrid, Seville' },
			{ tag: 'Age', operator: 'BETWEEN', value: '18, 35' },
			{ tag: 'Plan', operator: 'EQ', value: '={{ $json.plan }}' },
		];
		const parameters = { ...create, filterMode: 'builder', filterConditions: { condition } };
		const run = await bench.run(parameters, { items: [{ plan: 'pro' }, { plan: 7 }] });
		const either = await bench.run({ ...parameters, filterCombine: 'OR' }, { items: [{ plan: '08001' }] });
		expect([...run.results, ...either.results]).toEqual([
			{
				name: 'Madrid adults',
				filterExpression:
					'((T("City", IN, ["Madrid", "Seville"]) * T("Age", BETWEEN, [18, 35])) * T("Plan", EQ, "pro"))',
			},
			{
				name: 'Madrid adults',
				filterExpression:
					'((T("City", IN, ["Madrid", "Seville"]) * T("Age", BETWEEN, [18, 35])) * T("Plan", EQ, 7))',
			},
			{
				name: 'Madrid adults',
				filterExpression:
					'((T("City", IN, ["Madrid", "Seville"]) + T("Age", BETWEEN, [18, 35])) + T("Plan", EQ, "08001"))',
			},
		]);
	});

	it.each([
		[
			'a date of n8n',
			"={{ DateTime.fromISO('2027-03-04T23:30:00', { zone: 'America/New_York' }) }}",
			'2027-03-04',
		],
		['a date as text', '={{ "2027-03-04T00:00:00.000Z" }}', '2027-03-04'],
		['a JavaScript date', '={{ new Date("2027-03-04T00:00:00Z") }}', '2027-03-04'],
		['a field of the item', '={{ $json.until }}', '2027-03-05'],
	])('with an expiration date from %s', async (_what, expirationDate, day) => {
		const run = await bench.run(
			{ ...create, additionalFields: { expirationDate } },
			{ items: [{ until: '2027-03-05' }] },
		);
		expect(run.error).toBeUndefined();
		expect(bench.sandbox.pushwoosh.filters[0].expirationDate).toBe(day);
	});
});

describe('many items', () => {
	it('each is created, also two of the same name; the list is asked for fewer times than that', async () => {
		const names = Array.from({ length: 12 }, (_, index) => `Segment ${Math.min(index, 10)}`);
		bench.sandbox.faults.latencyMs = 20;
		const run = await bench.run(
			{ ...create, name: '={{ $json.name }}', additionalFields: { application: chosen(DEMO) } },
			{ items: names.map((name) => ({ name })) },
		);
		expect(bench.sandbox.pushwoosh.filters.map(({ name }) => name).sort()).toEqual([...names].sort());
		expect(pairs(run.success)).toEqual(names.map((_, index) => index));
		expect(run.results.map((json) => (json as { name: string }).name)).toEqual(names);
		expect(run.results.slice(0, 10)).toEqual(
			names.slice(0, 10).map((name) => {
				const saved = bench.sandbox.pushwoosh.filters.find((filter) => filter.name === name);
				return { name, code: saved?.code, filterExpression: expression };
			}),
		);
		expect(bench.requests('createFilter')).toHaveLength(12);
		expect(bench.requests('listFilters').length).toBeLessThan(12);
	});

	it('no items: nothing is asked', async () => {
		const run = await bench.run(create, { items: [] });
		expect(run.status).toBe('success');
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('input fields are added when wanted; ours win', async () => {
		const run = await bench.run(
			{ ...create, options: { includeInputFields: true } },
			{ items: [{ id: 7, name: 'old' }] },
		);
		expect(run.results).toEqual([{ id: 7, name: 'Madrid adults', filterExpression: expression }]);
	});
});

describe('a segment that exists but whose code isn’t known is a success with a hint', () => {
	const withApplication = { ...create, additionalFields: { application: chosen(DEMO) } };

	it('several of that name', async () => {
		bench.sandbox.pushwoosh.addFilter({ name: 'Madrid adults', filterExpression: expression });
		const run = await bench.run(withApplication);
		expect(run.results).toEqual([{ name: 'Madrid adults', filterExpression: expression }]);
		expect(run.hints).toContain(
			'1 segment was created, but without a code in the output: 2 segments are called “Madrid adults”, so pushes and deletions may hit the other one: rename or delete one in the Control Panel',
		);
	});

	it('the list can’t be had', async () => {
		bench.sandbox.faults.add({
			match: { path: '/json/1.3/listFilters' },
			answer: { status: 403, body: 'no' },
		});
		const run = await bench.run(withApplication);
		expect(run.status).toBe('success');
		expect(run.results).toEqual([{ name: 'Madrid adults', filterExpression: expression }]);
		expect(run.hints[1]).toContain(
			"without a code in the output: Pushwoosh didn't list the segments (HTTP 403: “no”)",
		);
	});

	it('the list doesn’t hold it', async () => {
		bench.sandbox.faults.add({
			match: { path: '/json/1.3/listFilters' },
			answer: { status: 200, body: { status_code: 200, status_message: 'OK', response: { filters: [] } } },
		});
		const run = await bench.run(withApplication);
		expect(run.results).toEqual([{ name: 'Madrid adults', filterExpression: expression }]);
		expect(run.hints[1]).toContain(`the list of application ${DEMO} doesn't hold “Madrid adults”`);
	});
});

it('a warning of Pushwoosh becomes a hint', async () => {
	bench.sandbox.faults.add({
		match: { path: '/json/1.3/createFilter' },
		answer: {
			status: 200,
			body: { status_code: 200, status_message: 'Nearly full', response: { name: 'x' } },
		},
	});
	const run = await bench.run(create);
	expect(run.results).toHaveLength(1);
	expect(run.hints).toContain('Pushwoosh says: “Nearly full”');
});

describe('bad items are found before anything is sent', () => {
	it.each([
		['no name', { name: ' ' }, "'Name' is empty"],
		['no expression', { filterExpression: '={{ $json.missing }}' }, "'Filter Expression' is empty"],
		['an unpaired parenthesis', { filterExpression: 'T("a", EQ, 1' }, 'is never closed'],
		['no condition', { filterMode: 'builder' }, "'Conditions' is empty"],
		[
			'a condition without tag',
			{ filterMode: 'builder', filterConditions: { condition: [{ tag: '', operator: 'EQ', value: '1' }] } },
			'has no tag',
		],
		[
			'a condition without value',
			{
				filterMode: 'builder',
				filterConditions: { condition: [{ tag: 'City', operator: 'EQ', value: '={{ $json.missing }}' }] },
			},
			"The condition on tag 'City' has no value",
		],
		[
			'a value that can’t be quoted',
			{
				filterMode: 'builder',
				filterConditions: { condition: [{ tag: 'City', operator: 'EQ', value: 'x") + A("y' }] },
			},
			'holds a double quote',
		],
		[
			'an unknown operator',
			{
				filterMode: 'builder',
				filterConditions: { condition: [{ tag: 'City', operator: '={{ "LIKE" }}', value: 'x' }] },
			},
			"'Operator' is none of the possible choices",
		],
		['no date', { additionalFields: { expirationDate: '' } }, "'Expiration Date' is empty"],
		[
			'a date that doesn’t exist',
			{ additionalFields: { expirationDate: '2027-02-30' } },
			"'Expiration Date' isn't a date",
		],
		[
			'restricted to no application',
			{ additionalFields: { restrictToApplication: true } },
			"but no 'Application' is chosen",
		],
	])('%s', async (_what, change, message) => {
		const stopped = await bench.run({ ...create, ...change } as never);
		expect(stopped.error?.message).toContain(message);
		expect(stopped.error?.itemIndex).toBe(0);
		const went = await bench.run({ ...create, ...change } as never, { onError: 'continueErrorOutput' });
		expect(went.failures[0].error).toContain(message);
		expect(Object.keys(went.failed[0].json)).toEqual(['error', 'details']);
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('one bad item of three: Stop sends nothing, Continue only the good ones', async () => {
		const parameters = { ...create, name: '={{ $json.name }}' };
		const items = [{ name: 'a' }, { name: '' }, { name: 'c' }];
		const stopped = await bench.run(parameters, { items });
		expect(stopped.error?.message).toBe(
			"1 of 3 items can't be used, so nothing was sent. First: 'Name' is empty [item 1]",
		);
		expect(stopped.error?.description).toContain("set 'On Error'");
		expect(bench.sandbox.log.entries).toEqual([]);
		const went = await bench.run(parameters, { items, onError: 'continueErrorOutput' });
		expect(pairs(went.success)).toEqual([0, 2]);
		expect(pairs(went.failed)).toEqual([1]);
		expect(went.failures[0].details).toMatchObject({ code: 'EMPTY_PARAMETER' });
		expect(bench.sandbox.pushwoosh.filters.map(({ name }) => name)).toEqual(['a', 'c']);
	});

	it.each([{ concurrency: 0 }, { maxRetries: -1 }, { timeout: 0 }])(
		'options %o are refused',
		async (options) => {
			const run = await bench.run({ ...create, options });
			expect(run.error?.message).toContain('must be a whole number');
			expect(bench.sandbox.log.entries).toEqual([]);
		},
	);
});
