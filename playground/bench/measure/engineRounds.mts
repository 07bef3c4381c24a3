import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { jobOf } from '../jobs/index.mts';
import type { ContestantHandlers, ContestantName } from '../workers/contestantWorker.mts';
import type { SandboxHandlers, Services } from '../workers/sandboxWorker.mts';
import { Worker } from '../workers/worker.mts';
import type { EngineTask } from './plan.mts';
import type { Contestant, Samples } from './sample.mts';

const CONTESTANTS: Partial<Record<Contestant, ContestantName>> = {
	engine: 'ourNode',
	undici: 'undiciLoop',
	firebase: 'firebaseAdmin',
};
/** Before it is measured every process does the job once with so many items at most. */
const WARM_UP = 1000;

export interface RoundsOptions {
	packageDir: string;
	rounds: number;
	report: (line: string) => void;
}

/**
 * Measures our node in n8n's engine beside other clients of the same services. In each round every task has its turn, and
 * within a task every contestant, another one first each time; each has a process of its own.
 */
export async function runEngineRounds(tasks: EngineTask[], samples: Samples, { packageDir, rounds, report }: RoundsOptions): Promise<void> {
	const arenas = await Promise.all([openArena(false), openArena(true)]);
	try {
		for (let round = 0; round < rounds; round++) {
			for (const [at, task] of tasks.entries()) {
				if (round >= (task.rounds ?? rounds)) continue;
				report(`round ${round + 1} of ${rounds}, ${at + 1} of ${tasks.length}: ${jobOf(task.job).title}, ${task.items.toLocaleString('en-US')} items`);
				for (let turn = 0; turn < task.by.length; turn++) {
					const by = task.by[(turn + round) % task.by.length];
					const arena = arenas[task.tls ? 1 : 0];
					if (by !== undefined && arena !== undefined) await compete(arena, task, by, packageDir, samples);
				}
			}
		}
	} finally {
		await Promise.all(arenas.map(async ({ close }) => await close()));
	}
}

interface Arena {
	sandbox: Worker<SandboxHandlers>;
	services: Services;
	/** What the processes of contestants need to trust the sandbox. */
	environment: NodeJS.ProcessEnv;
	close: () => Promise<void>;
}

async function openArena(tls: boolean): Promise<Arena> {
	const sandbox = new Worker<SandboxHandlers>('sandboxWorker.mts');
	const services = await sandbox.call('start', { tls });
	const folder = mkdtempSync(join(tmpdir(), 'bench-certificate-'));
	const authority = join(folder, 'authority.pem');
	writeFileSync(authority, services.certificate ?? '');
	return {
		sandbox,
		services,
		environment: tls ? { NODE_EXTRA_CA_CERTS: authority } : {},
		close: async () => {
			await sandbox.stop();
			rmSync(folder, { recursive: true });
		},
	};
}

async function compete({ sandbox, services, environment }: Arena, task: EngineTask, by: Contestant, packageDir: string, samples: Samples): Promise<void> {
	const { job, items, tls = false } = task;
	const worker = new Worker<ContestantHandlers>('contestantWorker.mts', { env: { ...process.env, ...environment } });
	try {
		await worker.call('setUp', { contestant: CONTESTANTS[by] ?? 'ourNode', job, services, packageDir });
		const run = async (count: number, latencyMs: number, signsIn: boolean) => {
			await sandbox.call('prepare', { job, items: count, latencyMs });
			const measured = await worker.call('run', { items: count, signsIn });
			const { requests, connections, tokenExchanges } = await sandbox.call('counts', undefined);
			return { ...measured, requests: requests - tokenExchanges, connections, tokenExchanges };
		};
		await run(Math.min(items, WARM_UP), 0, true);
		for (const [index, latencyMs] of task.latencies.entries()) {
			const isFirst = index === 0;
			const measured = await run(items, latencyMs, isFirst);
			samples.add({ ...measured, job, by, items, latencyMs, tls, saved: false, fresh: isFirst });
		}
	} finally {
		await worker.stop();
	}
}
