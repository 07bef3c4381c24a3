import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { RequestFailure, type Failure } from '../../../../nodes/shared/failure.ts';
import { networkError, unauthorized, type Respond } from '../fakeContext.mts';
import { ended, item, run, tokenOperation, tokensOf, verdicts } from './tokens.mts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const names = (count: number) => Array.from({ length: count }, (_, at) => `t${at}`);
const one = { batchSize: 1, concurrency: 1 };

/** Refuses the requests that carry one of these tokens. */
const refuse =
	(tokens: string[], statusCode = 403): Respond =>
	(request) =>
		tokensOf(request).some((token) => tokens.includes(token)) ? { statusCode } : verdicts()(request);

describe('On Error = Stop: a request that finally fails', () => {
	it('throws what happened, how many units were done, which not, and what to do', async () => {
		const items = [item('t0 t1'), item('t2'), item('t3 t4')];
		const { thrown, hints } = await ended(run({ items, respond: refuse(['t2']), options: one }));
		expect(thrown).toMatchObject({
			name: 'NodeApiError',
			message: 'Refused (403) [item 1]',
			description: 'Look into it. 2 devices done, 3 not done.',
			httpCode: '403',
		});
		expect(thrown?.context).toEqual({
			itemIndex: 1,
			data: ['t2', 't3', 't4'],
			details: { code: 'E403', httpStatus: 403, attempts: 1 },
		});
		expect(hints).toEqual([]);
	});

	it('counts one unit as one', async () => {
		const { thrown } = await ended(run({ items: [item('t0 t1')], respond: refuse(['t1']), options: one }));
		expect(thrown?.message).toBe('Refused (403) [item 0]');
		expect(thrown?.description).toBe('Look into it. 1 device done, 1 not done.');
	});

	it('starts nothing new, and counts what was in flight and went through', async () => {
		const respond: Respond = async (request) => {
			const [token] = tokensOf(request);
			await new Promise((resolve) => setTimeout(resolve, token === 't1' ? 10 : 50));
			return token === 't1' ? { statusCode: 403 } : verdicts()(request);
		};
		const { thrown, requests } = await ended(
			run({ items: [item(names(100))], respond, options: { batchSize: 1, concurrency: 4 } }),
		);
		expect(requests.map(tokensOf).flat()).toEqual(['t0', 't1', 't2', 't3', 't4']);
		expect(thrown?.message).toBe('Refused (403) [item 0]');
		expect(thrown?.description).toBe('Look into it. 4 devices done, 96 not done.');
		expect(thrown?.context.data).not.toContain('t4');
	});

	it('names the first failure when several fail', async () => {
		const respond: Respond = async (request) => {
			const [token] = tokensOf(request);
			if (token === 't0') return verdicts()(request);
			await new Promise((resolve) => setTimeout(resolve, token === 't2' ? 10 : 50));
			return { statusCode: token === 't2' ? 404 : 403 };
		};
		const items = names(4).map((token) => item(token));
		const { thrown } = await ended(run({ items, respond, options: { batchSize: 1, concurrency: 4 } }));
		expect(thrown?.message).toBe('Refused (404) [item 2]');
		expect(thrown?.description).toBe('Look into it. 1 device done, 3 not done.');
	});

	it('names the first item of the request', async () => {
		const items = [item('t0'), item('x', 'news'), item('t2'), item('y', 'news')];
		const { thrown } = await ended(run({ items, respond: refuse(['y']) }));
		expect(thrown?.message).toBe('Refused (403) [item 1]');
		expect(thrown?.description).toBe('Look into it. 2 devices done, 2 not done.');
		expect(thrown?.context.data).toEqual(['x', 'y']);
	});

	it('counts rejected tokens of other requests as done: the service gave its verdict on them', async () => {
		const respond: Respond = (request, at) =>
			at === 1 ? { statusCode: 403 } : verdicts(() => 'NOT_FOUND')(request);
		const { thrown } = await ended(run({ items: [item('t0 t1 t2')], respond, options: one }));
		expect(thrown?.message).toBe('Refused (403) [item 0]');
		expect(thrown?.description).toBe('Look into it. 1 device done, 2 not done.');
	});

	it('counts tokens that were still to be sent again as not done', async () => {
		const respond: Respond = (request, at) =>
			at === 1 ? { statusCode: 403 } : verdicts(() => 'INTERNAL')(request);
		const { thrown } = await ended(run({ items: [item('t0 t1')], respond, options: one }));
		expect(thrown?.message).toBe('Refused (403) [item 0]');
		expect(thrown?.description).toBe('Look into it. 0 devices done, 2 not done.');
		expect(thrown?.context.data).toEqual(['t0', 't1']);
	});

	it('counts them as not done, too, when a credential ends the run', async () => {
		const revoked = Object.assign(new Error(), {
			failure: { code: 'INVALID_GRANT', message: 'The key was revoked' },
		});
		const respond: Respond = (request, at) => {
			if (at === 1) throw new Error('wrapped', { cause: revoked });
			return verdicts(() => 'INTERNAL')(request);
		};
		const { thrown } = await ended(run({ items: [item('t0 t1 t2')], respond, options: one }));
		expect(thrown?.message).toBe('The key was revoked [item 0]');
		expect(thrown?.description).toBe(
			'Check the fields of this node and its credential, then run the workflow again. 0 devices done, 3 not done.',
		);
	});

	it('counts a token that was sent again as it stands when the next request breaks', async () => {
		const respond: Respond = (request, at) =>
			at === 1 ? { statusCode: 403 } : verdicts((token) => (token === 't1' ? 'INTERNAL' : 'ok'))(request);
		const { thrown } = await ended(run({ items: [item('t0 t1 t2')], respond }));
		expect(thrown?.message).toBe('Refused (403) [item 0]');
		expect(thrown?.description).toBe('Look into it. 2 devices done, 1 not done.');
		expect(thrown?.context.data).toEqual(['t1']);
	});

	it('happens too when an answer lacks results', async () => {
		const { thrown } = await ended(
			run({ items: [item('t0 t1')], respond: () => ({ body: { results: ['ok'] } }) }),
		);
		expect(thrown?.message).toBe('The answer held no result for this entry [item 0]');
		expect(thrown?.description).toBe(
			'Run the workflow again for the items that failed. 1 device done, 1 not done.',
		);
		expect(thrown?.context).toMatchObject({ data: ['t1'], details: { code: 'UNEXPECTED_ANSWER' } });
	});

	it('happens too when the operation calls a unit failed', async () => {
		const operation = tokenOperation();
		const failure: Failure = { code: 'UNKNOWN', message: 'Google knows no such token', advice: 'Drop it.' };
		const { thrown } = await ended(
			run(
				{
					items: [item('t0'), item('t1'), item('t2')],
					respond: verdicts((t) => (t === 't0' ? 'ok' : 'NOT_FOUND')),
				},
				{
					...operation,
					report: (unit, parts) => {
						const report = operation.report(unit, parts);
						return report.kind === 'rejected' ? { kind: 'failed', failure } : report;
					},
				},
			),
		);
		expect(thrown).toMatchObject({
			message: 'Google knows no such token [item 1]',
			description: 'Drop it. 1 device done, 2 not done.',
			httpCode: null,
		});
		expect(thrown?.context.data).toEqual(['t1', 't2']);
	});

	it('happens too when a unit was accepted but counts as failed: it is not listed, for it is not to be done again', async () => {
		const failure: Failure = { code: 'WARNING', message: 'Accepted with a warning' };
		const sent: string[] = [];
		const operation = tokenOperation({
			send: async ({ parts }) => {
				sent.push(...parts.map(({ id }) => id));
				return [{ kind: 'succeeded', data: undefined, ...(sent.length === 2 ? { failure } : {}) }];
			},
			report: (_, [{ answer }]) =>
				answer.failure ? { kind: 'failed', failure: answer.failure } : { kind: 'succeeded', json: {} },
		});
		const setup = { items: [item('t0 t1 t2')], options: one };
		const { thrown } = await ended(run(setup, operation));
		expect(thrown?.message).toBe('Accepted with a warning [item 0]');
		expect(thrown?.description).toBe(
			'Check the fields of this node and its credential, then run the workflow again. 2 devices done, 1 not done.',
		);
		expect(thrown?.context.data).toEqual(['t2']);
		expect(sent).toEqual(['t0', 't1']);

		sent.length = 0;
		const { json } = await ended(run({ ...setup, onError: 'continue' }, operation));
		expect(json?.map(({ error }) => error)).toEqual([undefined, 'Accepted with a warning', undefined]);
	});

	it('happens too when a defect throws something else', async () => {
		const operation = tokenOperation({ send: async () => await Promise.reject(new TypeError('defect')) });
		expect((await ended(run({ items: [item('t0')] }, operation))).thrown).toMatchObject({
			name: 'NodeApiError',
			message: 'defect [item 0]',
			description: 'Check the fields of this node and its credential, then run the workflow again.',
			context: { details: { code: 'UNEXPECTED' } },
		});
	});

	it('is a 401 on the first request at once', async () => {
		const respond = () => {
			throw unauthorized();
		};
		const { thrown, requests } = await ended(run({ items: [item(names(5))], respond, options: one }));
		expect(thrown?.message).toBe('Refused (401) [item 0]');
		expect(thrown?.description).toBe('Look into it. 0 devices done, 5 not done.');
		expect(thrown?.httpCode).toBe('401');
		expect(requests).toHaveLength(1);
	});

	it('tells how often it was tried, how long to wait, and what may have happened all the same', async () => {
		const respond: Respond = (_, at) =>
			at === 0 ? { statusCode: 503 } : { statusCode: 429, headers: { 'retry-after': '120' } };
		const { thrown } = await ended(run({ items: [item('t0')], respond }));
		expect(thrown?.context.details).toEqual({ code: 'E429', httpStatus: 429, attempts: 2, retryAfter: 120 });
		expect(thrown?.description).toBe(
			'The service asks to wait 2 minutes (120 seconds): run the workflow again after that.',
		);

		const uncertain = tokenOperation({
			send: async () => {
				throw new RequestFailure({ code: 'X', message: 'Lost', uncertain: true, extra: { unsent: ['b'] } });
			},
		});
		expect((await ended(run({ items: [item('t0')] }, uncertain))).thrown?.context.details).toEqual({
			code: 'X',
			uncertain: true,
			unsent: ['b'],
		});
	});
});

