import { describe, expect, it, vi } from 'vitest';

import type { PartAnswer } from '../../../../nodes/shared/engine/operation.ts';
import { unauthorized, type Respond } from '../fakeContext.mts';
import { withFakeClock } from '../http/clients.mts';
import { ended, item, run, tokenOperation, tokensOf, verdicts, type Data } from './tokens.mts';

withFakeClock();

const names = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `t${from + at}`);

describe('requests', () => {
	it('are shared by the tokens of all items with the same topic', async () => {
		const items = [item('a b'), item('c', 'news'), item('d'), item('e', 'news')];
		const { requests, json } = await ended(run({ items }));
		expect(requests.map(({ body }) => body)).toEqual([
			{ topic: 'movies', tokens: ['a', 'b', 'd'] },
			{ topic: 'news', tokens: ['c', 'e'] },
		]);
		expect(json?.map(({ registrationToken }) => registrationToken)).toEqual(['a', 'b', 'c', 'd', 'e']);
	});

	it('hold equal tokens once, and the result is reported at each place', async () => {
		const items = [item('a'), item('b a'), item('a', 'news'), item('a')];
		const { requests, json, output } = await ended(
			run({ items, respond: verdicts((t) => (t === 'a' ? 'NOT_FOUND' : 'ok')) }),
		);
		expect(requests.map(tokensOf)).toEqual([['a', 'b'], ['a']]);
		expect(
			json?.map(({ registrationToken, success }) => `${String(registrationToken)} ${String(success)}`),
		).toEqual(['a false', 'b true', 'a false', 'a false', 'a false']);
		expect(output?.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 1, 2, 3].map((at) => ({ item: at })));
	});

	it('hold no more than the batch size', async () => {
		const items = [item(names(1, 5)), item(names(6, 7))];
		const { requests } = await ended(run({ items, options: { batchSize: 3 } }));
		expect(requests.map(tokensOf)).toEqual([names(1, 3), names(4, 6), ['t7']]);
	});

	it('go out first alone, then as many at a time as Concurrency says', async () => {
		let inFlight = 0;
		const most: number[] = [];
		const respond: Respond = async (request) => {
			inFlight++;
			most.push(inFlight);
			await new Promise((resolve) => setTimeout(resolve, 100));
			inFlight--;
			return verdicts()(request);
		};
		const items = [item(names(1, 20))];
		await ended(run({ items, respond, options: { batchSize: 1, concurrency: 4 } }));
		expect(most.slice(0, 5)).toEqual([1, 1, 2, 3, 4]);
		expect(Math.max(...most)).toBe(4);
	});

	it('are told in the log, one by one', async () => {
		const respond: Respond = (request, at) => (at === 1 ? { statusCode: 403 } : verdicts()(request));
		const { logs } = await ended(
			run({
				items: [item(names(1, 3))],
				respond,
				onError: 'continue',
				options: { batchSize: 1, concurrency: 1 },
			}),
		);
		expect(logs.filter((line) => line.includes('request '))).toEqual([
			'debug: Topic Batch: request 1 of 3 done',
			'debug: Topic Batch: request 2 of 3 failed (E403)',
			'debug: Topic Batch: request 3 of 3 done',
		]);
	});
});

describe('an operation', () => {
	it('is told once how many requests are planned', async () => {
		const planned = vi.fn();
		const respond = verdicts((token) => (token === 't1' ? 'INTERNAL' : 'ok'));
		const options = { batchSize: 2, maxRetries: 1 };
		const { requests } = await ended(
			run({ items: [item(names(1, 5))], options, respond }, tokenOperation({ planned })),
		);
		expect(planned.mock.calls).toEqual([[3, expect.objectContaining({ credentialType: 'exampleApi' })]]);
		expect(requests).toHaveLength(4);
	});
});

const OK = { kind: 'succeeded' };

