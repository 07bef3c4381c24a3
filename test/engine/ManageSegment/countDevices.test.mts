import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { chosen, DEMO, openBench, pairs, SHOP, TOKEN, type Bench } from './bench.mts';

let bench: Bench;
beforeAll(async () => (bench = await openBench()));
beforeEach(() => bench.sandbox.reset());
afterAll(async () => await bench.close());

const expression = 'T("City", EQ, "Madrid")';
const count = {
	resource: 'device',
	operation: 'count',
	filterExpression: expression,
	options: { pollInterval: 0.01 },
};
const inDemo = `(A("${DEMO}") * (${expression}))`;
const real = (filter: string) => bench.sandbox.pushwoosh.select(filter).length;
const OPEN = expect.stringMatching(
	/^No 'Application' was chosen: devices of all applications are covered/,
) as string;

describe('the requests', () => {
	it('an export without a file, then questions until it is complete', async () => {
		const run = await bench.run({ ...count, application: chosen(DEMO) });
		expect(bench.sandbox.log.entries.map(({ path, body }) => [path, body])).toEqual([
			['/api/v2/audience/exportSegment', { auth: TOKEN, filterExpression: inDemo, exportCsv: false }],
			['/api/v2/audience/exportSegment/result', { auth: TOKEN, task_id: '123456' }],
			['/api/v2/audience/exportSegment/result', { auth: TOKEN, task_id: '123456' }],
			['/api/v2/audience/exportSegment/result', { auth: TOKEN, task_id: '123456' }],
		]);
		expect(run.output).toEqual([{ devicesCount: real(inDemo) }]);
		expect(real(inDemo)).toBeGreaterThan(0);
		expect(run.hints).toEqual(['1 count completed; 4 requests']);
	});

	it('without an application the expression goes as it is, and a hint says what that means', async () => {
		const run = await bench.run(count);
		expect(bench.bodies('exportSegment')).toEqual([
			{ auth: TOKEN, filterExpression: expression, exportCsv: false },
		]);
		expect(run.output).toEqual([{ devicesCount: real(expression) }]);
		expect(run.hints).toEqual([expect.stringMatching(/^1 count completed; /), OPEN]);
	});

	it('of the builder, inside the application', async () => {
		const condition = [
			{ tag: 'City', operator: 'NOTEQ', value: 'Madrid' },
			{ tag: 'Age', operator: 'GTE', value: '18' },
		];
		await bench.run({
			...count,
			application: chosen(SHOP, 'code'),
			filterMode: 'builder',
			filterConditions: { condition },
			filterCombine: 'OR',
		});
		expect(bench.bodies('exportSegment')).toEqual([
			{
				auth: TOKEN,
				filterExpression: `(A("${SHOP}") * ((T("City", NOTEQ, "Madrid") + T("Age", GTE, 18))))`,
				exportCsv: false,
			},
		]);
	});

	it('format and columns of an export aren’t sent', async () => {
		await bench.run({ ...count, options: { pollInterval: 0.01, format: 'json', exportData: 'Hwid' } });
		expect(bench.bodies('exportSegment')).toEqual([
			{ auth: TOKEN, filterExpression: expression, exportCsv: false },
		]);
	});
});

