/**
 * Time zones by name, on the basis of the zone data that comes with Node. Wall-clock times are numbers: the
 * milliseconds since 1970 that the same clock reading would have in UTC.
 */

const DAY_MS = 86_400_000;

/** Names under which the zone database keeps UTC itself, and Greenwich's time, which never differs from it. */
const UTC_NAMES = /^(?:etc\/)?(?:utc|uct|universal|zulu|greenwich|gmt(?:[+-]?0)?)$/i;

const formats = new Map<string, Intl.DateTimeFormat>();

/** @returns whether the name stands for UTC, whatever its spelling */
export function isUtc(zone: string): boolean {
	return UTC_NAMES.test(zone);
}

/** @returns whether it is a name such as `Europe/Madrid`; an offset such as `+02:00` isn't a name */
export function isTimeZone(zone: string): boolean {
	if (!/^[A-Za-z]/.test(zone)) return false;
	try {
		formatOf(zone);
		return true;
	} catch {
		return false;
	}
}

/** @returns what the clocks of the zone show at that instant (epoch milliseconds) */
export function toWallClock(instant: number, zone: string): number {
	const fields: Record<string, number> = {};
	for (const { type, value } of formatOf(zone).formatToParts(instant)) fields[type] = Number(value);
	const { year, month, day, hour, minute, second } = fields;
	return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
}

/**
 * @returns the instant (epoch milliseconds) at which the clocks of the zone show that time. Of two such instants, when
 *   clocks are put back, it is the first; a time that is skipped when clocks are put forward is read as if they
 *   hadn't been, and so comes out later on the clock
 */
export function toInstant(wallClock: number, zone: string): number {
	const { fitting, before } = instantsOf(wallClock, zone);
	return fitting.length > 0 ? Math.min(...fitting) : wallClock - before;
}

/** @returns whether the clocks of the zone show that time twice, since they are put back */
export function isShownTwice(wallClock: number, zone: string): boolean {
	return new Set(instantsOf(wallClock, zone).fitting).size > 1;
}

/** @returns the instants at which the clocks show that time, and how far they are ahead of UTC before a change */
function instantsOf(wallClock: number, zone: string): { fitting: number[]; before: number } {
	// A day earlier and a day later the zone is surely on either side of the change, if there is one.
	const before = offsetAt(wallClock - DAY_MS, zone);
	const after = offsetAt(wallClock + DAY_MS, zone);
	const fitting = [wallClock - before, wallClock - after].filter(
		(instant) => toWallClock(instant, zone) === wallClock,
	);
	return { fitting, before };
}

function offsetAt(instant: number, zone: string): number {
	return toWallClock(instant, zone) - instant;
}

/** @throws RangeError for a name that isn't known */
function formatOf(zone: string): Intl.DateTimeFormat {
	let format = formats.get(zone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
		formats.set(zone, format);
	}
	return format;
}
