import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { example, freshSandbox, n8n, sandbox } from './support.mts';

const WELCOME = '11111111-1111-4111-8111-111111111111';

beforeEach(freshSandbox);

describe('CRM rows to Pushwoosh tags', () => {
	const { id } = example('crm-tags');
	const table = 'Tag failures';
	beforeEach(() => n8n.tables.drop(table));

	it(
		'tags 99,875 users with 100 requests and writes 125 failures to the table',
		{ timeout: 600_000 },
		async () => {
			const run = await n8n.run(id);
			expect(run.status).toBe('success');
			expect(run.node('Count what was tagged').json()).toEqual([
				{ count_identifier: 99_875, unique_count_requestId: 100 },
			]);
			expect(run.node('Set tags').json(1)).toHaveLength(125);
			expect(await sandbox.requests('/api/v2/audience/bulkSetTags')).toHaveLength(100);
		},
	);
});

describe('Order event from a webhook', () => {
	const { id } = example('order-event');
	const order = { orderNumber: '4711', customerId: 'user-001', deviceId: 'device-001', total: 59.9 };
	const posts = async () => (await sandbox.requests('/json/1.3/postEvent')).map(({ body }) => body);

	it('runs with the pinned sample order', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect(run.ran).toEqual(['Order placed', 'Post the order', 'Answer: taken']);
		expect(await posts()).toEqual([
			{
				request: {
					application: 'AAAAA-00000',
					event: 'Checkout',
					userId: 'user-001',
					hwid: 'device-001',
					attributes: { order: '4711', total: 59.9 },
				},
			},
		]);
	});

	describe('published', () => {
		beforeEach(() => n8n.publish(id));
		afterEach(() => n8n.unpublish(id));

		it('answers what became of the order, and posts nothing twice', async () => {
			expect(await n8n.callWebhook('order-placed', order)).toMatchObject({
				status: 200,
				body: { taken: true },
			});
			expect((await n8n.callWebhook('order-placed', { orderNumber: '1' })).status).toBe(422);
			await sandbox.misbehave({
				match: { path: '/json/1.3/postEvent' },
				times: 1,
				answer: { connection: 'resetAfterActing' },
			});
			const lost = await n8n.callWebhook('order-placed', order);
			expect(lost).toMatchObject({ status: 502, body: { taken: false, mayHaveBeenTaken: true } });
			expect(await posts()).toHaveLength(2);
		});
	});
});

describe('Users into a journey and out', () => {
	const { id } = example('journey-users');

	it('lets four in with two requests, and takes one out', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		const starts = await sandbox.requests(`/api/journey/${WELCOME}/start/external`);
		expect(starts.map(({ body }) => body)).toEqual([
			{ payload: { users: ['user-001', 'user-002'], attribute_values: { promo_code: 'SPRING' } } },
			{ payload: { users: ['user-003', 'user-004'], attribute_values: { promo_code: 'SUMMER' } } },
		]);
		const drops = await sandbox.requests('/api/journey/drop-users/external');
		expect(drops.map(({ body }) => body)).toEqual([{ user_ids: ['user-002'], journey_uuids: [WELCOME] }]);
	});
});

describe('Segment from a CSV and a push to it', () => {
	const { id } = example('csv-segment');

	it('makes the segment once and sends it one push; the line without a user is told', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect(run.node('Who is not in it').json()).toMatchObject([
			{ name: 'Carla', reason: expect.stringContaining('Identifier') as string },
		]);
		expect(await sandbox.requests('/json/1.3/createFilter')).toHaveLength(1);
		expect(await sandbox.messages()).toMatchObject([
			{ audience: 'segment', notification: { filter: 'Fair visitors' } },
		]);
	});
});
