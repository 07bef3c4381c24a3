import { afterEach, describe, expect, it, vi } from 'vitest';

import { ItemProblem, RequestFailure } from '../../../../nodes/shared/failure.ts';
import { readRunInfo } from '../../../../nodes/shared/engine/runInfo.ts';
import { fakeContext } from '../fakeContext.mts';
import { item, run, tokenOperation } from './tokens.mts';

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

describe('no items', () => {
	it('no output, and nothing is asked', async () => {
		const { output, getNodeCalls } = await run({ items: [] });
		expect(output).toEqual([]);
		expect(getNodeCalls()).toBe(0);
	});
});

describe('reading', () => {
	it('is over before the credential is opened and anything is sent', async () => {
		const order: string[] = [];
		const operation = tokenOperation();
		const { json } = await run(
			{
				items: [item('a'), item('b')],
				respond: () => (order.push('send'), { body: { results: ['ok', 'ok'] } }),
			},
			{
				...operation,
				open: async (context) => (order.push('open'), await operation.open(context)),
				read: (reader) => (order.push(`read ${reader.itemIndex}`), operation.read(reader)),
			},
		);
		expect(json).toHaveLength(2);
		expect(order).toEqual(['read 0', 'read 1', 'open', 'send']);
	});

	it('asks for the node once, and n8n for no plain reference', async () => {
		const items = Array.from({ length: 500 }, (_, at) => item(`t${at}`));
		const { json, evaluations, getNodeCalls } = await run({ items });
		expect(json).toHaveLength(500);
		expect(evaluations).toEqual([]);
		expect(getNodeCalls()).toBe(1);
	});

	it('asks n8n once for each item and parameter that needs it', async () => {
		const parameters = { topic: '={{ $json.a + $json.b }}', tokens: '={{ $json.tokens }}', options: {} };
		const { evaluations, json } = await run({
			items: [item('a'), item('b')],
			parameters,
			evaluate: () => 'movies',
		});
		expect(evaluations).toEqual(['topic[0]', 'topic[1]']);
		expect(json).toMatchObject([{ topic: 'movies' }, { topic: 'movies' }]);
	});

	it('leaves n8n time for other things when it takes long', async () => {
		let others = 0;
		const operation = tokenOperation();
		const slow: typeof operation.read = (reader) => {
			const until = Date.now() + 60;
			while (Date.now() < until);
			return operation.read(reader);
		};
		const timer = setInterval(() => others++, 1);
		await run({ items: Array.from({ length: 8 }, () => item('a')) }, { ...operation, read: slow });
		clearInterval(timer);
		expect(others).toBeGreaterThanOrEqual(3);
	});
});

const EMPTY =
	'Fill it in, or check the expression: the item may lack that field. Or the node before failed for this row.';

describe('a bad item', () => {
	const items = [item('a'), item(''), item('c'), item([{}])];

	it('with Stop: nothing is sent, and the first one is named', async () => {
		const { thrown, requests } = await run({ items });
		expect(requests).toEqual([]);
		expect(thrown).toMatchObject({
			name: 'NodeOperationError',
			message:
				"2 of 4 items can't be used, so nothing was sent. First: 'Registration Tokens' is empty [item 1]",
			description: `${EMPTY} To do the others, set 'On Error' in this node's settings to 'Continue (using error output)'.`,
			context: { itemIndex: 1 },
		});
	});

	it('with Stop, when all are bad or it is the only one', async () => {
		const all = await run({ items: [item(''), item('')] });
		expect(all.thrown).toMatchObject({
			message:
				"2 of 2 items can't be used, so nothing was sent. First: 'Registration Tokens' is empty [item 0]",
			description: `${EMPTY} To get them on a branch of their own, set 'On Error' in this node's settings to 'Continue (using error output)'.`,
		});
		expect((await run({ items: [item('')] })).thrown).toMatchObject({
			message: "'Registration Tokens' is empty [item 0]",
			description: EMPTY,
		});
	});

	it('with Stop: all items are read, and a cancelled run says that it was', async () => {
		const read: number[] = [];
		const operation = tokenOperation();
		const counting: typeof operation.read = (reader) => (read.push(reader.itemIndex), operation.read(reader));
		await run({ items }, { ...operation, read: counting });
		expect(read).toEqual([0, 1, 2, 3]);

		const cancel = new AbortController();
		const { thrown } = await run(
			{ items, signal: cancel.signal },
			{ ...operation, read: (reader) => (cancel.abort(), counting(reader)) },
		);
		expect(thrown?.message).toContain('Execution was canceled');
	});

	it('with Continue: only that item fails, where it stands', async () => {
		const { json, output } = await run({ items, onError: 'continue', evaluate: () => [{}] });
		expect(json?.map(({ registrationToken, details }) => registrationToken ?? details)).toEqual([
			'a',
			{ code: 'EMPTY_PARAMETER', advice: EMPTY },
			'c',
			expect.objectContaining({ code: 'INVALID_PARAMETER' }),
		]);
		expect(json?.[1]).toEqual({
			error: "'Registration Tokens' is empty",
			details: { code: 'EMPTY_PARAMETER', advice: EMPTY },
		});
		expect(output?.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3].map((at) => ({ item: at })));
	});

	it('with Continue, when all are bad: nothing is sent and no credential opened', async () => {
		const open = vi.fn(tokenOperation().open);
		const { json, requests } = await run(
			{ items: [item(''), item(null)], onError: 'continue' },
			tokenOperation({ open }),
		);
		expect(json?.map(({ details }) => details)).toEqual([
			{ code: 'EMPTY_PARAMETER', advice: EMPTY },
			{ code: 'EMPTY_PARAMETER', advice: EMPTY },
		]);
		expect([requests.length, open.mock.calls.length]).toEqual([0, 0]);
	});

	it("whose expression n8n can't evaluate fails with n8n's words", async () => {
		const evaluate = () => {
			throw Object.assign(new Error("Node 'A' hasn't been executed"), { description: 'Execute it first' });
		};
		const parameters = { topic: '={{ $("A").item.json.x }}', tokens: 'a', options: {} };
		const stopped = await run({ parameters, evaluate });
		expect(stopped.thrown).toMatchObject({
			message: "Node 'A' hasn't been executed [item 0]",
			description: 'Execute it first',
		});
		const { json } = await run({ parameters, evaluate, onError: 'continue' });
		expect(json).toEqual([
			{
				error: "Node 'A' hasn't been executed",
				details: { code: 'UNEXPECTED', advice: 'Execute it first' },
			},
		]);
	});
});

