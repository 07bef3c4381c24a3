import { describe, expect, it } from 'vitest';

import {
	transactionId,
	type MessageIdentity,
	type Sender,
} from '../../../../../nodes/Pushwoosh/SendPush/sending/transactionId.ts';

const sender: Sender = {
	instanceId: 'i',
	workflowId: 'w',
	node: { id: 'n' },
	executionId: '1',
	runIndex: 0,
	isTool: false,
};
const message: MessageIdentity = {
	application: 'AAAAA-00000',
	notification: { content: 'Hi', users: ['a', 'b'] },
	audience: { kind: 'users' },
	recipients: ['a', 'b'],
	itemIndexes: [0, 1],
};
const id = (from: Partial<Sender> = {}, about: Partial<MessageIdentity> = {}) =>
	transactionId({ ...sender, ...from }, { ...message, ...about });

it('has the form of a UUID', () => {
	expect(id()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('stays the same from one version of the package to the next', () => {
	expect(id()).toBe('b466eef9-a413-5de8-904e-2d78672d78e8');
	expect(id({}, { deduplicationKey: 'order-1' })).toBe('b71cf2fa-c0a3-567f-a32c-270a6b4dc995');
});

it('is the same for the same message, in whatever order its recipients stand', () => {
	expect(id()).toBe(id());
	expect(id({}, { recipients: ['b', 'a'] })).toBe(id());
	expect(id({}, { notification: { content: 'Changed by an expression such as the time' } })).toBe(id());
});

describe('differs with', () => {
	it.each<[string, Partial<Sender>, Partial<MessageIdentity>]>([
		['the instance', { instanceId: 'j' }, {}],
		['the workflow', { workflowId: 'x' }, {}],
		['the node', { node: { id: 'm' } }, {}],
		['the execution', { executionId: '2' }, {}],
		['the run index', { runIndex: 1 }, {}],
		['the application', {}, { application: 'BBBBB-00000' }],
		['the recipients', {}, { recipients: ['a'] }],
		['the kind of recipients', {}, { audience: { kind: 'devices' } }],
		['the segment', {}, { audience: { kind: 'segment', name: 'VIP' } }],
		['the item', {}, { itemIndexes: [1, 2] }],
		['a deduplication key', {}, { deduplicationKey: 'k' }],
	])('%s', (_name, from, about) => expect(id(from, about)).not.toBe(id()));

	it('where a list is cut: "ab" isn\'t "a", "b"', () => {
		expect(id({}, { recipients: ['a', 'bc'] })).not.toBe(id({}, { recipients: ['ab', 'c'] }));
		expect(id({ instanceId: 'iw', workflowId: '' })).not.toBe(id({ instanceId: 'i', workflowId: 'w' }));
	});
});

describe('a deduplication key', () => {
	const key = { deduplicationKey: 'order-1' };

	it('takes the place of execution, run index and item index', () => {
		const same = id({}, key);
		expect(id({ executionId: '2', runIndex: 7 }, { ...key, itemIndexes: [5] })).toBe(same);
		expect(id({ executionId: undefined, runIndex: undefined }, key)).toBe(same);
		expect(id({ isTool: true }, { ...key, notification: {} })).toBe(same);
	});

	it('still leaves recipients, application, node and key to count', () => {
		const same = id({}, key);
		expect(id({}, { ...key, recipients: ['c'] })).not.toBe(same);
		expect(id({}, { ...key, application: 'BBBBB-00000' })).not.toBe(same);
		expect(id({ node: { id: 'm' } }, key)).not.toBe(same);
		expect(id({}, { deduplicationKey: 'order-2' })).not.toBe(same);
	});
});

describe('a tool', () => {
	const tool = { isTool: true };

	it('has the message in place of the run index, which n8n counts up at each try', () => {
		expect(id({ ...tool, runIndex: 5 })).toBe(id(tool));
		expect(id({ ...tool, runIndex: undefined })).toBe(id(tool));
		expect(id(tool, { notification: { users: ['a', 'b'], content: 'Hi' } })).toBe(id(tool));
		expect(id(tool, { notification: { content: 'Bye' } })).not.toBe(id(tool));
		expect(id({ ...tool, executionId: '2' })).not.toBe(id(tool));
	});
});

describe('is random', () => {
	it.each<[string, Partial<Sender>]>([
		['without an execution ID', { executionId: undefined }],
		['without an execution ID in a tool', { executionId: undefined, isTool: true }],
		['without a run index', { runIndex: undefined }],
	])('%s', (_name, from) => {
		expect(id(from)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
		expect(id(from)).not.toBe(id(from));
	});
});
