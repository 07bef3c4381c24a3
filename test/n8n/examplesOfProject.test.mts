import { beforeEach, describe, expect, it } from 'vitest';
import { example, freshSandbox, n8n, sandbox } from './support.mts';

beforeEach(freshSandbox);

describe('Yesterday’s figures into a sheet', () => {
	const { id } = example('statistics-sheet');

	it('has 2,500 messages in three pages, a row each', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		const rows = run.node('Yesterday’s messages').json();
		expect(rows[0]).toMatchObject({ deliveryRate: 0.9, openRate: expect.any(Number) as number });
		expect(new Set(rows.map(({ code }) => code)).size).toBe(2500);
		const asked = await sandbox.requests('/api/v2/messages:list');
		expect(asked.map(({ body }) => (body as { page: number }).page)).toEqual([0, 1, 2]);
		expect(run.node('Make a CSV file').json()).toHaveLength(1);
	});
});

describe('What became of this push', () => {
	const { id } = example('push-outcome');

	it('goes one of two ways when the figures have settled', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		const [figures] = run.node('Wait for its figures').json();
		// Each of the three users has two devices.
		expect(figures).toMatchObject({ sends: 6 });
		const sent = await sandbox.messages();
		expect(sent.map(({ code }) => code)).toEqual([figures.code]);
		// Twice while they grow, once grown, and once to see that they don't grow any more.
		expect(await sandbox.requests('/api/v2/messages:list')).toHaveLength(4);
		const way = Number(figures.openRate) >= 0.2 ? 'Plan the next one' : 'Try another text';
		expect(run.ran.at(-1)).toBe(way);
	});
});

describe('Configuration kept in a table', () => {
	const { id } = example('configuration-table');

	it('changes nothing in the second run', async () => {
		let changes: unknown;
		for (const outcome of ['created', 'unchanged']) {
			const run = await n8n.run(id);
			expect(run.status).toBe('success');
			expect(run.node('Presets').json()).toMatchObject([{ outcome }, { outcome }]);
			expect(run.node('Tags').json()).toMatchObject([{ outcome }, { outcome }]);
			const books = await sandbox.books();
			expect(books.geozones.map(({ name }) => name)).toEqual(['Shop Madrid']);
			expect(books.changes).toHaveLength(5);
			expect(books.changes).toEqual(changes ?? books.changes);
			({ changes } = books);
		}
		expect(await sandbox.requests('/json/1.3/createPreset')).toHaveLength(2);
		expect(await sandbox.requests('/json/1.3/addTag')).toHaveLength(2);
		expect(await sandbox.requests('/json/1.3/addGeoZone')).toHaveLength(1);
	});
});

describe('Order confirmation by push, e-mail and SMS', () => {
	const { id } = example('order-confirmation');

	it('writes to those whom a push certainly did not reach', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect((await sandbox.messages()).flatMap(({ recipients }) => recipients)).toContain('device-001');
		const { channelMessages } = await sandbox.books();
		expect(channelMessages.map(({ kind, recipients }) => [kind, recipients]).sort()).toEqual([
			['email', ['ben@example.com']],
			['sms', ['+34600100201']],
		]);
	});

	it('sends nothing after a push of which it isn’t known', async () => {
		await sandbox.misbehave({
			match: { path: '/json/1.3/createMessage' },
			answer: { connection: 'resetAfterActing' },
		});
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect(run.node('Look into it').json()).toHaveLength(2);
		expect((await sandbox.books()).channelMessages).toEqual([]);
	});
});
