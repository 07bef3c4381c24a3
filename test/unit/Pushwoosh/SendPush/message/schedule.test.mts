import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

import { parseMoment } from '../../../../../nodes/Pushwoosh/dates/moment.ts';
import { buildSchedule } from '../../../../../nodes/Pushwoosh/SendPush/message/schedule.ts';

const NOW = Date.parse('2027-01-15T12:00:00Z');
const WORKFLOW_ZONE = 'America/New_York';

/** What is sent for a date; `ignoreUserTimezone` is on unless given. */
function schedule(value: unknown, timezone?: string, ignoreUserTimezone = true, now = NOW) {
	return buildSchedule({ sendDate: { value }, timezone, ignoreUserTimezone }, WORKFLOW_ZONE, now);
}
const at = (send_date: string, timezone?: string, ignore = true) => ({
	send_date,
	...(timezone ? { timezone } : {}),
	ignore_user_timezone: ignore,
});

describe('parseMoment', () => {
	const wall = Date.parse('2027-03-01T09:30:00Z');

	it.each([
		'2027-03-01T09:30',
		'2027-03-01 09:30',
		'2027-03-01T09:30:00',
		'2027-03-01t09:30:00.000',
		' 2027-03-01 09:30:00,000 ',
	])('%s is a wall-clock time', (text) => expect(parseMoment(text)).toEqual({ wallClock: wall }));

	it.each([
		['2027-03-01T09:30:00Z', 0],
		['2027-03-01T09:30Z', 0],
		['2027-03-01 09:30:00z', 0],
		['2027-03-01T09:30:00.000+02:00', 2],
		['2027-03-01T09:30:00+0200', 2],
		['2027-03-01T09:30:00 +02:00', 2],
		['2027-03-01T09:30:00-05', -5],
		['2027-03-01T09:30:00+05:45', 5.75],
		['2027-03-01T09:30:00.000+01:00[Europe/Madrid]', 1],
		['2027-03-01T09:30[Europe/Madrid]', 1],
		['2027-03-01T09:30:00.000[America/New_York]', -5],
		['2027-03-01 09:30[!Asia/Kolkata]', 5.5],
		['2027-03-01T09:30[UTC]', 0],
		['2027-03-01T09:30:00Z[Europe/Madrid]', 0],
		['2027-03-01T09:30[+02:00]', 2],
		['2027-03-01T09:30+02:00[+02:00]', 2],
		['2027-03-01T09:30Z[+02:00]', 0],
	])('%s is an instant', (text, hours) => {
		expect(parseMoment(text)).toEqual({ wallClock: wall, instant: wall - hours * 3_600_000 });
	});

	it('Date, Luxon-like values and Unix time are instants', () => {
		expect(parseMoment(new Date(wall))).toEqual({ wallClock: wall, instant: wall });
		expect(parseMoment(runInNewContext(`new Date(${wall})`))).toEqual({ wallClock: wall, instant: wall });
		expect(parseMoment({ toISO: () => '2027-03-01T09:30:00.000+02:00' })).toEqual({
			wallClock: wall,
			instant: wall - 7_200_000,
		});
		for (const value of [wall, wall / 1000, String(wall), String(wall / 1000)]) {
			expect(parseMoment(value)).toEqual({ wallClock: wall, instant: wall });
		}
	});

	it.each([
		['nothing', ''],
		['undefined', undefined],
		['null', null],
		['a date alone', '2027-03-01'],
		['words', 'tomorrow'],
		['30 February', '2027-02-30 09:00'],
		['29 February of a common year', '2027-02-29 09:00'],
		['month 13', '2027-13-01 09:00'],
		['month 0', '2027-00-01 09:00'],
		['hour 24', '2027-03-01 24:00'],
		['minute 60', '2027-03-01 09:60'],
		['second 60', '2027-03-01 09:00:60'],
		['an impossible offset', '2027-03-01T09:00:00+25:00'],
		['an offset without sign', '2027-03-01T09:00:0002:00'],
		['a local form', '01/03/2027 09:00'],
		['12 hours', '2027-03-01 09:00 PM'],
		['a text after it', '2027-03-01 09:00 foo'],
		['an invalid Date', new Date(NaN)],
		['an invalid Luxon value', { toISO: () => null }],
		['an object', { date: '2027-03-01 09:00' }],
		['a list', ['2027-03-01 09:00']],
		['true', true],
		['NaN', NaN],
		['a small number', 5],
		['microseconds', 1_800_000_000_000_000],
		['a year of two digits', '27-03-01 09:00'],
		['full-width digits', '２０２７-03-01 09:00'],
	])('%s is unreadable', (_name, value) => expect(parseMoment(value)).toBeUndefined());

	it.each([
		[1e9, 1e12],
		[1e9 - 1, undefined],
		[9_999_999_999, 9_999_999_999_000],
		[1e10, undefined],
		[1e12, 1e12],
		[1e12 - 1, undefined],
		[1e13 - 1, 1e13 - 1],
		[1e13, undefined],
		['01800000000', undefined],
		['1800000000s', undefined],
		['18000000000', undefined],
		['180000000000', undefined],
		['18000000000000', undefined],
		['-1800000000', undefined],
		['0999999999', undefined],
	])('Unix time %s → %s', (value, instant) => {
		expect(parseMoment(value)).toEqual(instant === undefined ? undefined : { wallClock: instant, instant });
	});

	it.each([
		['2027-03-01T23:59:59', Date.UTC(2027, 2, 1, 23, 59, 59)],
		['2027-03-01T00:00:00', Date.UTC(2027, 2, 1)],
		['2027-03-01T09:30:00.5', wall + 500],
		['2027-03-01T09:30:00.123456789', wall + 123],
		['1000-01-03T00:00', Date.UTC(1000, 0, 3)],
		['9999-12-28T23:59', Date.UTC(9999, 11, 28, 23, 59)],
	])('%s is within the edges', (text, wallClock) => expect(parseMoment(text)).toEqual({ wallClock }));

	it.each([
		['2027-03-01T09:30+14:59', 14 * 60 + 59],
		['2027-03-01T09:30-14:59', -(14 * 60 + 59)],
		['2027-03-01T09:30+00:59', 59],
		['2027-03-01T09:30-00:01', -1],
		['2027-03-01T09:30+0530', 330],
	])('%s has an offset that exists', (text, minutes) => {
		expect(parseMoment(text)).toEqual({ wallClock: wall, instant: wall - minutes * 60_000 });
	});

	it.each([
		'2027-03-01T09:30+15:00',
		'2027-03-01T09:30-15:00',
		'2027-03-01T09:30+02:60',
		'2027-03-01T09:30+2:00',
		'2027-03-01T09:30+02:0',
		'2027-03-01T09:30ZZ',
		'x2027-03-01T09:30',
		'2027-03-01T09:30:00.',
		'2027-03-01T09:30:00.1234567891',
		'2027-03-01  09:30',
		'2027-03-01T09:30[UTC',
		'2027-03-01T09:30[]',
		'2027-03-01T09:30[Nowhere/City]',
		'2027-03-01T09:30+01:00[Nowhere/City]',
		'2027-03-01T09:30Z[Nowhere/City]',
		'2027-03-01T09:30+05:00[Europe/Madrid]',
		'2027-07-01T09:30+01:00[Europe/Madrid]',
		'2027-03-01T09:30[+25:00]',
		'2027-03-01T09:30Z[+25:00]',
		'2027-03-01T09:30+01:00[+02:00]',
		'2027-03-01T09:30[Europe/Madrid]Z',
		'2027-03-01[Europe/Madrid]',
		'1000-01-02T23:59',
		'9999-12-29T00:00',
		'2027-04-31 09:00',
	])('%s is beyond them', (text) => expect(parseMoment(text)).toBeUndefined());

	it('29 February of a leap year is read', () => {
		expect(parseMoment('2028-02-29 09:00')?.wallClock).toBe(Date.parse('2028-02-29T09:00Z'));
	});
});

