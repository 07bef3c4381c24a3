import { describe, expect, it } from 'vitest';

import { parseRetryAfter } from '../../../../nodes/shared/http/retry.ts';

const NOW = Date.parse('2026-11-06T08:49:37Z');

describe('Retry-After', () => {
	it.each([
		['0', 0],
		['7', 7],
		[' 120 ', 120],
		['1.5', 1.5],
		['86400', 86_400],
		['Fri, 06 Nov 2026 08:49:40 GMT', 3],
		['Fri, 06 Nov 2026 08:49:37 GMT', 0],
		['Fri, 06 Nov 2026 08:00:00 GMT', 0],
		['Friday, 06-Nov-26 08:49:47 GMT', 10],
		['Fri Nov  6 08:50:37 2026', 60],
		['Fri, 06 Nov 2026 09:49:37 +0100', 0],
		['2026-11-06T08:49:38Z', 1],
		['2026-11-06T09:49:38+01:00', 1],
	])('%j is %d seconds away', (header, seconds) => {
		expect(parseRetryAfter(header, NOW)).toBe(seconds);
	});

	it('a part of a second counts as a whole one', () => {
		expect(parseRetryAfter('Fri, 06 Nov 2026 08:49:38 GMT', NOW + 1)).toBe(1);
	});

	it.each([
		[undefined],
		[''],
		['  '],
		['soon'],
		['-5'],
		['5s'],
		['5, 5'],
		['1e3'],
		['abc 1'],
		['Infinity'],
		['9'.repeat(400)],
		['Fri, 99 Foo 2026 25:61:00 GMT'],
		['2026-11-06T08:49:38'],
		['2026-11-06'],
	])('%j says nothing', (header) => {
		expect(parseRetryAfter(header, NOW)).toBeUndefined();
	});
});
