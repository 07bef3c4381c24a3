import { describe, expect, it } from 'vitest';

import { API_TOKEN, DEVICE_TOKEN, PUSHWOOSH, pairsOf, useBench } from '../bench.mts';
import { APP, chosen, CONTINUE, WELCOME } from './support.mts';

const bench = useBench('trackEvent');

const settings = () => bench.sandbox.pushwoosh.settings.events;
const posted = () => bench.sandbox.pushwoosh.books.postedEvents;
const post = {
	application: chosen(APP),
	event: 'Checkout',
	userId: '={{ $json.user }}',
	hwid: '={{ $json.hwid }}',
};
const run = async (
	parameters: object,
	items: object[] = [{ user: 'u1', hwid: 'h1' }],
	options: object = {},
) => await bench.run({ ...post, ...parameters } as never, { items: items as never, ...options });

describe('post', () => {
	it('is the documented request, with the Device token in the header', async () => {
		const result = await run({
			attributesJson: '{ "price": 1, "shop": { "id": 5 } }',
			attributes: {
				attribute: [
					{ name: 'price', type: 'number', value: '19.95' },
					{ name: 'coupon', type: 'auto', value: '' },
					{ name: 'goods', type: 'list', value: 'a, b' },
					{ name: 'zip', type: 'text', value: '08001' },
				],
			},
			timestamp: '2027-01-31T18:30:00Z',
		});
		expect(bench.bodies('postEvent')).toEqual([
			{
				request: {
					application: APP,
					event: 'Checkout',
					userId: 'u1',
					hwid: 'h1',
					attributes: { price: 19.95, shop: { id: 5 }, goods: ['a', 'b'], zip: '08001' },
					timestampUTC: 1801420200,
				},
			},
		]);
		expect(result.results).toEqual([
			{ event: 'Checkout', userId: 'u1', hwid: 'h1', success: true, code: '61ABC-00000' },
		]);
		expect(bench.sandbox.pushwoosh.books.journeys.get(WELCOME)?.entries).toHaveLength(1);
		expect([...result.placesOf(DEVICE_TOKEN), ...result.placesOf(API_TOKEN)]).toEqual([]);
	});

	it.each(['code', 'emptyCode', 'noCode', 'null'] as const)('takes an answer with %s', async (postAnswer) => {
		settings().postAnswer = postAnswer;
		const result = await run({ hwid: '' });
		expect(result.results).toEqual([
			{
				event: 'Checkout',
				userId: 'u1',
				success: true,
				...(postAnswer === 'code' ? { code: '61ABC-00000' } : {}),
			},
		]);
		expect(bench.bodies('postEvent')).toMatchObject([{ request: { attributes: {} } }]);
		expect(result.hints.join()).toContain('without an HWID');
	});

	it('one request for each item, equal ones too; nobody, no event and no time that can be read fail theirs', async () => {
		const items = [
			{ user: 'u1', hwid: '' },
			{ user: 'u1', hwid: '' },
			{ user: '', hwid: '' },
			{ user: 'u2', hwid: '', at: 'soon' },
			{ user: 'u3', hwid: '', at: '2027-01-31 18:30' },
		];
		const result = await run({ timestamp: '={{ $json.at }}' }, items, CONTINUE);
		expect(posted().map(({ userId }) => userId)).toEqual(['u1', 'u1', 'u3']);
		expect(pairsOf(result)).toEqual({ success: [0, 1, 4], failed: [2, 3] });
		const stopped = await run({}, items);
		expect(stopped.status).toBe('error');
		expect(posted()).toHaveLength(3);
	});

	it('refusals, in both statuses', async () => {
		for (const [unknownEventAs, code] of [
			['refused404', '404'],
			['refused210', '210'],
		] as const) {
			settings().unknownEventAs = unknownEventAs;
			for (const refusalsAs of ['http400', 'http200'] as const) {
				bench.sandbox.pushwoosh.settings.deviceApi.refusalsAs = refusalsAs;
				const result = await run({ event: 'Nope' }, undefined, CONTINUE);
				expect(result.failures).toMatchObject([{ details: { code, event: 'Nope', userId: 'u1' } }]);
				expect(result.failures[0].details.advice).toContain("Check 'Event'");
			}
		}
		settings().identifiers = 'bothRequired';
		expect((await run({ hwid: '' }, undefined, CONTINUE)).failures[0].error).toContain(
			'hwid or userId should be set',
		);
	});

	it('without a Device token nothing is sent', async () => {
		bench.engine.credentials.patch(PUSHWOOSH, { deviceToken: '' });
		const result = await run({});
		expect(result.stored).toContain("'Device Token' in the Pushwoosh credential is empty");
		expect(bench.sandbox.log.entries).toEqual([]);
	});
});

