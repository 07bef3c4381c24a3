import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { executions, n8n, publish, publishedCall, queue, sandbox, subscribe, until } from './support.mts';
import type { Step } from './support.mts';

const CHUNKS = Number(process.env.QUEUE_CHUNKS || 8);
const ROWS = Number(process.env.QUEUE_CHUNK_ROWS || 2000);

const table: Array<{ way: string; seconds: number; executionsFromTheQueue: number; workers: number }> = [];

beforeEach(async () => await sandbox.reset());

afterAll(() => {
	console.table(table);
});

const chunkList: Step = {
	name: 'Chunks',
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: {
		jsCode: `return Array.from({ length: ${CHUNKS} }, (_, index) => ({ json: { first: index * ${ROWS} } }));`,
	},
};

/** A chunk, whether it comes by a webhook or from the workflow above. */
const rowsOfChunk: Step = {
	name: 'Rows',
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: {
		jsCode: `const { first } = $input.first().json.body ?? $input.first().json;
return Array.from({ length: ${ROWS} }, (_, index) => ({ json: { token: 'phone-' + (first + index) + ':APA91bExampleToken' } }));`,
	},
};

/** @returns the ID of a workflow that does one chunk when another workflow calls it */
async function subWorkflow(): Promise<string> {
	const trigger = {
		name: 'Called',
		type: 'n8n-nodes-base.executeWorkflowTrigger',
		typeVersion: 1.1,
		parameters: { inputSource: 'passthrough' },
	};
	const nodes = [trigger, rowsOfChunk, subscribe('instanceId')].map((step, index) => ({
		id: `sub-${index}`,
		position: [index * 224, 0] as [number, number],
		...step,
	}));
	const link = (to: string) => ({ main: [[{ node: to, type: 'main' as const, index: 0 }]] });
	return await publish({
		name: 'One chunk',
		nodes,
		connections: { Called: link('Rows'), Rows: link('Subscribe') },
	});
}

/** Calls the workflow that hands out the chunks and waits until the last of them has arrived. */
async function handOut(
	way: string,
	{ path, id }: { path: string; id: string },
	chunkWorkflow: string,
): Promise<(typeof table)[number]> {
	const started = Date.now();
	const answer = await n8n.callWebhook(path, {});
	expect(answer.status).toBe(200);
	await until('all chunks', async () => (await sandbox.subscribers('news')).length === CHUNKS * ROWS);
	const lastAt = Math.max(...(await sandbox.requests('/iid/v1:batchAdd')).map(({ endedAt }) => endedAt));
	const ofChunks = await until('the executions’ ends', async () => {
		const all = await queue.call(
			'query',
			`SELECT id FROM execution_entity WHERE "workflowId" = '${chunkWorkflow}' AND status = 'success'`,
		);
		return all.length === CHUNKS && all;
	});
	const workers = await Promise.all(
		ofChunks.map(async (execution) => await queue.call('workersOf', execution)),
	);
	const [parent] = await executions(id);
	const ofParent = parent === undefined ? [] : await queue.call('workersOf', parent.id);
	const fromTheQueue = workers.filter((each) => each.length > 0);
	const row = {
		way,
		seconds: Math.round(lastAt - started) / 1000,
		executionsFromTheQueue: fromTheQueue.length,
		workers: new Set(fromTheQueue.length > 0 ? workers.flat() : ofParent).size,
	};
	table.push(row);
	return row;
}

describe('Chunks handed out', () => {
	const executeSubWorkflow = (id: string, waitForSubWorkflow: boolean): Step => ({
		name: 'Do chunk',
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.2,
		parameters: {
			workflowId: { __rl: true, mode: 'id', value: id },
			mode: 'each',
			options: { waitForSubWorkflow },
		},
	});

	it.each([true, false])(
		'by Execute Sub-workflow (waiting: %s) all run in the process that called',
		async (waiting) => {
			const chunk = await subWorkflow();
			const workflow = await publishedCall('Hand out', [chunkList, executeSubWorkflow(chunk, waiting)]);
			const row = await handOut(
				`Execute Sub-workflow, ${waiting ? 'waiting' : 'not waiting'}`,
				workflow,
				chunk,
			);
			expect(row).toMatchObject({ executionsFromTheQueue: 0, workers: 1 });
		},
	);

	it('by a webhook run on every worker', async () => {
		const chunk = await publishedCall('One chunk', [rowsOfChunk, subscribe('instanceId')], 'onReceived');
		const workflow = await publishedCall('Hand out', [
			chunkList,
			{
				name: 'Do chunk',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: `${n8n.url}/webhook/${chunk.path}`,
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ $json }}',
					options: {},
				},
			},
		]);
		const row = await handOut('Webhook', workflow, chunk.id);
		expect(row.executionsFromTheQueue).toBe(CHUNKS);
		expect(row.workers).toBeGreaterThan(1);
	});
});
