import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';

import {
	NODE,
	singleNode,
	type RunOptions,
	type SingleNodeOptions,
} from '../../../playground/engine/index.mts';
import { type FaultAnswer } from '../../../playground/sandbox/index.mts';
import { PUSHWOOSH, useBench, type BenchRun } from '../bench.mts';

const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const CONTINUE = { onError: 'continueErrorOutput' } as const;
const APPLICATION = { __rl: true, mode: 'code', value: 'AAAAA-00000' };
const once = { maxRetries: 0 };

const bench = useBench();

/** Runs one node with n8n's Retry On Fail. */
async function run(
	type: string,
	parameters: Record<string, unknown>,
	items: IDataObject[],
	{ executionId, ...node }: SingleNodeOptions & Pick<RunOptions, 'executionId'> = {},
): Promise<BenchRun> {
	return await bench.run(parameters as INodeParameters, {
		type,
		items,
		executionId,
		node: { ...RETRY, ...node },
	});
}

const bodies = (path: string | RegExp) =>
	bench.sandbox.log.requests(path).map(({ body }) => body as IDataObject);

/** Lets the first `times` requests whose body holds the text go wrong. */
function fault(path: string, text: string, answer: FaultAnswer, times = 1): void {
	let left = times;
	bench.sandbox.faults.add({ match: { path, bodyIncludes: text, when: () => left-- > 0 }, answer });
}

const create = {
	operation: 'create',
	name: '={{ $json.name }}',
	filterMode: 'expression',
	filterExpression: 'T("City", EQ, "Madrid")',
	options: once,
};
const names = () => bodies(/createFilter$/).map(({ request }) => (request as IDataObject).name);

describe('segments that are created', () => {
	it('with Stop are made once, and the one that was refused is tried again', async () => {
		fault('/json/1.3/createFilter', 'S3', { status: 429 });
		const result = await run('manageSegment', create, [{ name: 'S1' }, { name: 'S2' }, { name: 'S3' }]);
		expect(result.results.map(({ name }) => name)).toEqual(['S1', 'S2', 'S3']);
		expect(names()).toEqual(['S1', 'S2', 'S3', 'S3']);
		expect(result.node(NODE).hints[0]?.message).toContain('3 segments created; 4 requests');
	});

	it('are never asked for again when it is uncertain whether they were', async () => {
		fault('/json/1.3/createFilter', 'S2', { status: 500 }, 9);
		const items = [{ name: 'S1' }, { name: 'S2' }];
		const stopped = await run('manageSegment', create, items);
		expect(stopped.error?.description).toContain('1 segment done, 1 not done');
		expect(names()).toEqual(['S1', 'S2']);

		bench.sandbox.log.clear();
		const result = await run('manageSegment', create, [...items].reverse(), CONTINUE);
		expect(names()).toEqual(['S2', 'S1']);
		expect(result.failures).toMatchObject([{ details: { uncertain: true, name: 'S2' } }]);
		expect(result.results).toMatchObject([{ name: 'S1' }]);
	});

	it('are made once though the first row is bad, two equal rows twice', async () => {
		const items = [{ name: '' }, { name: 'S1' }, { name: 'S1' }];
		const result = await run('manageSegment', create, items, CONTINUE);
		expect(names()).toEqual(['S1', 'S1']);
		expect(result.results).toHaveLength(2);
	});

	it('are others where the expression gives another name, and in another execution', async () => {
		const changing = { ...create, name: '={{ $json.name || "S" + Math.random() }}' };
		fault('/json/1.3/createFilter', 'last', { status: 429 });
		const result = await run('manageSegment', changing, [{ name: '' }, { name: 'S1' }, { name: 'last' }]);
		const asked = names();
		expect(asked).toHaveLength(5);
		expect(asked.filter((name) => name === 'S1')).toHaveLength(1);
		expect(result.results[0]?.name).toBe(asked.at(-2));

		bench.sandbox.log.clear();
		fault('/json/1.3/createFilter', 'last', { status: 400 }, 9);
		for (const executionId of ['a', 'b'])
			await run('manageSegment', create, [{ name: 'S1' }, { name: 'last' }], { executionId });
		expect(names().filter((name) => name === 'S1')).toHaveLength(2);
	});

	it('cannot be known again without an execution ID: n8n repeats them', async () => {
		fault('/json/1.3/createFilter', 'last', { status: 400 }, 9);
		const result = await bench.engine.run(
			singleNode('manageSegment', create, { credentials: PUSHWOOSH, ...RETRY }),
			{ items: [{ name: 'S1' }, { name: 'last' }], executionId: null },
		);
		expect(result.status).toBe('error');
		expect(names().filter((name) => name === 'S1')).toHaveLength(3);
	});
});

