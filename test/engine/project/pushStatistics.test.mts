import { describe, expect, it } from 'vitest';

import { pairs, useBench } from '../bench.mts';

const bench = useBench('pushStatistics');
const APP = 'AAAAA-00000';
const CONTINUE = { onError: 'continueErrorOutput' } as const;
const settings = () => bench.sandbox.pushwoosh.settings.statistics;
const run = async (operation: string, more: object = {}, items: object[] = [{}], how: object = {}) =>
	await bench.run({ operation, application: APP, ...more } as never, { items: items as never, ...how });
const seed = (count: number, more: object = {}) =>
	bench.sandbox.seed({ pushwoosh: { pastMessages: { count, ...more } } });

describe('messages', () => {
	it.each([
		{},
		{ afterLastPage: 'lastPageAgain', totalAs: 'pages' },
		{ firstPage: 0, listNumbersAs: 'text', itemPlatformsAs: 'numbers', totalAs: 'missing' },
	] as const)('2,500 come page by page, each once: %j', async (shape) => {
		Object.assign(settings(), shape);
		seed(2500);
		const { results } = await run('getMessages', { returnAll: true });
		expect(new Set(results.map(({ code }) => code)).size).toBe(2500);
		expect(bench.requests().map(({ body }) => (body as { page: number }).page)).toEqual([0, 1, 2]);
		expect(results[0]).toMatchObject({
			title: 'Title 1',
			content: 'News 1',
			source: 'API',
			platforms: ['IOS', 'ANDROID'],
			sends: 300,
			deliveries: 270,
			deliveryRate: 0.9,
			openRate: 0.3167,
		});
	});

	it.each(['messages', 'pages', 'text', 'missing'] as const)(
		'all are read where pages count from 1 and 0 is the first, too; total: %s',
		async (totalAs) => {
			for (const afterLastPage of ['empty', 'lastPageAgain'] as const) {
				for (const count of [2500, 2000, 999]) {
					bench.sandbox.reset();
					Object.assign(settings(), { firstPage: 1, afterLastPage, totalAs });
					seed(count);
					const { results } = await run('getMessages', { returnAll: true });
					expect(new Set(results.map(({ code }) => code)).size).toBe(count);
					expect(results).toHaveLength(count);
				}
			}
			const limited = await run('getMessages', { returnAll: false, limit: 1500 });
			expect(limited.results).toHaveLength(999);
		},
	);

	it('a page that repeats ends the list', async () => {
		settings().afterLastPage = 'lastPageAgain';
		seed(1000);
		const { results } = await run('getMessages', { returnAll: true });
		expect(results).toHaveLength(1000);
		expect(bench.requests().map(({ body }) => (body as { page: number }).page)).toEqual([0, 1]);
	});

	it('a failure names the messages that were asked for', async () => {
		bench.sandbox.faults.add({ answer: { status: 403, body: '' } });
		const result = await run('getMessages', { messageCodes: 'A, B' }, [{}], CONTINUE);
		expect(result.failures).toMatchObject([{ details: { messageCodes: ['A', 'B'] } }]);
		const all = await run('getMessages', {}, [{}], CONTINUE);
		expect(all.failures[0].details).not.toHaveProperty('messageCodes');
	});

	it('asks exactly for what is chosen', async () => {
		seed(2);
		await run('getMessages', {
			dateFrom: '2026-11-01',
			dateTo: '2026-11-30T10:00:00Z',
			source: 'API',
			platforms: [1, 17],
			campaign: 'CMPGN-00001',
			messageCodes: 'A, B',
			limit: 5,
		});
		expect(bench.requests()[0]).toMatchObject({ path: '/api/v2/messages:list', method: 'POST' });
		expect(bench.requests()[0].body).toEqual({
			filters: {
				application: APP,
				date_range: { date_from: '2026-11-01', date_to: '2026-11-30' },
				source: 'API',
				platforms: ['IOS', 'HUAWEI_ANDROID'],
				campaign: 'CMPGN-00001',
				messages_codes: ['A', 'B'],
			},
			params: { with_details: true, with_metrics: true },
			per_page: 5,
			page: 0,
		});
	});

	it('per platform, and raw', async () => {
		seed(1);
		expect((await run('getMessages', { perPlatform: true })).results).toMatchObject([
			{ platform: 'IOS', sends: 100, deliveries: 90 },
			{ platform: 'ANDROID', sends: 200 },
		]);
		expect((await run('getMessages', { simplify: false })).results).toMatchObject([{ push_info: {} }]);
	});

	it('items that ask for the same share the answer; one bad row spares the others', async () => {
		seed(2);
		const items = [
			{ from: '', to: '' },
			{ from: '2026-01-02', to: '' },
			{ from: '', to: '' },
		];
		const result = await run(
			'getMessages',
			{ dateFrom: '={{ $json.from }}', dateTo: '={{ $json.to }}' },
			items,
			CONTINUE,
		);
		expect(bench.requests()).toHaveLength(1);
		expect(pairs(result.success)).toEqual([0, 0, 2, 2]);
		expect(pairs(result.failed)).toEqual([1]);
		const stop = await run(
			'getMessages',
			{ dateFrom: '={{ $json.from }}', dateTo: '={{ $json.to }}' },
			items,
		);
		expect(stop.status).toBe('error');
		expect(bench.requests()).toHaveLength(1);
	});

	it('a 401 names the scheme, and the scheme of the credential is used', async () => {
		settings().messagesListScheme = 'Key';
		const refused = await run('getMessages', {}, [{}], CONTINUE);
		expect(refused.failures[0].details.advice).toContain('Statistics Scheme');
		bench.engine.credentials.set('pushwooshApi', 'pushwooshApi', {
			apiToken: 'SERVER_TOKEN',
			baseUrl: bench.sandbox.url,
			otherAddresses: true,
			statisticsScheme: 'Key',
		});
		expect((await run('getMessages')).status).toBe('success');
	});

	it('an error in a 200 is no success', async () => {
		settings().errorsAs = 'http200';
		const result = await run('getMessages', { application: 'ZZZZZ-99999' }, [{}], CONTINUE);
		expect(result.failures).toHaveLength(1);
	});
});

