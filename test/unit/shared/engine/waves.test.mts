import { describe, expect, it, vi } from 'vitest';

import type { AnsweredPart, PartAnswer, Rejection } from '../../../../nodes/shared/engine/operation.ts';
import { networkError, type Respond } from '../fakeContext.mts';
import { withFakeClock } from '../http/clients.mts';
import {
	ended,
	item,
	run,
	tokenOperation,
	tokensOf,
	verdicts,
	type TokenUnit,
	type Data,
} from './tokens.mts';

withFakeClock();

const names = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `t${from + at}`);

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
		const toSandbox: PartAnswer<Data> = { kind: 'proceed', stage: 'sandbox', note: 'refused by production' };
		const busy: PartAnswer<Data> = {
			kind: 'retry',
			otherwise: { kind: 'rejected', code: 'BUSY', message: 'Busy' },
		};
		const tries = new Map<string, number>();
		const answer = (
			{ id, note }: AnsweredPart<TokenUnit, Data>,
			stage: string | undefined,
		): PartAnswer<Data> => {
			const times = (tries.get(id) ?? 0) + 1;
			tries.set(id, times);
			if (stage === 'sandbox') return { kind: 'succeeded', data: note };
			if (id.startsWith('s')) return toSandbox;
			return id.startsWith('b') && times === 1 ? busy : { kind: 'succeeded', data: 'production' };
		};
		const operation = tokenOperation({
			send: async ({ parts, stage }) => {
				sent.push(`${stage ?? 'production'}: ${parts.map(({ id }) => id).join(' ')} at ${Date.now()}`);
				return parts.map((part) => answer(part, stage));
			},
			report: ({ token }, [{ answer: given }]) => ({
				kind: 'succeeded',
				json: { token, via: given.kind === 'succeeded' ? String(given.data) : 'nothing' },
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
		const otherwise: Rejection<Data> = { kind: 'rejected', code: 'BUSY', message: 'Busy' };
		const operation = tokenOperation({
			send: async ({ parts: [part], stage }) => {
				seen.push([stage, part?.note]);
				return [
					seen.length > 1
						? { kind: 'succeeded', data: undefined }
						: { kind: 'retry', otherwise, stage: 'second', note: 'kept' },
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
