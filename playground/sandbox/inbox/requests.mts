import type { LogEntry } from '../control/log.mts';
import { withoutCredentials } from '../control/snapshot.mts';
import { isObject } from '../http/message.mts';
import { abbreviated, clip } from './clip.mts';

/** A request as the inbox lists it. Times are milliseconds. */
export interface RequestView {
	id: number;
	method: string;
	path: string;
	/** 0 while open and when no answer was sent. */
	status: number;
	/** Since 1970. */
	at: number;
	/** Absent while it is open. */
	tookMs?: number;
	outcome: LogEntry['outcome'];
	/** Name of the rule that disturbed it. */
	fault?: string;
	/** What the body refuses, in words: of a 200 answer, or the code of a Google error. */
	refusal?: string;
}

/** The line of a request in the list. */
export function requestView(entry: LogEntry): RequestView {
	const { id, method, path, status, startedAt, endedAt, fault, outcome } = entry;
	const refusal = endedAt === 0 ? undefined : refusalOf(entry);
	return {
		id,
		method,
		path: clip(path, 300),
		status,
		at: Math.round(startedAt),
		...(endedAt === 0 ? {} : { tookMs: Math.round((endedAt - startedAt) * 10) / 10 }),
		outcome,
		...(fault === undefined ? {} : { fault: clip(fault, 200) }),
		...(refusal === undefined ? {} : { refusal }),
	};
}

/** What was asked and answered: without credentials, with long lists and texts cut. */
export function requestDetail(entry: LogEntry): unknown {
	const { query, headers, rawBody, body, answer, acted, connection, inFlight } = withoutCredentials(entry);
	return {
		// The light log keeps no headers, and every request has some.
		kept: Object.keys(entry.headers).length > 0,
		query,
		headers: abbreviated(headers),
		body: body === undefined ? clip(rawBody) : abbreviated(body),
		answer: abbreviated(answer),
		acted,
		connection,
		inFlight,
	};
}

const refusals = new WeakMap<LogEntry, string>();

/** Looked for once an answer; an empty text is none. */
function refusalOf(entry: LogEntry): string | undefined {
	let refusal = refusals.get(entry);
	if (refusal === undefined) {
		refusal = refusalIn(entry.answer);
		refusals.set(entry, refusal);
	}
	return refusal === '' ? undefined : refusal;
}

function refusalIn(answer: unknown): string {
	if (!isObject(answer)) return '';
	if (isObject(answer.error)) return clip(codeOf(answer.error), 300);
	const { status_code: code, status_message: message, results } = answer;
	if (code !== undefined && code !== 200) return clip(`${String(code)}: ${String(message)}`, 300);
	if (!Array.isArray(results)) return '';
	const refused = (results as unknown[]).filter(isRefused).length;
	return refused === 0 ? '' : `${refused} of ${results.length} tokens refused`;
}

/** FCM's own code when a detail has it, else the general one. */
function codeOf({ status, details }: Record<string, unknown>): string {
	const entries: unknown[] = Array.isArray(details) ? details : [];
	const named = entries.find((detail) => isObject(detail) && typeof detail.errorCode === 'string');
	const code = isObject(named) ? named.errorCode : status;
	return typeof code === 'string' ? code : '';
}

/** Topic changes name an error, imports a status. */
function isRefused(result: unknown): boolean {
	if (!isObject(result)) return false;
	return result.error !== undefined || (result.status !== undefined && result.status !== 'OK');
}