describe('totals', () => {
	it('by the hour, with numbers; a message without figures gives zeros', async () => {
		seed(1);
		const code = 'FA57-00000001-00000000';
		for (const conversionIn of ['rows', 'top', 'nowhere'] as const) {
			settings().conversionIn = conversionIn;
			const { results } = await run('getMessageTotals', { messageCodes: [code, 'NONE-00000000-00000000'] });
			expect(results).toHaveLength(5);
			expect(results[0]).toMatchObject({ code, platform: 'IOS', sends: 60 });
			expect(results[0].timestamp).toMatch(/T\d\d:00:00\.000Z$/);
			expect('conversion' in results[0]).toBe(conversionIn !== 'nowhere');
			expect(results[4]).toMatchObject({ code: 'NONE-00000000-00000000', sends: 0, noData: true });
		}
		expect(bench.requests()[0].body).toEqual({ message_code: code });
	});

	it('waits until two answers are equal', async () => {
		const push = await bench.run(
			{
				application: APP,
				audience: 'users',
				userIds: Array.from({ length: 40 }, (_, at) => `u${at}`),
				content: 'x',
			} as never,
			{ type: 'sendPush' },
		);
		const codes = {
			messageCodes: push.results[0].messageCode,
			options: { waitUntilSettled: true, pollInterval: 0.1 },
		};
		const { results } = await run('getMessages', codes);
		expect(results).toMatchObject([{ sends: 40 }]);
		expect(bench.requests().filter(({ path }) => path.endsWith('list'))).toHaveLength(4);
		settings().growsForAnswers = 1000;
		const never = await run('getMessages', { ...codes, options: { ...codes.options, waitTimeout: 1 } });
		expect(never.results).toHaveLength(1);
	});
});

it('campaigns are summed, each with one question', async () => {
	seed(3, { campaign: 'CMPGN-00001' });
	seed(2);
	const { results } = await run('getCampaignStatistics');
	expect(results).toMatchObject([
		{ campaign: 'CMPGN-00001', messages: 3, sends: 906, deliveryRate: expect.any(Number) as number },
	]);
});

