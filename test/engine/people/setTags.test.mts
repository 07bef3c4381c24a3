import { describe, expect, it } from 'vitest';

import { API_TOKEN, PUSHWOOSH, pairsOf, useBench } from '../bench.mts';
import { APP, chosen, CONTINUE } from './support.mts';

const bench = useBench('manageAudience');

const FAST = { pollInterval: 0.1 };
const columns = {
	application: chosen(APP),
	identifier: '={{ $json.id }}',
	tagSource: 'columns',
	columns: '*',
	options: FAST,
};
const settings = () => bench.sandbox.pushwoosh.settings;
const run = async (parameters: object, items: object[], options: object = {}) =>
	await bench.run({ ...columns, ...parameters } as never, {
		items: items as never,
		...options,
	});

describe('the request', () => {
	it('holds all items of an application, its values as their tags take them', async () => {
		const result = await run({}, [
			{ id: 'u1', City: 'Madrid', Age: '31', Interests: 'ski, sea' },
			{ id: 'u2', City: 8001, Subscribed: 'true', City2: '' },
		]);
		expect(bench.bodies('bulkSetTags')).toEqual([
			{
				auth: API_TOKEN,
				application: APP,
				devices: [
					{
						user_id: 'u1',
						list_operator: 'set',
						tags: { City: 'Madrid', Age: 31, Interests: expect.anything() },
					},
					{ user_id: 'u2', list_operator: 'set', tags: { City: '8001', Subscribed: expect.anything() } },
				],
			},
		]);
		expect(bench.requests('listTags')).toHaveLength(1);
		expect(result.results.map(({ identifier, success, status }) => [identifier, success, status])).toEqual([
			['u1', true, 'completed'],
			['u2', true, 'completed'],
		]);
		expect(pairsOf(result).success).toEqual([0, 1]);
		// The question for the result is asked without a token.
		const [question] = bench.sandbox.log.requests(/bulkSetTags\/req-\d+$/);
		expect(question).toMatchObject({ method: 'GET' });
		expect(JSON.stringify(question)).not.toContain(API_TOKEN);
	});

	it.each([0, 1, 120])('of %i items in batches of 50', async (count) => {
		const items = Array.from({ length: count }, (_, at) => ({ id: `u${at}`, Age: at }));
		const result = await run({ options: { ...FAST, batchSize: 50 } }, items);
		const sizes = bench.bodies('bulkSetTags').map((body) => (body as { devices: unknown[] }).devices.length);
		expect(sizes.sort((a, b) => b - a)).toEqual(count === 0 ? [] : count === 1 ? [1] : [50, 50, 20]);
		expect(pairsOf(result).success).toEqual(items.map((_, at) => at));
	});

	it('differs with application, flag and operator', async () => {
		await run(
			{
				application: { __rl: true, mode: 'code', value: '={{ $json.app }}' },
				createMissingTags: '={{ $json.make }}',
				listOperator: '={{ $json.how }}',
				columns: 'Age',
			},
			[
				{ id: 'a', Age: 1, app: APP, make: false, how: 'set' },
				{ id: 'b', Age: 1, app: 'BBBBB-00000', make: false, how: 'set' },
				{ id: 'c', Age: 1, app: APP, make: true, how: 'set' },
				{ id: 'd', Age: 1, app: APP, make: false, how: 'remove' },
			],
		);
		expect(bench.requests('bulkSetTags')).toHaveLength(4);
	});

	it.each([
		['hwid', 'hwid'],
		['pushToken', 'push_token'],
	])('by %s', async (identifyBy, key) => {
		await run({ identifyBy, columns: 'Age' }, [{ id: 'AB'.repeat(32), Age: 1 }]);
		const expected = key === 'push_token' ? 'ab'.repeat(32) : 'AB'.repeat(32);
		expect(bench.bodies('bulkSetTags')).toMatchObject([{ devices: [{ [key]: expected }] }]);
	});
});

