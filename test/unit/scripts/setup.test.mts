import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

const setup = fileURLToPath(new URL('../../../scripts/setup.mjs', import.meta.url));

/** Stands in for the playground: it takes a moment to put things away. */
const COMMAND = `
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => setTimeout(() => {
		console.log('put away after ' + signal);
		process.exit(7);
	}, 100));
	setInterval(() => {}, 1000);
	console.log('ready ' + process.pid);
`;

it.each(['SIGTERM', 'SIGINT'] as const)(
	'hands %s on, and ends after what it runs, with its exit code',
	async (signal) => {
		const script = `import { runUntilEnded } from ${JSON.stringify(setup)};
			runUntilEnded('Title', [process.execPath, '--eval', ${JSON.stringify(COMMAND)}]);`;
		const parent = spawn(process.execPath, ['--input-type=module', '--eval', script]);
		let shown = '';
		parent.stdout.on('data', (piece: Buffer) => (shown += piece.toString()));
		await expect.poll(() => shown, { timeout: 20_000 }).toContain('ready');
		const child = Number(/ready (\d+)/.exec(shown)?.[1]);
		parent.kill(signal);
		expect(await once(parent, 'exit')).toEqual([7, null]);
		await pause(20);
		expect(shown).toContain(`put away after ${signal}`);
		expect(() => process.kill(child, 0)).toThrow('ESRCH');
	},
);