describe('without a date', () => {
	const now = { sendDate: undefined, ignoreUserTimezone: true };

	it('it goes now, and the flag is sent', () => {
		expect(buildSchedule(now, WORKFLOW_ZONE, NOW)).toEqual(at('now'));
		expect(buildSchedule({ ...now, ignoreUserTimezone: false }, WORKFLOW_ZONE, NOW)).toEqual(
			at('now', undefined, false),
		);
	});

	it('a zone is passed on unless it is UTC or empty, and has to exist', () => {
		expect(buildSchedule({ ...now, timezone: 'Europe/Madrid' }, WORKFLOW_ZONE, NOW)).toEqual(
			at('now', 'Europe/Madrid'),
		);
		expect(buildSchedule({ ...now, timezone: 'UTC' }, WORKFLOW_ZONE, NOW)).toEqual(at('now'));
		expect(buildSchedule({ ...now, timezone: '' }, WORKFLOW_ZONE, NOW)).toEqual(at('now'));
		expect(() => buildSchedule({ ...now, timezone: 'Nowhere' }, WORKFLOW_ZONE, NOW)).toThrow("'Time Zone'");
	});
});

describe('one absolute moment', () => {
	it.each([
		['an instant, no zone: UTC', '2027-03-01T09:30:00+02:00', undefined, '2027-03-01 07:30', undefined],
		['an instant in a zone', '2027-03-01T09:30:00Z', 'Europe/Madrid', '2027-03-01 10:30', 'Europe/Madrid'],
		[
			'an instant over midnight',
			'2027-12-31T23:30:00Z',
			'Europe/Madrid',
			'2028-01-01 00:30',
			'Europe/Madrid',
		],
		['an instant in summer', '2027-07-01T09:30:00Z', 'Europe/Madrid', '2027-07-01 11:30', 'Europe/Madrid'],
		['an instant, zone UTC', '2027-03-01T09:30:00+02:00', 'Etc/UTC', '2027-03-01 07:30', undefined],
		['wall clock in a zone', '2027-03-01 09:30', 'Europe/Madrid', '2027-03-01 09:30', 'Europe/Madrid'],
		['wall clock in UTC', '2027-03-01 09:30', 'GMT', '2027-03-01 09:30', undefined],
		['wall clock, no zone: the workflow’s', '2027-03-01 09:30', undefined, '2027-03-01 09:30', WORKFLOW_ZONE],
		[
			'an instant in the skipped hour',
			'2027-03-28T01:30:00Z',
			'Europe/Madrid',
			'2027-03-28 03:30',
			'Europe/Madrid',
		],
		['a skipped wall-clock time', '2027-03-28 02:30', 'Europe/Madrid', '2027-03-28 03:30', 'Europe/Madrid'],
		['a doubled wall-clock time', '2027-10-31 02:30', 'Europe/Madrid', '2027-10-31 02:30', 'Europe/Madrid'],
	])('%s', (_name, value, zone, sent, sentZone) => {
		expect(schedule(value, zone)).toEqual(at(sent, sentZone));
	});

	it.each([
		['a zone in brackets', '2027-03-01T09:30[Europe/Madrid]', undefined, '2027-03-01 08:30', undefined],
		[
			'and another to send in',
			'2027-03-01T09:30[Europe/Madrid]',
			'Asia/Tokyo',
			'2027-03-01 17:30',
			'Asia/Tokyo',
		],
		[
			'the first of two equal minutes',
			'2027-10-31T00:30:00Z',
			'Europe/Madrid',
			'2027-10-31 00:30',
			undefined,
		],
		['the second of them', '2027-10-31T01:30:00Z', 'Europe/Madrid', '2027-10-31 01:30', undefined],
		['the second, by its offset', '2027-10-31T02:30+01:00', 'Europe/Madrid', '2027-10-31 01:30', undefined],
		['the last second before them', '2027-10-30T23:59:30Z', 'Europe/Madrid', '2027-10-31 00:00', undefined],
		['the minute before', '2027-10-30T23:59:00Z', 'Europe/Madrid', '2027-10-31 01:59', 'Europe/Madrid'],
		['the minute after', '2027-10-31T02:00:00Z', 'Europe/Madrid', '2027-10-31 03:00', 'Europe/Madrid'],
		['half an hour twice', '2027-04-03T15:10:00Z', 'Australia/Lord_Howe', '2027-04-03 15:10', undefined],
		['an hour twice elsewhere', '2027-11-07T06:30:00Z', 'America/New_York', '2027-11-07 06:30', undefined],
	])('%s', (_name, value, zone, sent, sentZone) => {
		expect(schedule(value, zone)).toEqual(at(sent, sentZone));
	});

	it.each([
		['2027-03-01T09:30:00.000Z', '2027-03-01 09:30'],
		['2027-03-01T09:30:00.001Z', '2027-03-01 09:31'],
		['2027-03-01T09:30:01Z', '2027-03-01 09:31'],
		['2027-03-01T09:59:59Z', '2027-03-01 10:00'],
		['2027-12-31T23:59:30Z', '2028-01-01 00:00'],
	])('%s: seconds round up', (value, sent) => expect(schedule(value)).toEqual(at(sent)));

	it('seconds of a wall-clock time round up as well, into a skipped hour too', () => {
		expect(schedule('2027-03-01 23:59:30', 'Europe/Madrid')).toEqual(at('2027-03-02 00:00', 'Europe/Madrid'));
		expect(schedule('2027-03-28 01:59:30', 'Europe/Madrid')).toEqual(at('2027-03-28 03:00', 'Europe/Madrid'));
	});

	it('five minutes ago is fine, more is past', () => {
		expect(schedule('2027-01-15T11:55:00Z')).toEqual(at('2027-01-15 11:55'));
		expect(() => schedule('2027-01-15T11:54:59Z')).toThrow('more than 5 minutes in the past');
		expect(() => schedule('2027-01-15 12:30', 'Europe/Madrid')).toThrow('past');
		expect(schedule('2027-01-15 12:30', 'America/New_York')).toEqual(
			at('2027-01-15 12:30', 'America/New_York'),
		);
	});
});

