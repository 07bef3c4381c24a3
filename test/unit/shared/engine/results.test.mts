import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';

import { count, number } from '../../../../nodes/shared/wording.ts';
import type { UnitReport } from '../../../../nodes/shared/engine/operation.ts';
import type { Respond } from '../fakeContext.mts';
import { item, run, tokenOperation, tokensOf, verdicts, tableOf, type TokenOperation } from './tokens.mts';

const oneByOne = { batchSize: 1, concurrency: 1, maxRetries: 0 };

/** `bad` is refused by the service, the request that carries `lost` fails. */
const mixed: Respond = (request) =>
	tokensOf(request).includes('lost')
		? { statusCode: 500 }
		: verdicts((token) => (token === 'bad' ? 'NOT_FOUND' : 'ok'))(request);

const DONE = { registrationToken: 'a', topic: 'movies', attempts: 1, success: true };
const REJECTED = {
	registrationToken: 'bad',
	topic: 'movies',
	attempts: 1,
	success: false,
	errorCode: 'NOT_FOUND',
};
const REJECTED_AS_FAILURE = {
	error: 'Verdict NOT_FOUND',
	details: { code: 'NOT_FOUND', advice: 'Drop it.', registrationToken: 'bad', topic: 'movies' },
};
const FAILED = {
	error: 'Refused (500)',
	details: {
		code: 'E500',
		advice: 'Look into it.',
		httpStatus: 500,
		attempts: 1,
		registrationToken: 'lost',
		topic: 'movies',
	},
};

/** Where a failure has none of its own. */
const ADVICE = 'Check the fields of this node and its credential, then run the workflow again.';

describe('the result of a unit', () => {
	it('with Stop: rejected units are data', async () => {
		const { json, output } = await run({ items: [item('a bad')], respond: mixed });
		expect(json).toEqual([DONE, REJECTED]);
		expect(output).toEqual([
			{ json: DONE, pairedItem: { item: 0 } },
			{ json: REJECTED, pairedItem: { item: 0 } },
		]);
	});

	it('with Continue: rejected and failed units are failures and nothing else, beside those that succeeded', async () => {
		const items = [item('a'), item('lost'), item('bad a')];
		const { output } = await run({ items, respond: mixed, onError: 'continue', options: oneByOne });
		expect(output).toEqual([
			{ json: DONE, pairedItem: { item: 0 } },
			{ json: FAILED, pairedItem: { item: 1 } },
			{ json: REJECTED_AS_FAILURE, pairedItem: { item: 2 } },
			{ json: DONE, pairedItem: { item: 2 } },
		]);
	});

	it('stands in input order, items that could not be read among them', async () => {
		const items = [item(''), item('a lost'), item(''), item('bad'), item('')];
		const { json, output } = await run({ items, respond: mixed, onError: 'continue', options: oneByOne });
		expect(
			json?.map((each) => (each.details as { code: string } | undefined)?.code ?? each.registrationToken),
		).toEqual(['EMPTY_PARAMETER', 'a', 'E500', 'EMPTY_PARAMETER', 'NOT_FOUND', 'EMPTY_PARAMETER']);
		expect(output?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 1, 2, 3, 4].map((at) => ({ item: at })),
		);
	});

	it('stands in the order of the list, whatever the requests', async () => {
		const items = [item('c a b'), item('z', 'news'), item('b d')];
		const { json } = await run({ items, options: { batchSize: 2 } });
		expect(json?.map(({ registrationToken }) => registrationToken)).toEqual(['c', 'a', 'b', 'z', 'b', 'd']);
	});

	it('an item without units has no result', async () => {
		const { json } = await run(
			{ items: [item('a'), item('b')] },
			tokenOperation({ read: ({ itemIndex }) => (itemIndex === 0 ? [] : [{ token: 'b', topic: 'movies' }]) }),
		);
		expect(json).toMatchObject([{ registrationToken: 'b' }]);
	});

	it('may be several items, or none, or carry a file', async () => {
		const binary = { data: { data: 'aGk=', mimeType: 'text/plain' } };
		const reports: Record<string, UnitReport> = {
			many: { kind: 'succeeded', json: [{ a: 1 }, { a: 2 }] },
			none: { kind: 'succeeded', json: [] },
			file: { kind: 'succeeded', json: { b: 1 }, binary },
		};
		const { output } = await run(
			{ items: [item('many'), item('none'), item('file')] },
			tokenOperation({ report: ({ token }) => reports[token] ?? { kind: 'succeeded', json: {} } }),
		);
		// Strictly: an item without a file has no field for one.
		expect(output).toStrictEqual([
			{ json: { a: 1 }, pairedItem: { item: 0 } },
			{ json: { a: 2 }, pairedItem: { item: 0 } },
			{ json: { b: 1 }, pairedItem: { item: 2 }, binary },
		]);
	});

	it('may tell more in a failure: status, tries, and what exactly was done', async () => {
		const { json } = await run(
			{ items: [item('a')], onError: 'continue' },
			tokenOperation({
				report: () => ({
					kind: 'rejected',
					code: 'NOT_FOUND',
					message: 'Unknown',
					httpStatus: 404,
					attempts: 2,
					extra: { topic: 'wins', unsent: ['x'] },
					json: { success: false },
				}),
			}),
		);
		expect(json).toEqual([
			{
				error: 'Unknown',
				details: {
					code: 'NOT_FOUND',
					advice: ADVICE,
					httpStatus: 404,
					attempts: 2,
					registrationToken: 'a',
					topic: 'wins',
					unsent: ['x'],
				},
			},
		]);
	});
});

