import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
	path: string;
	authorization: string | undefined;
	tokens: string[];
	/** Milliseconds from the arrival until the connection was closed before the answer was complete. */
	droppedAfter?: number;
}

export interface DeliveryService {
	url: string;
	received: Received[];
	/** Access tokens that the service takes; every exchange makes another one. */
	good: Set<string>;
	exchanges: number;
	close(): Promise<void>;
}

type Behaviour = (response: ServerResponse, request: IncomingMessage, tokens: string[]) => void;

const send = (response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}) =>
	response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

/** A token of this name makes the service behave like this; all others are taken. */
const behaviours: Record<string, Behaviour> = {
	hang: () => {},
	drip: (response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		const timer = setInterval(() => response.write(' '), 20);
		response.on('close', () => clearInterval(timer));
	},
	reset: (_, request) => request.socket.resetAndDestroy(),
	redirect: (response) => send(response, 302, 'Over there', { location: '/elsewhere' }),
	forbidden: (response) => send(response, 403, 'Not for you'),
	preexisting: (response) => send(response, 409, 'A preexisting one was canceled'),
	html: (response) => send(response, 502, '<html>502 Bad Gateway</html>'),
	later: (response) => send(response, 429, 'Slowly', { 'retry-after': '90' }),
	few: (response) => send(response, 200, '["ok"]'),
};

/** A loopback service that takes tokens at /batch with an access token made at /token. */
export async function startDelivery(): Promise<DeliveryService> {
	const service: DeliveryService = {
		url: '',
		received: [],
		good: new Set(),
		exchanges: 0,
		close: async () => {},
	};
	const server = createServer(async (request, response) => {
		const arrived = performance.now();
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const path = request.url ?? '';
		if (path === '/token') {
			const accessToken = `access-${++service.exchanges}`;
			service.good.add(accessToken);
			return void send(response, 200, JSON.stringify({ accessToken }));
		}
		const { tokens } = JSON.parse(Buffer.concat(chunks).toString() || '{"tokens":[]}') as {
			tokens: string[];
		};
		const { authorization } = request.headers;
		const received: Received = { path, authorization, tokens };
		service.received.push(received);
		response.on('close', () => {
			if (!response.writableFinished) received.droppedAfter = performance.now() - arrived;
		});
		if (!service.good.has(String(authorization).slice('Bearer '.length))) {
			return void send(response, 401, 'Who are you?');
		}
		const named = tokens.map((token) => behaviours[token]).find(Boolean);
		if (named) return named(response, request, tokens);
		send(response, 200, JSON.stringify(tokens.map((token) => (token === 'dead' ? 'NOT_FOUND' : 'ok'))));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	service.close = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return service;
}
