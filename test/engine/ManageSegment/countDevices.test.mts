import { beforeEach, describe, expect, it } from 'vitest';

import { API_TOKEN, pairs, useBench } from '../bench.mts';
import { chosen, DEMO, SHOP } from './support.mts';

const bench = useBench('manageSegment');

const expression = 'T("City", EQ, "Madrid")';
const count = {
	resource: 'device',
	operation: 'count',
	filterMode: 'expression',
	filterExpression: expression,
	options: { pollInterval: 0.1 },
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
			['/api/v2/audience/exportSegment', { auth: API_TOKEN, filterExpression: inDemo, exportCsv: false }],
			['/api/v2/audience/exportSegment/result', { auth: API_TOKEN, task_id: '123456' }],
			['/api/v2/audience/exportSegment/result', { auth: API_TOKEN, task_id: '123456' }],
			['/api/v2/audience/exportSegment/result', { auth: API_TOKEN, task_id: '123456' }],
		]);
		expect(run.results).toEqual([{ devicesCount: real(inDemo) }]);
		expect(real(inDemo)).toBeGreaterThan(0);
		expect(run.hints).toEqual(['1 count completed; 4 requests']);
	});

	it('without an application the expression goes as it is, and a hint says what that means', async () => {
		const run = await bench.run(count);
		expect(bench.bodies('exportSegment')).toEqual([
			{ auth: API_TOKEN, filterExpression: expression, exportCsv: false },
		]);
		expect(run.results).toEqual([{ devicesCount: real(expression) }]);
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
				auth: API_TOKEN,
				filterExpression: `(A("${SHOP}") * ((T("City", NOTEQ, "Madrid") + T("Age", GTE, 18))))`,
				exportCsv: false,
			},
		]);
	});

	it('format and columns of an export aren’t sent', async () => {
		await bench.run({ ...count, options: { pollInterval: 0.1, format: 'json', exportData: 'Hwid' } });
		expect(bench.bodies('exportSegment')).toEqual([
			{ auth: API_TOKEN, filterExpression: expression, exportCsv: false },
		]);
	});
});

describe('answers', () => {
	it('numbers and texts alike', async () => {
		bench.sandbox.pushwoosh.settings.export.numbersAs = 'number';
		bench.sandbox.pushwoosh.settings.export.taskIdAs = 'string';
		const run = await bench.run(count);
		expect(run.results).toEqual([{ devicesCount: real(expression) }]);
	});

	it('no devices are a count, not a failure', async () => {
		const run = await bench.run({ ...count, filterExpression: 'T("City", EQ, "Atlantis")' });
		expect(run.results).toEqual([{ devicesCount: 0 }]);
	});

	it('other spellings of the status, and words that aren’t known', async () => {
		for (const [nth, status] of ['QUEUED', 'In Progress', 'Completed'].entries()) {
			const fields = status === 'Completed' ? { devices_count: 3 } : {};
			bench.sandbox.faults.add({
				match: { path: '*/result', nth: 1 },
				answer: { status: 200, body: { status, ...fields, nth } },
			});
		}
		expect((await bench.run(count)).results).toEqual([{ devicesCount: 3 }]);
		expect(bench.requests('result')).toHaveLength(3);
	});

	it('a complete count without a number is a failure', async () => {
		bench.sandbox.faults.add({
			match: { path: '*/result' },
			answer: { status: 200, body: { status: 'completed' } },
		});
		const run = await bench.run(count, { onError: 'continueErrorOutput' });
		expect(run.failures[0].error).toContain('holds no number of devices');
		expect(run.failures[0].details).toEqual({
			advice: expect.any(String) as string,
			code: 'UNEXPECTED_ANSWER',
			taskId: '123456',
		});
	});

	it('a word that isn’t known, without a file, is waited for; the failure names the task', async () => {
		bench.sandbox.pushwoosh.settings.export.words.completed = 'processed';
		const run = await bench.run(
			{ ...count, options: { pollInterval: 0.1, waitTimeout: 1 } },
			{ onError: 'continueErrorOutput' },
		);
		expect(run.failures[0].details).toMatchObject({ code: 'WAIT_TIMEOUT', taskId: '123456' });
	});

	it('an expression that Pushwoosh refuses', async () => {
		const run = await bench.run(
			{ ...count, filterExpression: 'T("City", LIKE, "x")' },
			{ onError: 'continueErrorOutput' },
		);
		expect(run.failures[0].error).toMatch(
			/^Pushwoosh didn't start the count \(HTTP 400: “invalid filter expression: .*”\)$/,
		);
		expect(run.failures[0].details).toMatchObject({ code: '400', httpStatus: 400, attempts: 1 });
	});
});