describe('what is deleted', () => {
	const remove = {
		operation: 'delete',
		application: APPLICATION,
		segment: { __rl: true, mode: 'name', value: '={{ $json.name }}' },
		options: once,
	};
	const deleted = () => bodies(/deleteFilter$/).map(({ request }) => (request as IDataObject).name);

	it.each([
		['Stop', {}],
		['Continue', CONTINUE],
	])('is not asked for again with %s', async (_, onError) => {
		for (const name of ['D1', 'D2']) {
			await run('manageSegment', { ...create, additionalFields: { application: APPLICATION } }, [{ name }]);
		}
		fault('/json/1.3/deleteFilter', 'D2', { status: 503 });
		const items = [...('onError' in onError ? [{ name: '' }] : []), { name: 'D1' }, { name: 'D2' }];
		const result = await run('manageSegment', remove, items, onError);
		expect(deleted()).toEqual(['D1', 'D2', 'D2']);
		expect(result.results).toEqual([
			{ deleted: true, name: 'D1' },
			{ deleted: true, name: 'D2' },
		]);
	});

	it('is deleted when the answer was lost and the repeat finds nothing', async () => {
		await run('manageSegment', { ...create, additionalFields: { application: APPLICATION } }, [
			{ name: 'D1' },
		]);
		fault('/json/1.3/deleteFilter', 'D1', { connection: 'resetAfterActing' });
		const result = await run('manageSegment', remove, [{ name: 'D1' }]);
		expect(result.results).toEqual([{ deleted: true, name: 'D1' }]);
	});

	it('is no success where nothing was deleted', async () => {
		fault('/json/1.3/deleteMessage', 'AAAA-BBBBBBBB-CCCCCCCC', { status: 429 });
		const message = { operation: 'delete', messageCode: 'AAAA-BBBBBBBB-CCCCCCCC', options: once };
		expect((await run('sendPush', message, [{}])).status).toBe('error');
	});

	it('is deleted when the answer to the deletion of a message was lost', async () => {
		const notification = { send_date: '2030-01-01 10:00', content: 'Hello', users: ['u1'] };
		const response = await fetch(`${bench.sandbox.url}/json/1.3/createMessage`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				request: { auth: 'SERVER_TOKEN', application: APPLICATION.value, notifications: [notification] },
			}),
		});
		const messageCode = ((await response.json()) as { response: { Messages: [string] } }).response
			.Messages[0];
		fault('/json/1.3/deleteMessage', messageCode, { connection: 'resetAfterActing' });
		const message = { operation: 'delete', messageCode, options: once };
		expect((await run('sendPush', message, [{}])).results).toEqual([{ deleted: true, messageCode }]);
		expect(bodies(/deleteMessage$/)).toHaveLength(2);
	});
});

function push(more: Record<string, unknown> = {}, options: IDataObject = {}) {
	return {
		application: APPLICATION,
		audience: 'users',
		userIds: '={{ $json.user }}',
		content: 'Hello',
		options: { ...once, ...options },
		...more,
	};
}

/** How often each user was written to. */
function reached(): Record<string, number> {
	const times: Record<string, number> = {};
	for (const { recipients } of bench.sandbox.pushwoosh.sentMessages())
		for (const user of recipients) times[user] = (times[user] ?? 0) + 1;
	return times;
}

