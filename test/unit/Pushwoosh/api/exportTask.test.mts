import { describe, expect, it } from 'vitest';

import {
	askForExport,
	exportStateRequest,
	readExportState,
	startExportRequest,
} from '../../../../nodes/Pushwoosh/api/exportTask.ts';
import type { RequestSender } from '../../../../nodes/shared/engine/operation.ts';
import { RequestFailure } from '../../../../nodes/shared/failure.ts';
import { toAnswer } from '../../../../nodes/shared/http/answer.ts';
import { FIRST } from '../../support/earlierTries.mts';
import { ACCESS } from '../access.mts';

/** What a first try is told. */

const BASE = ACCESS.baseUrl;
const answer = (body: unknown, status = 200) =>
	toAnswer(status, {}, typeof body === 'string' ? body : JSON.stringify(body));
const filterExpression = 'A("AAAAA-00000") * T("City", EQ, "Madrid")';

describe('exportSegment', () => {
	const start = startExportRequest(ACCESS, { filterExpression, exportCsv: true });

	it('the documented request, without an envelope', () => {
		expect(start).toMatchObject({
			method: 'POST',
			url: `${BASE}/api/v2/audience/exportSegment`,
			onlyOnce: true,
		});
		expect(start.body).toEqual({ filterExpression, exportCsv: true });
	});

	it('a count asks for no file; format and columns go along when given', () => {
		expect(startExportRequest(ACCESS, { filterExpression, exportCsv: false }).body).toEqual({
			filterExpression,
			exportCsv: false,
		});
		const order = { filterExpression, exportCsv: true, exportData: ['Hwid'], format: 'json' };
		expect(startExportRequest(ACCESS, order).body).toEqual(order);
	});

	it('is repeated only when it certainly wasn’t acted on', () => {
		expect(start.retry({ passing: true, notActedOn: true })).toBe(true);
		expect(start.retry({ passing: true, notActedOn: false })).toBe(false);
	});

	it.each([
		['{"task_id": 123456}', '123456'],
		['{"task_id": "123456"}', '123456'],
		['{"task_id": " 123456 "}', '123456'],
		['{"task_id": 12345678901234567890}', '12345678901234567890'],
	])('takes %s', (body, value) => expect(start.judge(answer(body), FIRST)).toEqual({ ok: true, value }));

	it.each([
		'{}',
		'[]',
		'null',
		'',
		'<html>hello</html>',
		'{"task_id": null}',
		'{"task_id": ""}',
		'{"task_id": {}}',
		'{"task_id": 1, "error": "no"}',
		'{"message": "invalid request"}',
		'{"task_id": 1',
	])('%s with HTTP 200 proves nothing, and may have started something', (body) => {
		expect(start.judge(answer(body), FIRST)).toMatchObject({
			ok: false,
			failure: { code: 'UNEXPECTED_ANSWER' },
			passing: false,
			notActedOn: false,
		});
	});

	it.each([
		[400, { message: 'invalid request' }, '400', '“invalid request”'],
		[401, { message: 'unauthorized' }, '401', '“unauthorized”'],
		[403, { message: 'forbidden' }, '403', '“forbidden”'],
		[500, 'Internal error', '500', 'HTTP 500'],
		[302, '', 'REDIRECT', 'redirects elsewhere'],
	])('HTTP %s', (status, body, code, text) => {
		const judged = start.judge(answer(body, status), FIRST);
		expect(judged).toMatchObject({
			ok: false,
			failure: { code, message: expect.stringContaining(text) as string },
		});
		expect(judged).toMatchObject({
			failure: { message: expect.stringMatching(/^Pushwoosh didn't start the export/) as string },
		});
	});

	it('what is refused as malformed is the expression', () => {
		expect(start.judge(answer({ message: 'invalid filter expression' }, 400), FIRST)).toMatchObject({
			failure: { advice: "Check 'Filter Expression', or use the Builder." },
		});
		expect(start.judge(answer({ message: 'forbidden' }, 403), FIRST)).toMatchObject({
			failure: { refusesRight: true, advice: expect.stringContaining('API Access') as string },
		});
	});

	it('needs a right of the application that is known', () => {
		expect(start.right).toBe('exportSegment');
		const known = startExportRequest(ACCESS, {
			filterExpression,
			exportCsv: true,
			application: 'AAAAA-00000',
		});
		expect(known.right).toBe('exportSegment AAAAA-00000');
		expect(known.body).toEqual({ filterExpression, exportCsv: true });
	});

	it('a refusal in the form of the other methods is understood', () => {
		const body = { status_code: 210, status_message: 'Application not found', response: null };
		expect(start.judge(answer(body), FIRST)).toMatchObject({ ok: false, failure: { code: '210' } });
	});
});

describe('exportSegment/result', () => {
	const request = exportStateRequest(ACCESS, '123456');

	it('the documented request: the ID as text', () => {
		expect(request.url).toBe(`${BASE}/api/v2/audience/exportSegment/result`);
		expect(request.body).toEqual({ task_id: '123456' });
	});

	it('the documented answer', () => {
		const fileUrl = 'https://files.example.com/export_segment_AAAAA-00000_1700000000.csv.zip';
		expect(
			request.judge(answer({ status: 'completed', devices_count: '1520', filename: fileUrl }), FIRST),
		).toEqual({
			ok: true,
			value: { status: 'completed', stage: 'completed', devicesCount: 1520, fileUrl },
		});
	});

	it.each([{}, { progress: 3 }, { status: '' }, { status: null }, { message: 'x' }])(
		'%o says nothing',
		(body) => {
			expect(request.judge(answer(body), FIRST)).toMatchObject({
				ok: false,
				failure: { code: 'UNEXPECTED_ANSWER' },
			});
		},
	);
});

describe('readExportState', () => {
	it.each([
		['in-progress', 'running', 'in-progress'],
		['In_Progress', 'running', 'in-progress'],
		['IN PROGRESS', 'running', 'in-progress'],
		['Pending', 'running', 'pending'],
		['some new word', 'running', 'some-new-word'],
		['not-completed', 'running', 'not-completed'],
		['completed', 'completed', 'completed'],
		['COMPLETED', 'completed', 'completed'],
		['Complete', 'completed', 'completed'],
		['done', 'completed', 'completed'],
		['STATUS_SUCCESS', 'completed', 'completed'],
		['failed', 'failed', 'failed'],
		['Error', 'failed', 'failed'],
		['canceled', 'failed', 'failed'],
		['cancelled', 'failed', 'failed'],
		['finished', 'completed', 'completed'],
		['success', 'completed', 'completed'],
		['successful', 'completed', 'completed'],
		['succeeded', 'completed', 'completed'],
		['ready', 'completed', 'completed'],
		['task_status_done', 'completed', 'completed'],
		['Task - Status - Done', 'completed', 'completed'],
		['fail', 'failed', 'failed'],
		['failure', 'failed', 'failed'],
		['errored', 'failed', 'failed'],
		['aborted', 'failed', 'failed'],
		['rejected', 'failed', 'failed'],
		['expired', 'failed', 'failed'],
		['timed out', 'failed', 'failed'],
		['timedout', 'failed', 'failed'],
		['timeout', 'failed', 'failed'],
		// Words that only hold one of those.
		['almost done', 'running', 'almost-done'],
		['done soon', 'running', 'done-soon'],
		['no error', 'running', 'no-error'],
		['failing', 'running', 'failing'],
		['my status done', 'running', 'my-status-done'],
		['not failed', 'running', 'not-failed'],
		['export failed', 'failed', 'failed'],
		['Failed_timeout', 'failed', 'failed'],
	])('%s → %s', (status, stage, shown) => {
		expect(readExportState({ status })).toStrictEqual({ status: shown, stage });
	});

	it.each([
		[{ message: 'm', reason: 'r', error: 'e' }, 'm'],
		[{ reason: 'r', error: 'e' }, 'r'],
		[{ message: ' ', reason: '', error: 'e' }, 'e'],
	])('%o: why it failed', (words, reason) => {
		expect(readExportState({ status: 'failed', ...words })).toStrictEqual({
			status: 'failed',
			stage: 'failed',
			reason,
		});
	});

	it('an empty error is none', () => {
		expect(readExportState({ status: 'completed', error: '' })).toStrictEqual({
			status: 'completed',
			stage: 'completed',
		});
	});

	it.each([
		[{ progress: 40 }, { progress: 40 }],
		[{ progress: '40' }, { progress: 40 }],
		[{ progress: '40 %' }, { progress: 40 }],
		[{ progress: '40%' }, { progress: 40 }],
		[{ progress: '40% of it' }, {}],
		[{ progress: 0 }, { progress: 0 }],
		[{ progress: 'half' }, {}],
		[{ progress: null }, {}],
		[{ devices_count: 0 }, { devicesCount: 0 }],
		[{ devices_count: '1520' }, { devicesCount: 1520 }],
		[{ devices_count: -1 }, {}],
		[{ devices_count: '' }, {}],
		[{ devices_count: [5] }, {}],
		[{ filename: null }, {}],
		[{ filename: ' ', csv_filename: '' }, {}],
	])('%o', (fields, expected) => {
		expect(readExportState({ status: 'in-progress', ...fields })).toStrictEqual({
			status: 'in-progress',
			stage: 'running',
			...expected,
		});
	});

	it.each([
		[{ filename: 'https://a/b.zip', csv_filename: 'https://c/d.zip' }, 'https://a/b.zip'],
		[{ csv_filename: 'https://c/d.zip' }, 'https://c/d.zip'],
		[{ filename: '', csv_filename: 'https://c/d.zip' }, 'https://c/d.zip'],
	])('%o: a file means completed, whatever the word', (fields, fileUrl) => {
		for (const status of ['processed', 'in-progress', 'Exported', 'completed']) {
			expect(readExportState({ status, devices_count: 5, ...fields })).toStrictEqual({
				status: 'completed',
				stage: 'completed',
				devicesCount: 5,
				fileUrl,
			});
		}
	});

	it.each(['failed', 'ERROR', 'export-failed', 'cancelled'])('but for %s, which means failure', (status) => {
		expect(readExportState({ status, filename: 'https://a/b.zip' })).toMatchObject({ stage: 'failed' });
	});

	it('a file without a status is a completed export', () => {
		expect(readExportState({ filename: 'https://a/b.zip' })).toEqual({
			status: 'completed',
			stage: 'completed',
			fileUrl: 'https://a/b.zip',
		});
	});

	it('an error beside a status is a failure', () => {
		expect(readExportState({ status: 'completed', error: 'disk full' })).toEqual({
			status: 'failed',
			stage: 'failed',
			reason: 'disk full',
		});
	});
});

describe('asking once for an export', () => {
	const ask = (answered: () => Promise<unknown>) =>
		askForExport('4711', { http: { request: answered } as unknown as RequestSender, session: ACCESS });
	const answering = async (body: Record<string, unknown>) =>
		await ask(async () => await Promise.resolve({ value: readExportState(body), answers: 1 }));

	it.each([
		[{ status: 'FAILED' }, "Pushwoosh couldn't complete the export"],
		[{ status: 'FAILED', message: 'Bad filter' }, "Pushwoosh couldn't complete the export: “Bad filter”"],
	])('%j is a failure', async (body, message) => {
		await expect(answering(body)).rejects.toMatchObject({
			failure: {
				code: 'EXPORT_FAILED',
				message,
				advice: 'Check the filter expression, and start the export again.',
			},
		});
	});

	it('one under way is no failure', async () => {
		expect(await answering({ status: 'IN_PROGRESS', progress: 5 })).toMatchObject({
			stage: 'running',
			progress: 5,
		});
	});

	it('whatever is thrown goes on its way', async () => {
		const failure = new RequestFailure({ code: 'X', message: 'No' });
		await expect(ask(async () => await Promise.reject(failure))).rejects.toBe(failure);
	});
});
