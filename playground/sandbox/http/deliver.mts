import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { LogEntry } from '../control/log.mts';
import type { FaultAnswer } from '../control/faults.mts';
import type { Answer } from './message.mts';

/** Resolves after so many milliseconds; doesn't keep the process alive by itself. */
export function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, milliseconds).unref();
	});
}

/** Cuts the connection: with a TCP reset where the socket allows it (plain HTTP), else without a goodbye. */
export function resetConnection(response: ServerResponse, entry: LogEntry): void {
	entry.outcome = 'reset';
	const socket = response.req.socket as Socket & { encrypted?: boolean };
	if (socket.encrypted) socket.destroy();
	else socket.resetAndDestroy();
}

/** The answer that a fault puts in place of the service's own, or `undefined` when it leaves that alone. */
export function replacementFor(fault: FaultAnswer): Answer | undefined {
	const { status, body, redirectTo, hugeBytes } = fault;
	const headers = lowerCased(fault.headers);
	if (redirectTo !== undefined) {
		return { status: status ?? 302, headers: { location: redirectTo, ...headers }, body: bodyText(body) };
	}
	if (hugeBytes !== undefined) {
		const type = { 'content-type': 'application/json' };
		return { status: status ?? 200, headers: { ...type, ...headers }, body: jsonStringOf(hugeBytes) };
	}
	if (status === undefined && body === undefined) return undefined;
	const type = typeof body === 'string' ? 'text/plain' : 'application/json';
	const typeHeader: Record<string, string> =
		body === undefined ? {} : { 'content-type': `${type}; charset=utf-8` };
	return { status: status ?? 200, headers: { ...typeHeader, ...headers }, body: bodyText(body) };
}

/** Header names in lower case, so that a rule's header takes the place of one that is there already. */
export function lowerCased(headers: Record<string, string> = {}): Record<string, string> {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function jsonStringOf(bytes: number): Buffer {
	const body = Buffer.alloc(bytes, 'x');
	body.write('"', 0);
	body.write('"', Math.max(0, bytes - 1));
	return body;
}

function bodyText(body: unknown): string {
	if (body === undefined) return '';
	return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Sends an answer in the manner that the fault asks for; plainly without one. */
export async function deliver(
	response: ServerResponse,
	answer: Answer,
	entry: LogEntry,
	fault: FaultAnswer = {},
): Promise<void> {
	if (response.destroyed) return;
	const body = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body;
	entry.status = answer.status;
	if (fault.connection === 'endless') return sendEndlessly(response, answer);
	const bodyless = answer.status === 204 || answer.status === 304;
	const length = bodyless ? {} : { 'content-length': body.length };
	response.writeHead(answer.status, { ...answer.headers, ...length });
	if (fault.connection === 'truncate') {
		entry.outcome = 'truncated';
		response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.req.socket.destroy());
		return;
	}
	if (fault.drip !== undefined) {
		for (let sent = 0; sent < body.length && !response.destroyed; sent += fault.drip.bytes) {
			response.write(body.subarray(sent, sent + fault.drip.bytes));
			await pause(fault.drip.everyMs);
		}
		response.end();
		return;
	}
	response.end(bodyless ? undefined : body);
}

async function sendEndlessly(response: ServerResponse, answer: Answer): Promise<void> {
	response.writeHead(answer.status, answer.headers);
	response.write('[');
	const piece = '{},'.repeat(5000);
	while (!response.destroyed) {
		if (!response.write(piece)) {
			await Promise.race([new Promise((resolve) => response.once('drain', resolve)), pause(50)]);
		}
		await pause(1);
	}
}
