import { describe, expect, it, vi } from 'vitest';

import type { Respond } from '../fakeContext.mts';
import { withFakeClock } from '../http/clients.mts';
import { item, run, tokenOperation, tokensOf, verdicts } from './tokens.mts';

withFakeClock();

const names = (count: number) => Array.from({ length: count }, (_, at) => `t${at}`);
const options = { batchSize: 1, concurrency: 2 };

/** A run that is cancelled after so many milliseconds; each request takes 100. */
async function cancelled(ms: number, setup: Parameters<typeof run>[0] = {}, operation = tokenOperation()) {
	const controller = new AbortController();
	const removed = vi.spyOn(controller.signal, 'removeEventListener');
	const added = vi.spyOn(controller.signal, 'addEventListener');
	const respond: Respond = async (request) => {
		await new Promise((resolve) => setTimeout(resolve, 100));
		return verdicts()(request);
	};
	const started = Date.now();
	let took = 0;
	const running = run(
		{ items: [item(names(10))], options, respond, signal: controller.signal, ...setup },
		operation,
	);
	void running.then(() => (took = Date.now() - started));
	setTimeout(() => controller.abort(), ms);
	await vi.advanceTimersByTimeAsync(600_000);
	const outcome = await running;
	return { ...outcome, took, listeners: added.mock.calls.length - removed.mock.calls.length };
}

describe.each(['stop', 'continue'] as const)('cancelling with %s', (onError) => {
	it('during the first request: nothing was done', async () => {
		const { thrown, requests, took, output, logs } = await cancelled(50, { onError });
		expect(thrown).toMatchObject({
			name: 'NodeOperationError',
			message: 'Execution was canceled: 0 of 10 units done',
		});
		expect([requests.length, took, output]).toEqual([1, 50, undefined]);
		expect(requests[0]?.signal.aborted).toBe(true);
		expect(logs).toContain('info: Topic Batch: cancelled when 0 of 10 units were done');
	});

	it('later: starts nothing new, ends what is in flight at once, and counts what was done', async () => {
		const { thrown, requests, took } = await cancelled(250, { onError });
		expect(thrown?.message).toBe('Execution was canceled: 3 of 10 units done');
		expect(requests.flatMap(tokensOf)).toEqual(['t0', 't1', 't2', 't3', 't4']);
		expect(took).toBe(250);
	});

	it('during the wait before a token is sent again', async () => {
		const respond = verdicts((token) => (token === 't0' ? 'INTERNAL' : 'ok'));
		const { thrown, took } = await cancelled(500, { onError, respond });
		expect(thrown?.message).toBe('Execution was canceled: 9 of 10 units done');
		expect(took).toBe(500);
	});

	it('during the wait before a request is sent again', async () => {
		const respond: Respond = (request) =>
			tokensOf(request)[0] === 't9' ? { statusCode: 503 } : verdicts()(request);
		const { thrown, took } = await cancelled(500, { onError, respond });
		expect(thrown?.message).toBe('Execution was canceled: 9 of 10 units done');
		expect(took).toBe(500);
	});

	it('while a token is sent again', async () => {
		const respond: Respond = async (request, at) => {
			if (at >= 10) await new Promise((resolve) => setTimeout(resolve, 5000));
			return verdicts((token) => (token === 't0' ? 'INTERNAL' : 'ok'))(request);
		};
		const { thrown, took } = await cancelled(3000, { onError, respond });
		expect(thrown?.message).toBe('Execution was canceled: 9 of 10 units done');
		expect(took).toBe(3000);
	});

	it('while the credential is opened', async () => {
		const open = async () => {
			await new Promise((resolve) => setTimeout(resolve, 100));
			return { jitter: 'full' as const, credentialType: 'exampleApi', credentials: {} };
		};
		const opened = await cancelled(50, { onError }, tokenOperation({ open }));
		expect(opened.thrown?.message).toBe('Execution was canceled: 0 of 10 units done');
		const failing = async () => {
			await open();
			throw new Error('no database');
		};
		const broken = await cancelled(50, { onError }, tokenOperation({ open: failing }));
		expect(broken.thrown?.message).toBe('Execution was canceled: 0 of 10 units done');
		expect([...opened.requests, ...broken.requests]).toEqual([]);
	});

	it('before it began', async () => {
		const open = vi.fn(tokenOperation().open);
		const signal = AbortSignal.abort();
		const { thrown, requests } = await cancelled(0, { onError, signal }, tokenOperation({ open }));
		expect(thrown?.message).toBe('Execution was canceled: 0 of 1 units done');
		expect([requests.length, open.mock.calls.length]).toEqual([0, 0]);
	});

	it('after everything was done changes nothing', async () => {
		const { json, thrown } = await cancelled(10_000, { onError });
		expect(thrown).toBeUndefined();
		expect(json).toHaveLength(10);
	});

	it('counts as cancelled where an operation made a failure of it', async () => {
		const operation = tokenOperation();
		const { thrown } = await cancelled(
			250,
			{ onError },
			{
				...operation,
				send: async (batch, hands) =>
					await operation
						.send(batch, hands)
						.catch(() => [
							{ kind: 'failed' as const, failure: { code: 'X', message: 'Something went wrong' } },
						]),
			},
		);
		expect(thrown?.message).toBe('Execution was canceled: 3 of 10 units done');
	});

	it('counts as cancelled where that happened in the only request left', async () => {
		const operation = tokenOperation({
			send: async (_, { http }) => {
				const failure = { code: 'X', message: 'Something went wrong' };
				const request = {
					method: 'GET',
					url: 'https://api.example',
					retry: () => false,
				} as const;
				await http.request({ ...request, judge: () => ({ ok: true, value: 1 }) }).catch(() => {});
				return [{ kind: 'failed' as const, failure }];
			},
		});
		const { thrown } = await cancelled(50, { onError, items: [item('t0')] }, operation);
		expect(thrown?.message).toBe('Execution was canceled: 0 of 1 units done');
	});

	it('is no request that was done, in the log', async () => {
		const { logs } = await cancelled(150, { onError });
		expect(logs).toEqual([
			'debug: Topic Batch: request 1 of 10 done',
			'info: Topic Batch: cancelled when 1 of 10 units were done',
		]);
	});

	it.each([50, 250, 10_000])('after %d ms leaves no listener on the signal', async (ms) => {
		expect((await cancelled(ms, { onError })).listeners).toBe(0);
	});
});