describe('one identifier twice', () => {
	it('is one entry, and is told at each place: later values win', async () => {
		const result = await run({}, [
			{ id: 'u1', City: 'Madrid', Age: 1 },
			{ id: 'u1', City: 'Lugo' },
		]);
		expect(bench.bodies('bulkSetTags')).toMatchObject([
			{ devices: [{ user_id: 'u1', tags: { City: 'Lugo', Age: 1 } }] },
		]);
		expect(result.results.map(({ tags }) => tags)).toEqual([
			{ City: 'Lugo', Age: 1 },
			{ City: 'Lugo', Age: 1 },
		]);
	});

	it('entries of lists add up when they are added or removed', async () => {
		bench.sandbox.pushwoosh.tags.set('Liked', 'List');
		for (const listOperator of ['append', 'remove', 'set']) {
			await run({ listOperator, columns: 'Liked' }, [
				{ id: 'u1', Liked: ['a', 'b'] },
				{ id: 'u1', Liked: 'b, c' },
			]);
		}
		expect(bench.bodies('bulkSetTags')).toMatchObject([
			{ devices: [{ list_operator: 'append', tags: { Liked: ['a', 'b', 'c'] } }] },
			{ devices: [{ list_operator: 'remove', tags: { Liked: ['a', 'b', 'c'] } }] },
			{ devices: [{ list_operator: 'set', tags: { Liked: ['b', 'c'] } }] },
		]);
	});
});

describe('values', () => {
	it('that their tags do not take fail the item before anything is sent', async () => {
		const items = [
			{ id: 'u1', Age: 'old' },
			{ id: 'u2', Age: 2 },
		];
		const stopped = await run({}, items);
		expect(stopped.status).toBe('error');
		expect(stopped.stored).toContain("The tag 'Age' takes whole numbers only, not “old”");
		expect(bench.requests('bulkSetTags')).toEqual([]);
		const result = await run({}, items, CONTINUE);
		expect(pairsOf(result)).toEqual({ success: [1], failed: [0] });
		expect(result.failures[0].details).toMatchObject({ code: 'INVALID_TAG_VALUE', identifier: 'u1' });
		expect(bench.bodies('bulkSetTags')).toMatchObject([{ devices: [{ user_id: 'u2' }] }]);
	});

	it('that are empty are left, cleared, or fail', async () => {
		const items = [{ id: 'u1', City: '', Age: 1 }];
		await run({}, items);
		await run({ emptyValues: 'clear' }, items);
		const failed = await run({ emptyValues: 'fail' }, items, CONTINUE);
		const none = await run({ columns: 'City' }, items, CONTINUE);
		expect(bench.bodies('bulkSetTags')).toMatchObject([
			{ devices: [{ tags: { Age: 1 } }] },
			{ devices: [{ tags: { City: null, Age: 1 } }] },
		]);
		expect(
			Object.keys((bench.bodies('bulkSetTags')[0] as { devices: Array<{ tags: object }> }).devices[0].tags),
		).toEqual(['Age']);
		expect(failed.failures[0].error).toBe("The tag 'City' has no value");
		expect(none.failures[0].error).toBe("'Tags' is empty");
	});

	it('of fields have a type, those of JSON are what they are', async () => {
		bench.sandbox.pushwoosh.tags.set('Seen', 'Date');
		await run(
			{
				tagSource: 'fields',
				tags: {
					tag: [
						{ name: 'Seen', type: 'date', value: '2027-01-31T18:30:00+02:00' },
						{ name: 'City', type: 'text', value: '={{ 28 }}' },
						{ name: 'New', type: 'text', value: '007' },
					],
				},
				createMissingTags: true,
			},
			[{ id: 'u1' }],
		);
		await run({ tagSource: 'json', tagsJson: '{ "Unknown": "18", "Age": "18" }', createMissingTags: true }, [
			{ id: 'u1' },
		]);
		const [first, second] = bench.bodies('bulkSetTags') as Array<{ devices: Array<{ tags: unknown }> }>;
		expect(first.devices[0].tags).toEqual({ Seen: '2027-01-31 16:30', City: '28', New: '007' });
		expect(second.devices[0].tags).toEqual({ Unknown: '18', Age: 18 });
	});

	it('objects, identifiers that are lists, and empty identifiers fail their item alone', async () => {
		const result = await run(
			{},
			[
				{ id: 'ok', Age: 1 },
				{ id: 'x', City: { name: 'Madrid' } },
				{ id: ['a'], Age: 1 },
				{ id: '', Age: 1 },
			],
			CONTINUE,
		);
		expect(pairsOf(result)).toEqual({ success: [0], failed: [1, 2, 3] });
	});

	it.each(['={{ $json?.id }}', '={{ $input.item.json["id"] }}', '={{ $json[`id`] }}'])(
		'the column behind %s is no tag',
		async (identifier) => {
			await run({ identifier, createMissingTags: true }, [{ id: 'u1', Age: 1 }]);
			expect(bench.bodies('bulkSetTags')).toMatchObject([{ devices: [{ user_id: 'u1', tags: { Age: 1 } }] }]);
			expect(JSON.stringify(bench.bodies('bulkSetTags'))).not.toContain('"id"');
		},
	);

	it('identifiers of different kinds share a request, and are told apart', async () => {
		const items = [
			{ id: 'x', by: 'userId', Age: 1 },
			{ id: 'x', by: 'hwid', Age: 2 },
		];
		const result = await run({ identifyBy: '={{ $json.by }}', columns: 'Age' }, items);
		expect(bench.bodies('bulkSetTags')).toMatchObject([
			{
				devices: [
					{ user_id: 'x', tags: { Age: 1 } },
					{ hwid: 'x', tags: { Age: 2 } },
				],
			},
		]);
		expect(result.results).toMatchObject([{ tags: { Age: 1 } }, { tags: { Age: 2 } }]);
	});

	it('columns that are named and missing are empty; ignored ones are no tags', async () => {
		await run({ options: { ...FAST, ignoreColumns: 'note' } }, [{ id: 'u1', Age: 1, note: 'x' }]);
		expect((bench.bodies('bulkSetTags')[0] as { devices: Array<{ tags: unknown }> }).devices[0].tags).toEqual(
			{ Age: 1 },
		);
	});
});

