import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	NodeEgressFilter,
} from 'n8n-workflow';
import type { HttpHelper, Reply } from './door';
import { causes } from './errorChain';
import { describeNetworkFailure } from './networkFailure';
import { isStream } from './readBody';
import type { Session } from './session';

/** Bytes of the largest answer that is read this way: a request here serves one token or message. */
const LARGEST_KEPT_ANSWER = 1024 * 1024;

/** After so long without a byte Node's `fetch` gives up by itself: a request that may take longer isn't for it. */
export const LONGEST_FETCH_MS = 300_000;

/** n8n's own name for itself in requests. */
const USER_AGENT = 'n8n';

/** What on a connection that is open already doesn't tell whether the request was sent. */
const PERHAPS_SENT = /^(EPROTO|ERR_SSL)/;

/** Where a request belongs, and what it is signed with. */
interface Passenger {
	credentials: ICredentialDataDecryptedObject;
	signal: AbortSignal;
	/** n8n's own way, which opens a connection for each request. */
	helper: HttpHelper<unknown>;
}

/**
 * Sends a run's requests over connections that stay open, with Node's `fetch`. The first goes through n8n's helper, and any
 * answer to it but a 401 proves the way. Whatever the helper would refuse is left to the helper, so that it is refused in the
 * same words: a host that the credential doesn't allow, one that n8n's own filter blocks. So is a request whose access token
 * n8n is to store. Where the service can't be reached without n8n's proxy, the rest of the run goes through the helper.
 */
export class KeptConnections {
	private state: 'unproven' | 'open' | 'given up' = 'unproven';
	private filter?: NodeEgressFilter | null;

	constructor(
		private readonly context: IExecuteFunctions | ILoadOptionsFunctions,
		private readonly sign: NonNullable<Session['sign']>,
	) {}

	/** @returns a helper that takes this one request the way that is open for it */
	for({ credentials, signal, helper }: Passenger): HttpHelper<unknown> {
		return async (options) => {
			const signed = this.state === 'open' ? await this.cleared(credentials, options) : undefined;
			const fetched = signed && (await this.overFetch(signed, signal));
			if (fetched) return fetched;
			const reply = await helper(options);
			// Where no stream came although one was asked for, n8n answers by itself: a test of the workflow reaches no service.
			if (this.state === 'unproven' && reply.statusCode !== 401 && isStream(reply.body)) this.state = 'open';
			return reply;
		};
	}

	/**
	 * @returns the request as it may leave; undefined where it is one for the helper
	 * @throws as the credential's `authenticate`
	 */
	private async cleared(
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions | undefined> {
		if (!isWithin(options.allowedDomains, options.url)) return undefined;
		const signed = await this.sign(credentials, options);
		return signed && (await this.passesFilter(signed.url)) ? signed : undefined;
	}

	/** n8n has had a filter for requests of nodes since version 2; where it is off, it lets everything pass. */
	private async passesFilter(url: string): Promise<boolean> {
		try {
			const helpers: Partial<IExecuteFunctions['helpers']> = this.context.helpers;
			this.filter ??= helpers.getSecureEgressFilter?.() ?? null;
			return this.filter === null || (await this.filter.validateUrl(url)).ok;
		} catch {
			return false;
		}
	}

	/** @returns undefined when the service couldn't be reached: nothing was sent then */
	private async overFetch(
		{ url, method, headers, body }: IHttpRequestOptions,
		signal: AbortSignal,
	): Promise<Reply | undefined> {
		const text = bodyText(body);
		try {
			const response = await fetch(url, {
				method,
				headers: headersFor(headers, text !== undefined),
				body: text,
				signal,
				redirect: 'manual',
			});
			return {
				statusCode: response.status,
				headers: Object.fromEntries(response.headers),
				body: response.body ?? undefined,
				largest: LARGEST_KEPT_ANSWER,
			};
		} catch (error) {
			if (signal.aborted || !isUnsent(error)) throw afterSending(error);
			this.giveUp(url);
			return undefined;
		}
	}

	private giveUp(url: string): void {
		if (this.state === 'given up') return;
		this.state = 'given up';
		this.context.logger.warn(
			`${this.context.getNode().name}: ${new URL(url).host} could not be reached over connections that stay open, so the other requests of this run go through n8n's own client`,
		);
	}
}

/** As n8n's client writes it: an object as JSON, nothing for one without keys. */
function bodyText(body: IHttpRequestOptions['body']): string | undefined {
	if (typeof body === 'string') return body === '' ? undefined : body;
	return body && Object.keys(body).length > 0 ? JSON.stringify(body) : undefined;
}

/** As n8n's client writes them: JSON unless they say otherwise, and no type for a body that isn't there. */
function headersFor(given: IHttpRequestOptions['headers'], hasBody: boolean): Array<[string, string]> {
	const headers: Array<[string, string]> = [['User-Agent', USER_AGENT]];
	let hasType = false;
	for (const [name, value] of Object.entries(given ?? {})) {
		const isType = name.toLowerCase() === 'content-type';
		if (isType && !hasBody) continue;
		hasType ||= isType;
		headers.push([name, String(value)]);
	}
	if (hasBody && !hasType) headers.push(['Content-Type', 'application/json']);
	return headers;
}

/**
 * n8n's rule for a credential's allowed domains, `*.` for those below one. Where it differs between versions of n8n this is
 * the strict one: what isn't allowed here goes to the helper, which decides.
 */
function isWithin(allowedDomains: string | undefined, url: string): boolean {
	if (allowedDomains === undefined) return true;
	const { hostname } = new URL(url);
	return allowedDomains.split(',').some((entry) => {
		const domain = entry.trim().toLowerCase();
		return domain.startsWith('*.') && domain.length > 2
			? hostname.endsWith(domain.slice(1))
			: hostname === domain;
	});
}

/** @returns whether no byte of the request can have left: no connection came about, or `fetch` didn't take the request */
function isUnsent(error: unknown): boolean {
	if (codesOf(error).some((code) => PERHAPS_SENT.test(code))) return false;
	// Only what `fetch` refuses to begin with has no cause, and a port that it takes for another service's no code.
	const { cause } = error instanceof Error ? error : {};
	if (cause === undefined) return error instanceof TypeError;
	if (cause instanceof Error && cause.message === 'bad port') return true;
	return describeNetworkFailure(error, '').notSent;
}

/** A failure of TLS on a connection in use comes after the handshake: n8n's client, with its new ones, takes it for that. */
function afterSending(error: unknown): unknown {
	if (!codesOf(error).some((code) => PERHAPS_SENT.test(code))) return error;
	return Object.assign(new Error('The connection broke'), { code: 'ECONNRESET' });
}

function codesOf(error: unknown): string[] {
	return [...causes(error)].flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
}