describe('a run that ended before it was cancelled', () => {
	it('keeps its failed units with Continue', async () => {
		const respond: Respond = (request) =>
			tokensOf(request)[0] === 't4' ? { statusCode: 403 } : verdicts()(request);
		const { json, thrown } = await cancelled(10_000, { onError: 'continue', respond });
		expect(thrown).toBeUndefined();
		expect(json?.filter(({ error }) => error)).toHaveLength(1);
	});

	it('keeps its failed units when it is cancelled on the way out', async () => {
		const controller = new AbortController();
		const respond: Respond = (request) =>
			tokensOf(request)[0] === 't4' ? { statusCode: 403 } : verdicts()(request);
		const operation = tokenOperation();
		const running = run(
			{ items: [item(names(10))], options, respond, signal: controller.signal, onError: 'continue' },
			{ ...operation, report: (unit, parts) => (controller.abort(), operation.report(unit, parts)) },
		);
		await vi.advanceTimersByTimeAsync(10_000);
		const { json } = await running;
		expect(json).toHaveLength(10);
	});
});

describe('cancelling while the items are read', () => {
	it('reads no further, and counts the rest as one unit each', async () => {
		vi.useRealTimers();
		const controller = new AbortController();
		const operation = tokenOperation();
		const { thrown, requests } = await run(
			{ items: Array.from({ length: 100 }, (_, at) => item(`t${at}`)), signal: controller.signal },
			{
				...operation,
				read: (reader) => {
					if (reader.itemIndex === 3) setTimeout(() => controller.abort());
					const until = Date.now() + 55;
					while (Date.now() < until);
					return operation.read(reader);
				},
			},
		);
		expect(thrown?.message).toBe('Execution was canceled: 0 of 100 units done');
		expect(requests).toEqual([]);
	});
});
