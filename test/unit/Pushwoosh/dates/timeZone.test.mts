import { describe, expect, it } from 'vitest';

import {
	isShownTwice,
	isTimeZone,
	isUtc,
	toInstant,
	toWallClock,
} from '../../../../nodes/Pushwoosh/dates/timeZone.ts';

const utc = (text: string) => Date.parse(`${text}Z`);
const clock = (value: number) => new Date(value).toISOString().slice(0, 16);

it.each([
	'UTC',
	'utc',
	'Etc/UTC',
	'etc/gmt',
	'GMT',
	'GMT0',
	'Etc/GMT+0',
	'Etc/GMT-0',
	'Zulu',
	'Etc/Zulu',
	'UCT',
	'Universal',
	'Greenwich',
])('%s is UTC', (name) => expect(isUtc(name)).toBe(true));

it.each(['Europe/London', 'Etc/GMT+1', 'GMT+1', 'Africa/Abidjan', '', 'UTC+1'])('%s is not UTC', (name) => {
	expect(isUtc(name)).toBe(false);
});

it.each(['Europe/Madrid', 'America/Argentina/Buenos_Aires', 'EST', 'Asia/Kolkata', 'Asia/Calcutta'])(
	'%s is a zone',
	(name) => {
		expect(isTimeZone(name)).toBe(true);
	},
);

it.each(['+02:00', 'Europe/Atlantis', '', ' ', 'CEST', '2', 'Europe/Madrid ', '__proto__'])(
	'“%s” is none',
	(name) => {
		expect(isTimeZone(name)).toBe(false);
	},
);

describe('wall clock and instant', () => {
	it.each([
		['Europe/Madrid', '2027-01-15T12:00', '2027-01-15T13:00'],
		['Europe/Madrid', '2027-07-15T12:00', '2027-07-15T14:00'],
		['America/New_York', '2027-01-01T03:00', '2026-12-31T22:00'],
		['Asia/Kathmandu', '2027-01-01T00:00', '2027-01-01T05:45'],
		['Pacific/Kiritimati', '2027-01-01T00:00', '2027-01-01T14:00'],
		['Pacific/Niue', '2027-01-01T00:00', '2026-12-31T13:00'],
		['Australia/Lord_Howe', '2027-01-01T00:00', '2027-01-01T11:00'],
	])('%s: %s UTC is %s there, and back', (zone, instant, wall) => {
		expect(clock(toWallClock(utc(instant), zone))).toBe(wall);
		expect(clock(toInstant(utc(wall), zone))).toBe(instant);
	});

	it('midnight is 0 o’clock, not 24', () => {
		expect(clock(toWallClock(utc('2027-01-14T23:00'), 'Europe/Madrid'))).toBe('2027-01-15T00:00');
	});

	it('milliseconds are kept, before 1970 too', () => {
		expect(toWallClock(utc('2027-01-15T12:00:01.250'), 'Europe/Madrid')).toBe(utc('2027-01-15T13:00:01.250'));
		expect(toWallClock(utc('1960-01-15T12:00:01.250'), 'UTC')).toBe(utc('1960-01-15T12:00:01.250'));
	});

	it('a time that the clocks skip comes out as they then show it', () => {
		// Madrid, 28 March 2027: 02:00 becomes 03:00.
		const instant = toInstant(utc('2027-03-28T02:30'), 'Europe/Madrid');
		expect(clock(instant)).toBe('2027-03-28T01:30');
		expect(clock(toWallClock(instant, 'Europe/Madrid'))).toBe('2027-03-28T03:30');
	});

	it('of a time that comes twice it is the first', () => {
		// Madrid, 31 October 2027: 03:00 becomes 02:00 again.
		expect(clock(toInstant(utc('2027-10-31T02:30'), 'Europe/Madrid'))).toBe('2027-10-31T00:30');
		expect(clock(toInstant(utc('2027-10-31T01:59'), 'Europe/Madrid'))).toBe('2027-10-30T23:59');
		expect(clock(toInstant(utc('2027-10-31T03:00'), 'Europe/Madrid'))).toBe('2027-10-31T02:00');
	});

	it('a change of half an hour (Lord Howe)', () => {
		// 3 October 2027: 02:00 becomes 02:30.
		expect(
			clock(toWallClock(toInstant(utc('2027-10-03T02:10'), 'Australia/Lord_Howe'), 'Australia/Lord_Howe')),
		).toBe('2027-10-03T02:40');
	});

	it('go there and back all through a year with both changes', () => {
		for (const zone of [
			'Europe/Madrid',
			'America/St_Johns',
			'Africa/Cairo',
			'America/Santiago',
			'Africa/Casablanca',
		]) {
			for (
				let instant = utc('2027-01-01T00:00');
				instant < utc('2028-01-01T00:00');
				instant += 5 * 1_800_000
			) {
				const wall = toWallClock(instant, zone);
				const back = toInstant(wall, zone);
				// The second of two equal clock readings is read as the first.
				expect(toWallClock(back, zone)).toBe(wall);
				expect([0, 3_600_000]).toContain(instant - back);
			}
		}
	});
});

it.each([
	['Europe/Madrid', '2027-10-31T02:00', true],
	['Europe/Madrid', '2027-10-31T02:59', true],
	['Europe/Madrid', '2027-10-31T03:00', false],
	['Europe/Madrid', '2027-10-31T01:59', false],
	['Europe/Madrid', '2027-03-28T02:30', false],
	['Europe/Madrid', '2027-06-01T02:30', false],
	['UTC', '2027-10-31T02:30', false],
	['Australia/Lord_Howe', '2027-04-04T01:45', true],
	['Australia/Lord_Howe', '2027-04-04T01:15', false],
])('%s shows %s twice: %s', (zone, wall, twice) => expect(isShownTwice(utc(wall), zone)).toBe(twice));
