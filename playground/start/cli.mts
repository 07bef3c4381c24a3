// Starts a real n8n with the package, the sandbox and the examples, and keeps them until Ctrl-C.
import { join } from 'node:path';

import { OWNER } from '../n8n/api.mts';
import { startPlayground, type Playground } from './playground.mts';

const report = (line: string) => console.log(line);
const port = (variable: string, otherwise: number) => Number(process.env[variable] || otherwise);
const userFolder = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'playground');

let playground: Playground | undefined;
let ending = false;
const end = async (signal: NodeJS.Signals) => {
	if (ending) return;
	ending = true;
	console.log(`\nEnding (${signal}) …`);
	await playground?.close();
	process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);

try {
	playground = await startPlayground({
		userFolder,
		n8nPort: port('N8N_PLAYGROUND_PORT', 5678),
		sandboxPort: port('SANDBOX_PORT', 4010),
		report,
	});
	const { server, sandbox } = playground;
	console.log(`
  n8n      ${server.url}
  Login    ${OWNER.email}   ${OWNER.password}
  Inbox    ${sandbox.url}   what the services received: pushes, topics, requests

  1. Open n8n and sign in. One push in six clicks: the README, "Your first push". A table:
     open the workflow "CRM table to combined push" (the house at the top left lists all).
  2. Click "Execute workflow" and look at the output of each node.
  3. Keep the inbox open beside it: its switches make the services misbehave, and it
     tells what to enter in a credential of your own.

  Ctrl-C ends all of it.`);
} catch (error) {
	if (!ending) {
		console.error(`\n${error instanceof Error ? error.message : String(error)}`);
		process.exit(1);
	}
}
