import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const PROGRESS_EVERY_MS = 15_000;

/** A real n8n on this machine. */
export interface Installation {
	/** What starts it, on the Node that runs this process. */
	bin: string;
	folder: string;
}

/**
 * The real n8n of the playground, installed on first use into a cache outside the checkout (2.9 GB, some five minutes); later
 * starts find it there. The folder's name holds the hash of the lock file, so another version is another folder. An interrupted
 * installation is taken up again where npm's own cache left it.
 * @throws Error with a sentence for the user
 */
export async function installN8n(report: (line: string) => void): Promise<Installation> {
	const lockFile = join(here, 'package-lock.json');
	const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex').slice(0, 16);
	const folder = join(cacheFolder(), `n8n-${hash}`);
	const installation = { folder, bin: join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
	const receipt = join(folder, 'complete');
	if (existsSync(receipt)) return installation;

	report('Installing n8n itself, once for all later starts: some five minutes, 2.9 GB.');
	rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (const file of ['package.json', 'package-lock.json'])
		copyFileSync(join(here, file), join(folder, file));
	// Most install scripts want compilers; of all packages only sqlite3 needs its own.
	await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder, report);
	await npm(['rebuild', 'sqlite3', '--loglevel=error'], folder, report);
	writeFileSync(receipt, new Date().toISOString());
	return installation;
}

function cacheFolder(): string {
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-pushwoosh-fcm');
}

async function npm(args: string[], cwd: string, report: (line: string) => void): Promise<void> {
	const started = Date.now();
	const ticker = setInterval(
		() => report(`  npm ${args[0]}: ${Math.round((Date.now() - started) / 1000)} s …`),
		PROGRESS_EVERY_MS,
	);
	try {
		await new Promise<void>((resolve, reject) => {
			// n8n wants the Node that runs this process, not the machine's.
			const path = [dirname(process.execPath), process.env.PATH].join(':');
			const child = spawn('npm', args, {
				cwd,
				env: { ...process.env, PATH: path },
				stdio: ['ignore', 'ignore', 'pipe'],
			});
			let complaints = '';
			child.stderr.on('data', (text: Buffer) => (complaints += text));
			child.on('error', reject);
			child.on('exit', (code) => {
				if (code === 0) return resolve();
				const lastLines = complaints.trim().split('\n').slice(-5).join('\n');
				reject(
					new Error(
						`n8n couldn't be installed. Check the network connection and the free disk space (5 GB), then start again.\n${lastLines}`,
					),
				);
			});
		});
	} finally {
		clearInterval(ticker);
	}
}
