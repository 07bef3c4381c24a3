import { readFileSync } from 'node:fs';
import { inject } from 'vitest';
import { readExamples } from '../../playground/start/playground.mts';
import { playgroundSeed } from '../../playground/start/seed.mts';
import { N8nClient } from './support/n8nClient.mts';
import type { WorkflowFile } from './support/n8nClient.mts';
import { SandboxClient } from './support/sandboxClient.mts';

export { Execution } from './support/execution.mts';
export type { NodeRecord, StoredError } from './support/execution.mts';
export type { RunOptions, WorkflowFile } from './support/n8nClient.mts';

const address = inject('playground');

/** The real n8n of this test run; all test files share it. */
export const n8n = await N8nClient.connect(address.n8nUrl);
/** The services behind its credentials. */
export const sandbox = new SandboxClient(address.sandboxUrl);
/** Process ID of n8n, its user folder and its log. */
export const { pid, userFolder, logFile } = address;

/** The sandbox as `npm start` has it: nothing happened yet. For `beforeEach`. */
export async function freshSandbox(): Promise<void> {
	await sandbox.reset();
	await sandbox.seed(playgroundSeed);
}

/**
 * A workflow of examples/, which the playground has imported already.
 * @param file without `.json`, e.g. `order-webhook` or `basics/token-check`
 */
export function example(file: string): WorkflowFile & { id: string } {
	const text = readFileSync(new URL(`../../examples/${file}.json`, import.meta.url), 'utf8');
	const { name } = JSON.parse(text) as WorkflowFile;
	const found = readExamples().find((workflow) => workflow.name === name);
	if (found === undefined) throw new Error(`examples/${file}.json isn't among the imported workflows`);
	return found as unknown as WorkflowFile & { id: string };
}