describe('what the service says of single devices', () => {
	it('a refused one is data with Stop, and fails by the error output', async () => {
		bench.sandbox.pushwoosh.unknownDevices.add('gone');
		const items = [
			{ id: 'u1', Age: 1 },
			{ id: 'gone', Age: 2 },
		];
		for (const details of ['allDevices', 'troubledDevices'] as const) {
			settings().bulk.details = details;
			const stopped = await run({}, items);
			expect(stopped.results).toMatchObject([
				{ identifier: 'u1', success: true },
				{ identifier: 'gone', success: false, errorCode: 'NOT_FOUND' },
			]);
			const result = await run({}, items, CONTINUE);
			expect(pairsOf(result)).toEqual({ success: [0], failed: [1] });
			expect(result.failures[0].details).toMatchObject({
				code: 'NOT_FOUND',
				identifier: 'gone',
				requestId: expect.any(String),
			});
		}
		settings().bulk.details = 'nothing';
		expect((await run({}, items)).results).toMatchObject([{ success: true }, { success: true }]);
	});

	it('a skipped tag is not set: some, all', async () => {
		const some = await run({}, [{ id: 'u1', Age: 1, Nope: 'x' }]);
		expect(some.results).toMatchObject([
			{ success: true, skippedTags: [{ tag: 'Nope', reason: 'Not found' }] },
		]);
		expect(some.hints.join()).toContain("Pushwoosh skipped 'Nope' (Not found)");
		const all = await run({ columns: 'Nope' }, [{ id: 'u1', Nope: 'x' }], CONTINUE);
		expect(all.failures[0]).toMatchObject({
			error: "Pushwoosh skipped the tag 'Nope' (“Not found”)",
			details: { code: 'TAG_SKIPPED' },
		});
		settings().bulk.unknownTagsAs = 'lostSilently';
		const lost = await run({ columns: 'Nope' }, [{ id: 'u1', Nope: 'x' }]);
		expect(lost.hints.join()).toContain("'Nope' isn't in Pushwoosh's list of tags");
		settings().bulk.unknownTagsAs = 'deviceError';
		expect((await run({ columns: 'Nope' }, [{ id: 'u1', Nope: 'x' }], CONTINUE)).failures).toHaveLength(1);
	});

	it('a request that fails as a whole fails its rows, in any word', async () => {
		settings().bulk.fail = true;
		settings().bulk.details = 'nothing';
		settings().bulk.words.failed = 'INTERNAL_ERROR';
		const result = await run({}, [{ id: 'u1', Age: 1 }], CONTINUE);
		expect(result.failures).toMatchObject([{ details: { code: 'REQUEST_FAILED', identifier: 'u1' } }]);
	});

	it('a word that nobody knows means running, until the wait is over', async () => {
		Object.assign(settings().bulk, { pollsUntilDone: 1000 });
		settings().bulk.words.running = 'Brewing';
		const result = await run({ options: { ...FAST, waitTimeout: 1 } }, [{ id: 'u1', Age: 1 }], CONTINUE);
		expect(result.failures).toMatchObject([{ details: { code: 'WAIT_TIMEOUT', requestId: 'req-5001' } }]);
		expect(result.failures[0].error).toContain('“brewing”');
	});

	it.each([
		[
			'a word of the request for all its devices',
			{ skipped: [{ tag: 'City', reason: 'Not found' }] },
			'TAG_SKIPPED',
		],
		[
			'a device in other words than those of success',
			{ devices: [{ user_id: 'u1', status: 'Not registered' }] },
			'DEVICE_REFUSED',
		],
		[
			'one device of several of the user',
			{
				devices: [
					{ user_id: 'u1', hwid: 'a', error: 'gone' },
					{ user_id: 'u1', hwid: 'b', status: 'ok' },
				],
			},
			'DEVICE_REFUSED',
		],
		['an error that is only a mark', { devices: [{ user_id: 'u1', error: true }] }, 'DEVICE_REFUSED'],
	])('%s is no success', async (_, more, code) => {
		bench.sandbox.faults.add({
			match: { path: '/api/v2/audience/bulkSetTags/*' },
			answer: { status: 200, body: { status: 'Completed', ...more } },
		});
		const result = await run({}, [{ id: 'u1', City: 'Madrid' }], CONTINUE);
		expect(result.results).toEqual([]);
		expect(result.failures).toMatchObject([{ details: { code, identifier: 'u1' } }]);
	});

	it('a device that is only named in a request that failed is none either', async () => {
		bench.sandbox.faults.add({
			match: { path: '/api/v2/audience/bulkSetTags/*' },
			answer: {
				status: 200,
				body: { status: 'Failed', devices: [{ user_id: 'u1' }, { user_id: 'u2', status: 'Completed' }] },
			},
		});
		const items = ['u1', 'u2'].map((id) => ({ id, City: 'Madrid' }));
		const result = await run({}, items, CONTINUE);
		expect(pairsOf(result)).toEqual({ success: [1], failed: [0] });
		expect(result.failures).toMatchObject([{ details: { code: 'REQUEST_FAILED', requestId: 'req-5001' } }]);
	});

	it('a request that fails at once is no success without waiting', async () => {
		bench.sandbox.faults.add({
			match: { path: '/api/v2/audience/bulkSetTags' },
			answer: { status: 200, body: { request_id: 'r', status: 'Failed' } },
		});
		const result = await run({ waitForResult: false }, [{ id: 'u1', City: 'Madrid' }], CONTINUE);
		expect(result.failures).toMatchObject([{ details: { code: 'REQUEST_FAILED', requestId: 'r' } }]);
	});

	it('without waiting, accepted is all that is said', async () => {
		const result = await run({ waitForResult: false }, [{ id: 'u1', Age: 1 }]);
		expect(result.results).toEqual([
			{ identifier: 'u1', success: true, requestId: 'req-5001', status: 'pending', tags: { Age: 1 } },
		]);
		expect(bench.requests('req-5001')).toEqual([]);
	});
});

