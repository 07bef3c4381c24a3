import { describe, expect, it } from 'vitest';

import { NODE, SOURCE, TOOL, workflow } from '../../../playground/engine/index.mts';
import { CREATE, DELETE, send, usePushBench, users, UUID, type Fields } from './support.mts';

const bench = usePushBench();

const ids = () => bench.notifications().map(({ transactionId }) => transactionId);

describe('the transaction ID', () => {
	it('has the form of a UUID, and differs between messages', async () => {
		await bench.run(send({ userIds: '={{ $json.id }}', content: '={{ $json.id }}' }), { items: users(3) });
		expect(new Set(ids()).size).toBe(3);
		for (const id of ids()) expect(id).toMatch(UUID);
	});

	it('is the same when n8n retries the run, so that nobody gets a push twice', async () => {
		const items = users(3);
		bench.sandbox.faults.add({
			match: { bodyIncludes: 'user-0002', nth: 1 },
			answer: { status: 429 },
		});
		const result = await bench.run(
			send({ userIds: '={{ $json.id }}', options: { batchSize: 1, concurrency: 1, maxRetries: 0 } }),
			{
				items,
				node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
			},
		);
		expect(result.status).toBe('success');
		// The first was sent, so it isn't sent again.
		expect(bench.requests('createMessage')).toHaveLength(4);
		expect(ids()[2]).toBe(ids()[1]);
		expect(bench.sandbox.pushwoosh.sentMessages()).toHaveLength(3);
	});

	it('differs in another execution, workflow, instance and node', async () => {
		const options = { executionId: '7', workflowId: 'w', instanceId: 'i' };
		await bench.run(send(), options);
		await bench.run(send(), options);
		expect(ids()[1]).toBe(ids()[0]);
		await bench.run(send(), { ...options, executionId: '8' });
		await bench.run(send(), { ...options, workflowId: 'x' });
		await bench.run(send(), { ...options, instanceId: 'j' });
		await bench.run(send(), { ...options, node: { id: 'other' } });
		expect(new Set(ids()).size).toBe(5);
	});

	it('differs in the next turn of a loop', async () => {
		const spec = workflow(
			[
				{ name: SOURCE, type: 'playground.source' },
				{ name: 'Second', type: 'playground.source' },
				{ name: NODE, type: 'sendPush', parameters: send(), credentials: 'pushwooshApi' },
			],
			[
				[SOURCE, NODE],
				[SOURCE, 'Second'],
				['Second', NODE],
			],
		);
		const result = await bench.engine.run(spec);
		expect(result.node(NODE).runs).toHaveLength(2);
		expect(new Set(ids()).size).toBe(2);
		expect(bench.sandbox.pushwoosh.sentMessages()).toHaveLength(2);
	});

	it('is random without an execution ID', async () => {
		await bench.run(send(), { executionId: null });
		await bench.run(send(), { executionId: null });
		expect(new Set(ids()).size).toBe(2);
		expect(ids()[0]).toMatch(/^[0-9a-f-]{14}4/);
	});

	it('with a deduplication key: a webhook delivered twice asks for one push', async () => {
		const parameters = send({
			userIds: '={{ $json.id }}',
			delivery: { deduplicationKey: '={{ $json.order }}' },
		});
		const items = [{ id: 'anna', order: 4711 }];
		const first = await bench.run(parameters, { items });
		const second = await bench.run(parameters, {
			items: [{ id: 'ben', order: 1 }, ...items],
			executionId: null,
		});
		expect(new Set(ids()).size).toBe(2);
		expect(bench.sandbox.pushwoosh.sentMessages()).toHaveLength(2);
		expect(second.results[1]?.messageCode).toBe(first.results[0]?.messageCode);
	});

	it('equal items with one key and combining off are one push too', async () => {
		await bench.run(send({ delivery: { deduplicationKey: 'k' }, options: { combineItems: false } }), {
			items: users(2),
		});
		expect(new Set(ids()).size).toBe(1);
	});
});

