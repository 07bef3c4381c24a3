// Runs on the machine's own Node: plain JavaScript and nothing but Node's own modules.
import { spawnSync } from 'node:child_process';

import { fail } from './setup.mjs';

/**
 * Installs Debian's packages and ends this process when that doesn't succeed.
 * @param {string[]} packages
 * @param {string} need a sentence that says what they are for, with what to do by hand
 */
export function aptGet(packages, need) {
	for (const command of [
		['apt-get', 'update', '-qq'],
		['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
	]) {
		// Run level 1 is that of maintenance: servers are installed, but not started.
		const quietly = ['env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', ...command];
		const [name, ...args] = process.getuid?.() === 0 ? quietly : ['sudo', '-n', ...quietly];
		const { status, error } = spawnSync(name, args, { stdio: ['ignore', 'ignore', 'inherit'] });
		if (error || status !== 0) fail(`“${command.join(' ')}” didn't succeed. ${need}`);
	}
}
