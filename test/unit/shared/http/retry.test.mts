import { describe, expect, it } from 'vitest';

import { backoffMs } from '../../../../nodes/shared/http/retry.ts';

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