describe('as a tool', () => {
	const credentials = { credentials: 'pushwooshApi' };
	const parameters = send({ userIds: "={{ $fromAI('user') }}", content: "={{ $fromAI('text') }}" });

	it('a repeated call of the agent asks for one push, another text for another', async () => {
		const calls = [
			{ user: 'anna', text: 'Hi' },
			{ user: 'anna', text: 'Hi' },
			{ user: 'anna', text: 'Bye' },
		];
		const result = await bench.engine.runAsTool('sendPush', parameters, calls, {
			via: 'invocation',
			node: credentials,
		});
		expect(result.answers.map(({ ok }) => ok)).toEqual([true, true, true]);
		expect(ids()[1]).toBe(ids()[0]);
		expect(ids()[2]).not.toBe(ids()[0]);
		expect(result.answers[0]?.data).toMatchObject([{ success: true, submitted: 1 }]);
		expect(result.node(TOOL).runs).toHaveLength(3);
	});

	it('Retry On Fail of a call repeats its message under the same ID', async () => {
		bench.sandbox.faults.add({ times: 1, answer: { status: 429 } });
		const node = { ...credentials, retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		await bench.engine.runAsTool(
			'sendPush',
			{ ...parameters, options: { maxRetries: 0 } },
			[{ user: 'anna', text: 'Hi' }],
			{
				via: 'invocation',
				node,
			},
		);
		expect(ids()).toHaveLength(2);
		expect(ids()[1]).toBe(ids()[0]);
	});

	it('a failure tells the agent what to do', async () => {
		const result = await bench.engine.runAsTool('sendPush', parameters, [{ user: ' ', text: 'Hi' }], {
			node: credentials,
		});
		expect(result.answers[0]?.ok).toBe(false);
		expect(result.answers[0]?.text).toContain("'User IDs' is empty");
		expect(result.answers[0]?.text).toContain('check the expression');
	});
});

describe('requests per minute', () => {
	const each = { userIds: '={{ $json.id }}', content: '={{ $json.id }}' };

	it('a run below the limit is not slowed; what another run used counts', async () => {
		const options = { requestsPerMinute: 20 };
		const first = await bench.run(send({ ...each, options }), { items: users(19) });
		expect(first.duration).toBeLessThan(3000);
		const second = await bench.run(send({ ...each, options }), { items: users(5), cancelAfter: 400 });
		expect(second.status).toBe('canceled');
		expect(second.duration).toBeLessThan(400 + 1000);
		expect(bench.requests('createMessage')).toHaveLength(20);
		expect(second.logs.some(({ message }) => message.includes('1 of 5 units'))).toBe(true);

		const higher = await bench.run(send({ ...each, options: { requestsPerMinute: 30 } }), {
			items: users(5),
		});
		expect(higher.status).toBe('success');
		bench.newAccount();
		const other = await bench.run(send({ ...each, options }), { items: users(5) });
		expect(other.status).toBe('success');
	});

	it('a longer run goes evenly from the start', async () => {
		const options = { requestsPerMinute: 200, concurrency: 10 };
		await bench.run(send({ ...each, options }), { items: users(201), cancelAfter: 1700 });
		const times = bench.requests('createMessage').map(({ startedAt }) => startedAt);
		expect(times.length).toBeGreaterThanOrEqual(4);
		expect(times.length).toBeLessThanOrEqual(7);
		const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
		expect(Math.min(...gaps)).toBeGreaterThan(150);
	});

	it.each([0, -5, 1.5])('%s is refused', async (requestsPerMinute) => {
		const result = await bench.run(send({ options: { requestsPerMinute } }));
		expect(result.error?.message).toContain(
			"'Requests per Minute' in the options must be a whole number, at least 1",
		);
		expect(bench.requests('createMessage')).toHaveLength(0);
	});

	it('has no upper bound', async () => {
		const result = await bench.run(send({ options: { requestsPerMinute: 1_000_000 } }));
		expect(result.status).toBe('success');
	});
});

describe('delete', () => {
	const CODE = '1A2B-3C4D5E6F-7A8B9C0D';
	const remove = (messageCode: unknown = CODE, options: Fields = {}) =>
		({ operation: 'delete', messageCode, options }) as never;
	const ok = { status_code: 200, status_message: 'OK', response: null };

	it('the documented request and answer', async () => {
		bench.engine.credentials.patch('pushwooshApi', { apiToken: 'SERVER_TOKEN' });
		bench.sandbox.faults.add({ match: { path: DELETE }, answer: { status: 200, body: ok } });
		const result = await bench.run(remove());
		expect(bench.sandbox.log.requests(DELETE)[0]?.body).toEqual({
			request: { auth: 'SERVER_TOKEN', message: CODE },
		});
		expect(result.results).toEqual([{ deleted: true, messageCode: CODE }]);
		expect(result.hints).toEqual(['1 scheduled message deleted; 1 request']);
	});

	it.each(['', ' ', `${CODE} `, 'a/b', 'two words'])('“%s” is refused before any request', async (code) => {
		const result = await bench.run(remove('={{ $json.code }}'), {
			items: [{ code }],
			onError: 'continueErrorOutput',
		});
		expect(bench.sandbox.log.requests(DELETE)).toHaveLength(0);
		expect(result.failures[0]?.error).toContain("'Message Code'");
	});

	it('“not found” on the first try is a failure, on a repeat success', async () => {
		const first = await bench.run(remove('={{ $json.code }}'), {
			items: [{ code: CODE }],
			onError: 'continueErrorOutput',
		});
		expect(first.failures[0]).toMatchObject({
			details: {
				advice: expect.stringContaining('only a scheduled message can be deleted'),
				code: '210',
				messageCode: CODE,
			},
		});
		bench.sandbox.faults.add({
			times: 1,
			match: { path: DELETE },
			answer: { status: 503, headers: { 'retry-after': '0' } },
		});
		const second = await bench.run(remove());
		expect(second.results).toEqual([{ deleted: true, messageCode: CODE }]);
		expect(second.hints[0]).toContain('2 requests, 1 retried');
	});

	it('“not found” after a 429 or a refused connection is a failure: nothing was deleted before', async () => {
		const asking = { items: [{ code: CODE }], onError: 'continueErrorOutput' as const };
		for (const answer of [
			{ status: 429, headers: { 'retry-after': '0' } },
			{ status: 200, body: { ...ok, status_code: 429 } },
		]) {
			bench.sandbox.log.clear();
			bench.sandbox.faults.add({ times: 1, match: { path: DELETE }, answer });
			const result = await bench.run(remove('={{ $json.code }}'), asking);
			expect(bench.sandbox.log.requests(DELETE)).toHaveLength(2);
			expect(result.results).toEqual([]);
			expect(result.failures[0]).toMatchObject({ details: { code: '210', attempts: 2, messageCode: CODE } });
		}
	});

	it('one code in several items is deleted once', async () => {
		bench.sandbox.faults.add({ match: { path: DELETE }, answer: { status: 200, body: ok } });
		const result = await bench.run(remove('={{ $json.code }}'), { items: [{ code: CODE }, { code: CODE }] });
		expect(bench.sandbox.log.requests(DELETE)).toHaveLength(1);
		expect(result.results).toHaveLength(2);
		expect(result.success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('does not wait for the createMessage limit', async () => {
		await bench.run(send({ options: { requestsPerMinute: 1 } }));
		const result = await bench.run(remove(CODE, { requestsPerMinute: 1 }));
		expect(result.duration).toBeLessThan(2000);
		expect(bench.sandbox.log.requests(CREATE)).toHaveLength(1);
	});
});

it('lists of the form come from Pushwoosh', async () => {
	bench.sandbox.pushwoosh.addFilter({ name: 'VIP', filterExpression: 'T("City", EQ, "Madrid")' });
	const call = { credentials: 'pushwooshApi', currentNodeParameters: send() };
	const { results: applications } = await bench.engine.listSearch('sendPush', 'searchApplications', call);
	expect(applications).toContainEqual({ name: 'Demo app (AAAAA-00000)', value: 'AAAAA-00000' });
	const { results: segments } = await bench.engine.listSearch('sendPush', 'searchSegments', call);
	expect(segments.map(({ value }) => value)).toEqual(['VIP']);
});
