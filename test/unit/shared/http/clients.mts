import { afterEach, beforeEach, vi } from 'vitest';

import { RequestFailure, type Failure } from '../../../../nodes/shared/failure.ts';
import { HttpClient, type RequestCounts } from '../../../../nodes/shared/http/client.ts';
import type { RequestSpec } from '../../../../nodes/shared/http/requestSpec.ts';
import type { Session } from '../../../../nodes/shared/http/session.ts';
import { retryWhenPassing } from '../../../../nodes/shared/http/retry.ts';
import { fakeContext, type FakeSetup, type Respond } from '../fakeContext.mts';

/** A fake clock at 8 o'clock, and no chance. */
export function withFakeClock(): void {
	beforeEach(() => {
		vi.useFakeTimers({ now: Date.parse('2026-11-06T08:00:00Z') });
		vi.spyOn(Math, 'random').mockReturnValue(0.5);
	});

	afterEach(() => {
		vi.useRealTimers();
		vi.restoreAllMocks();
	});
}

export const URL_OF_SERVICE = 'https://api.example/v1/do';

/** 200 succeeds, every other status fails under its number. */
export const spec: RequestSpec<unknown> = {
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
	retry: retryWhenPassing,
};

interface Setup extends FakeSetup {
	session?: Partial<Session>;
	maxRetries?: number;
	timeoutMs?: number;
	keepConnections?: boolean;
}

/** A client, and what n8n's helper was given. */
export function client({
	session,
	maxRetries = 4,
	timeoutMs = 30_000,
	keepConnections = false,
	...setup
}: Setup) {
	const fake = fakeContext(setup);
	const counts: RequestCounts = { sent: 0, retried: 0 };
	const settings = { maxRetries, timeoutMs, keepConnections };
	const opened: Session = {
		jitter: 'full',
		credentialType: 'exampleApi',
		credentials: { key: 'k' },
		...session,
	};
	return { ...fake, counts, http: new HttpClient(fake.context, opened, settings, setup.signal, counts) };
}

/** Answers with these statuses (or throws these errors), one after another; the last one again and again. */
export function statuses(...list: Array<number | Error | [status: number, retryAfter: string]>): Respond {
	return (_, at) => {
		const next = list[Math.min(at, list.length - 1)] ?? 200;
		if (next instanceof Error) throw next;
		const [statusCode, retryAfter] = typeof next === 'number' ? [next] : next;
		const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
		return {
			statusCode,
			headers,
			body: { at },
		};
	};
}

/** Lets the fake clock run until the request has ended. */
export async function ended<T>(request: Promise<T>): Promise<{ value?: T; thrown?: unknown; took: number }> {
	const started = Date.now();
	let took = 0;
	const outcome = request.then(
		(value) => ((took = Date.now() - started), { value }),
		(thrown: unknown) => ((took = Date.now() - started), { thrown }),
	);
	await vi.advanceTimersByTimeAsync(600_000);
	return { ...(await outcome), took };
}

/** The failure that a request ends with. */
export async function failed(request: Promise<unknown>): Promise<Failure & { took: number }> {
	const { thrown, took } = await ended(request);
	if (!(thrown instanceof RequestFailure)) throw new Error(`Not a RequestFailure: ${String(thrown)}`);
	return { ...thrown.failure, took };
}
