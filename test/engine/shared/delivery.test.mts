import { describe, expect, it } from 'vitest';

import { NODE, SOURCE, SUCCESS, workflow } from '../../../playground/engine/index.mts';
import { pairs } from '../bench.mts';
import { CONTINUE, useDeliveryBench } from './support.mts';

const bench = useDeliveryBench();

describe('results', () => {
	it('leave in input order, paired with their items; the hint sums up', async () => {
		const result = await bench.run(['a b', 'c', 'a']);
		expect(result.error).toBeUndefined();
		expect(bench.service.received.map(({ tokens }) => tokens)).toEqual([['a', 'b'], ['c']]);
		expect(result.results.map(({ registrationToken }) => registrationToken)).toEqual(['a', 'b', 'c', 'a']);
		expect(pairs(result.success)).toEqual([0, 0, 1, 2]);
		expect(result.node(NODE).hints).toEqual([
			{ message: '4 of 4 devices delivered; 2 requests', location: 'outputPane', type: 'info' },
		]);
	});

	it('of rejected units are data with Stop', async () => {
		const { results, hints } = await bench.run(['a dead']);
		expect(results).toEqual([
			{ registrationToken: 'a', attempts: 1, success: true },
			{ registrationToken: 'dead', attempts: 1, success: false, errorCode: 'NOT_FOUND' },
		]);
		expect(hints[1]).toContain('1 of 2 devices refused');
	});

	it('of failed and rejected units leave by the error output, with the fields of their items', async () => {
		const result = await bench.run(['a b', 'forbidden', 'dead', 'c', ' '], { onError: CONTINUE });
		expect(bench.service.received.map(({ tokens }) => tokens)).toEqual([
			['a', 'b'],
			['forbidden', 'dead'],
			['c'],
		]);
		expect(result.results.map(({ registrationToken }) => registrationToken)).toEqual(['a', 'b', 'c']);
		expect(result.failures).toEqual([
			...['forbidden', 'dead'].map((token, at) => ({
				tokens: token,
				row: at + 1,
				error: 'Not for you',
				details: {
					code: 'E403',
					advice: 'Look into it.',
					httpStatus: 403,
					attempts: 1,
					registrationToken: token,
				},
			})),
			{
				tokens: ' ',
				row: 4,
				error: "'Tokens' is empty",
				details: { code: 'EMPTY_PARAMETER', advice: expect.stringContaining('check the expression') },
			},
		]);
	});

	it('keep the way back to the items they came from, on both outputs', async () => {
		const back = { type: 'compare', parameters: { p0: "={{ $('Source').item.json.row }}" } };
		const spec = workflow(
			[
				{ name: SOURCE, type: 'playground.source' },
				{
					name: NODE,
					type: 'deliver',
					parameters: { tokens: '={{ $json.tokens }}', options: { maxRetries: 0, batchSize: 1 } },
					credentials: 'deliverApi',
					onError: CONTINUE,
				},
				{ name: 'After', ...back },
				{ name: 'After error', ...back },
			],
			[
				[SOURCE, NODE],
				[NODE, 'After'],
				[NODE, 'After error', 1],
			],
		);
		const items = ['a', 'dead', 'forbidden'].map((tokens, row) => ({ tokens, row: `row ${row}` }));
		const result = await bench.engine.run(spec, { items });
		expect(result.node('After').success[0]?.json.n8n).toBe("'row 0'");
		expect(result.node('After error').success[0]?.json.n8n).toBe("'row 1'");
	});

	it('stay among the items with Continue', async () => {
		const result = await bench.run(['a', 'forbidden'], {
			onError: 'continueRegularOutput',
			options: { batchSize: 1 },
		});
		expect(result.results.map((json) => Object.keys(json))).toEqual([
			['registrationToken', 'attempts', 'success'],
			['error', 'details'],
		]);
	});
});

describe('On Error = Stop', () => {
	it('fails the execution in the words of the node, and n8n stores no secret', async () => {
		const result = await bench.run(['a b', 'c forbidden', 'd'], { options: { concurrency: 1 } });
		expect(result.status).toBe('error');
		expect(result.error).toMatchObject({
			name: 'NodeApiError',
			message: 'Not for you [item 1]',
			description: 'Look into it. 2 devices done, 3 not done.',
			httpCode: '403',
			itemIndex: 1,
		});
		expect(result.error?.context).toEqual({
			itemIndex: 1,
			data: ['c', 'forbidden', 'd'],
			details: { code: 'E403', httpStatus: 403, attempts: 1 },
		});
		expect(result.node(SUCCESS).runs).toEqual([]);
		for (const secret of ['very-secret-key', 'stored-token', 'Bearer', '/batch']) {
			expect(result.placesOf(secret)).toEqual([]);
		}
	});

	it('keeps its message and status whatever n8n reads into the words', async () => {
		const result = await bench.run(['preexisting']);
		expect(result.error?.message).toBe('A preexisting one was cancelled [item 0]');
		expect(result.status).toBe('error');
	});

	it('says which credential is missing', async () => {
		const result = await bench.run(['a'], { credentials: undefined });
		expect(result.error?.message).toContain('Node does not have any credentials set');
		expect(result.error?.description).toContain('its credential');
		const continued = await bench.run(['a', 'b'], { credentials: undefined, onError: CONTINUE });
		expect(continued.failures).toMatchObject([
			{ row: 0, details: { registrationToken: 'a' } },
			{ row: 1, details: { registrationToken: 'b' } },
		]);
	});
});

describe('cancelling', () => {
	it.each(['stopWorkflow', 'continueRegularOutput', CONTINUE] as const)(
		'with %s ends what is in flight at once',
		async (onError) => {
			const result = await bench.run(['a b', 'hang', 'c', 'd'], {
				onError,
				cancelAfter: 300,
				options: { batchSize: 2, concurrency: 2 },
			});
			expect(result.status).toBe('canceled');
			expect(result.duration).toBeLessThan(2000);
			expect(result.error?.message).toBe('Execution was canceled: 3 of 5 units done');
			expect(result.failures).toEqual([]);
			await expect.poll(() => bench.service.received[1]?.droppedAfter ?? Infinity).toBeLessThan(2000);
			const ours = result.logs
				.map(({ message }) => message)
				.filter((message) => message.startsWith('Node: '));
			expect(ours).toEqual([
				'Node: request 1 of 3 done',
				'Node: request 2 of 3 done',
				'Node: cancelled when 3 of 5 units were done',
			]);
		},
	);
});

describe('as a tool', () => {
	const options = { maxRetries: 0 };
	const tokens = "={{ $fromAI('tokens', 'The tokens', 'string') }}";
	const tool = async (via: 'invocation' | 'engineRequest', ...calls: string[]) =>
		await bench.engine.runAsTool(
			'deliver',
			{ tokens, options } as never,
			calls.map((call) => ({ tokens: call })),
			{ via, node: { credentials: 'deliverApi' } },
		);

	it.each(['invocation', 'engineRequest'] as const)(
		'answers by %s, and a failure holds what to do',
		async (via) => {
			const { answers } = await tool(via, 'a dead', 'forbidden', ',');
			expect(answers[0]?.data).toEqual([
				{ registrationToken: 'a', attempts: 1, success: true },
				{ registrationToken: 'dead', attempts: 1, success: false, errorCode: 'NOT_FOUND' },
			]);
			expect(answers[1]?.text).toBe('Not for you [item 0]. Look into it.');
			expect(answers[2]?.text).toContain("'Tokens' is empty [item 0]. Fill it in, or check the expression");
		},
	);
});