describe('pushes', () => {
	beforeEach(() => {
		// What Pushwoosh makes of a transaction ID that it knows isn't documented.
		bench.sandbox.pushwoosh.settings.transactionMemoryMs = 0;
	});

	it('reach nobody twice, also where an item is of several messages and its text changes', async () => {
		fault('/json/1.3/createMessage', 'u3', { status: 429 });
		const parameters = push(
			{ content: '={{ "Hello at " + Math.random() }}' },
			{ batchSize: 2, concurrency: 1, combineItems: false },
		);
		const result = await run('sendPush', parameters, [{ user: 'u1,u2,u3,u4' }, { user: 'u5' }]);
		expect(reached()).toEqual({ u1: 1, u2: 1, u3: 1, u4: 1, u5: 1 });
		expect(result.results).toMatchObject([
			{ success: true, submitted: 4 },
			{ success: true, submitted: 1 },
		]);
		expect((result.results[0]?.messageCodes as string[]).length).toBe(2);
	});

	it.each([
		['stay unsent', false, { u2: 1 }, 1],
		['are repeated by the user’s choice', true, { u1: 2, u2: 1 }, 2],
	])('that are uncertain %s', async (_, repeatUncertain, expected, requests) => {
		fault('/json/1.3/createMessage', 'u1', { connection: 'resetAfterActing' });
		const result = await run(
			'sendPush',
			push({ content: '={{ $json.user }}' }, { repeatUncertain }),
			[{ user: 'u1' }, { user: 'u2' }],
			CONTINUE,
		);
		expect(reached()).toEqual({ u1: 1, ...expected });
		expect(bodies(/createMessage$/)).toHaveLength(requests + 1);
		expect(result.failures).toHaveLength(repeatUncertain ? 0 : 1);
	});

	it('to everyone go out once though the first row is bad', async () => {
		const everyone = push({
			audience: '={{ $json.to }}',
			confirmBroadcast: true,
			content: '={{ $json.text }}',
		});
		const items = [
			{ to: 'everyone', text: '' },
			{ to: 'everyone', text: 'Storm' },
		];
		const result = await run('sendPush', everyone, items, CONTINUE);
		expect(result.results).toHaveLength(1);
		expect(bodies(/createMessage$/)).toHaveLength(1);
	});

	it.each(['invocation', 'engineRequest'] as const)('of a tool go out once by %s', async (via) => {
		fault('/json/1.3/createMessage', 'u2', { status: 429 });
		const parameters = push(
			{ userIds: "={{ $fromAI('users', 'Users', 'string') }}" },
			{ batchSize: 1, concurrency: 1 },
		);
		const { answers } = await bench.engine.runAsTool(
			'sendPush',
			parameters as INodeParameters,
			[{ users: 'u1,u2' }],
			{
				via,
				node: { credentials: PUSHWOOSH, ...RETRY },
			},
		);
		expect(answers[0]?.data).toMatchObject([{ success: true, submitted: 2 }]);
		expect(reached()).toEqual({ u1: 1, u2: 1 });
	});
});

describe('exports and counts', () => {
	const device = {
		resource: 'device',
		application: APPLICATION,
		filterMode: 'expression',
		filterExpression: 'T("City", EQ, "Madrid")',
	};
	const started = () => bodies(/exportSegment$/);

	it('that were started are gone on with', async () => {
		bench.sandbox.faults.add({
			match: { path: '/api/v2/audience/exportSegment/result' },
			answer: { status: 400 },
			times: 1,
		});
		const result = await run('manageSegment', { ...device, operation: 'export', options: once }, [{}]);
		expect(result.results).toMatchObject([{ status: 'completed' }]);
		expect(started()).toHaveLength(1);
	});

	it('that were started only are not started again', async () => {
		const parameters = {
			...device,
			operation: 'export',
			waitForCompletion: false,
			filterExpression: '={{ $json.filter }}',
		};
		const items = [{ filter: '' }, { filter: device.filterExpression }];
		const result = await run('manageSegment', { ...parameters, options: once }, items, CONTINUE);
		expect(result.results).toHaveLength(1);
		expect(started()).toHaveLength(1);
	});

	it('are started anew where the repeat asks for another file', async () => {
		bench.sandbox.faults.add({
			match: { path: '/api/v2/audience/exportSegment/result' },
			answer: { status: 400 },
			times: 1,
		});
		const options = { ...once, exportData: '={{ "Column " + Math.random() }}' };
		const result = await run('manageSegment', { ...device, operation: 'export', options }, [{}]);
		expect(result.results).toMatchObject([{ status: 'completed' }]);
		expect(new Set(started().map(({ exportData }) => String(exportData))).size).toBe(2);
	});

	it('are counted once', async () => {
		bench.sandbox.faults.add({
			match: { path: '/api/v2/audience/exportSegment/result' },
			answer: { status: 400 },
			times: 1,
		});
		const result = await run('manageSegment', { ...device, operation: 'count', options: once }, [{}]);
		expect(result.results).toHaveLength(1);
		expect(started()).toHaveLength(1);
	});
});

