import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';

import { API_TOKEN, useBench } from '../bench.mts';
import { chosen, DEMO } from './support.mts';

const bench = useBench('manageSegment');
let servers: Server[] = [];
afterEach(() => {
	for (const server of servers) server.closeAllConnections();
	for (const server of servers) server.close();
	servers = [];
});

const options = { pollInterval: 0.1, waitTimeout: 5, maxRetries: 1 };
const download = {
	resource: 'device',
	operation: 'export',
	filterMode: 'expression',
	filterExpression: 'T("City", EQ, "Madrid")',
	application: chosen(DEMO),
	download: true,
	options,
};
const failing = { onError: 'continueErrorOutput' } as const;
const files = '/files/*';
const content = (base64: string) => {
	const zip = Buffer.from(base64, 'base64');
	const data = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28);
	return inflateRawSync(zip.subarray(data)).toString();
};

/** Pushwoosh names this address as the file of every export. */
function serve(fileUrl: string): void {
	bench.sandbox.faults.add({
		match: { path: '*/result' },
		answer: { status: 200, body: { status: 'completed', devices_count: 1, filename: fileUrl } },
	});
}

/** Another host, which answers a request with this. */
async function otherHost(respond: Parameters<typeof createServer>[1]): Promise<string> {
	const server = createServer(respond as never);
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the file', () => {
	it('is attached under the name it is served with', async () => {
		const run = await bench.run(download);
		const { binary, json } = run.success[0];
		expect(Object.keys(binary ?? {})).toEqual(['data']);
		expect(binary?.data).toMatchObject({ mimeType: 'application/zip', fileExtension: 'zip' });
		expect(binary?.data.fileName).toMatch(/^export_segment_AAAAA-00000_\d+_123456\.csv\.zip$/);
		expect(content(binary?.data.data ?? '')).toMatch(/^Hwid,User ID,Push Token,Type,Type \(humanized\),.*\n/);
		expect(json.fileUrl).toContain(binary?.data.fileName);
	});

	it('goes into the chosen field, of each item that shares the export', async () => {
		const run = await bench.run(
			{ ...download, binaryPropertyName: '={{ $json.field }}' },
			{ items: [{ field: 'zip' }, { field: 'file' }] },
		);
		expect(run.success.map(({ binary }) => Object.keys(binary ?? {}))).toEqual([['zip'], ['file']]);
		expect(bench.sandbox.log.requests(files)).toHaveLength(1);
	});

	it('is fetched without any credential', async () => {
		await bench.run(download);
		const [request] = bench.sandbox.log.requests(files);
		expect(request.method).toBe('GET');
		expect(request.rawBody).toBe('');
		expect(JSON.stringify([request.headers, request.query])).not.toContain(API_TOKEN);
		expect(request.headers).not.toHaveProperty('authorization');
		expect(request.headers).not.toHaveProperty('cookie');
	});

	it('of an earlier export: Get Export fetches it too', async () => {
		await bench.run({ ...download, waitForCompletion: false });
		const run = await bench.run({
			resource: 'device',
			operation: 'getExport',
			taskId: '123456',
			download: true,
			options,
		});
		expect(run.success[0].binary?.data.fileExtension).toBe('zip');
	});

	it('may come from another host, in small pieces, under a name of its own', async () => {
		const host = await otherHost((_request, response) => {
			response.writeHead(200, { 'content-disposition': 'attachment; filename="../../My devices.zip"' });
			response.write('P');
			setTimeout(() => response.write('K\u0005'), 30);
			setTimeout(() => response.end('\u0006rest'), 60);
		});
		serve(`${host}/download?signature=abc`);
		const run = await bench.run(download);
		const file = run.success[0].binary?.data;
		expect(file?.fileName).toBe('My devices.zip');
		expect(Buffer.from(file?.data ?? '', 'base64').toString()).toBe('PK\u0005\u0006rest');
	});

	it('isn’t missed where there are no devices', async () => {
		bench.sandbox.faults.add({
			match: { path: '*/result' },
			answer: { status: 200, body: { status: 'completed', devices_count: 0 } },
		});
		const run = await bench.run(download);
		expect(run.results).toEqual([{ taskId: '123456', status: 'completed', devicesCount: 0 }]);
		expect(run.success[0].binary).toBeUndefined();
	});
});

describe('redirects', () => {
	it('are followed, without credentials', async () => {
		const seen: string[] = [];
		const host = await otherHost((request, response) => {
			seen.push(`${request.url} ${JSON.stringify(request.headers)}`);
			if (request.url === '/first') response.writeHead(302, { location: '/second.zip' }).end();
			else response.end('PK\u0005\u0006');
		});
		serve(`${host}/first`);
		const run = await bench.run(download);
		expect(run.success[0].binary?.data.fileName).toBe('second.zip');
		expect(seen).toHaveLength(2);
		expect(seen.join()).not.toContain(API_TOKEN);
	});

	it.each([
		'http://169.254.169.254/latest/meta-data',
		'https://metadata.google.internal/x',
		'http://files.example.com/x.zip',
		'ftp://127.0.0.1/x.zip',
		'file:///etc/passwd',
		'http://user:secret@127.0.0.1/x.zip',
		'http://',
	])('but not to %s', async (location) => {
		const host = await otherHost((_request, response) => response.writeHead(302, { location }).end());
		serve(`${host}/first`);
		const run = await bench.run(download, failing);
		expect(run.failures[0].details).toEqual({
			advice: expect.any(String) as string,
			code: 'INVALID_FILE_URL',
			taskId: '123456',
			attempts: 1,
		});
	});

	it('and not for ever', async () => {
		let requests = 0;
		const host = await otherHost((_request, response) => {
			requests++;
			response.writeHead(302, { location: '/again' }).end();
		});
		serve(`${host}/first`);
		const run = await bench.run(download, failing);
		expect(run.failures[0].details.code).toBe('REDIRECT');
		expect(requests).toBe(4);
	});
});

