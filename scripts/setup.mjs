// Runs on the machine's own Node, before anything is installed: plain JavaScript and nothing but Node's own modules.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;

/** The checkout's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const receipt = join(modules, '.installed-from');

/** The environment in which `node`, `tsc`, `vitest` … are the project's own; `node` is the installed Node 24. */
export const environment = {
	...process.env,
	PATH: [join(modules, 'node', 'bin'), join(modules, '.bin'), process.env.PATH].join(delimiter),
};

/** Installs the development dependencies unless they are there as the lock file names them. */
export function ensureInstalled() {
	const major = Number(process.versions.node.split('.')[0]);
	if (major < OLDEST_NODE) {
		fail(
			`Node.js ${process.versions.node} is too old. Install Node.js ${OLDEST_NODE} or newer and start again.`,
		);
	}
	const wanted = createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex');
	if (existsSync(receipt) && readFileSync(receipt, 'utf8') === wanted) return;
	console.log(
		'Installing the development dependencies (two minutes or more the first time; nothing is shown meanwhile) …',
	);
	const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: root,
		stdio: 'inherit',
	});
	if (error || status !== 0) {
		fail(
			'The installation didn’t finish. Check the network connection and start again; what is there already is used.',
		);
	}
	writeFileSync(receipt, wanted);
}

/**
 * Runs a command of the project and ends this process when it doesn't succeed.
 * @param {string} title printed before it
 * @param {string[]} command the command with its arguments
 */
export function run(title, [command, ...args]) {
	console.log(`\n▸ ${title}`);
	const { status, error } = spawnSync(command, args, { cwd: root, env: environment, stdio: 'inherit' });
	if (error) fail(`${command} could not be started: ${error.message}`);
	if (status !== 0) fail(`${title}: not successful (exit code ${status}).`);
}

/**
 * Runs a command that goes on until it is told to end, as the last thing that this process does. A signal that only this
 * process gets (`kill`, a container that stops) is handed on, and this process waits until the command has put things away.
 * @param {string} title printed before it
 * @param {string[]} command the command with its arguments
 */
export function runUntilEnded(title, [command, ...args]) {
	console.log(`\n▸ ${title}`);
	const child = spawn(command, args, { cwd: root, env: environment, stdio: 'inherit' });
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	child.on('error', (error) => fail(`${command} could not be started: ${error.message}`));
	child.on('exit', (status) => process.exit(status ?? 1));
}

/** Prints one sentence and ends the process. */
export function fail(sentence) {
	console.error(`\n${sentence}`);
	process.exit(1);
}
