import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import type { INode } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { exchangeToken } from '../../../../../nodes/Google/api/auth/tokenExchange.ts';
import { CredentialProblem } from '../../../../../nodes/shared/credentials/credentialProblem.ts';
import { EMAIL, KEY_ID, rsaKey, TOKEN_URL } from './keys.mts';
import { TokenEndpoint } from './tokenEndpoint.mts';

const { NodeApiError } = createRequire(import.meta.url)('n8n-workflow') as typeof import('n8n-workflow');

const { pem } = rsaKey();
const account = { clientEmail: EMAIL, privateKeyPem: pem, keyId: KEY_ID };
const NODE = { id: '1', name: 'N', type: 't', typeVersion: 1, position: [0, 0], parameters: {} } as INode;

let endpoint: TokenEndpoint;
beforeEach(() => {
	endpoint = new TokenEndpoint();
	vi.useFakeTimers({ now: 1_700_000_030_500, toFake: ['Date'] });
});
afterEach(() => void vi.useRealTimers());

async function refusal(answer: { status?: number; body?: unknown } | Error): Promise<CredentialProblem> {
	endpoint.script.push(answer);
	const error: unknown = await exchangeToken(endpoint.helpers, account, TOKEN_URL).catch(
		(thrown: unknown) => thrown,
	);
	if (error instanceof CredentialProblem) return error;
	throw new Error(`no refusal: ${inspect(error)}`);
}

describe('the token request', () => {
	it('posts a form with a signed assertion and follows no redirect', async () => {
		await expect(exchangeToken(endpoint.helpers, account, TOKEN_URL)).resolves.toEqual({
			token: 'ya29.c.minted-1....',
			lifetime: 3599,
		});
		const [{ body, ...options }] = endpoint.requests;
		expect(options).toEqual({
			method: 'POST',
			url: TOKEN_URL,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
			encoding: 'stream',
			timeout: 16_000,
			abortSignal: expect.any(AbortSignal) as AbortSignal,
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		});
		expect(body).toBe(
			`grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=${endpoint.assertion}`,
		);
		const [header, claims] = endpoint.assertion
			.split('.')
			.slice(0, 2)
			.map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown);
		expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: KEY_ID });
		expect(claims).toEqual({
			iss: EMAIL,
			scope: 'https://www.googleapis.com/auth/firebase.messaging',
			aud: TOKEN_URL,
			iat: 1_700_000_000,
			exp: 1_700_003_600,
		});
	});

	it('has the token URL of the credential as its audience', async () => {
		await exchangeToken(endpoint.helpers, account, 'https://proxy.example/google/token');
		expect(endpoint.requests[0].url).toBe('https://proxy.example/google/token');
		const claims = Buffer.from(endpoint.assertion.split('.')[1], 'base64url').toString();
		expect(claims).toContain('"aud":"https://proxy.example/google/token"');
	});

	it.each([
		[3599, 3599],
		['600', 600],
		[undefined, 3600],
		[0, 3600],
		[-5, 3600],
		['soon', 3600],
		[1e9, 3600],
	])('reads expires_in %j as %i seconds', async (expiresIn, lifetime) => {
		endpoint.lifetime = expiresIn;
		expect((await exchangeToken(endpoint.helpers, account, TOKEN_URL)).lifetime).toBe(lifetime);
	});
});

const CLOCK =
	'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.';

