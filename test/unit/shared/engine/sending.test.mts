import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { AnsweredPart, Batch, PartAnswer } from '../../../../nodes/shared/engine/operation.ts';
import { networkError, unauthorized, type Respond } from '../fakeContext.mts';
import { item, run, tokenOperation, tokensOf, verdicts, type TokenUnit } from './tokens.mts';

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(Math, 'random').mockReturnValue(0.5);
});

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

/** Lets the fake clock run until the run has ended. */
async function ended<T>(running: Promise<T>): Promise<T> {
	await vi.advanceTimersByTimeAsync(600_000);
	return await running;
}

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
		expect(planned.mock.calls).toEqual([[3]]);
		expect(requests).toHaveLength(4);
	});
});

describe('tokens that were refused for a passing reason', () => {
	it('go again alone after a wait, packed anew, until they succeed', async () => {
		const passing = new Map([
			['t2', 1],
			['t5', 2],
		]);
		const seen: number[] = [];
		const respond = verdicts((token) => {
			const left = passing.get(token) ?? 0;
			passing.set(token, left - 1);
			return left > 0 ? 'INTERNAL' : 'ok';
		});
		const started = Date.now();
		const { requests, json, hints } = await ended(
			run({
				items: [item(names(1, 6))],
				options: { batchSize: 3 },
				respond: (request) => (seen.push(Date.now() - started), respond(request)),
			}),
		);
		expect(requests.map(tokensOf)).toEqual([names(1, 3), names(4, 6), ['t2', 't5'], ['t5']]);
		expect(seen).toEqual([0, 0, 1000, 3000]);
		expect(json?.map(({ success, attempts }) => [success, attempts])).toEqual([
			[true, 1],
			[true, 2],
			[true, 1],
			[true, 1],
			[true, 3],
			[true, 1],
		]);
		expect(hints[0]?.message).toBe('6 of 6 subscribed; 4 requests');
	});

	it('keep their verdict when the tries are used up, without a wait after the last', async () => {
		const started = Date.now();
		let last = 0;
		const running = run({
			items: [item('a b')],
			options: { maxRetries: 2 },
			respond: verdicts((token) => (token === 'a' ? 'INTERNAL' : 'ok')),
		}).finally(() => (last = Date.now() - started));
		const { requests, json } = await ended(running);
		expect(requests.map(tokensOf)).toEqual([['a', 'b'], ['a'], ['a']]);
		expect(json).toEqual([
			{ registrationToken: 'a', topic: 'movies', attempts: 3, success: false, errorCode: 'INTERNAL' },
			{ registrationToken: 'b', topic: 'movies', attempts: 1, success: true },
		]);
		expect(last).toBe(1000 + 2000);
	});

	it('are not sent again with Max Retries 0', async () => {
		const { requests } = await ended(
			run({ items: [item('a')], options: { maxRetries: 0 }, respond: verdicts(() => 'INTERNAL') }),
		);
		expect(requests).toHaveLength(1);
	});

	it('count the answers of requests that were repeated as a whole', async () => {
		const respond: Respond = (request, at) =>
			at === 0 ? { statusCode: 503 } : verdicts(() => (at === 1 ? 'INTERNAL' : 'ok'))(request);
		const { json } = await ended(run({ items: [item('a')], respond }));
		expect(json).toMatchObject([{ success: true, attempts: 3 }]);
	});

	it('do not count requests that were never answered', async () => {
		const respond: Respond = (request, at) => {
			if (at < 2) throw networkError('ECONNRESET');
			return verdicts()(request);
		};
		const { json } = await ended(run({ items: [item('a')], respond }));
		expect(json).toMatchObject([{ success: true, attempts: 1 }]);
	});
});

