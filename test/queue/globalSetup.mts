import type { TestProject } from 'vitest/node';
import { QueueCluster } from '../../playground/queue/cluster.mts';
import { serveControl } from '../../playground/queue/control.mts';
import { isRunning } from '../../playground/queue/leftovers.mts';

/** Where the n8n of this test run is; `support.mts` connects to it. */
export interface QueueAddress {
	n8nUrl: string;
	workers: number;
	sandboxUrl: string;
	controlUrl: string;
}

declare module 'vitest' {
	interface ProvidedContext {
		queue: QueueAddress;
	}
}

/** n8n's own figures are a minute and half a minute: how soon it notices that a worker has died under an execution. */
const QUICK_TO_NOTICE = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

/** Starts n8n in queue mode for all test files, and ends it. */
export default async function startOnce({ provide }: TestProject): Promise<() => Promise<void>> {
	endWith((process.env.QUEUE_RUN_BY ?? '').split(',').filter(Boolean).map(Number));
	const workers = Number(process.env.QUEUE_WORKERS || 2);
	const cluster = await QueueCluster.start({
		workers,
		settings: QUICK_TO_NOTICE,
		report: (line) => console.log(line),
	});
	const control = await serveControl(cluster);
	provide('queue', {
		n8nUrl: cluster.main.url,
		workers,
		sandboxUrl: cluster.sandbox.url,
		controlUrl: control.url,
	});
	return async () => {
		control.close();
		await cluster.close();
	};
}

/** Ends this process, and so the cluster, as soon as one of these is gone: nobody waits for the tests any more. */
function endWith(pids: number[]): void {
	const watching = setInterval(() => {
		if (!pids.every(isRunning)) process.exit(1);
	}, 500);
	watching.unref();
}
