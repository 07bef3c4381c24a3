import { describe, expect, it } from 'vitest';

import { NODE } from '../../../playground/engine/index.mts';
import { send, usePushBench } from './support.mts';

const bench = usePushBench();

describe('what concerns the whole run', () => {
	it('a refused API token fails once, and every item says so', async () => {
		bench.engine.credentials.patch('pushwooshApi', { apiToken: 'WRONG' });
		const result = await bench.run(
			send({ userIds: '={{ $json.user }}', content: '=Hello {{ $json.user }}' }),
			{
				items: [{ user: 'a' }, { user: 'b' }, { user: 'c' }],
				onError: 'continueErrorOutput',
			},
		);
		expect(bench.requests('createMessage')).toHaveLength(1);
		const failed = result.failures;
		expect(failed.map(({ user }) => user)).toEqual(['a', 'b', 'c']);
		for (const { error } of failed) expect(error).toContain('Invalid API token');
		for (const { details } of failed) expect(details).toMatchObject({ code: '210', httpStatus: 200 });
		expect(failed.map(({ details }) => (details as { attempts?: number }).attempts)).toEqual([
			1,
			undefined,
			undefined,
		]);
	});

	it('an application that is refused fails only its own items', async () => {
		const result = await bench.run(
			send({
				application: { __rl: true, mode: 'code', value: '={{ $json.app }}' },
				userIds: '={{ $json.user }}',
			}),
			{
				items: [
					{ app: 'ZZZZZ-99999', user: 'a' },
					{ app: 'AAAAA-00000', user: 'b' },
				],
				onError: 'continueErrorOutput',
			},
		);
		expect(result.failed.map(({ json }) => json.user)).toEqual(['a']);
		expect(result.success).toHaveLength(1);
	});

	it('items that could not be used are counted beside the others, and named in their details', async () => {
		const result = await bench.run(send({ userIds: '={{ $json.user }}', content: '={{ $json.text }}' }), {
			items: [{ user: 'a', text: 'Hello' }, { user: 'b' }, { user: '', text: 'Hello' }],
			onError: 'continueRegularOutput',
		});
		expect(result.node(NODE).hints.map(({ message }) => message)).toContain(
			"1 user handed to Pushwoosh in 1 message; 2 items couldn't be used; 1 request. Most often (1): 'Content' is empty",
		);
		const [, second, third] = result.success.map(({ json }) => json.details as object);
		expect(second).toMatchObject({ userIds: ['b'] });
		expect(third).not.toHaveProperty('userIds');
	});

	it('an item that could not be used is named by the recipients of its own audience only', async () => {
		const result = await bench.run(
			send({
				audience: '={{ $json.audience }}',
				userIds: 'left, over',
				deviceIds: '={{ $json.devices }}',
				content: '',
			}),
			{
				items: [
					{ audience: 'devices', devices: 'one, two' },
					{ audience: 'segment' },
					{ audience: 'nonsense' },
				],
				onError: 'continueRegularOutput',
			},
		);
		const details = result.success.map(({ json }) => json.details as object);
		expect(details[0]).toMatchObject({ deviceIds: ['one', 'two'] });
		expect(details.map((each) => 'userIds' in each)).toEqual([false, false, false]);
	});

	it('unusable options fail every item, on the branch for failures', async () => {
		const result = await bench.run(send({ userIds: '={{ $json.user }}', options: { concurrency: 0 } }), {
			items: [{ user: 'a' }, { user: 'b' }],
			onError: 'continueErrorOutput',
		});
		expect(result.failed.map(({ json }) => json.user)).toEqual(['a', 'b']);
		expect(result.success).toEqual([]);
		expect(bench.sandbox.pushwoosh.messages.size).toBe(0);
	});

	it('no text of Pushwoosh makes n8n take a run for a cancelled one', async () => {
		bench.sandbox.faults.add({
			answer: {
				status: 200,
				body: JSON.stringify({
					status_code: 210,
					status_message: 'The message was Canceled',
					response: null,
				}),
			},
		});
		const result = await bench.run(send({ userIds: 'a' }), { items: [{}], onError: 'continueRegularOutput' });
		expect(result.success[0]?.json.error).toContain('“The message was Cancelled”');
	});

	it('a push that may have gone out is not told as one that has not', async () => {
		bench.sandbox.faults.add({ times: 1, answer: { connection: 'resetAfterActing' } });
		const result = await bench.run(send(), { onError: 'continueErrorOutput' });
		expect(result.failed[0]?.json.details).toMatchObject({ uncertain: true });
		expect(result.node(NODE).hints[0]?.message).toContain('1 item failed, 1 of which may have gone out');
	});
});
