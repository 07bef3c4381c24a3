import { describe, expect, it } from 'vitest';

import { packAccessToken } from '../../../../../nodes/Google/api/auth/accessToken.ts';
import {
	authenticateServerKey,
	authenticateServiceAccount,
} from '../../../../../nodes/Google/api/auth/authenticate.ts';
import { identify } from '../../../../../nodes/Google/api/auth/identity.ts';
import type { OutgoingRequest } from '../../../../../nodes/shared/credentials/outgoingRequest.ts';
import { rsaKey, serviceAccount } from './keys.mts';

const { pem } = rsaKey();
const other = rsaKey();
const TOKEN = 'ya29.c.EXAMPLE....';

/** A credential with a good token of its own. */
function signedIn(changes: Parameters<typeof serviceAccount>[1] = {}) {
	const credentials = serviceAccount(pem, changes);
	const { fingerprint } = identify(credentials);
	const usableUntil = Math.floor(Date.now() / 1000) + 600;
	return { ...credentials, accessToken: packAccessToken({ fingerprint, usableUntil, token: TOKEN }) };
}

const get = (url: string): OutgoingRequest => ({ method: 'GET', url });
const NO_REDIRECTS = { disableFollowRedirect: true, followRedirect: false, followAllRedirects: false };

describe('the service account', () => {
	it('sends token and header to Instance ID, and follows no redirect', async () => {
		const request = {
			...get('https://iid.googleapis.com/iid/info/a:b'),
			headers: { Accept: 'application/json' },
		};
		const before = structuredClone(request);
		await expect(authenticateServiceAccount(signedIn(), request)).resolves.toEqual({
			...request,
			...NO_REDIRECTS,
			headers: { Accept: 'application/json', Authorization: `Bearer ${TOKEN}`, access_token_auth: 'true' },
		});
		expect(request).toEqual(before);
	});

	it('may authenticate the same request twice, as n8n does after a 401', async () => {
		const once = await authenticateServiceAccount(signedIn(), get('https://iid.googleapis.com/iid/info/a:b'));
		await expect(authenticateServiceAccount(signedIn(), once)).resolves.toEqual(once);
	});

	const LOCAL = 'http://127.0.0.1:4000';
	const local = { iidUrl: LOCAL, fcmUrl: `${LOCAL}/`, tokenUrl: `${LOCAL}/token` };
	const proxied = { iidUrl: 'https://p.example/iid', fcmUrl: 'https://p.example/fcm' };
	it.each<[string, Parameters<typeof signedIn>[0], boolean]>([
		['https://iid.googleapis.com/iid/v1:batchAdd', {}, true],
		['https://iid.googleapis.com/v1/web/iid', {}, true],
		['https://fcm.googleapis.com/v1/projects/p/messages:send', {}, false],
		['https://fcm.googleapis.com/v1/projects/p/registrations/iid/topicSubscriptions', {}, false],
		[`${LOCAL}/iid/info/a:b`, local, true],
		[`${LOCAL}/iid/v1:batchImport`, local, true],
		[`${LOCAL}/v1/web/iid`, local, true],
		[`${LOCAL}/v1/web/iid/a:b:refresh`, local, true],
		[`${LOCAL}/v1/projects/p/messages:send`, local, false],
		[`${LOCAL}/v1/projects/iid/messages:send`, local, false],
		['https://p.example/iid/iid/info/a:b', proxied, true],
		['https://p.example/fcm/v1/projects/p/messages:send', proxied, false],
		['https://p.example/fcm/iid/x', { iidUrl: 'https://p.example', fcmUrl: 'https://p.example/fcm' }, false],
		['https://p.example/iid/iid/x', { iidUrl: 'https://p.example/iid', fcmUrl: 'https://p.example' }, true],
		[
			'https://p.example/v1/projects/p',
			{ iidUrl: 'https://p.example/iid', fcmUrl: 'https://p.example' },
			false,
		],
		['https://p.example/iid/other', proxied, true],
		['https://p.example/iid/other', { iidUrl: 'https://p.example/iid', fcmUrl: 'https://p.example' }, true],
		['https://p.example/other', { iidUrl: 'https://p.example', fcmUrl: 'https://fcm.p.example' }, true],
		['https://p.example/fcm/other', { iidUrl: 'https://p.example', fcmUrl: 'https://p.example/fcm' }, false],
		['https://iid.googleapis.com/iid/info/a:b', proxied, true],
		['https://firebase.googleapis.com/v1beta1/projects', {}, false],
		['https://googleapis.com/x', {}, false],
	])('%s with %o: access_token_auth %s', async (url, changes, expected) => {
		const { headers } = await authenticateServiceAccount(signedIn(changes), get(url));
		expect(headers).toEqual({
			Authorization: `Bearer ${TOKEN}`,
			...(expected ? { access_token_auth: 'true' } : {}),
		});
	});

	it.each([
		[
			'the older options with uri',
			{ uri: 'https://iid.googleapis.com/iid/info/a:b', followAllRedirects: true },
		],
		['base URL and path', { baseURL: 'https://iid.googleapis.com', url: '/iid/info/a:b' }],
		[
			'an old header in another spelling',
			{ url: 'https://iid.googleapis.com/iid/info/a:b', headers: { authorization: 'Bearer old' } },
		],
	])('takes %s', async (_, request) => {
		const sent = await authenticateServiceAccount(signedIn(), request as OutgoingRequest);
		expect(sent).toMatchObject(NO_REDIRECTS);
		expect(sent.headers).toEqual({ Authorization: `Bearer ${TOKEN}`, access_token_auth: 'true' });
	});

	it.each([
		['none', { accessToken: '' }],
		['a bare token', { accessToken: TOKEN }],
		['a token of another key', { privateKey: other.pem }],
		['a token of another e-mail', { clientEmail: 'x@acme-demo-4711.iam.gserviceaccount.com' }],
		['a token of another token URL', { tokenUrl: 'https://p.example/token' }],
	])('sends no token at all when it has %s', async (_, changes) => {
		const request = {
			...get('https://iid.googleapis.com/iid/info/a:b'),
			headers: { Authorization: 'Bearer old' },
		};
		const { headers } = await authenticateServiceAccount({ ...signedIn(), ...changes }, request);
		expect(headers).toEqual({ access_token_auth: 'true' });
	});

	it.each([
		'https://evil.example/iid/info/a:b',
		'https://googleapis.com.evil.example/',
		'https://evilgoogleapis.com/',
		'http://iid.googleapis.com/iid/info/a:b',
		'https://iid.googleapis.com:8443/iid/info/a:b',
		'https://iid.googleapis.com@evil.example/',
	])('refuses %s', async (url) => {
		const refusal = authenticateServiceAccount(signedIn(), get(url));
		await expect(refusal).rejects.toThrow("wasn't sent to");
		await expect(refusal).rejects.not.toThrow(TOKEN);
	});

	it.each(['iidUrl', 'fcmUrl', 'tokenUrl'])('refuses an unusable %s', async (field) => {
		const credentials = { ...signedIn(), [field]: 'http://169.254.169.254' };
		await expect(
			authenticateServiceAccount(credentials, get('https://iid.googleapis.com/iid/info/a:b')),
		).rejects.toThrow('https');
	});

	it('says what is wrong with the key instead of sending anything', async () => {
		const credentials = { ...signedIn(), privateKey: 'nonsense' };
		await expect(
			authenticateServiceAccount(credentials, get('https://iid.googleapis.com/iid/info/a:b')),
		).rejects.toThrow('Generate new private key');
	});
});

