import { createPrivateKey } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createEngine, type CredentialVerdict, type Engine } from '../../../playground/engine/index.mts';
import {
	startSandbox,
	type FaultAnswer,
	type Sandbox,
	type ServiceAccountKey,
} from '../../../playground/sandbox/index.mts';
import { itOnNewerN8n, onNewerN8n } from '../newerN8n.mts';
import { probe, probes } from './probes.mts';

const TYPE = 'googleFcmServiceAccountApi';

let sandbox: Sandbox;
let engine: Engine;
let key: ServiceAccountKey;
let otherKey: ServiceAccountKey;
let account: ICredentialDataDecryptedObject;

beforeAll(async () => {
	sandbox = await startSandbox({ serviceAccount: true });
	key = sandbox.serviceAccountKey as ServiceAccountKey;
	otherKey = await sandbox.createServiceAccount({ projectId: 'other-project' });
});
beforeEach(async () => {
	sandbox.reset();
	const urls = { otherAddresses: true, iidUrl: sandbox.url, fcmUrl: sandbox.url, tokenUrl: sandbox.tokenUrl };
	account = {
		clientEmail: key.client_email,
		privateKey: key.private_key,
		projectId: '',
		...urls,
		accessToken: '',
	};
	engine = await createEngine({ nodeTypes: probes, credentials: { [TYPE]: account } });
});
afterAll(async () => await sandbox.close());

const paths = () => sandbox.log.entries.map(({ path }) => path);
const exchanges = () => sandbox.log.counts.tokenExchanges;
const stored = () => String(engine.credentials.get(TYPE).data.accessToken);
const bare = (packed: string) => packed.split('.').slice(3).join('.');
const keyLines = () => key.private_key.split('\n').filter((line) => line.length > 40);

/** What n8n shows after Save: whether or not it runs `preAuthentication` by itself, the verdict must be the same. */
async function dialog(changes: ICredentialDataDecryptedObject = {}): Promise<CredentialVerdict> {
	const verdicts: CredentialVerdict[] = [];
	for (const alwaysPreAuthenticates of [false, true]) {
		sandbox.log.clear();
		const verdict = await engine.testCredential(TYPE, { ...account, ...changes }, { alwaysPreAuthenticates });
		const text = JSON.stringify(verdict);
		for (const secret of [...keyLines(), 'ya29.', 'eyJ']) expect(text).not.toContain(secret);
		verdicts.push(verdict);
	}
	expect(verdicts[0].message).toBe(verdicts[1].message);
	return verdicts[1];
}

describe("the credential's dialog is green", () => {
	it('with the right key', async () => {
		expect(await dialog()).toMatchObject({ status: 'OK' });
		expect(paths()).toEqual(['/token', '/iid/v1:batchRemove']);
		expect(sandbox.google.project('acme-demo-4711').topics.size).toBe(0);
	});

	const INSTANCE_ID_IS_CLOSED = {
		match: { path: '/iid/*' },
		answer: { status: 403, body: { error: 'PERMISSION_DENIED' } },
	};

	it.each<[string, () => ICredentialDataDecryptedObject]>([
		['the field', () => ({ projectId: ' acme-demo-4711 ' })],
		['the key file', () => ({ privateKey: JSON.stringify(key, null, 2), projectId: 'ignored' })],
		['the key file on one line', () => ({ privateKey: JSON.stringify(key) })],
		['the key file as a JSON text', () => ({ privateKey: JSON.stringify(JSON.stringify(key)) })],
	])('for a project too young for Instance ID, when %s names it: nothing is sent', async (_what, changes) => {
		sandbox.faults.add(INSTANCE_ID_IS_CLOSED);
		expect(await dialog(changes())).toMatchObject({ status: 'OK' });
		expect(paths()).toEqual(['/token', '/v1/projects/acme-demo-4711/messages:send']);
		expect(sandbox.log.entries.at(-1)?.body).toEqual({
			validate_only: true,
			message: { topic: 'n8n-credential-test' },
		});
		expect(sandbox.google.fcm.books.deliveries).toBe(0);
	});

	const forms: Record<string, () => string> = {
		'the whole key file': () => JSON.stringify(key, null, 2),
		'the key file on one line': () => JSON.stringify(key),
		'escaped line breaks': () => key.private_key.replaceAll('\n', '\\n'),
		'spaces for line breaks': () => key.private_key.replaceAll('\n', ' '),
		'no line breaks': () => key.private_key.replaceAll('\n', ''),
		quotes: () => JSON.stringify(key.private_key),
		CRLF: () => key.private_key.replaceAll('\n', '\r\n'),
		'PKCS#1': () => createPrivateKey(key.private_key).export({ type: 'pkcs1', format: 'pem' }) as string,
	};
	it.each(Object.keys(forms))('with the key pasted as: %s', async (form) => {
		expect(await dialog({ privateKey: forms[form]() })).toMatchObject({ status: 'OK' });
	});

	it('with nothing but the key file; its token_uri does not count', async () => {
		const privateKey = JSON.stringify({ ...key, token_uri: 'https://evil.example/token' });
		expect(await dialog({ privateKey, clientEmail: '', projectId: '' })).toMatchObject({ status: 'OK' });
	});

	it('with slashes after the URLs', async () => {
		const slashed = {
			iidUrl: `${sandbox.url}/`,
			fcmUrl: `${sandbox.url}/`,
			tokenUrl: `${sandbox.tokenUrl}/`,
		};
		expect(await dialog(slashed)).toMatchObject({ status: 'OK' });
	});

	it('with an old token in store, of this key or of another', async () => {
		await engine.testCredential(TYPE);
		const accessToken = stored();
		sandbox.google.accessTokens.clear();
		expect(await dialog({ accessToken })).toMatchObject({ status: 'OK' });
		expect(await dialog({ accessToken: 'ya29.bare' })).toMatchObject({ status: 'OK' });
		expect(sandbox.log.entries.map(({ headers }) => headers.authorization)).not.toContain('Bearer ya29.bare');
	});
});

