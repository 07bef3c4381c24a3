import { describe, expect, it } from 'vitest';

import { describeNetworkFailure } from '../../../../nodes/shared/http/networkFailure.ts';

const HOST = 'iid.example';

/** An error as n8n's helper throws it: its own around the HTTP client's around the socket's. */
function wrapped(client: object, socket?: object): Error {
	const inner = socket && Object.assign(new Error('socket'), socket);
	return new Error('NodeApiError', { cause: Object.assign(new Error('client', { cause: inner }), client) });
}

function judged(error: unknown): string {
	const { failure, notSent, passing } = describeNetworkFailure(error, HOST);
	const sure = notSent ? 'never sent' : 'maybe sent';
	return `${failure.code}: ${failure.message} (${sure}, ${passing ? 'passing' : 'lasting'})`;
}

describe('an error without an answer', () => {
	it.each([
		[
			wrapped({ code: 'ENOTFOUND' }),
			`ENOTFOUND: The address ${HOST} could not be found (never sent, passing)`,
		],
		[
			wrapped({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' }),
			`EAI_AGAIN: The address ${HOST} could not be found (never sent, passing)`,
		],
		[wrapped({ code: 'ECONNREFUSED' }), `ECONNREFUSED: ${HOST} could not be reached (never sent, passing)`],
		[wrapped({ code: 'EHOSTUNREACH' }), `EHOSTUNREACH: ${HOST} could not be reached (never sent, passing)`],
		[wrapped({ code: 'ENETUNREACH' }), `ENETUNREACH: ${HOST} could not be reached (never sent, passing)`],
		[
			wrapped({ code: 'ETIMEDOUT' }, { syscall: 'connect' }),
			`ETIMEDOUT: ${HOST} could not be reached (never sent, passing)`,
		],
		[
			wrapped({ code: 'UND_ERR_CONNECT_TIMEOUT' }),
			`UND_ERR_CONNECT_TIMEOUT: ${HOST} could not be reached (never sent, passing)`,
		],
		[
			wrapped({ code: 'ETIMEDOUT', errors: [{ syscall: 'connect' }, { syscall: 'connect' }] }),
			`ETIMEDOUT: ${HOST} could not be reached (never sent, passing)`,
		],
		[
			wrapped({
				code: 'ECONNRESET',
				message: 'Client network socket disconnected before secure TLS connection was established',
			}),
			`ECONNRESET: ${HOST} could not be reached (never sent, passing)`,
		],
		[
			wrapped({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
			`DEPTH_ZERO_SELF_SIGNED_CERT: No secure connection to ${HOST} could be made (never sent, lasting)`,
		],
		[
			wrapped({ code: 'CERT_HAS_EXPIRED' }),
			`CERT_HAS_EXPIRED: No secure connection to ${HOST} could be made (never sent, lasting)`,
		],
		[
			wrapped({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
			`ERR_TLS_CERT_ALTNAME_INVALID: No secure connection to ${HOST} could be made (never sent, lasting)`,
		],
		[
			wrapped({ code: 'EPROTO' }),
			`EPROTO: No secure connection to ${HOST} could be made (never sent, lasting)`,
		],
		[
			wrapped({ message: 'Domain not allowed: This credential is restricted from accessing x' }),
			`DOMAIN_NOT_ALLOWED: The credential doesn't allow requests to ${HOST} (never sent, lasting)`,
		],
		[
			wrapped({ name: 'SsrfBlockedIpError' }),
			`BLOCKED: This n8n doesn't allow requests to ${HOST} (never sent, lasting)`,
		],
		[
			wrapped({ code: 'ERR_INVALID_CHAR' }),
			`ERR_INVALID_CHAR: The request to ${HOST} could not be made (never sent, lasting)`,
		],
		[wrapped({ code: 'ECONNABORTED' }), `ECONNABORTED: ${HOST} didn't answer in time (maybe sent, passing)`],
		[wrapped({ code: 'ETIMEDOUT' }), `ETIMEDOUT: ${HOST} didn't answer in time (maybe sent, passing)`],
		[
			wrapped({ code: 'ECONNRESET' }, { syscall: 'read' }),
			`ECONNRESET: The connection to ${HOST} was lost before an answer came (maybe sent, passing)`,
		],
		[
			wrapped({ code: 'EPIPE', syscall: 'write' }),
			`EPIPE: The connection to ${HOST} was lost before an answer came (maybe sent, passing)`,
		],
		[
			wrapped({ code: 'HPE_INVALID_CONSTANT' }),
			`HPE_INVALID_CONSTANT: The connection to ${HOST} was lost before an answer came (maybe sent, passing)`,
		],
		[
			wrapped({ code: 'ETIMEDOUT', errors: [{ syscall: 'connect' }, { syscall: 'read' }] }),
			`ETIMEDOUT: ${HOST} didn't answer in time (maybe sent, passing)`,
		],
		[
			new Error('socket hang up'),
			`NETWORK: The connection to ${HOST} was lost before an answer came (maybe sent, passing)`,
		],
		[
			'thrown text',
			`NETWORK: The connection to ${HOST} was lost before an answer came (maybe sent, passing)`,
		],
		[undefined, `NETWORK: The connection to ${HOST} was lost before an answer came (maybe sent, passing)`],
	])('%#: %s', (error, judgement) => {
		expect(judged(error)).toBe(judgement);
	});

	it('always comes with advice', () => {
		for (const code of [
			'ENOTFOUND',
			'ECONNREFUSED',
			'EPROTO',
			'ERR_INVALID_CHAR',
			'ETIMEDOUT',
			'ECONNRESET',
		]) {
			expect(describeNetworkFailure({ code }, HOST).failure.advice).toMatch(/^[A-Z].*\.$/);
		}
	});

	it('is told without what the error itself says: it may hold the request', () => {
		const error = wrapped({ code: 'ECONNRESET', message: 'Bearer secret', config: { data: 'secret' } });
		expect(JSON.stringify(describeNetworkFailure(error, HOST))).not.toContain('secret');
	});

	it('that is its own cause ends the search', () => {
		const loop: { code?: string; cause?: unknown } = {};
		loop.cause = loop;
		expect(judged(loop)).toContain('NETWORK');
	});
});

describe('what older versions of n8n throw, which keep no cause', () => {
	it.each([
		['connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED', true],
		['connect ETIMEDOUT 10.0.0.1:443', 'ETIMEDOUT', true],
		['getaddrinfo ENOTFOUND nowhere.example', 'ENOTFOUND', true],
		['read ECONNRESET', 'ECONNRESET', false],
		['self signed certificate', 'NETWORK', false],
	])('%s', (message, code, notSent) => {
		const thrown = Object.assign(new Error('The service refused the connection'), {
			messages: [message, message],
		});
		expect(describeNetworkFailure(thrown, 'host')).toMatchObject({ failure: { code }, notSent });
	});
});

describe('what decides among several words', () => {
	it.each([
		// The outermost code is shown, a socket that was connecting decides.
		[
			wrapped({ code: 'OUTER' }, { code: 'ECONNRESET' }),
			'OUTER: The connection to iid.example was lost before an answer came (maybe sent, passing)',
		],
		[
			wrapped({ code: 'EOUTER' }, { code: 'ECONNRESET', syscall: 'getaddrinfo' }),
			'EOUTER: iid.example could not be reached (never sent, passing)',
		],
		[
			{ message: 'x', messages: ['read ECONNRESET'] },
			'ECONNRESET: The connection to iid.example was lost before an answer came (maybe sent, passing)',
		],
		[
			{ messages: ['connect ECONNRESET 1.2.3.4:443'] },
			'ECONNRESET: iid.example could not be reached (never sent, passing)',
		],
		[
			{ messages: ['could not connect ECONNRESET'] },
			'ECONNRESET: The connection to iid.example was lost before an answer came (maybe sent, passing)',
		],
		[
			{ messages: ['getaddrinfo ENOTFOUND iid.example'] },
			'ENOTFOUND: The address iid.example could not be found (never sent, passing)',
		],
		[
			{ messages: ['UNABLE_TO_VERIFY_LEAF_SIGNATURE, it says'] },
			'UNABLE_TO_VERIFY_LEAF_SIGNATURE: No secure connection to iid.example could be made (never sent, lasting)',
		],
		[
			{ messages: ['EHOST_UNREACH_ABLE'] },
			'EHOST_UNREACH_ABLE: The connection to iid.example was lost before an answer came (maybe sent, passing)',
		],
		[
			{ messages: [5] },
			'NETWORK: The connection to iid.example was lost before an answer came (maybe sent, passing)',
		],
		[
			{ messages: 'ECONNREFUSED' },
			'NETWORK: The connection to iid.example was lost before an answer came (maybe sent, passing)',
		],
		[
			{ code: 'MY_ENOTFOUND', syscall: 'connect' },
			'MY_ENOTFOUND: iid.example could not be reached (never sent, passing)',
		],
		[
			{ code: 'ENOTFOUND_HERE', syscall: 'connect' },
			'ENOTFOUND_HERE: iid.example could not be reached (never sent, passing)',
		],
		[
			{ code: 'X', errors: [] },
			'X: The connection to iid.example was lost before an answer came (maybe sent, passing)',
		],
		[
			{ code: 'X', errors: [{ syscall: 'connect' }, { syscall: 'connect' }] },
			'X: iid.example could not be reached (never sent, passing)',
		],
		[
			{ code: 'X', errors: [{ syscall: 'connect' }, { syscall: 'read' }] },
			'X: The connection to iid.example was lost before an answer came (maybe sent, passing)',
		],
		[
			{ code: 'X', message: 5, errors: 'no' },
			'X: The connection to iid.example was lost before an answer came (maybe sent, passing)',
		],
		[
			{ code: 'ANSWER_TOO_LARGE' },
			'ANSWER_TOO_LARGE: iid.example sent more than 16 MB, which no answer of the service has (maybe sent, lasting)',
		],
		[
			undefined,
			'NETWORK: The connection to iid.example was lost before an answer came (maybe sent, passing)',
		],
	])('%o', (error, expected) => expect(judged(error)).toBe(expected));
});