describe('both readings', () => {
	it('the question for the result takes a token where the service asks for one', async () => {
		settings().bulk.statusToken = 'needed';
		const result = await run({ options: { ...FAST, batchSize: 1, concurrency: 1 } }, [
			{ id: 'a', Age: 1 },
			{ id: 'b', Age: 2 },
		]);
		expect(result.results).toMatchObject([{ success: true }, { success: true }]);
	});

	it('a minimum of 50 is named, and more than that is sent', async () => {
		settings().bulk.minimumDevices = 50;
		const few = await run({}, [{ id: 'u1', Age: 1 }], CONTINUE);
		expect(few.failures).toMatchObject([
			{ details: { code: 'TOO_FEW', advice: expect.stringContaining('at least 50') } },
		]);
		const items = Array.from({ length: 50 }, (_, at) => ({ id: `u${at}`, Age: at }));
		expect((await run({}, items)).results).toHaveLength(50);
	});

	it('of many questions at the same time each learns that a token is wanted', async () => {
		settings().bulk.statusToken = 'needed';
		bench.sandbox.faults.add({
			match: { path: '/api/v2/audience/bulkSetTags/*', when: ({ headers }) => !headers.authorization },
			answer: { status: 401, body: { message: 'unauthorized' }, delayMs: 300 },
		});
		const items = Array.from({ length: 5 }, (_, at) => ({ id: `u${at}`, Age: at }));
		const result = await run({ options: { ...FAST, batchSize: 1 } }, items, CONTINUE);
		expect(pairsOf(result)).toEqual({ success: [0, 1, 2, 3, 4], failed: [] });
	});

	it('request IDs are numbers or texts, the operator is required or not', async () => {
		settings().bulk.requestIdAs = 'number';
		settings().bulk.listOperatorRequired = true;
		expect((await run({}, [{ id: 'u1', Age: 1 }])).results).toMatchObject([
			{ requestId: expect.stringMatching(/^\d+$/), success: true },
		]);
	});

	it('without the list of tags the values go by their look, and a hint says so', async () => {
		bench.sandbox.faults.add({
			match: { path: '/json/1.3/listTags' },
			answer: {
				status: 200,
				body: {
					status_code: 403,
					status_message: 'Token restrictions forbid this operation',
					response: null,
				},
			},
		});
		const result = await run({}, [{ id: 'u1', Age: '31' }]);
		expect(result.results).toMatchObject([{ success: true, tags: { Age: 31 } }]);
		expect(result.hints.join()).toContain("couldn't be checked");
	});

	it('a refusal of the whole request for a value fails its rows', async () => {
		settings().bulk.wrongValuesAs = 'http400';
		bench.sandbox.faults.add({
			match: { path: '/json/1.3/listTags' },
			answer: { status: 200, body: { status_code: 210, status_message: 'no', response: null } },
		});
		const result = await run({}, [{ id: 'u1', Age: 'old' }], CONTINUE);
		expect(result.failures[0].error).toContain('has a value of another type');
	});
});

