import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { type N8nVersion } from './versions.mts';

/**
 * n8n-core of another version, installed on first use into a cache outside the checkout, with a copy of the built package
 * beside it: so the package finds that version's n8n-workflow, as an installed one does.
 * @returns the folder, for the environment variable COMPAT_FOLDER
 */
export function installCore({ n8n, packages }: N8nVersion, root: string): string {
	const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-pushwoosh-fcm');
	const folder = join(cache, `core-${n8n}`);
	const receipt = join(folder, 'complete');
	if (!existsSync(receipt)) {
		console.log(`Installing n8n-core of n8n ${n8n}, once for all later runs: about a minute.`);
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
		const path = [dirname(process.execPath), process.env.PATH].join(':');
		execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
			cwd: folder,
			env: { ...process.env, PATH: path },
			stdio: 'inherit',
		});
		writeFileSync(receipt, new Date().toISOString());
	}
	const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string };
	const target = join(folder, 'node_modules', name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	for (const part of ['package.json', 'dist'])
		cpSync(join(root, part), join(target, part), { recursive: true });
	return folder;
}