describe('what n8n stores of it', () => {
	it('lists 1000 identifiers at most, and big numbers as people read them', async () => {
		const { thrown } = await ended(
			run({
				items: [item(names(2500))],
				respond: refuse(['t1234']),
				options: { batchSize: 1000, concurrency: 1 },
			}),
		);
		expect(thrown?.message).toBe('Refused (403) [item 0]');
		expect(thrown?.description).toBe('Look into it. 1000 devices done, 1500 not done.');
		expect(thrown?.context.data).toHaveLength(1000);
		expect(thrown?.context.data?.[0]).toBe('t1000');
	});

	it('lists all texts of the identifiers where the operation names none', async () => {
		const operation = tokenOperation({
			names: undefined,
			identify: ({ token }) => ({ userIds: [token, 'b'], list: 7 }),
		});
		const { thrown } = await ended(run({ items: [item('t0')], respond: refuse(['t0']) }, operation));
		expect(thrown?.context.data).toEqual(['t0', 'b']);
	});

	it('lists what the operation names of a unit that was done in part', async () => {
		const operation = tokenOperation({
			parts: ({ topic }) => ['x', 'y'].map((id) => ({ group: topic, id })),
			names: (_, parts) => parts.filter(({ answer }) => answer?.kind !== 'succeeded').map(({ id }) => id),
		});
		const { thrown } = await ended(
			run({ items: [item('t0')], respond: refuse(['y']), options: one }, operation),
		);
		expect(thrown?.message).toBe('Refused (403) [item 0]');
		expect(thrown?.description).toBe('Look into it.');
		expect(thrown?.context.data).toEqual(['y']);
	});

	it('holds nothing of request or credential', async () => {
		const respond = () => {
			throw networkError('ECONNRESET', { config: { headers: { Authorization: 'very-secret' } } });
		};
		const { thrown, logs } = await ended(run({ items: [item('t0')], respond, options: { maxRetries: 0 } }));
		const seen = new Set<unknown>();
		const texts: string[] = [];
		const collect = (value: unknown) => {
			if (typeof value === 'string') texts.push(value);
			if (typeof value !== 'object' || value === null || seen.has(value)) return;
			seen.add(value);
			for (const name of Object.getOwnPropertyNames(value)) collect((value as Record<string, unknown>)[name]);
		};
		collect([thrown, logs]);
		expect(texts).toContain('The connection to api.example was lost before an answer came [item 0]');
		expect(
			texts.filter((text) => text.includes('very-secret') || text.includes('api.example/batch')),
		).toEqual([]);
	});

	it('is the text as it was written, whatever system errors n8n thinks to find in it', async () => {
		const failing = (message: string) =>
			tokenOperation({ send: async () => await Promise.reject(new RequestFailure({ code: 'X', message })) });
		for (const message of ['A preexisting segment', 'ECONNREFUSED by the service', 'Bad gateway']) {
			const { thrown } = await ended(run({ items: [item('t0')] }, failing(message)));
			expect(thrown?.message).toBe(`${message} [item 0]`);
		}
		const { thrown } = await ended(run({ items: [item('t0')], parameters: { topic: '', tokens: 'EEXIST' } }));
		expect(thrown?.message).toBe("'Topic' is empty [item 0]");
	});

	it('never holds the word by which n8n tells a cancelled execution', async () => {
		const operation = tokenOperation({
			send: async () => {
				throw new RequestFailure({ code: 'X', message: "Topic 'canceled-orders' was canceled" });
			},
		});
		const { thrown } = await ended(run({ items: [item('t0')] }, operation));
		expect(thrown?.message).toBe("Topic 'cancelled-orders' was cancelled [item 0]");
	});
});

