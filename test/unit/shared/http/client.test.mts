import { describe, expect, it, vi } from 'vitest';

import { RequestFailure } from '../../../../nodes/shared/failure.ts';
import { networkError, unauthorized } from '../fakeContext.mts';
import { client, ended, failed, spec, statuses, withFakeClock, URL_OF_SERVICE } from './clients.mts';

withFakeClock();

describe('a request', () => {
	it("is handed to n8n's helper in the one right way", async () => {
		const { http, requests } = client({});
		await ended(http.request({ ...spec, headers: { 'X-A': 'b' } }));
		const [{ signal, credentials: _, ...options } = {} as never] = requests;
		expect(options).toEqual({
			credentialType: 'exampleApi',
			method: 'POST',
			url: URL_OF_SERVICE,
			headers: { Accept: 'application/json', 'X-A': 'b' },
			body: { a: 1 },
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: 31_000,
		});
		expect(signal).toBeInstanceOf(AbortSignal);
	});

	it('is sent once more after a 401 where the access token can be renewed, with what stands for the refused one', async () => {
		const renew = vi.fn((refused: object) => ({ ...refused, accessToken: 'newer' }));
		const freshen = (stored: object) => ({ ...stored, accessToken: 'older' });
		const { http, requests, counts } = client({ session: { freshen, renew }, respond: statuses(401, 200) });
		expect((await ended(http.request(spec))).value).toEqual({ value: { at: 1 }, answers: 2 });
		expect(renew.mock.calls.map(([refused]) => refused)).toEqual([{ key: 'k', accessToken: 'older' }]);
		expect(requests.map(({ credentials }) => credentials.accessToken)).toEqual(['older', 'newer']);
		expect(counts).toEqual({ sent: 2, retried: 1 });
	});

	it('fails when the renewed access token is refused too', async () => {
		const { http, requests } = client({ session: { renew: (refused) => refused }, respond: statuses(401) });
		expect((await failed(http.request(spec))).httpStatus).toBe(401);
		expect(requests.length).toBe(2);
	});

	it('is sent once where nothing can be renewed', async () => {
		const { http, requests } = client({ respond: statuses(401) });
		await failed(http.request(spec));
		expect(requests.length).toBe(1);
	});

	it('gives what was made of the answer, and how often the service answered', async () => {
		const { http, counts } = client({ respond: () => ({ body: { ok: true } }) });
		expect((await ended(http.request(spec))).value).toEqual({ value: { ok: true }, answers: 1 });
		expect(counts).toEqual({ sent: 1, retried: 0 });
	});

	it('has no body when there is none', async () => {
		const { http, requests } = client({});
		await ended(http.request({ ...spec, method: 'GET', body: undefined }));
		expect(requests[0]).not.toHaveProperty('body');
	});

	it('may carry a text as it is', async () => {
		const { http, requests } = client({});
		await ended(http.request({ ...spec, body: undefined, text: '{}' }));
		expect(requests[0]?.body).toBe('{}');
	});

	it('is paced before each try', async () => {
		const { http } = client({ respond: statuses(503, 200) });
		const pace = vi.fn(async () => {});
		await ended(http.request({ ...spec, pace }));
		expect(pace).toHaveBeenCalledTimes(2);
	});

	it.each([
		[
			[429, 200],
			[false, false],
		],
		[[networkError('ECONNREFUSED'), 200], [false]],
		[
			[networkError('ENOTFOUND'), 429, 200],
			[false, false],
		],
		[
			[503, 429, 200],
			[false, true, true],
		],
		[
			[408, 200],
			[false, true],
		],
		[
			[networkError('ECONNRESET'), 429, 200],
			[true, true],
		],
	])('tells the judge whether a try before may have been acted on: %j', async (answers, told) => {
		const heard: boolean[] = [];
		const { http } = client({ respond: statuses(...answers) });
		const judge: typeof spec.judge = (answer, earlier) => {
			heard.push(earlier.mayHaveBeenActedOn);
			return spec.judge(answer, earlier);
		};
		await ended(http.request({ ...spec, judge }));
		expect(heard).toEqual(told);
	});
});

describe('a right that is refused', () => {
	const judge: typeof spec.judge = (answer, earlier) => {
		const judged = spec.judge(answer, earlier);
		return judged.ok || answer.status !== 403
			? judged
			: { ...judged, failure: { ...judged.failure, refusesRight: true } };
	};

	it('isn’t asked for again; others are', async () => {
		const { http, requests } = client({ respond: statuses(403, 200) });
		const pace = vi.fn(async () => {});
		expect(await failed(http.request({ ...spec, judge, right: 'send A' }))).toMatchObject({
			code: 'E403',
			attempts: 1,
		});
		const second = await failed(http.request({ ...spec, judge, pace, right: 'send A' }));
		expect(second).toMatchObject({ code: 'E403', took: 0 });
		expect(second.attempts).toBeUndefined();
		expect(pace).not.toHaveBeenCalled();
		expect((await ended(http.request({ ...spec, judge, right: 'send B' }))).value).toBeDefined();
		expect((await ended(http.request({ ...spec, judge }))).value).toBeDefined();
		expect(requests).toHaveLength(3);
	});

	it('is one that wasn’t used with success before: what worked once may work again', async () => {
		const { http, requests } = client({ respond: statuses(200, 403, 200) });
		await ended(http.request({ ...spec, judge, right: 'send A' }));
		await failed(http.request({ ...spec, judge, right: 'send A' }));
		expect((await ended(http.request({ ...spec, judge, right: 'send A' }))).value).toBeDefined();
		expect(requests).toHaveLength(3);
	});

	it('is no failure of another kind', async () => {
		const { http, requests } = client({ respond: statuses(400, 200) });
		await failed(http.request({ ...spec, judge, right: 'send A' }));
		expect((await ended(http.request({ ...spec, judge, right: 'send A' }))).value).toBeDefined();
		expect(requests).toHaveLength(2);
	});
});