describe('never doubled', () => {
	const lost = {
		match: { path: '/json/1.3/postEvent' },
		answer: { connection: 'resetAfterActing' },
	} as const;
	const retry = { ...CONTINUE, node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } };

	it('what may have been taken is not posted again, by Retry On Fail neither', async () => {
		bench.sandbox.faults.add({ ...lost, times: 1 });
		const result = await run({}, undefined, retry);
		expect(posted()).toHaveLength(1);
		expect(result.failures).toMatchObject([{ details: { uncertain: true } }]);
	});

	it('unless that is chosen', async () => {
		bench.sandbox.faults.add({ ...lost, times: 1 });
		const result = await run({ options: { repeatUncertain: true } });
		expect(posted()).toHaveLength(2);
		expect(result.results).toMatchObject([{ success: true }]);
	});

	it('what certainly was not taken is', async () => {
		bench.sandbox.faults.add({
			match: { path: '/json/1.3/postEvent' },
			times: 1,
			answer: { status: 429, headers: { 'retry-after': '0' } },
		});
		expect((await run({})).results).toMatchObject([{ success: true }]);
		expect(posted()).toHaveLength(1);
	});

	it('equal keys are posted once and told at each place; one key for two users fails the second', async () => {
		const items = [
			{ user: 'u1', hwid: 'h', key: 'order 1', price: 5 },
			{ user: 'u1', hwid: 'h', key: 'order 1', price: 6 },
			{ user: 'u2', hwid: 'h', key: 'order 1' },
			{ user: 'u2', hwid: 'h', key: '' },
			{ user: 'u2', hwid: 'h', key: '' },
		];
		const result = await run(
			{ deduplicateBy: '={{ $json.key }}', attributesJson: '={{ { price: $json.price } }}' },
			items,
			CONTINUE,
		);
		expect(pairsOf(result)).toEqual({ success: [0, 1, 3, 4], failed: [2] });
		expect(posted().map(({ userId, attributes }) => [userId, attributes])).toEqual([
			['u1', { price: 5 }],
			['u2', {}],
			['u2', {}],
		]);
	});
});

describe('create', () => {
	const create = {
		operation: 'create',
		name: 'Refund',
		description: 'Money back',
		attributeDefinitions: { attribute: [{ name: 'price', type: 6 }, { name: 'why' }] },
		trackRevenue: true,
	};

	it('is the documented request', async () => {
		const result = await run(create);
		expect(bench.bodies('createEvent')).toEqual([
			{
				request: {
					auth: API_TOKEN,
					application: APP,
					name: 'Refund',
					description: 'Money back',
					eventAttributes: [
						{ name: 'price', type: 6 },
						{ name: 'why', type: 2 },
					],
					trackRevenue: true,
				},
			},
		]);
		expect(result.results).toEqual([{ event: 'Refund', id: expect.any(Number), created: true }]);
	});

	it('one that is there fails, or is skipped, or is made again where the service does so', async () => {
		await run(create);
		expect((await run(create, undefined, CONTINUE)).failures).toMatchObject([
			{ details: { code: '210', event: 'Refund' } },
		]);
		expect((await run({ ...create, ifExists: 'skip' })).results).toEqual([
			{ event: 'Refund', created: false },
		]);
		settings().existingEventAs = 'createdAgain';
		settings().eventIdAs = 'text';
		expect((await run({ ...create, ifExists: 'skip' })).results).toMatchObject([
			{ created: true, id: expect.any(String) },
		]);
	});

	it('other refusals are not skipped, and texts have their lengths', async () => {
		settings().limit = 0;
		expect((await run({ ...create, ifExists: 'skip' }, undefined, CONTINUE)).failures).toMatchObject([
			{ details: { code: '403' } },
		]);
		expect((await run({ ...create, name: 'x'.repeat(33) }, undefined, CONTINUE)).failures[0].error).toContain(
			'33 characters',
		);
		const foreign = await run(
			{ ...create, ifExists: 'skip', application: chosen('ZZZZZ-00000') },
			undefined,
			CONTINUE,
		);
		expect(foreign.failures).toHaveLength(1);
	});
});

it.each(['invocation', 'engineRequest'] as const)('as a tool, by %s', async (via) => {
	const result = await bench.engine.runAsTool(
		'trackEvent',
		{ application: chosen(APP), event: 'Checkout', userId: "={{ $fromAI('user', 'A user', 'string') }}" },
		[{ user: 'u1' }],
		{ via, node: { credentials: 'pushwooshApi' } },
	);
	expect(result.answers.map(({ data }) => data)).toMatchObject([
		[{ event: 'Checkout', userId: 'u1', success: true }],
	]);
});