describe('parts that go another way', () => {
	/** First to `production`; those refused there at once to `sandbox`, those busy again later. */
	const twoStages = () => {
		const sent: string[] = [];
		const toSandbox: PartAnswer = { kind: 'proceed', stage: 'sandbox', note: 'refused by production' };
		const busy: PartAnswer = {
			kind: 'repeat',
			otherwise: { kind: 'refused', code: 'BUSY', message: 'Busy' },
		};
		const tries = new Map<string, number>();
		const answer = ({ id, note }: AnsweredPart<TokenUnit>, stage: string | undefined): PartAnswer => {
			const times = (tries.get(id) ?? 0) + 1;
			tries.set(id, times);
			if (stage === 'sandbox') return { kind: 'accepted', data: note };
			if (id.startsWith('s')) return toSandbox;
			return id.startsWith('b') && times === 1 ? busy : { kind: 'accepted', data: 'production' };
		};
		const operation = tokenOperation({
			send: async ([batch]: Array<Batch<TokenUnit>>) => {
				const { parts, stage } = batch as Batch<TokenUnit>;
				sent.push(`${stage ?? 'production'}: ${parts.map(({ id }) => id).join(' ')} at ${Date.now()}`);
				return [parts.map((part) => answer(part, stage))];
			},
			report: ({ token }, [part]) => ({
				kind: 'done',
				json: { token, via: part?.answer?.kind === 'accepted' ? String(part.answer.data) : 'nothing' },
			}),
		});
		return { operation, sent };
	};

	it('go at once and packed anew, before anything is repeated', async () => {
		vi.setSystemTime(0);
		const { operation, sent } = twoStages();
		const { json } = await ended(run({ items: [item('a s1 b1 s2')], options: { batchSize: 2 } }, operation));
		expect(sent).toEqual([
			'production: a s1 at 0',
			'production: b1 s2 at 0',
			'sandbox: s1 s2 at 0',
			'production: b1 at 1000',
		]);
		expect(json).toEqual([
			{ token: 'a', via: 'production' },
			{ token: 's1', via: 'refused by production' },
			{ token: 'b1', via: 'production' },
			{ token: 's2', via: 'refused by production' },
		]);
	});

	it('a repeat names the stage and note it goes on with', async () => {
		const seen: unknown[] = [];
		const otherwise: PartAnswer = { kind: 'refused', code: 'BUSY', message: 'Busy' };
		const operation = tokenOperation({
			send: async ([batch]) => {
				const { parts, stage } = batch as Batch<TokenUnit>;
				seen.push([stage, parts[0]?.note]);
				return [
					[
						seen.length > 1
							? { kind: 'accepted' }
							: { kind: 'repeat', otherwise, stage: 'second', note: 'kept' },
					],
				];
			},
		});
		await ended(run({ items: [item('a')] }, operation));
		expect(seen).toEqual([
			[undefined, undefined],
			['second', 'kept'],
		]);
	});
});

describe('what an operation gets wrong', () => {
	const items = [item('a b')];

	it.each([
		['fewer answers than parts', [[{ kind: 'accepted' }]], ['ok', 'UNEXPECTED_ANSWER']],
		['no answers at all', [], ['UNEXPECTED_ANSWER', 'UNEXPECTED_ANSWER']],
		['a hole', [[undefined, { kind: 'accepted' }]], ['UNEXPECTED_ANSWER', 'ok']],
	])('%s: never a success without proof', async (_, answers, expected) => {
		const { json } = await ended(
			run({ items, onError: 'continue' }, tokenOperation({ send: async () => answers as PartAnswer[][] })),
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
					send: async (batches, http) => {
						if (batches[0]?.sample.topic === 'movies')
							throw new TypeError('Cannot read properties of undefined');
						return await operation.send(batches, http);
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
			['Refused (401). Look into it.', 'a'],
			['Refused (401). Look into it.', 'b'],
			['Refused (401). Look into it.', 'c'],
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
			{ error: 'Verdict INTERNAL. Drop it.', details: { code: 'INTERNAL', registrationToken: 'b' } },
			{ details: { code: 'INVALID_GRANT', registrationToken: 'c', attempts: 1 } },
			{ details: { code: 'INVALID_GRANT', registrationToken: 'd' } },
		]);
	});
});
