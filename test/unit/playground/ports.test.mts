import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from '../../../playground/n8n/freePort.mts';
import { requirePorts } from '../../../playground/start/ports.mts';

const STEP = 100;
const servers: Server[] = [];
let n8nPort: number;
let inboxPort: number;

async function occupy(port: number): Promise<void> {
	const server = createServer();
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
}

/** The port that the sentence names, and the sentence without it. */
async function refusal(inbox = inboxPort): Promise<{ sentence: string; other: number }> {
	const error: unknown = await requirePorts(n8nPort, inbox).catch((reason: unknown) => reason);
	const sentence = error instanceof Error ? error.message : '';
	const other = Number(/=(\d+) npm start$/.exec(sentence)?.[1]);
	return { sentence: sentence.replace(String(other), 'OTHER'), other };
}

beforeEach(async () => {
	n8nPort = await freePort(2);
	do inboxPort = await freePort(1);
	while (Math.abs(inboxPort - n8nPort) < 2 * STEP);
});
afterEach(async () => {
	await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

it('has nothing to say when all are free', async () => {
	await expect(requirePorts(n8nPort, inboxPort)).resolves.toBeUndefined();
});

it("names n8n's own port", async () => {
	await occupy(n8nPort);
	const { sentence } = await refusal();
	expect(sentence).toBe(
		`Port ${n8nPort} is in use. End what uses it, or choose another one: N8N_PLAYGROUND_PORT=OTHER npm start`,
	);
});

it("names the port of n8n's task broker, and one for n8n that is free with its neighbour", async () => {
	await occupy(n8nPort + 1);
	await occupy(n8nPort + STEP + 1);
	const { sentence, other } = await refusal();
	expect(sentence).toBe(
		`Port ${n8nPort + 1} is in use, which n8n needs beside ${n8nPort}. End what uses it, or choose another one: N8N_PLAYGROUND_PORT=OTHER npm start`,
	);
	expect(other).toBeGreaterThan(n8nPort + STEP);
	await expect(requirePorts(other, inboxPort)).resolves.toBeUndefined();
});

it("names the inbox's port", async () => {
	await occupy(inboxPort);
	const { sentence, other } = await refusal();
	expect(sentence).toBe(
		`Port ${inboxPort} is in use. End what uses it, or choose another one: SANDBOX_PORT=OTHER npm start`,
	);
	await expect(requirePorts(n8nPort, other)).resolves.toBeUndefined();
});

it.each([0, 1])("doesn't give the inbox a port that n8n needs (n8n's + %i)", async (offset) => {
	const { sentence, other } = await refusal(n8nPort + offset);
	expect(sentence).toBe(
		`n8n needs port ${n8nPort + offset} itself. Choose another one for the inbox: SANDBOX_PORT=OTHER npm start`,
	);
	await expect(requirePorts(n8nPort, other)).resolves.toBeUndefined();
});

it('never names the port of the other one', async () => {
	await occupy(n8nPort);
	inboxPort = n8nPort + STEP;
	expect((await refusal()).other).not.toBe(inboxPort);
});
