import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { signAssertion, unsignedAssertion } from '../../../../../nodes/Google/api/auth/assertion.ts';
import { EMAIL, KEY_ID, rsaKey, TOKEN_URL } from './keys.mts';

const { pem, publicPem } = rsaKey();
const account = { clientEmail: EMAIL, privateKeyPem: pem };
/** Thirty seconds after the moment at which the assertion says it was issued. */
const NOW = 1_700_000_030_999;

describe('the assertion', () => {
	it('is, unsigned, the published test vector', () => {
		expect(unsignedAssertion({ ...account, keyId: KEY_ID }, TOKEN_URL, NOW)).toBe(
			'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjBmMWUyZDNjNGI1YTY5Nzg4Nzk2YTViNGMzZDJlMWYwMGYxZTJkM2MifQ' +
				'.' +
				'eyJpc3MiOiJwdXNoLXRvb2xzQGFjbWUtZGVtby00NzExLmlhbS5nc2VydmljZWFjY291bnQuY29tIiwic2NvcGUiOiJodHRwczovL3d3dy5nb29nbGVhcGlzLmNvbS9hdXRoL2ZpcmViYXNlLm1lc3NhZ2luZyIsImF1ZCI6Imh0dHBzOi8vb2F1dGgyLmdvb2dsZWFwaXMuY29tL3Rva2VuIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDM2MDB9',
		);
	});

	it('leaves the key ID out when it is not known', () => {
		const header = unsignedAssertion(account, TOKEN_URL, NOW).split('.')[0];
		expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT' });
	});

	it('is signed with RSA and SHA-256, unpadded', () => {
		const jwt = signAssertion(account, TOKEN_URL, NOW);
		const signature = jwt.slice(jwt.lastIndexOf('.') + 1);
		expect(signature).toMatch(/^[A-Za-z0-9_-]{342}$/);
		expect(jwt.startsWith(`${unsignedAssertion(account, TOKEN_URL, NOW)}.`)).toBe(true);
		const text = Buffer.from(unsignedAssertion(account, TOKEN_URL, NOW));
		expect(verify('RSA-SHA256', text, createPublicKey(publicPem), Buffer.from(signature, 'base64url'))).toBe(
			true,
		);
	});
});
