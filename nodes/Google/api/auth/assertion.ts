import { createSign, type KeyObject } from 'node:crypto';

/** Signing in with a key instead of a password: RFC 7523, the service's reference 11.2. */
interface AssertionClaims {
	clientEmail: string;
	scope: string;
	/** Must equal the address that the assertion is sent to. */
	audience: string;
	/** Epoch seconds. */
	issuedAt: number;
	/** Epoch seconds, at most an hour after `issuedAt`. */
	expiresAt: number;
	keyId?: string;
}

/** Longest life that Google accepts, in seconds. */
export const ASSERTION_LIFETIME = 3600;
/** How many seconds this machine's clock may be ahead of Google's without an assertion "from the future". */
export const CLOCK_ALLOWANCE = 30;

/** @returns the assertion without its signature: header and claims in base64url, joined by a dot */
export function unsignedAssertion(claims: AssertionClaims): string {
	const header = { alg: 'RS256', typ: 'JWT', ...(claims.keyId === undefined ? {} : { kid: claims.keyId }) };
	const body = {
		iss: claims.clientEmail,
		scope: claims.scope,
		aud: claims.audience,
		iat: claims.issuedAt,
		exp: claims.expiresAt,
	};
	return `${base64url(header)}.${base64url(body)}`;
}

/** @returns the assertion, signed with RSASSA-PKCS1-v1_5 and SHA-256 */
export function signAssertion(claims: AssertionClaims, key: KeyObject): string {
	const unsigned = unsignedAssertion(claims);
	return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(key, 'base64url')}`;
}

function base64url(value: object): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}
