import { describe, expect, it } from 'vitest';

import { RunCanceled } from '../../../../nodes/shared/failure.ts';
import { retryWhenNotActedOn } from '../../../../nodes/shared/http/retry.ts';
import { networkError, settle, type Respond } from '../fakeContext.mts';
import { client, ended, failed, spec, statuses, withFakeClock } from './clients.mts';

withFakeClock();

describe('the time-out', () => {
	const never: Respond = async () => await new Promise(() => {});

	it('ends each try, is told in words, and repeated', async () => {
		const { http, requests } = client({ respond: never, timeoutMs: 2500, maxRetries: 1 });
		expect(await failed(http.request(spec))).toEqual({
			code: 'TIMEOUT',
			message: "api.example didn't answer within 2.5 seconds",
			advice: "Try again later, or raise 'Timeout (Ms)' in the options.",
			attempts: 2,
			took: 2500 + 500 + 2500,
		});
		expect(requests.every(({ signal }) => signal.aborted)).toBe(true);
	});

	it('ends an answer that trickles in', async () => {
		const respond: Respond = async () => {
			for (let piece = 0; piece < 100; piece++) await new Promise((resolve) => setTimeout(resolve, 900));
			return {};
		};
		const { http } = client({ respond, timeoutMs: 1000, maxRetries: 0 });
		expect(await failed(http.request(spec))).toMatchObject({
			code: 'TIMEOUT',
			message: "api.example didn't answer within 1 second",
			took: 1000,
		});
	});

	it('leaves a send uncertain', async () => {
		const { http } = client({ respond: never });
		expect(await failed(http.request({ ...spec, onlyOnce: true, retry: retryWhenNotActedOn }))).toMatchObject(
			{
				code: 'TIMEOUT',
				uncertain: true,
				attempts: 1,
			},
		);
	});

	it('of an answer that comes in time is never felt', async () => {
		const respond: Respond = async () => {
			await new Promise((resolve) => setTimeout(resolve, 29_900));
			return {};
		};
		expect(await ended(client({ respond }).http.request(spec))).toMatchObject({
			value: { answers: 1 },
			took: 29_900,
		});
	});
});

describe('cancelling', () => {
	it('ends a request in flight at once', async () => {
		const controller = new AbortController();
		const { http, requests } = client({
			signal: controller.signal,
			respond: async () => await new Promise(() => {}),
		});
		setTimeout(() => controller.abort(), 1000);
		const { thrown, took } = await ended(http.request(spec));
		expect(thrown).toBeInstanceOf(RunCanceled);
		expect(took).toBe(1000);
		expect(requests[0]?.signal.aborted).toBe(true);
	});

	it('is no failure of the request, also where it would not be sent again', async () => {
		const controller = new AbortController();
		const respond: Respond = async () => await new Promise(() => {});
		const { http } = client({ signal: controller.signal, respond, maxRetries: 0 });
		setTimeout(() => controller.abort(), 1000);
		expect((await ended(http.request(spec))).thrown).toBeInstanceOf(RunCanceled);
	});

	it("counts as cancelled also when n8n's helper then throws", async () => {
		const controller = new AbortController();
		const respond: Respond = async ({ signal }) =>
			await new Promise((_, reject) =>
				signal.addEventListener('abort', () => reject(networkError('ERR_CANCELED'))),
			);
		const { http } = client({ signal: controller.signal, respond });
		setTimeout(() => controller.abort(), 1000);
		expect((await ended(http.request(spec))).thrown).toBeInstanceOf(RunCanceled);
	});

	it('ends a wait at once, and nothing is sent any more', async () => {
		const controller = new AbortController();
		const { http, requests } = client({ signal: controller.signal, respond: statuses([503, '60']) });
		setTimeout(() => controller.abort(), 1000);
		const { thrown, took } = await ended(http.request(spec));
		expect(thrown).toBeInstanceOf(RunCanceled);
		expect([took, requests.length]).toEqual([1000, 1]);
	});

	it('before the request leaves means that it does not', async () => {
		const controller = new AbortController();
		const { http, requests, counts } = client({ signal: controller.signal });
		const pace = async () => controller.abort();
		expect((await ended(http.request({ ...spec, pace }))).thrown).toBeInstanceOf(RunCanceled);
		expect([requests.length, counts.sent]).toEqual([0, 0]);
	});

	it('does not lose an answer that has come', async () => {
		const controller = new AbortController();
		const { http } = client({ signal: controller.signal });
		const request = http.request(spec);
		await settle();
		controller.abort();
		expect((await ended(request)).value).toMatchObject({ answers: 1 });
	});
});
