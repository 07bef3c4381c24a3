import { parse } from 'csv-parse/sync';
import type { IBinaryData } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { example, freshSandbox, n8n, sandbox } from './support.mts';

beforeEach(freshSandbox);

async function csvRows(file: IBinaryData): Promise<Array<Record<string, string>>> {
	return parse(await n8n.files.download(file), { columns: true, bom: true });
}

describe('Nightly token hygiene', () => {
	const { id } = example('token-hygiene');
	const table = 'Gone device tokens';
	const token = (person: string) => `${person}-phone:APA91bExampleToken`;
	const run = () => n8n.run(id, { trigger: 'Try it now' });
	beforeEach(() => n8n.tables.drop(table));

	it('unsubscribes and marks the tokens reported as NOT_FOUND, and no other', async () => {
		const done = await run();
		expect(done.status).toBe('success');
		const changes = await sandbox.requests('/v1/projects/*/topicSubscriptions/news');
		expect(changes.map(({ method, path }) => `${method} ${decodeURIComponent(path.split('/')[5]!)}`)).toEqual(
			[`DELETE ${token('ben')}`, `DELETE ${token('eva')}`],
		);
		expect(await n8n.tables.rows(table)).toMatchObject(
			['ben', 'eva'].map((userId) => ({
				userId,
				registrationToken: token(userId),
				reason: expect.stringContaining('no longer registered') as string,
				checkedAt: expect.any(String) as string,
			})),
		);
		expect(done.node('Keep, look at by hand').json()).toMatchObject([
			{ userId: 'gus', found: false, errorCode: 'INVALID_ARGUMENT' },
		]);
		expect(done.node('What did Google say?').json(0)).toHaveLength(5);
	});

	it('sends nothing to a device', async () => {
		await run();
		const { deliveredMessages, validatedMessages } = await sandbox.google();
		expect(deliveredMessages).toEqual([]);
		expect(validatedMessages).toBe(5);
	});

	it('marks a token once, however many nights it is gone', async () => {
		await run();
		await run();
		expect(await n8n.tables.rows(table)).toHaveLength(2);
	});

	it('marks nothing when Google refuses to answer', async () => {
		const refusal = {
			status: 403,
			body: '<html>Forbidden by the proxy</html>',
			headers: { 'content-type': 'text/html' },
		};
		await sandbox.misbehave({ match: { path: '/v1/projects/*/messages:send' }, answer: refusal });
		const done = await run();
		expect(done.status).toBe('success');
		expect(done.node('Not asked: next night again').items()).toHaveLength(8);
		expect(done.ran).not.toContain('Unsubscribe from topic');
		expect(await n8n.tables.rows(table)).toEqual([]);
	});

	it('can be published', async () => {
		await n8n.publish(id);
		await n8n.unpublish(id);
	});
});

describe('Token list to topic', () => {
	const { id } = example('token-list');

	it('subscribes the living tokens and writes the others to a file, each with its reason', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		const subscribed = await csvRows(run.node('Subscribed: file').file());
		expect(subscribed).toEqual(
			['ana', 'carla', 'david', 'finn'].map((userId) => ({
				userId,
				registrationToken: `${userId}-phone:APA91bExampleToken`,
				topic: 'winter-news',
			})),
		);
		expect(await sandbox.subscribers('winter-news')).toEqual(
			subscribed.map(({ registrationToken }) => registrationToken),
		);
		const failures = await csvRows(run.node('Failures: file').file());
		expect(failures.map(({ userId, code }) => [userId, code])).toEqual([
			['ben', 'NOT_FOUND'],
			['eva', 'NOT_FOUND'],
			['gus', 'INVALID_ARGUMENT'],
			['hana', 'EMPTY_PARAMETER'],
			['ivan', 'INVALID_TOKEN_FORMAT'],
		]);
		for (const { reason, advice } of failures) {
			expect(reason).not.toBe('');
			expect(advice).not.toBe('');
		}
		// Seven are asked about, four are alive; nothing reaches a phone.
		expect(await sandbox.requests('/v1/projects/*/messages:send')).toHaveLength(7);
		const { deliveredMessages, validatedMessages } = await sandbox.google();
		expect([deliveredMessages, validatedMessages]).toEqual([[], 4]);
	});
});

