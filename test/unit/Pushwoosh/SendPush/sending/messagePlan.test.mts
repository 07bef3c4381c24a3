import { describe, expect, it } from 'vitest';

import type { Audience } from '../../../../../nodes/Pushwoosh/SendPush/message/audience.ts';
import type { PushMessage } from '../../../../../nodes/Pushwoosh/SendPush/message/pushMessage.ts';
import { MessagePlan } from '../../../../../nodes/Pushwoosh/SendPush/sending/messagePlan.ts';
import { transactionId, type Sender } from '../../../../../nodes/Pushwoosh/SendPush/sending/transactionId.ts';
import { ItemProblem } from '../../../../../nodes/shared/failure.ts';
import { item } from './sends.mts';

const sender: Sender = {
	instanceId: 'i',
	workflowId: 'w',
	node: { id: 'n' },
	executionId: '1',
	runIndex: 0,
	isTool: false,
};
const planOf = (batchSize = 2, combineItems = true) => new MessagePlan({ sender, combineItems, batchSize });

const SEGMENT: Audience = { kind: 'segment', name: 'VIP' };

/** What an item holds that names its event. */
const keyed = (recipients: string[], about: Partial<PushMessage> = {}) =>
	item(recipients, { deduplicationKey: 'order-1', ...about });

/** The transaction ID of a message of {@link keyed} items. */
const idOf = (recipients: string[], about: { deduplicationKey?: string; audience?: Audience } = {}) =>
	transactionId(sender, {
		application: 'AAAAA-00000',
		audience: { kind: 'users' },
		notification: {},
		recipients,
		itemIndexes: [],
		deduplicationKey: 'order-1',
		...about,
	});

const thrown = (work: () => unknown) => {
	try {
		work();
	} catch (error) {
		return error;
	}
	return undefined;
};

describe('a claim', () => {
	it('of an item without a deduplication key leaves it as it is', () => {
		const unit = item(['c', 'a', 'b']);
		expect(planOf().claim(unit)).toBe(unit);
		expect(unit).toStrictEqual(item(['c', 'a', 'b']));
	});

	it.each([
		[['a'], ['a'], [['a']]],
		[['b', 'a'], ['b', 'a'], [['a', 'b']]],
		[
			['c', 'b', 'a'],
			['a', 'b', 'c'],
			[['a', 'b'], ['c']],
		],
		[
			['e', 'a', 'd', 'b', 'c'],
			['a', 'b', 'c', 'd', 'e'],
			[['a', 'b'], ['c', 'd'], ['e']],
		],
	])('to %j has the order %j in messages of at most two: %j', (recipients, inOrder, lists) => {
		const transactionIds = lists.map((list) => idOf(list));
		const unit = keyed([...recipients]);
		expect(planOf().claim(unit)).toStrictEqual({ ...keyed(inOrder), transactionIds });
		expect(unit).toStrictEqual(keyed(recipients));
	});

	it('for an audience without a list is one message', () => {
		const unit = keyed([], { audience: SEGMENT });
		const transactionIds = [idOf([], { audience: SEGMENT })];
		expect(planOf().claim(unit)).toStrictEqual({ ...unit, transactionIds });
	});

	it('may be made again for the same message', () => {
		const plan = planOf();
		const first = plan.claim(keyed(['a', 'b']));
		expect(plan.claim(keyed(['b', 'a'])).transactionIds).toStrictEqual(first.transactionIds);
	});

	it.each<[string, string[], Partial<PushMessage>]>([
		['other recipients', ['d'], {}],
		['some of the recipients', ['a'], {}],
		['another key', ['a', 'b', 'c'], { deduplicationKey: 'order-2' }],
		['another application', ['a', 'b', 'c'], { application: 'BBBBB-00000' }],
		['another kind of recipients', ['a', 'b', 'c'], { audience: { kind: 'devices' } }],
		['no key', ['a', 'b', 'c'], { deduplicationKey: undefined }],
	])('of another message with %s stands beside the first', (_name, recipients, about) => {
		const plan = planOf();
		plan.claim(keyed(['a', 'b', 'c']));
		expect(() => plan.claim(keyed(recipients, { id: '1', ...about }))).not.toThrow();
	});

	it.each([
		['the same recipients', ['a', 'b', 'c']],
		['the same in another order', ['c', 'b', 'a']],
		['those of the first of its messages', ['b', 'a']],
		['those of the last of its messages', ['c']],
	])('of another message under the key to %s is refused', (_name, recipients) => {
		const plan = planOf();
		plan.claim(keyed(['a', 'b', 'c']));
		expect(thrown(() => plan.claim(keyed(recipients, { id: '1' })))).toStrictEqual(
			new ItemProblem(
				"'Deduplication Key' “order-1” stands for another message to the same recipients already",
				'The key names the event: use order number and status, such as order-4711-shipped, not the order number alone.',
			),
		);
	});

	it('that is refused takes nothing', () => {
		const plan = planOf();
		plan.claim(keyed(['c', 'd']));
		expect(() => plan.claim(keyed(['a', 'b', 'c', 'd'], { id: '1' }))).toThrow(ItemProblem);
		expect(() => plan.claim(keyed(['a', 'b'], { id: '2' }))).not.toThrow();
		expect(() => plan.claim(keyed(['d', 'c']))).not.toThrow();
	});

	it('for an audience without a list is refused to another message, too', () => {
		const plan = planOf();
		plan.claim(keyed([], { audience: SEGMENT }));
		expect(() => plan.claim(keyed([], { id: '1', audience: SEGMENT }))).toThrow(ItemProblem);
		expect(() => plan.claim(keyed([], { id: '1', audience: { kind: 'everyone' } }))).not.toThrow();
	});
});

