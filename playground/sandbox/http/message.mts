import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

/** What the sandbox sends back. A `body` that is text or bytes travels as it stands. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: string | Buffer;
}

/** An answer whose body is written by and by. */
export interface StreamedAnswer {
	status: number;
	headers: Record<string, string>;
	/** Takes over the response once its head is written. */
	open: (response: ServerResponse) => void;
}

/** One request as it arrived, with its body read to the end. */
export class SandboxRequest {
	readonly method: string;
	/** The path exactly as sent, still percent-encoded, without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	readonly rawBody: Buffer;
	/** Scheme, host and port that the client asked for, e.g. `http://127.0.0.1:8080`. */
	readonly origin: string;
	#json: { value: unknown } | undefined;

	constructor(
		head: { method: string; url: string; headers: IncomingHttpHeaders; scheme: 'http' | 'https' },
		rawBody: Buffer,
	) {
		const mark = head.url.indexOf('?');
		this.method = head.method;
		this.path = mark === -1 ? head.url : head.url.slice(0, mark);
		this.query = new URLSearchParams(mark === -1 ? '' : head.url.slice(mark + 1));
		this.headers = head.headers;
		this.rawBody = rawBody;
		const host = head.headers.host ?? head.headers[':authority'] ?? 'localhost';
		this.origin = `${head.scheme}://${String(host)}`;
	}

	/** The body as text; replacement characters stand for bytes that aren't UTF-8. */
	get text(): string {
		return this.rawBody.toString('utf8');
	}

	/** The body as JSON, `undefined` when it is empty, not UTF-8 or not JSON. Parsed once. */
	get json(): unknown {
		if (this.#json === undefined) this.#json = { value: parseJson(this.rawBody) };
		return this.#json.value;
	}

	/** The media type without parameters, lower-cased; empty without the header. */
	get contentType(): string {
		return (this.headers['content-type'] ?? '').split(';', 1)[0].trim().toLowerCase();
	}
}

function parseJson(raw: Buffer): unknown {
	if (raw.length === 0 || !isUtf8(raw)) return undefined;
	try {
		return JSON.parse(raw.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}

/** A JSON answer. */
export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
	return {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
		body: JSON.stringify(body),
	};
}

/** A plain text answer. */
export function textAnswer(status: number, text: string): Answer {
	return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text };
}

/** An HTML page in the manner of a front end that turns a request away, with title and status in it. */
export function htmlAnswer(status: number, title: string): Answer {
	return {
		status,
		headers: { 'content-type': 'text/html; charset=utf-8' },
		body:
			`<HTML>\n<HEAD>\n<TITLE>${title}</TITLE>\n</HEAD>\n<BODY BGCOLOR="#FFFFFF" TEXT="#000000">\n` +
			`<H1>${title}</H1>\n<H2>Error ${status}</H2>\n</BODY>\n</HTML>\n`,
	};
}

/** True for a JSON object: not null, not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
