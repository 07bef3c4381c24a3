import { readFileSync } from 'node:fs';

import { ensureQueueServices } from './queueServices.mjs';
import { ensureInstalled, environment, run } from './setup.mjs';

const OWN = ['--install', '--load'];
// Everything else is vitest's, e.g. the name of a test file.
const options = process.argv.slice(2).filter((option) => !OWN.includes(option));

ensureInstalled();
ensureQueueServices({ install: process.argv.includes('--install') });
if (process.argv.includes('--load')) {
	environment.QUEUE_LOAD_ROWS ??= '1000000';
	environment.QUEUE_WORKERS ??= '3';
	options.push('test/queue/load', 'test/queue/distribution');
} else if (options.length === 0) {
	// They measure what has a choice or a machine behind it, and take their time.
	options.push('--exclude', 'test/queue/load.test.mts', '--exclude', 'test/queue/distribution.test.mts');
}
// Vitest ends with these processes, also when they are killed.
environment.QUEUE_RUN_BY = [process.pid, ...npmProcesses()].join(',');
run('Build', ['npm', 'run', '--silent', 'build']);
run('Tests in queue mode', ['vitest', 'run', '--config', 'vitest.queue.config.mts', ...options]);

/** @returns where npm runs this script: npm, and its shell */
function npmProcesses() {
	if (!process.env.npm_lifecycle_event) return [];
	const shell = process.ppid;
	try {
		const npm = Number(readFileSync(`/proc/${shell}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
		const isNpm = readFileSync(`/proc/${npm}/cmdline`, 'utf8').includes('npm');
		return isNpm ? [shell, npm] : [shell];
	} catch {
		return [shell];
	}
}
