import { asRecord, parseJson } from '../json';
import { withoutSecrets } from './redact';

/** What a service answered to one request, before anyone judges it. */
export interface HttpAnswer {
	status: number;
	/** Header names in lower case. */
	headers: Record<string, string>;
	/** The body as it came. */
	text: string;
	/** The parsed body, `undefined` when it isn't JSON. */
	json: unknown;
}

/**
 * Builds an answer from what n8n's HTTP helper hands over.
 * @param body the bytes; or, from error objects, a text or something parsed
 * @param secrets what the request was signed with: it is taken out of the body
 */
export function toAnswer(
	status: number,
	headers: unknown,
	body: unknown,
	secrets: readonly string[] = [],
): HttpAnswer {
	const plainHeaders = Object.entries(asRecord(headers) ?? {}).map(([name, value]) => [
		name.toLowerCase(),
		Array.isArray(value) ? value.join(', ') : String(value),
	]);
	const text = withoutSecrets(toText(body), secrets);
	return { status, headers: Object.fromEntries(plainHeaders), text, json: parseJson(text) };
}

function toText(body: unknown): string {
	if (typeof body === 'string') return body;
	// A byte order mark isn't part of the text.
	if (Buffer.isBuffer(body)) return body.toString('utf8').replace(/^\uFEFF/, '');
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

/**
 * A body as a person can read it: tags removed, white space folded.
 * @param limit longest result in characters; longer text is cut with an ellipsis
 */
export function readableText(text: string, limit = 300): string {
	const plain = text
		.slice(0, 20_000)
		.replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, ' ')
		.replace(/<[^<>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return plain.length > limit ? `${plain.slice(0, limit - 1)}…` : plain;
}
