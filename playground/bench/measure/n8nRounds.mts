import { installN8n } from '../../n8n/installation.mts';
import { jobOf } from '../jobs/index.mts';
import { BenchInstance } from '../realN8n/instance.mts';
import type { Build, Way } from '../realN8n/workflows.mts';
import type { SandboxHandlers } from '../workers/sandboxWorker.mts';
import { Worker } from '../workers/worker.mts';
import type { RoundsOptions } from './engineRounds.mts';
import type { N8nTask } from './plan.mts';
import type { Samples } from './sample.mts';

const WAYS: Partial<Record<N8nTask['by'][number], Way>> = {
	n8n: 'ourNode',
	httpRequest: 'httpRequest',
	chain: 'chain',
};
const WARM_UP = 1000;

/**
 * Measures our node and what users build today in the real n8n. `fresh` tasks get a newly started n8n for each run, for
 * their memory; the others share one, every contestant in turn, another one first in each round.
 */
export async function runN8nRounds(
	tasks: N8nTask[],
	samples: Samples,
	{ packageDir, rounds, report }: RoundsOptions,
): Promise<void> {
	const installation = await installN8n(report);
	const sandbox = new Worker<SandboxHandlers>('sandboxWorker.mts');
	const services = await sandbox.call('start', { tls: false });
	report('starting n8n');
	const instance = await BenchInstance.create(installation, packageDir, services, buildsOf(tasks));
	const run = async (
		{ job, items, latencyMs, saved = false, fresh = false }: N8nTask,
		by: N8nTask['by'][number],
	) => {
		await sandbox.call('prepare', { job, items, latencyMs });
		const measured = await instance.run({ job: jobOf(job), way: WAYS[by] ?? 'ourNode', saved }, items);
		const { requests, connections, tokenExchanges } = await sandbox.call('counts', undefined);
		return {
			...measured,
			requests: requests - tokenExchanges,
			connections,
			tokenExchanges,
			job,
			by,
			items,
			latencyMs,
			tls: false,
			saved,
			fresh,
		};
	};
	const warmUp = async (task: N8nTask, by: N8nTask['by'][number]) =>
		await run({ ...task, items: Math.min(task.items, WARM_UP), latencyMs: 0 }, by);

	try {
		for (const task of tasks.filter(({ fresh }) => !fresh)) for (const by of task.by) await warmUp(task, by);
		for (let round = 0; round < rounds; round++) {
			for (const task of tasks.filter(({ fresh }) => !fresh)) {
				report(
					`n8n, round ${round + 1} of ${rounds}: ${jobOf(task.job).title}, ${task.items.toLocaleString('en-US')} items, ${task.latencyMs} ms`,
				);
				for (const by of inTurn(task.by, round)) samples.add(await run(task, by));
			}
		}
		for (let round = 0; round < rounds; round++) {
			for (const task of tasks.filter(({ fresh }) => fresh)) {
				report(
					`fresh n8n, round ${round + 1} of ${rounds}: ${jobOf(task.job).title}, ${task.items.toLocaleString('en-US')} items`,
				);
				for (const by of inTurn(task.by, round)) {
					await instance.stop();
					await instance.start();
					await warmUp(task, by);
					samples.add(await run(task, by));
				}
			}
		}
	} finally {
		await instance.remove();
		await sandbox.stop();
	}
}

/** Another one is first in every round. */
function inTurn<T>(list: T[], round: number): T[] {
	return list.map((_, index) => list[(index + round) % list.length] as T);
}

function buildsOf(tasks: N8nTask[]): Build[] {
	const builds = new Map<string, Build>();
	for (const { job, by, saved = false } of tasks) {
		for (const contestant of by) {
			const way = WAYS[contestant] ?? 'ourNode';
			builds.set(`${job} ${way} ${saved}`, { job: jobOf(job), way, saved });
		}
	}
	return [...builds.values()];
}
