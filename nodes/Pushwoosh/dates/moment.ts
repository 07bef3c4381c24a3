import { isDate } from '../../shared/form/values';
import { asRecord } from '../../shared/json';
import { isTimeZone, toInstant, toWallClock } from './timeZone';

/** A point in time as somebody wrote it down. */
export interface Moment {
	/** The date and time as written, whatever zone was meant: milliseconds since 1970 if it were UTC. */
	wallClock: number;
	/** Epoch milliseconds; only there when `Z`, an offset, a zone or the kind of value said which instant is meant. */
	instant?: number;
}

const DATE_AND_TIME =
	/^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?(?:\[!?([^\]]*)\])?$/i;
const OFFSET = /^([+-])(\d\d)(?::?(\d\d))?$/;

/** The years that are written with four digits, but for a few days in which a zone or rounding could leave them. */
const EARLIEST = Date.UTC(1000, 0, 3);
const LATEST = Date.UTC(9999, 11, 29);

/**
 * Reads the ways in which n8n and people write a date with a time: ISO 8601 with or without `Z` or offset,
 * `YYYY-MM-DD HH:mm`, either with a zone in brackets behind it as in `[Europe/Madrid]` (RFC 9557), Date and Luxon
 * values, Unix time in seconds (10 digits) or milliseconds (13 digits).
 * @returns undefined for everything else, years before 1000 and after 9999 included; also for a date without a time, which
 *   would mean midnight, and for a zone that isn't known or doesn't have the offset before it
 */
export function parseMoment(value: unknown): Moment | undefined {
	const moment = readMoment(value);
	return moment && moment.wallClock >= EARLIEST && moment.wallClock < LATEST ? moment : undefined;
}

/** As {@link parseMoment}; a date without a time is its first minute. */
export function parseDate(value: unknown): Moment | undefined {
	const text = typeof value === 'string' ? value.trim() : '';
	return parseMoment(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00` : value);
}

/** What n8n's dates become as a text when what they were made of can't be read. */
export function isLostDate(text: string): boolean {
	return /^Invalid Date(Time)?$/.test(text);
}

function readMoment(value: unknown): Moment | undefined {
	if (isDate(value)) return fromEpoch(value.getTime());
	if (typeof value === 'number') return fromUnixTime(value);
	if (typeof value === 'string') {
		const text = value.trim();
		return /^\d{10}(\d{3})?$/.test(text) ? fromUnixTime(Number(text)) : fromText(text);
	}
	// Luxon values are recognised by what they can do: the class itself belongs to n8n.
	const luxon = asRecord(value);
	const iso: unknown = typeof luxon?.toISO === 'function' ? luxon.toISO() : undefined;
	return typeof iso === 'string' ? fromText(iso) : undefined;
}

function fromUnixTime(value: number): Moment | undefined {
	if (value >= 1e9 && value < 1e10) return fromEpoch(value * 1000);
	return value >= 1e12 && value < 1e13 ? fromEpoch(value) : undefined;
}

function fromEpoch(milliseconds: number): Moment | undefined {
	if (!Number.isFinite(milliseconds)) return undefined;
	return { wallClock: milliseconds, instant: milliseconds };
}

function fromText(text: string): Moment | undefined {
	const parts = DATE_AND_TIME.exec(text);
	if (!parts) return undefined;
	const [year, month, day, hour, minute] = parts.slice(1, 6).map(Number);
	const second = Number(parts[6] ?? 0);
	if (hour > 23 || minute > 59 || second > 59) return undefined;
	const millisecond = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000);
	const wallClock = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
	// Date.UTC moves a 30 February into March.
	if (!new Date(wallClock).toISOString().startsWith(text.slice(0, 10))) return undefined;
	const [offset, zone] = parts.slice(8);
	if (offset === undefined) return zone === undefined ? { wallClock } : inZone(wallClock, zone);
	const isUtc = /^z$/i.test(offset);
	const ahead = isUtc ? 0 : offsetMs(offset);
	if (ahead === undefined) return undefined;
	const instant = wallClock - ahead;
	if (zone === undefined) return { wallClock, instant };
	const shownThere = toClockOf(zone, instant);
	// Z says nothing about the zone. With an offset that the zone doesn't have then, nobody knows which of the two is meant.
	const isOne = isUtc ? shownThere !== undefined : shownThere === wallClock;
	return isOne ? { wallClock, instant } : undefined;
}

/** @param zone a name, or (as RFC 9557 has it) an offset */
function inZone(wallClock: number, zone: string): Moment | undefined {
	if (isTimeZone(zone)) return { wallClock, instant: toInstant(wallClock, zone) };
	const ahead = offsetMs(zone);
	return ahead === undefined ? undefined : { wallClock, instant: wallClock - ahead };
}

/** @returns what the clocks show there; undefined where nobody knows the zone */
function toClockOf(zone: string, instant: number): number | undefined {
	if (isTimeZone(zone)) return toWallClock(instant, zone);
	const ahead = offsetMs(zone);
	return ahead === undefined ? undefined : instant + ahead;
}

/** @param text `+02`, `+0200` or `+02:00` @returns undefined for anything else */
function offsetMs(text: string): number | undefined {
	const [, sign, hours, minutes = 0] = OFFSET.exec(text) ?? [];
	if (sign === undefined || Number(hours) > 14 || Number(minutes) > 59) return undefined;
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** @returns `YYYY-MM-DD HH:mm`, the only form of a date that Pushwoosh takes; seconds are cut off */
export function minuteText(wallClock: number): string {
	return new Date(wallClock).toISOString().slice(0, 16).replace('T', ' ');
}
