import { describe, expect, it } from 'vitest';

import { retryWhenNotActedOn, retryWhenPassing } from '../../../../nodes/shared/http/retry.ts';
import { networkError, unauthorized } from '../fakeContext.mts';
import { client, ended, failed, spec, statuses, withFakeClock } from './clients.mts';

withFakeClock();

describe('repeating', () => {
	it('waits longer each time, and not after the last try', async () => {
		const { http, requests, counts } = client({ respond: statuses(503) });
		const failure = await failed(http.request(spec));
		expect(failure).toMatchObject({ code: 'E503', attempts: 5, took: 500 + 1000 + 2000 + 4000 });
		expect(requests).toHaveLength(5);
		expect(counts).toEqual({ sent: 5, retried: 4 });
	});

	it('counts every answer', async () => {
		const { http } = client({ respond: statuses(503, networkError('ECONNRESET'), 429, 200) });
		expect((await ended(http.request(spec))).value).toEqual({ value: { at: 3 }, answers: 3 });
	});

	it('is not done with Max Retries 0', async () => {
		const { http, requests } = client({ respond: statuses(503), maxRetries: 0 });
		expect(await failed(http.request(spec))).toMatchObject({ attempts: 1, took: 0 });
		expect(requests).toHaveLength(1);
	});

	it.each([400, 401, 403, 404, 410, 422])('is not done after %d', async (status) => {
		const { http, requests } = client({ respond: statuses(status) });
		await failed(http.request(spec));
		expect(requests).toHaveLength(1);
	});

	it.each([408, 429, 500, 502, 503, 504])('is done after %d', async (status) => {
		const { http, requests } = client({ respond: statuses(status, 200) });
		expect((await ended(http.request(spec))).value).toBeDefined();
		expect(requests).toHaveLength(2);
	});

	it('follows the judge where it knows better than the status', async () => {
		const busy = client({ respond: statuses(200) });
		const judge: typeof spec.judge = (_, { mayHaveBeenActedOn }) =>
			mayHaveBeenActedOn
				? { ok: true, value: 'late' }
				: { ok: false, failure: { code: 'BUSY', message: 'Busy' }, passing: true, notActedOn: false };
		expect((await ended(busy.http.request({ ...spec, judge }))).value).toEqual({ value: 'late', answers: 2 });

		const gone = client({ respond: statuses(500) });
		const lasting: typeof spec.judge = () => ({
			ok: false,
			failure: { code: 'GONE', message: 'Gone' },
			passing: false,
		});
		expect(await failed(gone.http.request({ ...spec, judge: lasting }))).toMatchObject({ attempts: 1 });
	});
});

describe('Retry-After', () => {
	it.each([
		['3', 3000],
		['Fri, 06 Nov 2026 08:00:10 GMT', 10_000],
		// Never shorter than the backoff: neither 0 nor a date that is past by this machine's clock.
		['0', 500],
		['Fri, 06 Nov 2026 07:59:00 GMT', 500],
		['60', 60_000],
	])('%s is waited for', async (header, ms) => {
		const { http, requests } = client({ respond: statuses([429, header], 200) });
		expect(await ended(http.request(spec))).toMatchObject({ value: { answers: 2 }, took: ms });
		expect(requests).toHaveLength(2);
	});

	it('that cannot be read leaves the usual wait', async () => {
		const { http } = client({ respond: statuses([503, 'soon'], 200) });
		expect(await ended(http.request(spec))).toMatchObject({ took: 500 });
	});

	it('beyond a minute ends the tries, and the failure says when to come back', async () => {
		const { http, requests } = client({ respond: statuses([429, '90']) });
		expect(await failed(http.request(spec))).toEqual({
			code: 'E429',
			message: 'Refused (429)',
			advice: 'The service asks to wait 2 minutes (90 seconds): run the workflow again after that.',
			httpStatus: 429,
			attempts: 1,
			retryAfter: 90,
			took: 0,
		});
		expect(requests).toHaveLength(1);
	});

	it('within a minute is told as well when the tries are used up', async () => {
		const { http } = client({ respond: statuses([503, '2']), maxRetries: 1 });
		expect(await failed(http.request(spec))).toMatchObject({
			retryAfter: 2,
			attempts: 2,
			advice: 'Look into it.',
		});
	});

	it('is not looked at where the problem lasts', async () => {
		const { http } = client({ respond: statuses([403, '90']) });
		expect(await failed(http.request(spec))).not.toHaveProperty('retryAfter');
	});

	it("does not put 'run it again' in the place of the advice where the request must not be repeated", async () => {
		const { http } = client({ respond: statuses([503, '90']) });
		const failure = await failed(http.request({ ...spec, onlyOnce: true, retry: retryWhenNotActedOn }));
		expect(failure).toMatchObject({ advice: 'Look into it.', retryAfter: 90, uncertain: true });
	});
});

describe('a request that must be acted on only once', () => {
	const once = { ...spec, onlyOnce: true, retry: retryWhenNotActedOn };

	it.each([
		['500', statuses(500), true],
		['503', statuses(503), true],
		['408', statuses(408), true],
		['a lost connection', statuses(networkError('ECONNRESET')), true],
		['400', statuses(400), undefined],
		['401', statuses(unauthorized()), undefined],
		['a certificate', statuses(networkError('CERT_HAS_EXPIRED')), undefined],
	])('fails at once after %s, and says whether it may have happened', async (_, respond, uncertain) => {
		const { http, requests } = client({ respond });
		expect((await failed(http.request(once))).uncertain).toBe(uncertain);
		expect(requests).toHaveLength(1);
	});

	it.each([
		['429', 429],
		['a refused connection', networkError('ECONNREFUSED')],
		['an unknown host', networkError('ENOTFOUND')],
	] as const)('is repeated after %s: nothing happened', async (_, first) => {
		const { http, requests } = client({ respond: statuses(first, 200) });
		expect((await ended(http.request(once))).value).toBeDefined();
		expect(requests).toHaveLength(2);
	});

	it('follows the judge where it knows whether something happened', async () => {
		const judged = (notActedOn: boolean) => ({
			...once,
			judge: () => ({ ok: false as const, failure: { code: 'X', message: 'X' }, passing: false, notActedOn }),
		});
		expect(await failed(client({}).http.request(judged(true)))).not.toHaveProperty('uncertain');
		expect(await failed(client({}).http.request(judged(false)))).toHaveProperty('uncertain', true);
	});

	it('stays uncertain when a later try is refused: the first may have happened', async () => {
		const { http } = client({ respond: statuses(networkError('ECONNRESET'), 400) });
		const failure = await failed(http.request({ ...once, retry: retryWhenPassing }));
		expect(failure).toMatchObject({ code: 'E400', attempts: 2, uncertain: true });
	});

	it('is the only kind that can be uncertain', async () => {
		const { http } = client({ respond: statuses(500), maxRetries: 0 });
		expect(await failed(http.request(spec))).not.toHaveProperty('uncertain');
	});
});
