import { beforeEach, describe, expect, it } from 'vitest';

import { API_TOKEN, useBench } from '../bench.mts';
import { chosen, DEMO, SHOP } from './support.mts';

const bench = useBench('manageSegment');
beforeEach(() => {
	useToken(API_TOKEN);
});

const useToken = (apiToken: string, baseUrl = bench.sandbox.url) =>
	bench.engine.credentials.set('pushwooshApi', 'pushwooshApi', { apiToken, baseUrl });
const list = async (method: string, filter?: string, currentNodeParameters = {}) =>
	await bench.engine.listSearch('manageSegment', method, {
		credentials: 'pushwooshApi',
		currentNodeParameters,
		...(filter === undefined ? {} : { filter }),
	});
const inDemo = { application: chosen(DEMO) };
const answerWith = (response: unknown) =>
	bench.sandbox.faults.add({
		answer: { status: 200, body: { status_code: 200, status_message: 'OK', response } },
	});

describe('applications', () => {
	const both = [
		{ name: 'Demo app (AAAAA-00000)', value: DEMO },
		{ name: 'Shop (BBBBB-00000)', value: SHOP },
	];

	it.each(['names', 'objects', 'array'] as const)('come as %s', async (applicationsAs) => {
		bench.sandbox.pushwoosh.settings.applicationsAs = applicationsAs;
		expect(await list('searchApplications')).toEqual({ results: both });
		expect(bench.bodies('getApplications')).toEqual([
			{ request: { auth: API_TOKEN } },
			{ request: { auth: API_TOKEN, page: 1 } },
		]);
	});

	it.each(
		(['pages', 'lastPage'] as const).flatMap((total) =>
			(['empty', 'lastAgain', 'refused'] as const).map((beyond) => ({ size: 2, total, beyond })),
		),
	)('are all there, of every page: %j', async (applicationPages) => {
		for (let at = 1; at < 4; at++) bench.sandbox.pushwoosh.addApplication(`CCCCC-0000${at}`, `More ${at}`);
		bench.sandbox.pushwoosh.settings.applicationPages = applicationPages;
		const { results } = await list('searchApplications');
		expect(results.map(({ value }) => value)).toEqual([
			DEMO,
			'CCCCC-00001',
			'CCCCC-00002',
			'CCCCC-00003',
			SHOP,
		]);
		expect(bench.requests('getApplications').length).toBeLessThanOrEqual(4);
	});

	it.each([
		['shop', [both[1]]],
		['  DEMO ', [both[0]]],
		['bbbbb-', [both[1]]],
		['app', [both[0]]],
		['', both],
		['nothing like it', []],
	])('are searched for %o', async (filter, results) => {
		expect(await list('searchApplications', filter)).toEqual({ results });
	});

	it.each([
		null,
		[],
		{},
		'x',
		{ applications: null },
		{ applications: 'x' },
		{ applications: [null, {}, []] },
	])('an odd answer is an empty list: %o', async (response) => {
		answerWith(response);
		expect(await list('searchApplications')).toEqual({ results: [] });
	});

	it('are sorted by name, numbers by their size', async () => {
		answerWith({ applications: { B: 'shop 10', A: 'Shop 9', C: null } });
		expect((await list('searchApplications')).results.map(({ value }) => value)).toEqual(['C', 'A', 'B']);
	});
});

