import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { executions, n8n, publishedCall, queue, sandbox, subscribe, tokenRows, WORKERS } from './support.mts';
import type { Published } from './support.mts';

const PER_RUN = 50;
const table: Array<{ what: string; runs: number; workers: number; exchanges: number }> = [];
let workflow: Published;

afterAll(() => {
	console.table(table);
});

/** A workflow with a credential of its own that nobody has signed in with yet. */
beforeEach(async () => {
	await sandbox.reset();
	const { id } = await n8n.api.call<{ id: string }>('POST', '/rest/credentials', {
		name: `Service account ${Date.now()}`,
		type: 'googleFcmServiceAccountApi',
		data: {
			privateKey: JSON.stringify(await sandbox.serviceAccountKey()),
			otherAddresses: true,
			iidUrl: sandbox.url,
			fcmUrl: sandbox.url,
			tokenUrl: `${sandbox.url}/token`,
		},
	});
	workflow = await publishedCall('Sign in', [tokenRows(PER_RUN), subscribe('instanceId', id)]);
});

/** Calls the workflow so many times at once and waits for all of them. */
async function callTimes(times: number, start: number): Promise<void> {
	const calls = Array.from(
		{ length: times },
		async (_, index) => await n8n.callWebhook(workflow.path, { first: (start + index) * PER_RUN }),
	);
	const answers = await Promise.all(calls);
	expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
}

/** @returns how often somebody has signed in */
async function exchanges(what: string): Promise<number> {
	const ofRuns = await executions(workflow.id);
	const ran = await Promise.all(ofRuns.map(async ({ id }) => await queue.call('workersOf', id)));
	const row = {
		what,
		runs: ofRuns.length,
		workers: new Set(ran.flat()).size,
		exchanges: (await sandbox.requests('/token')).length,
	};
	table.push(row);
	// Otherwise nothing is shown.
	if (row.runs > 1) expect(row.workers).toBeGreaterThan(1);
	return row.exchanges;
}

describe('One credential, two workers', () => {
	it('signs in once per worker at most, however many runs begin together', async () => {
		await callTimes(20, 0);
		expect(await sandbox.subscribers('news')).toHaveLength(20 * PER_RUN);
		expect(await exchanges('20 runs at once')).toBeLessThanOrEqual(WORKERS);
	});

	it('signs in once per worker at most, also while n8n can’t store the access token', async () => {
		await queue.call('lock', 'credentials_entity', 6000);
		const first = callTimes(10, 0);
		await pause(3000);
		await Promise.all([first, callTimes(10, 10)]);
		expect(await sandbox.subscribers('news')).toHaveLength(20 * PER_RUN);
		expect(await exchanges('20 runs while it can’t be stored')).toBeLessThanOrEqual(WORKERS);
	});

	it('uses on one worker what the other has stored', async () => {
		await callTimes(1, 0);
		expect(await exchanges('one run')).toBe(1);
		await callTimes(12, 1);
		expect(await exchanges('and 12 more when it is stored')).toBe(1);
	});
});