describe('recipients', () => {
	const send = async () => {
		const push = await bench.run(
			{ application: APP, audience: 'users', userIds: ['a', 'b', 'c'], content: 'x' } as never,
			{ type: 'sendPush' },
		);
		return String(push.results[0].messageCode);
	};

	it.each(['items', 'result', 'response.result'] as const)('come in rows: %s', async (messageLogRowsIn) => {
		for (const messageLogEnd of ['noToken', 'sameToken'] as const) {
			Object.assign(settings(), { messageLogRowsIn, messageLogEnd });
			const code = await send();
			const { results } = await run('getRecipients', { messageCodes: code, returnAll: true });
			expect(results.length).toBeGreaterThanOrEqual(6);
			expect(results[0]).toMatchObject({ message_code: code, action: 'sent' });
		}
	});

	it('wants exactly one thing that says whose, and at most 30 days', async () => {
		for (const fields of [
			{},
			{ messageCodes: 'A', userId: 'u' },
			{ dateFrom: '2026-01-01', dateTo: '2026-03-01' },
		])
			expect((await run('getRecipients', fields)).status).toBe('error');
		expect(bench.requests()).toEqual([]);
	});

	it('a refusal says that it takes a custom plan, and whose rows were meant', async () => {
		settings().messageLogPlan = 'ordinary';
		const result = await run('getRecipients', { userId: 'u' }, [{}], CONTINUE);
		expect(result.failures[0].details).toMatchObject({ userId: 'u' });
		expect(result.failures[0].details.advice).toContain('custom plan');
	});
});

it('subscribers come by day and platform, in numbers', async () => {
	for (const subscriberPlatformsAs of ['names', 'numbers'] as const) {
		Object.assign(settings(), { subscriberPlatformsAs, subscriberNumbersAs: 'text' });
		const { results } = await run('getSubscribers', { dateFrom: '2026-11-01', dateTo: '2026-11-01' });
		expect(results[0]).toMatchObject({
			timestamp: '2026-11-01T00:00:00.000Z',
			pushEnabled: expect.any(Number) as number,
		});
		expect(results.every(({ platform }) => /^[A-Z_]+$/.test(String(platform)))).toBe(true);
	}
	expect(bench.requests()[0].body).toEqual({
		application_code: APP,
		timestamp_from: '2026-11-01 00:00:00',
		timestamp_to: '2026-11-01 23:59:59',
	});
});

it('raw takes paths of statistics only', async () => {
	const body = { filters: { application: APP } };
	const { results } = await run('getRaw', { path: '/api/v2/messages:list', body });
	expect(results).toMatchObject([{ items: [] }]);
	for (const path of [
		'/api/v2/audience/bulkSetTags',
		'/api/v2/statistics/../audience/x',
		'/json/1.3/deleteTag',
		'https://x.test/api/v2/statistics/a',
	])
		expect((await run('getRaw', { path, body })).status).toBe('error');
	expect(bench.requests()).toHaveLength(1);
});

describe('the list of campaigns', () => {
	const listed = async (application: object) =>
		await bench.engine.loadOptions('pushStatistics', 'getCampaignsOrAny', {
			credentials: 'pushwooshApi',
			currentNodeParameters: { application } as never,
		});
	const chosen = (value: string) => ({ __rl: true, mode: 'list', value });

	it('begins with a choice that means all', async () => {
		const [first, ...others] = await listed(chosen(APP));
		expect(first).toEqual({ name: 'Any', value: '' });
		expect(others.map(({ value }) => value)).toEqual(
			[...bench.sandbox.pushwoosh.books.campaigns.values()]
				.filter(({ application }) => application === APP)
				.map(({ code }) => code),
		);
		expect(others).not.toEqual([]);
	});

	it('is that choice alone as long as no application is chosen, so that nothing is marked as wrong', async () => {
		expect(await listed(chosen(''))).toEqual([{ name: 'Any', value: '' }]);
		expect(bench.requests()).toEqual([]);
	});
});
