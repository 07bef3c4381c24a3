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
	patched: 'patchedN8n',
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
export async function runEngineRounds(
	tasks: EngineTask[],
	samples: Samples,
	{ packageDir, rounds, report }: RoundsOptions,
): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-'));
	const arenas = await Promise.all([false, true].map(async (tls) => await openArena(tls, folder)));
	try {
		for (let round = 0; round < rounds; round++) {
			for (const [at, task] of tasks.entries()) {
				if (round >= (task.rounds ?? rounds)) continue;
				report(
					`round ${round + 1} of ${rounds}, ${at + 1} of ${tasks.length}: ${jobOf(task.job).title}, ${task.items.toLocaleString('en-US')} items`,
				);
				for (let turn = 0; turn < task.by.length; turn++) {
					const by = task.by[(turn + round) % task.by.length];
					const arena = arenas[task.tls ? 1 : 0];
					if (by !== undefined && arena !== undefined) await compete(arena, task, by, packageDir, samples);
				}
			}
		}
	} finally {
		await Promise.all(arenas.map(async ({ sandbox }) => await sandbox.stop()));
		rmSync(folder, { recursive: true });
	}
}

interface Arena {
	sandbox: Worker<SandboxHandlers>;
	services: Services;
	/** For the processes of contestants. */
	environment: NodeJS.ProcessEnv;
}

/** @param folder for what the processes share: n8n's code as compiled by the first of them, the authority to trust */
async function openArena(tls: boolean, folder: string): Promise<Arena> {
	const sandbox = new Worker<SandboxHandlers>('sandboxWorker.mts');
	const services = await sandbox.call('start', { tls });
	const environment: NodeJS.ProcessEnv = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') };
	if (services.certificate !== undefined) {
		environment.NODE_EXTRA_CA_CERTS = join(folder, 'authority.pem');
		writeFileSync(environment.NODE_EXTRA_CA_CERTS, services.certificate);
	}
	return { sandbox, services, environment };
}

async function compete(
	{ sandbox, services, environment }: Arena,
	task: EngineTask,
	by: Contestant,
	packageDir: string,
	samples: Samples,
): Promise<void> {
	const { job, items, tls = false } = task;
	const worker = new Worker<ContestantHandlers>('contestantWorker.mts', { env: environment });
	try {
		await worker.call('setUp', { contestant: CONTESTANTS[by] ?? 'ourNode', job, services, packageDir });
		const run = async (count: number, latencyMs: number, signsIn: boolean) => {
			await sandbox.call('prepare', { job, items: count, latencyMs });
			const measured = await worker.call('run', { items: count, signsIn });
			const { requests, tokenExchanges, ...counts } = await sandbox.call('counts', undefined);
			const { connections, reached, doubled } = counts;
			return {
				...measured,
				requests: requests - tokenExchanges,
				connections,
				tokenExchanges,
				reached,
				doubled,
			};
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
