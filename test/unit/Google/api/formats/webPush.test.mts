import { createECDH, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { toPushSubscription } from '../../../../../nodes/Google/api/formats/pushSubscription.ts';
import { toVapidPublicKey } from '../../../../../nodes/Google/api/formats/vapidKey.ts';
import { ItemProblem } from '../../../../../nodes/shared/failure.ts';

const keyField = { name: 'applicationPublicKey', label: 'VAPID Public Key' };
const field = { name: 'subscription', label: 'Push Subscription' };

function point(): Buffer {
	return createECDH('prime256v1').generateKeys();
}

describe('a VAPID public key', () => {
	it('is taken as unpadded base64url, padded, and in standard base64', () => {
		for (let round = 0; round < 20; round++) {
			const key = point();
			const normal = key.toString('base64url');
			expect(normal).toHaveLength(87);
			for (const form of [normal, `${normal}=`, key.toString('base64'), ` ${normal}\n`]) {
				expect(toVapidPublicKey(form, keyField)).toBe(normal);
			}
		}
	});

	it('is told apart from the private key', () => {
		const key = randomBytes(32).toString('base64url');
		expect(() => toVapidPublicKey(key, keyField)).toThrow('the public one is needed');
		expect(() => toVapidPublicKey(key, keyField)).not.toThrow(key);
	});

	it.each(['', 'BHZP', 'A'.repeat(87), `B${'*'.repeat(86)}`, `BZ${'A'.repeat(85)}`])(
		'%s is refused',
		(text) => {
			expect(() => toVapidPublicKey(text, keyField)).toThrow(ItemProblem);
		},
	);
});

describe('a push subscription', () => {
	const endpoint = 'https://fcm.googleapis.com/fcm/send/cX1exampleSub:APA91bPushEndpoint';
	const auth = 'GecTJNK6kdbGyDxEc4tnew';
	const p256dh = 'BKwMw9izje1ywHrbv7RWlm1pZVqS5MPjmFfaieP8YLNiaKWWw38UjfPE2TCv9eTRtdI4fhZrfS4CgsNrg_Wpn1s';
	const whole = { endpoint, expirationTime: null, keys: { p256dh, auth } };

	it('loses everything but its endpoint and two keys', () => {
		const more = { ...whole, keys: { ...whole.keys, other: 'x' }, user: 'u1' };
		expect(toPushSubscription(more, field)).toEqual({ endpoint, keys: { auth, p256dh } });
	});

	it('has its keys normalised', () => {
		const raw = point();
		const secret = randomBytes(16);
		const keys = { p256dh: raw.toString('base64'), auth: secret.toString('base64') };
		expect(keys.auth).toHaveLength(24);
		expect(toPushSubscription({ endpoint, keys }, field).keys).toEqual({
			auth: secret.toString('base64url'),
			p256dh: raw.toString('base64url'),
		});
	});

	it('may come from any browser', () => {
		const other = 'https://updates.push.services.mozilla.com/wpush/v2/gAAAA';
		expect(toPushSubscription({ ...whole, endpoint: other }, field).endpoint).toBe(other);
	});

	it.each([
		[undefined, "'Push Subscription' is empty"],
		[{}, 'is empty'],
		[{ keys: {} }, "has no 'endpoint'"],
		[{ ...whole, endpoint: 5 }, "has no 'endpoint'"],
		[{ ...whole, endpoint: 'http://a.example/x' }, "isn't an https address"],
		[{ ...whole, endpoint: 'push.example/x' }, "isn't an https address"],
		[{ ...whole, endpoint: 'https://a.example/x y' }, "isn't an https address"],
		[{ endpoint }, "has no 'keys.auth'"],
		[{ endpoint, keys: { auth } }, "has no 'keys.p256dh'"],
		[{ endpoint, keys: { auth: 'short', p256dh } }, "'keys.auth' that is damaged"],
		[{ endpoint, keys: { auth, p256dh: p256dh.slice(1) } }, "'keys.p256dh' that is damaged"],
	])('%j is refused: %s', (json, reason) => {
		expect(() => toPushSubscription(json, field)).toThrow(ItemProblem);
		expect(() => toPushSubscription(json, field)).toThrow(reason);
	});
});
