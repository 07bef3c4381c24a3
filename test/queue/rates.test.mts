import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry } from '../../playground/sandbox/index.mts';
import { code, executions, n8n, publishedCall, queue, sandbox, subscribe, tokenRows } from './support.mts';
import type { Published } from './support.mts';

const CREATE_MESSAGE = '/json/1.3/createMessage';
const SUBSCRIPTIONS = '/v1/projects/*/topicSubscriptions*';

interface Rates {
	what: string;
	requests: number;
	/** Most that arrived within any such window. */
	window: string;
	peak: number;
	/** Over the whole time. */
	perSecond: number;
	answered429: number;
}

const table: Rates[] = [];

beforeEach(async () => await sandbox.reset());

afterAll(() => {
	console.table(table);
});

/** The most requests that arrived within any window. */
function peakOf(entries: LogEntry[], windowMs: number): number {
	const times = entries.map(({ startedAt }) => startedAt).sort((one, other) => one - other);
	return Math.max(
		0,
		...times.map((from) => times.filter((time) => time >= from && time < from + windowMs).length),
	);
}

/** Seconds from the first arrival to the last answer. */
function spanOf(entries: LogEntry[]): number {
	const first = Math.min(...entries.map(({ startedAt }) => startedAt));
	return (Math.max(...entries.map(({ endedAt }) => endedAt)) - first) / 1000;
}

async function measure(what: string, path: string, windowMs: number): Promise<Rates> {
	const entries = await sandbox.requests(path);
	const rates = {
		what,
		requests: entries.length,
		window: `${windowMs / 1000} s`,
		peak: peakOf(entries, windowMs),
		perSecond: Math.round((entries.length / spanOf(entries)) * 10) / 10,
		answered429: entries.filter(({ status }) => status === 429).length,
	};
	table.push(rates);
	return rates;
}

/** A workflow that sends a push of its own to each of so many users. */
async function pushes(perRun: number, requestsPerMinute: number): Promise<Published> {
	return await publishedCall('Push', [
		code(`const { first } = $('Call').first().json.body;
return Array.from({ length: ${perRun} }, (_, index) => ({ json: { user: 'user-' + (first + index) } }));`),
		{
			name: 'Send',
			type: 'n8n-nodes-pushwoosh-fcm.sendPush',
			typeVersion: 1,
			parameters: {
				application: { __rl: true, mode: 'code', value: 'AAAAA-00000' },
				userIds: '={{ $json.user }}',
				content: '=Hello {{ $json.user }}',
				options: { requestsPerMinute, combineItems: false },
			},
			credentials: { pushwooshApi: { id: 'pushwooshApi', name: 'Pushwoosh account' } },
		},
	]);
}

/** One run for each worker, at the same time. */
async function runOnBoth({ id, path }: Published, perRun: number): Promise<void> {
	const answers = await Promise.all(
		[0, 1].map(async (run) => await n8n.callWebhook(path, { first: run * perRun })),
	);
	expect(answers.map(({ status }) => status)).toEqual([200, 200]);
	const ran = await Promise.all(
		(await executions(id)).map(async (execution) => await queue.call('workersOf', execution.id)),
	);
	expect(new Set(ran.flat()).size).toBe(2);
}

async function expectOnePushEach(count: number): Promise<void> {
	const reached = (await sandbox.messages()).flatMap(({ recipients }) => recipients);
	expect(reached).toHaveLength(count);
	expect(new Set(reached).size).toBe(count);
}

describe('Requests per Minute of Send Push', () => {
	it('divided by the number of workers keeps within the limit of the account', async () => {
		// The account's limit is 120 here, so each of two workers gets 60.
		await sandbox.seed({ pushwoosh: { settings: { rateLimit: { perMinute: 120 } } } });
		await runOnBoth(await pushes(62, 60), 62);
		const { peak, answered429 } = await measure(
			'Send Push, 60 a minute on each of two workers',
			CREATE_MESSAGE,
			60_000,
		);
		expect(peak).toBeLessThanOrEqual(120);
		expect(peak).toBeGreaterThan(60);
		expect(answered429).toBe(0);
		await expectOnePushEach(124);
	});

	it('meets answers 429 and sends each push once all the same', async () => {
		await sandbox.switch({ service: 'pushwoosh', limitEvery: 4, retryAfter: 1 });
		await runOnBoth(await pushes(16, 600), 16);
		const { answered429 } = await measure(
			'Send Push, every fourth request answered 429',
			CREATE_MESSAGE,
			60_000,
		);
		expect(answered429).toBeGreaterThan(0);
		await expectOnePushEach(32);
	});
});

describe('Topic Batch through Instance ID', () => {
	it('subscribes every token when both workers together exceed the quota', async () => {
		// Each worker goes as fast as it can until it is held back, and keeps to 3,000 tokens a second on its own then.
		const perRun = 9000;
		await sandbox.seed({ google: { settings: { changesPerSecond: 3000 } } });
		const workflow = await publishedCall('Subscribe', [tokenRows(perRun), subscribe('instanceId')]);
		await runOnBoth(workflow, perRun);
		const { answered429 } = await measure(
			'Instance ID, quota of 3,000 tokens a second, 1,000 in a request',
			'/iid/v1:batchAdd',
			1000,
		);
		expect(answered429).toBeGreaterThan(0);
		expect(await sandbox.subscribers('news')).toHaveLength(2 * perRun);
	});
});

describe('Topic Batch through FCM', () => {
	it('subscribes every token when both workers together exceed the quota', async () => {
		const perRun = 500;
		await sandbox.seed({ google: { settings: { changesPerSecond: 150 } } });
		const workflow = await publishedCall('Subscribe', [tokenRows(perRun), subscribe('fcm')]);
		await runOnBoth(workflow, perRun);
		const { answered429 } = await measure('FCM, quota of 150 changes a second', SUBSCRIPTIONS, 1000);
		expect(answered429).toBeGreaterThan(0);
		expect(await sandbox.subscribers('news')).toHaveLength(2 * perRun);
	});

	it('stays below the quota of 3,000 changes a second with two workers', async () => {
		const perRun = 2000;
		await sandbox.seed({ google: { settings: { changesPerSecond: 3000 } }, log: { mode: 'light' } });
		const workflow = await publishedCall('Subscribe', [tokenRows(perRun), subscribe('fcm')]);
		await runOnBoth(workflow, perRun);
		const { peak, answered429 } = await measure('FCM, quota of 3,000 changes a second', SUBSCRIPTIONS, 1000);
		await sandbox.seed({ log: { mode: 'full' } });
		expect(peak).toBeLessThanOrEqual(3000);
		expect(answered429).toBe(0);
		expect(await sandbox.subscribers('news')).toHaveLength(2 * perRun);
	});
});
