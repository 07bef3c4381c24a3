import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clearLeftovers, folderPrefix, isRunning } from '../../../playground/queue/leftovers.mts';

const REAPER = fileURLToPath(new URL('../../../playground/queue/reaper.mts', import.meta.url));
const folders: string[] = [];
const processes: number[] = [];
/** Works somewhere else, and so is nobody's business. */
let stranger: ChildProcess;

beforeEach(() => {
	stranger = spawn('sleep', ['1000'], { stdio: 'ignore' });
});

afterEach(() => {
	stranger.kill();
	for (const pid of processes.splice(0).filter(isRunning)) process.kill(pid, 'SIGKILL');
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A number that no process has: the one that had it has ended. */
async function endedProcess(): Promise<number> {
	const child = spawn('true', { stdio: 'ignore' });
	await new Promise((resolve) => child.once('exit', resolve));
	return child.pid ?? 0;
}

/** A folder as a cluster has it, with a process that leads a group, and one below it that hears no SIGTERM. */
async function startIn(owner: number): Promise<string> {
	const folder = mkdtempSync(folderPrefix(owner));
	folders.push(folder);
	const place = join(folder, 'worker-1');
	mkdirSync(place);
	writeFileSync(join(place, 'n8n.log'), '');
	const group = spawn('sh', ['-c', 'trap "" TERM; sleep 1000 & echo $!; wait'], {
		cwd: place,
		detached: true,
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const child = await new Promise<number>((resolve) =>
		group.stdout.once('data', (text) => resolve(Number(text))),
	);
	processes.push(group.pid ?? 0, child);
	expect(processes.every(isRunning)).toBe(true);
	return folder;
}

const allGone = (folder: string) => !existsSync(folder) && !processes.some(isRunning);

describe('What a test run in queue mode started', () => {
	it('ends when the run is killed', async () => {
		const folder = await startIn(process.pid);
		// The run: it starts the reaper and is killed.
		const program = `const { spawn } = require('node:child_process');
spawn(process.execPath, [${JSON.stringify(REAPER)}, ${JSON.stringify(folder)}], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
process.stdout.write('ready');
setInterval(() => {}, 1000);`;
		const run = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
		await new Promise((resolve) => run.stdout.once('data', resolve));
		expect(processes.every(isRunning)).toBe(true);
		run.kill('SIGKILL');
		await vi.waitUntil(() => allGone(folder), { timeout: 20_000, interval: 50 });
		expect(isRunning(stranger.pid ?? 0)).toBe(true);
	});

	it('ends when the next run starts, where nothing was left to clean up', async () => {
		const folder = await startIn(await endedProcess());
		expect(await clearLeftovers()).toContain(folder);
		await vi.waitUntil(() => allGone(folder), { timeout: 20_000, interval: 50 });
		expect(isRunning(stranger.pid ?? 0)).toBe(true);
	});

	it('stays while the run that started it goes on', async () => {
		const folder = await startIn(process.pid);
		expect(await clearLeftovers()).not.toContain(folder);
		expect(existsSync(folder)).toBe(true);
		expect(processes.every(isRunning)).toBe(true);
	});
});
