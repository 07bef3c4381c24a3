import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { until } from './support.mts';

function runs(pid: number | undefined): boolean {
	try {
		process.kill(pid ?? 0, 0);
		return true;
	} catch {
		return false;
	}
}

it('ends the processes and removes the folder of a test run that is killed', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'queue-reaper-'));
	writeFileSync(join(folder, 'file'), '');
	// As n8n does: a process that leads a group, with another one in it.
	const group = spawn('sh', ['-c', 'sleep 1000 & echo $!; wait'], {
		detached: true,
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const child = await new Promise<number>((resolve) =>
		group.stdout.once('data', (text) => resolve(Number(text))),
	);
	const alone = spawn('sleep', ['1000'], { stdio: 'ignore' });
	const reaper = fileURLToPath(new URL('../../playground/queue/reaper.mts', import.meta.url));
	const lines = `folder ${folder}\nprocess ${group.pid}\nprocess ${alone.pid}\n`;
	// The run: it starts the reaper, tells it what there is, and is killed.
	const program = `const { spawn } = require('node:child_process');
const reaper = spawn(process.execPath, [${JSON.stringify(reaper)}], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
reaper.stdin.write(${JSON.stringify(lines)}, () => process.stdout.write('ready'));
setInterval(() => {}, 1000);`;
	const run = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
	await new Promise((resolve) => run.stdout.once('data', resolve));
	expect([group.pid, child, alone.pid].every(runs)).toBe(true);
	run.kill('SIGKILL');
	await until('the end of all', async () => ![group.pid, child, alone.pid].some(runs) && !existsSync(folder));
});