describe('segments', () => {
	beforeEach(() => {
		const add = (name: string, code: string, application?: string) =>
			bench.sandbox.pushwoosh.addFilter({ name, code, application, filterExpression: 'T("Age", GTE, 18)' });
		add('Twins', 'AAAAA-22222');
		add('Adults', 'AAAAA-11111');
		add('Twins', 'AAAAA-33333');
		add('Only shop', 'AAAAA-55555', SHOP);
	});

	it('of the chosen application: the value is the name, each name once', async () => {
		expect(await list('searchSegments', undefined, inDemo)).toEqual({
			results: [
				{ name: 'Adults', value: 'Adults', description: 'AAAAA-11111' },
				{ name: 'Twins', value: 'Twins', description: 'AAAAA-22222' },
			],
		});
		expect(bench.bodies('listFilters')).toEqual([{ request: { auth: API_TOKEN, application: DEMO } }]);
	});

	it('are offered as they are listed, blanks at the ends included', async () => {
		bench.sandbox.pushwoosh.addFilter({
			name: 'Twins ',
			code: 'AAAAA-66666',
			filterExpression: 'T("Age", GTE, 18)',
		});
		const { results } = await list('searchSegments', 'twins', inDemo);
		expect(results.map(({ name, value }) => [name, value])).toEqual([
			['Twins', 'Twins'],
			['Twins ', 'Twins '],
		]);
	});

	it('are searched', async () => {
		expect(
			(await list('searchSegments', 'ONLY', { application: chosen(SHOP, 'code') })).results,
		).toHaveLength(1);
		expect((await list('searchSegments', 'twi', inDemo)).results.map(({ value }) => value)).toEqual([
			'Twins',
		]);
	});

	it.each([
		['none', {}],
		['an empty choice', { application: chosen('') }],
		['an expression', { application: chosen('={{ $json.app }}', 'code') }],
		['nonsense', { application: null }],
	])('without an application (%s) the list says what to do', async (_what, parameters) => {
		await expect(list('searchSegments', '', parameters)).rejects.toMatchObject({
			message: "Choose an 'Application' first",
			description: expect.stringContaining('By Name') as string,
		});
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it.each([
		[
			{ filters: [null, 'Named', 7, { name: ' ' }, { code: 'x' }, [], { name: 'Whole', code: null }] },
			['7', 'Named', 'Whole'],
		],
		[{ filters: { 'AAAAA-1': 'Named', 'AAAAA-2': { name: 'Whole' }, 'AAAAA-3': null } }, ['Named', 'Whole']],
		[{ filters: null }, []],
		[{ filters: {} }, []],
	])('odd entries don’t matter: %o', async (response, values) => {
		answerWith(response);
		expect((await list('searchSegments', '', inDemo)).results.map(({ value }) => value)).toEqual(values);
	});
});

describe.each(['searchApplications', 'searchSegments'])('%s that fails says why and what to do', (method) => {
	it('a token that is refused', async () => {
		useToken('CANARY-wrong-token');
		const refusal = await list(method, '', inDemo).catch((error: unknown) => error as Error);
		expect(refusal).toMatchObject({
			message: expect.stringMatching(
				/^Pushwoosh didn't list the .*: “Invalid API token: account not found”$/,
			) as string,
			description: expect.stringContaining('API Access') as string,
		});
		expect(JSON.stringify(refusal, Object.getOwnPropertyNames(refusal))).not.toContain('CANARY');
	});

	it('a device token', async () => {
		useToken('DEVICE_TOKEN');
		await expect(list(method, '', inDemo)).rejects.toMatchObject({
			message: expect.stringMatching(/^Pushwoosh didn't list the .* \(HTTP 401/) as string,
			description: expect.stringContaining('Server token') as string,
			httpCode: '401',
		});
	});

	it('HTML in place of the API', async () => {
		bench.sandbox.faults.add({ answer: { status: 200, body: '<html>Welcome</html>' } });
		await expect(list(method, '', inDemo)).rejects.toMatchObject({
			description: expect.stringContaining("'Base URL'") as string,
		});
	});

	it('a Base URL that can’t be used', async () => {
		useToken(API_TOKEN, 'http://api.pushwoosh.com');
		await expect(list(method, '', inDemo)).rejects.toMatchObject({
			message: expect.stringContaining("'Base URL'") as string,
			description: expect.stringContaining('https') as string,
		});
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('nobody there', async () => {
		useToken(API_TOKEN, 'http://127.0.0.1:1');
		await expect(list(method, '', inDemo)).rejects.toThrow('127.0.0.1:1 could not be reached');
	});

	it('no credential', async () => {
		await expect(
			bench.engine.listSearch('manageSegment', method, { currentNodeParameters: inDemo }),
		).rejects.toThrow(/credential/i);
	});
});
