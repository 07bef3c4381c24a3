import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const PREFIX = 'n8n-queue-';
const END_LIMIT_MS = 10_000;

/** What the folder of a cluster begins with: it names the process that started the cluster and ends it. */
export function folderPrefix(owner: number): string {
	return join(tmpdir(), `${PREFIX}${owner}-`);
}

/**
 * Ends all processes that work in a folder or below it, and removes it. A cluster's processes are known by their working
 * folder, which no other process has, not by their numbers: those are soon given to others.
 */
export async function clearAway(folder: string): Promise<void> {
	// SIGQUIT has a PostgreSQL give back its shared memory, too.
	for (const pid of postmastersBelow(folder)) signal(pid, 'SIGQUIT');
	await gone(folder, 1000);
	const limit = Date.now() + END_LIMIT_MS;
	while (Date.now() < limit) {
		for (const pid of processesIn(folder)) signal(pid, 'SIGKILL');
		if (await gone(folder, 200)) break;
	}
	rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/**
 * Clears away what clusters left behind whose owner was killed together with the process that should have cleaned up.
 * @returns the folders
 */
export async function clearLeftovers(): Promise<string[]> {
	const folders = readdirSync(tmpdir()).filter((name) => {
		const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
		return owner !== undefined && !isRunning(Number(owner));
	});
	const paths = folders.map((name) => join(tmpdir(), name));
	for (const path of paths) await clearAway(path);
	return paths;
}

export function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// One of somebody else's.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** Waits until no process works in the folder. @returns whether that came true in time */
async function gone(folder: string, milliseconds: number): Promise<boolean> {
	const limit = Date.now() + milliseconds;
	while (processesIn(folder).length > 0) {
		if (Date.now() > limit) return false;
		await delay(50);
	}
	return true;
}

/** Linux only, as Debian's packages are: elsewhere there is no `/proc` and nothing is found. */
function processesIn(folder: string): number[] {
	return listProcesses().filter((pid) => {
		const at = workingFolder(pid);
		return at !== undefined && `${at}/`.startsWith(`${folder}/`);
	});
}

function postmastersBelow(folder: string): number[] {
	const running = processesIn(folder);
	try {
		const [line] = readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n');
		return running.filter((pid) => pid === Number(line));
	} catch {
		return [];
	}
}

function listProcesses(): number[] {
	try {
		return readdirSync('/proc').map(Number).filter(Number.isInteger);
	} catch {
		return [];
	}
}

function workingFolder(pid: number): string | undefined {
	try {
		return readlinkSync(`/proc/${pid}/cwd`).replace(/ \(deleted\)$/, '');
	} catch {
		// It has ended, or belongs to somebody else.
		return undefined;
	}
}

function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(pid, name);
	} catch {
		// It has ended.
	}
}