describe('Large table in chunks', () => {
	const { id } = example('large-table');
	const [chunkTable, failureTable] = ['Large table: chunks', 'Large table: failures'];
	const finished = async () =>
		(await n8n.tables.rows(chunkTable).catch(() => [])).filter(({ state }) => state === 'finished');
	beforeEach(async () => {
		await n8n.tables.drop(chunkTable);
		await n8n.tables.drop(failureTable);
		await n8n.publish(id);
	});
	afterEach(() => n8n.unpublish(id));

	// All of its million rows, and what becomes of them under faults, are test/queue's business.
	it('goes on where it was stopped', { timeout: 400_000 }, async () => {
		const run = await n8n.start(id, { trigger: 'Start' });
		await expect
			.poll(async () => (await finished()).length, { timeout: 120_000, interval: 500 })
			.toBeGreaterThan(2);
		await n8n.stop(run);
		expect((await n8n.finished(run)).status).toBe('canceled');
		await n8n.allFinished(id);
		const done = await finished();
		const tokens = (await sandbox.requests('/iid/v1:batchAdd')).flatMap(
			({ body }) => (body as { registration_tokens: string[] }).registration_tokens,
		);
		expect(new Set(tokens).size).toBe(tokens.length);
		const refused = (await n8n.tables.rows(failureTable)).filter(({ code }) => code === 'NOT_FOUND');
		expect(refused.map(({ row }) => row)).toContain(1500);
		expect(await sandbox.subscribers('summer-sale-2027')).toHaveLength(tokens.length - refused.length);

		const again = await n8n.start(id, { trigger: 'Start' });
		await expect
			.poll(async () => (await finished()).length, { timeout: 120_000, interval: 500 })
			.toBeGreaterThan(done.length);
		await n8n.stop(again);
		await n8n.allFinished(id);
		const later = (await sandbox.requests('/iid/v1:batchAdd')).flatMap(
			({ body }) => (body as { registration_tokens: string[] }).registration_tokens,
		);
		// No row of a finished chunk was asked for again.
		expect(new Set(later).size).toBe(later.length);
	});
});

describe('APNs migration to Firebase', () => {
	const { id } = example('apns-migration');

	it('subscribes the imported tokens and writes results and failures to two files', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		const migrated = run.node('Migrated: file').file();
		expect(migrated.fileName).toBe('migrated.csv');
		const rows = await csvRows(migrated);
		expect(rows.map(({ userId }) => userId)).toEqual(['ana', 'ben', 'carla', 'david', 'eva', 'hana']);
		expect(rows.map(({ topic }) => topic)).toEqual(rows.map(() => 'ios-news'));
		expect(await sandbox.subscribers('ios-news')).toEqual(
			rows.map(({ registrationToken }) => registrationToken),
		);
		const imports = await sandbox.imports();
		expect(imports.map(({ apnsToken }) => apnsToken).sort()).toEqual(
			rows.map(({ apnsToken }) => apnsToken).sort(),
		);
		expect(imports.filter((token) => token.sandbox)).toMatchObject([{ apnsToken: '2b4d6f80'.repeat(8) }]);

		const failures = run.node('Failures: file').file();
		expect(failures.fileName).toBe('failures.csv');
		expect(await csvRows(failures)).toEqual([
			{
				userId: 'finn',
				apnsToken: expect.any(String) as string,
				reason: expect.stringContaining('odd number of digits') as string,
				code: 'INVALID_TOKEN_FORMAT',
			},
			{
				userId: 'gus',
				apnsToken: 'deadbeef'.repeat(8),
				reason: expect.stringContaining('refused the APNs token') as string,
				code: 'Internal Server Error',
			},
		]);
	});

	it('puts failures of both steps in one file', async () => {
		await sandbox.misbehave({
			match: { path: '/iid/v1:batchAdd' },
			answer: { status: 403, body: { error: 'PERMISSION_DENIED' } },
		});
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect(run.ran).not.toContain('Migrated: file');
		const rows = await csvRows(run.node('Failures: file').file());
		expect(rows.map(({ userId }) => userId).sort()).toEqual([
			'ana',
			'ben',
			'carla',
			'david',
			'eva',
			'finn',
			'gus',
			'hana',
		]);
		for (const { apnsToken, reason } of rows) {
			expect(apnsToken).not.toBe('');
			expect(reason).not.toBe('');
		}
	});
});

describe('Move devices to another topic', () => {
	const { id } = example('topic-move');
	const gone = [100, 500, 900].map((number) => `device-0${number}:APA91bExampleToken`);

	it('moves those that could be subscribed and leaves the others where they are', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect(run.node('Moved').json()).toEqual([{ count_registrationToken: 1197 }]);
		expect(await sandbox.subscribers('autumn-sale')).toHaveLength(1197);
		expect(await sandbox.subscribers('summer-sale')).toEqual(gone);
		expect(run.node('Still on the old topic').json()).toEqual(
			gone.map((registrationToken) => ({
				registrationToken,
				reason: expect.stringContaining('no longer registered') as string,
				code: 'NOT_FOUND',
			})),
		);
		expect(run.ran).not.toContain('On both topics');
		expect(await sandbox.requests('/iid/v1:batch*')).toHaveLength(4);
	});

	it('leaves nobody without a topic when unsubscribing fails', async () => {
		await sandbox.misbehave({
			match: { path: '/iid/v1:batchRemove', nth: 1 },
			answer: { status: 403, body: { error: 'PERMISSION_DENIED' } },
		});
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect(await sandbox.subscribers('autumn-sale')).toHaveLength(1197);
		const stuck = run
			.node('On both topics')
			.json()
			.map(({ registrationToken }) => registrationToken);
		expect(stuck.length).toBeGreaterThan(0);
		expect((await sandbox.subscribers('summer-sale')).sort()).toEqual([...gone, ...stuck].sort());
	});
});

