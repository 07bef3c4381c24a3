import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
	ifUsable,
	packAccessToken,
	unpackAccessToken,
	usableUntil,
} from '../../../../../nodes/Google/api/auth/accessToken.ts';
import { identify } from '../../../../../nodes/Google/api/auth/identity.ts';
import { EMAIL, keyFile, rsaKey, serviceAccount } from './keys.mts';

const { pem } = rsaKey();
const other = rsaKey();
const NOW = Date.UTC(2026, 10, 22);
const TOKEN = 'ya29.c.with.dots-and_more....';

const fingerprint = (credentials: ReturnType<typeof serviceAccount>) => identify(credentials).fingerprint;
const own = fingerprint(serviceAccount(pem));
const usable = (credentials: ReturnType<typeof serviceAccount>) =>
	ifUsable(unpackAccessToken(credentials.accessToken), fingerprint(credentials))?.token;
const packed = (changes: Partial<Parameters<typeof packAccessToken>[0]> = {}) =>
	packAccessToken({ fingerprint: own, usableUntil: NOW / 1000 + 600, token: TOKEN, ...changes });

beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

describe('the fingerprint of a sign-in', () => {
	it.each([
		['escaped line breaks', serviceAccount(pem.replaceAll('\n', '\\n'))],
		['the whole key file', serviceAccount(keyFile(pem))],
		['the e-mail in capitals', serviceAccount(pem, { clientEmail: EMAIL.toUpperCase() })],
		[
			'a slash after the token URL',
			serviceAccount(pem, { tokenUrl: 'https://oauth2.googleapis.com/token/' }),
		],
		['other service URLs', serviceAccount(pem, { iidUrl: 'https://x.example', fcmUrl: 'https://y.example' })],
	])('is the same with %s', (_, credentials) => {
		expect(fingerprint(credentials)).toBe(own);
	});

	it('holds no key, and keeps none in memory for the next request', () => {
		const identity = identify(serviceAccount(pem));
		expect(identify(serviceAccount(pem))).toBe(identity);
		expect(JSON.stringify(identity)).not.toContain(pem.split('\n')[1]);
	});

	it.each([
		['key', serviceAccount(other.pem)],
		['e-mail', serviceAccount(pem, { clientEmail: `x${EMAIL}` })],
		['token URL', serviceAccount(pem, { tokenUrl: 'https://proxy.example/token' })],
	])('is another one with another %s', (_, credentials) => {
		expect(fingerprint(credentials)).not.toBe(own);
	});
});

describe('the stored access token', () => {
	it('comes back as it went in, dots and all', () => {
		expect(unpackAccessToken(packed())).toEqual({
			fingerprint: own,
			usableUntil: NOW / 1000 + 600,
			token: TOKEN,
		});
		expect(usable(serviceAccount(pem, { accessToken: packed() }))).toBe(TOKEN);
	});

	it.each([
		['nothing', ''],
		['no text', undefined],
		['a bare token', TOKEN],
		['another version', packed().replace('v1.', 'v2.')],
		['no token in it', packed({ token: '' })],
		['a token with a line break', packed({ token: 'a\nb' })],
		['an unreadable time', packed().replace(/\.\d+\./, '.soon.')],
		['a token that expired', packed({ usableUntil: NOW / 1000 - 1 })],
		['a token that expires now', packed({ usableUntil: NOW / 1000 })],
	])('is not used: %s', (_, accessToken) => {
		expect(usable({ ...serviceAccount(pem), accessToken } as never)).toBeUndefined();
	});

	it.each([
		['key', serviceAccount(other.pem, { accessToken: packed() })],
		['e-mail', serviceAccount(pem, { clientEmail: `x${EMAIL}`, accessToken: packed() })],
		['token URL', serviceAccount(pem, { tokenUrl: 'https://proxy.example/token', accessToken: packed() })],
	])('is not used under another %s', (_, credentials) => {
		expect(usable(credentials)).toBeUndefined();
	});

	it.each([
		[3600, 3540],
		[3599, 3539],
		[600, 540],
		[60, 54],
		[5, 5],
		[1, 1],
	])('of %i seconds is used for %i', (lifetime, seconds) => {
		expect(usableUntil(lifetime, NOW)).toBe(NOW / 1000 + seconds);
	});
});
