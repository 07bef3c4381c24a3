import { describe, expect, it } from 'vitest';

import { useBench } from '../bench.mts';

const bench = useBench('manageSegment');

const builder = (tag: string, operator: string, value: unknown) => ({
	resource: 'segment',
	operation: 'create',
	name: 'S',
	filterMode: 'builder',
	filterConditions: { condition: [{ tag, operator, value }] },
});

describe('the builder reads values by the rules of Send Push', () => {
	it.each<[string, string, unknown, Record<string, unknown>, string]>([
		['Price', 'GTE', '19.95', {}, 'T("Price", GTE, 19.95)'],
		['Price', 'BETWEEN', '10, 19.95', {}, 'T("Price", BETWEEN, [10, 19.95])'],
		[
			'City',
			'NOTIN',
			'={{ $json.v }}',
			{ v: '["Madrid","Palma, Mallorca"]' },
			'T("City", NOTIN, ["Madrid", "Palma, Mallorca"])',
		],
		[
			'Since',
			'GTE',
			'={{ DateTime.fromISO($json.v) }}',
			{ v: '2026-10-28T02:07:22.304Z' },
			'T("Since", GTE, "2026-10-28 02:07")',
		],
		[
			'Since',
			'LTE',
			'={{ new Date($json.v) }}',
			{ v: '2026-10-28T02:07:22.304Z' },
			'T("Since", LTE, "2026-10-28 02:07")',
		],
		['Since', 'EQ', '2026-03-01', {}, 'T("Since", EQ, "2026-03-01 00:00")'],
		['Subscribed', 'EQ', '={{ true }}', {}, 'T("Subscribed", EQ, "true")'],
		['Subscribed', 'EQ', 'TRUE', {}, 'T("Subscribed", EQ, "true")'],
	])('%s %s %s', async (tag, operator, value, item, expression) => {
		for (const [name, type] of [
			['Price', 'Decimal'],
			['Since', 'Date'],
			['Subscribed', 'Boolean'],
		] as const) {
			bench.sandbox.pushwoosh.tags.set(name, type);
		}
		const run = await bench.run(builder(tag, operator, value) as never, { items: [item] as never });
		expect(run.error?.message).toBeUndefined();
		expect(run.results).toEqual([{ name: 'S', filterExpression: expression }]);
	});

	it.each<[string, string, unknown, unknown, string]>([
		['an object that became a text', 'NOTIN', '={{ $json.v }} ', [{ name: 'Madrid' }], '“[object Object]”'],
		['an object', 'IN', '={{ $json.v }}', [{ name: 'Madrid' }], 'no text, number or date'],
		['a number that lost digits', 'EQ', '={{ $json.v }}', 1234567890123456789, "isn't exact"],
		['a list that was cut off', 'NOTIN', '={{ $json.v }}', '["Madrid","Sev', 'begins like a JSON list'],
		['a list for one value', 'NOTEQ', '={{ $json.v }}', '["Madrid"]', 'compares with a list'],
	])('%s fails before anything is sent', async (_what, operator, value, v, message) => {
		const run = await bench.run(builder('City', operator, value) as never, {
			items: [{ v }] as never,
			onError: 'continueErrorOutput',
		});
		expect(run.failures[0]?.error).toContain(message);
		expect(bench.sandbox.log.entries).toEqual([]);
	});
});

describe('texts and lists', () => {
	const exporting = {
		resource: 'device',
		operation: 'export',
		filterMode: 'expression',
		filterExpression: 'T("Age", GTE, 1)',
	};

	it('Export Data takes the JSON text of a list', async () => {
		const options = { pollInterval: 0.1, exportData: '["Hwid","Type, short"]' };
		await bench.run({ ...exporting, options } as never);
		expect(bench.bodies('exportSegment')[0]).toMatchObject({ exportData: ['Hwid', 'Type, short'] });
	});

	it.each([
		['["Hwid", null]', "'Export Data' holds an entry"],
		['["Hwid"', "'Export Data' begins like a JSON list"],
		['={{ [true] }}', "'Export Data' holds an entry"],
	])('Export Data %s is refused', async (exportData, message) => {
		const run = await bench.run({ ...exporting, options: { exportData } } as never);
		expect(run.error?.message).toContain(message);
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it.each([
		[{ resource: 'device', operation: 'getExport', taskId: '={{ $json.v }}' }, "'Task ID' holds the number"],
		[
			{ resource: 'segment', operation: 'create', filterExpression: 'T("a", EQ, 1)', name: '={{ $json.v }}' },
			"'Name' holds the number",
		],
	])('%j with a number that lost digits', async (parameters, message) => {
		const run = await bench.run(parameters as never, {
			items: [{ v: 1e21 }, { v: 9007199254740992 }],
			onError: 'continueErrorOutput',
		});
		expect(run.failures.map(({ error }) => error)).toEqual([
			expect.stringContaining(message),
			expect.stringContaining(message),
		]);
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('an expression with an object in it', async () => {
		const filterExpression = '=T("City", EQ, "{{ $json.v }}")';
		const run = await bench.run(
			{
				resource: 'segment',
				operation: 'create',
				name: 'S',
				filterMode: 'expression',
				filterExpression,
			} as never,
			{
				items: [{ v: { name: 'Madrid' } }] as never,
				onError: 'continueErrorOutput',
			},
		);
		expect(run.failures[0]?.error).toContain('“[object Object]”');
		expect(bench.sandbox.log.entries).toEqual([]);
	});
});
