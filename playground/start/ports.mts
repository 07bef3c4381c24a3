import { isFree } from '../n8n/freePort.mts';
import { brokerPort } from '../n8n/server.mts';

/** How far from the wanted port another one is looked for. */
const STEP = 100;

/**
 * Makes sure that n8n, its task broker and the inbox each have a free port: what n8n lacks it would say in its log only.
 * @throws Error with a sentence for the user, which names a port to choose
 */
export async function requirePorts(n8nPort: number, inboxPort: number): Promise<void> {
	const broker = brokerPort(n8nPort);
	const n8n = { variable: 'N8N_PLAYGROUND_PORT', wanted: n8nPort };
	const inbox = { variable: 'SANDBOX_PORT', wanted: inboxPort };
	const needs = [
		{ ...n8n, port: n8nPort, problem: 'is in use' },
		{ ...n8n, port: broker, problem: `is in use, which n8n needs beside ${n8nPort}` },
		{ ...inbox, port: inboxPort, problem: 'is in use' },
	];
	for (const { port, problem, variable, wanted } of needs) {
		if (await isFree(port)) continue;
		const other = await freeAfter(wanted, [n8nPort, broker, inboxPort]);
		throw new Error(
			`Port ${port} ${problem}. End what uses it, or choose another one: ${variable}=${other} npm start`,
		);
	}
	if (inboxPort !== n8nPort && inboxPort !== broker) return;
	const other = await freeAfter(inboxPort, [n8nPort, broker]);
	throw new Error(
		`n8n needs port ${inboxPort} itself. Choose another one for the inbox: ${inbox.variable}=${other} npm start`,
	);
}

/** A port that is free with the one after it, which n8n would need. */
async function freeAfter(wanted: number, reserved: number[]): Promise<number> {
	for (let port = wanted + STEP; ; port += STEP) {
		const pair = [port, brokerPort(port)];
		const areFree = await Promise.all(pair.map(isFree));
		if (areFree.every(Boolean) && !pair.some((one) => reserved.includes(one))) return port;
	}
}