describe('what travels for an item', () => {
	const at = { itemIndex: 7 };

	it('is its recipients, which equal messages share', () => {
		const parts = [
			{ group: '3', id: 'b' },
			{ group: '3', id: 'a' },
			{ group: '3', id: 'c' },
		];
		expect(planOf().partsOf(item(['b', 'a', 'c'], { id: '3' }, at))).toStrictEqual(parts);
		expect(planOf().partsOf(item(['b', 'a', 'c'], { id: '3' }))).toStrictEqual(parts);
	});

	it('is a message of its own where items are not combined', () => {
		expect(planOf(2, false).partsOf(item(['b', 'a'], { id: '3' }, at))).toStrictEqual([
			{ group: '3 7', id: 'b' },
			{ group: '3 7', id: 'a' },
		]);
	});

	it.each<[Audience, boolean, string]>([
		[SEGMENT, true, '3'],
		[{ kind: 'everyone' }, true, '3'],
		[SEGMENT, false, '3 7'],
		[{ kind: 'everyone' }, false, '3 7'],
	])('to %j is one message (combined: %s)', (audience, combineItems, group) => {
		const unit = item([], { id: '3', audience }, at);
		expect(planOf(2, combineItems).partsOf(unit)).toStrictEqual([{ group, id: 'message' }]);
	});

	it.each([true, false])('goes under the transaction IDs of its key (combined: %s)', (combineItems) => {
		const recipients = ['a', 'b', 'c', 'd', 'e'];
		const unit = item(recipients, {}, { transactionIds: ['first', 'second', 'third'] });
		expect(planOf(2, combineItems).partsOf(unit)).toStrictEqual([
			{ group: 'first', id: 'a' },
			{ group: 'first', id: 'b' },
			{ group: 'second', id: 'c' },
			{ group: 'second', id: 'd' },
			{ group: 'third', id: 'e' },
		]);
		const segment = item([], { audience: SEGMENT }, { transactionIds: ['only'] });
		expect(planOf(2, combineItems).partsOf(segment)).toStrictEqual([{ group: 'only', id: 'message' }]);
	});
});
