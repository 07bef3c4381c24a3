import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createSecureServer as createHttp2Server } from 'node:http2';
import type { Http2ServerRequest } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Faults } from '../control/faults.mts';
import type { LogEntry, RequestLog } from '../control/log.mts';
import { deliver, lowerCased, pause, replacementFor, resetConnection } from './deliver.mts';
import { SandboxRequest, textAnswer } from './message.mts';
import type { Answer, StreamedAnswer } from './message.mts';

export interface FrontOptions {
	host: string;
	port: number;
	tls?: { key: string | Buffer; cert: string | Buffer };
	/** With `tls`: speaks HTTP/2 beside HTTP/1.1, as the client prefers. */
	http2?: boolean;
	log: RequestLog;
	faults: Faults;
	/** Answers requests to the sandbox itself, which are neither logged nor disturbed. */
	control: (request: SandboxRequest) => Answer | StreamedAnswer;
	/** Lets the services act on a request and say what they answer. */
	act: (request: SandboxRequest) => Answer;
}

const LARGEST_BODY = 64 * 1024 * 1024;

/** Starts the HTTP (or, with `tls`, HTTPS) server and resolves once it listens. */
export async function listen(options: FrontOptions): Promise<{ url: string; close: () => Promise<void> }> {
	const scheme = options.tls === undefined ? 'http' : 'https';
	const handler = (incoming: IncomingMessage, response: ServerResponse): void => {
		serve(options, scheme, incoming, response).catch(() => response.destroy());
	};
	const server = createServer(options, handler);
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	// A client may keep a connection for long; the sandbox isn't the one to close it under a request.
	server.keepAliveTimeout = 120_000;
	server.headersTimeout = 130_000;
	server.requestTimeout = 0;
	server.on('clientError', (_error, socket) => socket.destroy());
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, options.host, resolve);
	});
	const { port } = server.address() as AddressInfo;
	const host = options.host.includes(':') ? `[${options.host}]` : options.host;
	return {
		url: `${scheme}://${host}:${port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			}),
	};
}

/** HTTP/2 requests and responses come in Node's compatibility form, which is near enough to that of HTTP/1.1. */
function createServer(
	{ tls, http2 = false }: FrontOptions,
	handler: (incoming: IncomingMessage, response: ServerResponse) => void,
): Server {
	if (tls === undefined) return createHttpServer(handler);
	if (!http2) return createHttpsServer({ ...tls }, handler) as unknown as Server;
	return createHttp2Server({ ...tls, allowHTTP1: true }, handler as never) as unknown as Server;
}

/** What stands for the connection that a request came on: with HTTP/2 many share one. */
function connectionOf(incoming: IncomingMessage | Http2ServerRequest): object {
	return ('stream' in incoming ? incoming.stream.session : undefined) ?? incoming.socket;
}

async function serve(
	options: FrontOptions,
	scheme: 'http' | 'https',
	incoming: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const head = {
		method: incoming.method ?? 'GET',
		url: incoming.url ?? '/',
		headers: incoming.headers,
		scheme,
	};
	if (isForSandbox(head)) {
		const request = new SandboxRequest(head, (await readBody(incoming)) ?? Buffer.alloc(0));
		const answer = options.control(request);
		response.writeHead(answer.status, answer.headers);
		if ('open' in answer) answer.open(response);
		else response.end(answer.body);
		return;
	}
	const { log } = options;
	const arrivedAt = performance.now();
	const path = head.url.split('?', 1)[0];
	const entry = log.begin({ method: head.method, path, headers: head.headers }, connectionOf(incoming));
	response.on('close', () => log.end(entry, response.writableFinished ? 'answered' : 'aborted'));
	const body = await readBody(incoming);
	if (body === undefined) {
		await deliver(response, textAnswer(413, 'Payload too large'), entry);
		return;
	}
	const request = new SandboxRequest(head, body);
	if (log.mode === 'full') {
		entry.query = Object.fromEntries(request.query);
		entry.rawBody = request.text;
		entry.body = request.json;
	}
	await answerUnderFaults(options, request, response, entry, arrivedAt);
}

/** `/__sandbox/…`, and what a browser that opens the inbox asks for; no service has these paths. */
function isForSandbox({ method, url }: { method: string; url: string }): boolean {
	if (url.startsWith('/__sandbox')) return true;
	const path = url.split('?', 1)[0];
	return (method === 'GET' || method === 'HEAD') && (path === '/' || path === '/favicon.ico');
}

async function answerUnderFaults(
	{ faults, act, log }: FrontOptions,
	request: SandboxRequest,
	response: ServerResponse,
	entry: LogEntry,
	arrivedAt: number,
): Promise<void> {
	const taken = faults.take(request);
	const fault = taken?.answer;
	if (taken !== undefined) entry.fault = taken.name;
	await fault?.before?.();
	if (fault?.delayMs !== undefined) await pause(fault.delayMs);

	const replacement = fault === undefined ? undefined : replacementFor(fault);
	const prevented =
		replacement !== undefined || fault?.connection === 'resetBeforeActing' || fault?.connection === 'hang';
	let answer: Answer | undefined;
	if (fault?.act ?? !prevented) {
		entry.acted = true;
		answer = act(request);
	}

	// The service's latency holds the time that the sandbox itself took, which isn't the same for all requests.
	const took = performance.now() - arrivedAt - (fault?.delayMs ?? 0);
	const wait = Math.max(0, faults.latencyMs - took) + (fault?.answerDelayMs ?? 0);
	if (wait > 0) await pause(wait);
	if (fault?.connection?.startsWith('hang')) return;
	if (fault?.connection?.startsWith('reset')) return resetConnection(response, entry);

	let sent = replacement ?? answer ?? textAnswer(200, '');
	if (replacement === undefined && fault?.headers !== undefined) {
		sent = { ...sent, headers: { ...sent.headers, ...lowerCased(fault.headers) } };
	}
	if (fault?.transform !== undefined) sent = fault.transform(sent);
	if (log.mode === 'full') entry.answer = readable(sent);
	await deliver(response, sent, entry, fault);
}

function readable(answer: Answer): unknown {
	if (typeof answer.body !== 'string') return `<${answer.body.length} bytes>`;
	try {
		return JSON.parse(answer.body) as unknown;
	} catch {
		return answer.body;
	}
}

/** Reads the body to its end; `undefined` when it is larger than any request of the services may be. */
function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
	return new Promise((resolve, reject) => {
		const pieces: Buffer[] = [];
		let size = 0;
		incoming.on('data', (piece: Buffer) => {
			size += piece.length;
			if (size <= LARGEST_BODY) pieces.push(piece);
		});
		incoming.on('end', () => resolve(size > LARGEST_BODY ? undefined : Buffer.concat(pieces, size)));
		incoming.on('error', reject);
	});
}