describe('Web push subscriptions from a webhook', () => {
	const { id } = example('web-subscription-webhook');
	const path = 'web-push-subscription';
	const sample = example('web-subscription-webhook').pinData!['Visitor subscribed']![0]!.json.body;

	it('runs with the pinned sample subscription', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect(run.ran).toEqual([
			'Visitor subscribed',
			'Get registration token',
			'Subscribe to topic',
			'Answer: subscribed',
		]);
	});

	describe('published', () => {
		beforeEach(() => n8n.publish(id));
		afterEach(() => n8n.unpublish(id));

		it('answers with the registration token, which is subscribed', async () => {
			const { status, body, headers } = await n8n.callWebhook(path, sample, {
				origin: 'https://www.example.com',
			});
			const [registrationToken] = await sandbox.subscribers('web-news');
			expect({ status, body }).toEqual({ status: 201, body: { registrationToken, topic: 'web-news' } });
			expect((await sandbox.google()).webSubscriptions).toEqual([registrationToken]);
			expect(headers.get('access-control-allow-origin')).toBe('https://www.example.com');
		});

		it('answers 422 to what is no subscription', async () => {
			const { status, body } = await n8n.callWebhook(path, { endpoint: 'https://push.example.net/x' });
			expect(status).toBe(422);
			expect(body).toEqual({ reason: expect.stringContaining("'Push Subscription'") as string });
			expect(await sandbox.requests('/v1/web/*')).toEqual([]);
		});

		it('answers 502 when Google has withdrawn the service', async () => {
			await sandbox.seed({ google: { settings: { webPushAvailable: false } } });
			const { status, body } = await n8n.callWebhook(path, sample);
			expect(status).toBe(502);
			expect(body).toEqual({ reason: expect.stringContaining('Google') as string });
			expect(await sandbox.subscribers('web-news')).toEqual([]);
		});
	});
});

describe('Subscribe, then send to the topic', () => {
	const { id } = example('topic-send');

	it('sends one message, which reaches all that were subscribed', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		const sends = await sandbox.requests('/v1/projects/*/messages:send');
		expect(sends.map(({ body }) => body)).toMatchObject([
			{ message: { topic: 'flash-sale', notification: { title: 'Only today: two for one' } } },
		]);
		expect(run.node('Send to the topic').json()).toMatchObject([{ topic: 'flash-sale', success: true }]);
		expect(await sandbox.subscribers('flash-sale')).toHaveLength(199);
		expect(run.node('Not subscribed').json()).toMatchObject([
			{ registrationToken: 'device-0100:APA91bExampleToken', code: 'NOT_FOUND' },
		]);
	});
});

describe('Send to a table and delete the dead ones', () => {
	const { id } = example('table-send');
	const table = 'Device tokens';
	const people = (rows: unknown) => (rows as Array<{ userId: string }>).map(({ userId }) => userId).sort();
	beforeEach(() => n8n.tables.drop(table));

	it('deletes those that are gone, and no other', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect(run.node('Sent').json()).toMatchObject([{ count_registrationToken: 5 }]);
		expect(people(await n8n.tables.rows(table))).toEqual(['ana', 'carla', 'david', 'finn', 'gus', 'hana']);
		expect(run.node('Keep, look at by hand').json()).toMatchObject([
			{ registrationToken: 'gus-phone:APA91bExampleToken', mayHaveArrived: 'no' },
		]);
	});

	it('deletes nothing when a proxy answers', async () => {
		await sandbox.misbehave({
			match: { path: '/v1/projects/*/messages:send' },
			answer: { status: 404, body: '<html>Not found</html>' },
		});
		const run = await n8n.run(id);
		expect(run.ran).not.toContain('Delete the row');
		expect(await n8n.tables.rows(table)).toHaveLength(8);
	});
});

describe('Alert to my phones by webhook', () => {
	const { id } = example('alert-webhook');

	it('rings the phones that there are, and answers', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		const sends = await sandbox.requests('/v1/projects/*/messages:send');
		expect(sends).toHaveLength(3);
		expect(sends[0]!.body).toMatchObject({
			message: {
				android: {
					priority: 'HIGH',
					ttl: '3600s',
					collapse_key: 'disk-db1',
					notification: { channel_id: 'alerts', tag: 'disk-db1' },
				},
				data: { alertId: 'disk-db1' },
			},
		});
		expect(
			run
				.node('Send to my phones')
				.json()
				.filter(({ success }) => success === true),
		).toHaveLength(2);
		expect(run.ran).toContain('Answer');
	});
});
