import { describe, expect, it, vi } from 'vitest';

import { RequestFailure, RunCanceled, type Failure } from '../../../../nodes/shared/failure.ts';
import { waitForTask, type TaskWait } from '../../../../nodes/shared/http/waitForTask.ts';
import type { FakeAnswer } from '../fakeContext.mts';
import { client, ended, spec, withFakeClock } from './clients.mts';

withFakeClock();

interface State {
	done?: boolean;
	progress?: number;
}

const inProgress = (progress?: number): FakeAnswer => ({ body: { progress } });
const completed: FakeAnswer = { body: { done: true } };

/** Waits for a task that is answered so (or not), one after another; the last answer again and again. */
function wait(
	answers: Array<FakeAnswer | 'nothing'>,
	changes: Partial<TaskWait<State>> = {},
	maxRetries = 0,
) {
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
	const outcome = waitForTask<State>({
		ask: async (endBy) => (await http.request({ ...spec, endBy })).value as State,
		isDone: ({ done }) => done === true,
		poll: { pollMs: 2000, timeoutMs: 10_000 },
		isNew: true,
		signal: undefined,
		onProgress,
		tookTooLong: (time, last) => ({ code: 'WAIT_TIMEOUT', message: `${time}, ${last?.progress ?? 'no'} %` }),
		...changes,
	});
	return { outcome: ended(outcome), times, requests, onProgress };
}

const failureOf = ({ thrown }: { thrown?: unknown }): Failure | undefined =>
	thrown instanceof RequestFailure ? thrown.failure : undefined;

describe('waiting for a task', () => {
	it('asks soon for the first time, then at the interval, until it is complete', async () => {
		const { outcome, times, onProgress } = wait([inProgress(10), inProgress(60), completed]);
		expect((await outcome).value).toEqual({ done: true });
		expect(times).toEqual([500, 2500, 4500]);
		expect(onProgress.mock.calls).toMatchObject([[{ progress: 10 }], [{ progress: 60 }]]);
	});

	it('asks at once for one that was started earlier, and never waits longer than the interval for the first time', async () => {
		const earlier = wait([completed], { isNew: false });
		await earlier.outcome;
		expect(earlier.times).toEqual([0]);
		const quick = wait([inProgress(), completed], { poll: { pollMs: 100, timeoutMs: 10_000 } });
		await quick.outcome;
		expect(quick.times).toEqual([100, 200]);
	});

	it.each([
		[10_000, 10, '10 seconds, 10 %'],
		[1000, undefined, '1 second, no %'],
	])('gives up after %d ms, in the caller’s words', async (timeoutMs, progress, far) => {
		const { outcome, times } = wait([inProgress(progress)], { poll: { pollMs: 3000, timeoutMs } });
		expect(failureOf(await outcome)).toEqual({ code: 'WAIT_TIMEOUT', message: far });
		// The last look is at the very end, not an interval before it.
		expect(times.at(-1)).toBe(timeoutMs);
	});

	it('ends with the failure of a request', async () => {
		const { outcome, requests } = wait([inProgress(), { statusCode: 403, body: {} }]);
		expect(failureOf(await outcome)).toMatchObject({ code: 'E403' });
		expect(requests).toHaveLength(2);
	});

	it('repeats a question that was answered with a passing problem, but not beyond its time', async () => {
		const soon = wait([{ statusCode: 503 }, completed], {}, 4);
		expect((await soon.outcome).value).toEqual({ done: true });
		const late = wait([{ statusCode: 503, headers: { 'retry-after': '9' } }], {}, 4);
		expect(failureOf(await late.outcome)).toMatchObject({ httpStatus: 503, attempts: 2 });
		expect(late.requests).toHaveLength(2);
	});

	it('has its time although a question isn’t answered, or is to be asked again later', async () => {
		const poll = { pollMs: 2000, timeoutMs: 6000 };
		const hangs = wait([inProgress(10), 'nothing'], { poll });
		expect(failureOf(await hangs.outcome)).toEqual({ code: 'WAIT_TIMEOUT', message: '6 seconds, 10 %' });
		expect((await hangs.outcome).took).toBe(6000);
		const later = wait([{ statusCode: 429, headers: { 'retry-after': '8' } }], { poll }, 4);
		expect(failureOf(await later.outcome)).toMatchObject({ httpStatus: 429, retryAfter: 8 });
		expect((await later.outcome).took).toBe(500);
	});

	it.each([
		['429', { statusCode: 429, headers: { 'retry-after': '61' } }, 61_500],
		['503', { statusCode: 503, headers: { 'retry-after': '90' } }, 90_500],
	])(
		'put off by a %s for longer than a request is held, it goes on after that',
		async (_what, putOff, next) => {
			const poll = { pollMs: 2000, timeoutMs: 300_000 };
			const { outcome, times } = wait([putOff, inProgress(50), completed], { poll }, 4);
			expect((await outcome).value).toEqual({ done: true });
			expect(times).toEqual([500, next, next + 2000]);
		},
	);

	it('put off again and again, it ends in its time', async () => {
		const poll = { pollMs: 2000, timeoutMs: 150_000 };
		const { outcome, times } = wait([{ statusCode: 429, headers: { 'retry-after': '61' } }], { poll }, 4);
		expect(failureOf(await outcome)).toMatchObject({ code: 'E429', retryAfter: 61 });
		expect(times).toEqual([500, 61_500, 122_500]);
		expect((await outcome).took).toBe(122_500);
	});

	it('doesn’t depend on the time of day', async () => {
		const { outcome, times } = wait([inProgress(), inProgress(), completed], {
			onProgress: () => vi.setSystemTime(Date.now() + 3_600_000),
		});
		expect((await outcome).value).toEqual({ done: true });
		expect(times).toHaveLength(3);
	});

	it('tells a refusal of the last question as what it is', async () => {
		const poll = { pollMs: 2000, timeoutMs: 2500 };
		const { outcome, times } = wait([inProgress(), { statusCode: 403, body: {} }], { poll });
		expect(failureOf(await outcome)).toMatchObject({ code: 'E403' });
		expect(times).toEqual([500, 2500]);
	});

	it('gives the last question a second', async () => {
		const { outcome } = wait(['nothing'], { poll: { pollMs: 2000, timeoutMs: 700 } });
		expect(failureOf(await outcome)).toMatchObject({ code: 'WAIT_TIMEOUT' });
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

it('whatever else is thrown goes on its way', async () => {
	const broken = wait([], { ask: async () => await Promise.reject(new TypeError('x')) });
	expect((await broken.outcome).thrown).toBeInstanceOf(TypeError);
});
