import type { OnError } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { API_TOKEN, pairs, useBench } from '../bench.mts';
import { chosen, DEMO, SHOP } from './support.mts';

const bench = useBench('manageSegment');

const getAll = { application: chosen(DEMO) };
const expression = { filterMode: 'expression', filterExpression: 'T("Age", GTE, 18)' };
const create = { operation: 'create', name: '={{ $json.name }}', ...expression };
const device = {
	resource: 'device',
	...expression,
	application: chosen(DEMO),
	options: { pollInterval: 0.1 },
};
const OPERATIONS: Array<[string, Record<string, unknown>]> = [
	['create', { ...create, name: 'x' }],
	['delete', { ...getAll, operation: 'delete', segment: chosen('x') }],
	['get', { ...getAll, operation: 'get', segment: chosen('x') }],
	['getAll', getAll],
	['count', { ...device, operation: 'count' }],
	['export', device],
	['getExport', { resource: 'device', operation: 'getExport', taskId: '1', options: device.options }],
];
const now = { 'retry-after': '0' };

describe.each(OPERATIONS)('%s', (_operation, parameters) => {
	it.each([
		['HTML', '<html><h1>Welcome to the proxy</h1></html>'],
		['an empty body', ''],
		['other JSON', { hello: 'world' }],
		['a list', []],
	])('%s with HTTP 200 is never a success', async (_what, body) => {
		bench.sandbox.faults.add({ answer: { status: 200, body } });
		const run = await bench.run(parameters as never, { onError: 'continueErrorOutput' });
		expect(run.results).toEqual([]);
		expect(run.failures[0].details).toMatchObject({
			code: 'UNEXPECTED_ANSWER',
			httpStatus: 200,
			attempts: 1,
		});
		expect(Object.keys(run.failed[0].json)).toEqual(['error', 'details']);
	});

	it('a redirect isn’t followed', async () => {
		bench.sandbox.faults.add({ answer: { redirectTo: `${bench.sandbox.url}/json/1.3/getApplications` } });
		const run = await bench.run(parameters as never, { onError: 'continueErrorOutput' });
		expect(run.failures[0].details).toMatchObject({ code: 'REDIRECT', httpStatus: 302 });
		expect(run.failures[0].details.advice).toContain("'Base URL'");
		expect(bench.sandbox.log.entries).toHaveLength(1);
	});

	it('a token that is refused: a sentence that says where to look, and no token in what n8n stores', async () => {
		const secret = 'CANARY-wrong-token';
		bench.engine.credentials.set('pushwooshApi', 'pushwooshApi', {
			apiToken: secret,
			baseUrl: bench.sandbox.url,
		});
		for (const onError of ['stopWorkflow', 'continueErrorOutput'] as OnError[]) {
			const run = await bench.run(parameters as never, { onError });
			const text =
				onError === 'stopWorkflow'
					? `${run.error?.message} ${run.error?.description}`
					: `${run.failures[0].error} ${String(run.failures[0].details.advice)}`;
			expect(text).toMatch(/API token|Server token|API Access/);
			expect(run.placesOf(secret)).toEqual([]);
		}
	});

	it('a Base URL that can’t be used: nothing is sent', async () => {
		bench.engine.credentials.set('pushwooshApi', 'pushwooshApi', {
			apiToken: API_TOKEN,
			baseUrl: 'http://api.pushwoosh.com',
		});
		const run = await bench.run(parameters as never);
		expect(run.error?.message).toContain('http');
		expect(`${run.error?.message} ${run.error?.description}`).toContain('https');
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('cancelled in the middle of a request: the contract’s sentence, no error items', async () => {
		bench.sandbox.faults.add({ answer: { connection: 'hang' } });
		const run = await bench.run(parameters as never, { onError: 'continueErrorOutput', cancelAfter: 200 });
		expect(run.error?.message).toBe('Execution was canceled: 0 of 1 units done');
		expect(run.failed).toEqual([]);
		expect(run.duration).toBeLessThan(600);
	});
});

describe('repeats', () => {
	it.each(
		OPERATIONS.filter(
			([operation]) => operation !== 'create' && operation !== 'export' && operation !== 'count',
		),
	)('%s: after passing problems', async (_operation, parameters) => {
		bench.sandbox.pushwoosh.addFilter({ name: 'x', filterExpression: 'T("Age", GTE, 18)' });
		bench.sandbox.faults.add({ match: { nth: [1, 2] }, answer: { status: 503, headers: now, body: 'busy' } });
		await bench.run(parameters as never);
		expect(bench.sandbox.log.entries.length).toBeGreaterThanOrEqual(3);
		expect(bench.sandbox.log.entries[2].status).toBe(parameters.taskId ? 404 : 200);
	});

	const starts: Array<[string, string, Record<string, unknown>]> = [
		['create', 'createFilter', { ...create, name: 'x' }],
		['export', 'exportSegment', { ...device, waitForCompletion: false }],
		['count', 'exportSegment', { ...device, operation: 'count' }],
	];

	it.each(starts)('%s: when it certainly wasn’t acted on (429)', async (_operation, method, parameters) => {
		bench.sandbox.faults.add({
			match: { path: `*/${method}` },
			times: 2,
			answer: { status: 429, headers: now, body: 'slow down' },
		});
		const run = await bench.run(parameters as never);
		expect(run.status).toBe('success');
		expect(bench.requests(method)).toHaveLength(3);
	});

	it.each(
		starts.flatMap(([operation, method, parameters]) =>
			(
				[
					['500', { act: true, status: 500, body: 'Internal error' }],
					['a lost connection', { connection: 'resetAfterActing' }],
					['a time-out', { connection: 'hangAfterActing' }],
					['HTML', { act: true, status: 200, body: '<html>' }],
				] as const
			).map(([what, answer]) => [operation, what, method, parameters, answer] as const),
		),
	)(
		'%s: not after %s, which may have been acted on',
		async (_operation, what, method, parameters, answer) => {
			bench.sandbox.faults.add({ match: { path: `*/${method}` }, answer });
			const options = {
				...(parameters.options as object | undefined),
				timeout: what === 'a time-out' ? 150 : 5000,
			};
			const run = await bench.run({ ...parameters, options } as never, { onError: 'continueErrorOutput' });
			expect(bench.requests(method)).toHaveLength(1);
			expect(run.failures[0].details).toMatchObject({ uncertain: true, attempts: 1 });
		},
	);
});

describe('a failed request', () => {
	it('fails only its own units in the Continue modes; Stop throws with the counts and lists what wasn’t done', async () => {
		bench.sandbox.faults.add({
			match: { path: '*/createFilter', bodyIncludes: '"c"' },
			answer: {
				status: 200,
				body: {
					status_code: 403,
					status_message: 'Token restrictions forbid this operation',
					response: null,
				},
			},
		});
		const items = ['a', 'b', 'c', 'd'].map((name) => ({ name }));
		const went = await bench.run(create, { items, onError: 'continueErrorOutput' });
		expect(pairs(went.success)).toEqual([0, 1, 3]);
		expect(pairs(went.failed)).toEqual([2]);
		expect(went.failures).toEqual([
			{
				// n8n merges the input's fields into what leaves by the error output.
				...items[2],
				error: "Pushwoosh didn't create the segment: “Token restrictions forbid this operation”",
				details: {
					code: '403',
					advice:
						'In the Pushwoosh Control Panel, open Settings → API Access and give the token the permission and the application.',
					httpStatus: 200,
					attempts: 1,
					name: 'c',
				},
			},
		]);

		bench.sandbox.pushwoosh.filters = [];
		const stopped = await bench.run({ ...create, options: { concurrency: 1 } }, { items });
		expect(stopped.status).toBe('error');
		expect(stopped.error?.message).toBe(
			"Pushwoosh didn't create the segment: “Token restrictions forbid this operation” [item 2]",
		);
		expect(stopped.error?.description).toContain('2 segments done, 2 not done.');
		expect(stopped.error?.itemIndex).toBe(2);
		expect(stopped.error?.context?.data).toEqual(['c', 'd']);
		expect(bench.sandbox.pushwoosh.filters.map(({ name }) => name)).toEqual(['a', 'b']);
	});

	it('a right that the token lacks ends a run as a wrong token does', async () => {
		bench.sandbox.pushwoosh.addApiToken('READER', { permissions: ['listFilters'] });
		bench.engine.credentials.set('pushwooshApi', 'pushwooshApi', {
			apiToken: 'READER',
			baseUrl: bench.sandbox.url,
		});
		const items = Array.from({ length: 20 }, (_, at) => ({ name: `s${at}`, city: `c${at}` }));
		const created = await bench.run(create, { items, onError: 'continueErrorOutput' });
		expect(pairs(created.failed)).toEqual(items.map((_, at) => at));
		expect(new Set(created.failures.map(({ details }) => details.code))).toEqual(new Set(['403']));
		expect(bench.requests('createFilter')).toHaveLength(1);

		const filterExpression = '=T("City", EQ, "{{ $json.city }}")';
		const counted = await bench.run(
			{ ...device, operation: 'count', filterExpression },
			{ items, onError: 'continueErrorOutput' },
		);
		expect(pairs(counted.failed)).toEqual(items.map((_, at) => at));
		expect(bench.requests('exportSegment')).toHaveLength(1);
	});

	it('a right that is lacking for one application leaves the others alone', async () => {
		bench.sandbox.faults.add({
			match: { path: '*/exportSegment', bodyIncludes: DEMO },
			answer: { status: 403, body: { message: 'token restrictions forbid this operation' } },
		});
		const run = await bench.run(
			{
				...device,
				operation: 'count',
				application: chosen('={{ $json.app }}', 'code'),
				filterExpression: '=T("City", EQ, "{{ $json.city }}")',
			},
			{
				items: [DEMO, SHOP, DEMO, SHOP, DEMO].map((app, at) => ({ app, city: `c${at}` })),
				onError: 'continueErrorOutput',
			},
		);
		expect(pairs(run.success)).toEqual([1, 3]);
		expect(pairs(run.failed)).toEqual([0, 2, 4]);
		expect(bench.requests('exportSegment')).toHaveLength(3);
	});

	it('Continue on the main output keeps the order', async () => {
		bench.sandbox.pushwoosh.addFilter({
			name: 'x',
			code: 'AAAAA-11111',
			filterExpression: 'T("Age", GTE, 18)',
		});
		const run = await bench.run(
			{ application: chosen('={{ $json.app }}', 'code') },
			{ items: [{ app: DEMO }, { app: 'CCCCC-00000' }, { app: SHOP }], onError: 'continueRegularOutput' },
		);
		expect(pairs(run.success)).toEqual([0, 1, 2]);
		expect(run.success.map(({ json }) => json.name ?? Object.keys(json))).toEqual([
			'x',
			['error', 'details'],
			'x',
		]);
	});

	it('a wrong token fails once, not once for each item', async () => {
		bench.sandbox.faults.add({ answer: { status: 401, body: { message: 'unauthorized' } } });
		const run = await bench.run(create, {
			items: ['a', 'b', 'c'].map((name) => ({ name })),
			onError: 'continueErrorOutput',
		});
		expect(pairs(run.failed)).toEqual([0, 1, 2]);
		expect(bench.requests('createFilter').length).toBeLessThanOrEqual(2);
	});
});

it('cancelling counts the segments that exist already', async () => {
	bench.sandbox.faults.add({ match: { path: '*/createFilter', nth: 3 }, answer: { connection: 'hang' } });
	const run = await bench.run(
		{ ...create, options: { concurrency: 1 } },
		{ items: ['a', 'b', 'c', 'd'].map((name) => ({ name })), cancelAfter: 500 },
	);
	expect(run.error?.message).toBe('Execution was canceled: 2 of 4 units done');
	expect(bench.sandbox.pushwoosh.filters.map(({ name }) => name)).toEqual(['a', 'b']);
});

it.each([1, 2])('cancelling while a code is looked up: the segment counts as created (%d)', async (total) => {
	bench.sandbox.faults.add({ match: { path: '*/listFilters' }, answer: { connection: 'hang' } });
	const run = await bench.run(
		{ ...create, additionalFields: { application: chosen(DEMO) }, options: { concurrency: 1 } },
		{ items: [{ name: 'a' }, { name: 'b' }].slice(0, total), cancelAfter: 300 },
	);
	expect(run.error?.message).toBe(`Execution was canceled: 1 of ${total} units done`);
});
