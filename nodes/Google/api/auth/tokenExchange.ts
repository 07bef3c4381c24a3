import type { IHttpRequestHelper } from 'n8n-workflow';
import { CredentialProblem } from '../../../shared/credentials/credentialProblem';
import { readableText, type HttpAnswer } from '../../../shared/http/answer';
import { asRecord } from '../../../shared/json';
import { fetchAnswer } from '../../../shared/http/door';
import { describeNetworkFailure } from '../../../shared/http/networkFailure';
import { RequestGuard, RequestTimedOut } from '../../../shared/http/requestGuard';
import { parseRetryAfter } from '../../../shared/http/retry';
import { signAssertion } from './assertion';
import type { ServiceAccount } from './serviceAccount';
import { CHECK_TOKEN_URL, explainRefusal } from './tokenRefusals';

interface AccessToken {
	token: string;
	/** Seconds. */
	lifetime: number;
}

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Google answers within a second; all requests of a run wait for it. */
export const EXCHANGE_TIMEOUT_MS = 15_000;
/** Google's access tokens live for an hour; used when an answer doesn't say. */
const USUAL_LIFETIME = 3600;

/**
 * Exchanges a signed assertion for an access token (the service's reference, 11.2 to 11.4). One request, never
 * retried here, redirects not followed.
 * @param tokenUrl checked address; also the assertion's audience
 * @throws CredentialProblem for every way in which this can fail; its text never holds key, assertion or token
 */
export async function exchangeToken(
	helpers: IHttpRequestHelper['helpers'],
	account: ServiceAccount,
	tokenUrl: string,
): Promise<AccessToken> {
	const assertion = signAssertion(account, tokenUrl);
	// All requests wait for this one, so it must end even when the answer trickles in or never ends.
	const answer = await new RequestGuard(EXCHANGE_TIMEOUT_MS, undefined)
		.run(
			async (abortSignal) =>
				await fetchAnswer(
					async (options) => await helpers.httpRequest(options),
					{
						method: 'POST',
						url: tokenUrl,
						headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
						body: new URLSearchParams({ grant_type: GRANT_TYPE, assertion }).toString(),
						timeoutMs: EXCHANGE_TIMEOUT_MS,
						abortSignal,
					},
					abortSignal,
				),
		)
		.catch((error: unknown) => {
			throw unreachable(error, new URL(tokenUrl).host);
		});
	return readAnswer(answer);
}

const CHECK_THE_WAY = `${CHECK_TOKEN_URL} If it is right, see whether a firewall, a proxy or a certificate is in the way.`;

/** n8n itself kept the request back: the credential's allowed domains, its protection of internal addresses. */
const KEPT_BACK = ['DOMAIN_NOT_ALLOWED', 'BLOCKED'];

/** Errors of n8n's HTTP helper hold the request, assertion included: they end here and aren't passed on. */
function unreachable(error: unknown, host: string): CredentialProblem {
	if (error instanceof RequestTimedOut) return tookTooLong(host, EXCHANGE_TIMEOUT_MS);
	const { failure, passing } = describeNetworkFailure(error, host);
	const reason = failure.message[0].toLowerCase() + failure.message.slice(1);
	const advice = KEPT_BACK.includes(failure.code) ? failure.advice : CHECK_THE_WAY;
	return new CredentialProblem(
		{ ...failure, message: `The service account couldn't sign in: ${reason}`, advice },
		passing,
	);
}

/** @param limitMs how long the answer was waited for */
export function tookTooLong(host: string, limitMs: number): CredentialProblem {
	const message = `The service account couldn't sign in: ${host} didn't answer within ${limitMs / 1000} seconds`;
	return new CredentialProblem({ code: 'TIMEOUT', message, advice: CHECK_THE_WAY }, true);
}

function readAnswer(answer: HttpAnswer): AccessToken {
	const { status } = answer;
	const json = asRecord(answer.json) ?? {};
	if (status >= 300 && status < 400) {
		throw new CredentialProblem({
			code: 'REDIRECTED',
			message: `'Token URL' answers with a redirect (HTTP ${status}), which isn't followed`,
			advice: CHECK_TOKEN_URL,
			httpStatus: status,
		});
	}
	if (status === 429 || status >= 500) {
		throw new CredentialProblem(
			{
				code: 'TOKEN_ENDPOINT_UNAVAILABLE',
				message: `Google's sign-in isn't available right now (HTTP ${status})`,
				advice: `Try again in a few minutes. If it stays so: ${CHECK_TOKEN_URL}`,
				httpStatus: status,
				retryAfter: parseRetryAfter(answer.headers['retry-after'], Date.now()),
			},
			true,
		);
	}
	if (typeof json.error === 'string' && json.error.trim() !== '') {
		const code = quotable(json.error, 60);
		const description = quotable(json.error_description, 200);
		throw new CredentialProblem({ ...explainRefusal(code, description), httpStatus: status });
	}
	const token = json.access_token;
	if (status < 200 || status >= 300 || typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
		throw new CredentialProblem({
			code: 'UNEXPECTED_ANSWER',
			message: `'Token URL' answered, but not as Google's token address does (HTTP ${status})`,
			advice: CHECK_TOKEN_URL,
			httpStatus: status,
		});
	}
	const lifetime = Number(json.expires_in);
	return { token, lifetime: lifetime > 0 && lifetime <= 86_400 ? lifetime : USUAL_LIFETIME };
}

/** Text of an answer that may be shown: an endpoint that isn't Google's may echo what it was sent. */
function quotable(value: unknown, limit: number): string {
	if (typeof value !== 'string') return '';
	const withoutSecrets = value
		.slice(0, 10_000)
		.replace(/-{2,}\s*BEGIN[\s\S]*/g, '…')
		.replace(/ya29\.\S*/g, '…')
		.replace(/[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '…')
		.replace(/[A-Za-z0-9_+/=-]{40,}/g, '…');
	return readableText(withoutSecrets, limit);
}
