import { describe, expect, it } from 'vitest';

import { send, usePushBench, users, type Fields } from './support.mts';

const bench = usePushBench();

const keyed = (parameters: Fields = {}) =>
	send({
		userIds: '={{ $json.id }}',
		content: '={{ $json.text }}',
		delivery: { deduplicationKey: '={{ $json.key }}' },
		...parameters,
	});
const ids = () => bench.notifications().map(({ transactionId }) => transactionId);
const USED = 'stands for another message to the same recipients already';

describe('a deduplication key names an event', () => {
	const shipped = { id: 'anna', key: 'order-1', text: 'Shipped' };
	const delivered = { id: 'anna', key: 'order-1', text: 'Delivered' };

	it('two messages under one key to the same people: the second fails, and never passes for sent', async () => {
		const result = await bench.run(keyed(), {
			items: [shipped, delivered, { ...delivered, id: 'ben' }, { ...delivered, key: 'order-1-delivered' }],
			onError: 'continueErrorOutput',
		});
		expect(bench.notifications().map(({ users: to, content }) => [to, content])).toEqual([
			[['anna'], 'Shipped'],
			[['ben'], 'Delivered'],
			[['anna'], 'Delivered'],
		]);
		expect(result.failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(result.failures[0]).toMatchObject({
			error: expect.stringContaining(`'Deduplication Key' “order-1” ${USED}`),
			details: { code: 'INVALID_PARAMETER', userIds: ['anna'] },
		});
		expect(JSON.stringify(result.failures[0])).toContain(
			'The key names the event: use order number and status',
		);
	});

	it('with On Error = Stop nothing is sent', async () => {
		const result = await bench.run(keyed(), { items: [shipped, delivered] });
		expect(result.error?.message).toContain(USED);
		expect(bench.requests('createMessage')).toHaveLength(0);
	});

	it.each<[string, Fields, object]>([
		['a segment', { audience: 'segment', segment: { __rl: true, mode: 'name', value: 'VIP' } }, {}],
		['everyone', { audience: 'everyone', confirmBroadcast: true }, {}],
		[
			'devices in another order',
			{ audience: 'devices', deviceIds: '={{ $json.list }}' },
			{ list: ['b', 'a'] },
		],
	])('also to %s', async (_name, parameters, second) => {
		bench.sandbox.pushwoosh.addFilter({ name: 'VIP', filterExpression: 'T("City", EQ, "Madrid")' });
		const result = await bench.run(keyed(parameters), {
			items: [
				{ ...shipped, list: ['a', 'b'] },
				{ ...delivered, list: ['a', 'b'], ...second },
			],
			onError: 'continueErrorOutput',
		});
		expect(result.results).toHaveLength(1);
		expect(result.failures[0]?.error).toContain(USED);
		expect(bench.requests('createMessage')).toHaveLength(1);
	});

	it('also where only one of an item’s several messages is taken', async () => {
		const result = await bench.run(keyed({ options: { batchSize: 2 } }), {
			items: [
				{ ...shipped, id: ['a', 'b', 'c'] },
				{ ...delivered, id: ['c'] },
			],
			onError: 'continueErrorOutput',
		});
		expect(result.failures).toHaveLength(1);
		expect(bench.notifications().map(({ users: to }) => to)).toEqual([['a', 'b'], ['c']]);
	});

	it.each([true, false])(
		'the same event twice in a run is one push (combineItems %s)',
		async (combineItems) => {
			const result = await bench.run(keyed({ options: { combineItems } }), {
				items: [shipped, { ...shipped, id: 'ben' }, shipped],
			});
			expect(bench.notifications().map(({ users: to }) => to)).toEqual([['anna'], ['ben']]);
			expect(result.results.map(({ submitted }) => submitted)).toEqual([1, 1, 1]);
			expect(result.results[2]?.messageCode).toBe(result.results[0]?.messageCode);
			expect(result.hints).toEqual([
				'2 users handed to Pushwoosh in 2 messages; 2 requests',
				'2 items had the deduplication key, message and recipients of another: those are sent once.',
			]);
		},
	);

	it('two applications may use one key', async () => {
		const application = { __rl: true, mode: 'code', value: '={{ $json.app }}' };
		const result = await bench.run(keyed({ application }), {
			items: [
				{ ...shipped, app: 'AAAAA-00000' },
				{ ...delivered, app: 'BBBBB-00000' },
			],
		});
		expect(result.results).toHaveLength(2);
	});
});

describe('the transaction ID depends on application, key and the item’s own recipients alone', () => {
	const row = { id: 'anna', key: 'order-1', text: 'Shipped' };

	it('not on who else is in the run', async () => {
		await bench.run(keyed(), { items: [{ ...row, id: 'ben' }, row] });
		await bench.run(keyed(), { items: [row] });
		expect(ids()[2]).toBe(ids()[1]);
		expect(bench.sandbox.pushwoosh.sentMessages()).toHaveLength(2);
	});

	it('not on the order of its recipients, also where they are many', async () => {
		const many = users(1500).map(({ id }) => id);
		await bench.run(keyed(), { items: [{ ...row, id: many }] });
		await bench.run(keyed(), { items: [{ ...row, id: [...many].reverse() }] });
		expect(ids()).toHaveLength(4);
		expect(ids().slice(2)).toEqual(ids().slice(0, 2));
		expect(bench.sandbox.pushwoosh.sentMessages()).toHaveLength(2);
	});

	it('not on the text, which an expression such as the time may change', async () => {
		await bench.run(keyed(), { items: [row] });
		await bench.run(keyed(), { items: [{ ...row, text: 'Shipped at 9:01' }] });
		expect(ids()[1]).toBe(ids()[0]);
	});
});
