import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { readBaseUrl } from '../../shared/credentials/baseUrl';
import { RunCanceled, type Failure } from '../../shared/failure';
import { toAnswer } from '../../shared/http/answer';
import { sendOnce, type HttpHelper, type Reply } from '../../shared/http/door';
import { describeNetworkFailure } from '../../shared/http/networkFailure';
import { backoffMs, isPassingStatus } from '../../shared/http/retry';
import { waitFor } from '../../shared/http/wait';
import { reachOf } from '../../shared/credentials/ipAddress';

export interface FileDownload {
	context: Pick<IExecuteFunctions, 'helpers'>;
	url: string;
	/** Of the credential: what it reaches, a file's address may reach too. */
	baseUrl: string;
	/** How long the file's host may take to answer, in milliseconds. */
	answerWithinMs: number;
	/** How long a try may take in all, in milliseconds: exports can be large. */
	timeoutMs: number;
	maxRetries: number;
	/** Stops the download. */
	signal: AbortSignal | undefined;
}

type FileOutcome = { file: IBinaryData } | { failure: Failure };

type Body = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;
type Try = FileOutcome & { passing?: boolean };

const MOST_REDIRECTS = 3;

/**
 * Fetches the ZIP file of an export into n8n's store of binary data, as a stream: it may be larger than the memory.
 * No credential goes along, since the file lies on another host. A redirect is followed to addresses that would be
 * fetched themselves ({@link mayBeFetched}).
 * @returns the file under the name it is served with; or why it couldn't be had
 * @throws RunCanceled
 */
export async function downloadFile(download: FileDownload): Promise<FileOutcome> {
	for (let tries = 1; ; tries++) {
		const result = await tryDownload(download);
		if (download.signal?.aborted) throw new RunCanceled();
		if ('file' in result) return result;
		if (!result.passing || tries > download.maxRetries)
			return { failure: { ...result.failure, attempts: tries } };
		await waitFor(backoffMs(tries - 1, 'full'), download.signal);
	}
}

async function tryDownload(download: FileDownload): Promise<Try> {
	let { url } = download;
	for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
		if (!mayBeFetched(url, download.baseUrl)) {
			return notFetched(
				"its address isn't one that is safe to fetch",
				"It must be an https address, and one inside a network only where 'Base URL' leads there too.",
				'INVALID_FILE_URL',
			);
		}
		const fetched = await fetchFile(download, url);
		if (!('location' in fetched)) return fetched;
		url = URL.canParse(fetched.location, url) ? new URL(fetched.location, url).href : '';
	}
	return notFetched('it redirects too often', SELF_HELP, 'REDIRECT');
}

/**
 * Links to other protocols, to cloud metadata services and with a user name are none of a file host's. Nor does a service
 * on the internet keep its files on this machine or in the network around it: such addresses are fetched only where
 * 'Base URL' leads there as well (a sandbox, a private deployment), `http:` on this machine alone.
 * @param url the address that the service gave, or where it redirects to
 * @param baseUrl the credential's
 */
export function mayBeFetched(url: string, baseUrl: string): boolean {
	if (!URL.canParse(url) || !URL.canParse(baseUrl)) return false;
	const { origin, hostname, username, password } = new URL(url);
	if (username !== '' || password !== '') return false;
	const base = new URL(baseUrl).hostname;
	const reach = reachOf(hostname);
	const fromWithin = reachOf(base);
	const isReached =
		reach === 'public' || hostname === base || reach === fromWithin || fromWithin === 'loopback';
	try {
		return isReached && readBaseUrl(origin, 'File') !== '';
	} catch {
		return false;
	}
}

async function fetchFile(
	{ context, answerWithinMs, timeoutMs, signal }: FileDownload,
	url: string,
): Promise<Try | { location: string }> {
	const timeout = AbortSignal.timeout(timeoutMs);
	const noAnswer = new AbortController();
	const abortSignal = AbortSignal.any([timeout, noAnswer.signal, ...(signal ? [signal] : [])]);
	let isAnswered = false;
	AbortSignal.timeout(answerWithinMs).addEventListener('abort', () => {
		if (!isAnswered) noAnswer.abort();
	});
	const { host } = new URL(url);
	try {
		const helper: HttpHelper<Body> = async (options) => await context.helpers.httpRequest(options);
		const answer = sendOnce(helper, { method: 'GET', url, timeoutMs, abortSignal });
		const response = await Promise.race([answer, aborted(abortSignal)]);
		isAnswered = true;
		return await Promise.race([store(context, url, response), aborted(abortSignal)]);
	} catch (error) {
		if (timeout.aborted) {
			const text = `it didn't arrive within ${timeoutMs / 1000} seconds`;
			return notFetched(text, "Raise 'Wait Timeout (Seconds)' in the options.", 'TIMEOUT');
		}
		if (noAnswer.signal.aborted) {
			const text = `${host} didn't answer within ${answerWithinMs / 1000} seconds`;
			return notFetched(text, SELF_HELP, 'TIMEOUT', true);
		}
		const { failure, passing } = describeNetworkFailure(error, host);
		return notFetched(failure.message, SELF_HELP, failure.code, passing);
	}
}

