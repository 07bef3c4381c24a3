import { createSign } from 'node:crypto';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startSandbox } from '../../playground/sandbox/index.mts';
import type { Sandbox, SandboxOptions, ServiceAccountKey } from '../../playground/sandbox/index.mts';

export interface Reply {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	/** The parsed answer, else its text. */
	body: unknown;
}

export interface Sent {
	method?: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
	headers?: Record<string, string>;
	/** Sent as JSON with the content type. */
	json?: unknown;
	/** Sent as it stands, without a content type. */
	raw?: string;
}

/** A sandbox per test file, reset after each test. The returned object is filled before the first test. */
export function useSandbox(options: SandboxOptions = {}): Sandbox {
	const holder = {} as Sandbox;
	let started: Sandbox | undefined;
	beforeAll(async () => {
		started = await startSandbox({ serviceAccount: true, ...options });
		Object.assign(holder, started);
	});
	afterEach(() => started?.reset());
	afterAll(() => started?.close());
	return holder;
}

/** One request; the method is POST with a body and GET without one. */
export async function send(url: string, { method, headers = {}, json, raw }: Sent = {}): Promise<Reply> {
	const body = json === undefined ? raw : JSON.stringify(json);
	const answer = await request(url, {
		method: method ?? (body === undefined ? 'GET' : 'POST'),
		headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
		...(body === undefined ? {} : { body }),
	});
	const text = await answer.body.text();
	return { status: answer.statusCode, headers: answer.headers, body: parsed(text) };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** A 1.3 method with the token in its place. */
export function pushwoosh(
	sandbox: Sandbox,
	method: string,
	fields: object = {},
	auth = 'SERVER_TOKEN',
): Promise<Reply> {
	return send(`${sandbox.url}/json/1.3/${method}`, { json: { request: { ...fields, auth } } });
}

/** createMessage for the demo app with these notifications. */
export function createMessage(sandbox: Sandbox, ...notifications: object[]): Promise<Reply> {
	return pushwoosh(sandbox, 'createMessage', { application: 'AAAAA-00000', notifications });
}

/** A signed assertion; `claims` and `header` override its parts. */
export function assertionOf(
	key: ServiceAccountKey,
	tokenUrl: string,
	claims: Record<string, unknown> = {},
	header: Record<string, unknown> = {},
): string {
	const now = Math.floor(Date.now() / 1000);
	const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const unsigned = [
		encode({ alg: 'RS256', typ: 'JWT', kid: key.private_key_id, ...header }),
		encode({
			iss: key.client_email,
			scope: 'https://www.googleapis.com/auth/firebase.messaging',
			aud: tokenUrl,
			iat: now,
			exp: now + 3600,
			...claims,
		}),
	].join('.');
	return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(key.private_key, 'base64url')}`;
}

/** The token request of RFC 7523 with this assertion. */
export function exchange(
	tokenUrl: string,
	assertion: string,
	form: Record<string, string> = {},
): Promise<Reply> {
	return send(tokenUrl, {
		raw: new URLSearchParams({
			grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
			assertion,
			...form,
		}).toString(),
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	});
}

/** A good access token of the sandbox's own (or another) service account. */
export async function accessTokenFor(sandbox: Sandbox, key = sandbox.serviceAccountKey): Promise<string> {
	if (key === undefined) throw new Error('The sandbox has no service account');
	const { body } = await exchange(sandbox.tokenUrl, assertionOf(key, sandbox.tokenUrl));
	return (body as { access_token: string }).access_token;
}

/** Headers of an Instance ID call. */
export function instanceIdHeaders(accessToken: string): Record<string, string> {
	return { authorization: `Bearer ${accessToken}`, access_token_auth: 'true' };
}

/** A method of the Device API, with the token in its header. */
export function deviceApi(
	sandbox: Sandbox,
	method: string,
	fields: object = {},
	authorization: string | undefined = 'Token DEVICE_TOKEN',
): Promise<Reply> {
	return send(`${sandbox.url}/json/1.3/${method}`, {
		json: { request: fields },
		headers: authorization === '' ? {} : { authorization },
	});
}

/** A path of the families that take the token in the header; GET without a body. */
export function withHeader(
	sandbox: Sandbox,
	path: string,
	json?: object,
	authorization = 'Api SERVER_TOKEN',
): Promise<Reply> {
	return send(sandbox.url + path, {
		...(json === undefined ? {} : { json }),
		headers: authorization === '' ? {} : { authorization },
	});
}

/** The 1.3 answer of a success. */
export const ok = (response: unknown) => ({ status_code: 200, status_message: 'OK', response });

/** The 1.3 answer of a refusal. */
export const refusal = (status_message: unknown, status_code = 210) => ({
	status_code,
	status_message,
	response: null,
});

/** Text that holds a part, for expectations. */
export const holding = (part: string): string => expect.stringContaining(part) as string;
