import { describe, expect, it } from 'vitest';

import { identify } from '../../../../../nodes/Google/api/auth/identity.ts';
import { EMAIL, serviceAccount } from './keys.mts';

/** No key, but it looks like one: nothing is signed here. */
const PEM = `-----BEGIN PRIVATE KEY-----\n${'Ab'.repeat(64)}\n-----END PRIVATE KEY-----\n`;

let count = 0;
const another = () =>
	serviceAccount(PEM, { clientEmail: `identity-${++count}@acme.iam.gserviceaccount.com` });

describe('the identity of a credential', () => {
	it('has the same fingerprint in every version, as n8n stored it with the token', () => {
		expect(identify(serviceAccount(PEM)).fingerprint).toBe('10946d64c2889a8c55706cfdf0d131d0');
		expect(identify(serviceAccount(PEM, { clientEmail: EMAIL.toUpperCase() })).fingerprint).toBe(
			'10946d64c2889a8c55706cfdf0d131d0',
		);
	});

	it('is another one for an e-mail that merely has the same capitals', () => {
		const [one, two] = ['straße@acme.example', 'strasse@acme.example'].map(
			(clientEmail) => identify(serviceAccount(PEM, { clientEmail })).fingerprint,
		);
		expect(one).not.toBe(two);
	});

	it.each([
		['the project', { projectId: 'other' }],
		['the stored token', { accessToken: 'v1.x' }],
	])('does not depend on %s', (_, changes) => {
		expect(identify(serviceAccount(PEM, changes))).toBe(identify(serviceAccount(PEM)));
	});

	it('holds the addresses as they are used', () => {
		expect(
			identify(serviceAccount(PEM, { iidUrl: 'https://a.example/', fcmUrl: 'https://b.example' })),
		).toEqual({
			fingerprint: identify(serviceAccount(PEM)).fingerprint,
			urls: {
				iidUrl: 'https://a.example',
				fcmUrl: 'https://b.example',
				tokenUrl: 'https://oauth2.googleapis.com/token',
			},
		});
	});

	it('keeps fields apart whose texts read the same together', () => {
		const urls = { iidUrl: 'https://a.example/1', fcmUrl: 'https://b.example' };
		const moved = { iidUrl: 'https://a.example/', fcmUrl: '1https://b.example' };
		expect(identify(serviceAccount(PEM, urls)).urls.iidUrl).toBe('https://a.example/1');
		expect(() => identify(serviceAccount(PEM, moved))).toThrow("'FCM URL' can't be used");
	});

	/** @returns how many others were identified until a credential was forgotten */
	function rememberedFor(): number {
		const credentials = another();
		const identity = identify(credentials);
		let others = 0;
		while (others < 300 && identify(credentials) === identity) {
			identify(another());
			others++;
		}
		return others;
	}

	it('is remembered, for a hundred credentials at the same time', () => {
		rememberedFor();
		// That left two: the last of the others, and the one that was asked for again.
		expect(rememberedFor()).toBe(98);
	});
});