describe('retries', () => {
	const lost = {
		match: { path: '/api/v2/audience/bulkSetTags', method: 'POST' },
		times: 1,
		answer: { connection: 'resetAfterActing' },
	} as const;

	it('replacing is done again after a lost answer, adding is not', async () => {
		bench.sandbox.pushwoosh.tags.set('Liked', 'List');
		bench.sandbox.faults.add(lost);
		expect((await run({}, [{ id: 'u1', Age: 1 }])).results).toMatchObject([{ success: true }]);
		bench.sandbox.reset();
		bench.sandbox.pushwoosh.tags.set('Liked', 'List');
		bench.sandbox.faults.add(lost);
		const result = await run({ listOperator: 'append', columns: 'Liked' }, [{ id: 'u1', Liked: 'a' }], {
			...CONTINUE,
			node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		});
		expect(result.failures).toMatchObject([{ details: { uncertain: true } }]);
		expect(bench.requests('bulkSetTags')).toHaveLength(1);
	});

	it("n8n's Retry On Fail goes on with the request that was handed over", async () => {
		settings().bulk.pollsUntilDone = 12;
		const result = await run({ options: { ...FAST, waitTimeout: 1 } }, [{ id: 'u1', Age: 1 }], {
			...CONTINUE,
			node: { retryOnFail: true, maxTries: 5, waitBetweenTries: 1 },
		});
		expect(result.results).toMatchObject([{ success: true }]);
		expect(bench.requests('bulkSetTags')).toHaveLength(1);
	});
});

it('a wrong token ends the run with the way out, and is never shown', async () => {
	bench.engine.credentials.patch(PUSHWOOSH, { apiToken: 'WRONG_TOKEN_123' });
	const result = await run({}, [{ id: 'u1', Age: 1 }]);
	expect(result.status).toBe('error');
	expect(result.placesOf('WRONG_TOKEN_123')).toEqual([]);
});

it.each(['invocation', 'engineRequest'] as const)('as a tool, by %s', async (via) => {
	const result = await bench.engine.runAsTool(
		'manageAudience',
		{
			application: chosen(APP),
			identifier: "={{ $fromAI('user', 'A user', 'string') }}",
			tagSource: 'json',
			tagsJson: "={{ $fromAI('tags', 'Tags', 'json') }}",
			options: FAST,
		},
		[{ user: 'u1', tags: { Age: 5 } }],
		{ via, node: { credentials: 'pushwooshApi' } },
	);
	expect(result.answers.map(({ data }) => data)).toMatchObject([
		[{ identifier: 'u1', success: true, tags: { Age: 5 } }],
	]);
});