describe('settings of the run that are bad', () => {
	const items = [item('a'), item('b')];

	it.each([
		[
			'an option',
			{ options: { concurrency: 0 } },
			undefined,
			"'Concurrency' in the options must be a whole number",
		],
		[
			'what the operation is chosen by',
			{},
			() => {
				throw new ItemProblem("'Operation' is none of the possible choices", 'Choose one.');
			},
			"'Operation' is none",
		],
	])('%s: nothing is sent, in any mode', async (_, setup, choose, message) => {
		const stopped = await run({ items, ...setup }, choose);
		expect(stopped.thrown?.message).toContain(message);
		expect(stopped.thrown?.context.itemIndex).toBe(0);
		const continued = await run({ items, ...setup, onError: 'continue' }, choose);
		expect(continued.json?.map(({ error }) => String(error).includes(message))).toEqual([true, true]);
		expect(continued.output?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect([...stopped.requests, ...continued.requests]).toEqual([]);
	});
});

describe('a credential that cannot be opened', () => {
	const items = [item('a'), item('b', 'news')];
	const none = tokenOperation({
		open: async () => await Promise.reject(new Error('Node does not have any credentials set')),
	});
	const unusable = tokenOperation({
		open: async () => {
			throw new RequestFailure({
				code: 'INVALID_URL',
				message: "'Base URL' is empty",
				advice: 'Enter an https address.',
			});
		},
	});

	it('with Stop: says so, counts, and sends nothing', async () => {
		const { thrown, requests } = await run({ items }, none);
		expect(thrown).toMatchObject({
			name: 'NodeApiError',
			message: 'Node does not have any credentials set [item 0]',
			context: { itemIndex: 0, data: ['a', 'b'] },
		});
		expect(requests).toEqual([]);
		expect((await run({ items }, unusable)).thrown).toMatchObject({
			message: "'Base URL' is empty [item 0]",
			description: 'Enter an https address. 0 devices done, 2 not done.',
			context: { details: { code: 'INVALID_URL' } },
		});
	});

	it('with Continue: fails every unit, under its names', async () => {
		const { json, requests } = await run({ items, onError: 'continue' }, unusable);
		expect(json).toEqual(
			[
				['a', 'movies'],
				['b', 'news'],
			].map(([registrationToken, topic]) => ({
				error: "'Base URL' is empty",
				details: { code: 'INVALID_URL', advice: 'Enter an https address.', registrationToken, topic },
			})),
		);
		expect(requests).toEqual([]);
	});
});

describe('what a run knows of itself', () => {
	it('is read once', () => {
		const { context, node } = fakeContext({ onError: 'continue', tool: 'told' });
		expect(readRunInfo(context)).toEqual({
			node,
			instanceId: 'instance-1',
			workflowId: 'workflow-1',
			executionId: 'execution-1',
			runIndex: 0,
			timezone: 'Europe/Berlin',
			isTool: true,
			continueOnFail: true,
		});
	});

	it('may lack an execution ID', () => {
		expect(readRunInfo(fakeContext({ executionId: '' }).context).executionId).toBeUndefined();
	});

	it('holds that an agent runs the node, also where only the name of the type tells', () => {
		expect(readRunInfo(fakeContext({ tool: 'by name' }).context).isTool).toBe(true);
		expect(readRunInfo(fakeContext().context).isTool).toBe(false);
	});
});
