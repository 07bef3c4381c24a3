import { describe, expect, it } from 'vitest';

import { scheduledFor } from '../../../../../nodes/Pushwoosh/SendPush/message/schedule.ts';

const at = { send_date: '2026-11-28 09:00', ignore_user_timezone: true };

describe('when a push goes out', () => {
	it.each([
		[{ ...at, timezone: 'Europe/Madrid' }, '2026-11-28 09:00, Europe/Madrid'],
		[at, '2026-11-28 09:00, UTC'],
		[{ ...at, timezone: '' }, '2026-11-28 09:00, UTC'],
		[
			{ ...at, timezone: 'Europe/Madrid', ignore_user_timezone: false },
			"2026-11-28 09:00, each device's own clock",
		],
		[{ ...at, ignore_user_timezone: 0 }, "2026-11-28 09:00, each device's own clock"],
		[{ ...at, ignore_user_timezone: '0' }, "2026-11-28 09:00, each device's own clock"],
		[{ ...at, ignore_user_timezone: 'false' }, "2026-11-28 09:00, each device's own clock"],
		[{ ...at, ignore_user_timezone: 1 }, '2026-11-28 09:00, UTC'],
		[{ send_date: 'now', timezone: 'Europe/Madrid' }, undefined],
		[{ send_date: 'NOW' }, undefined],
		[{ send_date: 5 }, undefined],
		[{}, undefined],
	])('%j', (notification, expected) => expect(scheduledFor(notification)).toBe(expected));
});
