import { beforeEach, describe, expect, it } from 'vitest';
import {
	CHUNKS,
	chunks,
	executions,
	FAILURES,
	n8n,
	publishLargeTable,
	pushedUsers,
	queue,
	sandbox,
	users,
	withPushes,
	WORKERS,
} from './support.mts';

beforeEach(async () => {
	await sandbox.reset();
	await n8n.tables.drop(CHUNKS);
	await n8n.tables.drop(FAILURES);
});

const BATCH_ADD = '/iid/v1:batchAdd';

describe('Large table in chunks', () => {
	it('does every row once, on both workers, and gathers results and failures', async () => {
		const { id } = await publishLargeTable({ rows: 34_500, chunkSize: 3000, atOnce: 6 });
		const run = await n8n.run(id, { trigger: 'Start', timeoutMs: 280_000 });
		expect(run.error).toBeUndefined();
		expect(run.status).toBe('success');

		const requests = await sandbox.requests(BATCH_ADD);
		const tokens = requests.flatMap(
			({ body }) => (body as { registration_tokens: string[] }).registration_tokens,
		);
		// Every 4,000th row has no token.
		expect(tokens).toHaveLength(34_500 - 8);
		expect(new Set(tokens).size).toBe(tokens.length);
		expect(await sandbox.subscribers('summer-sale-2027')).toHaveLength(tokens.length);

		expect(run.node('All finished').json()).toEqual([
			{
				next: 'end',
				job: 'Summer sale 2027',
				chunks: 12,
				finished: 12,
				underWay: 0,
				notFinished: 0,
				rowsDone: 34_492,
				rowsFailed: 8,
				reason: expect.any(String) as string,
			},
		]);
		const rows = await chunks();
		expect(
			rows.map(({ chunk, size, state, done, failed }) => ({
				chunk,
				size,
				state,
				sum: Number(done) + Number(failed),
			})),
		).toEqual(
			Array.from({ length: 12 }, (_, index) => {
				const size = index === 11 ? 1500 : 3000;
				return { chunk: index + 1, size, state: 'finished', sum: size };
			}),
		);
		const failures = await n8n.tables.rows(FAILURES);
		expect(failures.map(({ row, code }) => [row, code]).sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual(
			Array.from({ length: 8 }, (_, index) => [(index + 1) * 4000, 'EMPTY_PARAMETER']),
		);
		const workers = await Promise.all(
			rows.map(async ({ execution }) => await queue.call('workersOf', String(execution))),
		);
		expect(new Set(workers.flat()).size).toBeGreaterThan(1);
		// Those that went well aren't kept.
		expect(await executions(id)).toEqual([]);
	});

	it('does only what did not finish when it is run again', async () => {
		const { id } = await publishLargeTable({ rows: 8000, chunkSize: 2000, atOnce: 2 });
		// One chunk's second request fails for good.
		const refusal = { status: 403, body: { error: 'PERMISSION_DENIED' } };
		await sandbox.misbehave({ match: { path: BATCH_ADD, bodyIncludes: 'phone-0005500' }, answer: refusal });
		const first = await n8n.run(id, { trigger: 'Start' });
		expect(first.status).toBe('error');
		expect(first.error?.message).toMatch(/^1 of 4 chunks didn't finish: /);
		expect((await chunks()).map(({ state }) => state)).toEqual([
			'finished',
			'finished',
			'not finished',
			'finished',
		]);
		expect(await n8n.tables.rows(FAILURES)).toHaveLength(1002);

		await sandbox.clearRules();
		const before = (await sandbox.requests(BATCH_ADD)).length;
		const second = await n8n.run(id, { trigger: 'Start' });
		expect(second.status).toBe('success');
		const later = (await sandbox.requests(BATCH_ADD)).slice(before);
		const tokens = later.flatMap(
			({ body }) => (body as { registration_tokens: string[] }).registration_tokens,
		);
		expect(tokens.sort()).toEqual(
			Array.from({ length: 2000 }, (_, index) => `phone-000${4001 + index}:APA91bExampleToken`),
		);
		// What is said of rows is what the last run found.
		expect((await n8n.tables.rows(FAILURES)).map(({ row }) => row).sort()).toEqual([4000, 8000]);

		const third = await n8n.run(id, { trigger: 'Start' });
		expect(third.status).toBe('success');
		expect(third.ran).not.toContain('Start chunk');
	});

	it('goes on at once with what a stopped run has sent and nobody has begun, each row once', async () => {
		const { id } = await publishLargeTable({ rows: 4000, chunkSize: 1000, atOnce: 2 });
		const runsOfSent = async () =>
			(await chunks()).filter(({ state }) => state === 'sent').map(({ run }) => run);
		const workers = Array.from({ length: WORKERS }, (_, index) => index);
		await Promise.all(workers.map(async (index) => await queue.call('stopWorker', index)));
		let second: string;
		try {
			const first = await n8n.start(id, { trigger: 'Start' });
			await expect.poll(runsOfSent, { timeout: 60_000 }).toEqual([first, first]);
			await n8n.stop(first);
			second = await n8n.start(id, { trigger: 'Start' });
			await expect.poll(runsOfSent, { timeout: 60_000 }).toEqual([second, second]);
		} finally {
			await Promise.all(workers.map(async (index) => await queue.call('startWorker', index)));
		}
		// The queue holds both chunks of the first run, and then those of the second.
		expect((await n8n.finished(second)).status).toBe('success');
		await n8n.allFinished(id);
		const tokens = (await sandbox.requests(BATCH_ADD)).flatMap(
			({ body }) => (body as { registration_tokens: string[] }).registration_tokens,
		);
		expect(tokens).toHaveLength(3999);
		expect(new Set(tokens).size).toBe(3999);
	});

	it('leaves the job to the later of two runs', async () => {
		const { id } = await publishLargeTable({ rows: 6000, chunkSize: 500, atOnce: 1 });
		const earlier = await n8n.start(id, { trigger: 'Start' });
		await expect.poll(async () => (await chunks()).length, { timeout: 60_000 }).toBeGreaterThan(0);
		const later = await n8n.run(id, { trigger: 'Start' });
		expect(later.status).toBe('success');
		expect((await n8n.finished(earlier)).error?.message).toMatch(/^Execution \d+ goes on with this job/);
		const tokens = (await sandbox.requests(BATCH_ADD)).flatMap(
			({ body }) => (body as { registration_tokens: string[] }).registration_tokens,
		);
		expect(tokens).toHaveLength(5999);
		expect(new Set(tokens).size).toBe(5999);
	});

	it('refuses other chunks under the same name', async () => {
		const { id } = await publishLargeTable({ rows: 2000, chunkSize: 1000 });
		expect((await n8n.run(id, { trigger: 'Start' })).status).toBe('success');
		const changed = await publishLargeTable({ rows: 2000, chunkSize: 500 });
		const run = await n8n.run(changed.id, { trigger: 'Start' });
		expect(run.error?.message).toContain('begun with other chunks');
		expect(run.ran).not.toContain('Start chunk');
	});

	it('says that the workflow has to be published', async () => {
		const { id } = await publishLargeTable({ rows: 2000, chunkSize: 1000 });
		await n8n.unpublish(id);
		const run = await n8n.run(id, { trigger: 'Start' });
		expect(run.error?.message).toMatch(/^2 of 2 chunks didn't finish: .*webhook/);
		expect(await sandbox.requests(BATCH_ADD)).toEqual([]);
	});

	it('names the row to mend that keeps a chunk from being finished', async () => {
		const { id } = await publishLargeTable({ rows: 1000, chunkSize: 500 }, (workflow) => {
			const rows = workflow.nodes.find(({ name }) => name === 'Rows of this chunk');
			if (rows !== undefined)
				rows.parameters.jsCode = String(rows.parameters.jsCode).replace(
					'return Array',
					"if (firstRow === 501) return [{ json: { row: 700, registrationToken: { token: 'phone' } } }];\nreturn Array",
				);
			return workflow;
		});
		const run = await n8n.run(id, { trigger: 'Start' });
		expect(run.error?.message).toMatch(/^1 of 2 chunks didn't finish: .*neither a text nor a number/);
		expect((await chunks()).map(({ state }) => state)).toEqual(['finished', 'not finished']);
		expect((await n8n.tables.rows(FAILURES)).map(({ row, code }) => [row, code])).toEqual([
			[700, 'INVALID_PARAMETER'],
		]);
	});

	it('sends pushes, each user one', async () => {
		const { id } = await publishLargeTable({ rows: 7000, chunkSize: 2500 }, withPushes());
		expect((await n8n.run(id, { trigger: 'Start' })).status).toBe('success');
		expect(await pushedUsers()).toEqual(users(7000));
		expect((await sandbox.messages()).map(({ recipients }) => recipients.length).sort()).toEqual([
			1000, 1000, 1000, 1000, 1000, 1000, 500, 500,
		]);
	});
});
