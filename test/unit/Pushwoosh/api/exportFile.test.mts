import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
	downloadFile,
	fileName,
	mayBeFetched,
	type FileDownload,
} from '../../../../nodes/Pushwoosh/api/exportFile.ts';
import { RunCanceled } from '../../../../nodes/shared/failure.ts';

const URL_OF_FILE =
	'https://files.example.com/a/export_segment_AAAAA-00000_1700000000.csv.zip?signature=x%2Fy#z';

it.each([
	[URL_OF_FILE, undefined, 'export_segment_AAAAA-00000_1700000000.csv.zip'],
	[URL_OF_FILE, 'attachment', 'export_segment_AAAAA-00000_1700000000.csv.zip'],
	[URL_OF_FILE, 'attachment; filename=devices.zip', 'devices.zip'],
	[URL_OF_FILE, 'attachment; filename="my devices; all.zip"; size=3', 'my devices; all.zip'],
	[URL_OF_FILE, 'attachment; filename="x.zip"; filename*=UTF-8\'\'Ger%C3%A4te.zip', 'Geräte.zip'],
	[URL_OF_FILE, 'attachment; filename="..\\..\\evil.zip"', 'evil.zip'],
	[URL_OF_FILE, 'attachment; filename="../../etc/passwd"', 'passwd'],
	[URL_OF_FILE, 'attachment; filename=".."', 'export.zip'],
	[URL_OF_FILE, 'attachment; filename=""', 'export_segment_AAAAA-00000_1700000000.csv.zip'],
	['https://files.example.com/with%20space.zip', undefined, 'with space.zip'],
	['https://files.example.com/bad%zz.zip', undefined, 'bad%zz.zip'],
	['https://files.example.com/a%2Fb%00.zip', undefined, 'b.zip'],
	['https://files.example.com/', undefined, 'export.zip'],
	['https://files.example.com', undefined, 'export.zip'],
])('%s, %s → %s', (url, disposition, name) => expect(fileName(url, disposition)).toBe(name));

const HTTPS = 'https://files.example.com/x.zip';
const LOCAL = 'http://127.0.0.1:8080/x.zip';
const PUSHWOOSH = 'https://api.pushwoosh.com';
const SANDBOX = 'http://127.0.0.1:4010';
const DEPLOYMENT = 'https://10.1.2.3/pushwoosh';