describe('Include Input Fields', () => {
	const items = [
		{ ...item('a'), name: 'Anna', success: 'theirs', error: 'old', details: { code: 'OLD' } },
		{ ...item('bad'), name: 'Bert', error: 0 },
		{ ...item(''), name: 'Cleo' },
	];
	const options = { includeInputFields: true };

	it('adds the fields of the input item, and ours win', async () => {
		const { json } = await run({ items: items.slice(0, 2), respond: mixed, options });
		expect(json).toEqual([
			{ tokens: 'a', name: 'Anna', ...DONE },
			{ tokens: 'bad', name: 'Bert', ...REJECTED },
		]);
	});

	it('takes over no key that is the node’s own, also where this result leaves it out', async () => {
		const old = { ...item('a'), error: 'x', details: {}, errorCode: 'OLD', serial: 7, name: 'Anna' };
		const { json } = await run({ items: [old], options });
		expect(json).toEqual([{ tokens: 'a', name: 'Anna', serial: 7, ...DONE }]);
		expect(Object.keys(json?.[0] ?? {})).not.toContain('error');
	});

	it('takes over no key that any result of the run has: what a service sends isn’t known before', async () => {
		const operation = tokenOperation({
			outputKeys: () => [],
			report: ({ token }) => ({
				kind: 'succeeded',
				json: token === 'a' ? { colour: 'red' } : { shape: 'round' },
			}),
		});
		const items = ['a', 'b'].map((token) => ({ ...item(token), colour: 'old', shape: 'old', size: 3 }));
		const { json } = await run({ items, options }, operation);
		expect(json).toEqual([
			{ ...item('a'), size: 3, colour: 'red' },
			{ ...item('b'), size: 3, shape: 'round' },
		]);
	});

	it('asks the operation for its keys with all units at hand, the failed ones too', async () => {
		const operation = tokenOperation({ outputKeys: (units) => units.map(({ token }) => `of ${token}`) });
		const rows = ['a', 'lost'].map((token) => ({ ...item(token), 'of a': 'old', 'of lost': 'old', size: 3 }));
		const { json } = await run(
			{ items: rows, respond: mixed, options: { ...options, ...oneByOne }, onError: 'continue' },
			operation,
		);
		expect(json).toEqual([{ tokens: 'a', size: 3, ...DONE }, FAILED]);
	});

	it('adds none to failures: n8n routes them by having nothing else', async () => {
		const { json } = await run({ items, respond: mixed, options, onError: 'continue' });
		expect(json?.map((each) => Object.keys(each))).toEqual([
			['tokens', 'name', ...Object.keys(DONE)],
			['error', 'details'],
			['error', 'details'],
		]);
	});

	it('leaves the input items as they are', async () => {
		const input = structuredClone(items.slice(0, 1));
		await run({ items: input, options });
		expect(input).toEqual(items.slice(0, 1));
	});
});