describe('refusals, each with what happened and what to do', () => {
	it.each([
		['invalid_grant', CLOCK, 'clock is wrong', 'Set the clock'],
		[
			'invalid_grant',
			'Invalid JWT Signature.',
			"doesn't accept this private key",
			'Generate new private key',
		],
		[
			'invalid_grant',
			'Invalid grant: account not found',
			'knows no service account',
			"'Service Account Email'",
		],
		['invalid_grant', 'Account not found', 'knows no service account', "'Service Account Email'"],
		['invalid_grant', 'Invalid JWT: Failed audience check.', "wasn't meant for this address", "'Token URL'"],
		['invalid_grant', 'Not a valid email or user ID.', 'e-mail address', '.iam.gserviceaccount.com'],
		['invalid_grant', 'something new', "didn't accept the sign-in", 'check the clock first'],
		['invalid_grant', undefined, "didn't accept the sign-in", 'check the clock first'],
		[
			'invalid_scope',
			'Invalid OAuth scope or ID token audience provided.',
			"doesn't grant access",
			"'Token URL'",
		],
		[
			'unauthorized_client',
			'Client is unauthorized',
			"doesn't let this service account sign in",
			'administrator',
		],
		['access_denied', 'x', 'denied the service account access', 'administrator'],
		['invalid_client', 'x', "doesn't know the service account", "'Key File (JSON)'"],
		['disabled_client', 'x', 'disabled or deleted', 'Google Cloud console'],
		['deleted_client', 'x', 'disabled or deleted', 'Google Cloud console'],
		['admin_policy_enforced', 'x', 'policy', 'administrator'],
		['org_internal', 'x', 'organization', 'administrator'],
		['unsupported_grant_type', 'x', "didn't understand", "'Token URL'"],
		['invalid_request', 'x', "didn't understand", "'Token URL'"],
		['brand_new_code', 'A new reason.', 'brand_new_code: A new reason.', "'Key File (JSON)'"],
		['constructor', 'Every object has it.', 'constructor: Every object has it.', "'Key File (JSON)'"],
	])('%s: %s', async (code, description, what, advice) => {
		const error = await refusal({ status: 400, body: { error: code, error_description: description } });
		expect(error.message).toContain(what);
		expect(error.message).toContain(advice);
		expect(error.failure).toMatchObject({ code, httpStatus: 400 });
		expect(error.passing).toBe(false);
	});

	it('counts an error in a 200 answer', async () => {
		const error = await refusal({ body: { error: 'invalid_grant', access_token: 'ya29.x' } });
		expect(error.failure.code).toBe('invalid_grant');
	});

	it.each([
		['HTML with 200', 200, '<html><title>Proxy sign-in</title></html>'],
		['HTML with 404', 404, '<html><h1>Not found</h1></html>'],
		['nothing', 200, ''],
		['other JSON', 200, { ok: true }],
		['a list', 200, []],
		['null', 200, 'null'],
		['a token of the wrong type', 200, { access_token: 42 }],
		['an empty token', 200, { access_token: '' }],
		['a token with a line break', 200, { access_token: 'a\r\nb' }],
		['an empty error', 400, { error: '', error_description: 'said' }],
		['a blank error', 400, { error: ' \n', error_description: 'said' }],
		['an empty error beside a token', 400, { error: '', access_token: 'ya29.x' }],
		['a list', 200, [{ access_token: 'ya29.x' }]],
		['a token beside a failure', 403, { access_token: 'ya29.x' }],
		[
			'an error as Google writes it elsewhere',
			401,
			{ error: { code: 401, message: 'No', status: 'UNAUTHENTICATED' } },
		],
	])('%s is no answer of the token address', async (_, status, body) => {
		const error = await refusal({ status, body });
		expect(error.message).toContain("not as Google's token address does");
		expect(error.message).toContain("Check 'Token URL'");
		expect(error.message).not.toContain('<');
		expect(error.failure).toMatchObject({ code: 'UNEXPECTED_ANSWER', httpStatus: status });
	});

	it.each([300, 301, 302, 303, 307, 308, 399])('a redirect (%i) names the field', async (status) => {
		const error = await refusal({ status, body: '' });
		expect(error.message).toContain('redirect');
		expect(error.failure).toMatchObject({ code: 'REDIRECTED', httpStatus: status });
		expect(error.message).toContain("'Token URL'");
		expect(error.passing).toBe(false);
	});

	it.each([429, 500, 502, 503, 504])('%i may pass', async (status) => {
		const error = await refusal({ status, body: '<html>busy</html>' });
		expect(error.message).toContain("isn't available right now");
		expect(error.message).toContain("Try again in a few minutes. If it stays so: Check 'Token URL'");
		expect(error.passing).toBe(true);
	});

	it.each([
		['ENOTFOUND', 'could not be found', true],
		['ECONNREFUSED', 'could not be reached', true],
		['ECONNRESET', 'was lost', true],
		['ECONNABORTED', "didn't answer in time", true],
		['CERT_HAS_EXPIRED', 'secure connection', false],
	])('%s in words', async (code, what, passing) => {
		const error = await refusal(Object.assign(new Error(`connect ${code} 1.2.3.4:443`), { code }));
		expect(error.message).toContain("couldn't sign in");
		expect(error.message).toContain(what);
		expect(error.message).toContain('oauth2.googleapis.com');
		expect(error.message).toContain("'Token URL'");
		expect(error.message).not.toContain(code);
		expect(error.passing).toBe(passing);
	});

	it('what could not be reached is one sentence with the advice after it', async () => {
		const error = await refusal(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));
		expect(error.message).toMatch(
			/^The service account couldn't sign in: the address oauth2\.googleapis\.com could not be found\. Check 'Token URL'/,
		);
	});

	it("says that the credential's allowed domains lack the token address", async () => {
		const error = await refusal(
			new Error('Domain not allowed: This credential is restricted from accessing oauth2.googleapis.com.'),
		);
		expect(error.message).toContain('allowed domains');
	});
});

