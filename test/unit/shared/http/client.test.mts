import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { RequestFailure, RunCanceled, type Failure } from '../../../../nodes/shared/engine/failure.ts';
import {
	HttpClient,
	type RequestCounts,
	type RequestSpec,
	type Session,
} from '../../../../nodes/shared/http/client.ts';
import { repeatWhenNotActedOn, repeatWhenPassing } from '../../../../nodes/shared/http/repeat.ts';
import {
	fakeContext,
	networkError,
	settle,
	unauthorized,
	type FakeSetup,
	type Respond,
} from '../fakeContext.mts';

beforeEach(() => {
	vi.useFakeTimers({ now: Date.parse('2026-11-06T08:00:00Z') });
	vi.spyOn(Math, 'random').mockReturnValue(0.5);
});

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

const URL_OF_SERVICE = 'https://api.example/v1/do';

/** 200 succeeds, every other status fails under its number. */
const spec: RequestSpec<unknown> = {
	method: 'POST',
	url: URL_OF_SERVICE,
	body: { a: 1 },
	judge: ({ status, json }) =>
		status === 200
			? { ok: true, value: json }
			: {
					ok: false,
					failure: { code: `E${status}`, message: `Refused (${status})`, advice: 'Look into it.' },
				},
	repeat: repeatWhenPassing,
	jitter: 'full',
};

interface Setup extends FakeSetup {
	session?: Partial<Session>;
	maxRetries?: number;
	timeoutMs?: number;
}

function client({ session, maxRetries = 4, timeoutMs = 30_000, ...setup }: Setup) {
	const fake = fakeContext(setup);
	const counts: RequestCounts = { sent: 0, repeated: 0 };
	const settings = { maxRetries, timeoutMs };
	const opened: Session = { credentialType: 'exampleApi', credentials: { key: 'k' }, ...session };
	return { ...fake, counts, http: new HttpClient(fake.context, opened, settings, setup.signal, counts) };
}

/** Answers with these statuses (or throws these errors), one after another; the last one again and again. */
function statuses(...list: Array<number | Error | [status: number, retryAfter: string]>): Respond {
	return (_, at) => {
		const next = list[Math.min(at, list.length - 1)] ?? 200;
		if (next instanceof Error) throw next;
		const [statusCode, retryAfter] = typeof next === 'number' ? [next] : next;
		return {
			statusCode,
			headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
			body: { at },
		};
	};
}

/** Lets the fake clock run until the request has ended. */
async function ended<T>(request: Promise<T>): Promise<{ value?: T; thrown?: unknown; took: number }> {
	const started = Date.now();
	let took = 0;
	const outcome = request.then(
		(value) => ((took = Date.now() - started), { value }),
		(thrown: unknown) => ((took = Date.now() - started), { thrown }),
	);
	await vi.advanceTimersByTimeAsync(600_000);
	return { ...(await outcome), took };
}

async function failed(request: Promise<unknown>): Promise<Failure & { took: number }> {
	const { thrown, took } = await ended(request);
	if (!(thrown instanceof RequestFailure)) throw new Error(`Not a RequestFailure: ${String(thrown)}`);
	return { ...thrown.failure, took };
}

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
		expect((await ended(http.request(spec))).value).toEqual({ value: { at: 1 }, answers: 1 });
		expect(renew.mock.calls).toEqual([[{ key: 'k', accessToken: 'older' }]]);
		expect(requests.map(({ credentials }) => credentials.accessToken)).toEqual(['older', 'newer']);
		expect(counts).toEqual({ sent: 1, repeated: 0 });
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
		expect(counts).toEqual({ sent: 1, repeated: 0 });
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

	it('tells the judge how often it was sent', async () => {
		const tries: number[] = [];
		const { http } = client({ respond: statuses(networkError('ECONNRESET'), 503, 200) });
		await ended(http.request({ ...spec, judge: (answer, at) => (tries.push(at), spec.judge(answer, at)) }));
		expect(tries).toEqual([2, 3]);
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
		expect(counts).toEqual({ sent: 1, repeated: 0 });
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

describe('repeating', () => {
	it('waits longer each time, and not after the last try', async () => {
		const { http, requests, counts } = client({ respond: statuses(503) });
		const failure = await failed(http.request(spec));
		expect(failure).toMatchObject({ code: 'E503', attempts: 5, took: 500 + 1000 + 2000 + 4000 });
		expect(requests).toHaveLength(5);
		expect(counts).toEqual({ sent: 5, repeated: 4 });
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
		const judge: typeof spec.judge = (_, tries) =>
			tries > 1
				? { ok: true, value: 'late' }
				: { ok: false, failure: { code: 'BUSY', message: 'Busy' }, passing: true };
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
		['0', 0],
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
		const failure = await failed(http.request({ ...spec, onlyOnce: true, repeat: repeatWhenNotActedOn }));
		expect(failure).toMatchObject({ advice: 'Look into it.', retryAfter: 90, uncertain: true });
	});
});

describe('a request that must be acted on only once', () => {
	const once = { ...spec, onlyOnce: true, repeat: repeatWhenNotActedOn };

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
		const failure = await failed(http.request({ ...once, repeat: repeatWhenPassing }));
		expect(failure).toMatchObject({ code: 'E400', attempts: 2, uncertain: true });
	});

	it('is the only kind that can be uncertain', async () => {
		const { http } = client({ respond: statuses(500), maxRetries: 0 });
		expect(await failed(http.request(spec))).not.toHaveProperty('uncertain');
	});
});

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
		expect(
			await failed(http.request({ ...spec, onlyOnce: true, repeat: repeatWhenNotActedOn })),
		).toMatchObject({
			code: 'TIMEOUT',
			uncertain: true,
			attempts: 1,
		});
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