describe('of a saved segment', () => {
	const saved = { ...count, filterMode: 'segment', filterExpression: '', application: chosen(DEMO) };
	const ofSegment = (code: string) => `(A("${DEMO}") * (Segment("${code}")))`;
	beforeEach(() => {
		const add = (name: string, code: string, city: string, application?: string) =>
			bench.sandbox.pushwoosh.addFilter({
				name,
				code,
				application,
				filterExpression: `T("City", EQ, "${city}")`,
			});
		add('Madrid', 'AAAAA-11111', 'Madrid');
		add('Madrid ', 'AAAAA-22222', 'Seville');
		add('Twins', 'AAAAA-33333', 'Madrid');
		add('Twins', 'AAAAA-44444', 'Seville');
		add('Only shop', 'BBBBB-11111', 'Madrid', SHOP);
	});

	it.each([
		['from the list', chosen('Madrid'), 'AAAAA-11111'],
		['by name, the blank at its end included', chosen('Madrid ', 'name'), 'AAAAA-22222'],
		['by code', chosen(' aaaaa-22222 ', 'code'), 'AAAAA-22222'],
		['by code, where several bear its name', chosen('AAAAA-44444', 'code'), 'AAAAA-44444'],
	])(
		'%s: its code inside the application, whatever the list says of its expression',
		async (_how, segment, code) => {
			const run = await bench.run({ ...saved, segment });
			expect(bench.bodies('listFilters')).toEqual([{ request: { auth: API_TOKEN, application: DEMO } }]);
			expect(bench.bodies('exportSegment')).toEqual([
				{ auth: API_TOKEN, filterExpression: ofSegment(code), exportCsv: false },
			]);
			expect(run.results).toEqual([{ devicesCount: real(ofSegment(code)) }]);
			expect(real(ofSegment(code))).toBeGreaterThan(0);
			expect(run.hints).toEqual([expect.stringMatching(/^1 count completed; \d requests$/)]);
		},
	);

	it('many: one list, one count for each', async () => {
		const names = ['Madrid', 'Madrid ', 'Madrid', 'Only shop', 'Twins', 'nope', ''];
		const run = await bench.run(
			{ ...saved, segment: chosen('={{ $json.name }}', 'name') },
			{ items: names.map((name) => ({ name })), onError: 'continueErrorOutput' },
		);
		expect(bench.requests('listFilters')).toHaveLength(1);
		expect(bench.requests('exportSegment')).toHaveLength(2);
		expect(pairs(run.success)).toEqual([0, 1, 2]);
		expect(pairs(run.failed)).toEqual([3, 4, 5, 6]);
		expect(run.failures.map(({ details }) => details)).toMatchObject([
			{ code: 'NOT_FOUND', name: 'Only shop' },
			{ code: 'AMBIGUOUS', name: 'Twins' },
			{ code: 'NOT_FOUND', name: 'nope' },
			{ code: 'EMPTY_PARAMETER' },
		]);
		expect(run.failures[0].error).toMatch(/^This application has no segment 'Only shop'/);
	});

	it('without an application nothing is sent', async () => {
		const run = await bench.run({ ...saved, application: chosen(''), segment: chosen('Madrid') });
		expect(run.error?.message).toContain("'Application' is empty");
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('that Pushwoosh doesn’t know to take by its code: the failure says how else', async () => {
		bench.sandbox.pushwoosh.settings.segmentConditions = false;
		const run = await bench.run({ ...saved, segment: chosen('Madrid') });
		expect(run.error?.message).toContain('unknown condition Segment');
		expect(run.error?.description).toContain("'Filter Mode' to 'Expression'");
	});

	it('without a code can’t be counted', async () => {
		bench.sandbox.faults.add({
			match: { path: '*/listFilters' },
			answer: {
				status: 200,
				body: { status_code: 200, status_message: 'OK', response: { filters: [{ name: 'Madrid' }] } },
			},
		});
		const run = await bench.run({ ...saved, segment: chosen('Madrid') }, { onError: 'continueErrorOutput' });
		expect(run.failures[0].details).toMatchObject({ code: 'NO_CODE', name: 'Madrid' });
		expect(bench.requests('exportSegment')).toHaveLength(0);
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
		expect(bench.requests('exportSegment')).toHaveLength(2);
		expect(run.results).toEqual(
			cities.map((city) => ({ devicesCount: real(`A("${DEMO}") * T("City", EQ, "${city}")`) })),
		);
		expect(pairs(run.success)).toEqual([0, 1, 2]);
	});

	it('an application that an expression doesn’t find fails the item: it would be all applications', async () => {
		const run = await bench.run(
			{ ...count, application: chosen('={{ $json.app }}', 'code') },
			{ items: [{ app: DEMO }, {}], onError: 'continueErrorOutput' },
		);
		expect(pairs(run.success)).toEqual([0]);
		expect(run.failures[0].error).toBe("'Application' is empty");
		expect(bench.requests('exportSegment')).toHaveLength(1);
	});
});

describe('refused before anything is sent', () => {
	it.each([
		[{ pollInterval: 0 }, "'Poll Interval (Seconds)' in the options must be from 0.1 to 3600"],
		[
			{ pollInterval: 0.0001 },
			"'Poll Interval (Seconds)' in the options must be from 0.1 to 3600, but is 0.0001",
		],
		[{ pollInterval: -1 }, "'Poll Interval (Seconds)' in the options must be from 0.1"],
		[{ pollInterval: 99999 }, "'Poll Interval (Seconds)' in the options must be from 0.1 to 3600"],
		[{ waitTimeout: 0 }, "'Wait Timeout (Seconds)' in the options must be from 1 to 604800"],
		[{ waitTimeout: 0.5 }, "'Wait Timeout (Seconds)' in the options must be from 1 to 604800"],
		[{ waitTimeout: 604801 }, "'Wait Timeout (Seconds)' in the options must be from 1 to 604800"],
		[{ waitTimeout: '={{ "soon" }}' }, "'Wait Timeout (Seconds)' isn't a number"],
	])('options %o', async (options, message) => {
		const run = await bench.run({ ...count, options });
		expect(run.error?.message).toContain(message);
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it.each([
		['as it was written', `${expression}) + (A("${SHOP}")`, {}],
		[
			'by data that ends its text in one reading of the backslash',
			'=T("City", EQ, "{{ $json.city }}")',
			{ city: `\\""))) + ((A("${SHOP}") + T("x", EQ, "y\\"` },
		],
	])('an expression that would break out of the application, %s', async (_how, filterExpression, item) => {
		const run = await bench.run({ ...count, application: chosen(DEMO), filterExpression }, { items: [item] });
		expect(run.error?.message).toContain("'Filter Expression' has a closing parenthesis too many");
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('an application code that can’t be quoted', async () => {
		const run = await bench.run({ ...count, application: chosen(`={{ 'x") + A("y' }}`, 'code') });
		expect(run.error?.message).toContain("'Application' holds a double quote");
		expect(bench.sandbox.log.entries).toEqual([]);
	});
});
