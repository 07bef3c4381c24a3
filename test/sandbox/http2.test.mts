import { connect, type ClientHttp2Session } from 'node:http2';
import { request as httpsRequest } from 'node:https';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createSelfSignedCertificate, startSandbox, type Sandbox } from '../../playground/sandbox/index.mts';

const pair = await createSelfSignedCertificate();
let sandbox: Sandbox;
let session: ClientHttp2Session;

beforeAll(async () => {
	sandbox = await startSandbox({ ...pair, http2: true, serviceAccount: true });
	session = connect(sandbox.url, { ca: pair.cert });
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
	session.destroy();
	await sandbox.close();
});

interface Reply {
	status: number;
	body: string;
}

function ask(path: string, method = 'GET', body = ''): Promise<Reply> {
	return new Promise((resolve, reject) => {
		const stream = session.request({ ':path': path, ':method': method }, { endStream: body === '' });
		let status = 0;
		let text = '';
		stream.setEncoding('utf8');
		stream.on('response', (headers) => (status = Number(headers[':status'])));
		stream.on('data', (piece: string) => (text += piece));
		stream.on('end', () => resolve({ status, body: text }));
		stream.on('error', reject);
		if (body !== '') stream.end(body);
	});
}

describe('a sandbox that speaks HTTP/2', () => {
	it('answers many requests on one connection', async () => {
		const replies = await Promise.all(
			Array.from({ length: 20 }, async (_, index) => await ask(`/iid/info/t${index}:1`)),
		);
		expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401]));
		expect(sandbox.log.counts).toMatchObject({ requests: 20, connections: 1, inFlight: 0 });
		expect(new Set(sandbox.log.entries.map(({ connection }) => connection)).size).toBe(1);
	});

	it('reads bodies and logs them', async () => {
		expect((await ask('/token', 'POST', 'grant_type=x')).status).toBe(400);
		expect(sandbox.log.entries).toMatchObject([
			{ method: 'POST', path: '/token', rawBody: 'grant_type=x', status: 400, outcome: 'answered' },
		]);
	});

	it('misbehaves as told', async () => {
		sandbox.faults.add({
			match: { path: '/iid/*' },
			answer: { status: 503, body: 'no', drip: { bytes: 1, everyMs: 1 } },
		});
		expect(await ask('/iid/info/a:1')).toEqual({ status: 503, body: 'no' });
	});

	it('still speaks HTTP/1.1 with clients that want that', async () => {
		const status = await new Promise<number | undefined>((resolve, reject) => {
			const request = httpsRequest(`${sandbox.url}/iid/info/a:1`, { ca: pair.cert }, (response) => {
				response.resume().on('end', () => resolve(response.statusCode));
			});
			request.on('error', reject).end();
		});
		expect(status).toBe(401);
	});
});
