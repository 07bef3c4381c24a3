import type { Failure } from '../failure';
import { asList, asRecord } from '../json';
import { causes } from './errorChain';
import { LARGEST_ANSWER } from './readBody';

/** How sure it is that the service never saw the request. */
export interface NetworkFailure {
	failure: Failure;
	/** The request certainly didn't reach the service. */
	notSent: boolean;
	/** Trying again can help. */
	passing: boolean;
}

interface Kind extends Pick<NetworkFailure, 'notSent' | 'passing'> {
	/** Error codes of Node.js and its HTTP clients, or words of our own ({@link rootCode}). */
	codes: RegExp;
	/** @param largest bytes that an answer may have, where that is what is wrong */
	message: (host: string, largest: number) => string;
	advice: string;
}

/** The first that fits counts. */
const KINDS: Kind[] = [
	{
		codes: /^(ENOTFOUND|EAI_AGAIN)$/,
		message: (host) => `The address ${host} could not be found`,
		advice: "Check the URL in the credential and this machine's network.",
		notSent: true,
		passing: true,
	},
	{
		codes: /^(NOT_CONNECTED|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|UND_ERR_CONNECT_TIMEOUT)$/,
		message: (host) => `${host} could not be reached`,
		advice: 'Check the URL in the credential, and whether a firewall or proxy is in the way.',
		notSent: true,
		passing: true,
	},
	{
		codes: /^(EPROTO|CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)|ALTNAME_INVALID/,
		message: (host) => `No secure connection to ${host} could be made`,
		advice: 'Check the URL in the credential and the certificate of that server.',
		notSent: true,
		passing: false,
	},
	{
		codes: /^DOMAIN_NOT_ALLOWED$/,
		message: (host) => `The credential doesn't allow requests to ${host}`,
		advice: 'Add the host to the allowed domains of the credential.',
		notSent: true,
		passing: false,
	},
	{
		codes: /^BLOCKED$/,
		message: (host) => `This n8n doesn't allow requests to ${host}`,
		advice: 'Check the URL in the credential, or ask the administrator of n8n to allow the host.',
		notSent: true,
		passing: false,
	},
	{
		// Node.js refuses to build the request: a key with a line break in a header, for instance.
		codes: /^ERR_(INVALID|UNESCAPED|HTTP_INVALID)/,
		message: (host) => `The request to ${host} could not be made`,
		advice: 'Check the fields of the credential for line breaks and for characters that do not belong there.',
		notSent: true,
		passing: false,
	},
	{
		codes: /^ANSWER_TOO_LARGE$/,
		message: (host, largest) =>
			`${host} sent more than ${largest / 1024 / 1024} MB, which no answer of the service has`,
		advice: 'Check the URL in the credential, and whether a proxy answers in the place of the service.',
		notSent: false,
		passing: false,
	},
	{
		codes: /^(ECONNABORTED|ETIMEDOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$/,
		message: (host) => `${host} didn't answer in time`,
		advice: 'Try again later.',
		notSent: false,
		passing: true,
	},
	{
		codes: /^/,
		message: (host) => `The connection to ${host} was lost before an answer came`,
		advice: 'Try again later.',
		notSent: false,
		passing: true,
	},
];

/**
 * Judges an error that n8n's HTTP helper, or Node's `fetch`, threw without an answer of the service.
 * @param host shown to the user, without credentials
 */
export function describeNetworkFailure(error: unknown, host: string): NetworkFailure {
	const { code, kind, largest } = rootCode(error);
	const { message, advice, notSent, passing } =
		KINDS.find(({ codes }) => codes.test(kind)) ?? KINDS[KINDS.length - 1];
	return { failure: { code: code || 'NETWORK', message: message(host, largest), advice }, notSent, passing };
}

/** What Node's `fetch` calls a connection that ended too early: other clients know only one name for it. */
const LOST = /^UND_ERR_(SOCKET|RES_CONTENT_LENGTH_MISMATCH)$/;

/** @returns the code to show, and the one that decides: it knows more than Node.js says */
function rootCode(error: unknown): { code: string; kind: string; largest: number } {
	let code = '';
	let connecting = false;
	let largest = LARGEST_ANSWER;
	for (const link of causes(error)) {
		const { name, code: own, message, largest: most } = link;
		if (!code && typeof own === 'string') code = LOST.test(own) ? 'ECONNRESET' : own;
		if (typeof most === 'number') largest = most;
		if (isConnecting(link)) connecting = true;
		if (typeof message === 'string' && /domain .*not allowed/i.test(message)) code = 'DOMAIN_NOT_ALLOWED';
		if (typeof name === 'string' && name.startsWith('SsrfBlocked')) code = 'BLOCKED';
	}
	if (!code) {
		const said = saidBy(error);
		code = /\b(E[A-Z]{4,}(?:_[A-Z]+)*|(?:CERT|UNABLE|DEPTH|SELF)_[A-Z_]+)\b/.exec(said)?.[0] ?? '';
		connecting = /^(connect|getaddrinfo) E/.test(said);
	}
	const named = /^(ENOTFOUND|EAI_AGAIN)$/.test(code);
	return { code, kind: connecting && !named ? 'NOT_CONNECTED' : code, largest };
}

/** Older versions of n8n keep no cause, only what the HTTP client's error said. */
function saidBy(error: unknown): string {
	const [first] = asList(asRecord(error)?.messages) ?? [];
	return typeof first === 'string' ? first : '';
}

function isConnecting(error: unknown): boolean {
	const { syscall, message, errors } = asRecord(error) ?? {};
	if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
	if (typeof message === 'string' && /before secure TLS connection was established/.test(message))
		return true;
	// What the attempts on a host's several addresses came to.
	return Array.isArray(errors) && errors.length > 0 && errors.every(isConnecting);
}
