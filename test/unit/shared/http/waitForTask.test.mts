import { describe, expect, it, vi } from 'vitest';

import { askForExport, waitForExport, withTask, type ExportWait } from '../../../../nodes/Pushwoosh/api/exportWait.ts';
import { RequestFailure, RunCanceled } from '../../../../nodes/shared/failure.ts';
import { client, ended, withFakeClock } from '../../shared/http/clients.mts';
import type { FakeAnswer } from '../../shared/fakeContext.mts';

withFakeClock();

const BASE = 'https://api.example';
const TASK = '4711';
const inProgress = (progress?: number) => ({ body: { status: 'IN_PROGRESS', ...(progress === undefined ? {} : { progress }) } });
const completed = { body: { status: 'COMPLETED', devices_count: '3', filename: 'https://files.example/a.csv.zip' } };

/** Waits for an export that is answered so (or not), one after another; the last answer again and again. */
function wait(answers: Array<FakeAnswer | 'nothing'>, changes: Partial<ExportWait> = {}, maxRetries = 0) {
	const times: number[] = [];
	const start = Date.now();
	const onProgress = vi.fn();
	const { http, requests } = client({
		maxRetries,
		respond: async (_, at) => {
			times.push(Date.now() - start);
			const answer = answers[Math.min(at, answers.length - 1)] ?? {};
			return answer === 'nothing' ? await new Promise(() => {}) : answer;
		},
	});
	const outcome = waitForExport({
		baseUrl: BASE,
		taskId: TASK,
		http,
		patience: { pollMs: 2000, timeoutMs: 10_000 },
		isNew: true,
		signal: undefined,
		onProgress,
		...changes,
	});
	return { outcome: ended(outcome), times, requests, onProgress };
}

describe('waiting for an export', () => {
	it('asks soon for the first time, then at the interval, until it is complete', async () => {
		const { outcome, times, requests, onProgress } = wait([inProgress(10), inProgress(60), completed]);
		expect((await outcome).value).toMatchObject({ state: { stage: 'completed', devicesCount: 3 } });
		expect(times).toEqual([500, 2500, 4500]);
		expect(onProgress.mock.calls).toMatchObject([[{ progress: 10 }], [{ progress: 60 }]]);
		expect(requests[0]).toMatchObject({ method: 'POST', url: `${BASE}/api/v2/audience/exportSegment/result` });
	});

	it('asks at once for one that was started earlier, and never waits longer than the interval for the first time', async () => {
		const earlier = wait([completed], { isNew: false });
		await earlier.outcome;
		expect(earlier.times).toEqual([0]);
		const quick = wait([inProgress(), completed], { patience: { pollMs: 100, timeoutMs: 10_000 } });
		await quick.outcome;
		expect(quick.times).toEqual([100, 200]);
	});

	it.each([
		[10_000, 10, '10 seconds (10 % so far)'],
		[1000, undefined, '1 second'],
	])('gives up after %d ms, with the task to go on with', async (timeoutMs, progress, far) => {
		const { outcome, times } = wait([inProgress(progress)], { patience: { pollMs: 3000, timeoutMs } });
		const { value } = await outcome;
		expect(value).toEqual({
			failure: {
				code: 'WAIT_TIMEOUT',
				message: `The export wasn't complete after ${far}`,
				advice: `Pushwoosh goes on with it: use the operation 'Get Export' with the task ID 4711 later, or raise 'Wait Timeout (Seconds)' in the options.`,
				extra: { taskId: TASK },
			},
		});
		// The last look is at the very end, not an interval before it.
		expect(times.at(-1)).toBe(timeoutMs);
	});

	it('ends with the failure of a request, and names the task', async () => {
		const { outcome, requests } = wait([inProgress(), { statusCode: 403, body: { message: 'No rights' } }]);
		const { value } = await outcome;
		expect(value).toMatchObject({ failure: { code: '403', extra: { taskId: TASK } } });
		expect(requests).toHaveLength(2);
	});

	it('repeats a question that was answered with a passing problem, but not beyond its time', async () => {
		const soon = wait([{ statusCode: 503 }, completed], {}, 4);
		expect((await soon.outcome).value).toMatchObject({ state: { stage: 'completed' } });
		const late = wait([{ statusCode: 503, headers: { 'retry-after': '9' } }], {}, 4);
		expect((await late.outcome).value).toMatchObject({ failure: { httpStatus: 503, attempts: 2 } });
		expect(late.requests).toHaveLength(2);
	});

	it('has its time although a question isn’t answered, or is to be asked again later', async () => {
		const patience = { pollMs: 2000, timeoutMs: 6000 };
		const hangs = wait([inProgress(10), 'nothing'], { patience });
		expect((await hangs.outcome).value).toMatchObject({
			failure: {
				code: 'WAIT_TIMEOUT',
				message: "The export wasn't complete after 6 seconds (10 % so far)",
				extra: { taskId: TASK },
			},
		});
		expect((await hangs.outcome).took).toBe(6000);
		const later = wait([{ statusCode: 429, headers: { 'retry-after': '8' } }], { patience }, 4);
		expect((await later.outcome).value).toMatchObject({ failure: { httpStatus: 429, retryAfter: 8 } });
		expect((await later.outcome).took).toBe(500);
	});

	it.each([
		['429', { statusCode: 429, headers: { 'retry-after': '61' } }, 61_500],
		['503', { statusCode: 503, headers: { 'retry-after': '90' } }, 90_500],
	])('put off by a %s for longer than a request is held, it goes on after that', async (_what, putOff, next) => {
		const patience = { pollMs: 2000, timeoutMs: 300_000 };
		const { outcome, times } = wait([putOff, inProgress(50), completed], { patience }, 4);
		expect((await outcome).value).toMatchObject({ state: { stage: 'completed' } });
		expect(times).toEqual([500, next, next + 2000]);
	});

	it('put off again and again, it ends in its time', async () => {
		const patience = { pollMs: 2000, timeoutMs: 150_000 };
		const { outcome, times } = wait([{ statusCode: 429, headers: { 'retry-after': '61' } }], { patience }, 4);
		const { value, took } = await outcome;
		expect(value).toMatchObject({ failure: { code: '429', retryAfter: 61, extra: { taskId: TASK } } });
		expect(times).toEqual([500, 61_500, 122_500]);
		expect(took).toBe(122_500);
	});

	it('doesn’t depend on the time of day', async () => {
		const { outcome, times } = wait([inProgress(), inProgress(), completed], {
			onProgress: () => vi.setSystemTime(Date.now() + 3_600_000),
		});
		expect((await outcome).value).toMatchObject({ state: { stage: 'completed' } });
		expect(times).toHaveLength(3);
	});

	it('tells a refusal of the last question as what it is', async () => {
		const patience = { pollMs: 2000, timeoutMs: 2500 };
		const { outcome, times } = wait([inProgress(), { statusCode: 403, body: { message: 'No rights' } }], { patience });
		expect((await outcome).value).toMatchObject({ failure: { code: '403', extra: { taskId: TASK } } });
		expect(times).toEqual([500, 2500]);
	});

	it('gives the last question a second', async () => {
		const { outcome } = wait(['nothing'], { patience: { pollMs: 2000, timeoutMs: 700 } });
		expect((await outcome).value).toMatchObject({ failure: { code: 'WAIT_TIMEOUT', extra: { taskId: TASK } } });
		expect((await outcome).took).toBe(1500);
	});

	it('ends when the run is cancelled', async () => {
		const controller = new AbortController();
		setTimeout(() => controller.abort(), 1000);
		const { outcome, times } = wait([inProgress()], { signal: controller.signal });
		const { thrown, took } = await outcome;
		expect(thrown).toBeInstanceOf(RunCanceled);
		expect(took).toBe(1000);
		expect(times).toEqual([500]);
	});
});

