import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry } from '../../playground/sandbox/index.mts';
import {
	CHUNKS,
	chunks,
	executions,
	FAILURES,
	GATE,
	n8n,
	publishLargeTable,
	pushedUsers,
	queue,
	sandbox,
	until,
	users,
	withGate,
	withPushes,
} from './support.mts';
import type { Published } from './support.mts';

const CREATE_MESSAGE = '/json/1.3/createMessage';
const ROWS = 4000;
/** A chunk without a word for a quarter of a minute counts as lost. */
const JOB = { rows: ROWS, chunkSize: 1000, atOnce: 2, lostAfterMinutes: 0.25 };
/** Longer than any of these tests waits for it. */
const FOR_GOOD = 120_000;

interface Books {
	fault: string;
	/** What n8n says in the end of those executions of chunks that it keeps. */
	n8nSays: string;
	/** Chunks that the table calls finished, and users that have a push, when the first run was over. */
	finishedAfterFault: number;
	usersAfterFault: number;
	finishedAfterRepeat: number;
	usersAfterRepeat: number;
	usersTwice: number;
	/** Messages that were asked for once more, under the same transactionId. */
	repeatedMessages: number;
}

const table: Books[] = [];
let killed: number | undefined;

beforeEach(async () => {
	await sandbox.reset();
	await n8n.tables.drop(CHUNKS);
	await n8n.tables.drop(FAILURES);
});

afterAll(() => {
	console.table(table);
});

/** Waits until the sandbox holds a request. @returns it */
async function held(path: string): Promise<LogEntry> {
	return await until(`a request to ${path} that is held`, async () => {
		const entries = await sandbox.requests(path);
		return entries.find(({ outcome, fault }) => outcome === 'open' && fault !== undefined);
	});
}

/** Kills the worker that runs an execution. */
async function killWorkerOf(executionId: string): Promise<void> {
	const [index] = await until(`the worker of execution ${executionId}`, async () => {
		const found = await queue.call('workersOf', executionId);
		return found.length > 0 && found;
	});
	killed = index;
	await queue.call('killWorker', index ?? 0);
}

/** The execution that did a chunk, by what it said at the gate. */
async function executionOf(chunk: number): Promise<string> {
	const knock = (await sandbox.requests(GATE)).find(({ query }) => query.chunk === String(chunk));
	return knock?.query.execution ?? '';
}

async function lookAtBooks() {
	const finished = (await chunks()).filter(({ state }) => state === 'finished').length;
	return { finished, users: await pushedUsers() };
}

/**
 * Runs the workflow again until it says that all is done, and compares the books.
 * @param n8nSays the status in which n8n keeps executions of chunks, if it keeps any
 * @returns what the books say
 */
async function resume(fault: string, { id }: Published, n8nSays: string): Promise<Books> {
	const before = await lookAtBooks();
	let run = await n8n.run(id, { trigger: 'Start' });
	// A chunk that was sent a moment before the fault isn't lost yet, but has a run of its own to wait for it.
	if (run.status !== 'success') run = await n8n.run(id, { trigger: 'Start' });
	expect(run.error).toBeUndefined();
	expect(run.status).toBe('success');
	const after = await lookAtBooks();
	const messages = await sandbox.messages();
	const kept = await until(`executions that are "${n8nSays}"`, async () => {
		const statuses = (await executions(id)).map(({ status }) => status);
		return statuses.every((status) => status === n8nSays) && statuses;
	});
	const books = {
		fault,
		n8nSays: kept.join(', ') || 'none kept',
		finishedAfterFault: before.finished,
		usersAfterFault: new Set(before.users).size,
		finishedAfterRepeat: after.finished,
		usersAfterRepeat: new Set(after.users).size,
		usersTwice: after.users.length - new Set(after.users).size,
		repeatedMessages: messages.filter(({ repeats }) => repeats > 0).length,
	};
	table.push(books);
	// Nothing is lost, and nobody gets a second push.
	expect(after.users).toEqual(users(ROWS));
	expect(after.finished).toBe(4);
	return books;
}