describe('in a tool execution', () => {
	it.each(['told', 'by name'] as const)(
		'(%s) the message holds all: an agent sees nothing else',
		async (tool) => {
			const parameters = { topic: 'movies', tokens: 't0 t1', options: {} };
			const sent = await ended(run({ parameters, tool, respond: refuse(['t0']) }));
			expect(sent.thrown?.message).toBe('Refused (403) [item 0]. Look into it. 0 devices done, 2 not done.');
			expect(sent.thrown?.description ?? '').toBe('');

			const read = await ended(run({ parameters: { ...parameters, tokens: '' }, tool }));
			expect(read.thrown?.message).toBe(
				"'Registration Tokens' is empty [item 0]. Fill it in, or check the expression: the item may lack that field. Or the node before failed for this row.",
			);
			expect(read.thrown?.description ?? '').toBe('');

			const bad = await ended(
				run({
					parameters: { ...parameters, tokens: '={{ $json.t }}' },
					items: [{}, {}],
					evaluate: (_, at) => (at === 0 ? 'a' : ''),
					tool,
				}),
			);
			expect(bad.thrown?.message).toMatch(
				/^1 of 2 items can't be used, so nothing was sent\. First: 'Registration Tokens' is empty \[item 1\]\. Fill it in.* set 'On Error'/,
			);
		},
	);

	it('with Continue the advice stands in the details, where an agent sees it', async () => {
		const parameters = { topic: 'movies', tokens: 't0', options: {} };
		const { json } = await ended(
			run({ parameters, tool: 'told', respond: refuse(['t0']), onError: 'continue' }),
		);
		expect(json).toMatchObject([{ error: 'Refused (403)', details: { advice: 'Look into it.' } }]);
	});
});
