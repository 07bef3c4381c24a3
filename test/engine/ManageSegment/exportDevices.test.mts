import { describe, expect, it } from 'vitest';

import { API_TOKEN, pairs, useBench } from '../bench.mts';
import { chosen, DEMO } from './support.mts';

const bench = useBench('manageSegment');

const expression = 'T("City", EQ, "Madrid")';
const inDemo = `(A("${DEMO}") * (${expression}))`;
const options = { pollInterval: 0.1 };
const device = {
	resource: 'device',
	filterMode: 'expression',
	filterExpression: expression,
	application: chosen(DEMO),
	options,
};
const getExport = { resource: 'device', operation: 'getExport', taskId: '123456', options };
const real = (filter: string) => bench.sandbox.pushwoosh.select(filter).length;
const fileUrl = expect.stringMatching(/\/files\/export_segment_AAAAA-00000_\d+_123456\.csv\.zip$/) as string;

describe('Export', () => {
	it('is the default operation of devices: starts, waits, returns the address of the file', async () => {
		const run = await bench.run(device);
		expect(bench.sandbox.log.entries.map(({ path, body }) => [path, body])).toEqual([
			['/api/v2/audience/exportSegment', { auth: API_TOKEN, filterExpression: inDemo, exportCsv: true }],
			['/api/v2/audience/exportSegment/result', { auth: API_TOKEN, task_id: '123456' }],
			['/api/v2/audience/exportSegment/result', { auth: API_TOKEN, task_id: '123456' }],
			['/api/v2/audience/exportSegment/result', { auth: API_TOKEN, task_id: '123456' }],
		]);
		expect(run.results).toEqual([
			{ taskId: '123456', status: 'completed', devicesCount: real(inDemo), fileUrl },
		]);
		expect(run.success[0].binary).toBeUndefined();
		expect(run.hints).toEqual(['1 export completed; 4 requests']);
	});

	it('tells the log how far it is', async () => {
		const { logs } = await bench.run(device);
		const lines = logs.filter(({ message }) => message.includes('123456'));
		expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
			'info Node: export 123456 started',
			'debug Node: export 123456 in-progress, 33 %',
			'debug Node: export 123456 in-progress, 66 %',
			'info Node: export 123456 completed',
		]);
	});

	it('sends format and columns only when they are set', async () => {
		await bench.run({
			...device,
			options: { ...options, format: ' json ', exportData: 'Hwid, User ID\nCity' },
		});
		await bench.run({ ...device, options: { ...options, format: '', exportData: ' , ' } });
		await bench.run({ ...device, options: { ...options, exportData: '={{ ["Type (humanized), x"] }}' } });
		const started = { auth: API_TOKEN, filterExpression: inDemo, exportCsv: true };
		expect(bench.bodies('exportSegment')).toEqual([
			{ ...started, format: 'json', exportData: ['Hwid', 'User ID', 'City'] },
			started,
			{ ...started, exportData: ['Type (humanized), x'] },
		]);
	});

	it('without an application a hint says that all are covered', async () => {
		const run = await bench.run({ ...device, application: chosen('') });
		expect(bench.bodies('exportSegment')).toEqual([
			{ auth: API_TOKEN, filterExpression: expression, exportCsv: true },
		]);
		expect(run.hints[1]).toContain("No 'Application' was chosen");
	});

	it('not waiting: returns the task at once', async () => {
		const run = await bench.run({ ...device, waitForCompletion: false, download: true });
		expect(run.results).toEqual([{ taskId: '123456', status: 'in-progress' }]);
		expect(bench.sandbox.log.entries).toHaveLength(1);
		expect(run.hints).toEqual(['1 export started; 1 request']);
	});

	it('items that want the same file share an export', async () => {
		const run = await bench.run(
			{
				...device,
				filterExpression: '=T("City", EQ, "{{ $json.city }}")',
				waitForCompletion: '={{ $json.wait }}',
			},
			{
				items: [
					{ city: 'Madrid', wait: true },
					{ city: 'Seville', wait: true },
					{ city: 'Madrid', wait: true },
					{ city: 'Madrid', wait: false },
				],
			},
		);
		expect(bench.requests('exportSegment')).toHaveLength(3);
		const tasks = run.results.map((json) => (json as { taskId: string }).taskId);
		expect(tasks[0]).toBe(tasks[2]);
		expect(new Set(tasks).size).toBe(3);
		expect(pairs(run.success)).toEqual([0, 1, 2, 3]);
	});

	it('reads csv_filename and numbers given as numbers', async () => {
		Object.assign(bench.sandbox.pushwoosh.settings.export, {
			fileKey: 'csv_filename',
			numbersAs: 'number',
			taskIdAs: 'string',
		});
		const run = await bench.run(device);
		expect(run.results).toEqual([
			{ taskId: '123456', status: 'completed', devicesCount: real(inDemo), fileUrl },
		]);
	});

	it('an export that fails is a failure that names the task', async () => {
		bench.sandbox.pushwoosh.settings.export.fail = true;
		const run = await bench.run(device, { onError: 'continueErrorOutput' });
		expect(run.failures).toEqual([
			{
				error: "Pushwoosh couldn't complete the export",
				details: {
					code: 'EXPORT_FAILED',
					advice: 'Check the filter expression, and start the export again.',
					taskId: '123456',
				},
			},
		]);
	});
});

