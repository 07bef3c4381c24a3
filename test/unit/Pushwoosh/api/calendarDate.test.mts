import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

import { toCalendarDate } from '../../../../nodes/Pushwoosh/api/calendarDate.ts';

const { DateTime } = createRequire(createRequire(import.meta.url).resolve('n8n-workflow'))('luxon') as {
	DateTime: { fromISO(text: string, options?: object): unknown };
};
const field = { name: 'expirationDate', label: 'Expiration Date' };

describe('the day as it is written', () => {
	it.each([
		['2027-01-01', '2027-01-01'],
		[' 2027-01-01 ', '2027-01-01'],
		['2027-01-01T00:00:00', '2027-01-01'],
		['2027-01-01T00:00:00.000Z', '2027-01-01'],
		['2027-01-01T23:30:00.000-05:00', '2027-01-01'],
		['2027-01-01T00:30:00+09:00', '2027-01-01'],
		['2027-01-01 10:00', '2027-01-01'],
		['2028-02-29', '2028-02-29'],
		[new Date('2027-01-01T00:00:00Z'), '2027-01-01'],
		[runInNewContext('new Date("2027-01-01T00:00:00Z")'), '2027-01-01'],
		[DateTime.fromISO('2027-01-01T00:30:00', { zone: 'Asia/Tokyo' }), '2027-01-01'],
		[DateTime.fromISO('2027-01-01T23:30:00', { zone: 'America/New_York' }), '2027-01-01'],
	])('%s → %s', (value, day) => expect(toCalendarDate(value, field)).toBe(day));
});

it.each(['', undefined, null])('%o is empty', (value) => {
	expect(() => toCalendarDate(value, field)).toThrow("'Expiration Date' is empty");
});

it.each([
	'tomorrow',
	'01.02.2027',
	'2027-1-1',
	'2027-02-30',
	'2027-13-01',
	'2027-01-01x',
	'20270101',
	1798761600000,
	true,
	{},
	['2027-01-01'],
	new Date(NaN),
	DateTime.fromISO('nonsense'),
])('%o isn’t a date', (value) => {
	expect(() => toCalendarDate(value, field)).toThrow("'Expiration Date' isn't a date that can be read");
});
