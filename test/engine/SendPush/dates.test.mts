import { describe, expect, it } from 'vitest';

import { singleNode } from '../../../playground/engine/index.mts';
import { HOUR, send, usePushBench } from './support.mts';

const bench = usePushBench();

describe('dates', () => {
	const inTwoHours = new Date(Date.now() + 2 * HOUR);
	const text = (date: Date) => date.toISOString().slice(0, 16).replace('T', ' ');
	const minute = new Date(Math.ceil(inTwoHours.getTime() / 60_000) * 60_000);

	it('n8n’s own dates: Luxon by expression, Date, text and Unix time give the same minute', async () => {
		const values = [
			'={{ $json.iso.toDateTime() }}',
			'={{ new Date($json.iso) }}',
			'={{ $json.iso }}',
			'={{ $json.ms }}',
			'={{ DateTime.fromISO($json.iso) }}',
		];
		for (const sendDate of values) {
			const notification = await bench.sent(
				{ sendDate },
				{},
				{ iso: inTwoHours.toISOString(), ms: inTwoHours.getTime() },
			);
			expect([sendDate, notification.send_date]).toEqual([sendDate, text(minute)]);
			expect(notification).not.toHaveProperty('timezone');
		}
	});

	it('a wall-clock time belongs to the workflow when no time zone is chosen', async () => {
		const delivery = { sendDate: '2090-07-01T09:00:00' };
		const workflow = singleNode('sendPush', send({ delivery }), {
			credentials: 'pushwooshApi',
		});
		workflow.settings = { timezone: 'America/New_York' };
		await bench.engine.run(workflow);
		expect(bench.notifications()[0]).toMatchObject({
			send_date: '2090-07-01 09:00',
			timezone: 'America/New_York',
			ignore_user_timezone: true,
		});
	});

	it('a scheduled push can be deleted by its code', async () => {
		const result = await bench.run(send({ delivery: { sendDate: inTwoHours.toISOString() } }));
		const { messageCode } = result.results[0] as { messageCode: string };
		const deleted = await bench.run({ operation: 'delete', messageCode });
		expect(deleted.results).toEqual([{ deleted: true, messageCode }]);
	});

	it.each([
		['empty', { sendDate: '' }, "'Send Date' is empty"],
		['missing', { sendDate: '={{ $json.missing }}' }, "'Send Date' is empty"],
		['unreadable', { sendDate: 'tomorrow' }, "'Send Date' can't be read"],
		['without time', { sendDate: '2090-01-01' }, "'Send Date' can't be read"],
		[
			'an hour ago',
			{ sendDate: new Date(Date.now() - HOUR).toISOString() },
			"'Send Date' lies more than 5 minutes in the past",
		],
		[
			'27 hours ago, local',
			{ sendDate: new Date(Date.now() - 27 * HOUR).toISOString(), ignoreUserTimezone: false },
			'more than 26 hours in the past',
		],
		[
			'an unknown zone',
			{ sendDate: '2090-01-01T10:00:00', timezone: 'Europe/Atlantis' },
			"'Time Zone' is “Europe/Atlantis”",
		],
		[
			'no zone',
			{ sendDate: '2090-01-01T10:00:00', timezone: '={{ $json.missing }}' },
			"'Time Zone' is empty",
		],
	])('%s fails before any request', async (_name, fields, message) => {
		expect(await bench.refusal(fields)).toContain(message);
	});
});
