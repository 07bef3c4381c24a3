import { ItemProblem } from '../../../shared/failure';
import { minuteText, parseMoment } from '../../dates/moment';
import { isShownTwice, isTimeZone, isUtc, toInstant, toWallClock } from '../../dates/timeZone';
import type { Notification } from './notification';

const MINUTE_MS = 60_000;
/** A slow workflow, or clocks that differ, shouldn't make an item fail. */
const GRACE_MS = 5 * MINUTE_MS;
/** Somewhere it is still the time on the clock until the last zone has passed it: UTC-12 after UTC+14. */
const LOCAL_TIME_GRACE_MS = 26 * 60 * MINUTE_MS;

interface ScheduleWish {
	/** As n8n handed it out; undefined when the user didn't add the field: send now. */
	sendDate?: { value: unknown };
	/** Zone name; empty when the field is there but empty, undefined when the user didn't add it. */
	timezone?: string;
	/** False: each device gets the push when its own clock shows the time. */
	ignoreUserTimezone: boolean;
}

/**
 * Says when a push goes out, in Pushwoosh's fields (Pushwoosh API reference, createMessage: `send_date` is a minute on
 * the clock of `timezone`, UTC when absent). `ignore_user_timezone` is always sent, since its default isn't documented.
 *
 * An instant is converted into the zone, except for a minute that the zone's clocks show twice (it goes in UTC, without
 * `timezone`, so that it can't be an hour off); a wall-clock time is taken as one of that zone, or of the workflow's when no
 * zone was chosen; with `ignoreUserTimezone: false` the time stays as written. Seconds round up, so that no push is early.
 * @param workflowZone IANA name
 * @param now epoch milliseconds
 * @throws ItemProblem for a date that is empty, unreadable or past, and for an unknown zone
 */
export function buildSchedule(wish: ScheduleWish, workflowZone: string, now: number): Notification {
	const chosenZone = readZone(wish);
	const flag = { ignore_user_timezone: wish.ignoreUserTimezone };
	if (!wish.sendDate) return { send_date: 'now', ...zoneField(chosenZone), ...flag };

	const moment = readSendDate(wish.sendDate.value);
	const zone = chosenZone ?? (moment.instant === undefined ? workflowZone : 'UTC');
	const asWritten = roundUp(moment.wallClock);
	if (!wish.ignoreUserTimezone) {
		refusePast(toInstant(moment.wallClock, zone), now, LOCAL_TIME_GRACE_MS, '26 hours');
		return { send_date: minuteText(asWritten), ...zoneField(zone), ...flag };
	}
	refusePast(moment.instant ?? toInstant(moment.wallClock, zone), now, GRACE_MS, '5 minutes');
	if (moment.instant === undefined) {
		// There and back, so that a time that the zone skips becomes the one its clocks really show.
		const shown = toWallClock(toInstant(asWritten, zone), zone);
		return { send_date: minuteText(shown), ...zoneField(zone), ...flag };
	}
	const instant = roundUp(moment.instant);
	const shown = toWallClock(instant, zone);
	// Where clocks show a time twice, only UTC says which of the two is meant; the other is an hour off.
	if (isShownTwice(shown, zone)) return { send_date: minuteText(instant), ...flag };
	return { send_date: minuteText(shown), ...zoneField(zone), ...flag };
}

function readZone({ timezone, sendDate }: ScheduleWish): string | undefined {
	if (timezone === undefined || (timezone === '' && !sendDate)) return undefined;
	if (timezone === '') {
		throw new ItemProblem(
			"'Time Zone' is empty",
			'Enter a name such as Europe/Madrid, or remove the field: then the time counts in the time zone of the workflow.',
			'EMPTY_PARAMETER',
		);
	}
	if (isTimeZone(timezone)) return timezone;
	throw new ItemProblem(
		`'Time Zone' is “${timezone}”, which isn't the name of a time zone`,
		'Enter a name such as Europe/Madrid or America/New_York. An offset such as +02:00 belongs to the date itself.',
	);
}

function readSendDate(value: unknown) {
	if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
		throw new ItemProblem(
			"'Send Date' is empty",
			"Enter a date with a time, or remove 'Send Date' to send at once. If it holds an expression, check that the item has that field.",
			'EMPTY_PARAMETER',
		);
	}
	const moment = parseMoment(value);
	if (moment) return moment;
	throw new ItemProblem(
		"'Send Date' can't be read as a date with a time",
		'Write it like 2027-03-01T09:30:00Z, 2027-03-01T09:30:00+02:00, 2027-03-01T09:30[Europe/Madrid] or 2027-03-01 09:30. An offset has to be one that the zone in brackets has then.',
	);
}

function refusePast(instant: number, now: number, grace: number, graceText: string): void {
	if (instant >= now - grace) return;
	throw new ItemProblem(
		`'Send Date' lies more than ${graceText} in the past`,
		"Choose a later time, check 'Time Zone', or remove 'Send Date' to send at once.",
		'DATE_IN_THE_PAST',
	);
}

function zoneField(zone: string | undefined): Notification {
	return zone === undefined || isUtc(zone) ? {} : { timezone: zone };
}

function roundUp(milliseconds: number): number {
	return Math.ceil(milliseconds / MINUTE_MS) * MINUTE_MS;
}

/**
 * Says when a scheduled push goes out, from its finished fields (Pushwoosh API reference, createMessage: `send_date` is a
 * minute on the clock of `timezone`, UTC when absent, or with `ignore_user_timezone: false` on each device's own clock).
 * @returns e.g. "2026-11-28 09:00, Europe/Madrid"; undefined for a push that goes out now
 */
export function scheduledFor({
	send_date: date,
	timezone,
	ignore_user_timezone: ignoresUserTimezone,
}: Notification): string | undefined {
	if (typeof date !== 'string' || date.toLowerCase() === 'now') return undefined;
	if (isOff(ignoresUserTimezone)) return `${date}, each device's own clock`;
	const zone = typeof timezone === 'string' && timezone !== '' ? timezone : 'UTC';
	return `${date}, ${zone}`;
}

/** Raw fields may spell a switch in other ways. */
function isOff(flag: unknown): boolean {
	return [false, 0, '0', 'false'].some((off) => flag === off);
}
