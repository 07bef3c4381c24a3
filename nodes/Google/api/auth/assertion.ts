import { createSign } from 'node:crypto';
import { signingKey } from './privateKey';
import { MESSAGING_SCOPE, type ServiceAccount } from './serviceAccount';

/** Seconds; the longest life that Google accepts. */
const LIFETIME = 3600;
/** How many seconds this machine's clock may be ahead of Google's without an assertion "from the future". */
const CLOCK_ALLOWANCE = 30;

/**
 * What a service account signs in with instead of a password (RFC 7523, the service's reference 11.2).
 * @param tokenUrl the address that the assertion is sent to
 * @param now epoch milliseconds
 * @returns the assertion without its signature: header and claims in base64url, joined by a dot
 */
export function unsignedAssertion(
	{ clientEmail, keyId }: Pick<ServiceAccount, 'clientEmail' | 'keyId'>,
	tokenUrl: string,
	now: number,
): string {
	const issuedAt = Math.floor(now / 1000) - CLOCK_ALLOWANCE;
	const header = { alg: 'RS256', typ: 'JWT', kid: keyId };
	const claims = {
		iss: clientEmail,
		scope: MESSAGING_SCOPE,
		aud: tokenUrl,
		iat: issuedAt,
		exp: issuedAt + LIFETIME,
	};
	return `${base64url(header)}.${base64url(claims)}`;
}

/**
 * @returns the assertion, signed with RSASSA-PKCS1-v1_5 and SHA-256
 * @throws CredentialProblem when the account's key is none
 */
export function signAssertion(account: ServiceAccount, tokenUrl: string, now = Date.now()): string {
	const unsigned = unsignedAssertion(account, tokenUrl, now);
	const key = signingKey(account.privateKeyPem);
	return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(key, 'base64url')}`;
}

function base64url(value: object): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}
