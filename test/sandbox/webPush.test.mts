import { beforeAll, describe, expect, it } from 'vitest';
import { accessTokenFor, send, useSandbox } from './support.mts';
import type { Sent } from './support.mts';

const sandbox = useSandbox();
let authorization: string;
beforeAll(async () => {
	authorization = `Bearer ${await accessTokenFor(sandbox)}`;
});

const VAPID = 'BHZPqiVHRbjWVh4N5AnJPk1nYoKcnCpUsAaZT2Nn6mDO1qps9NQ48-l-1UcsbsjWv0auUvWcO6RbomHQNYzsOt8';
const subscription = {
	endpoint: 'https://fcm.googleapis.com/fcm/send/cX1exampleSub:APA91bPushEndpoint',
	keys: {
		auth: 'GecTJNK6kdbGyDxEc4tnew',
		p256dh: 'BKwMw9izje1ywHrbv7RWlm1pZVqS5MPjmFfaieP8YLNiaKWWw38UjfPE2TCv9eTRtdI4fhZrfS4CgsNrg_Wpn1s',
	},
};
const TOKEN = expect.stringMatching(/^cX1exampleSub:APA91b[\w-]+$/) as string;

const call = (path: string, sent: Sent = {}) =>
	send(sandbox.url + path, {
		...sent,
		headers: { authorization, 'crypto-key': `p256ecdsa=${VAPID}`, ...sent.headers },
	});
const imported = async () =>
	((await call('/v1/web/iid', { json: subscription })).body as { token: string }).token;

describe('the documented calls', () => {
	it('import', async () => {
		const reply = await call('/v1/web/iid', { json: subscription });
		expect([reply.status, reply.body]).toEqual([200, { token: TOKEN }]);
		expect([...sandbox.google.webSubscriptions.values()]).toEqual([
			{ ...subscription, applicationPublicKey: VAPID },
		]);
	});

	it('refresh, with the same token or a new one', async () => {
		const token = await imported();
		const renewed = { ...subscription, endpoint: `${subscription.endpoint}2` };
		expect((await call(`/v1/web/iid/${token}:refresh`, { json: renewed })).body).toEqual({ token });
		sandbox.google.settings.refreshedToken = 'new';
		const reply = await call(`/v1/web/iid/${token}:refresh`, { json: renewed });
		expect([reply.status, reply.body]).toEqual([200, { token: TOKEN }]);
		expect(reply.body).not.toEqual({ token });
		expect((await call(`/v1/web/iid/${token}:refresh`, { json: renewed })).status).toBe(404);
	});

	it('delete, with authorization only', async () => {
		const token = await imported();
		const reply = await send(`${sandbox.url}/v1/web/iid/${token}`, {
			method: 'DELETE',
			headers: { authorization },
		});
		expect([reply.status, reply.body]).toEqual([200, {}]);
		expect(sandbox.google.webSubscriptions.size).toBe(0);
		expect((await call(`/v1/web/iid/${token}`, { method: 'DELETE' })).status).toBe(404);
	});

	it('access_token_auth does no harm', async () => {
		expect(
			(await call('/v1/web/iid', { json: subscription, headers: { access_token_auth: 'true' } })).status,
		).toBe(200);
	});
});

describe('refusals', () => {
	const { endpoint, keys } = subscription;
	it.each<[string, object]>([
		['expirationTime', { ...subscription, expirationTime: null }],
		['no endpoint', { keys }],
		['no keys', { endpoint }],
		['an http endpoint', { endpoint: 'http://push.example.com/a', keys }],
		['a padded auth secret', { endpoint, keys: { ...keys, auth: `${keys.auth}==` } }],
		['a p256dh of another shape', { endpoint, keys: { ...keys, p256dh: keys.auth } }],
		['an unknown key', { endpoint, keys: { ...keys, extra: 'x' } }],
		['the subscription inside a wrapper', { subscription }],
	])('%s', async (_name, json) => {
		const reply = await call('/v1/web/iid', { json });
		expect([reply.status, reply.body]).toEqual([400, { error: 'InvalidSubscription' }]);
	});

	it.each([
		`p256ecdsa=${VAPID}=`,
		VAPID,
		`dh=abc;p256ecdsa=${VAPID}`,
		`p256ecdsa=${VAPID.replace('-', '+')}`,
		'p256ecdsa="x"',
	])('Crypto-Key: %s', async (key) => {
		const reply = await call('/v1/web/iid', { json: subscription, headers: { 'crypto-key': key } });
		expect([reply.status, reply.body]).toEqual([400, { error: 'InvalidCryptoKey' }]);
	});

	it('a VAPID key that the project does not have, and none at all', async () => {
		sandbox.google.settings.vapidPublicKeys = [];
		expect((await call('/v1/web/iid', { json: subscription })).body).toEqual({ error: 'InvalidCryptoKey' });
		const bare = await send(`${sandbox.url}/v1/web/iid`, { json: subscription, headers: { authorization } });
		expect(bare.body).toEqual({ error: 'InvalidCryptoKey' });
	});

	it.each([
		['a server key', { authorization: 'key=AIzaExampleKey' }],
		['a wrong bearer', { authorization: 'Bearer x' }],
	])('%s', async (_name, headers) => {
		expect((await call('/v1/web/iid', { json: subscription, headers })).status).toBe(401);
	});

	it.each([
		['POST', '/iid/v1/web/iid'],
		['POST', '/v1/web/iid/a:b%3Arefresh'],
		['POST', '/v1/web/iid/a:b/refresh'],
		['GET', '/v1/web/iid/a:b'],
		['PUT', '/v1/web/iid'],
	] as const)('%s %s does not exist', async (method, path) => {
		expect((await call(path, { method, ...(method === 'GET' ? {} : { json: subscription }) })).status).toBe(
			404,
		);
	});

	it('an encoded colon, a dead and a foreign token', async () => {
		expect((await call('/v1/web/iid/a%3Ab', { method: 'DELETE' })).body).toEqual({ error: 'InvalidToken' });
		sandbox.google.declareTokens('dead:x', { state: 'unregistered' });
		sandbox.google.declareTokens('foreign:x', { state: 'otherProject' });
		expect((await call('/v1/web/iid/dead:x', { method: 'DELETE' })).status).toBe(404);
		expect((await call('/v1/web/iid/foreign:x:refresh', { json: subscription })).status).toBe(403);
		expect((await call('/v1/web/iid/foreign:x', { method: 'DELETE' })).status).toBe(403);
	});

	it('everything once it is withdrawn', async () => {
		sandbox.google.settings.webPushAvailable = false;
		const reply = await call('/v1/web/iid', { json: subscription });
		expect([reply.status, reply.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
	});
});