describe('hints', () => {
	it('sum the run up, with the requests it took', async () => {
		const { hints, logs } = await run({ items: [item('a b'), item('c', 'news')] });
		expect(hints).toEqual([
			{ message: '3 of 3 subscribed; 2 requests', location: 'outputPane', type: 'info' },
		]);
		expect(logs).toContain('debug: Topic Batch: 3 of 3 subscribed; 2 requests');
	});

	it('tell repeats, and one request as one', async () => {
		vi.useFakeTimers();
		try {
			const respond: Respond = (request, at) => (at === 0 ? { statusCode: 503 } : verdicts()(request));
			const running = run({ items: [item('a')], respond });
			await vi.advanceTimersByTimeAsync(10_000);
			expect((await running).hints[0]?.message).toBe('1 of 1 subscribed; 2 requests, 1 retried');
		} finally {
			vi.useRealTimers();
		}
		expect((await run({ items: [item('a')] })).hints[0]?.message).toBe('1 of 1 subscribed; 1 request');
	});

	it('with Stop tell how many were refused, and name the error output', async () => {
		const { hints } = await run({ items: [item('a bad')], respond: mixed });
		expect(hints).toHaveLength(2);
		expect(hints[1]).toMatchObject({ type: 'warning', location: 'outputPane' });
		expect(hints[1]?.message).toContain('1 of 2 devices refused by the service: look for "success": false.');
		expect(hints[1]?.message).toContain("'Continue (using error output)'");
	});

	it('with Continue leave that to the error output', async () => {
		const { hints } = await run({ items: [item('a bad')], respond: mixed, onError: 'continue' });
		expect(hints).toHaveLength(1);
	});

	it('of the operation come last, and know what became of each unit', async () => {
		const seen: unknown[] = [];
		const { hints } = await run(
			{ items: [item('a'), item('bad lost')], respond: mixed, onError: 'continue', options: oneByOne },
			tokenOperation({
				hints: ({ units, reports, succeeded, failed, rejected, counts }) => {
					seen.push(units.map(({ unit, itemIndex, parts }) => [unit.token, itemIndex, parts.length]));
					seen.push(
						reports.map(({ kind }) => kind),
						succeeded,
						failed,
						[...rejected],
						counts,
					);
					return [{ message: 'Mind this', type: 'warning' }];
				},
			}),
		);
		expect(hints[1]).toEqual({ message: 'Mind this', type: 'warning' });
		expect(seen).toEqual([
			[
				['a', 0, 1],
				['bad', 1, 1],
				['lost', 1, 1],
			],
			['succeeded', 'rejected', 'failed'],
			1,
			1,
			[['NOT_FOUND', 1]],
			{ sent: 3, retried: 0 },
		]);
	});

	it('warn as soon as anything failed, with the commonest reason', async () => {
		const told = async (tokens: string[], more: IDataObject[] = []) =>
			(
				await run({
					items: [...tokens.map((token) => item(token)), ...more],
					respond: mixed,
					onError: 'continue',
					options: oneByOne,
				})
			).hints.map(({ type, message }) => [type, message]);
		expect(await told(['a', 'lost'])).toEqual([
			['warning', '1 of 2 subscribed; 2 requests. Why: Refused (500)'],
		]);
		expect(await told(['a', 'lost', '', ''])).toEqual([
			[
				'warning',
				"1 of 2 subscribed; 2 items couldn't be used; 2 requests. Most often (2): 'Registration Tokens' is empty",
			],
		]);
		expect(await told(['a', ''])).toEqual([
			[
				'warning',
				"1 of 1 subscribed; 1 item couldn't be used; 1 request. Why: 'Registration Tokens' is empty",
			],
		]);
		expect(await told(['a', 'bad'])).toEqual([['warning', '1 of 2 subscribed; 2 requests']]);
	});

	it('count as one reason what differs in a quoted value or a number only', async () => {
		const report: TokenOperation['report'] = ({ token }) => ({
			kind: 'failed',
			failure: {
				code: 'X',
				message: token === 'c' ? 'Odd one' : `Nothing is called “${token}” (${token.length})`,
			},
		});
		const { hints } = await run(
			{ items: [item('c'), item('a'), item('bb')], onError: 'continue' },
			tokenOperation({ report }),
		);
		expect(hints[0]?.message).toBe('0 of 3 subscribed; 1 request. Most often (2): Nothing is called “a” (1)');
	});

	it('say of items none of which could be used why not, and what to do', async () => {
		const told = async (items: IDataObject[], parameters = {}) =>
			(await run({ items, onError: 'continue', ...parameters })).hints;
		const advice =
			'Fill it in, or check the expression: the item may lack that field. Or the node before failed for this row.';
		expect(await told([item(''), item(null), item(' ')])).toEqual([
			{
				message: `0 of 3 items sent: 'Registration Tokens' is empty in all. ${advice}`,
				location: 'outputPane',
				type: 'warning',
			},
		]);
		expect((await told([item('')]))[0]?.message).toBe(
			`0 of 1 item sent: 'Registration Tokens' is empty. ${advice}`,
		);
		expect((await told([item('a', ''), item(''), item('')]))[0]?.message).toBe(
			`0 of 3 items sent. Most often (2): 'Registration Tokens' is empty. ${advice}`,
		);
		expect((await told([item('a'), item('b')], { options: { maxRetries: -1 } }))[0]?.message).toBe(
			"0 of 2 items sent: 'Max Retries' in the options must be a whole number from 0 to 100, but is -1 (all of them). Change it, or remove the option to use its default.",
		);
	});

	it('that go wrong cost no results', async () => {
		const summary = () => {
			throw new Error('defect');
		};
		const { json, hints, logs } = await run({ items: [item('a')] }, tokenOperation({ summary }));
		expect(json).toEqual([DONE]);
		expect(hints).toEqual([]);
		expect(logs).toContain('warn: Topic Batch: its hints could not be written: defect');
	});

	it('do without in versions of n8n that have none', async () => {
		const { runNode } = await import('../../../../nodes/shared/node/runNode.ts');
		const { fakeContext } = await import('../fakeContext.mts');
		const fake = fakeContext({ parameters: { topic: 'movies', tokens: 'a' }, respond: verdicts() });
		Object.assign(fake.context, { addExecutionHints: undefined, getExecutionCancelSignal: undefined });
		Object.assign(fake.context, { isToolExecution: undefined });
		const [output] = await runNode(
			fake.context,
			tableOf(() => tokenOperation()),
		);
		expect(output).toHaveLength(1);
		expect(fake.logs).toContain('debug: Topic Batch: 1 of 1 subscribed; 1 request');
	});
});

describe('numbers as people read them', () => {
	it('have separators, and their noun', () => {
		expect(number(1_234_567)).toBe('1,234,567');
		const noun = { one: 'device', many: 'devices' };
		expect([0, 1, 2, 12_345].map((value) => count(value, noun))).toEqual([
			'0 devices',
			'1 device',
			'2 devices',
			'12,345 devices',
		]);
	});
});
