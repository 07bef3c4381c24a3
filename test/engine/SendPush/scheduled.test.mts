import { describe, expect, it } from 'vitest';

import { CODE, send, usePushBench, users, type Fields, inPlace } from './support.mts';

const bench = usePushBench();

const perItem = { userIds: '={{ $json.id }}' };
const run = async (fields: Fields, items: object[] = users(2), more: Fields = {}) =>
	await bench.run(send({ ...perItem, ...inPlace(fields), ...more }), { items: items as never });

describe('a push for later says when, at its item and above the output', () => {
	it.each<[string, Fields, string]>([
		[
			'in a zone',
			{ sendDate: '2090-07-01T09:00', timezone: 'Europe/Madrid' },
			'2090-07-01 09:00, Europe/Madrid',
		],
		['an instant without a zone', { sendDate: '2090-07-01T09:00:01+02:00' }, '2090-07-01 07:01, UTC'],
		[
			'on each device’s own clock',
			{ sendDate: '2090-07-01T09:00', timezone: 'Europe/Madrid', ignoreUserTimezone: false },
			"2090-07-01 09:00, each device's own clock",
		],
		[
			'by the last word of the raw fields',
			{
				sendDate: '2090-07-01T09:00',
				timezone: 'Europe/Madrid',
				rawFields: { send_date: '2091-01-01 10:00' },
			},
			'2091-01-01 10:00, Europe/Madrid',
		],
	])('%s', async (_name, fields, when) => {
		const result = await run(fields);
		const code = expect.stringMatching(CODE) as string;
		expect(result.results).toEqual(
			Array(2).fill({
				success: true,
				messageCode: code,
				messageCodes: [code],
				submitted: 1,
				scheduledFor: when,
			}),
		);
		expect(result.hints).toEqual([
			`2 users handed to Pushwoosh in 1 message, scheduled for ${when}; 1 request`,
		]);
	});

	it('a push that goes out now says nothing', async () => {
		const result = await run({ timezone: 'Europe/Madrid', ignoreUserTimezone: true });
		expect(result.results[0]).not.toHaveProperty('scheduledFor');
		expect(result.hints[0]).not.toContain('scheduled');
	});

	it('several times, some of them now', async () => {
		const at = (date: string) => ({ sendDate: `={{ $json.date ?? "${date}" }}`, timezone: 'UTC' });
		const items = users(3).map((user, index) => ({ ...user, date: `209${index}-01-01T00:00` }));
		expect((await run(at(''), items)).hints[0]).toContain('in 3 messages, scheduled for 3 different times;');
		const mixed = await run({ rawFields: '={{ $json.raw }}' }, [
			{ id: 'a', raw: {} },
			{ id: 'b', raw: { send_date: '2090-01-01 00:00' } },
		]);
		expect(mixed.hints[0]).toBe(
			'2 users handed to Pushwoosh in 2 messages, 1 of them scheduled for 2090-01-01 00:00, UTC; 2 requests',
		);
	});

	it('to everyone', async () => {
		const result = await run({ sendDate: '2090-07-01T09:00:00Z' }, users(2), {
			audience: 'everyone',
			confirmBroadcast: true,
		});
		expect(result.results[1]).toMatchObject({ scheduledFor: '2090-07-01 09:00, UTC' });
		expect(result.hints[0]).toBe(
			'1 message handed to Pushwoosh, scheduled for 2090-07-01 09:00, UTC; 1 request',
		);
	});
});
