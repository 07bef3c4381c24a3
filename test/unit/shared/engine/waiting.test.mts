import { describe, expect, it, vi } from 'vitest';

import {
	networkError,
	unauthorized,
	type FakeAnswer,
	type FakeRequest,
	type Respond,
} from '../fakeContext.mts';
import { withFakeClock } from '../http/clients.mts';
import { item, run, tokenOperation, tokensOf, verdicts } from './tokens.mts';

withFakeClock();

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** Runs tokens, one in a request of 10 ms. @returns when each request set out: `token at milliseconds` */
async function timed(
	tokens: string[],
	answer: (token: string, at: number, request: FakeRequest) => FakeAnswer | undefined,
	setup: Parameters<typeof run>[0] = {},
) {
	const began = Date.now();
	const log: Array<{ token: string; ms: number }> = [];
	let inFlight = 0;
	let most = 0;
	const respond: Respond = async (request, at) => {
		const [token = ''] = tokensOf(request);
		log.push({ token, ms: Date.now() - began });
		most = Math.max(most, ++inFlight);
		await pause(10);
		inFlight--;
		return answer(token, at, request) ?? verdicts()(request);
	};
	const running = run({
		items: tokens.map((token) => item(token)),
		respond,
		onError: 'continue',
		...setup,
		options: { batchSize: 1, concurrency: 5, ...setup?.options },
	});
	await vi.advanceTimersByTimeAsync(600_000);
	return {
		...(await running),
		log,
		most,
		ms: (token: string) => log.filter((each) => each.token === token).map(({ ms }) => ms),
	};
}

const names = (count: number, start = 't') => Array.from({ length: count }, (_, at) => `${start}${at}`);

describe('requests that wait for their next try', () => {
	it('hold nobody up, the first of the run included', async () => {
		const broken = (token: string) => (token.startsWith('f') ? { statusCode: 503 } : undefined);
		const { ms, most, json } = await timed([...names(20, 'f'), ...names(100)], broken);
		expect(Math.max(...names(100).flatMap(ms))).toBeLessThan(500);
		expect(ms('f0').map((at) => Math.round(at / 1000))).toEqual([0, 1, 3, 7, 15]);
		expect(most).toBe(5);
		expect(json?.filter(({ success }) => success)).toHaveLength(100);
	});

	it('start nothing more after the first failure with Stop', async () => {
		const answer = (token: string) =>
			token === 't0' ? { statusCode: 503 } : token === 't3' ? { statusCode: 400 } : undefined;
		const { log, thrown } = await timed(names(50), answer, { onError: 'stop' });
		expect(log.length).toBeLessThan(10);
		expect(thrown?.message).toContain('[item 3]');
	});

	it('do not keep those waiting that go another way', async () => {
		const sent: string[] = [];
		const operation = tokenOperation({
			send: async ({ parts: [part], stage }, { http }) => {
				if (Date.now() < 100) sent.push(`${stage ?? 'first'} ${part?.id}`);
				await http.request({
					method: 'POST',
					url: 'https://api.example/batch',
					body: { tokens: [part?.id] },
					retry: ({ passing }) => passing,
					judge: ({ status }) =>
						status === 200 ? { ok: true, value: 1 } : { ok: false, failure: { code: 'X', message: 'X' } },
				});
				return [stage ? { kind: 'succeeded', data: undefined } : { kind: 'proceed', stage: 'second' }];
			},
		});
		vi.setSystemTime(0);
		const running = run(
			{
				items: [item('broken'), item('a')],
				options: { batchSize: 1 },
				onError: 'continue',
				respond: (request) => ({ statusCode: tokensOf(request)[0] === 'broken' ? 503 : 200 }),
			},
			operation,
		);
		await vi.advanceTimersByTimeAsync(600_000);
		await running;
		expect(sent).toEqual(['first broken', 'first a', 'second a']);
	});
});

describe('the first request', () => {
	it('is alone until its first answer, not to its end', async () => {
		const { log } = await timed(names(6), (token, at) => (at === 0 ? { statusCode: 503 } : undefined));
		expect(log.slice(0, 5).map(({ token }) => token)).toEqual(names(5));
		expect(log[1]?.ms).toBe(10);
		expect(log[4]?.ms).toBeLessThan(20);
	});

	it.each([
		['lost', networkError('ECONNRESET')],
		['refused', networkError('ECONNREFUSED')],
	])(
		'lets the next try its luck when its connection is %s, and a wrong key still fails once',
		async (_, error) => {
			const answer = (token: string) => {
				throw token === 't0' ? error : unauthorized();
			};
			const { log, json } = await timed(names(20), answer);
			expect(log.map(({ token }) => token)).toEqual(['t0', 't1']);
			expect(json).toHaveLength(20);
			expect(json?.slice(1).every(({ error: said }) => said === 'Refused (401)')).toBe(true);
		},
	);
});

describe('a service that asks for less', () => {
	it('by a 429 is left alone until the end of the wait, then asked by half as many', async () => {
		const limited = (_: string, at: number) =>
			at === 10 ? { statusCode: 429, headers: { 'retry-after': '3' } } : undefined;
		const { log, json } = await timed(names(200), limited, { options: { concurrency: 8 } });
		const refusedAt = (log[10]?.ms ?? 0) + 10;
		const after = log.filter(({ ms }) => ms > refusedAt);
		expect(Math.min(...after.map(({ ms }) => ms))).toBeGreaterThanOrEqual(refusedAt + 3000);
		expect(after.filter(({ ms }) => ms < refusedAt + 3010).length).toBeLessThan(7);
		expect(json?.every(({ success }) => success)).toBe(true);
	});

	it('by a code for one token is left alone for a while as well', async () => {
		const operation = tokenOperation();
		const send: typeof operation.send = async (...call) => {
			const answers = await operation.send(...call);
			return answers.map((answer) => (answer.kind === 'retry' ? { ...answer, slowsDown: true } : answer));
		};
		const began = Date.now();
		const times: number[] = [];
		const running = run(
			{
				items: names(20).map((token) => item(token)),
				options: { batchSize: 1, concurrency: 4 },
				respond: async (request, at) => {
					times.push(Date.now() - began);
					await pause(10);
					return verdicts(() => (at === 4 ? 'RESOURCE_EXHAUSTED' : 'ok'))(request);
				},
			},
			{ ...operation, send },
		);
		await vi.advanceTimersByTimeAsync(60_000);
		expect((await running).json?.every(({ success }) => success)).toBe(true);
		expect(times.filter((ms) => ms > (times[4] ?? 0) + 10 && ms < 1000)).toEqual([]);
	});
});