describe('a file that can’t be had fails the item, and names the task', () => {
	it.each([
		'http://files.example.com/x.zip',
		'http://169.254.169.254/x.zip',
		'https://[fe80::1]/x.zip',
		'https://user@files.example.com/x.zip',
		'ftp://files.example.com/x.zip',
		'/files/x.zip',
		'x.zip',
	])('an address like %s isn’t asked', async (fileUrl) => {
		serve(fileUrl);
		const run = await bench.run(download, failing);
		expect(run.failures).toEqual([
			{
				error:
					"The export is complete, but its file couldn't be fetched: its address isn't one that is safe to fetch",
				details: {
					advice:
						"It must be an https address, and one inside a network only where 'Base URL' leads there too.",
					code: 'INVALID_FILE_URL',
					attempts: 1,
					taskId: '123456',
				},
			},
		]);
	});

	it('no address', async () => {
		bench.sandbox.faults.add({
			match: { path: '*/result' },
			answer: { status: 200, body: { status: 'completed', devices_count: 5 } },
		});
		const run = await bench.run(download, failing);
		expect(run.failures[0].details).toEqual({
			advice: expect.any(String) as string,
			code: 'NO_FILE',
			taskId: '123456',
		});
	});

	it.each([
		[404, 1],
		[403, 1],
		[503, 2],
	])('HTTP %s, after %s tries', async (status, attempts) => {
		bench.sandbox.faults.add({ match: { path: files }, answer: { status, body: '<html>no</html>' } });
		const run = await bench.run(download, failing);
		expect(run.failures[0].error).toContain(`its host answered HTTP ${status}`);
		expect(run.failures[0].details).toEqual({
			advice: expect.any(String) as string,
			code: String(status),
			httpStatus: status,
			attempts,
			taskId: '123456',
		});
		expect(bench.sandbox.log.requests(files)).toHaveLength(attempts);
	});

	it.each([
		['HTML', '<html>Please sign in</html>'],
		['nothing', ''],
		['one letter', 'P'],
	])('%s instead of a ZIP', async (_what, body) => {
		bench.sandbox.faults.add({ match: { path: files }, answer: { status: 200, body } });
		const run = await bench.run(download, failing);
		expect(run.failures[0].error).toContain('what came is no ZIP file');
		expect(run.failures[0].details.code).toBe('UNEXPECTED_ANSWER');
	});

	it('half of a file isn’t a file; the next try may bring all of it', async () => {
		bench.sandbox.faults.add({ match: { path: files }, times: 1, answer: { connection: 'truncate' } });
		const run = await bench.run(download);
		expect(content(run.success[0].binary?.data.data ?? '')).toContain('Hwid');
		expect(bench.sandbox.log.requests(files)).toHaveLength(2);

		bench.sandbox.faults.add({ match: { path: files }, answer: { connection: 'truncate' } });
		const broken = await bench.run(download, failing);
		expect(broken.failures[0].error).toContain('was lost before');
		expect(broken.failures[0].details).toMatchObject({ attempts: 2, taskId: '123457' });
	});

	it.each(['hang', 'endless'] as const)('a host that never ends (%s)', async (connection) => {
		const host = await otherHost((_request, response) => {
			if (connection === 'hang') return;
			response.write('PK\u0003\u0004');
			const timer = setInterval(() => response.write('x'), 20);
			response.on('close', () => clearInterval(timer));
		});
		serve(`${host}/x.zip`);
		const run = await bench.run({ ...download, options: { ...options, waitTimeout: 1 } }, failing);
		expect(run.duration).toBeLessThan(2500);
		expect(run.failures[0].error).toContain("it didn't arrive within 1 seconds");
		expect(run.failures[0].details).toEqual({
			advice: "Raise 'Wait Timeout (Seconds)' in the options.",
			code: 'TIMEOUT',
			attempts: 1,
			taskId: '123456',
		});
	});

	it('a host that doesn’t answer within the time-out is asked again', async () => {
		const host = await otherHost(() => {});
		serve(`${host}/x.zip`);
		const run = await bench.run({ ...download, options: { ...options, timeout: 300 } }, failing);
		expect(run.failures[0].error).toContain("didn't answer within 0.3 seconds");
		expect(run.failures[0].details).toEqual({
			advice: expect.any(String) as string,
			code: 'TIMEOUT',
			attempts: 2,
			taskId: '123456',
		});
	});

	it('nobody there', async () => {
		serve('http://127.0.0.1:1/x.zip');
		const run = await bench.run(download, failing);
		expect(run.failures[0].error).toContain('127.0.0.1:1 could not be reached');
		expect(run.failures[0].details).toMatchObject({ code: 'ECONNREFUSED', attempts: 2, taskId: '123456' });
	});
});

it.each(['hang', 'endless'])('cancelling ends a download (%s)', async (how) => {
	const host = await otherHost((_request, response) => {
		if (how === 'hang') return;
		response.write('PK\u0003\u0004');
		const timer = setInterval(() => response.write('x'), 20);
		response.on('close', () => clearInterval(timer));
	});
	serve(`${host}/x.zip`);
	const run = await bench.run(download, { ...failing, cancelAfter: 600 });
	expect(run.duration).toBeLessThan(1000);
	expect(run.error?.message).toBe('Execution was canceled: 0 of 1 units done');
});