describe('what an operation gets wrong', () => {
	const items = [item('a b')];

	it.each([
		['fewer answers than parts', [OK], ['ok', 'UNEXPECTED_ANSWER']],
		['no answers at all', [], ['UNEXPECTED_ANSWER', 'UNEXPECTED_ANSWER']],
		['a hole', [undefined, OK], ['UNEXPECTED_ANSWER', 'ok']],
	])('%s: never a success without proof', async (_, answers, expected) => {
		const { json } = await ended(
			run(
				{ items, onError: 'continue' },
				tokenOperation({ send: async () => answers as Array<PartAnswer<Data>> }),
			),
		);
		expect(
			json?.map(({ success, details }) => (success ? 'ok' : (details as { code: string }).code)),
		).toEqual(expected);
	});

	it('a defect fails the units of its request, and no others', async () => {
		const operation = tokenOperation();
		const { json } = await ended(
			run(
				{ items: [item('a'), item('b', 'news')], onError: 'continue' },
				{
					...operation,
					send: async (batch, hands) => {
						if (batch.sample.topic === 'movies') throw new TypeError('Cannot read properties of undefined');
						return await operation.send(batch, hands);
					},
				},
			),
		);
		expect(json).toMatchObject([
			{
				error: 'Cannot read properties of undefined',
				details: { code: 'UNEXPECTED', registrationToken: 'a' },
			},
			{ registrationToken: 'b', success: true },
		]);
	});

	it('a report that throws fails that unit', async () => {
		const operation = tokenOperation();
		const { json } = await ended(
			run(
				{ items: [item('a'), item('b')], onError: 'continue' },
				{
					...operation,
					report: (unit, parts) => {
						if (unit.token === 'a') throw new Error('defect');
						return operation.report(unit, parts);
					},
				},
			),
		);
		expect(json).toMatchObject([{ error: 'defect' }, { registrationToken: 'b', success: true }]);
	});
});

describe('a refused credential', () => {
	it('on the first request ends the run, in the Continue modes too', async () => {
		const items = [item('a'), item('b', 'news'), item('c', 'sport')];
		const respond = () => {
			throw unauthorized();
		};
		const { json, requests } = await ended(run({ items, respond, onError: 'continue' }));
		expect(requests).toHaveLength(1);
		expect(
			json?.map(({ error, details }) => [
				error,
				(details as { registrationToken: string }).registrationToken,
			]),
		).toEqual([
			['Refused (401)', 'a'],
			['Refused (401)', 'b'],
			['Refused (401)', 'c'],
		]);
	});

	it('on a later request fails only its units', async () => {
		const items = [item('a'), item('b', 'news'), item('c', 'sport')];
		const respond: Respond = (request, at) => {
			if (at === 1) throw unauthorized();
			return verdicts()(request);
		};
		const { json, requests } = await ended(run({ items, respond, onError: 'continue' }));
		expect(requests).toHaveLength(3);
		expect(json).toMatchObject([
			{ success: true },
			{ details: { code: 'E401', httpStatus: 401 } },
			{ success: true },
		]);
	});

	it('on the first of the repeats fails only its units', async () => {
		const respond: Respond = (request, at) => {
			if (at === 2) throw unauthorized();
			return verdicts(() => (at < 2 ? 'INTERNAL' : 'ok'))(request);
		};
		const options = { batchSize: 1, concurrency: 1 };
		const { json } = await ended(run({ items: [item('a b')], respond, onError: 'continue', options }));
		expect(json).toMatchObject([{ details: { code: 'E401', registrationToken: 'a' } }, { success: true }]);
	});

	it('that turns up in the middle ends the run when the credential says so itself', async () => {
		const items = [item('a b'), item('c', 'news'), item('d', 'sport')];
		const broken = Object.assign(new Error(), {
			failure: { code: 'INVALID_GRANT', message: 'The key was revoked' },
		});
		const respond: Respond = (request, at) => {
			if (at > 0) throw new Error('wrapped', { cause: broken });
			return verdicts((token) => (token === 'b' ? 'INTERNAL' : 'ok'))(request);
		};
		const { json, requests } = await ended(
			run({ items, respond, onError: 'continue', options: { concurrency: 1 } }),
		);
		expect(requests).toHaveLength(2);
		expect(json).toMatchObject([
			{ registrationToken: 'a', success: true },
			{ error: 'Verdict INTERNAL', details: { code: 'INTERNAL', registrationToken: 'b' } },
			{ details: { code: 'INVALID_GRANT', registrationToken: 'c', attempts: 1 } },
			{ details: { code: 'INVALID_GRANT', registrationToken: 'd' } },
		]);
	});
});
