import type { GenericValue, IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { useBench, type How } from '../bench.mts';

const bench = useBench('fcmSend');
const send = async (parameters: INodeParameters, items: IDataObject[], how: How = {}) =>
	await bench.run(parameters, { items, ...how });
const shown = { title: 'Order shipped', body: 'It arrives on Friday.' };
const notification = shown;
const byToken = { ...shown, registrationIds: '={{ $json.token }}' };
const rows = (...tokens: GenericValue[]) => tokens.map((token) => ({ token }));
const sends = () => bench.requests().filter(({ path }) => path.endsWith('/messages:send'));
const bodies = () => sends().map(({ body }) => body);
const pairs = (items: Array<{ pairedItem?: unknown }>) => items.map(({ pairedItem }) => pairedItem);

describe('sending to devices', () => {
	it('is one request and one result each', async () => {
		const run = await send(byToken, rows('ana:1', 'ben:2, carla:3', ['dora:4']));
		expect(run.results).toEqual(
			['ana:1', 'ben:2', 'carla:3', 'dora:4'].map((registrationToken) => ({
				registrationToken,
				success: true,
				messageId: expect.any(String) as string,
			})),
		);
		expect(pairs(run.success)).toEqual([{ item: 0 }, { item: 1 }, { item: 1 }, { item: 2 }]);
		expect(bodies()).toEqual(
			['ana:1', 'ben:2', 'carla:3', 'dora:4'].map((token) => ({ message: { notification, token } })),
		);
		expect(sends()[0]).toMatchObject({
			method: 'POST',
			path: expect.stringMatching(/^\/v1\/projects\/[^/]+\/messages:send$/),
		});
		expect(sends()[0]?.headers).not.toHaveProperty('access_token_auth');
		expect(run.hints).toEqual(['4 of 4 messages accepted by Google; 4 requests']);
	});

	it('tells tokens and installation IDs apart', async () => {
		const fid = 'cJ0example_FID-22chars';
		const group = 'A'.repeat(60);
		const run = await send({ ...shown, registrationIds: `ana:1, ${fid}, ${group}` }, [{}]);
		expect(bodies()).toEqual([
			{ message: { notification, token: 'ana:1' } },
			{ message: { notification, fid } },
			{ message: { notification, token: group } },
		]);
		expect(run.results.map((json) => Object.keys(json)[0])).toEqual([
			'registrationToken',
			'installationId',
			'registrationToken',
		]);
	});

	it('sends an equal message to an equal device once, and reports it at each place', async () => {
		const run = await send(byToken, rows('ana:1', 'ben:2', 'ana:1, ana:1'));
		expect(sends()).toHaveLength(2);
		expect(run.results.map(({ registrationToken }) => registrationToken)).toEqual([
			'ana:1',
			'ben:2',
			'ana:1',
			'ana:1',
		]);
	});

	it('sends another message to the same device for itself', async () => {
		const items = [
			{ token: 'ana:1', t: 'One' },
			{ token: 'ana:1', t: 'Two' },
		];
		await send({ ...byToken, title: '={{ $json.t }}' }, items);
		expect(bodies()).toMatchObject([
			{ message: { notification: { title: 'One' } } },
			{ message: { notification: { title: 'Two' } } },
		]);
	});

	it('fails rows that name no device, and sends the others', async () => {
		const run = await send(byToken, rows('', 'ana:1', 'b c/d:1', null, 'x!y'), {
			onError: 'continueErrorOutput',
		});
		expect(run.results).toMatchObject([{ registrationToken: 'ana:1', success: true }]);
		expect(pairs(run.failed)).toEqual([{ item: 0 }, { item: 2 }, { item: 3 }, { item: 4 }]);
		expect(run.failures.map(({ details }) => (details as { code: string }).code)).toEqual([
			'EMPTY_PARAMETER',
			'INVALID_TOKEN_FORMAT',
			'EMPTY_PARAMETER',
			'INVALID_TOKEN_FORMAT',
		]);
		expect(sends()).toHaveLength(1);
	});

	it('names the device of a row that can’t be sent as a result of it would', async () => {
		const items = rows('ana:1', 'cJ0example_FID-22chars', 'ana:1, ben:2');
		const run = await send({ registrationIds: '={{ $json.token }}' }, items, {
			onError: 'continueErrorOutput',
		});
		const named = run.failures.map(({ details }) => {
			const { registrationToken, installationId } = details as Record<string, unknown>;
			return { registrationToken, installationId };
		});
		expect(named).toEqual([
			{ registrationToken: 'ana:1' },
			{ installationId: 'cJ0example_FID-22chars' },
			{ registrationToken: 'ana:1, ben:2' },
		]);
		expect(sends()).toEqual([]);
	});

	it('with Stop sends nothing when one row is bad', async () => {
		const run = await send(byToken, rows('ana:1', ''));
		expect(run.error?.message).toContain("1 of 2 items can't be used, so nothing was sent");
		expect(bench.sandbox.log.entries).toEqual([]);
	});
});

describe('topics and conditions', () => {
	it('are one message for equal items, with a hint', async () => {
		const run = await send({ ...shown, target: 'topic', topic: '={{ $json.topic }}' }, [
			{ topic: 'news' },
			{ topic: '/topics/news' },
			{ topic: 'sport' },
		]);
		expect(bodies()).toEqual([
			{ message: { notification, topic: 'news' } },
			{ message: { notification, topic: 'sport' } },
		]);
		expect(run.results.map(({ topic, success }) => [topic, success])).toEqual([
			['news', true],
			['news', true],
			['sport', true],
		]);
		expect(run.hints[1]).toContain('1 item had the same message');
	});

	it('a condition goes out in single quotes', async () => {
		const run = await send({ ...shown, target: 'condition', condition: ' "a" in topics ' }, [{}]);
		expect(bodies()).toEqual([{ message: { notification, condition: "'a' in topics" } }]);
		expect(run.results).toMatchObject([{ condition: "'a' in topics", success: true }]);
	});

	it('one with ! must be confirmed', async () => {
		const negated = { ...shown, target: 'condition', condition: "!('a' in topics)" };
		const run = await send(negated, [{}]);
		expect(run.error?.message).toContain("'Confirm Negation' isn't switched on");
		expect(bench.sandbox.log.entries).toEqual([]);
		await send({ ...negated, confirmNegation: true }, [{}]);
		expect(sends()).toHaveLength(1);
	});

	it.each([
		[{ target: 'topic', topic: '' }, "'Topic' is empty"],
		[{ target: 'topic', topic: 'private/a' }, "'Topic' begins with private/"],
		[{ target: 'condition', condition: '' }, "'Condition' is empty"],
		[{ target: 'condition', condition: "'a'" }, "'Condition' ends where in topics should be"],
		[{ target: 'device', registrationIds: '[]' }, "'Registration Tokens' is empty"],
	])('%j is refused before any request', async (target, message) => {
		const run = await send({ ...shown, ...target }, [{}]);
		expect(run.error?.message).toContain(message);
		expect(bench.sandbox.log.entries).toEqual([]);
	});
});

describe('the form', () => {
	it('fills all platforms', async () => {
		const before = Math.floor(Date.now() / 1000);
		await send(
			{
				...byToken,
				data: { entry: [{ key: 'order', value: '={{ $json.n }}' }] },
				message: {
					link: 'https://e.org/o',
					image: 'https://e.org/p.png',
					analyticsLabel: 'o',
					dataJson: '{ "a": [1] }',
					rawMessage: { android: { notification: { sticky: true } } },
				},
				delivery: { timeToLive: 60, priority: 'high', collapseId: 'o-1' },
				platformSettings: {
					androidSettings: { channel_id: 'orders', icon: '' },
					appleSettings: { badge: 0, thread_id: 't' },
					webSettings: { requireInteraction: true, actions: '[{ "action": "open" }]' },
				},
			},
			[{ token: 'ana:1', n: 17 }],
		);
		const [{ message }] = bodies() as Array<{ message: Record<string, unknown> }>;
		const until = Number((message.apns as { headers: Record<string, string> }).headers['apns-expiration']);
		expect(until).toBeGreaterThanOrEqual(before + 60);
		expect(until).toBeLessThan(before + 90);
		expect(message).toEqual({
			token: 'ana:1',
			notification: { ...shown, image: 'https://e.org/p.png' },
			data: { order: '17', a: '[1]', link: 'https://e.org/o' },
			android: {
				ttl: '60s',
				priority: 'HIGH',
				collapse_key: 'o-1',
				notification: { tag: 'o-1', channel_id: 'orders', sticky: true },
			},
			apns: {
				headers: { 'apns-priority': '10', 'apns-collapse-id': 'o-1', 'apns-expiration': String(until) },
				payload: { aps: { 'mutable-content': 1, badge: 0, 'thread-id': 't' } },
			},
			webpush: {
				headers: { TTL: '60', Urgency: 'high', Topic: 'o-1' },
				fcm_options: { link: 'https://e.org/o' },
				notification: { tag: 'o-1', requireInteraction: true, actions: [{ action: 'open' }] },
			},
			fcm_options: { analytics_label: 'o' },
		});
	});

	it.each([
		[{ delivery: { timeToLive: 1.5 } }, "'Time to Live (Seconds)' must be a whole number"],
		[{ delivery: { timeToLive: 2_419_201 } }, "'Time to Live (Seconds)' must be"],
		[{ title: '', body: '' }, "'Title', 'Body' and 'Data' are empty"],
		[{ message: { rawMessage: '{ "token": "x" }' } }, "'Message (JSON)' holds “token”"],
		[{ message: { link: 'http://e.org' } }, "'Link' isn't an address that begins with https://"],
		[{ data: { entry: [{ key: 'google.a', value: '1' }] } }, "'Data' has the key “google.a”"],
		[{ platformSettings: { webSettings: { actions: '{}' } } }, "'Actions' isn't a JSON list"],
		[{ options: { requestsPerMinute: 0 } }, "'Requests per Minute' in the options must be at least 1"],
	])('%j is refused before any request', async (wrong, message) => {
		const run = await send({ ...byToken, ...wrong }, rows('ana:1'));
		expect(run.error?.message).toContain(message);
		expect(bench.sandbox.log.entries).toEqual([]);
	});
});

describe('Check', () => {
	it('reaches nobody, and says that Apple wasn’t asked', async () => {
		bench.sandbox.google.declareTokens('gone:1', { state: 'unregistered' });
		const run = await send({ ...byToken, operation: 'validate' }, rows('ana:1', 'gone:1'));
		expect(bodies()).toEqual([
			{ validate_only: true, message: { notification, token: 'ana:1' } },
			{ validate_only: true, message: { notification, token: 'gone:1' } },
		]);
		expect(bench.sandbox.google.fcm.books.times('ana:1')).toBe(0);
		expect(run.results).toEqual([
			{ registrationToken: 'ana:1', success: true, valid: true },
			{
				registrationToken: 'gone:1',
				success: false,
				errorCode: 'NOT_FOUND',
				errorMessage: expect.any(String) as string,
				attempts: 1,
			},
		]);
		expect(run.hints.at(-1)).toContain("Apple wasn't asked");
	});

	it('is repeated like a look-up, and never uncertain', async () => {
		bench.sandbox.google.declareTokens('ana:1', { sends: [{ answer: 'unavailable' }] });
		const run = await send({ ...byToken, operation: 'validate', options: { maxRetries: 0 } }, rows('ana:1'), {
			onError: 'continueErrorOutput',
		});
		expect(run.failures).toMatchObject([{ details: { code: 'UNAVAILABLE', registrationToken: 'ana:1' } }]);
		expect(run.failures[0]?.details).not.toHaveProperty('uncertain');
	});
});
