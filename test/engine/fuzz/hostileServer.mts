import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** How an answer travels. */
export type Delivery =
	/** As it should. */
	| 'whole'
	/** The connection ends before the announced length. */
	| 'cut'
	/** The connection is reset before an answer. */
	| 'reset'
	/** No answer at all. */
	| 'silent'
	/** A byte at a time, for ever. */
	| 'drip'
	/** Bytes as fast as they are taken, for ever. */
	| 'endless'
	/** One-byte pieces as fast as they are taken, for ever. */
	| 'crumbs'
	/** A small body that unpacks to a gigabyte. */
	| 'bomb';

export interface Reply {
	status: number;
	headers: Record<string, string>;
	body: string | Buffer;
	delivery: Delivery;
}

export interface Asked {
	method: string;
	path: string;
	headers: IncomingMessage['headers'];
	body: unknown;
}

/** A request with the reply that it got. */
export interface Exchange {
	asked: Asked;
	reply: Reply;
}

/** A service that answers whatever it is told to, and an access token to those who sign in. */
export interface HostileServer {
	url: string;
	/** Requests and replies since the last `script`, sign-ins left out. */
	exchanges: Exchange[];
	/** Bytes written in the endless ways since the last `script`. */
	poured: number;
	/** Sets how the next requests are answered. */
	script(answer: (asked: Asked, at: number) => Reply): void;
	/** Answers to sign-ins; undefined: a good access token. */
	signIn: ((at: number, asked: Asked) => Reply) | undefined;
	close(): Promise<void>;
}

export const ACCESS_TOKEN = 'ya29.fuzz-access-token';
const PIECE = Buffer.alloc(64 * 1024, 'x');
const BOMB = gzipSync(Buffer.alloc(1024 * 1024 * 1024, ' '), { level: 1 });

export async function startHostileServer(): Promise<HostileServer> {
	let answer: (asked: Asked, at: number) => Reply = () => ok({});
	let signIns = 0;
	const hostile: HostileServer = {
		url: '',
		exchanges: [],
		poured: 0,
		signIn: undefined,
		script: (next) => {
			answer = next;
			hostile.exchanges = [];
			hostile.poured = 0;
		},
		close: async () => await close(server),
	};
	const server = createServer(async (request, response) => {
		response.on('error', () => {});
		const asked = await read(request);
		if (asked.path === '/token') {
			const at = signIns++;
			const good = ok({ access_token: `${ACCESS_TOKEN}-${at}`, expires_in: 3600 });
			return deliver(response, hostile.signIn?.(at, asked) ?? good, (bytes) => (hostile.poured += bytes));
		}
		const reply = answer(asked, hostile.exchanges.length);
		hostile.exchanges.push({ asked, reply });
		deliver(response, reply, (bytes) => (hostile.poured += bytes));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	hostile.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return hostile;
}

/** A reply as a good service gives it. */
export function ok(json: unknown, more: Partial<Reply> = {}): Reply {
	return {
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(json),
		delivery: 'whole',
		...more,
	};
}

async function read(request: IncomingMessage): Promise<Asked> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const text = Buffer.concat(chunks).toString();
	const { method = '', url = '', headers } = request;
	const isJson = text.startsWith('{');
	return { method, path: url, headers, body: isJson ? (JSON.parse(text) as unknown) : text };
}

function deliver(response: ServerResponse, reply: Reply, pour: (bytes: number) => void): void {
	const { status, headers, body, delivery } = reply;
	if (delivery === 'silent') return;
	if (delivery === 'reset') return void response.socket?.resetAndDestroy();
	if (delivery === 'whole') return void response.writeHead(status, headers).end(body);
	if (delivery === 'cut') {
		const bytes = Buffer.from(body);
		response.writeHead(status, { ...headers, 'content-length': String(bytes.length + 10) });
		response.write(bytes);
		setTimeout(() => response.socket?.destroy(), 5);
		return;
	}
	if (delivery === 'bomb') {
		return void response.writeHead(status, { ...headers, 'content-encoding': 'gzip' }).end(BOMB);
	}
	response.writeHead(status, headers);
	response.write(body);
	if (delivery === 'drip') {
		const timer = setInterval(() => response.write(' '), 20);
		response.on('close', () => clearInterval(timer));
		return;
	}
	const piece = delivery === 'crumbs' ? Buffer.from('x') : PIECE;
	const pourOn = () => {
		if (response.destroyed) return;
		for (let pieces = 0; pieces < 1000 && !response.destroyed; pieces++) {
			pour(piece.length);
			if (!response.write(piece)) return void response.once('drain', pourOn);
		}
		setImmediate(pourOn);
	};
	pourOn();
}

async function close(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}