describe('local time of each user', () => {
	it.each([
		['2027-03-01T09:30:00Z', undefined, undefined],
		['2027-03-01T09:30:00+05:00', 'Europe/Madrid', 'Europe/Madrid'],
		['2027-03-01 09:30', 'UTC', undefined],
		['2027-03-01 09:30', undefined, WORKFLOW_ZONE],
		['2027-03-01T09:30[Asia/Tokyo]', undefined, undefined],
		['2027-03-01T09:30[Asia/Tokyo]', 'Europe/Madrid', 'Europe/Madrid'],
	])('%s stays as it is written', (value, zone, sentZone) => {
		expect(schedule(value, zone, false)).toEqual(at('2027-03-01 09:30', sentZone, false));
	});

	it('a skipped time stays too, seconds round up', () => {
		expect(schedule('2027-03-28 02:30', 'Europe/Madrid', false)).toEqual(
			at('2027-03-28 02:30', 'Europe/Madrid', false),
		);
		expect(schedule('2027-03-01T09:30:30+05:00', undefined, false)).toEqual(
			at('2027-03-01 09:31', undefined, false),
		);
	});

	it('26 hours ago is fine, more is past', () => {
		expect(schedule('2027-01-14 10:00', 'UTC', false)).toEqual(at('2027-01-14 10:00', undefined, false));
		expect(() => schedule('2027-01-14 09:59', 'UTC', false)).toThrow('more than 26 hours in the past');
	});
});

it.each([undefined, null, '', '  '])('a date that was added but is %s fails', (value) => {
	expect(() => schedule(value)).toThrow("'Send Date' is empty");
});

it('a zone that was added but is empty fails beside a date', () => {
	expect(() => schedule('2027-03-01 09:30', '')).toThrow("'Time Zone' is empty");
});