describe('asking once for an export', () => {
	const ask = async (answer: FakeAnswer) => {
		const { http } = client({ respond: () => answer, maxRetries: 0 });
		return (await ended(askForExport({ baseUrl: BASE, taskId: TASK, http }))).value;
	};

	it.each([
		[{ status: 'FAILED' }, "Pushwoosh couldn't complete the export"],
		[{ status: 'FAILED', message: 'Bad filter' }, "Pushwoosh couldn't complete the export: “Bad filter”"],
	])('%j is a failure with the task', async (body, message) => {
		expect(await ask({ body })).toEqual({
			failure: {
				code: 'EXPORT_FAILED',
				message,
				advice: 'Check the filter expression, and start the export again.',
				extra: { taskId: TASK },
			},
		});
	});

	it('one under way is no failure', async () => {
		expect(await ask(inProgress(5))).toMatchObject({ state: { stage: 'running', progress: 5 } });
	});

	it('whatever else is thrown goes on its way', async () => {
		const http = { request: async () => await Promise.reject(new RunCanceled()) };
		await expect(askForExport({ baseUrl: BASE, taskId: TASK, http })).rejects.toBeInstanceOf(RunCanceled);
		const failing = { request: async () => await Promise.reject(new RequestFailure({ code: 'X', message: 'No' })) };
		expect(await askForExport({ baseUrl: BASE, taskId: TASK, http: failing })).toEqual({
			failure: { code: 'X', message: 'No', extra: { taskId: TASK } },
		});
	});
});

it('a failure keeps what else it says when it names the task', () => {
	expect(withTask({ code: 'X', message: 'No', extra: { a: 1 } }, TASK)).toEqual({
		code: 'X',
		message: 'No',
		extra: { a: 1, taskId: TASK },
	});
});
