import type { IncomingHttpHeaders } from 'node:http';

/** How a request ended: `open` while it hasn't, `aborted` when the client went away first. */
export type Outcome = 'open' | 'answered' | 'reset' | 'truncated' | 'aborted';

/** One request to a service; control requests aren't logged. In light mode the marked fields stay empty. */
export interface LogEntry {
	/** Counts from 1 in the order of arrival. */
	id: number;
	method: string;
	/** As sent, percent-encoded, without the query. */
	path: string;
	/** Empty in light mode. */
	query: Record<string, string>;
	/** Empty in light mode. */
	headers: IncomingHttpHeaders;
	/** Empty in light mode. */
	rawBody: string;
	/** The parsed JSON body, else `undefined`; `undefined` in light mode. */
	body: unknown;
	/** 0 while open and when no answer was sent. */
	status: number;
	/** The parsed JSON answer, else its text; `undefined` in light mode. */
	answer: unknown;
	/** Milliseconds since 1970 by the machine's clock, with fractions. */
	startedAt: number;
	/** The same; 0 while the request is open. */
	endedAt: number;
	/** Numbers the connections from 1. */
	connection: number;
	/** Requests under way when this one arrived, itself included. */
	inFlight: number;
	/** Name of the fault rule that fired. */
	fault?: string;
	/** True once the service has acted on the request (with or without success). */
	acted: boolean;
	outcome: Outcome;
}

export interface Counts {
	requests: number;
	connections: number;
	inFlight: number;
	maxInFlight: number;
	/** Requests to the token endpoint, whatever came of them. */
	tokenExchanges: number;
}

/** `light` keeps neither headers nor bodies: for runs with very many or very large requests. */
export type LogMode = 'full' | 'light';

const NO_HEADERS: IncomingHttpHeaders = {};
const NO_QUERY: Record<string, string> = {};

/** Memory of everything that clients asked of the two services. */
export class RequestLog {
	mode: LogMode = 'full';
	entries: LogEntry[] = [];
	counts: Counts = newCounts();
	#connections = new WeakMap<object, number>();
	#nextConnection = 1;

	/** Opens the entry of a request whose head has arrived. */
	begin(head: { method: string; path: string; headers: IncomingHttpHeaders }, socket: object): LogEntry {
		this.counts.requests += 1;
		this.counts.inFlight += 1;
		if (head.path === '/token') this.counts.tokenExchanges += 1;
		if (this.counts.inFlight > this.counts.maxInFlight) this.counts.maxInFlight = this.counts.inFlight;
		const entry: LogEntry = {
			id: this.counts.requests,
			method: head.method,
			path: head.path,
			query: NO_QUERY,
			headers: this.mode === 'full' ? head.headers : NO_HEADERS,
			rawBody: '',
			body: undefined,
			status: 0,
			answer: undefined,
			startedAt: performance.timeOrigin + performance.now(),
			endedAt: 0,
			connection: this.#connectionOf(socket),
			inFlight: this.counts.inFlight,
			acted: false,
			outcome: 'open',
		};
		this.entries.push(entry);
		return entry;
	}

	/** Closes an entry; `outcome` counts only when nothing else closed it before. */
	end(entry: LogEntry, outcome: Outcome): void {
		if (entry.endedAt !== 0) return;
		entry.endedAt = performance.timeOrigin + performance.now();
		if (entry.outcome === 'open') entry.outcome = outcome;
		this.counts.inFlight = Math.max(0, this.counts.inFlight - 1);
	}

	/** Entries by path (text with `*` for anything, or a pattern) and method, in order of arrival. */
	requests(path: string | RegExp = '*', method?: string): LogEntry[] {
		const pattern = pathPattern(path);
		return this.entries.filter(
			(entry) => pattern.test(entry.path) && (method === undefined || entry.method === method),
		);
	}

	/** The largest number of such requests that arrived within any window of so many milliseconds. */
	peakRate(windowMs: number, path: string | RegExp = '*'): number {
		const times = this.requests(path).map((entry) => entry.startedAt);
		let oldest = 0;
		let peak = 0;
		times.forEach((time, index) => {
			while (times[oldest] <= time - windowMs) oldest += 1;
			peak = Math.max(peak, index - oldest + 1);
		});
		return peak;
	}

	/** Forgets entries and counts; requests under way stay counted as in flight. */
	clear(): void {
		const { inFlight } = this.counts;
		this.entries = [];
		this.counts = { ...newCounts(), inFlight, maxInFlight: inFlight };
		this.#connections = new WeakMap();
		this.#nextConnection = 1;
	}

	#connectionOf(socket: object): number {
		const known = this.#connections.get(socket);
		if (known !== undefined) return known;
		const id = this.#nextConnection++;
		this.#connections.set(socket, id);
		this.counts.connections += 1;
		return id;
	}
}

function newCounts(): Counts {
	return { requests: 0, connections: 0, inFlight: 0, maxInFlight: 0, tokenExchanges: 0 };
}

/** A path as text matches as a whole; each `*` in it stands for any characters, none included. */
export function pathPattern(path: string | RegExp): RegExp {
	if (path instanceof RegExp) return new RegExp(path.source, path.flags.replace(/[gy]/g, ''));
	const escaped = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
	return new RegExp(`^${escaped}$`);
}