describe('users and devices', () => {
	const one = { ...once, batchSize: 1, concurrency: 1, pollInterval: 0.1 };
	const items = [{ user: 'u1' }, { user: 'u2' }];
	const JOURNEY = '11111111-1111-4111-8111-111111111111';
	const row = { application: APPLICATION, identifier: '={{ $json.user }}' };

	it.each([
		[
			'manageAudience',
			'/api/v2/audience/bulkSetTags',
			{ ...row, tagSource: 'json', tagsJson: '{ "Age": 1 }' },
		],
		[
			'manageAudience',
			'/api/v2/audience/bulkRegisterDevice',
			{ operation: 'register', application: APPLICATION, hwid: '={{ $json.user }}', pushToken: 't' },
		],
		['manageAudience', '/json/1.3/getTags', { ...row, operation: 'getTags' }],
		['manageAudience', '/json/1.3/unregisterDevice', { ...row, operation: 'unregister' }],
		[
			'manageAudience',
			'/api/v2/device-api/deleteUser',
			{ ...row, operation: 'deleteUser', confirmDelete: true },
		],
		[
			'trackEvent',
			'/json/1.3/postEvent',
			{ application: APPLICATION, event: 'Checkout', userId: '={{ $json.user }}' },
		],
		[
			'trackEvent',
			'/json/1.3/createEvent',
			{ operation: 'create', application: APPLICATION, name: '={{ $json.user }}' },
		],
		[
			'manageJourney',
			`/api/journey/${JOURNEY}/start/external`,
			{ journeyId: { __rl: true, mode: 'id', value: JOURNEY }, userIds: '={{ $json.user }}' },
		],
		[
			'manageJourney',
			'/api/journey/drop-users/external',
			{ operation: 'removeUsers', journeys: JOURNEY, userIds: '={{ $json.user }}' },
		],
		[
			'manageProject',
			'/json/1.3/createPreset',
			{
				operation: 'create',
				application: APPLICATION,
				name: '={{ $json.user }}',
				content: 'x',
				platforms: [1],
			},
		],
		[
			'manageProject',
			'/json/1.3/createCampaign',
			{ resource: 'campaign', operation: 'create', application: APPLICATION, name: '={{ $json.user }}' },
		],
		[
			'sendMessage',
			'/json/1.3/createEmailMessage',
			{
				application: APPLICATION,
				audience: 'users',
				userIds: '={{ $json.user }}',
				preset: 'PRSET-00002',
				subject: '={{ $json.user }}',
			},
		],
	])('%s asks %s again only for what failed', async (type, path, parameters) => {
		const options = path.includes('/1.3/') || path.includes('deleteUser') ? { ...once, concurrency: 1 } : one;
		fault(path, '"u2"', { status: 429 });
		const result = await run(type, { ...parameters, options }, items);
		expect(result.results).toHaveLength(2);
		const asked = bodies(path).map((body) => (JSON.stringify(body).includes('"u1"') ? 'u1' : 'u2'));
		expect(asked).toEqual(['u1', 'u2', 'u2']);
	});
});