describe("the credential's dialog is red and says what to do", () => {
	const damaged: Record<string, [() => ICredentialDataDecryptedObject, string]> = {
		'a key with missing lines': [
			() => ({ privateKey: key.private_key.split('\n').toSpliced(4, 3).join('\n') }),
			'damaged',
		],
		'a cut-off key': [() => ({ privateKey: key.private_key.slice(0, 900) }), 'cut off'],
		'a public key': [() => ({ privateKey: key.private_key.replaceAll('PRIVATE', 'PUBLIC') }), 'a public key'],
		'a certificate': [
			() => ({ privateKey: key.private_key.replaceAll('PRIVATE KEY', 'CERTIFICATE') }),
			'a certificate',
		],
		'an encrypted key': [
			() => ({ privateKey: key.private_key.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE') }),
			'encrypted with a password',
		],
		'no key': [() => ({ privateKey: '' }), "'Key File (JSON)' is empty"],
		'no e-mail': [() => ({ clientEmail: '' }), "'Service Account Email' is empty"],
	};
	it.each(Object.keys(damaged))('%s, without a request', async (name) => {
		const [changes, what] = damaged[name];
		const { status, message } = await dialog(changes());
		expect(status).toBe('Error');
		expect(message).toContain(what);
		expect(message).toContain('Generate new private key');
		expect(paths()).toEqual([]);
	});

	it("another account's key", async () => {
		const { status, message } = await dialog({ privateKey: otherKey.private_key });
		expect(status).toBe('Error');
		expect(message).toContain("doesn't accept this private key");
	});

	it('a changed key although the old one’s token is still good', async () => {
		await engine.testCredential(TYPE);
		const { message } = await dialog({ accessToken: stored(), privateKey: otherKey.private_key });
		expect(message).toContain("doesn't accept this private key");
	});

	it('an unknown account', async () => {
		const { message } = await dialog({ clientEmail: 'nobody@acme-demo-4711.iam.gserviceaccount.com' });
		expect(message).toContain('knows no service account');
	});

	it('a wrong clock', async () => {
		sandbox.clock.advance(-10 * 60_000);
		expect((await dialog()).message).toContain("this machine's clock is wrong");
		sandbox.clock.advance(2 * 3_600_000);
		expect((await dialog()).message).toContain('Set the clock');
	});

	it.each([20, -20])('but not a clock that is %i seconds off', async (seconds) => {
		sandbox.clock.advance(seconds * 1000);
		expect(await dialog()).toMatchObject({ status: 'OK' });
	});

	it('a disabled account', async () => {
		const known = sandbox.google.serviceAccounts.get(key.client_email);
		if (!known) throw new Error('not registered');
		known.disabled = true;
		expect((await dialog()).message).toContain('disabled or deleted');
		known.disabled = false;
	});

	it.each<[string, FaultAnswer, string]>([
		['200 with HTML', { status: 200, body: '<html>Hi</html>' }, "Check 'Token URL'"],
		['200 with other JSON', { status: 200, body: { ok: true } }, "Check 'Token URL'"],
		['404', { status: 404, body: '<html>Not found</html>' }, "Check 'Token URL'"],
		['a redirect', { redirectTo: '/token2' }, "Check 'Token URL'"],
		['503', { status: 503, body: '' }, 'Try again in a few minutes'],
		['a lost connection', { connection: 'resetBeforeActing' }, 'was lost'],
	])('a token address that answers %s', async (_, answer, what) => {
		sandbox.faults.add({ match: { path: '/token' }, answer });
		const { status, message } = await dialog();
		expect(status).toBe('Error');
		expect(message).toContain(what);
		expect(paths()).not.toContain('/token2');
	});

	it.each<[string, FaultAnswer]>([
		['200 with HTML', { status: 200, body: '<html>Hi</html>', headers: { 'content-type': 'text/html' } }],
		['200 with nothing', { status: 200, body: '' }],
		...onNewerN8n<[string, FaultAnswer]>(
			['404', { status: 404, body: '<html>Not found</html>' }],
			['400 with JSON', { status: 400, body: { error: 'x' } }],
			['a redirect', { redirectTo: '/iid2' }],
		),
	])('an address of Google’s that answers %s', async (_, answer) => {
		sandbox.faults.add({ match: { path: '/iid/*' }, answer });
		sandbox.faults.add({ match: { path: '/v1/*' }, answer });
		for (const projectId of ['', 'acme-demo-4711']) {
			const { status, message } = await dialog({ projectId });
			expect(status).toBe('Error');
			expect(message).toContain("'FCM URL' and 'Instance ID URL'");
			expect(message).toContain("Check 'Project ID'");
			expect(paths()).not.toContain('/iid2');
		}
	});

	itOnNewerN8n.each([
		[401, 'Google refuses its access token'],
		[403, 'no new projects since 1 October 2026'],
		[403, 'role Firebase Cloud Messaging API Admin'],
		[503, 'Try again in a few minutes'],
	])('Google answering %i', async (status, what) => {
		sandbox.faults.add({ match: { path: '/iid/*' }, answer: { status, body: '' } });
		sandbox.faults.add({ match: { path: '/v1/*' }, answer: { status, body: '' } });
		for (const projectId of ['', 'acme-demo-4711'])
			expect((await dialog({ projectId })).message).toContain(what);
	});

	itOnNewerN8n('a project whose API isn’t enabled', async () => {
		sandbox.google.settings.fcm.apiEnabled = false;
		expect((await dialog({ projectId: 'acme-demo-4711' })).message).toContain(
			'enable the Firebase Cloud Messaging API',
		);
	});

	it.each<[string, string, string]>([
		['tokenUrl', 'http://127.0.0.1:9/token', 'could not be reached'],
		['tokenUrl', 'https://token.invalid/token', 'could not be found'],
		['tokenUrl', 'http://example.com/token', "'Token URL'"],
		['iidUrl', 'http://example.com', "'Instance ID URL'"],
		['fcmUrl', 'https://metadata.google.internal', "'FCM URL'"],
		['iidUrl', '', "'Instance ID URL' can't be used as an https address: it is empty"],
	])('%s %s', async (field, value, what) => {
		const { status, message } = await dialog({ [field]: value });
		expect(status).toBe('Error');
		expect(message).toContain(what);
		expect(paths()).toEqual([]);
	});
});

describe('tokens in a run', () => {
	const lookUp = (count: number) =>
		Array.from({ length: count }, (_, number) => ({
			method: 'GET',
			url: `${sandbox.url}/iid/info/a${number}:b`,
		}));

	it.each(['modern', 'legacy'] as const)(
		'parallel requests share one exchange (%s helper)',
		async (helper) => {
			sandbox.faults.add({ match: { path: '/token' }, answer: { delayMs: 100 } });
			const { node, result } = await probe(engine, helper, TYPE, lookUp(50));
			expect(node.error).toBeUndefined();
			expect(node.success).toHaveLength(50);
			expect(exchanges()).toBe(1);
			expect(stored()).toMatch(/^v1\./);
			expect(result.placesOf(bare(stored()))).toEqual([]);
			for (const line of keyLines()) expect(result.placesOf(line)).toEqual([]);
		},
	);

	it.each(['modern', 'legacy'] as const)(
		'the stored token serves the next run (%s helper)',
		async (helper) => {
			await probe(engine, helper, TYPE, lookUp(1));
			await probe(engine, helper, TYPE, lookUp(5));
			expect(exchanges()).toBe(1);
			const { headers } = sandbox.log.entries.at(-1) ?? { headers: {} };
			expect(headers).toMatchObject({ authorization: `Bearer ${bare(stored())}`, access_token_auth: 'true' });
		},
	);

	it.each(['modern', 'legacy'] as const)(
		'a token that Google no longer takes is renewed once (%s helper)',
		async (helper) => {
			await probe(engine, helper, TYPE, lookUp(1));
			sandbox.google.accessTokens.clear();
			// The 401 of some requests comes long after the others' and after the exchange.
			sandbox.faults.add({ match: { path: '/iid/info/a3:b' }, times: 1, answer: { answerDelayMs: 400 } });
			const { node } = await probe(engine, helper, TYPE, lookUp(20));
			expect(node.error).toBeUndefined();
			expect(node.success).toHaveLength(20);
			expect(exchanges()).toBe(2);
		},
	);

	it.each(['modern', 'legacy'] as const)(
		'a changed key gets a token of its own (%s helper)',
		async (helper) => {
			await probe(engine, helper, TYPE, lookUp(1));
			const before = bare(stored());
			engine.credentials.patch(TYPE, {
				privateKey: otherKey.private_key,
				clientEmail: otherKey.client_email,
			});
			sandbox.log.clear();
			const { node } = await probe(engine, helper, TYPE, lookUp(1));
			expect(node.error).toBeUndefined();
			expect(exchanges()).toBe(1);
			expect(JSON.stringify(sandbox.log.entries.map(({ headers }) => headers))).not.toContain(before);
		},
	);

	it.each(['modern', 'legacy'] as const)(
		'a key that became wrong stops at the exchange (%s helper)',
		async (helper) => {
			await probe(engine, helper, TYPE, lookUp(1));
			engine.credentials.patch(TYPE, { privateKey: otherKey.private_key });
			const { node, result } = await probe(engine, helper, TYPE, lookUp(1));
			expect(node.error?.message).toContain("doesn't accept this private key");
			expect(node.error?.message).toContain('Generate new private key');
			for (const line of otherKey.private_key.split('\n').filter((text) => text.length > 40)) {
				expect(result.placesOf(line)).toEqual([]);
			}
		},
	);

	it.each(['modern', 'legacy'] as const)('goes to no other host (%s helper)', async (helper) => {
		const url = `${sandbox.url.replace('127.0.0.1', 'localhost')}/iid/info/a:b`;
		const { node } = await probe(engine, helper, TYPE, [{ method: 'GET', url }]);
		expect(node.error?.message).toContain("wasn't sent to localhost");
		expect(new Set(paths())).toEqual(new Set(['/token']));
	});

	it.each(['modern', 'legacy'] as const)('follows no redirect (%s helper)', async (helper) => {
		sandbox.faults.add({
			match: { path: '/iid/info/a0:b' },
			answer: { redirectTo: '/iid/info/elsewhere:b' },
		});
		const { node } = await probe(engine, helper, TYPE, lookUp(1));
		expect(node.error?.httpCode).toBe('302');
		expect(paths()).not.toContain('/iid/info/elsewhere:b');
	});

	it("sends FCM no access_token_auth although it's the same address", async () => {
		const url = `${sandbox.url}/v1/projects/acme-demo-4711/messages:send`;
		const body = { validate_only: true, message: { token: 'a:b' } };
		const { node } = await probe(engine, 'modern', TYPE, [{ method: 'POST', url, body }]);
		expect(node.error).toBeUndefined();
		expect(sandbox.log.entries.at(-1)?.headers).not.toHaveProperty('access_token_auth');
	});

	itOnNewerN8n("respects the credential's allowed domains", async () => {
		engine.credentials.patch(TYPE, {
			allowedHttpRequestDomains: 'domains',
			allowedDomains: 'iid.googleapis.com',
		});
		const { node } = await probe(engine, 'modern', TYPE, lookUp(1));
		expect(node.error?.message).toContain('allowed domains');
		expect(paths()).toEqual([]);
	});
});
