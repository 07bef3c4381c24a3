import { beforeEach, describe, expect, it } from 'vitest';

import { API_TOKEN, pairs, useBench } from '../bench.mts';
import { chosen, DEMO, SHOP } from './support.mts';

const bench = useBench('manageSegment');
beforeEach(() => {
	const add = (name: string, code: string, application?: string) =>
		bench.sandbox.pushwoosh.addFilter({ name, code, filterExpression: 'T("Age", GTE, 18)', application });
	add('Adults', 'AAAAA-11111');
	add('Twins', 'AAAAA-22222');
	add('Twins', 'AAAAA-33333');
	add('Only demo', 'AAAAA-44444', DEMO);
	add('Only shop', 'AAAAA-55555', SHOP);
});

const adults = {
	code: 'AAAAA-11111',
	name: 'Adults',
	filter_expression: 'T("Age", gte, 18)',
	expiration_date: null,
};
const names = (list: unknown[]) => list.map((json) => (json as { name: string }).name);

describe('Get Many', () => {
	const getAll = { application: chosen(DEMO) };

	it('is the default operation: one request, the segments as Pushwoosh describes them', async () => {
		const run = await bench.run(getAll);
		expect(bench.sandbox.log.entries.map(({ path, body }) => [path, body])).toEqual([
			['/json/1.3/listFilters', { request: { auth: API_TOKEN, application: DEMO } }],
		]);
		expect(run.results).toHaveLength(4);
		expect(run.results[0]).toEqual(adults);
		expect(run.results[3]).toEqual({ ...adults, code: 'AAAAA-44444', name: 'Only demo', application: DEMO });
		expect(pairs(run.success)).toEqual([0, 0, 0, 0]);
		expect(run.hints).toEqual(['4 segments of 1 application listed; 1 request']);
	});

	it('the limit is 50 by default, or as given, or off', async () => {
		for (let index = 0; index < 60; index++) {
			bench.sandbox.pushwoosh.addFilter({ name: `s${index}`, filterExpression: 'T("Age", GTE, 18)' });
		}
		expect((await bench.run(getAll)).results).toHaveLength(50);
		expect(names((await bench.run({ ...getAll, limit: 2 })).results)).toEqual(['Adults', 'Twins']);
		expect((await bench.run({ ...getAll, returnAll: true })).results).toHaveLength(64);
	});

	it('items of one application share a request, whatever their limit; each result is paired', async () => {
		const run = await bench.run(
			{ application: chosen('={{ $json.app }}', 'code'), limit: '={{ $json.limit }}' },
			{
				items: [
					{ app: DEMO, limit: 1 },
					{ app: SHOP, limit: 50 },
					{ app: DEMO, limit: 2 },
				],
			},
		);
		expect(bench.bodies('listFilters')).toEqual([
			{ request: { auth: API_TOKEN, application: DEMO } },
			{ request: { auth: API_TOKEN, application: SHOP } },
		]);
		expect(names(run.results)).toEqual([
			'Adults',
			'Adults',
			'Twins',
			'Twins',
			'Only shop',
			'Adults',
			'Twins',
		]);
		expect(pairs(run.success)).toEqual([0, 1, 1, 1, 1, 2, 2]);
	});

	it('an application without segments gives no items', async () => {
		bench.sandbox.pushwoosh.filters = [];
		const run = await bench.run(getAll);
		expect(run.status).toBe('success');
		expect(run.results).toEqual([]);
		expect(run.hints).toEqual(['0 segments of 1 application listed; 1 request']);
	});

	it.each([0, -1, 1.5])('a limit of %s is refused', async (limit) => {
		const run = await bench.run({ ...getAll, limit: `={{ ${limit} }}` });
		expect(run.error?.message).toContain("'Limit' must be a whole number, at least 1, but is ");
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('no application is refused', async () => {
		const run = await bench.run({ application: chosen('={{ $json.missing }}', 'code') });
		expect(run.error?.message).toBe("'Application' is empty [item 0]");
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it.each([
		['no list', { status_code: 200, status_message: 'OK', response: null }],
		['HTML', '<html><h1>Welcome</h1></html>'],
		['nothing', ''],
	])('%s in the answer is no empty list', async (_what, body) => {
		bench.sandbox.faults.add({ answer: { status: 200, body } });
		const run = await bench.run(getAll, { onError: 'continueErrorOutput' });
		expect(run.results).toEqual([]);
		expect(run.failures[0].details).toMatchObject({
			code: 'UNEXPECTED_ANSWER',
			httpStatus: 200,
			attempts: 1,
		});
	});

	it('a failed application takes only its own items with it', async () => {
		const run = await bench.run(
			{ application: chosen('={{ $json.app }}', 'code'), limit: 1 },
			{ items: [{ app: DEMO }, { app: 'CCCCC-00000' }, { app: SHOP }], onError: 'continueErrorOutput' },
		);
		expect(pairs(run.success)).toEqual([0, 2]);
		expect(pairs(run.failed)).toEqual([1]);
		expect(run.failures[0].error).toContain("Pushwoosh didn't list the segments: “Application not found”");
		expect(run.failures[0].details).toEqual({
			advice: expect.any(String) as string,
			code: '210',
			httpStatus: 200,
			attempts: 1,
		});
	});
});

describe('Get', () => {
	const get = { operation: 'get', application: chosen(DEMO) };

	it.each([
		['from the list', chosen('Adults')],
		['by name', chosen('Adults', 'name')],
		['by code', chosen('AAAAA-11111', 'code')],
		['by code in lower case', chosen('aaaaa-11111', 'code')],
	])('finds a segment %s', async (_how, segment) => {
		const run = await bench.run({ ...get, segment });
		expect(run.results).toEqual([adults]);
		expect(bench.bodies('listFilters')).toEqual([{ request: { auth: API_TOKEN, application: DEMO } }]);
		expect(run.hints).toEqual(['1 segment found; 1 request']);
	});

	it('items of one application share a request', async () => {
		const run = await bench.run(
			{
				operation: 'get',
				application: chosen('={{ $json.app }}', 'code'),
				segment: chosen('={{ $json.name }}', 'name'),
			},
			{
				items: [
					{ app: DEMO, name: 'Adults' },
					{ app: SHOP, name: 'Only shop' },
					{ app: DEMO, name: 'nope' },
					{ app: DEMO, name: 'Only demo' },
					{ app: DEMO, name: 'Adults' },
					{ app: DEMO, name: 'Twins' },
				],
				onError: 'continueErrorOutput',
			},
		);
		expect(bench.requests('listFilters')).toHaveLength(2);
		expect(names(run.results)).toEqual(['Adults', 'Only shop', 'Only demo', 'Adults']);
		expect(pairs(run.success)).toEqual([0, 1, 3, 4]);
		expect(pairs(run.failed)).toEqual([2, 5]);
		expect(run.failures).toMatchObject([
			{
				error: expect.stringMatching(/^This application has no segment 'nope'/) as string,
				details: { code: 'NOT_FOUND', name: 'nope' },
			},
			{
				error: expect.stringContaining(
					"2 segments of this application are called 'Twins' (AAAAA-22222, AAAAA-33333)",
				) as string,
				details: { code: 'AMBIGUOUS', name: 'Twins' },
			},
		]);
	});

	it('not found: with Stop the node fails and names it', async () => {
		const run = await bench.run({ ...get, segment: chosen('AAAAA-99999', 'code') });
		expect(run.status).toBe('error');
		expect(run.error?.message).toBe("This application has no segment with the code 'AAAAA-99999' [item 0]");
		expect(run.error?.context?.data).toEqual(['AAAAA-99999']);
	});

	it('not found by code: the code of the failure stays its own', async () => {
		const run = await bench.run(
			{ ...get, segment: chosen('AAAAA-99999', 'code') },
			{ onError: 'continueErrorOutput' },
		);
		expect(run.failures[0].details).toMatchObject({ code: 'NOT_FOUND', segmentCode: 'AAAAA-99999' });
	});

	it('not found among others: with Stop it is the item of that segment', async () => {
		const run = await bench.run(
			{ ...get, segment: chosen('={{ $json.name }}', 'name') },
			{ items: [{ name: 'Adults' }, { name: 'nope' }] },
		);
		expect(run.error?.description).toContain('1 segment done, 1 not done');
		expect(run.error?.context?.itemIndex).toBe(1);
	});

	it.each([
		['name', { name: 'Adults' }],
		['code', { segmentCode: 'Adults' }],
	])('an item without an application is known by the %s of its segment', async (mode, identifiers) => {
		const run = await bench.run(
			{ ...get, application: chosen('={{ $json.missing }}', 'code'), segment: chosen('Adults', mode) },
			{ onError: 'continueErrorOutput' },
		);
		expect(run.failures[0].details).toEqual({
			advice: expect.any(String) as string,
			code: 'EMPTY_PARAMETER',
			...identifiers,
		});
	});

	it('a segment is asked for, an empty choice is refused', async () => {
		const run = await bench.run({ ...get, segment: chosen('={{ $json.missing }}', 'name') });
		expect(run.error?.message).toBe("'Segment' is empty [item 0]");
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it.each(['adults', ' Adults', 'Adults '])(
		'names are what they are, case and blanks included: “%s”',
		async (name) => {
			const run = await bench.run({ ...get, segment: chosen(name, 'name') });
			expect(run.error?.message).toContain(`This application has no segment '${name}'`);
			bench.sandbox.pushwoosh.addFilter({ name, code: 'AAAAA-66666', filterExpression: 'T("Age", GTE, 18)' });
			expect((await bench.run({ ...get, segment: chosen(name, 'name') })).results).toMatchObject([
				{ name, code: 'AAAAA-66666' },
			]);
		},
	);
});
