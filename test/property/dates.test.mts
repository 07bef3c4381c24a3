import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { toCalendarDate } from '../../nodes/Pushwoosh/api/calendarDate.ts';
import { parseMoment } from '../../nodes/Pushwoosh/dates/moment.ts';
import { buildSchedule } from '../../nodes/Pushwoosh/SendPush/message/schedule.ts';
import { isTimeZone, toInstant, toWallClock } from '../../nodes/Pushwoosh/dates/timeZone.ts';
import { always, anything, FIELD, text, valueOrSentence } from './support.mts';

const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const NOW = Date.parse('2026-11-22T00:00:00Z');
const MINUTE = 60_000;
const soon = fc.integer({ min: NOW, max: Date.parse('2040-01-01T00:00:00Z') });
/** All the instants that a date can be, and a little more. */
const anyDate = fc.oneof(
	fc.date({ noInvalidDate: false }),
	fc.constantFrom(new Date(8.64e15), new Date('+010000-01-01T00:00:00Z')),
);
const SEND_DATE = /^\d{4}-\d\d-\d\d \d\d:\d\d$/;

describe('moments', () => {
	it('of anything are moments or nothing', () => {
		always(fc.oneof(anything, text, anyDate, fc.double()), (value) => {
			const moment = parseMoment(value);
			if (moment) expect(Number.isFinite(moment.wallClock)).toBe(true);
		});
	});

	it('are the instant that was written', () => {
		always(
			soon,
			fc.constantFrom('Z', '+00:00', '+02:00', '-0330', '+14', '+05:45'),
			fc.constantFrom('T', ' '),
			(instant, offset, between) => {
				const minutes =
					offset === 'Z'
						? 0
						: Number(`${offset[0]}1`) *
							(Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', '') || 0));
				const written =
					new Date(instant + minutes * MINUTE).toISOString().slice(0, -1).replace('T', between) + offset;
				expect(parseMoment(written)).toEqual({ wallClock: instant + minutes * MINUTE, instant });
			},
		);
	});

	it('of days that don’t exist are nothing', () => {
		always(
			fc.integer({ min: 2027, max: 2100 }),
			fc.integer({ min: 1, max: 12 }),
			fc.integer({ min: 1, max: 31 }),
			(year, month, day) => {
				const pad = (number: number) => String(number).padStart(2, '0');
				const exists = day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
				expect(parseMoment(`${year}-${pad(month)}-${pad(day)}T10:00`) !== undefined).toBe(exists);
			},
		);
	});
});

describe('time zones', () => {
	it('of any text are known or not', () => {
		always(text, (name) => void isTimeZone(name));
	});

	it('go there and back', () => {
		always(soon, zone, (instant, name) => {
			const wallClock = toWallClock(instant, name);
			const back = toInstant(wallClock, name);
			// When clocks are put back, two instants show the same time: the first one counts.
			expect(back).toBeLessThanOrEqual(instant);
			expect(toWallClock(back, name)).toBe(wallClock);
		});
	});

	it('never make a time earlier than it was written', () => {
		always(soon, zone, (wallClock, name) => {
			expect(toWallClock(toInstant(wallClock, name), name)).toBeGreaterThanOrEqual(wallClock);
		});
	});
});

describe('schedules', () => {
	it('of anything are a date in the form that Pushwoosh takes, or a sentence', () => {
		const wish = fc.record({
			sendDate: fc.option(
				fc.record({
					value: fc.oneof(
						anything,
						text,
						anyDate,
						fc.double(),
						anyDate.filter((date) => !Number.isNaN(+date)).map((date) => date.toISOString()),
					),
				}),
				{ nil: undefined },
			),
			timezone: fc.option(fc.oneof(text, zone), { nil: undefined }),
			ignoreUserTimezone: fc.boolean(),
		});
		always(wish, zone, (wished, workflowZone) => {
			const schedule = valueOrSentence(
				() => buildSchedule(wished, workflowZone, NOW),
				/'(Send Date|Time Zone)'/,
			);
			if (schedule === undefined) return;
			if (wished.sendDate) expect(schedule.send_date).toMatch(SEND_DATE);
			else expect(schedule.send_date).toBe('now');
			expect(schedule.ignore_user_timezone).toBe(wished.ignoreUserTimezone);
		});
	});

	/** Milliseconds between what was wanted and what Pushwoosh was told, at worst of the moments that its words may mean. */
	const lateness = (instant: number, { send_date: date, timezone }: Record<string, unknown>) => {
		const shown = Date.parse(`${String(date).replace(' ', 'T')}Z`);
		if (timezone === undefined) return [shown - instant];
		const earlier = toInstant(shown, String(timezone));
		const minutes = [-120, -90, -60, -30, 0, 30, 60, 90, 120].map((offset) => earlier + offset * MINUTE);
		return minutes
			.filter((minute) => toWallClock(minute, String(timezone)) === shown)
			.map((minute) => minute - instant);
	};

	it('are the wanted instant, at most a minute later, whatever the zone makes of its clocks', () => {
		const nearAChange = fc.integer({
			min: Date.parse('2027-10-30T20:00Z'),
			max: Date.parse('2027-10-31T06:00Z'),
		});
		const changing = fc.constantFrom(
			'Europe/Madrid',
			'Europe/London',
			'Atlantic/Azores',
			'Asia/Beirut',
			'Europe/Kyiv',
		);
		always(fc.oneof(fc.tuple(soon, zone), fc.tuple(nearAChange, changing)), ([instant, timezone]) => {
			const wish = {
				sendDate: { value: new Date(instant).toISOString() },
				timezone,
				ignoreUserTimezone: true,
			};
			for (const late of lateness(instant, buildSchedule(wish, 'UTC', NOW))) {
				expect(late).toBeGreaterThanOrEqual(0);
				expect(late).toBeLessThan(MINUTE);
			}
		});
	});

	it('in a zone in brackets are the time on its clocks, whatever zone they are sent in', () => {
		always(soon, zone, fc.option(zone, { nil: undefined }), (wallClock, written, timezone) => {
			const value = `${new Date(wallClock).toISOString().slice(0, -1)}[${written}]`;
			const sent = buildSchedule(
				{ sendDate: { value }, timezone, ignoreUserTimezone: true },
				'Asia/Tokyo',
				NOW - 2 * 24 * 60 * MINUTE,
			);
			const wanted = toInstant(wallClock, written);
			for (const late of lateness(wanted, sent)) {
				expect(late).toBeGreaterThanOrEqual(0);
				expect(late).toBeLessThan(MINUTE);
			}
		});
	});
});

describe('calendar days', () => {
	it('of anything are days or a sentence', () => {
		always(fc.oneof(anything, text, anyDate), (value) => {
			const day = valueOrSentence(() => toCalendarDate(value, FIELD));
			if (day !== undefined) expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
		});
	});

	it('are the day that was written', () => {
		always(soon, fc.constantFrom('', 'T00:00:00', 'T23:59:59.999-12:00', ' 10:00'), (instant, time) => {
			const day = new Date(instant).toISOString().slice(0, 10);
			expect(toCalendarDate(day + time, FIELD)).toBe(day);
		});
	});
});
