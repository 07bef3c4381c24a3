import { beforeEach, describe, expect, it } from 'vitest';
import { example, freshSandbox, n8n, sandbox } from './support.mts';

beforeEach(freshSandbox);

describe('Yesterday’s figures into a sheet', () => {
	const { id } = example('statistics-sheet');

	it('makes a file of them', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect(run.node('Yesterday’s messages').json()[0]).toMatchObject({ deliveryRate: 0.9 });
		expect(await sandbox.requests('/api/v2/messages:list')).toHaveLength(1);
	});
});

describe('What became of this push', () => {
	const { id } = example('push-outcome');

	it('goes one of two ways when the figures have settled', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect(run.node('Wait for its figures').json()).toMatchObject([{ sends: 3 }]);
	});
});

describe('Configuration kept in a table', () => {
	const { id } = example('configuration-table');

	it('changes nothing in the second run', async () => {
		for (const outcome of ['created', 'unchanged']) {
			const run = await n8n.run(id);
			expect(run.status).toBe('success');
			expect(run.node('Presets').json()).toMatchObject([{ outcome }, { outcome }]);
			expect(run.node('Tags').json()).toMatchObject([{ outcome }, { outcome }]);
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
		const mails = await sandbox.requests('/json/1.3/createEmailMessage');
		const texts = await sandbox.requests('/json/1.3/createSMSMessage');
		expect([mails.length, texts.length]).toEqual([1, 1]);
	});
});
