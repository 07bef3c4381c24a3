import { randomBytes } from 'node:crypto';
import { jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import { readAssertion } from './jwt.mts';
import type { Assertion } from './jwt.mts';
import type { GoogleState, ServiceAccount } from './state.mts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const CLOCK_TEXT =
	'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. ' +
	'Check your iat and exp values in the JWT claim.';

/** Scopes that the endpoint knows, by the last part of their URL; only the first two open messaging. */
const SCOPES = [
	'firebase.messaging',
	'cloud-platform',
	'firebase',
	'firebase.database',
	'identitytoolkit',
	'userinfo.email',
	'datastore',
	'devstorage.read_write',
];
const SCOPE_PREFIX = 'https://www.googleapis.com/auth/';

/** Seconds by which an assertion's `iat` may lie ahead of the server's clock. */
const TOLERATED_SKEW = 60;

class TokenError extends Error {
	readonly code: string;

	constructor(code: string, description: string) {
		super(description);
		this.code = code;
	}
}

/** Answers `POST /token`: a signed assertion of a service account for an access token (RFC 7523). */
export function answerToken(state: GoogleState, request: SandboxRequest): Answer {
	try {
		const assertion = assertionOf(request);
		const account = accountOf(state, assertion);
		checkTimes(assertion, state.clock.now() / 1000);
		const { aud, sub, iss } = assertion.claims;
		if (aud !== `${request.origin}${request.path}`)
			throw new TokenError('invalid_grant', 'Invalid JWT: Failed audience check.');
		const scopes = scopesOf(assertion.claims.scope);
		if (sub !== undefined && sub !== iss) {
			throw new TokenError(
				'unauthorized_client',
				'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
			);
		}
		return issue(state, account, scopes);
	} catch (error) {
		if (error instanceof TokenError)
			return jsonAnswer(400, { error: error.code, error_description: error.message });
		throw error;
	}
}

function assertionOf(request: SandboxRequest): Assertion {
	if (request.method !== 'POST') throw new TokenError('invalid_request', 'Request must be a POST.');
	if (request.contentType !== 'application/x-www-form-urlencoded') {
		throw new TokenError('invalid_request', 'Bad Request: the body must be form-encoded.');
	}
	if (request.query.size > 0) throw new TokenError('invalid_request', 'Parameters belong in the body.');
	const form = new URLSearchParams(request.text);
	const names = [...form.keys()];
	if (!form.has('grant_type'))
		throw new TokenError('invalid_request', 'Required parameter is missing: grant_type');
	if (form.get('grant_type') !== JWT_BEARER) {
		throw new TokenError('unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type')}`);
	}
	if (!form.has('assertion'))
		throw new TokenError('invalid_request', 'Required parameter is missing: assertion');
	if (names.length !== 2) throw new TokenError('invalid_request', 'Unexpected or repeated parameters.');
	const assertion = readAssertion(form.get('assertion') ?? '');
	if (assertion === undefined) throw new TokenError('invalid_client', 'The assertion is not a valid JWT.');
	const { alg, typ = 'JWT' } = assertion.header;
	// Google's own sign-in library leaves the type out.
	if (alg !== 'RS256' || typ !== 'JWT')
		throw new TokenError('invalid_client', 'The JWT header must say RS256 and JWT.');
	return assertion;
}

function accountOf(state: GoogleState, { header, claims, isSignedBy }: Assertion): ServiceAccount {
	const { iss } = claims;
	if (typeof iss !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(iss)) {
		throw new TokenError('invalid_grant', 'Not a valid email or user ID.');
	}
	const account = state.serviceAccounts.get(iss);
	if (account === undefined) throw new TokenError('invalid_grant', 'Invalid grant: account not found');
	if (account.disabled) throw new TokenError('disabled_client', 'The service account is disabled.');
	const isOtherKey =
		header.kid !== undefined && account.privateKeyId !== undefined && header.kid !== account.privateKeyId;
	if (isOtherKey || !isSignedBy(account.publicKey))
		throw new TokenError('invalid_grant', 'Invalid JWT Signature.');
	return account;
}

function checkTimes({ claims: { iat, exp } }: Assertion, now: number): void {
	const isSound =
		Number.isInteger(iat) &&
		Number.isInteger(exp) &&
		Number(iat) <= now + TOLERATED_SKEW &&
		Number(exp) > now &&
		Number(exp) > Number(iat) &&
		Number(exp) - Number(iat) <= 3600;
	if (!isSound) throw new TokenError('invalid_grant', CLOCK_TEXT);
}

function scopesOf(scope: unknown): string[] {
	const scopes = typeof scope === 'string' ? scope.split(' ') : [];
	const isKnown = (name: string) =>
		name.startsWith(SCOPE_PREFIX) && SCOPES.includes(name.slice(SCOPE_PREFIX.length));
	if (scopes.length === 0 || !scopes.every(isKnown)) {
		throw new TokenError('invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
	}
	return scopes;
}

function issue(state: GoogleState, account: ServiceAccount, scopes: string[]): Answer {
	// Real access tokens may end in dots, which a client mustn't trim.
	const token = `ya29.c.${randomBytes(96).toString('base64url')}....`;
	const seconds = state.settings.accessTokenSeconds;
	state.accessTokens.set(token, {
		clientEmail: account.clientEmail,
		projectId: account.projectId,
		scopes,
		expiresAt: state.clock.now() + seconds * 1000,
		revoked: false,
	});
	return jsonAnswer(200, { access_token: token, expires_in: seconds, token_type: 'Bearer' });
}

/** Whether an access token's scopes open messaging and topic subscriptions. */
export function opensMessaging(scopes: readonly string[]): boolean {
	return SCOPES.slice(0, 2).some((name) => scopes.includes(SCOPE_PREFIX + name));
}
