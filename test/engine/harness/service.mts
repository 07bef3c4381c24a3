import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
	method: string;
	/** Path and query. */
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export interface Answer {
	status?: number;
	body?: unknown;
}

export interface Service {
	url: string;
	/** Everything received, oldest first. */
	requests: ReceivedRequest[];
	close(): Promise<void>;
}

/** A loopback HTTP service that answers as `respond` says, in JSON. */
export async function startService(respond: (request: ReceivedRequest) => Answer): Promise<Service> {
	const requests: ReceivedRequest[] = [];
	const server = createServer(async (incoming, outgoing) => {
		const chunks: Buffer[] = [];
		for await (const chunk of incoming) chunks.push(chunk as Buffer);
		const { method = '', url = '', headers } = incoming;
		const request = { method, url, headers, body: Buffer.concat(chunks).toString() };
		requests.push(request);
		const { status = 200, body = {} } = respond(request);
		outgoing.writeHead(status, { 'content-type': 'application/json' });
		outgoing.end(JSON.stringify(body));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const close = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return { url: `http://127.0.0.1:${port}`, requests, close };
}
