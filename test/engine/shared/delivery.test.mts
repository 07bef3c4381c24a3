import type { IDataObject } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import {
	createEngine,
	FAILED,
	NODE,
	singleNode,
	SOURCE,
	SUCCESS,
	workflow,
	type Engine,
	type RunOptions,
	type SingleNodeOptions,
} from '../../../playground/engine/index.mts';
import { createSharedPackage } from './fixture/package.mts';
import { startDelivery, type DeliveryService } from './service.mts';

let packageDir: string;
let remove: () => Promise<void>;
let service: DeliveryService;
let engine: Engine;

beforeAll(async () => {
	({ packageDir, remove } = await createSharedPackage());
});

afterAll(async () => await remove());

beforeEach(async () => {
	service = await startDelivery();
	service.good.add('stored-token');
	engine = await createEngine({ packageDir });
	credential({});
});

afterEach(async () => await service.close());

function credential(changes: IDataObject) {
	const data = { apiKey: 'very-secret-key', baseUrl: service.url, accessToken: 'stored-token' };
	engine.credentials.set('deliverApi', 'deliverApi', { ...data, ...changes } as never);
}

const CONTINUE = 'continueErrorOutput' as const;

interface Setup extends SingleNodeOptions, Pick<RunOptions, 'cancelAfter'> {
	options?: IDataObject;
}

/** Runs the node on items with these tokens; repeats are off unless asked for. */
async function run(tokens: string[], { options, cancelAfter, ...node }: Setup = {}) {
	const parameters = { tokens: '={{ $json.tokens }}', options: { maxRetries: 0, ...options } } as never;
	const spec = singleNode('deliver', parameters, { credentials: 'deliverApi', ...node });
	const items = tokens.map((each, at) => ({ tokens: each, row: at }));
	return await engine.run(spec, { items, cancelAfter });
}

const jsonOf = (items: Array<{ json: IDataObject }>) => items.map(({ json }) => json);

describe('results', () => {
	test('leave in input order, paired with their items; the hint sums up', async () => {
		const result = await run(['a b', 'c', 'a']);
		expect(result.error).toBeUndefined();
		expect(service.received.map(({ tokens }) => tokens)).toEqual([['a', 'b'], ['c']]);
		const { success, hints } = result.node(NODE);
		expect(jsonOf(success).map(({ registrationToken }) => registrationToken)).toEqual(['a', 'b', 'c', 'a']);
		expect(success.map(({ pairedItem }) => pairedItem)).toEqual([0, 0, 1, 2].map((item) => ({ item })));
		expect(hints).toEqual([
			{ message: '4 of 4 devices delivered; 2 requests', location: 'outputPane', type: 'info' },
		]);
	});

	test('of rejected units are data with Stop', async () => {
		const { success, hints } = (await run(['a dead'])).node(NODE);
		expect(jsonOf(success)).toEqual([
			{ registrationToken: 'a', attempts: 1, success: true },
			{ registrationToken: 'dead', attempts: 1, success: false, errorCode: 'NOT_FOUND' },
		]);
		expect(hints[1]?.message).toContain('1 of 2 devices refused');
	});

	test('of failed and rejected units leave by the error output, with the fields of their items', async () => {
		const result = await run(['a b', 'forbidden', 'dead', 'c', ' '], { onError: CONTINUE });
		expect(service.received.map(({ tokens }) => tokens)).toEqual([['a', 'b'], ['forbidden', 'dead'], ['c']]);
		expect(jsonOf(result.node(SUCCESS).success).map(({ registrationToken }) => registrationToken)).toEqual([
			'a',
			'b',
			'c',
		]);
		expect(jsonOf(result.node(FAILED).success)).toEqual([
			...['forbidden', 'dead'].map((token, at) => ({
				tokens: token,
				row: at + 1,
				error: 'Not for you. Look into it.',
				details: { code: 'E403', httpStatus: 403, attempts: 1, registrationToken: token },
			})),
			{
				tokens: ' ',
				row: 4,
				error: expect.stringContaining("'Tokens' was empty"),
				details: { code: 'EMPTY_PARAMETER' },
			},
		]);
	});

	test('keep the way back to the items they came from, on both outputs', async () => {
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
		const result = await engine.run(spec, { items });
		expect(result.node('After').success[0]?.json.n8n).toBe("'row 0'");
		expect(result.node('After error').success[0]?.json.n8n).toBe("'row 1'");
	});

	test('stay among the items with Continue', async () => {
		const result = await run(['a', 'forbidden'], {
			onError: 'continueRegularOutput',
			options: { batchSize: 1 },
		});
		expect(jsonOf(result.node(SUCCESS).success).map((json) => Object.keys(json))).toEqual([
			['registrationToken', 'attempts', 'success'],
			['error', 'details'],
		]);
	});
});

