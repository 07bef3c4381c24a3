import { beforeEach, describe, expect, it } from 'vitest';
import { saveWorkflow } from '../browser/workflows.mts';
import { MemoryProbe } from '../support/memory.mts';
import { freshSandbox, logFile, n8n, pid, sandbox } from '../support.mts';

/** Enough rows that a run which stays in memory is seen: some 2 MB each. */
const ROWS = 2000;
const WARM_UP = 10;
const RUNS = 50;
/** n8n keeps caches of its own; one run that isn't let go would take more than this in 50. */
const STEADY_BYTES = 25_000_000;

beforeEach(freshSandbox);

/** Webhook → Split Out → Subscribe, which answers with what the last node gave. */
async function publishedWorkflow(path: string): Promise<string> {
	const { id } = await saveWorkflow(`Webhook ${path}`, [
		{
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries', options: {} },
		},
		{ name: 'Tokens', type: 'n8n-nodes-base.splitOut', parameters: { fieldToSplitOut: 'body.tokens', options: {} } },
		{
			name: 'Subscribe',
			type: 'topicBatch',
			parameters: { topic: 'news', registrationIds: '={{ $json["body.tokens"] }}' },
			onError: 'continueErrorOutput',
		},
	]);
	await n8n.publish(id);
	return id;
}

describe('a published workflow', () => {
	it('answers its webhook with the results', async () => {
		const id = await publishedWorkflow('subscribe');
		const tokens = ['ana-phone:APA91bExampleToken', 'carla-phone:APA91bExampleToken'];
		const { status, body } = await n8n.callWebhook('subscribe', { tokens });
		console.log(status, JSON.stringify(body));
		expect(status).toBe(200);
		await n8n.unpublish(id);
	});

	it(`holds its memory steady over ${RUNS} runs in a row`, async () => {
		const id = await publishedWorkflow('memory');
		const probe = await MemoryProbe.connect(pid, logFile);
		try {
			const tokens = (run: number) => Array.from({ length: ROWS }, (_, index) => `run-${run}-device-${index}:APA91bExampleToken`);
			const call = async (run: number) => {
				const { status, body } = await n8n.callWebhook('memory', { tokens: tokens(run) });
				expect(status).toBe(200);
				expect(body).toHaveLength(ROWS);
			};
			for (let run = 0; run < WARM_UP; run += 1) await call(run);
			const before = await probe.usedHeap();
			for (let run = 0; run < RUNS; run += 1) { await call(WARM_UP + run); if (run % 10 === 9) console.log(run, (await probe.usedHeap()) / 1e6); }
			const after = await probe.usedHeap();
			console.log(before / 1e6, after / 1e6);
			expect(after - before).toBeLessThan(STEADY_BYTES);
			expect(await sandbox.subscribers('news')).toHaveLength(8 + ROWS * (WARM_UP + RUNS));
		} finally {
			probe.close();
			await n8n.unpublish(id);
		}
	});
});
