import { beforeEach, describe, expect, it } from 'vitest';
import { saveWorkflow } from '../browser/workflows.mts';
import { MemoryProbe } from '../support/memory.mts';
import { freshSandbox, logFile, n8n, pid, sandbox } from '../support.mts';

/** Enough for a run that stays in memory to be seen: some 2 MB each. */
const ROWS = 2000;
const WARM_UP = 10;
const RUNS = 50;
/** A tenth of what the runs would leave behind if their items were held; n8n keeps caches of its own. */
const STEADY_BYTES = 10_000_000;

beforeEach(freshSandbox);

/** Webhook → Split Out → Subscribe, which answers with what the last node gave. */
async function publishedWorkflow(path: string): Promise<string> {
	const { id } = await saveWorkflow(`Webhook ${path}`, [
		{
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			parameters: {
				httpMethod: 'POST',
				path,
				responseMode: 'lastNode',
				responseData: 'allEntries',
				options: {},
			},
		},
		{
			name: 'Tokens',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'body.tokens', options: {} },
		},
		{
			name: 'Subscribe',
			type: 'topicBatch',
			parameters: { service: 'instanceId', topic: 'news', registrationIds: '={{ $json["body.tokens"] }}' },
			onError: 'continueErrorOutput',
		},
	]);
	await n8n.publish(id);
	return id;
}

describe('a published workflow', () => {
	it('answers its webhook with the results', async () => {
		const id = await publishedWorkflow('subscribe');
		try {
			const tokens = ['ana', 'ben', 'carla'].map((name) => `${name}-phone:APA91bExampleToken`);
			const { status, body } = await n8n.callWebhook('subscribe', { tokens });
			expect(status).toBe(200);
			expect(body).toEqual([
				{ registrationToken: tokens[0], topic: 'news', operation: 'subscribe', success: true, attempts: 1 },
				{ registrationToken: tokens[2], topic: 'news', operation: 'subscribe', success: true, attempts: 1 },
			]);
			const run = await n8n.newestExecution(id);
			expect(run.node('Subscribe').json(1)).toEqual([
				expect.objectContaining({
					error: expect.any(String),
					details: expect.objectContaining({ code: 'NOT_FOUND' }),
				}),
			]);
		} finally {
			await n8n.unpublish(id);
		}
	});

	it(`holds its memory steady over ${RUNS} runs in a row`, async () => {
		const id = await publishedWorkflow('memory');
		const probe = await MemoryProbe.connect(pid, logFile);
		try {
			for (let run = 0; run < WARM_UP; run += 1) await callWithNewTokens(run);
			const before = await probe.usedHeap();
			for (let run = 0; run < RUNS; run += 1) await callWithNewTokens(WARM_UP + run);
			const grown = (await probe.usedHeap()) - before;
			expect(grown, 'bytes that 50 runs left on the heap').toBeLessThan(STEADY_BYTES);
			const subscribed = (await sandbox.subscribers('news')).filter((token) => token.startsWith('run-'));
			expect(subscribed).toHaveLength(ROWS * (WARM_UP + RUNS));
		} finally {
			probe.close();
			await n8n.unpublish(id);
		}
	});

	async function callWithNewTokens(run: number): Promise<void> {
		const tokens = Array.from({ length: ROWS }, (_, row) => `run-${run}-device-${row}:APA91bExampleToken`);
		const { status, body } = await n8n.callWebhook('memory', { tokens });
		expect(status).toBe(200);
		expect(body).toHaveLength(ROWS);
	}
});
