import { describe, expect, it } from 'vitest';

import { API_TOKEN, pairsOf, useBench } from '../bench.mts';
import { CART, chosen, CONTINUE, WELCOME } from './support.mts';

const bench = useBench('manageJourney');

const settings = () => bench.sandbox.pushwoosh.settings.journeys;
const entries = () => bench.sandbox.pushwoosh.books.journeys.get(WELCOME)?.entries ?? [];
const run = async (parameters: object, items: object[] = [{}], options: object = {}) =>
	await bench.run({ journeyId: chosen(WELCOME, 'id'), ...parameters } as never, {
		items: items as never,
		...options,
	});
const START = `/api/journey/${WELCOME}/start/external`;

describe('start', () => {
	const byRow = {
		userIds: '={{ $json.user }}',
		attributeValues: { attribute: [{ name: 'promo_code', value: '={{ $json.code }}' }] },
	};

	it('items with equal attributes share a request; values are texts', async () => {
		const items = [
			{ user: 'u1', code: 7 },
			{ user: ['u2', 'u3'], code: 7 },
			{ user: 'u4', code: 'B' },
			{ user: 'u1', code: 7 },
		];
		const result = await run(byRow, items);
		expect(bench.bodies('start/external')).toEqual([
			{ payload: { users: ['u1', 'u2', 'u3'], attribute_values: { promo_code: '7' } } },
			{ payload: { users: ['u4'], attribute_values: { promo_code: 'B' } } },
		]);
		expect(
			entries()
				.map(({ userId }) => userId)
				.sort(),
		).toEqual(['u1', 'u2', 'u3', 'u4']);
		expect(result.results.map(({ submitted }) => submitted)).toEqual([1, 2, 1, 1]);
		expect(result.results[0]).toEqual({
			journeyId: WELCOME,
			success: true,
			submitted: 1,
			requestUuid: entries()[0].requestUuid,
		});
		expect(result.placesOf(API_TOKEN)).toEqual([]);
	});

	it.each([0, 1, 5])('%i users in batches of 2', async (count) => {
		const items = Array.from({ length: count }, (_, at) => ({ user: `u${at}` }));
		await run({ userIds: '={{ $json.user }}', options: { batchSize: 2 } }, items);
		expect(bench.requests('start/external')).toHaveLength(Math.ceil(count / 2));
		expect(entries()).toHaveLength(count);
	});

	it('for devices and for segments', async () => {
		await run({ startFor: 'hwids', hwids: 'h1, h2' });
		const condition = [{ tag: 'City', operator: 'EQ', value: 'Madrid' }];
		const result = await run({ startFor: 'segment', filterConditions: { condition } }, [{}, {}]);
		await run({ startFor: 'segment', filterMode: 'expression', filterExpression: 'T("Age", GTE, 18)' });
		expect(bench.bodies('start/external')).toEqual([
			{ payload: { hwids: ['h1', 'h2'] } },
			{ payload: { filter: 'T("City", EQ, "Madrid")' } },
			{ payload: { filter: 'T("Age", GTE, 18)' } },
		]);
		expect(result.results).toHaveLength(2);
		expect(result.results[0]).not.toHaveProperty('submitted');
	});

	it('nobody, an empty attribute and no journey fail before anything is sent', async () => {
		const result = await run(
			{ ...byRow },
			[
				{ user: '', code: 1 },
				{ user: 'u', code: '' },
			],
			CONTINUE,
		);
		expect(pairsOf(result).failed).toEqual([0, 1]);
		expect((await run({ journeyId: chosen('nope', 'url'), userIds: 'u' })).status).toBe('error');
		expect((await run({ startFor: 'segment' })).status).toBe('error');
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it.each([
		['a page', `https://app.pushwoosh.com/applications/AAAAA-00000/journeys/${WELCOME}?tab=1`, 'url'],
		['a choice', WELCOME.toUpperCase(), 'list'],
	])('by %s', async (_, value, mode) => {
		expect((await run({ journeyId: chosen(value, mode), userIds: 'u' })).results).toMatchObject([
			{ journeyId: WELCOME },
		]);
	});

	it.each(['top', 'payload', 'nowhere'] as const)('with the request ID %s', async (requestUuidIn) => {
		settings().requestUuidIn = requestUuidIn;
		const result = await run({ userIds: 'u1' });
		expect('requestUuid' in result.results[0]).toBe(requestUuidIn !== 'nowhere');
		expect(result.results).toMatchObject([{ success: true }]);
	});

	it('what the service says of a violated condition is in the message, in every shape', async () => {
		for (const errorsAs of ['grpc', 'message', 'text'] as const) {
			settings().errorsAs = errorsAs;
			const paused = await run({ journeyId: chosen(CART, 'id'), userIds: 'u1, u2' }, [{}], CONTINUE);
			expect(paused.failures[0].error).toContain('journey is not running');
			expect(paused.failures[0].details).toMatchObject({
				journeyId: CART,
				submitted: 0,
				unsent: ['u1', 'u2'],
			});
			expect(paused.failures[0].details.advice).toContain('exactly one active API entry point');
			const foreign = await run(
				{ userIds: 'u1', attributeValues: { attribute: [{ name: 'nope', value: '1' }] } },
				[{}],
				CONTINUE,
			);
			expect(foreign.failures[0].error).toContain('unknown attributes: nope');
		}
		settings().notRunningAs = 'acceptedAndIgnored';
		expect((await run({ journeyId: chosen(CART, 'id'), userIds: 'u1' })).results).toMatchObject([
			{ success: true },
		]);
	});

	it('is never done twice: uncertain starts stay so, and Retry On Fail sends the rest alone', async () => {
		bench.sandbox.faults.add({
			match: { path: START, nth: 1 },
			times: 1,
			answer: { connection: 'resetAfterActing' },
		});
		bench.sandbox.faults.add({
			match: { path: START, nth: 2 },
			times: 1,
			answer: { status: 400, body: { code: 3, message: 'not now', details: [] } },
		});
		const result = await run(
			{ userIds: '={{ $json.users }}', options: { batchSize: 1, concurrency: 1 } },
			[{ users: 'u1, u2, u3' }],
			{
				...CONTINUE,
				node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
			},
		);
		expect(
			entries()
				.map(({ userId }) => userId)
				.sort(),
		).toEqual(['u1', 'u2', 'u3']);
		expect(result.failures).toMatchObject([{ details: { uncertain: true, submitted: 2, unsent: ['u1'] } }]);
	});

	it('another word before the token is refused with the way out', async () => {
		settings().scheme = 'Token';
		expect((await run({ userIds: 'u1' })).status).toBe('error');
	});
});

describe('removeUsers', () => {
	const remove = { operation: 'removeUsers', userIds: '={{ $json.user }}', journeys: WELCOME };

	it('items that name the same journeys share a request', async () => {
		await run({ userIds: 'u1, u2' });
		const result = await run({ ...remove, journeys: '={{ $json.from }}' }, [
			{ user: 'u1', from: [WELCOME, CART] },
			{ user: 'u2', from: `${CART}, https://x.example/journeys/${WELCOME}` },
		]);
		expect(bench.bodies('drop-users/external')).toEqual([
			{ user_ids: ['u1', 'u2'], journey_uuids: [WELCOME, CART] },
		]);
		expect(result.results).toEqual(
			[
				[WELCOME, CART],
				[CART, WELCOME],
			].map((journeyIds) => ({ journeyIds, removed: true, submitted: 1 })),
		);
		expect(entries().every(({ leftAt }) => leftAt !== undefined)).toBe(true);
	});

	it('empty lists and unconfirmed wholesale fail', async () => {
		const result = await run(
			{ ...remove, journeys: '={{ $json.from }}' },
			[
				{ user: '', from: WELCOME },
				{ user: 'u', from: '' },
				{ user: 'u', from: 'nope' },
			],
			CONTINUE,
		);
		expect(pairsOf(result).failed).toEqual([0, 1, 2]);
		expect((await run({ ...remove, allJourneys: true }, [{ user: 'u' }])).status).toBe('error');
		expect(bench.sandbox.log.entries).toEqual([]);
		const all = await run({ ...remove, allJourneys: true, confirmAllJourneys: true }, [{ user: 'u' }]);
		expect(bench.bodies('drop-users/external')).toEqual([{ user_ids: ['u'], all_journeys: true }]);
		expect(all.results).toEqual([{ journeyIds: [], allJourneys: true, removed: true, submitted: 1 }]);
	});

	it.each(['Api', 'Bearer'] as const)('with %s before the token', async (scheme) => {
		settings().dropUsersScheme = scheme;
		const result = await run({ ...remove, options: { batchSize: 1, concurrency: 1 } }, [
			{ user: 'a' },
			{ user: 'b' },
		]);
		expect(result.results).toMatchObject([{ removed: true }, { removed: true }]);
		expect(bench.requests('drop-users/external')).toHaveLength(scheme === 'Api' ? 2 : 3);
	});

	it('an object is its yes, nothing is none; done twice it does no harm', async () => {
		settings().dropAnswer = 'payload';
		expect((await run(remove, [{ user: 'u' }])).results).toMatchObject([{ removed: true }]);
		settings().dropAnswer = 'emptyBody';
		expect((await run(remove, [{ user: 'u' }], CONTINUE)).failures).toMatchObject([
			{ details: { code: 'UNEXPECTED_ANSWER' } },
		]);
		settings().dropAnswer = 'emptyObject';
		bench.sandbox.faults.add({
			match: { path: '/api/journey/drop-users/external' },
			times: 1,
			answer: { connection: 'resetAfterActing' },
		});
		expect((await run(remove, [{ user: 'u' }])).results).toMatchObject([{ removed: true }]);
	});
});

describe('getStatistics', () => {
	it.each(['number', 'text'] as const)('one item for each point, with a %s', async (numbersAs) => {
		settings().numbersAs = numbersAs;
		const result = await run({ operation: 'getStatistics' });
		expect(result.results).toHaveLength(3);
		expect(result.results[0]).toEqual({
			journeyId: WELCOME,
			title: 'Welcome',
			point: 'Welcome push',
			campaignCode: 'JRNEY-00001',
			presetCode: 'PRSET-00001',
			sent: 400,
			opened: 100,
			conversion: 12,
			openRate: 0.25,
		});
		expect(result.results[1]).toMatchObject({ shows: 90, interactions: 30, skipped: 60, openRate: 0.3333 });
		expect(pairsOf(result).success).toEqual([0, 0, 0]);
		expect(bench.requests('statistics/external')[0]).toMatchObject({ method: 'GET' });
	});

	it('or what the service sent', async () => {
		const result = await run({ operation: 'getStatistics', simplify: false });
		expect(result.results).toMatchObject([
			{ title: 'Welcome', points: [{ pointStat: { sent: 400 } }, {}, {}] },
		]);
		const none = await run(
			{ operation: 'getStatistics', journeyId: chosen(CART.replace('2', '3'), 'id') },
			[{}],
			CONTINUE,
		);
		expect(none.failures).toMatchObject([{ details: { journeyId: CART.replace('2', '3') } }]);
	});
});

describe('setState', () => {
	const set = (state: string, more: object = {}) => ({
		operation: 'setState',
		journeyId: chosen(CART, 'id'),
		state,
		...more,
	});

	it('tells the new state, and shares equal ones', async () => {
		const result = await run(set('start'), [{}, {}]);
		expect(bench.bodies('journeygateway/start')).toEqual([{ uuid: CART }]);
		expect(result.results).toEqual(
			[1, 2].map(() => ({ journeyId: CART, title: 'Abandoned cart', state: 'running' })),
		);
	});

	it('finish and archive have to be confirmed', async () => {
		expect((await run(set('finish'))).status).toBe('error');
		expect(bench.sandbox.log.entries).toEqual([]);
		expect((await run(set('finish', { confirm: true }))).results).toMatchObject([{ state: 'finished' }]);
		expect((await run(set('archive', { confirm: true }))).results).toMatchObject([{ state: 'archived' }]);
	});

	it('a refusal quotes the service; what may have been done is not repeated', async () => {
		const result = await run(set('pause'), [{}], CONTINUE);
		expect(result.failures[0].error).toMatch(/“.*paused.*”|“.*running.*”/i);
		bench.sandbox.faults.add({
			match: { path: '/api/v3/journeygateway/start' },
			times: 1,
			answer: { connection: 'resetAfterActing' },
		});
		const lost = await run(set('start'), [{}], {
			...CONTINUE,
			node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		});
		expect(lost.failures).toMatchObject([{ details: { uncertain: true } }]);
		expect(bench.requests('journeygateway/start')).toHaveLength(1);
	});
});

describe('the list to choose from', () => {
	const list = async () =>
		await bench.engine.listSearch('manageJourney', 'searchJourneys', { credentials: 'pushwooshApi' });

	it.each(['top', 'payload'] as const)('holds all pages, with their number at the %s', async (metadataIn) => {
		Object.assign(settings(), { metadataIn, listPageSize: 1 });
		expect((await list()).results).toEqual([
			{ name: 'Abandoned cart (paused)', value: CART },
			{ name: 'Welcome (running)', value: WELCOME },
		]);
	});

	it('says what to do where there is none', async () => {
		settings().list = 'missing';
		await expect(list()).rejects.toMatchObject({ description: expect.stringContaining('By URL') });
	});
});

it.each(['invocation', 'engineRequest'] as const)('as a tool, by %s', async (via) => {
	const result = await bench.engine.runAsTool(
		'manageJourney',
		{ journeyId: chosen(WELCOME, 'id'), userIds: "={{ $fromAI('user', 'A user', 'string') }}" },
		[{ user: 'u1' }],
		{ via, node: { credentials: 'pushwooshApi' } },
	);
	expect(result.answers.map(({ data }) => data)).toMatchObject([[{ success: true, submitted: 1 }]]);
});