describe('the server key', () => {
	const KEY = 'AAAAabc:APA91bExample-Server_Key';
	const credentials = { serverApiKey: KEY, otherAddresses: true, iidUrl: 'https://iid.googleapis.com/' };
	const URL_ = 'https://iid.googleapis.com/iid/v1:batchAdd';

	it.each([
		KEY,
		`key=${KEY}`,
		`KEY = ${KEY}`,
		` "${KEY}" \n`,
		`"key=${KEY}",`,
		`key="${KEY}"`,
		`Authorization: key=${KEY}`,
		`key=key=${KEY}`,
	])('goes into the header however it was pasted: %j', async (serverApiKey) => {
		const sent = await authenticateServerKey({ ...credentials, serverApiKey }, get(URL_));
		expect(sent).toEqual({ ...get(URL_), ...NO_REDIRECTS, headers: { Authorization: `key=${KEY}` } });
	});

	it('never goes together with access_token_auth', async () => {
		const request = { ...get(URL_), headers: { Access_Token_Auth: 'true' } };
		expect((await authenticateServerKey(credentials, request)).headers).toEqual({
			Authorization: `key=${KEY}`,
		});
	});

	it.each([
		['', 'is empty'],
		['key=', 'is empty'],
		[undefined, 'is empty'],
		['a b', 'holds a space'],
		['a\r\nX-Header: y', 'holds a space'],
		['schlüssel', 'holds a space'],
		[pem, 'the key of a service account'],
		['{"type":"service_account"}', 'the key of a service account'],
	])('refuses %.20j', async (serverApiKey, why) => {
		const refusal = authenticateServerKey({ ...credentials, serverApiKey } as never, get(URL_));
		await expect(refusal).rejects.toThrow(why);
		await expect(refusal).rejects.toThrow('Google FCM Service Account API');
	});

	it('stays with Google and the address in the credential', async () => {
		const proxied = { ...credentials, iidUrl: 'https://p.example/iid' };
		await expect(
			authenticateServerKey(proxied, get('https://p.example/iid/iid/v1:batchAdd')),
		).resolves.toBeTruthy();
		await expect(authenticateServerKey(proxied, get('https://p.example/x'))).rejects.toThrow(
			"wasn't sent to",
		);
		await expect(
			authenticateServerKey({ ...credentials, iidUrl: 'http://x.example' }, get(URL_)),
		).rejects.toThrow('https');
	});
});
