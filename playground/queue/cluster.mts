import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { N8nApi } from '../n8n/api.mts';
import { freePort } from '../n8n/freePort.mts';
import { installN8n, type Installation } from '../n8n/installation.mts';
import { N8nServer } from '../n8n/server.mts';
import { startSandbox, type Sandbox } from '../sandbox/index.mts';
import { playgroundCredentials } from '../start/credentials.mts';
import { packPackage } from '../start/playground.mts';
import { clearLeftovers, folderPrefix } from './leftovers.mts';
import { findPrograms, Postgres, Redis } from './services.mts';

export interface ClusterOptions {
	workers: number;
	/** Executions that a worker runs at the same time. */
	concurrency?: number;
	/** More settings of every n8n process. */
	settings?: Record<string, string>;
	report: (line: string) => void;
}

/**
 * n8n in queue mode, everything on loopback: Redis, Postgres, a main process and workers, each with a folder of its own as
 * containers have, and the packed package in each; behind the credentials the sandbox. What was started ends with `close()`,
 * and also when this process is killed.
 */
export class QueueCluster {
	readonly sandbox: Sandbox;
	readonly redis: Redis;
	readonly postgres: Postgres;
	readonly main: N8nServer;
	readonly workers: N8nServer[];
	readonly #folder: string;
	readonly #reaper: ChildProcess;

	private constructor(
		parts: Pick<QueueCluster, 'sandbox' | 'redis' | 'postgres' | 'main' | 'workers'>,
		folder: string,
		reaper: ChildProcess,
	) {
		this.sandbox = parts.sandbox;
		this.redis = parts.redis;
		this.postgres = parts.postgres;
		this.main = parts.main;
		this.workers = parts.workers;
		this.#folder = folder;
		this.#reaper = reaper;
	}

	/** @throws Error with a sentence for the user; what was started is ended again */
	static async start(options: ClusterOptions): Promise<QueueCluster> {
		const { report } = options;
		const programs = findPrograms();
		if ('missing' in programs) throw new Error(programs.missing);
		const installation = await installN8n(report);
		for (const leftover of await clearLeftovers())
			report(`Cleared away what an earlier run left: ${leftover}`);
		const folder = mkdtempSync(folderPrefix(process.pid));
		const reaper = startReaper(folder);
		// The database's user has to get through to its own folder.
		chmodSync(folder, 0o711);
		const redis = new Redis(programs, folder, await freePort(1));
		const postgres = new Postgres(programs, folder, await freePort(1));
		const sandbox = await startSandbox({ serviceAccount: true });
		const servers = await makeServers(installation, folder, redis, postgres, options);
		const cluster = new QueueCluster({ sandbox, redis, postgres, ...servers }, folder, reaper);
		try {
			await cluster.#begin(report);
			return cluster;
		} catch (error) {
			await cluster.close();
			throw error;
		}
	}

	async startRedis(): Promise<void> {
		await this.redis.start();
	}

	async startMain(): Promise<void> {
		await this.#startServer(this.main);
	}

	/** @param index counts from 0 */
	async startWorker(index: number): Promise<void> {
		await this.#startServer(this.worker(index));
	}

	worker(index: number): N8nServer {
		const worker = this.workers[index];
		if (worker === undefined) throw new Error(`There is no worker ${index}`);
		return worker;
	}

	/** @returns which workers ran or run an execution, by what they wrote since they started */
	workersOf(executionId: string): number[] {
		const line = new RegExp(`started execution ${executionId} \\(job`);
		return this.workers.flatMap(({ logFile }, index) =>
			line.test(readFileSync(logFile, 'utf8')) ? [index] : [],
		);
	}

	/** Ends everything and removes the folder. */
	async close(): Promise<void> {
		await Promise.all([this.main, ...this.workers].map(async (server) => await server.stop()));
		await this.redis.stop();
		this.postgres.stop();
		await this.sandbox.close();
		rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		this.#reaper.stdin?.end();
	}

	async #begin(report: (line: string) => void): Promise<void> {
		report('Starting Redis and PostgreSQL …');
		this.postgres.create();
		await this.startRedis();
		await Promise.all([this.main, ...this.workers].map(async (server) => await server.installPackage()));
		const file = join(this.#folder, 'credentials.json');
		writeFileSync(file, JSON.stringify(playgroundCredentials(this.sandbox)), { mode: 0o600 });
		report('Starting n8n, which makes its tables …');
		await this.startMain();
		report(`Starting ${this.workers.length} workers …`);
		await Promise.all([
			new N8nApi(this.main.url).signIn(),
			this.main.command('import:credentials', `--input=${file}`),
			...this.workers.map(async (_, index) => await this.startWorker(index)),
		]);
	}

	async #startServer(server: N8nServer): Promise<void> {
		await server.start().catch((error: unknown) => {
			// The log goes with the folder.
			const lines = readFileSync(server.logFile, 'utf8').trim().split('\n').slice(-15);
			throw new Error([String(error), ...lines].join('\n'));
		});
	}
}

/** A process in a session of its own: Ctrl-C in the terminal doesn't reach it. */
function startReaper(folder: string): ChildProcess {
	const program = fileURLToPath(new URL('reaper.mts', import.meta.url));
	const reaper = spawn(process.execPath, [program, folder], {
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	reaper.unref();
	reaper.stdin?.on('error', () => {});
	return reaper;
}

async function makeServers(
	installation: Installation,
	folder: string,
	redis: Redis,
	postgres: Postgres,
	{ workers, concurrency = 5, settings = {} }: ClusterOptions,
): Promise<Pick<QueueCluster, 'main' | 'workers'>> {
	const tarball = packPackage(folder);
	const port = await freePort(2 * (workers + 1));
	const shared = {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_DATABASE: 'n8n',
		// A busy machine isn't a fault: n8n would end when it can't connect within 20 or 10 seconds.
		DB_POSTGRESDB_CONNECTION_TIMEOUT: '120000',
		QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '60000',
		// Workers need the address under which main answers webhooks.
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_LOG_LEVEL: 'info',
		N8N_LOG_SCOPES: '',
		// Vitest's own value would have n8n end without a word.
		NODE_ENV: '',
		...settings,
	};
	const server = (name: string, place: number, worker?: { concurrency: number }) => {
		const userFolder = join(folder, name);
		mkdirSync(userFolder);
		return new N8nServer(installation, {
			userFolder,
			port: port + 2 * place,
			tarball,
			settings: shared,
			worker,
			ownGroup: true,
		});
	};
	return {
		main: server('main', 0),
		workers: Array.from({ length: workers }, (_, index) =>
			server(`worker-${index + 1}`, index + 1, { concurrency }),
		),
	};
}