describe('tokens', () => {
	const tokens = (path: string) => bodies(path).map(({ registration_tokens }) => registration_tokens);

	it('of a topic travel again only when their request failed, and verdicts stay', async () => {
		bench.sandbox.google.declareTokens(['dead:1'], { state: 'unregistered' });
		fault('/iid/v1:batchAdd', 'c:1', { status: 503 });
		const parameters = {
			service: 'instanceId',
			topic: 'news',
			registrationIds: '={{ $json.token }}',
			options: { ...once, batchSize: 2, concurrency: 1 },
		};
		const result = await run(
			'topicBatch',
			parameters,
			['a:1', 'dead:1', 'c:1'].map((token) => ({ token })),
		);
		expect(result.results.map(({ success: isDone, attempts }) => [isDone, attempts])).toEqual([
			[true, 1],
			[false, 1],
			[true, 1],
		]);
		expect(tokens('/iid/v1:batchAdd')).toEqual([['a:1', 'dead:1'], ['c:1'], ['c:1']]);

		bench.sandbox.log.clear();
		await run(
			'topicBatch',
			parameters,
			['dead:1', 'a:1'].map((token) => ({ token })),
			CONTINUE,
		);
		expect(tokens('/iid/v1:batchAdd')).toEqual([['dead:1', 'a:1']]);
	});

	it('that were refused for a passing reason travel again', async () => {
		fault('/iid/v1:batchAdd', 'busy:1', { status: 200, body: { results: [{ error: 'INTERNAL' }] } });
		const parameters = {
			service: 'instanceId',
			topic: 'news',
			registrationIds: 'busy:1',
			options: once,
		};
		await run('topicBatch', parameters, [{}], CONTINUE);
		expect(tokens('/iid/v1:batchAdd').length).toBeGreaterThan(1);
	});

	it('of APNs are imported once', async () => {
		const [one, two] = ['a', 'b'].map((digit) => digit.repeat(64));
		fault('/iid/v1:batchImport', String(two), { status: 503 });
		const parameters = {
			bundleId: 'com.example.app',
			apnsDeviceIds: '={{ $json.token }}',
			options: { ...once, batchSize: 1, concurrency: 1 },
		};
		const result = await run('importApns', parameters, [{ token: one }, { token: two }]);
		expect(result.results).toHaveLength(2);
		expect(bodies('/iid/v1:batchImport').map(({ apns_tokens }) => apns_tokens)).toEqual([
			[one],
			[two],
			[two],
		]);
	});

	it('of push subscriptions are given once', async () => {
		const keys = {
			auth: 'GecTJNK6kdbGyDxEc4tnew',
			p256dh: 'BKwMw9izje1ywHrbv7RWlm1pZVqS5MPjmFfaieP8YLNiaKWWw38UjfPE2TCv9eTRtdI4fhZrfS4CgsNrg_Wpn1s',
		};
		const items = ['one', 'two'].map((end) => ({ s: { endpoint: `https://push.example/${end}`, keys } }));
		fault('/v1/web/iid', 'two', { status: 503 });
		const parameters = {
			subscription: '={{ $json.s }}',
			applicationPublicKey:
				'BHZPqiVHRbjWVh4N5AnJPk1nYoKcnCpUsAaZT2Nn6mDO1qps9NQ48-l-1UcsbsjWv0auUvWcO6RbomHQNYzsOt8',
			options: { ...once, concurrency: 1 },
		};
		const result = await run('webSubscription', parameters, items);
		expect(result.results).toHaveLength(2);
		expect(bodies('/v1/web/iid').map(({ endpoint }) => String(endpoint).slice(-3))).toEqual([
			'one',
			'two',
			'two',
		]);
	});

	it('are looked up once', async () => {
		let left = 1;
		bench.sandbox.faults.add({
			match: { when: ({ path }) => path.includes('b:1') && left-- > 0 },
			answer: { status: 503 },
		});
		const parameters = {
			service: 'instanceId',
			registrationId: '={{ $json.token }}',
			options: { ...once, concurrency: 1 },
		};
		const result = await run('iidLookup', parameters, [{ token: 'a:1' }, { token: 'b:1' }]);
		expect(result.results).toHaveLength(2);
		expect(bench.sandbox.log.requests(/\/iid\/info\//)).toHaveLength(3);
	});
});

describe('messages through FCM', () => {
	const send = {
		title: '={{ "Sent at " + Math.random() }}',
		registrationIds: '={{ $json.token }}',
		options: { ...once, concurrency: 1 },
	};
	const asked = () =>
		bodies('*messages:send').map(({ message }) => String((message as IDataObject).token ?? ''));

	it.each<[string, FaultAnswer]>([
		['503', { status: 503 }],
		['a page', { status: 200, body: '<p>Log in</p>' }],
	])(
		'that were accepted, refused or are uncertain (%s) aren’t sent again, whatever the text says then',
		async (_what, answer) => {
			bench.sandbox.google.declareTokens(['dead:1'], { state: 'unregistered' });
			fault('*messages:send', 'c:1', answer);
			const tokens = ['', 'dead:1', 'a:1', 'c:1'].map((token) => ({ token }));
			const result = await run('fcmSend', send, tokens, CONTINUE);
			expect(asked()).toEqual(['dead:1', 'a:1', 'c:1']);
			expect(result.results).toMatchObject([{ registrationToken: 'a:1', success: true }]);
			expect(result.failures).toMatchObject([
				{ details: { code: 'EMPTY_PARAMETER' } },
				{ details: { code: 'NOT_FOUND' } },
				{ details: { uncertain: true } },
			]);
		},
	);

	it('that certainly weren’t sent travel again', async () => {
		fault('*messages:send', 'b:1', { status: 429, headers: { 'retry-after': '0' } });
		const result = await run('fcmSend', send, [{ token: 'a:1' }, { token: 'b:1' }]);
		expect(result.results).toHaveLength(2);
		expect(asked()).toEqual(['a:1', 'b:1', 'b:1']);
	});

	it('to a topic are one each, also after another item failed', async () => {
		fault('*messages:send', 'busy', { status: 400 });
		const parameters = { ...send, target: 'topic', topic: '={{ $json.topic }}' };
		await run('fcmSend', parameters, [{ topic: 'busy' }, { topic: 'news' }], CONTINUE);
		const topics = bodies('*messages:send').map(({ message }) => (message as IDataObject).topic);
		expect(topics.filter((topic) => topic === 'news')).toHaveLength(1);
	});
});
