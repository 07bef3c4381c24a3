import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry } from '../../playground/sandbox/index.mts';
import {
	CHUNKS,
	chunks,
	executions,
	FAILURES,
	gate,
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
const SIZE = 1000;
/** A chunk without a word for a quarter of a minute counts as lost. */
const JOB = { rows: 4 * SIZE, chunkSize: SIZE, atOnce: 2, lostAfterMinutes: 0.25 };
/** Longer than any of these tests waits for it. */
const FOR_GOOD = 300_000;

/** What a fault concerns: a whole job, or one of its chunks. */
interface Part {
	job: string;
	/** Its people are called so. */
	who: string;
	chunks: number[];
}

/** The table's word on chunks, and the word of Pushwoosh's stand-in on their users. */
interface Books {
	finished: number;
	/** Users that have a push. */
	users: number;
	/** Users that have two. */
	twice: number;
	/** Messages that were asked for once more, under the same transactionId. */
	askedAgain: number;
}

interface Row {
	fault: string;
	deduplicationKey: 'yes' | 'no';
	/** What n8n says in the end of those executions that it keeps of these chunks. */
	n8nSays: string;
	chunks: number;
	finishedBefore: number;
	usersBefore: number;
	finishedAfter: number;
	usersAfter: number;
	askedAgain: number;
	usersTwice: number;
}

const table: Row[] = [];

beforeEach(async () => {
	await sandbox.reset();
	await n8n.tables.drop(CHUNKS);
	await n8n.tables.drop(FAILURES);
});

afterAll(() => {
	console.table(table);
});

/** Waits until the sandbox holds a request. @param including text of its body @returns it */
async function held(path: string, including = ''): Promise<LogEntry> {
	return await until(`a request to ${path} that is held`, async () => {
		const entries = await sandbox.requests(path);
		return entries.find(
			({ outcome, fault, rawBody }) =>
				outcome === 'open' && fault !== undefined && rawBody.includes(including),
		);
	});
}

/** Holds the first request of each of these kinds. @param including text of its body */
async function hold(
	milliseconds: number,
	...kinds: Array<{ path: string; including?: string }>
): Promise<void> {
	await sandbox.misbehave(
		...kinds.map(({ path, including }) => ({
			name: 'held',
			match: { path, ...(including === undefined ? {} : { bodyIncludes: including }) },
			times: 1,
			// Of a message: the answer is held, not the sending.
			answer:
				path === CREATE_MESSAGE ? { answerDelayMs: milliseconds } : { status: 200, delayMs: milliseconds },
		})),
	);
}

async function look({ job, who, chunks: numbers }: Part): Promise<Books> {
	const of = new Set(numbers.flatMap((number) => users(SIZE, who, 1 + (number - 1) * SIZE)));
	const finished = (await chunks(job)).filter(
		({ chunk, state }) => state === 'finished' && numbers.includes(Number(chunk)),
	);
	const pushed = (await pushedUsers(who)).filter((user) => of.has(user));
	const messages = (await sandbox.messages()).filter(({ recipients }) => of.has(recipients[0] ?? ''));
	return {
		finished: finished.length,
		users: new Set(pushed).size,
		twice: pushed.length - new Set(pushed).size,
		askedAgain: messages.reduce((sum, { repeats }) => sum + repeats, 0),
	};
}

/** The executions that n8n keeps of these chunks; each has said at the first gate which chunk it does. */
async function statuses({ job, chunks: numbers }: Part, { id }: Published): Promise<string[]> {
	const knocks = await sandbox.requests(gate('before', '*', job));
	const of = new Set(
		knocks
			.filter(({ path }) => numbers.includes(Number(path.split('/').at(-1))))
			.map(({ query }) => query.execution),
	);
	return (await executions(id)).filter((execution) => of.has(execution.id)).map(({ status }) => status);
}

/** The executions of chunks that n8n keeps in this state. */
async function inState({ id }: Published, state: string): Promise<string[]> {
	return (await executions(id)).filter(({ status }) => status === state).map((execution) => execution.id);
}

/** Runs the workflow again until it says that all is done. */
async function resume({ id }: Published): Promise<void> {
	let run = await n8n.run(id, { trigger: 'Start', timeoutMs: 200_000 });
	// A chunk that was sent a moment before the fault isn't lost yet, but has a run of its own to wait for it.
	if (run.status !== 'success') run = await n8n.run(id, { trigger: 'Start', timeoutMs: 200_000 });
	expect(run.error).toBeUndefined();
	expect(run.status).toBe('success');
}

/** @param n8nSays the status in which n8n keeps executions of chunks, if it keeps any */
async function compare(
	fault: string,
	part: Part,
	workflow: Published,
	before: Books,
	n8nSays: string,
): Promise<Row> {
	const kept = await until(`executions that are "${n8nSays}"`, async () => {
		const seen = await statuses(part, workflow);
		return seen.every((status) => status === n8nSays) && seen;
	});
	const after = await look(part);
	const row: Row = {
		fault,
		deduplicationKey: part.who === 'user' ? 'yes' : 'no',
		n8nSays: kept.length === 0 ? 'none kept' : `${kept.length} ${n8nSays}`,
		chunks: part.chunks.length,
		finishedBefore: before.finished,
		usersBefore: before.users,
		finishedAfter: after.finished,
		usersAfter: after.users,
		askedAgain: after.askedAgain,
		usersTwice: after.twice,
	};
	table.push(row);
	// Nothing is lost.
	expect(row).toMatchObject({
		finishedAfter: part.chunks.length,
		usersAfter: part.chunks.length * SIZE,
	});
	// With a key nobody gets a second push.
	if (row.deduplicationKey === 'yes') expect(row.usersTwice).toBe(0);
	return row;
}

describe('A worker that is killed', () => {
	it('with chunks before, in and after their request: the next run does these', async () => {
		// One worker has all the chunks, the other one comes when they are held.
		await queue.call('stopWorker', 1);
		await hold(
			FOR_GOOD,
			{ path: gate('before', 1, 'key') },
			{ path: CREATE_MESSAGE, including: '"user-1001"' },
			{ path: gate('after', 3, 'key') },
			{ path: CREATE_MESSAGE, including: '"guest-1"' },
			{ path: gate('after', 2, 'none') },
		);
		const times = { lostAfterMinutes: 0.5, chunkSize: SIZE };
		const withKey = await publishLargeTable(
			{ job: 'key', rows: 5 * SIZE, atOnce: 3, ...times },
			withPushes(),
			withGate('before'),
			withGate('after'),
		);
		// The same without a deduplication key shows what the key is for.
		const without = await publishLargeTable(
			{ job: 'none', rows: 2 * SIZE, atOnce: 2, ...times },
			withPushes({ who: 'guest', key: false }),
			withGate('before'),
			withGate('after'),
		);
		const runs = [await n8n.start(withKey.id, { trigger: 'Start' })];
		await held(gate('before', 1, 'key'));
		// The tables are there now: two runs that make them at the same time are in each other's way.
		runs.push(await n8n.start(without.id, { trigger: 'Start' }));
		await Promise.all([
			held(CREATE_MESSAGE, '"user-1001"'),
			held(gate('after', 3, 'key')),
			held(CREATE_MESSAGE, '"guest-1"'),
			held(gate('after', 2, 'none')),
		]);
		await queue.call('killWorker', 0);
		await queue.call('startWorker', 1);
		const [first, second] = await Promise.all(runs.map(async (run) => await n8n.finished(run, 200_000)));
		expect(first?.error?.message).toMatch(
			/^[3-5] of 5 chunks didn't finish: no word from them: their worker may have died\. Execute the workflow again/,
		);
		expect(second?.error?.message).toMatch(/^2 of 2 chunks didn't finish: no word from them/);

		const part = (chunk: number): Part => ({ job: 'key', who: 'user', chunks: [chunk] });
		const partWithout = (chunk: number): Part => ({ job: 'none', who: 'guest', chunks: [chunk] });
		const before = await Promise.all([part(1), part(2), part(3), partWithout(1), partWithout(2)].map(look));
		expect(before.map(({ finished, users }) => [finished, users])).toEqual([
			[0, 0],
			[0, SIZE],
			[0, SIZE],
			[0, SIZE],
			[0, SIZE],
		]);
		for (const [job, workflow, count] of [
			['key', withKey, 3],
			['none', without, 2],
		] as const) {
			await until('the end of the killed executions', async () => {
				const seen = await statuses({ job, who: '', chunks: [1, 2, 3].slice(0, count) }, workflow);
				return seen.length === count && seen.every((status) => status === 'error');
			});
		}
		const back = queue.call('startWorker', 0);
		await resume(withKey);
		await resume(without);
		await back;

		const names = ['before it sends', 'while a request is under way', 'after the answer'];
		const askedAgain: number[] = [];
		for (const [index, name] of names.entries()) {
			const row = await compare(`worker killed ${name}`, part(index + 1), withKey, before[index]!, 'error');
			expect(row.n8nSays).toBe('1 error');
			askedAgain.push(row.askedAgain);
		}
		expect(askedAgain).toEqual([0, 1, 1]);
		for (const [index, name] of names.slice(1).entries()) {
			const row = await compare(
				`worker killed ${name}`,
				partWithout(index + 1),
				without,
				before[3 + index]!,
				'error',
			);
			expect(row.usersTwice).toBe(SIZE);
		}
		expect(await pushedUsers()).toEqual(users(5 * SIZE));
	});
});

describe('What n8n stands on', () => {
	const whole = (job: string): Part => ({ job, who: 'user', chunks: [1, 2, 3, 4] });
	/** Workflow and executions that the database doesn't know the end of. */
	let lost: { workflow: Published; running: string[] } | undefined;

	it('Redis, killed and started again in the middle of a chunk', async () => {
		await hold(6000, { path: gate('before') });
		const workflow = await publishLargeTable({ ...JOB, job: 'redis' }, withPushes(), withGate('before'));
		const run = await n8n.start(workflow.id, { trigger: 'Start' });
		await held(gate('before'));
		await queue.call('killRedis');
		await queue.call('startRedis');
		await n8n.finished(run);
		const before = await look(whole('redis'));
		await resume(workflow);
		await compare('Redis killed and started again', whole('redis'), workflow, before, 'success');
	});

	it('Postgres, away for 20 seconds in the middle of a chunk', async () => {
		await hold(6000, { path: gate('after') });
		const workflow = await publishLargeTable(
			{ ...JOB, job: 'postgres' },
			withPushes(),
			withGate('before'),
			withGate('after'),
		);
		await n8n.start(workflow.id, { trigger: 'Start' });
		await held(gate('after'));
		await queue.call('stopPostgres');
		await pause(20_000);
		await queue.call('startPostgres');
		await until('n8n with its database', async () => (await fetch(`${n8n.url}/healthz/readiness`)).ok);
		await n8n.api.signIn();
		const before = await look(whole('postgres'));
		await resume(workflow);
		const row = await compare('Postgres away for 20 s', whole('postgres'), workflow, before, 'running');
		expect(row.finishedBefore).toBeLessThan(4);
		expect(row.askedAgain).toBeGreaterThanOrEqual(1);
		lost = { workflow, running: await inState(workflow, 'running') };
	});

	it('main, killed and started again in the middle of a chunk', async () => {
		await hold(6000, { path: gate('before') });
		const workflow = await publishLargeTable({ ...JOB, job: 'main' }, withPushes(), withGate('before'));
		const run = await n8n.start(workflow.id, { trigger: 'Start' });
		const { path } = await held(gate('before'));
		await queue.call('killMain');
		await queue.call('startMain');
		// The worker has gone on without it.
		await until('the chunk that was under way', async () => {
			const chunk = (await chunks('main')).find((row) => path.endsWith(`/${String(row.chunk)}`));
			return chunk?.state === 'finished';
		});
		expect((await n8n.finished(run)).status).toBe('crashed');
		// And what n8n lost when its database was away is known to be lost now. (An execution that a worker
		// refused because it hadn't found the database again yet has ended at once, with an error.)
		if (lost !== undefined) {
			expect(await inState(lost.workflow, 'crashed')).toEqual(lost.running);
			expect(await inState(lost.workflow, 'running')).toEqual([]);
		}
		const before = await look(whole('main'));
		await resume(workflow);
		const row = await compare('main killed and started again', whole('main'), workflow, before, 'success');
		expect(row.askedAgain).toBe(0);
	});
});
