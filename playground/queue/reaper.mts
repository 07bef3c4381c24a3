// A process of its own that outlives the one that started it, to clean up after it: even a killed process lets go of the
// pipe that this one reads from. Lines: `process <pid>`, `ended <pid>`, `postgres <data folder>`, `folder <path>`.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

const processes = new Set<number>();
const clusters = new Set<string>();
const folders = new Set<string>();

for await (const line of createInterface({ input: process.stdin })) {
	const [what, name] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
	if (what === 'process') processes.add(Number(name));
	if (what === 'ended') processes.delete(Number(name));
	if (what === 'postgres') clusters.add(name);
	if (what === 'folder') folders.add(name);
}

for (const pid of processes) {
	// Of n8n's processes the whole group; the others have none of their own.
	end(-pid);
	end(pid);
}
// SIGQUIT takes its own processes along; SIGKILL would leave them for a while.
for (const data of clusters) end(postmasterOf(data), 'SIGQUIT');
await delay(500);
for (const folder of folders)
	rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

function postmasterOf(data: string): number {
	try {
		return Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
	} catch {
		return 0;
	}
}

/** 0 would be this process's own group, and what has ended already needs nothing. */
function end(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
	if (!Number.isInteger(pid) || pid === 0) return;
	try {
		process.kill(pid, signal);
	} catch {
		// It isn't there any more.
	}
}