describe('what reaches the user', () => {
	const echo = () => ({
		status: 400,
		body: {
			error: `odd ${pem.split('\n')[3]}`,
			error_description: `you sent ${endpoint.assertion} and ya29.secret.token and -----BEGIN PRIVATE KEY----- x`,
		},
	});
	const secrets = () => [
		...pem.split('\n').filter((line) => line.length > 20 && !line.includes('-----')),
		endpoint.assertion,
		endpoint.assertion.split('.')[2],
		'ya29.secret.token',
	];

	it.each([
		['an answer that echoes the request', () => echo()],
		[
			"an error of n8n's HTTP client with the request in it",
			() =>
				Object.assign(new Error('connect ECONNREFUSED'), {
					code: 'ECONNREFUSED',
					config: { data: endpoint.requests[0]?.body },
				}),
		],
	])('holds no secret: %s', async (_, answer) => {
		const hook = vi.spyOn(endpoint.script, 'shift').mockImplementation(() => answer());
		const error: unknown = await exchangeToken(endpoint.helpers, account, TOKEN_URL).catch(
			(thrown: unknown) => thrown,
		);
		hook.mockRestore();
		expect(error).toBeInstanceOf(CredentialProblem);
		const text = `${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)} ${(error as Error).stack}`;
		for (const secret of secrets()) expect(text).not.toContain(secret);
	});

	it("survives n8n's wrapping word for word", async () => {
		for (const answer of [
			{ status: 400, body: { error: 'invalid_grant', error_description: CLOCK } },
			{ status: 401, body: 'no' },
			{ status: 503, body: '' },
			{ status: 302, body: '' },
			Object.assign(new Error('getaddrinfo ENOTFOUND x'), { code: 'ENOTFOUND' }),
		]) {
			const error = await refusal(answer);
			const shown = new NodeApiError(NODE, error as never);
			expect(shown.message).toBe(error.message);
			expect(shown.description ?? '').toBe('');
			expect(shown.cause).toBe(error);
			// n8n's credential dialog shows a cause's code or status instead of the message.
			expect(shown.cause).not.toHaveProperty('code');
			expect(shown.cause).not.toHaveProperty('response');
		}
	});

	it('names a damaged key before anything is sent', async () => {
		const broken = pem.split('\n').toSpliced(4, 3).join('\n');
		await expect(
			exchangeToken(endpoint.helpers, { ...account, privateKeyPem: broken }, TOKEN_URL),
		).rejects.toThrow('damaged');
		expect(endpoint.requests).toHaveLength(0);
	});
});

describe('a sign-in that never ends', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('is given up after 15 seconds, since all requests wait for it', async () => {
		endpoint.hold();
		const outcome = exchangeToken(endpoint.helpers, account, TOKEN_URL).catch((thrown: unknown) => thrown);
		await vi.advanceTimersByTimeAsync(15_500);
		const problem = (await outcome) as CredentialProblem;
		expect(problem).toBeInstanceOf(CredentialProblem);
		expect(problem.failure.code).toBe('TIMEOUT');
		expect(problem.message).toMatch(
			/^The service account couldn't sign in: .* didn't answer within 15 seconds\. Check 'Token URL'/,
		);
		expect(problem.passing).toBe(true);
		expect(endpoint.requests[0]?.abortSignal?.aborted).toBe(true);
	});
});

describe('what an endpoint says', () => {
	const says = async (error_description: unknown) =>
		(await refusal({ status: 400, body: { error: 'odd_code', error_description } })).failure.message;
	const refused = (said: string) => `Google refused the sign-in of the service account (odd_code${said})`;

	it.each([
		['Try again', ': Try again'],
		['a ya29.secret-token, b', ': a … b'],
		['key: -----BEGIN PRIVATE KEY-----\nMIIE more\nand more', ': key: …'],
		['key: -- BEGIN PRIVATE KEY more', ': key: …'],
		['jwt eyJhbGciOi.eyJpc3MiOi.c2ln-nature end', ': jwt … end'],
		['jwt eyJhbGciOi.eyJpc3MiOi. end', ': jwt … end'],
		['host www.example.com stays', ': host www.example.com stays'],
		[`base ${'Ab1+/='.repeat(8)} end`, ': base … end'],
		[`word ${'a'.repeat(39)} end`, `: word ${'a'.repeat(39)} end`],
		[5, ''],
		['', ''],
	])('is quoted without secrets: %j', async (description, said) => {
		expect(await says(description)).toBe(refused(said));
	});

	it('is not looked at any further where it is very long', async () => {
		expect(await says(`${'A'.repeat(10_000)} and the rest`)).toBe(refused(': …'));
	});

	it('is quoted in part where it is long', async () => {
		expect(await says('a b '.repeat(200))).toBe(refused(`: ${'a b '.repeat(200).slice(0, 199)}…`));
	});

	it.each([
		[200, { access_token: 'ya29.x', expires_in: 86_400 }, 86_400],
		[299, { access_token: 'ya29.x', expires_in: '120' }, 120],
		[200, { access_token: 'ya29.x', expires_in: 86_401 }, 3600],
		[200, { access_token: 'ya29.x', expires_in: 0 }, 3600],
		[200, { access_token: 'ya29.x' }, 3600],
	])('HTTP %d with %j is a token for %d seconds', async (status, body, lifetime) => {
		endpoint.script.push({ status, body });
		await expect(exchangeToken(endpoint.helpers, account, TOKEN_URL)).resolves.toEqual({
			token: 'ya29.x',
			lifetime,
		});
	});

	it.each([
		[199, { access_token: 'ya29.x' }],
		[300, { access_token: 'ya29.x' }],
		[200, { access_token: 'ya29 x' }],
		[200, { access_token: '' }],
	])('HTTP %d with %j is no token', async (status, body) => {
		endpoint.script.push({ status, body });
		await expect(exchangeToken(endpoint.helpers, account, TOKEN_URL)).rejects.toBeInstanceOf(
			CredentialProblem,
		);
	});
});