describe('On Error = Stop', () => {
	test('fails the execution in the words of the node, and n8n stores no secret', async () => {
		const result = await run(['a b', 'c forbidden', 'd'], { options: { concurrency: 1 } });
		expect(result.status).toBe('error');
		expect(result.error).toMatchObject({
			name: 'NodeApiError',
			message: 'Not for you: 2 devices done, 3 not done [item 1]',
			description: 'Look into it.',
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

	test('keeps its message and status whatever n8n reads into the words', async () => {
		const result = await run(['preexisting']);
		expect(result.error?.message).toBe(
			'A preexisting one was cancelled: 0 devices done, 1 not done [item 0]',
		);
		expect(result.status).toBe('error');
	});

	test('says which credential is missing', async () => {
		const result = await run(['a'], { credentials: undefined });
		expect(result.error?.message).toContain('Node does not have any credentials set');
		expect(result.error?.message).toContain('0 devices done, 1 not done');
		const continued = await run(['a', 'b'], { credentials: undefined, onError: CONTINUE });
		expect(jsonOf(continued.node(FAILED).success)).toMatchObject([
			{ row: 0, details: { registrationToken: 'a' } },
			{ row: 1, details: { registrationToken: 'b' } },
		]);
	});
});

describe('an access token', () => {
	const many = Array.from({ length: 20 }, (_, at) => `t${at}`);

	test('that expired is renewed once, however many requests there are', async () => {
		service.good.clear();
		const result = await run(many, { options: { batchSize: 1, concurrency: 10 } });
		expect(result.error).toBeUndefined();
		expect(result.node(NODE).success).toHaveLength(20);
		expect(service.exchanges).toBe(1);
		expect(
			service.received.filter(({ authorization }) => authorization === 'Bearer stored-token'),
		).toHaveLength(1);
		expect(service.received).toHaveLength(21);
		for (const secret of ['very-secret-key', 'access-1']) expect(result.placesOf(secret)).toEqual([]);
	});

	test('that is refused for good ends the run after the first request, in the Continue modes too', async () => {
		service.good.add = () => service.good;
		service.good.clear();
		const result = await run(many, { onError: CONTINUE, options: { batchSize: 1 } });
		expect(service.received.map(({ authorization }) => authorization)).toEqual([
			'Bearer stored-token',
			'Bearer access-1',
		]);
		const failed = jsonOf(result.node(FAILED).success);
		expect(failed).toHaveLength(20);
		expect(failed[19]).toMatchObject({
			error: 'Who are you? Look into it.',
			details: { code: 'E401', httpStatus: 401, registrationToken: 't19' },
		});
	});
});

describe('a credential', () => {
	test('that refuses to be used says so in its own words', async () => {
		credential({ apiKey: 'unusable' });
		const result = await run(['a', 'b c'], { onError: CONTINUE });
		expect(service.received).toEqual([]);
		expect(jsonOf(result.node(FAILED).success).map(({ error }) => error)).toEqual(
			Array(3).fill("'API Key' is none. Enter it again."),
		);
	});

	test('is limited to its allowed domains', async () => {
		credential({ allowedHttpRequestDomains: 'domains', allowedDomains: 'example.com' });
		const result = await run(['a']);
		expect(result.error?.message).toContain("The credential doesn't allow requests to 127.0.0.1");
		expect(service.received).toEqual([]);
	});
});

describe('a service', () => {
	const failure = async (token: string, options: IDataObject = {}) => {
		const { error } = await run([token], { options });
		const { code } = error?.context?.details as { code: string };
		return `${code}: ${error?.message.replace(/: 0 devices.*/, '')}`;
	};
	const host = () => new URL(service.url).host;

	test('that never answers is waited for no longer than Timeout, and let go', async () => {
		expect(await failure('hang', { timeout: 300 })).toBe(
			`TIMEOUT: ${host()} didn't answer within 0.3 seconds`,
		);
		await expect.poll(() => service.received[0]?.droppedAfter ?? Infinity).toBeLessThan(5000);
	});

	test('whose answer trickles in is let go as well', async () => {
		expect(await failure('drip', { timeout: 300 })).toBe(
			`TIMEOUT: ${host()} didn't answer within 0.3 seconds`,
		);
		await expect.poll(() => service.received[0]?.droppedAfter ?? Infinity).toBeLessThan(5000);
	});

	test('that hangs up is told apart from one that never listened', async () => {
		expect(await failure('reset')).toBe(
			`ECONNRESET: The connection to ${host()} was lost before an answer came`,
		);
		const { url } = service;
		await service.close();
		expect(await failure('a')).toBe(`ECONNREFUSED: ${new URL(url).host} could not be reached`);
		service = await startDelivery();
	});

	test('that speaks no TLS is told in words', async () => {
		credential({ baseUrl: service.url.replace('http:', 'https:') });
		expect(await failure('a')).toMatch(/^\w+: No secure connection to 127\.0\.0\.1:\d+ could be made$/);
		expect(service.received).toEqual([]);
	});

	test('that redirects is not followed', async () => {
		expect(await failure('redirect')).toBe('E302: Over there');
		expect(service.received.map(({ path }) => path)).toEqual(['/batch']);
	});

	test('that asks to come back later is left alone', async () => {
		const { error } = await run(['later'], { options: { maxRetries: 4 } });
		expect(error?.description).toContain('wait 2 minutes (90 seconds)');
		expect(error?.context?.details).toEqual({ code: 'E429', httpStatus: 429, attempts: 1, retryAfter: 90 });
		expect(service.received).toHaveLength(1);
	});

	test('that has a bad moment is asked again', async () => {
		const { error } = await run(['html'], { options: { maxRetries: 1 } });
		expect(error?.context?.details).toEqual({ code: 'E502', httpStatus: 502, attempts: 2 });
		expect(service.received).toHaveLength(2);
	});

	test('that answers too little has proved nothing', async () => {
		const result = await run(['a few'], { onError: CONTINUE });
		expect(jsonOf(result.node(SUCCESS).success)).toHaveLength(1);
		expect(jsonOf(result.node(FAILED).success)).toMatchObject([
			{ details: { code: 'UNEXPECTED_ANSWER', registrationToken: 'few' } },
		]);
	});
});

describe('cancelling', () => {
	test.each(['stopWorkflow', 'continueRegularOutput', CONTINUE] as const)(
		'with %s ends what is in flight at once',
		async (onError) => {
			const result = await run(['a b', 'hang', 'c', 'd'], {
				onError,
				cancelAfter: 300,
				options: { batchSize: 2, concurrency: 2 },
			});
			expect(result.status).toBe('canceled');
			expect(result.duration).toBeLessThan(2000);
			expect(result.node(NODE).error?.message).toBe('Execution was canceled: 3 of 5 units done');
			expect(jsonOf(result.node(NODE).failed)).toEqual([]);
			await expect.poll(() => service.received[1]?.droppedAfter ?? Infinity).toBeLessThan(2000);
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
		await engine.runAsTool(
			'deliver',
			{ tokens, options } as never,
			calls.map((call) => ({ tokens: call })),
			{ via, node: { credentials: 'deliverApi' } },
		);

	test.each(['invocation', 'engineRequest'] as const)(
		'answers by %s, and a failure holds what to do',
		async (via) => {
			const { answers } = await tool(via, 'a dead', 'forbidden', ',');
			expect(answers[0]?.data).toEqual([
				{ registrationToken: 'a', attempts: 1, success: true },
				{ registrationToken: 'dead', attempts: 1, success: false, errorCode: 'NOT_FOUND' },
			]);
			expect(answers[1]?.text).toBe('Not for you: 0 devices done, 1 not done [item 0]. Look into it.');
			expect(answers[2]?.text).toContain("'Tokens' was empty [item 0]. Check that the item has the field");
		},
	);
});
