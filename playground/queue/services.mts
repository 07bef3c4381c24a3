import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdirSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const START_LIMIT_MS = 30_000;
const POSTGRES_FOLDER = '/usr/lib/postgresql';

/** The programs of Debian's packages that queue mode needs beside n8n. */
export interface Programs {
	redisServer: string;
	/** The folder with `initdb`, `pg_ctl` and the rest. */
	postgresBin: string;
}

/** @returns the programs, or what is missing, as a sentence for the user */
export function findPrograms(): Programs | { missing: string } {
	const folders = (process.env.PATH ?? '').split(delimiter);
	const redisServer = folders.map((folder) => join(folder, 'redis-server')).find(isExecutable);
	const versions = listFolders(POSTGRES_FOLDER).sort((a, b) => Number(b) - Number(a));
	const postgresBin = [...versions.map((version) => join(POSTGRES_FOLDER, version, 'bin')), ...folders].find(
		(folder) => isExecutable(join(folder, 'initdb')),
	);
	if (redisServer && postgresBin) return { redisServer, postgresBin };
	const packages = [...(redisServer ? [] : ['redis-server']), ...(postgresBin ? [] : ['postgresql'])].join(
		' ',
	);
	return { missing: `Queue mode needs Debian's packages ${packages}: apt-get install ${packages}` };
}

function listFolders(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** A Redis of one's own on loopback; what it holds is kept in its folder, so that a restart loses nothing. */
export class Redis {
	readonly port: number;
	readonly #program: string;
	readonly #folder: string;
	#process: ChildProcess | undefined;

	constructor({ redisServer }: Programs, folder: string, port: number) {
		this.#program = redisServer;
		this.#folder = join(folder, 'redis');
		this.port = port;
		mkdirSync(this.#folder, { recursive: true });
	}

	async start(): Promise<void> {
		this.#process = spawn(
			this.#program,
			[
				'--port',
				String(this.port),
				'--bind',
				'127.0.0.1',
				'--dir',
				this.#folder,
				'--save',
				'',
				'--appendonly',
				'yes',
				'--appendfsync',
				'always',
			],
			{ stdio: 'ignore' },
		);
		await answersAt(this.port, 'Redis');
	}

	get pid(): number | undefined {
		return this.#process?.pid;
	}

	async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
		await ended(this.#process, signal);
		this.#process = undefined;
	}
}

/** A PostgreSQL of one's own on loopback with the database `n8n`; its server refuses to run as root, so root lends it to `postgres`. */
export class Postgres {
	readonly port: number;
	readonly #bin: string;
	readonly #folder: string;
	/** Holds the cluster, and the process ID of its server in `postmaster.pid`. */
	readonly data: string;

	constructor({ postgresBin }: Programs, folder: string, port: number) {
		this.#bin = postgresBin;
		this.#folder = join(folder, 'postgres');
		this.data = join(this.#folder, 'data');
		this.port = port;
	}

	/** Makes the cluster and the database, and starts the server. */
	create(): void {
		mkdirSync(this.#folder, { recursive: true });
		if (isRoot()) execFileSync('chown', ['postgres', this.#folder]);
		chmodSync(this.#folder, 0o755);
		this.#run('initdb', '-D', this.data, '-A', 'trust', '-U', 'n8n', '--no-sync');
		this.start();
		this.#run('createdb', '-h', '127.0.0.1', '-p', String(this.port), '-U', 'n8n', 'n8n');
	}

	start(): void {
		const options = [
			`-p ${this.port} -k ${this.#folder}`,
			'-c listen_addresses=127.0.0.1 -c max_connections=200',
			// Keeps what it has said even when its processes are killed, if not when the machine is.
			'-c fsync=off',
		].join(' ');
		this.#run('pg_ctl', '-D', this.data, '-o', options, '-l', join(this.#folder, 'log'), '-w', 'start');
	}

	/** `immediate` is as if the power had gone. */
	stop(mode: 'fast' | 'immediate' = 'fast'): void {
		try {
			this.#run('pg_ctl', '-D', this.data, '-m', mode, '-w', 'stop');
		} catch {
			// It wasn't running.
		}
	}

	/** @returns the rows of a query, a line each, columns parted by `|` */
	query(sql: string): string[] {
		const output = this.#run(
			'psql',
			'-h',
			'127.0.0.1',
			'-p',
			String(this.port),
			'-U',
			'n8n',
			'-At',
			'-c',
			sql,
			'n8n',
		);
		return output.split('\n').filter(Boolean);
	}

	/** Keeps everybody from writing to a table for so long; returns at once, when the lock is held. */
	async lock(table: string, milliseconds: number): Promise<void> {
		const sql = [
			'BEGIN;',
			`LOCK TABLE ${table} IN EXCLUSIVE MODE;`,
			'\\echo held',
			`SELECT pg_sleep(${milliseconds / 1000});`,
			'COMMIT;',
		];
		const [name, ...rest] = this.#command(
			'psql',
			'-h',
			'127.0.0.1',
			'-p',
			String(this.port),
			'-U',
			'n8n',
			'-q',
			'n8n',
		);
		const psql = spawn(name, rest, { cwd: this.#folder, stdio: ['pipe', 'pipe', 'ignore'] });
		psql.stdin.end(`${sql.join('\n')}\n`);
		await new Promise((resolve) => psql.stdout.once('data', resolve));
	}

	#command(program: string, ...args: string[]): [string, ...string[]] {
		const command: [string, ...string[]] = [join(this.#bin, program), ...args];
		return isRoot()
			? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--', ...command]
			: command;
	}

	#run(program: string, ...args: string[]): string {
		const [name, ...rest] = this.#command(program, ...args);
		return execFileSync(name, rest, {
			encoding: 'utf8',
			cwd: this.#folder,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
	}
}

function isRoot(): boolean {
	return process.getuid?.() === 0;
}

/** Waits until something listens at the port. @throws Error after half a minute */
async function answersAt(port: number, name: string): Promise<void> {
	const limit = Date.now() + START_LIMIT_MS;
	while (Date.now() < limit) {
		if (await isOpen(port)) return;
		await delay(50);
	}
	throw new Error(`${name} didn't answer at port ${port} within ${START_LIMIT_MS / 1000} seconds`);
}

async function isOpen(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}

/** Ends a child process and waits for it. */
async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
	if (!child || child.exitCode !== null || child.signalCode !== null) return;
	const exit = new Promise((resolve) => child.once('exit', resolve));
	child.kill(signal);
	await exit;
}