describe('answers', () => {
	it('numbers and texts alike', async () => {
		bench.sandbox.pushwoosh.settings.export.numbersAs = 'number';
		bench.sandbox.pushwoosh.settings.export.taskIdAs = 'string';
		const run = await bench.run(count);
		expect(run.output).toEqual([{ devicesCount: real(expression) }]);
	});

	it('no devices are a count, not a failure', async () => {
		const run = await bench.run({ ...count, filterExpression: 'T("City", EQ, "Atlantis")' });
		expect(run.output).toEqual([{ devicesCount: 0 }]);
	});

	it('other spellings of the status, and words that aren’t known', async () => {
		for (const [nth, status] of ['QUEUED', 'In Progress', 'Completed'].entries()) {
			const fields = status === 'Completed' ? { devices_count: 3 } : {};
			bench.sandbox.faults.add({
				match: { path: '*/result', nth: 1 },
				answer: { status: 200, body: { status, ...fields, nth } },
			});
		}
		expect((await bench.run(count)).output).toEqual([{ devicesCount: 3 }]);
		expect(bench.asked('result')).toHaveLength(3);
	});

	it('a complete count without a number is a failure', async () => {
		bench.sandbox.faults.add({
			match: { path: '*/result' },
			answer: { status: 200, body: { status: 'completed' } },
		});
		const run = await bench.run(count, { onError: 'continueErrorOutput' });
		expect(run.errors[0].error).toContain('holds no number of devices');
		expect(run.errors[0].details).toEqual({ advice: expect.any(String) as string, code: 'UNEXPECTED_ANSWER', taskId: '123456' });
	});

	it('an expression that Pushwoosh refuses', async () => {
		const run = await bench.run(
			{ ...count, filterExpression: 'T("City", LIKE, "x")' },
			{ onError: 'continueErrorOutput' },
		);
		expect(run.errors[0].error).toMatch(
			/^Pushwoosh didn't start the count \(HTTP 400: “invalid filter expression: .*”\)$/,
		);
		expect(run.errors[0].details).toEqual({ advice: expect.any(String) as string, code: '400', httpStatus: 400, attempts: 1 });
	});
});

describe('many items', () => {
	it('those with the same filter share a count; each gets its own', async () => {
		const cities = ['Madrid', 'Seville', 'Madrid'];
		const run = await bench.run(
			{
				...count,
				filterExpression: '=T("City", EQ, "{{ $json.city }}")',
				application: chosen('={{ $json.app }}', 'code'),
			},
			{ items: cities.map((city) => ({ city, app: DEMO })) },
		);
		expect(bench.asked('exportSegment')).toHaveLength(2);
		expect(run.output).toEqual(
			cities.map((city) => ({ devicesCount: real(`A("${DEMO}") * T("City", EQ, "${city}")`) })),
		);
		expect(pairs(run.it.success)).toEqual([0, 1, 2]);
	});

	it('an application that an expression doesn’t find fails the item: it would be all applications', async () => {
		const run = await bench.run(
			{ ...count, application: chosen('={{ $json.app }}', 'code') },
			{ items: [{ app: DEMO }, {}], onError: 'continueErrorOutput' },
		);
		expect(pairs(run.it.success)).toEqual([0]);
		expect(run.errors[0].error).toBe("'Application' is empty");
		expect(bench.asked('exportSegment')).toHaveLength(1);
	});
});

describe('refused before anything is sent', () => {
	it.each([
		[{ pollInterval: 0 }, "'Poll Interval' in the options must be above 0"],
		[{ pollInterval: -1 }, "'Poll Interval' in the options must be above 0"],
		[{ pollInterval: 99999 }, "'Poll Interval' in the options must be above 0 and at most 3600"],
		[{ waitTimeout: 0 }, "'Wait Timeout' in the options must be above 0"],
		[{ waitTimeout: '={{ "soon" }}' }, "'Wait Timeout' isn't a number"],
	])('options %o', async (options, message) => {
		const run = await bench.run({ ...count, options });
		expect(run.error?.message).toContain(message);
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('an expression that would break out of the application', async () => {
		const run = await bench.run({
			...count,
			application: chosen(DEMO),
			filterExpression: `${expression}) + (A("${SHOP}")`,
		});
		expect(run.error?.message).toContain("'Filter Expression' has a closing parenthesis too many");
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('an application code that can’t be quoted', async () => {
		const run = await bench.run({ ...count, application: chosen(`={{ 'x") + A("y' }}`, 'code') });
		expect(run.error?.message).toContain("'Application' holds a double quote");
		expect(bench.sandbox.log.entries).toEqual([]);
	});
});