describe('A worker that is killed', () => {
	beforeEach(() => async () => {
		if (killed !== undefined) await queue.call('startWorker', killed);
		killed = undefined;
	});

	it('before it sends: the next run sends', async () => {
		await sandbox.misbehave({
			name: 'held',
			match: { path: GATE },
			times: 1,
			answer: { status: 200, delayMs: FOR_GOOD },
		});
		const workflow = await publishLargeTable(
			{ ...JOB, job: 'before' },
			withPushes,
			withGate('Rows of this chunk'),
		);
		const run = await n8n.start(workflow.id, { trigger: 'Start' });
		const { query } = await held(GATE);
		await killWorkerOf(query.execution ?? '');
		const first = await n8n.finished(run);
		expect(first.error?.message).toMatch(/^[1-4] of 4 chunks didn't finish: no word from them/);
		const books = await resume('worker killed before it sends', workflow, 'error');
		expect(books.finishedAfterFault).toBeLessThan(4);
	});

	it('while a request is under way: the next run asks for the same push', async () => {
		await sandbox.misbehave({
			name: 'held',
			match: { path: CREATE_MESSAGE },
			times: 1,
			answer: { answerDelayMs: FOR_GOOD },
		});
		const workflow = await publishLargeTable(
			{ ...JOB, job: 'in flight' },
			withPushes,
			withGate('Rows of this chunk'),
		);
		const run = await n8n.start(workflow.id, { trigger: 'Start' });
		const { body } = await held(CREATE_MESSAGE);
		const [{ users: sent }] = (body as { request: { notifications: [{ users: string[] }] } }).request
			.notifications;
		await killWorkerOf(await executionOf(Math.ceil(Number(sent[0]?.replace('user-', '')) / 1000)));
		await n8n.finished(run);
		const books = await resume('worker killed in flight', workflow, 'error');
		expect(books.repeatedMessages).toBeGreaterThanOrEqual(1);
	});

	it('after the answer: the next run asks for the same push', async () => {
		await sandbox.misbehave({
			name: 'held',
			match: { path: GATE },
			times: 1,
			answer: { status: 200, delayMs: FOR_GOOD },
		});
		const workflow = await publishLargeTable(
			{ ...JOB, job: 'after' },
			withPushes,
			withGate('Note as finished'),
		);
		const run = await n8n.start(workflow.id, { trigger: 'Start' });
		const { query } = await held(GATE);
		await killWorkerOf(query.execution ?? '');
		await n8n.finished(run);
		const books = await resume('worker killed after the answer', workflow, 'error');
		expect(books.usersAfterFault).toBeGreaterThan(books.finishedAfterFault * 1000);
		expect(books.repeatedMessages).toBeGreaterThanOrEqual(1);
	});
});

describe('What n8n stands on', () => {
	const holdTheFirst = async (milliseconds: number) =>
		await sandbox.misbehave({
			name: 'held',
			match: { path: GATE },
			times: 1,
			answer: { status: 200, delayMs: milliseconds },
		});

	it('Redis, restarted in the middle of a chunk', async () => {
		await holdTheFirst(8000);
		const workflow = await publishLargeTable(
			{ ...JOB, job: 'Redis' },
			withPushes,
			withGate('Rows of this chunk'),
		);
		const run = await n8n.start(workflow.id, { trigger: 'Start' });
		await held(GATE);
		await queue.call('killRedis');
		await queue.call('startRedis');
		await n8n.finished(run);
		await resume('Redis restarted', workflow, 'success');
	});

	it('Postgres, away for 20 seconds in the middle of a chunk', async () => {
		await holdTheFirst(8000);
		const workflow = await publishLargeTable(
			{ ...JOB, job: 'Postgres' },
			withPushes,
			withGate('Note as finished'),
		);
		await n8n.start(workflow.id, { trigger: 'Start' });
		await held(GATE);
		await queue.call('stopPostgres');
		await pause(20_000);
		await queue.call('startPostgres');
		await until('n8n with its database', async () => (await fetch(`${n8n.url}/healthz/readiness`)).ok);
		await n8n.api.signIn();
		const books = await resume('Postgres away for 20 s', workflow, 'running');
		expect(books.finishedAfterFault).toBeLessThan(4);
		expect(books.repeatedMessages).toBeGreaterThanOrEqual(1);
	});

	it('main, killed and started again in the middle of a chunk', async () => {
		await holdTheFirst(8000);
		const workflow = await publishLargeTable(
			{ ...JOB, job: 'main' },
			withPushes,
			withGate('Rows of this chunk'),
		);
		const run = await n8n.start(workflow.id, { trigger: 'Start' });
		const { query } = await held(GATE);
		await queue.call('killMain');
		await queue.call('startMain');
		// The worker has gone on without it.
		await until('the chunk that was under way', async () => {
			const chunk = (await chunks()).find((row) => String(row.chunk) === query.chunk);
			return chunk?.state === 'finished';
		});
		expect((await n8n.finished(run)).status).toBe('crashed');
		const books = await resume('main killed and started again', workflow, 'success');
		expect(books.repeatedMessages).toBe(0);
	});
});
