import type { Failure } from '../engine/failure';

/** How sure it is that the service never saw the request. */
export interface NetworkFailure {
	failure: Failure;
	/** The request certainly didn't reach the service. */
	notSent: boolean;
	/** Trying again can help. */
	passing: boolean;
}

/** These happen before a request leaves: the name has no address, or nobody listens there. */
const NEVER_SENT = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']);
const ENCRYPTION = /^(EPROTO|CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)|ALTNAME_INVALID/;

interface ErrorLike {
	code?: unknown;
	syscall?: unknown;
	cause?: unknown;
	message?: unknown;
}

/**
 * Judges an error that n8n's HTTP helper threw without an answer of the service.
 * @param host shown to the user, without credentials
 */
export function describeNetworkFailure(error: unknown, host: string): NetworkFailure {
	const { code, connecting } = rootCode(error);
	const failure = (text: string, advice: string): Failure => ({
		code: code || 'NETWORK',
		message: text,
		advice,
	});

	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
		return {
			failure: failure(`The address ${host} could not be found`, 'Check the URL in the credential and this machine’s network.'),
			notSent: true,
			passing: true,
		};
	}
	if (NEVER_SENT.has(code) || connecting) {
		return {
			failure: failure(
				`${host} could not be reached`,
				'Check the URL in the credential, and whether a firewall or proxy is in the way.',
			),
			notSent: true,
			passing: true,
		};
	}
	if (ENCRYPTION.test(code)) {
		return {
			failure: failure(
				`No secure connection to ${host} could be made`,
				'Check the URL in the credential and the certificate of that server.',
			),
			notSent: true,
			passing: false,
		};
	}
	if (code === 'DOMAIN_NOT_ALLOWED') {
		return {
			failure: failure(
				`The credential doesn't allow requests to ${host}`,
				'Add the host to the allowed domains of the credential.',
			),
			notSent: true,
			passing: false,
		};
	}
	return {
		failure: failure(`The connection to ${host} was lost before an answer came`, 'Try again later.'),
		notSent: false,
		passing: true,
	};
}

/** Looks through the chain of causes: n8n wraps the client's error, which may wrap the socket's. */
function rootCode(error: unknown): { code: string; connecting: boolean } {
	let code = '';
	let connecting = false;
	let current = error as ErrorLike | undefined | null;
	for (let depth = 0; current && typeof current === 'object' && depth < 5; depth++) {
		if (!code && typeof current.code === 'string') code = current.code;
		if (current.syscall === 'connect' || current.syscall === 'getaddrinfo') connecting = true;
		if (typeof current.message === 'string' && /domain .*not allowed/i.test(current.message)) {
			code = 'DOMAIN_NOT_ALLOWED';
		}
		current = current.cause as ErrorLike | undefined;
	}
	return { code, connecting };
}