describe('how Pushwoosh says that it is complete', () => {
	const completed = [expect.objectContaining({ taskId: '123456', status: 'completed', fileUrl }) as unknown];

	it.each(['processed', 'in-progress', 'Ready'])('a file under the word “%s” is complete', async (word) => {
		bench.sandbox.pushwoosh.settings.export.words.completed = word;
		expect((await bench.run(device)).results).toEqual(completed);
		expect(bench.requests('result')).toHaveLength(3);
	});

	it('words of other spellings while it runs, and when it failed', async () => {
		bench.sandbox.pushwoosh.settings.export.words = {
			running: 'QUEUED',
			completed: 'Done',
			failed: 'export failed',
		};
		expect((await bench.run(device)).results).toEqual(completed);
		bench.sandbox.pushwoosh.settings.export.fail = true;
		const run = await bench.run(device, { onError: 'continueErrorOutput' });
		expect(run.failures[0].details).toMatchObject({ code: 'EXPORT_FAILED', taskId: '123457' });
	});

	it.each([false, true])(
		'without a file it is none, whether that is downloaded or not (%s)',
		async (download) => {
			bench.sandbox.pushwoosh.settings.export.namesFile = false;
			const run = await bench.run({ ...device, download }, { onError: 'continueErrorOutput' });
			expect(run.results).toEqual([]);
			expect(run.failures[0].details).toMatchObject({ code: 'NO_FILE', taskId: '123456' });
		},
	);

	it('no devices need no file', async () => {
		bench.sandbox.pushwoosh.settings.export.namesFile = false;
		const run = await bench.run({ ...device, filterExpression: 'T("City", EQ, "Atlantis")' });
		expect(run.results).toEqual([{ taskId: '123456', status: 'completed', devicesCount: 0 }]);
	});
});

it('a saved segment is exported by its code', async () => {
	bench.sandbox.pushwoosh.addFilter({ name: ' VIP', code: 'AAAAA-11111', filterExpression: expression });
	bench.sandbox.pushwoosh.addFilter({
		name: 'VIP',
		code: 'AAAAA-22222',
		filterExpression: 'T("Age", GTE, 18)',
	});
	const run = await bench.run({ ...device, filterMode: 'segment', segment: chosen(' VIP', 'name') });
	expect(bench.bodies('exportSegment')).toEqual([
		{ auth: API_TOKEN, filterExpression: `(A("${DEMO}") * (Segment("AAAAA-11111")))`, exportCsv: true },
	]);
	expect(run.results).toEqual([expect.objectContaining({ status: 'completed', devicesCount: real(inDemo) })]);
});