describe('the credential', () => {
	it('is read from the session, a copy for each request, without asking n8n again', async () => {
		const credentials = { key: 'k' };
		const { http, requests, context } = client({ session: { credentials } });
		const asked = vi.spyOn(context, 'getCredentials');
		await ended(Promise.all([http.request(spec), http.request(spec)]));
		expect(requests.map((request) => request.credentials)).toEqual([credentials, credentials]);
		expect(requests.some((request) => request.credentials === credentials)).toBe(false);
		expect(asked).not.toHaveBeenCalled();
	});

	it('is freshened for each try', async () => {
		let minted = 0;
		const freshen = (stored: object) => ({ ...stored, accessToken: `token-${++minted}` });
		const { http, requests } = client({ session: { freshen }, respond: statuses(503, 200) });
		await ended(http.request(spec));
		expect(requests.map(({ credentials }) => credentials)).toEqual([
			{ key: 'k', accessToken: 'token-1' },
			{ key: 'k', accessToken: 'token-2' },
		]);
	});

	it.each([
		[
			{ allowedHttpRequestDomains: 'domains', allowedDomains: 'api.example, b.example' },
			'api.example, b.example',
		],
		[{ allowedHttpRequestDomains: 'domains', allowedDomains: '  ' }, 'none.invalid'],
		[{ allowedHttpRequestDomains: 'all', allowedDomains: 'b.example' }, undefined],
		[{ allowedHttpRequestDomains: 'none' }, undefined],
		[{}, undefined],
	])('its allowed domains are enforced: %j', async (credentials, allowedDomains) => {
		const { http, requests } = client({ session: { credentials } });
		await ended(http.request(spec));
		expect(requests[0]?.allowedDomains).toBe(allowedDomains);
	});

	it('that cannot be used ends the run with its own failure', async () => {
		const problem = new RequestFailure({ code: 'INVALID_KEY', message: 'The key is none' });
		const respond = () => {
			throw new Error('wrapped by n8n', { cause: problem });
		};
		const { http, requests } = client({ respond });
		const { took, ...failure } = await failed(http.request(spec));
		expect(failure).toEqual({ code: 'INVALID_KEY', message: 'The key is none', endsRun: true, attempts: 1 });
		expect([requests.length, took]).toEqual([1, 0]);
	});

	it('whose sign-in is down for the moment is tried again', async () => {
		const problem = Object.assign(new RequestFailure({ code: 'DOWN', message: 'Sign-in is down' }), {
			passing: true,
		});
		const { http, requests } = client({ respond: statuses(new Error('wrapped', { cause: problem }), 200) });
		expect((await ended(http.request(spec))).value).toMatchObject({ answers: 1 });
		expect(requests).toHaveLength(2);
	});
});

describe('a failure', () => {
	it('is that of the judge, with status and number of tries', async () => {
		const { http, counts } = client({ respond: statuses(403) });
		const { took, ...failure } = await failed(http.request(spec));
		expect(failure).toEqual({
			code: 'E403',
			message: 'Refused (403)',
			advice: 'Look into it.',
			httpStatus: 403,
			attempts: 1,
		});
		expect(took).toBe(0);
		expect(counts).toEqual({ sent: 1, retried: 0 });
	});

	it("of status 401 is found in n8n's error", async () => {
		const { http } = client({ respond: statuses(unauthorized()) });
		expect(await failed(http.request(spec))).toMatchObject({ code: 'E401', httpStatus: 401, attempts: 1 });
	});

	it('without an answer is told in words', async () => {
		const { http } = client({ respond: statuses(networkError('ECONNREFUSED')), maxRetries: 0 });
		expect(await failed(http.request(spec))).toMatchObject({
			code: 'ECONNREFUSED',
			message: 'api.example could not be reached',
			attempts: 1,
		});
	});

	it('never holds anything of the request or of the error that n8n threw', async () => {
		for (const error of [
			unauthorized(),
			networkError('ECONNRESET', { config: { headers: { a: 'very-secret' } } }),
		]) {
			const { http } = client({
				respond: statuses(error),
				session: { credentials: { key: 'very-secret' } },
				maxRetries: 0,
			});
			const { thrown } = await ended(http.request({ ...spec, body: { token: 'very-secret' } }));
			const { failure, message, cause } = thrown as RequestFailure;
			expect(JSON.stringify([failure, message, cause, Object.keys(thrown as object)])).not.toContain(
				'very-secret',
			);
		}
	});

	it("of the judge's own is passed on", async () => {
		const { http } = client({});
		const judge = () => {
			throw new TypeError('defect');
		};
		expect((await ended(http.request({ ...spec, judge }))).thrown).toBeInstanceOf(TypeError);
	});
});