async function store(
	context: FileDownload['context'],
	url: string,
	{ statusCode, headers, body }: Reply<Body>,
): Promise<Try | { location: string }> {
	// Nobody else listens between the answer's head and its body; without a listener an abort would end the process.
	body.on('error', () => {});
	const {
		location,
		'content-disposition': disposition,
		'content-type': type = '',
	} = toAnswer(statusCode, headers, undefined).headers;
	if (statusCode < 200 || statusCode > 299) {
		body.destroy();
		if (statusCode > 299 && statusCode < 400 && location) return { location };
		const text = `its host answered HTTP ${statusCode}`;
		const { failure } = notFetched(text, SELF_HELP, String(statusCode));
		return { failure: { ...failure, httpStatus: statusCode }, passing: isPassingStatus(statusCode) };
	}
	if (!(await isFile(body, type))) {
		body.destroy();
		return notFetched('what came is no ZIP file', SELF_HELP, 'UNEXPECTED_ANSWER');
	}
	return {
		file: await context.helpers.prepareBinaryData(body, fileName(url, disposition), 'application/zip'),
	};
}

/**
 * Looks at the first bytes without taking them away: ZIP files begin with PK, empty ones too. What else comes as a file
 * is taken for what its host says it is, but never a page, a message, or nothing.
 */
async function isFile(body: Body, type: string): Promise<boolean> {
	return await new Promise((resolve, reject) => {
		let start = Buffer.alloc(0);
		const look = () => {
			const piece: unknown = body.read();
			if (Buffer.isBuffer(piece)) start = Buffer.concat([start, piece]);
			if (start.length < 2) return;
			body.off('readable', look);
			body.unshift(start);
			const text = start.subarray(0, 64).toString('latin1');
			resolve(text.startsWith('PK') || ((type === '' || IS_BINARY.test(type)) && !/^\s*[<{[]/.test(text)));
		};
		body.on('readable', look);
		body.once('end', () => resolve(false));
		body.once('error', reject);
		// Of a body that was lost before anybody listened nothing more is heard, and of some only that they are closed.
		const lose = () => reject(body.errored ?? new Error('aborted'));
		body.once('close', lose);
		if (body.destroyed) lose();
	});
}

const IS_BINARY = /\b(zip|x-zip-compressed|octet-stream)\b/i;

/** Never resolves; rejects when the download is to end. */
async function aborted(signal: AbortSignal): Promise<never> {
	return await new Promise((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
	});
}

/** @returns the name in the answer's head, else the last part of the address, without anything that leads elsewhere */
export function fileName(url: string, disposition: string | undefined): string {
	const encoded = /filename\*\s*=\s*(?:UTF-8|ISO-8859-1)?'[^']*'([^;]+)/i.exec(disposition ?? '')?.[1];
	const plain = /filename\s*=\s*(?:"([^"]*)"|([^;]+))/i.exec(disposition ?? '');
	const named = (encoded && decoded(encoded)) || plain?.[1] || plain?.[2] || decoded(new URL(url).pathname);
	const last = named.split(/[/\\]/).at(-1) ?? '';
	return (
		last
			.replace(/[\p{Cc}\p{Cf}]/gu, '')
			.trim()
			.replace(/^\.+/, '') || 'export.zip'
	);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text.trim());
	} catch {
		return text.trim();
	}
}

const SELF_HELP = "Use the operation 'Get Export' with the same task ID to try again.";

/** @param passing another try may go better */
function notFetched(why: string, advice: string, code: string, passing = false) {
	const message = `The export is complete, but its file couldn't be fetched: ${why}`;
	return { failure: { code, message, advice }, passing };
}