it.each([
	[HTTPS, PUSHWOOSH, true],
	['https://other.example.com/x.zip?signature=1#a', PUSHWOOSH, true],
	['https://8.8.8.8/x.zip', PUSHWOOSH, true],
	['https://[2001:4860:4860::8888]/x.zip', PUSHWOOSH, true],
	['https://172.15.0.1/x.zip', PUSHWOOSH, true],
	['https://100.128.0.1/x.zip', PUSHWOOSH, true],
	// A sandbox, whose files lie on this machine or in the network around it.
	[LOCAL, SANDBOX, true],
	[LOCAL, 'http://localhost:4010', true],
	['http://localhost/x.zip', SANDBOX, true],
	['http://[::1]:8080/x.zip', SANDBOX, true],
	['https://192.168.0.7/x.zip', SANDBOX, true],
	[HTTPS, SANDBOX, true],
	// A private deployment, by its address or by a name of its own.
	['https://10.9.9.9/x.zip', DEPLOYMENT, true],
	['https://nas.local/x.zip', DEPLOYMENT, true],
	['https://pushwoosh.intranet/files/x.zip', 'https://pushwoosh.intranet', true],
	[HTTPS, DEPLOYMENT, true],
	['https://127.0.0.1/x.zip', DEPLOYMENT, false],
	// From the internet back to this machine, or into the network around it.
	[LOCAL, PUSHWOOSH, false],
	['https://127.0.0.1/x.zip', PUSHWOOSH, false],
	['https://127.1/x.zip', PUSHWOOSH, false],
	['https://2130706433/x.zip', PUSHWOOSH, false],
	['https://0.0.0.0/x.zip', PUSHWOOSH, false],
	['https://localhost/x.zip', PUSHWOOSH, false],
	['https://localhost./x.zip', PUSHWOOSH, false],
	['https://n8n.localhost/x.zip', PUSHWOOSH, false],
	['https://[::1]/x.zip', PUSHWOOSH, false],
	['https://[::]/x.zip', PUSHWOOSH, false],
	['https://[::ffff:127.0.0.1]/x.zip', PUSHWOOSH, false],
	['https://[::ffff:10.0.0.1]/x.zip', PUSHWOOSH, false],
	['https://[fd12:3456::1]/x.zip', PUSHWOOSH, false],
	['https://10.0.0.1/x.zip', PUSHWOOSH, false],
	['https://172.16.0.1/x.zip', PUSHWOOSH, false],
	['https://172.31.255.1/x.zip', PUSHWOOSH, false],
	['https://192.168.1.1/x.zip', PUSHWOOSH, false],
	['https://100.64.0.1/x.zip', PUSHWOOSH, false],
	['https://198.18.0.1/x.zip', PUSHWOOSH, false],
	['https://redis/x.zip', PUSHWOOSH, false],
	['https://db.internal/x.zip', PUSHWOOSH, false],
	['http://files.example.com/x.zip', SANDBOX, false],
	['http://files.example.com/x.zip', PUSHWOOSH, false],
	['http://192.168.0.7/x.zip', SANDBOX, false],
	['https://169.254.169.254/x.zip', SANDBOX, false],
	['https://[fe80::1]/x.zip', SANDBOX, false],
	['https://metadata.google.internal/x.zip', SANDBOX, false],
	['https://user:secret@files.example.com/x.zip', PUSHWOOSH, false],
	['ftp://files.example.com/x.zip', PUSHWOOSH, false],
	['data:application/zip;base64,UEs=', PUSHWOOSH, false],
	['/x.zip', PUSHWOOSH, false],
	['', PUSHWOOSH, false],
	[HTTPS, '', false],
])('%s, of the service at %s: may be fetched: %s', (url, baseUrl, may) =>
	expect(mayBeFetched(url, baseUrl)).toBe(may),
);

/** What the file's host answers. */
interface Served {
	status?: number;
	headers?: Record<string, string>;
	/** The pieces of the body; an error breaks it off, {@link CLOSED} without a word; `undefined` leaves it open. */
	body?: Array<Buffer | string | Error | undefined>;
	/** Breaks the body off before anybody listens to it. */
	lostAtOnce?: Error;
}

const ZIP = ['PK\u0003\u0004', 'the rest'];
const CODE_OF_LOSS = 'ECONNRESET';
const CLOSED = 'closed without a word';

/** A host that answers like this, one answer after another; the last one again and again. */
function served(...answers: Array<Served | Error | 'nothing'>) {
	const requests: IHttpRequestOptions[] = [];
	const bodies: Readable[] = [];
	const stored: Array<{ text: string; name?: string; type?: string }> = [];
	const helpers = {
		httpRequest: async (options: IHttpRequestOptions) => {
			const answer = answers[Math.min(requests.length, answers.length - 1)];
			requests.push(options);
			if (answer instanceof Error) throw answer;
			if (answer === 'nothing') {
				return await new Promise((_resolve, reject) => {
					options.abortSignal?.addEventListener?.('abort', () => reject(new Error('aborted')));
				});
			}
			const pieces = [...(answer.body ?? ZIP)];
			const body = new Readable({
				read() {
					if (pieces.length === 0) return void this.push(null);
					const piece = pieces.shift();
					if (piece instanceof Error) this.destroy(piece);
					else if (piece === CLOSED) this.destroy();
					else if (piece !== undefined) this.push(piece);
				},
			});
			bodies.push(body);
			if (answer.lostAtOnce) {
				body.once('error', () => {});
				body.destroy(answer.lostAtOnce);
				await new Promise((resolve) => body.once('close', resolve));
			}
			return { statusCode: answer.status ?? 200, headers: answer.headers ?? {}, body };
		},
		prepareBinaryData: async (body: Readable, name?: string, type?: string) => {
			const pieces: Buffer[] = [];
			for await (const piece of body) pieces.push(piece as Buffer);
			stored.push({ text: Buffer.concat(pieces).toString(), name, type });
			return { data: 'stored', mimeType: 'application/zip' };
		},
	};
	const download = async (more: Partial<FileDownload> = {}) =>
		await downloadFile({
			context: { helpers } as unknown as FileDownload['context'],
			url: HTTPS,
			baseUrl: PUSHWOOSH,
			answerWithinMs: 4000,
			timeoutMs: 5000,
			maxRetries: 0,
			signal: undefined,
			...more,
		});
	return { requests, bodies, stored, download };
}

