import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { readMemory } from '../bench/workers/usage.mts';
import type { QueueCluster } from './cluster.mts';

/** Resident memory of a process with its task runner, in megabytes. */
export interface ProcessMemory {
	name: string;
	residentMb: number;
}

/** What can be done to a cluster from another process. */
function handlersOf(cluster: QueueCluster) {
	return {
		/** Workers count from 0. */
		startWorker: async (index: number) => await cluster.startWorker(index),
		stopWorker: async (index: number) => await cluster.worker(index).stop(),
		killWorker: async (index: number) => await cluster.worker(index).kill(),
		workersOf: (executionId: string) => cluster.workersOf(executionId),
		startMain: async () => await cluster.startMain(),
		killMain: async () => await cluster.main.kill(),
		stopMain: async () => await cluster.main.stop(),
		startRedis: async () => await cluster.startRedis(),
		killRedis: async () => await cluster.redis.stop('SIGKILL'),
		startPostgres: () => cluster.postgres.start(),
		stopPostgres: () => cluster.postgres.stop('immediate'),
		query: (sql: string) => cluster.postgres.query(sql),
		lock: (table: string, milliseconds: number) => cluster.postgres.lock(table, milliseconds),
		memory: (): ProcessMemory[] =>
			[cluster.main, ...cluster.workers].flatMap(({ pid }, index) =>
				pid === undefined
					? []
					: [{ name: index === 0 ? 'main' : `worker ${index}`, residentMb: residentOf(pid) }],
			),
	};
}

type Handlers = ReturnType<typeof handlersOf>;

/** Lets other processes, such as Vitest's, handle a cluster over HTTP on loopback. */
export async function serveControl(cluster: QueueCluster): Promise<{ url: string; close: () => void }> {
	const handlers: Record<string, (...args: never[]) => unknown> = handlersOf(cluster);
	const act = async (request: IncomingMessage): Promise<unknown> => {
		const handler = handlers[(request.url ?? '').slice(1)];
		if (handler === undefined) throw new Error(`Nothing is called ${request.url}`);
		let body = '';
		for await (const piece of request) body += String(piece);
		return await handler(...(JSON.parse(body) as never[]));
	};
	const server = createServer((request, response) => {
		void act(request).then(
			(result) => response.end(JSON.stringify(result ?? null)),
			(error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		close: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}

/** A cluster that another process holds. */
export class ControlClient {
	readonly #url: string;

	constructor(url: string) {
		this.#url = url;
	}

	/** @throws Error with the other side's message */
	async call<Name extends keyof Handlers>(
		name: Name,
		...args: Parameters<Handlers[Name]>
	): Promise<Awaited<ReturnType<Handlers[Name]>>> {
		const answer = await fetch(`${this.#url}/${name}`, { method: 'POST', body: JSON.stringify(args) });
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${name}: ${text}`);
		return JSON.parse(text) as Awaited<ReturnType<Handlers[Name]>>;
	}
}

function residentOf(pid: number): number {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
		.split(' ')
		.filter(Boolean)
		.map(Number);
	return [pid, ...children].reduce((sum, each) => sum + (residentIfThere(each) ?? 0), 0);
}

function residentIfThere(pid: number): number | undefined {
	try {
		return readMemory(pid).residentMb;
	} catch {
		return undefined;
	}
}