describe('the wait', () => {
	it('ends after Wait Timeout, and Get Export goes on', async () => {
		bench.sandbox.pushwoosh.settings.export.pollsUntilDone = 1000;
		const run = await bench.run(
			{ ...device, options: { pollInterval: 0.1, waitTimeout: 1 } },
			{ onError: 'continueErrorOutput' },
		);
		expect(run.failures[0].error).toMatch(/^The export wasn't complete after 1 second \(\d+ % so far\)$/);
		expect(run.failures[0].details.advice).toContain("'Get Export' with the task ID 123456");
		expect(run.failures[0].details).toEqual({
			advice: expect.any(String) as string,
			code: 'WAIT_TIMEOUT',
			taskId: '123456',
		});
		expect(bench.requests('exportSegment')).toHaveLength(1);

		bench.sandbox.pushwoosh.settings.export.pollsUntilDone = 0;
		const later = await bench.run(getExport);
		expect(later.results).toEqual([
			{ taskId: '123456', status: 'completed', devicesCount: real(inDemo), fileUrl },
		]);
		expect(bench.requests('exportSegment')).toHaveLength(1);
	});

	it('with Stop the message says how to go on', async () => {
		bench.sandbox.pushwoosh.settings.export.pollsUntilDone = 1000;
		const run = await bench.run({ ...device, options: { pollInterval: 0.1, waitTimeout: 1 } });
		expect(run.error?.message).toMatch(
			/^The export wasn't complete after 1 second \(\d+ % so far\) \[item 0\]$/,
		);
		expect(run.error?.description).toContain('the task ID 123456');
		expect(run.error?.context?.details).toEqual({ code: 'WAIT_TIMEOUT', taskId: '123456' });
		expect(run.error?.context?.data).toEqual([inDemo]);
	});

	it('asks no more often than the interval says', async () => {
		bench.sandbox.pushwoosh.settings.export.pollsUntilDone = 3;
		await bench.run({ ...device, options: { pollInterval: 0.2 } });
		const times = bench.requests('result').map(({ startedAt }) => startedAt);
		expect(times).toHaveLength(4);
		const gaps = times.slice(1).map((time, index) => time - times[index]);
		expect(Math.min(...gaps)).toBeGreaterThan(190);
	});

	it('is one for five exports: they go on side by side', async () => {
		bench.sandbox.pushwoosh.settings.export.pollsUntilDone = 2;
		const cities = ['Madrid', 'Seville', 'Palma', 'Vigo', 'Bilbao'].map((city) => ({ city }));
		const run = await bench.run(
			{ ...device, filterExpression: '=T("City", EQ, "{{ $json.city }}")', options: { pollInterval: 0.5 } },
			{ items: cities },
		);
		expect(run.results).toEqual(cities.map(() => expect.objectContaining({ status: 'completed' })));
		const started = bench.requests('exportSegment').map(({ startedAt }) => startedAt);
		const questions = bench.requests('result').map(({ startedAt }) => startedAt);
		expect(started).toHaveLength(5);
		expect(questions).toHaveLength(15);
		// The first waits alone for an answer, not for its export.
		expect(Math.max(...started)).toBeLessThan(Math.min(...questions));
		expect(pairs(run.success)).toEqual([0, 1, 2, 3, 4]);
	});

	it('outlives a passing problem', async () => {
		bench.sandbox.faults.add({
			match: { path: '*/result', nth: [1, 2] },
			answer: { status: 503, headers: { 'retry-after': '0' }, body: 'busy' },
		});
		const run = await bench.run(device);
		expect(run.results).toEqual([expect.objectContaining({ status: 'completed' })]);
		expect(bench.requests('exportSegment')).toHaveLength(1);
		expect(run.hints).toEqual(['1 export completed; 6 requests, 2 retried']);
	});

	it('a question that finally fails names the task', async () => {
		bench.sandbox.faults.add({
			match: { path: '*/result' },
			answer: { status: 503, headers: { 'retry-after': '0' }, body: 'busy' },
		});
		const run = await bench.run(
			{ ...device, options: { ...options, maxRetries: 1 } },
			{ onError: 'continueErrorOutput' },
		);
		expect(run.failures[0].details).toEqual({
			advice: expect.any(String) as string,
			code: '503',
			httpStatus: 503,
			attempts: 2,
			retryAfter: 0,
			taskId: '123456',
		});
		expect(bench.requests('exportSegment')).toHaveLength(1);
	});

	it('has its time although Pushwoosh doesn’t answer', async () => {
		bench.sandbox.faults.add({ match: { path: '*/result', nth: 2 }, answer: { connection: 'hang' } });
		bench.sandbox.pushwoosh.settings.export.pollsUntilDone = 1000;
		const run = await bench.run(
			{ ...device, options: { pollInterval: 0.1, waitTimeout: 1 } },
			{ onError: 'continueErrorOutput' },
		);
		expect(run.failures[0].error).toContain("The export wasn't complete after 1 second");
		expect(run.failures[0].details).toEqual({
			advice: expect.stringContaining("'Get Export' with the task ID 123456") as string,
			code: 'WAIT_TIMEOUT',
			taskId: '123456',
		});
	});

	it('isn’t asked for any more when another export failed, with Stop', async () => {
		bench.sandbox.pushwoosh.settings.export.pollsUntilDone = 1_000_000;
		bench.sandbox.faults.add({
			match: { path: '*/result', nth: 1 },
			answer: {
				status: 200,
				body: { status: 'completed', devices_count: '1', filename: 'https://a.example/b' },
			},
		});
		bench.sandbox.faults.add({
			match: { path: '*/exportSegment', nth: 3 },
			answer: { status: 400, answerDelayMs: 300, body: { message: 'invalid request' } },
		});
		const run = await bench.run(
			{
				...device,
				filterExpression: '=T("City", EQ, "{{ $json.city }}")',
				options: { pollInterval: 0.1, concurrency: 2 },
			},
			{ items: ['Madrid', 'Lyon', 'Bern'].map((city) => ({ city })) },
		);
		expect(run.error?.message).toContain('invalid request');
		expect(run.error?.description).toContain('1 export done, 2 not done');
	});

	it('is ended by cancelling', async () => {
		bench.sandbox.pushwoosh.settings.export.pollsUntilDone = 1000;
		const run = await bench.run(
			{ ...device, options: { pollInterval: 30 } },
			{ cancelAfter: 700, onError: 'continueErrorOutput' },
		);
		expect(run.duration).toBeLessThan(1100);
		expect(run.error?.message).toBe('Execution was canceled: 0 of 1 units done');
		expect(run.failed).toEqual([]);
		expect(run.logs.map(({ message }) => message)).toContain('Node: export 123456 started');
	});
});

describe('Get Export', () => {
	const started = async () => await bench.run({ ...device, waitForCompletion: false });

	it('waits for an export that isn’t complete yet', async () => {
		await started();
		const run = await bench.run(getExport);
		expect(run.results).toEqual([
			{ taskId: '123456', status: 'completed', devicesCount: real(inDemo), fileUrl },
		]);
		expect(bench.bodies('result')).toEqual(Array(3).fill({ auth: API_TOKEN, task_id: '123456' }));
	});

	it('asks once when it isn’t to wait', async () => {
		await started();
		const parameters = { ...getExport, waitForCompletion: false };
		expect((await bench.run(parameters)).results).toEqual([{ taskId: '123456', status: 'in-progress' }]);
		expect((await bench.run(parameters)).results).toEqual([{ taskId: '123456', status: 'in-progress' }]);
		expect((await bench.run(parameters)).results).toEqual([
			{ taskId: '123456', status: 'completed', devicesCount: real(inDemo), fileUrl },
		]);
	});

	it('takes the ID as a number too, and sends it as text', async () => {
		await started();
		await bench.run({ ...getExport, taskId: '={{ $json.taskId }}' }, { items: [{ taskId: 123456 }] });
		expect(bench.bodies('result')[0]).toEqual({ auth: API_TOKEN, task_id: '123456' });
	});

	it('of a count: the number, no file', async () => {
		await bench.run({ ...device, operation: 'count' });
		expect((await bench.run(getExport)).results).toEqual([
			{ taskId: '123456', status: 'completed', devicesCount: real(inDemo) },
		]);
	});

	it('an unknown task is a failure that names it', async () => {
		const run = await bench.run(
			{ ...getExport, taskId: '={{ $json.id }}' },
			{ items: [{ id: '999' }, { id: '' }, { id: '1 2' }], onError: 'continueErrorOutput' },
		);
		expect(run.failures.map(({ details: { advice: _, ...details } }) => details)).toEqual([
			{ code: '404', httpStatus: 404, attempts: 1, taskId: '999' },
			{ code: 'EMPTY_PARAMETER' },
			{ code: 'INVALID_PARAMETER', taskId: '1 2' },
		]);
		expect(run.failures[0].error).toContain('“task not found”');
		expect(bench.sandbox.log.entries).toHaveLength(1);
	});

	it('an export that failed', async () => {
		await started();
		bench.sandbox.faults.add({
			match: { path: '*/result' },
			answer: { status: 200, body: { status: 'FAILED', message: 'disk full' } },
		});
		for (const waitForCompletion of [true, false]) {
			const run = await bench.run({ ...getExport, waitForCompletion }, { onError: 'continueErrorOutput' });
			expect(run.failures[0].error).toContain("Pushwoosh couldn't complete the export: “disk full”");
			expect(run.failures[0].details).toEqual({
				advice: expect.any(String) as string,
				code: 'EXPORT_FAILED',
				taskId: '123456',
			});
		}
	});
});