const SELF_HELP = "Use the operation 'Get Export' with the same task ID to try again.";
const failure = (code: string, why: string, more: object = {}) => ({
	failure: {
		code,
		message: `The export is complete, but its file couldn't be fetched: ${why}`,
		advice: SELF_HELP,
		attempts: 1,
		...more,
	},
});
const file = { file: { data: 'stored', mimeType: 'application/zip' } };

describe('downloadFile', () => {
	// Nothing waits between two tries.
	beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));
	afterEach(() => void vi.restoreAllMocks());

	it('fetches the file as a stream, without a credential, and stores all of it', async () => {
		const { download, requests, stored } = served({
			headers: { 'Content-Disposition': 'attachment; filename=devices.zip' },
		});
		expect(await download()).toEqual(file);
		expect(stored).toEqual([
			{ text: 'PK\u0003\u0004the rest', name: 'devices.zip', type: 'application/zip' },
		]);
		expect(requests).toEqual([
			{
				method: 'GET',
				url: HTTPS,
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: 6000,
				abortSignal: expect.any(AbortSignal) as AbortSignal,
			},
		]);
	});

	it.each([
		['a byte at a time', ['P', 'K', '\u0005'], 'PK\u0005'],
		['nothing but its mark', [Buffer.from('PK')], 'PK'],
	])('a ZIP file that comes as %s is one', async (_how, body, text) => {
		const { download, stored } = served({ body });
		expect(await download()).toEqual(file);
		expect(stored).toMatchObject([{ text, name: 'x.zip' }]);
	});

	it.each(['application/zip', 'application/octet-stream', 'application/x-zip-compressed; x=1', undefined])(
		'what comes as %s is taken for it',
		async (type) => {
			const headers: Record<string, string> = type === undefined ? {} : { 'Content-Type': type };
			const { download, stored } = served({ headers, body: ['7z or so'] });
			expect(await download()).toEqual(file);
			expect(stored).toMatchObject([{ text: '7z or so' }]);
		},
	);

	it.each([
		['a page', 'application/zip', ' \n<html>'],
		['a message', 'application/octet-stream', '{"error":1}'],
		['a list', undefined, '[]'],
		['a text', 'text/plain', 'not here'],
		['a picture', 'image/png', 'PNG...'],
	])('%s as %s isn’t', async (_what, type, text) => {
		const headers: Record<string, string> = type === undefined ? {} : { 'Content-Type': type };
		const { download } = served({ headers, body: [text] });
		expect(await download()).toMatchObject({ failure: { code: 'UNEXPECTED_ANSWER' } });
	});

	it.each([
		['a page', ['<html>PK</html>']],
		['nothing', []],
		['a single letter', ['P']],
	])('%s is no ZIP file', async (_what, body) => {
		const { download, bodies, stored, requests } = served({ body });
		expect(await download({ maxRetries: 3 })).toEqual(
			failure('UNEXPECTED_ANSWER', 'what came is no ZIP file'),
		);
		expect(bodies[0].destroyed).toBe(true);
		expect(stored).toEqual([]);
		expect(requests).toHaveLength(1);
	});

	it.each([200, 204, 299])('HTTP %s is success', async (status) => {
		expect(await served({ status }).download()).toEqual(file);
	});

	it.each([199, 300, 304, 399, 400, 403, 404, 500])(
		'HTTP %s is told, and its body dropped',
		async (status) => {
			const { download, bodies, stored } = served({ status });
			expect(await download()).toEqual(
				failure(String(status), `its host answered HTTP ${status}`, { httpStatus: status }),
			);
			expect(bodies[0].destroyed).toBe(true);
			expect(stored).toEqual([]);
		},
	);

	it.each([199, 400, 404])('an address beside HTTP %s isn’t followed', async (status) => {
		const { download, requests } = served({ status, headers: { location: '/other.zip' } });
		expect(await download()).toMatchObject({ failure: { code: String(status) } });
		expect(requests).toHaveLength(1);
	});

	it('an address beside success isn’t followed', async () => {
		const { download, requests } = served({ headers: { location: '/other.zip' } });
		expect(await download()).toEqual(file);
		expect(requests).toHaveLength(1);
	});

	it.each([300, 302, 399])('HTTP %s is followed, also to an address without a host', async (status) => {
		const { download, requests, bodies, stored } = served(
			{ status, headers: { Location: '../b/other.zip?s=1' } },
			{},
		);
		expect(await download()).toEqual(file);
		expect(requests.map(({ url }) => url)).toEqual([HTTPS, 'https://files.example.com/b/other.zip?s=1']);
		expect(bodies[0].destroyed).toBe(true);
		expect(stored).toMatchObject([{ name: 'other.zip' }]);
	});

	it('three redirects are followed, a fourth isn’t', async () => {
		const away = { status: 302, headers: { location: HTTPS } };
		expect(await served(away, away, away, {}).download()).toEqual(file);
		const { download, requests } = served(away);
		expect(await download({ maxRetries: 3 })).toEqual(failure('REDIRECT', 'it redirects too often'));
		expect(requests).toHaveLength(4);
	});

	it.each([
		LOCAL,
		'https://10.0.0.1/x.zip',
		'ftp://files.example.com/x.zip',
		'https://',
		'https://169.254.169.254/',
	])('a redirect to %s isn’t followed', async (location) => {
		const { download, requests } = served({ status: 302, headers: { location } });
		expect(await download({ maxRetries: 3 })).toEqual(
			failure('INVALID_FILE_URL', "its address isn't one that is safe to fetch", {
				advice:
					"It must be an https address, and one inside a network only where 'Base URL' leads there too.",
			}),
		);
		expect(requests).toHaveLength(1);
	});

	it('an address that isn’t safe is never asked', async () => {
		const { download, requests } = served({});
		expect(await download({ url: 'http://files.example.com/x.zip' })).toMatchObject({
			failure: { code: 'INVALID_FILE_URL' },
		});
		expect(requests).toEqual([]);
	});

	it('a passing status is tried again, so often as allowed', async () => {
		const { download, requests } = served({ status: 503 }, { status: 429 }, {});
		expect(await download({ maxRetries: 2 })).toEqual(file);
		expect(requests).toHaveLength(3);
		const down = served({ status: 503 });
		expect(await down.download({ maxRetries: 2 })).toEqual(
			failure('503', 'its host answered HTTP 503', { httpStatus: 503, attempts: 3 }),
		);
		expect(down.requests).toHaveLength(3);
	});

	it('a try after a redirect begins with the first address', async () => {
		const { download, requests } = served(
			{ status: 302, headers: { location: '/other.zip' } },
			{ status: 500 },
			{},
		);
		expect(await download({ maxRetries: 1 })).toEqual(file);
		expect(requests.map(({ url }) => url)).toEqual([HTTPS, 'https://files.example.com/other.zip', HTTPS]);
	});

	it('a lost connection is tried again', async () => {
		const lost = Object.assign(new Error('lost'), { code: CODE_OF_LOSS });
		const { download } = served(lost, {});
		expect(await download({ maxRetries: 1 })).toEqual(file);
		expect(await served(lost).download({ maxRetries: 1 })).toEqual(
			failure(CODE_OF_LOSS, 'The connection to files.example.com was lost before an answer came', {
				attempts: 2,
			}),
		);
	});

	it('a problem that doesn’t pass isn’t tried again', async () => {
		const { download, requests } = served(Object.assign(new Error('no'), { code: 'CERT_HAS_EXPIRED' }));
		expect(await download({ maxRetries: 3 })).toEqual(
			failure('CERT_HAS_EXPIRED', 'No secure connection to files.example.com could be made'),
		);
		expect(requests).toHaveLength(1);
	});

	it.each([
		['before its first bytes', []],
		['in its midst', ZIP],
	])('a body that breaks off %s is a lost connection', async (_when, before) => {
		const lost = Object.assign(new Error('lost'), { code: CODE_OF_LOSS });
		const { download, requests } = served({ body: [...before, lost] });
		expect(await download({ maxRetries: 1 })).toMatchObject({
			failure: { code: CODE_OF_LOSS, attempts: 2 },
		});
		expect(requests).toHaveLength(2);
	});

	it.each([
		['closes without a word before its first bytes', { body: [CLOSED] }, 'NETWORK'],
		['closes without a word after one byte', { body: ['P', CLOSED] }, 'NETWORK'],
		[
			'is lost before anybody listens to it',
			{ lostAtOnce: Object.assign(new Error('lost'), { code: CODE_OF_LOSS }) },
			CODE_OF_LOSS,
		],
	])('a body that %s is a lost connection, at once', async (_what, answer, code) => {
		const { download, requests } = served(answer, {});
		expect(await download({ maxRetries: 1, timeoutMs: 60_000 })).toEqual(file);
		expect(requests).toHaveLength(2);
		expect(await served(answer).download({ timeoutMs: 60_000 })).toMatchObject({ failure: { code } });
	});

	it.each([
		['the first bytes', { body: [undefined] }],
		['the rest', { body: ['PK', undefined] }],
	])('%s that doesn’t come in time is waited for once', async (_what, answer) => {
		const { download, requests } = served(answer);
		expect(await download({ timeoutMs: 20, maxRetries: 3 })).toEqual(
			failure('TIMEOUT', "it didn't arrive within 0.02 seconds", {
				advice: "Raise 'Wait Timeout (Seconds)' in the options.",
			}),
		);
		expect(requests).toHaveLength(1);
	});

	it('a host that doesn’t answer in time is asked again', async () => {
		const { download, requests } = served('nothing');
		expect(await download({ answerWithinMs: 20, maxRetries: 2 })).toEqual(
			failure('TIMEOUT', "files.example.com didn't answer within 0.02 seconds", { attempts: 3 }),
		);
		expect(requests).toHaveLength(3);
		const second = served('nothing', {});
		expect(await second.download({ answerWithinMs: 20, maxRetries: 1 })).toEqual(file);
	});

	it('a host that answered in time may take longer for the file', async () => {
		const { download } = served({ body: ['PK', undefined] });
		expect(await download({ answerWithinMs: 20, timeoutMs: 100 })).toMatchObject({
			failure: { message: expect.stringContaining("it didn't arrive within 0.1 seconds") as string },
		});
	});

	it.each([
		['an answer', 'nothing' as const],
		['the rest', { body: ['PK', undefined] }],
	])('a cancelled run doesn’t wait for %s', async (_what, answer) => {
		const stop = new AbortController();
		const { download, requests } = served(answer);
		const outcome = download({ signal: stop.signal, maxRetries: 3 });
		setTimeout(() => stop.abort(), 10);
		await expect(outcome).rejects.toThrow(RunCanceled);
		expect(requests).toHaveLength(1);
	});
});
