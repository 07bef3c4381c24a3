import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ServiceAccountKey } from '../../playground/sandbox/index.mts';
import { accessTokenFor, assertionOf, exchange, instanceIdHeaders, send, useSandbox } from './support.mts';

const sandbox = useSandbox();
const key = () => sandbox.serviceAccountKey as ServiceAccountKey;
const now = () => Math.floor(Date.now() / 1000);

/** Exchanges an assertion with changed claims and header. */
function attempt(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}) {
	return exchange(sandbox.tokenUrl, assertionOf(key(), sandbox.tokenUrl, claims, header));
}

describe('a good assertion', () => {
	it('gives an access token of about an hour', async () => {
		const reply = await attempt();
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual({
			access_token: expect.stringMatching(/^ya29\.c\..+\.$/) as string,
			expires_in: 3599,
			token_type: 'Bearer',
		});
		expect(sandbox.log.counts.tokenExchanges).toBe(1);
	});

	it.each([
		['without kid', {}, { kid: undefined }],
		["without typ, as Google's own library", {}, { typ: undefined }],
		['with sub equal to iss', { sub: 'push-tools@acme-demo-4711.iam.gserviceaccount.com' }, {}],
		[
			'with several scopes',
			{
				scope:
					'https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/userinfo.email',
			},
			{},
		],
		['with iat a minute ago', { iat: now() - 60, exp: now() + 3540 }, {}],
	])('%s', async (_name, claims, header) => {
		expect((await attempt(claims, header)).status).toBe(200);
	});
});

describe('refusals', () => {
	const clock = expect.stringMatching(
		/^Invalid JWT: Token must be a short-lived token \(60 minutes\) and in a reasonable timeframe\..*iat.*exp/,
	) as string;
	it.each<[string, string, unknown, Record<string, unknown>, Record<string, unknown>?]>([
		['a life above an hour', 'invalid_grant', clock, { exp: now() + 3700 }],
		['an expired one', 'invalid_grant', clock, { iat: now() - 4000, exp: now() - 400 }],
		['a clock that is 8 minutes ahead', 'invalid_grant', clock, { iat: now() + 480, exp: now() + 3600 }],
		['milliseconds', 'invalid_grant', clock, { iat: Date.now(), exp: Date.now() + 3600 }],
		['fractions of seconds', 'invalid_grant', clock, { iat: now() + 0.5 }],
		['times as text', 'invalid_grant', clock, { iat: String(now()) }],
		[
			'another audience',
			'invalid_grant',
			'Invalid JWT: Failed audience check.',
			{ aud: 'https://oauth2.googleapis.com/token' },
		],
		[
			'an unknown account',
			'invalid_grant',
			'Invalid grant: account not found',
			{ iss: 'nobody@acme-demo-4711.iam.gserviceaccount.com' },
		],
		['an issuer that is no address', 'invalid_grant', 'Not a valid email or user ID.', { iss: 'push-tools' }],
		[
			'another key id',
			'invalid_grant',
			'Invalid JWT Signature.',
			{},
			{ kid: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c' },
		],
		['an empty scope', 'invalid_scope', 'Invalid OAuth scope or ID token audience provided.', { scope: '' }],
		[
			'a misspelt scope',
			'invalid_scope',
			'Invalid OAuth scope or ID token audience provided.',
			{ scope: 'https://www.googleapis.com/auth/firebase.messages' },
		],
		[
			'a subject',
			'unauthorized_client',
			expect.stringContaining('unauthorized'),
			{ sub: 'person@example.com' },
		],
		['another algorithm', 'invalid_client', expect.stringContaining('RS256'), {}, { alg: 'none' }],
		['another type', 'invalid_client', expect.stringContaining('JWT'), {}, { typ: 'JWS' }],
	])('%s: %s', async (_name, error, description, claims, header) => {
		const reply = await attempt(claims, header);
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({ error, error_description: description });
	});

	it('a signature by another key', async () => {
		const { privateKey } = generateKeyPairSync('rsa', {
			modulusLength: 2048,
			privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
			publicKeyEncoding: { type: 'spki', format: 'pem' },
		});
		const assertion = assertionOf({ ...key(), private_key: privateKey }, sandbox.tokenUrl);
		expect((await exchange(sandbox.tokenUrl, assertion)).body).toEqual({
			error: 'invalid_grant',
			error_description: 'Invalid JWT Signature.',
		});
	});

	it('claims changed after signing, padding, and a disabled account', async () => {
		const [header, , signature] = assertionOf(key(), sandbox.tokenUrl).split('.');
		const [, other] = assertionOf(key(), sandbox.tokenUrl, { iat: now() - 5 }).split('.');
		expect((await exchange(sandbox.tokenUrl, [header, other, signature].join('.'))).body).toMatchObject({
			error_description: 'Invalid JWT Signature.',
		});
		expect(
			(await exchange(sandbox.tokenUrl, `${assertionOf(key(), sandbox.tokenUrl)}==`)).body,
		).toMatchObject({ error: 'invalid_client' });
		const gone = await sandbox.createServiceAccount({
			clientEmail: 'gone@acme-demo-4711.iam.gserviceaccount.com',
		});
		const account = sandbox.google.serviceAccounts.get(gone.client_email);
		if (account !== undefined) account.disabled = true;
		expect((await exchange(sandbox.tokenUrl, assertionOf(gone, sandbox.tokenUrl))).body).toMatchObject({
			error: 'disabled_client',
		});
	});

	it.each([
		['another grant type', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
		['an unexpected parameter', { scope: 'x' }, 'invalid_request'],
	])('%s: %s', async (_name, form, error) => {
		expect((await exchange(sandbox.tokenUrl, assertionOf(key(), sandbox.tokenUrl), form)).body).toMatchObject(
			{ error },
		);
	});

	it('JSON in place of a form, no assertion, and GET', async () => {
		const json = {
			grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
			assertion: assertionOf(key(), sandbox.tokenUrl),
		};
		expect((await send(sandbox.tokenUrl, { json })).body).toMatchObject({ error: 'invalid_request' });
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		expect(
			(await send(sandbox.tokenUrl, { raw: `grant_type=${encodeURIComponent(json.grant_type)}`, headers }))
				.body,
		).toMatchObject({ error: 'invalid_request' });
		expect((await send(sandbox.tokenUrl)).body).toMatchObject({ error: 'invalid_request' });
	});
});

describe('the life of an access token', () => {
	const lookUp = (accessToken: string) =>
		send(`${sandbox.url}/iid/info/a:b`, { headers: instanceIdHeaders(accessToken) });

	it('ends after expires_in seconds', async () => {
		const accessToken = await accessTokenFor(sandbox);
		sandbox.clock.advance(3598_000);
		expect((await lookUp(accessToken)).status).toBe(200);
		sandbox.clock.advance(2000);
		expect((await lookUp(accessToken)).status).toBe(401);
	});

	it('can be cut short, by setting or by revoking', async () => {
		sandbox.google.settings.accessTokenSeconds = 5;
		const short = await accessTokenFor(sandbox);
		expect((await lookUp(short)).status).toBe(200);
		sandbox.google.revokeAccessTokens();
		expect((await lookUp(short)).status).toBe(401);
	});

	it('survives a reset of the sandbox', async () => {
		const accessToken = await accessTokenFor(sandbox);
		sandbox.reset();
		expect((await lookUp(accessToken)).status).toBe(200);
	});

	it('opens messaging only with a scope for it', async () => {
		const scope = 'https://www.googleapis.com/auth/datastore';
		const { body } = await attempt({ scope });
		expect((await lookUp((body as { access_token: string }).access_token)).status).toBe(403);
	});
});
