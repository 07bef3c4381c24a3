import type { Notification } from './fields';

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
