import { Readable } from 'node:stream';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { downloadFile } from '../../../../nodes/Pushwoosh/api/exportFile.ts';
import { RunCanceled } from '../../../../nodes/shared/engine/failure.ts';

const URL_OF_FILE = 'https://files.example/export.zip';
const SELF_HELP = "Use the operation 'Get Export' with the same task ID to try again.";
const COULD_NOT = "The export is complete, but its file couldn't be fetched";

beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => void vi.restoreAllMocks());

interface Served {
	status?: number;
	headers?: Record<string, string>;
	pieces?: string[];
}

/** Downloads from hosts that answer so, one after another; the last answer again and again. */
function download(answers: Array<Served | Error>, { url = URL_OF_FILE, maxRetries = 0, timeoutMs = 5000, signal }: Partial<{ url: string; maxRetries: number; timeoutMs: number; signal: AbortSignal }> = {}) {
	const requests: IHttpRequestOptions[] = [];
	const bodies: Readable[] = [];
	const helpers = {
		httpRequest: async (options: IHttpRequestOptions) => {
			requests.push(options);
			const next = answers[Math.min(requests.length, answers.length) - 1];
			if (next === undefined || next instanceof Error) throw next ?? new Error('nothing to answer');
			const { status = 200, headers = {}, pieces = [] } = next;
			const body = Readable.from(pieces.map((piece) => Buffer.from(piece)), { objectMode: false });
			bodies.push(body);
			return { statusCode: status, headers, body };
		},
		prepareBinaryData: async (body: Readable, name: string, type: string) => {
			const bytes = Buffer.concat((await body.toArray()) as Buffer[]);
			return { data: bytes.toString(), fileName: name, mimeType: type };
		},
	} as unknown as IExecuteFunctions['helpers'];
	const outcome = downloadFile({ context: { helpers }, url, timeoutMs, maxRetries, signal });
	return { outcome, requests, bodies };
}
const failure = (why: string, code: string, more: object = {}) => ({
	failure: { code, message: `${COULD_NOT}: ${why}`, advice: SELF_HELP, attempts: 1, ...more },
});

describe('the file of an export', () => {
	it('is stored whole under the name it is served with, and asked for without a credential', async () => {
		const { outcome, requests } = download([{ headers: { 'Content-Disposition': 'attachment; filename="a.zip"' }, pieces: ['P', 'K', '34'] }]);
		expect(await outcome).toEqual({ file: { data: 'PK34', fileName: 'a.zip', mimeType: 'application/zip' } });
		expect(requests).toEqual([
			{
				method: 'GET',
				url: URL_OF_FILE,
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: 6000,
				abortSignal: expect.any(AbortSignal),
			},
		]);
	});

	it.each([['<html>'], ['P'], ['']])('is no file when “%s” comes', async (text) => {
		const { outcome, bodies } = download([{ pieces: text === '' ? [] : [text] }], { maxRetries: 3 });
		expect(await outcome).toEqual(failure('what came is no ZIP file', 'UNEXPECTED_ANSWER'));
		expect(bodies.map(({ destroyed }) => destroyed)).toEqual([true]);
	});

	it.each([404, 403, 300])('HTTP %d is final', async (status) => {
		const { outcome, requests, bodies } = download([{ status }], { maxRetries: 3 });
		expect(await outcome).toEqual(failure(`its host answered HTTP ${status}`, String(status), { httpStatus: status }));
		expect(requests).toHaveLength(1);
		expect(bodies[0]?.destroyed).toBe(true);
	});

	it('is asked for again after a passing problem, as often as wanted', async () => {
		const { outcome, requests } = download([{ status: 503 }, { status: 429 }, { pieces: ['PK'] }], { maxRetries: 2 });
		expect(await outcome).toMatchObject({ file: { data: 'PK' } });
		expect(requests).toHaveLength(3);
		const given = download([{ status: 503 }], { maxRetries: 1 });
		expect(await given.outcome).toEqual(failure('its host answered HTTP 503', '503', { httpStatus: 503, attempts: 2 }));
	});

	it('says which host could not be reached', async () => {
		const { outcome } = download([Object.assign(new Error('x'), { code: 'ENOTFOUND' })]);
		expect(await outcome).toEqual(failure('The address files.example could not be found', 'ENOTFOUND'));
	});

	it('has its time', async () => {
		const endless = downloadFile({
			context: { helpers: { httpRequest: async () => await new Promise((_, reject) => setTimeout(() => reject(new Error('aborted')), 60)) } as unknown as IExecuteFunctions['helpers'] },
			url: URL_OF_FILE,
			timeoutMs: 30,
			maxRetries: 2,
			signal: undefined,
		});
		expect(await endless).toEqual({
			failure: { code: 'TIMEOUT', message: `${COULD_NOT}: it didn't arrive within 0.03 seconds`, advice: "Raise 'Wait Timeout' in the options.", attempts: 1 },
		});
	});

	it('is no longer waited for in a cancelled run', async () => {
		const controller = new AbortController();
		controller.abort();
		const { outcome } = download([{ pieces: ['PK'] }], { signal: controller.signal });
		await expect(outcome).rejects.toBeInstanceOf(RunCanceled);
	});
});

describe('a redirect', () => {
	it('is followed, also to a relative address', async () => {
		const { outcome, requests } = download([
			{ status: 302, headers: { location: 'https://cdn.example/a/b.zip' } },
			{ status: 307, headers: { location: '../c.zip' } },
			{ pieces: ['PK'] },
		]);
		expect(await outcome).toMatchObject({ file: { fileName: 'c.zip' } });
		expect(requests.map(({ url }) => url)).toEqual([URL_OF_FILE, 'https://cdn.example/a/b.zip', 'https://cdn.example/c.zip']);
	});

	it.each(['http://cdn.example/a.zip', 'https://169.254.169.254/a', 'ftp://cdn.example/a', 'http://', 'https://u:p@cdn.example/'])(
		'to %s is not',
		async (location) => {
			const { outcome, requests } = download([{ status: 302, headers: { location } }]);
			expect(await outcome).toEqual({
				failure: {
					code: 'INVALID_FILE_URL',
					message: `${COULD_NOT}: its address isn't one that is safe to fetch`,
					advice: 'It must be an https address.',
					attempts: 1,
				},
			});
			expect(requests).toHaveLength(1);
		},
	);

	it('ends after three', async () => {
		const { outcome, requests } = download([{ status: 302, headers: { location: URL_OF_FILE } }]);
		expect(await outcome).toEqual(failure('it redirects too often', 'REDIRECT'));
		expect(requests).toHaveLength(4);
	});

	it('without an address is a failure', async () => {
		const { outcome } = download([{ status: 302 }]);
		expect(await outcome).toEqual(failure('its host answered HTTP 302', '302', { httpStatus: 302 }));
	});
});
