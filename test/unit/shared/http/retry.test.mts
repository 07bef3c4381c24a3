import { describe, expect, it } from 'vitest';

import { retryWhenNotActedOn, retryWhenPassing } from '../../../../nodes/shared/http/retry.ts';
import {
	asksForLess,
	backoffMs,
	nextStep,
	standstillAfter,
	type FailedTry,
	type NextStep,
	type RetryLimits,
	type Standstill,
} from '../../../../nodes/shared/http/retry.ts';

const ALMOST_ONE = 1 - Number.EPSILON;

describe('the wait before another try', () => {
	it('with full jitter lies anywhere between nothing and the doubled base', () => {
		const most = [0, 1, 2, 3, 4, 5, 6, 20, 2000].map((retries) => backoffMs(retries, 'full', ALMOST_ONE));
		expect(most).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
		expect(backoffMs(3, 'full', 0)).toBe(0);
		expect(backoffMs(3, 'full', 0.5)).toBe(4000);
	});

	it('with slight jitter is the doubled base give or take a fifth, and never more than a minute', () => {
		expect([0, 1, 5, 6].map((retries) => backoffMs(retries, 'slight', 0))).toEqual([
			800, 1600, 25_600, 48_000,
		]);
		expect([0, 1, 5, 6].map((retries) => backoffMs(retries, 'slight', ALMOST_ONE))).toEqual([
			1200, 2400, 38_400, 60_000,
		]);
		expect(backoffMs(2, 'slight', 0.5)).toBe(4000);
	});

	it('is random by itself', () => {
		const waits = Array.from({ length: 50 }, () => backoffMs(4, 'full'));
		expect(new Set(waits).size).toBeGreaterThan(10);
		expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...waits)).toBeLessThanOrEqual(16_000);
	});
});

describe('what now, and when', () => {
	const passing = { passing: true, notActedOn: true };
	const limits = { rule: retryWhenPassing, tries: 1, maxRetries: 4, jitter: 'slight' } as const;
	const half = 0.5;

	it.each<[string, FailedTry, Partial<RetryLimits>, NextStep]>([
		['a passing problem', passing, {}, { retry: true, waitMs: 1000 }],
		['the third try', passing, { tries: 3 }, { retry: true, waitMs: 4000 }],
		['all tries used up', passing, { tries: 5 }, { retry: false }],
		['no retries wanted', passing, { maxRetries: 0 }, { retry: false }],
		['a lasting problem', { passing: false, notActedOn: true }, {}, { retry: false }],
		[
			'perhaps acted on',
			{ passing: true, notActedOn: false },
			{ rule: retryWhenNotActedOn },
			{ retry: false },
		],
		['certainly not acted on', passing, { rule: retryWhenNotActedOn }, { retry: true, waitMs: 1000 }],
		['Retry-After longer than the backoff', { ...passing, retryAfter: 7 }, {}, { retry: true, waitMs: 7000 }],
		[
			'Retry-After shorter than it',
			{ ...passing, retryAfter: 1 },
			{ tries: 4 },
			{ retry: true, waitMs: 8000 },
		],
		['Retry-After 0', { ...passing, retryAfter: 0 }, {}, { retry: true, waitMs: 1000 }],
		['Retry-After a minute', { ...passing, retryAfter: 60 }, {}, { retry: true, waitMs: 60_000 }],
		['Retry-After more', { ...passing, retryAfter: 61 }, {}, { retry: false, closedForSeconds: 61 }],
		[
			'that, at the last try',
			{ ...passing, retryAfter: 61 },
			{ tries: 5 },
			{ retry: false, closedForSeconds: 61 },
		],
		['no time left', passing, { leftMs: 1000 }, { retry: false }],
		['time left', passing, { leftMs: 1001 }, { retry: true, waitMs: 1000 }],
		['full jitter', passing, { jitter: 'full', tries: 2 }, { retry: true, waitMs: 1000 }],
	])('%s', (_, setback, changes, step) => {
		expect(nextStep(setback, { ...limits, ...changes }, half)).toEqual(step);
	});
});

describe('a run of which one request was too many', () => {
	const setback = { passing: true, notActedOn: true };

	it.each<[string, FailedTry, NextStep, Standstill]>([
		['stands still for the backoff', setback, { retry: true, waitMs: 900 }, { guessedMs: 900 }],
		['not for that of a late try', setback, { retry: true, waitMs: 8000 }, { guessedMs: 1200 }],
		[
			'for as long as the service says',
			{ ...setback, retryAfter: 7 },
			{ retry: true, waitMs: 7000 },
			{ guessedMs: 1200, toldMs: 7000 },
		],
	])('%s', (_, tried, step, standstill) => {
		expect(standstillAfter(tried, step, 'slight')).toEqual(standstill);
	});

	it('is not told to stand still for longer than anybody waits', () => {
		const closed = { retry: false, closedForSeconds: 3600 } as const;
		expect(standstillAfter({ ...setback, retryAfter: 3600 }, closed, 'slight')).not.toHaveProperty('toldMs');
	});

	it.each([
		[429, 'X', true],
		[200, '429', true],
		[200, 'RESOURCE_EXHAUSTED', true],
		[503, 'UNAVAILABLE', false],
		[undefined, 'ECONNRESET', false],
	])('is told by status %s, code %s: %s', (status, code, expected) => {
		expect(asksForLess(status, code)).toBe(expected);
	});
});
