import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Installation } from './installation.mts';

const START_LIMIT_MS = 300_000;

/** @returns where the task broker of an n8n at this port listens; n8n doesn't start without it */
export function brokerPort(n8nPort: number): number {
	return n8nPort + 1;
}

export interface ServerOptions {
	/** Holds the database, the settings and the installed community package. */
	userFolder: string;
	port: number;
	/** The package as `npm pack` makes it. */
	tarball: string;
	/** More settings of n8n, e.g. `N8N_LOG_LEVEL`. */
	settings?: Record<string, string>;
	/** In queue mode: a worker with so many executions at a time, in place of n8n with its editor. */
	worker?: { concurrency: number };
	/** The process and what it starts form a group of their own, which {@link N8nServer.kill} ends as a whole. */
	ownGroup?: boolean;
}

/** One n8n with the package installed as a user would install it, everything on loopback. */
export class N8nServer {
	readonly url: string;
	readonly #installation: Installation;
	readonly #options: ServerOptions;
	#process: ChildProcess | undefined;

	constructor(installation: Installation, options: ServerOptions) {
		this.#installation = installation;
		this.#options = options;
		this.url = `http://127.0.0.1:${options.port}`;
	}

	/** Installs the package's tarball the way n8n does for a community package. */
	async installPackage(): Promise<void> {
		const folder = join(this.#options.userFolder, '.n8n', 'nodes');
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'package.json'), '{ "name": "installed-nodes", "private": true }\n');
		await this.#run(
			'npm',
			['install', this.#options.tarball, '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error'],
			folder,
		);
	}

	/** Runs one of n8n's own commands on the same user folder; the server must not be starting meanwhile. */
	async command(...args: string[]): Promise<string> {
		return await this.#run(process.execPath, [this.#installation.bin, ...args], this.#options.userFolder);
	}

	/** Starts the server and returns when it answers. @throws Error with a sentence for the user */
	async start(): Promise<void> {
		const { worker, ownGroup = false } = this.#options;
		const log = createWriteStream(this.logFile);
		const role = worker === undefined ? ['start'] : ['worker', `--concurrency=${worker.concurrency}`];
		const child = spawn(process.execPath, [this.#installation.bin, ...role], {
			cwd: this.#options.userFolder,
			env: this.#environment(),
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: ownGroup,
		});
		this.#process = child;
		// Whatever ends this process, n8n doesn't outlive it.
		const endToo = () => child.kill();
		process.once('exit', endToo);
		child.once('exit', () => process.off('exit', endToo));
		child.stdout.pipe(log);
		child.stderr.pipe(log);
		let ended = false;
		child.on('exit', () => (ended = true));
		const limit = Date.now() + START_LIMIT_MS;
		while (Date.now() < limit) {
			if (ended) break;
			const answer = await fetch(`${this.url}/healthz/readiness`).catch(() => undefined);
			if (answer?.ok) return;
			await delay(250);
		}
		await this.stop();
		throw new Error(
			ended
				? `n8n ended while it was starting. Its log: ${this.logFile}`
				: `n8n didn't answer within ${START_LIMIT_MS / 1000} seconds. Its log: ${this.logFile}`,
		);
	}

	get logFile(): string {
		return join(this.#options.userFolder, 'n8n.log');
	}

	/** Process ID while it runs. */
	get pid(): number | undefined {
		return this.#process?.pid;
	}

	async stop(): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const ended = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGTERM');
		await Promise.race([ended, delay(10_000).then(() => child.kill('SIGKILL'))]);
	}

	/** Ends the process with all that it started at once, as when a machine loses its power. Needs `ownGroup`. */
	async kill(): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
		const ended = new Promise((resolve) => child.once('exit', resolve));
		process.kill(-child.pid, 'SIGKILL');
		await ended;
	}

	#environment(): NodeJS.ProcessEnv {
		const { userFolder, port, settings, worker } = this.#options;
		const inherited = Object.fromEntries(
			Object.entries(process.env).filter(([name]) => !name.startsWith('N8N_') && name !== 'NODE_ENV'),
		);
		return {
			...inherited,
			PATH: [dirname(process.execPath), process.env.PATH].join(':'),
			N8N_USER_FOLDER: userFolder,
			// Only protects invented credentials of a throw-away instance.
			N8N_ENCRYPTION_KEY: 'playground',
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_PORT: String(port),
			N8N_SECURE_COOKIE: 'false',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			N8N_HIRING_BANNER_ENABLED: 'false',
			N8N_DISABLED_MODULES: 'mcp-registry',
			N8N_RUNNERS_BROKER_PORT: String(brokerPort(port)),
			...(worker === undefined
				? {}
				: {
						QUEUE_HEALTH_CHECK_ACTIVE: 'true',
						QUEUE_HEALTH_CHECK_PORT: String(port),
						N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
					}),
			NO_PROXY: [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
			...settings,
		};
	}

	async #run(command: string, args: string[], cwd: string): Promise<string> {
		return await new Promise((resolve, reject) => {
			const child = spawn(command, args, {
				cwd,
				env: this.#environment(),
				stdio: ['ignore', 'pipe', 'pipe'],
			});
			let output = '';
			let complaints = '';
			child.stdout.on('data', (text: Buffer) => (output += text));
			child.stderr.on('data', (text: Buffer) => (complaints += text));
			child.on('error', reject);
			child.on('exit', (code) =>
				code === 0
					? resolve(output)
					: reject(
							new Error(
								`${args[0] === this.#installation.bin ? 'n8n' : command} ${args.slice(1).join(' ')} failed:\n${(complaints || output).trim().slice(-2000)}`,
							),
						),
			);
		});
	}
}
