import { expect, it } from 'vitest';

import { messageItems } from '../../../../nodes/Pushwoosh/api/messageItems.ts';
import { isoTime, rate, readCounters } from '../../../../nodes/Pushwoosh/api/statistics.ts';

it('rates have four digits, and are null when nothing was sent', () => {
	expect([rate(1, 3), rate(2, 3), rate(0, 5), rate(5, 5), rate(0, 0)]).toEqual([0.3333, 0.6667, 0, 1, null]);
});

it('figures are numbers, however they come', () => {
	expect(readCounters({ sends: '12', opens: 3, errors: null, deliveries: 'many' })).toEqual({
		sends: 12,
		deliveries: 0,
		opens: 3,
		inboxOpens: 0,
		errors: 0,
		unshowableSends: 0,
	});
});

it('times are ISO in UTC', () => {
	expect(isoTime('2026-11-28 09:30:00')).toBe('2026-11-28T09:30:00.000Z');
	expect(isoTime('soon')).toBe('soon');
});

it('an e-mail has its figures too, and nothing sent has no rates', () => {
	const shape = { simplify: true, perPlatform: false };
	const metrics = [{ platform: 14, sends: '4', opens: '1', deliveries: '4' }];
	expect(messageItems({ code: 'A', push_info: null, email_info: { metrics } }, shape)).toMatchObject([
		{ code: 'A', platforms: ['EMAIL'], sends: 4, deliveryRate: 1, openRate: 0.25 },
	]);
	expect(messageItems({ code: 'B' }, shape)).toMatchObject([
		{ sends: 0, deliveryRate: null, openRate: null },
	]);
});
