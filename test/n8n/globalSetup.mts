import type { TestProject } from 'vitest/node';
import { freePort } from '../../playground/n8n/freePort.mts';
import { startPlayground } from '../../playground/start/playground.mts';

/** Where the playground of this test run is; `support.mts` connects to it. */
export interface PlaygroundAddress {
	n8nUrl: string;
	sandboxUrl: string;
	/** Process ID of n8n, e.g. to read its memory. */
	pid: number;
	userFolder: string;
	logFile: string;
}

declare module 'vitest' {
	interface ProvidedContext {
		playground: PlaygroundAddress;
	}
}

/** What n8n's process gets beside the playground's own settings. */
export const SETTINGS: Record<string, string> = {
	// As `npm start` has it. Vitest sets it to "test", with which n8n ends without a word.
	NODE_ENV: '',
	// The tests ask n8n's inspector for its memory; 0 is any free port.
	NODE_OPTIONS: '--inspect-port=0',
};

/** Starts one real n8n with the packed package, the sandbox and all examples for all test files, and ends it. */
export default async function startOnce({ provide }: TestProject): Promise<() => Promise<void>> {
	const n8nPort = await freePort(2);
	const sandboxPort = await freePort(1);
	const { server, sandbox, userFolder, close } = await startPlayground({
		n8nPort,
		sandboxPort,
		report: (line) => console.log(line),
		settings: SETTINGS,
	});
	provide('playground', {
		n8nUrl: server.url,
		sandboxUrl: sandbox.url,
		pid: server.pid ?? 0,
		userFolder,
		logFile: server.logFile,
	});
	return close;
}
