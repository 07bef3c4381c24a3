import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkflowFile } from '../n8n/support/n8nClient.mts';
import { CHUNKS, chunks, FAILURES, n8n, publishLargeTable, queue, sandbox, WORKERS } from './support.mts';

const FULL = process.env.QUEUE_LOAD_ROWS !== undefined;
const ROWS = Number(process.env.QUEUE_LOAD_ROWS || 60_000);
const CHUNK_SIZE = 10_000;
const SAMPLE_MS = 1000;

interface Load {
	workers: number;
	executions: 'saved' | 'not saved';
	rows: number;
	seconds: number;
	rowsPerSecond: number;
	databaseGrewMb: number;
	/** Megabytes of each process at a quarter, half, three quarters and the end of the run. */
	[memory: `memory of ${string}`]: string;
}

let stopped: number[] = [];

beforeEach(async () => {
	await sandbox.reset();
	// A million tokens needn't be kept twice.
	await sandbox.seed({ log: { mode: FULL ? 'light' : 'full' } });
	await n8n.tables.drop(CHUNKS);
	await n8n.tables.drop(FAILURES);
});

afterEach(async () => {
	await sandbox.seed({ log: { mode: 'full' } });
	await Promise.all(stopped.map(async (index) => await queue.call('startWorker', index)));
	stopped = [];
});

async function databaseMb(): Promise<number> {
	const [bytes] = await queue.call('query', "SELECT pg_database_size('n8n')");
	return Number(bytes) / 1024 / 1024;
}

/** Asks for the memory of all processes until it is told to stop. @returns of each process the values in order */
function watchMemory(): { end: () => Promise<Map<string, number[]>> } {
	const seen = new Map<string, number[]>();
	let going = true;
	const watching = (async () => {
		while (going) {
			for (const { name, residentMb } of await queue.call('memory'))
				seen.set(name, [...(seen.get(name) ?? []), residentMb]);
			await pause(SAMPLE_MS);
		}
	})();
	return {
		end: async () => {
			going = false;
			await watching;
			return seen;
		},
	};
}

function quarters(values: number[]): string {
	return [0.25, 0.5, 0.75, 1]
		.map((part) => Math.round(values[Math.ceil(values.length * part) - 1] ?? 0))
		.join(', ');
}

const saving =
	(saved: boolean) =>
	(workflow: WorkflowFile): WorkflowFile => ({
		...workflow,
		settings: { ...workflow.settings, saveDataSuccessExecution: saved ? 'all' : 'none' },
	});

const cases = FULL
	? [
			...Array.from({ length: WORKERS }, (_, index) => ({ workers: index + 1, saved: false })),
			{ workers: 2, saved: true },
		]
	: [{ workers: WORKERS, saved: false }];

describe(`${ROWS.toLocaleString('en-US')} tokens`, () => {
	it.each(cases)(
		'through $workers workers, executions saved: $saved',
		{ timeout: 1_800_000 },
		async ({ workers, saved }) => {
			stopped = Array.from({ length: WORKERS - workers }, (_, index) => workers + index);
			await Promise.all(stopped.map(async (index) => await queue.call('stopWorker', index)));
			const { id } = await publishLargeTable(
				{ rows: ROWS, chunkSize: CHUNK_SIZE, atOnce: 4 * workers },
				saving(saved),
			);
			const before = await databaseMb();
			const memory = watchMemory();
			const started = Date.now();
			const run = await n8n.run(id, { trigger: 'Start', timeoutMs: 1_700_000 });
			const seconds = (Date.now() - started) / 1000;
			const seen = await memory.end();
			expect(run.error).toBeUndefined();
			expect((await chunks()).every(({ state }) => state === 'finished')).toBe(true);
			const failed = Math.floor(ROWS / 4000);
			expect(await sandbox.subscribers('summer-sale-2027')).toHaveLength(ROWS - failed);
			const load: Load = {
				workers,
				executions: saved ? 'saved' : 'not saved',
				rows: ROWS,
				seconds: Math.round(seconds * 10) / 10,
				rowsPerSecond: Math.round(ROWS / seconds),
				databaseGrewMb: Math.round((await databaseMb()) - before),
				...Object.fromEntries([...seen].map(([name, values]) => [`memory of ${name}`, quarters(values)])),
			};
			console.table(load);
		},
	);
});
