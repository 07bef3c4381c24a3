import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { packAccessToken, unpackAccessToken } from '../../../../../nodes/Google/api/auth/accessToken.ts';
import { freshestAccessToken, renewAccessToken } from '../../../../../nodes/Google/api/auth/tokenRenewal.ts';
import { rsaKey, serviceAccount } from './keys.mts';
import { TokenEndpoint } from './tokenEndpoint.mts';

const keys = [rsaKey().pem, rsaKey().pem];
let pem = keys[0];
let account = 0;
/** A sign-in that no other test knows: the module remembers them. */
let mine: (accessToken?: string) => ReturnType<typeof serviceAccount>;
let endpoint: TokenEndpoint;

beforeEach(() => {
	endpoint = new TokenEndpoint();
	pem = keys[0];
	const clientEmail = `account-${++account}@acme-demo-4711.iam.gserviceaccount.com`;
	mine = (accessToken = '') => serviceAccount(pem, { clientEmail, accessToken });
	vi.useFakeTimers({ now: Date.UTC(2026, 10, 22), toFake: ['Date'] });
});
afterEach(() => void vi.useRealTimers());

const renew = (credentials: ReturnType<typeof serviceAccount>) =>
	renewAccessToken(endpoint.helpers, credentials);
const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

describe('renewing the access token', () => {
	it('stores the token with its sign-in and the end of its use', async () => {
		const stored = unpackAccessToken(await renew(mine()));
		expect(stored).toMatchObject({ token: 'ya29.c.minted-1....', usableUntil: Date.now() / 1000 + 3539 });
	});

	it('shares one exchange between all who ask meanwhile', async () => {
		endpoint.hold();
		const asked = Array.from({ length: 50 }, () => renew(mine()));
		await Promise.resolve();
		endpoint.release();
		expect(new Set(await Promise.all(asked)).size).toBe(1);
		expect(endpoint.minted).toBe(1);
	});

	it('shares a refusal too, and asks anew the next time', async () => {
		endpoint.script.push({ status: 400, body: { error: 'invalid_grant' } });
		const results = await Promise.allSettled([renew(mine()), renew(mine()), renew(mine())]);
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		expect(endpoint.requests).toHaveLength(1);
		await expect(renew(mine())).resolves.toContain('minted-1');
	});

	it('gives a late 401 of the older token the newest one', async () => {
		const first = await renew(mine());
		pass(1800);
		const second = await renew(mine(first));
		expect(second).toContain('minted-2');
		await expect(renew(mine(first))).resolves.toBe(second);
		expect(endpoint.minted).toBe(2);
	});

	it('does so when both were minted in the same second', async () => {
		const first = await renew(mine());
		const second = await renew(mine(first));
		await expect(renew(mine(first))).resolves.toBe(second);
		expect(endpoint.minted).toBe(2);
	});

	it('exchanges again when the newest token itself was refused', async () => {
		const first = await renew(mine());
		const second = await renew(mine(first));
		const third = await renew(mine(second));
		expect([first, second, third].map((stored) => unpackAccessToken(stored)?.token)).toEqual([
			'ya29.c.minted-1....',
			'ya29.c.minted-2....',
			'ya29.c.minted-3....',
		]);
	});

	it('exchanges again when another process had minted a newer one that was refused', async () => {
		const first = unpackAccessToken(await renew(mine()));
		if (!first) throw new Error('not in stored form');
		const elsewhere = packAccessToken({
			...first,
			token: 'ya29.other-process',
			usableUntil: first.usableUntil + 60,
		});
		await expect(renew(mine(elsewhere))).resolves.toContain('minted-2');
	});

	it('exchanges again when the newest one expired', async () => {
		const first = await renew(mine());
		pass(60);
		const second = await renew(mine(first));
		pass(3600);
		await expect(renew(mine(first))).resolves.toContain('minted-3');
		await expect(renew(mine(second))).resolves.toContain('minted-3');
	});

	it.each(['', 'ya29.bare-token', 'v1.00000000000000000000000000000000.9999999999.ya29.foreign'])(
		'proves the key whenever n8n has no token of it: %j',
		async (accessToken) => {
			await renew(mine());
			await expect(renew(mine(accessToken))).resolves.toContain('minted-2');
		},
	);

	it('keeps keys apart', async () => {
		const first = await renew(mine());
		pem = keys[1];
		await expect(renew(mine(first))).resolves.toContain('minted-2');
		endpoint.hold();
		const both = [renew(mine())];
		pem = keys[0];
		both.push(renew(mine()));
		await Promise.resolve();
		endpoint.release();
		expect(new Set(await Promise.all(both)).size).toBe(2);
	});

	it('sends nothing when a URL of the credential can not be used', async () => {
		for (const field of ['iidUrl', 'fcmUrl', 'tokenUrl']) {
			await expect(renew({ ...mine(), [field]: 'http://example.com' })).rejects.toThrow('https');
		}
		expect(endpoint.requests).toHaveLength(0);
	});

	it('remembers a bounded number of sign-ins', async () => {
		const first = mine(await renew(mine()));
		for (let count = 0; count < 210; count++) {
			await renew(serviceAccount(pem, { clientEmail: `crowd-${count}@acme.iam.gserviceaccount.com` }));
		}
		expect(freshestAccessToken({ ...first, accessToken: '' }).accessToken).toBe('');
		// What is stored in n8n still counts.
		expect(freshestAccessToken(first).accessToken).toBe(first.accessToken);
	}, 60_000);
});

describe('the freshest token for a request', () => {
	it('is the stored one while there is none newer', async () => {
		const stored = await renew(mine());
		const credentials = mine(stored);
		const fresh = freshestAccessToken(credentials);
		expect(fresh).toEqual(credentials);
		expect(fresh).not.toBe(credentials);
	});

	it('is the newest one that this process knows', async () => {
		const first = await renew(mine());
		pass(1);
		const second = await renew(mine(first));
		expect(freshestAccessToken(mine(first)).accessToken).toBe(second);
		expect(freshestAccessToken(mine()).accessToken).toBe(second);
	});

	it('is the stored one when another process minted it later', async () => {
		const first = unpackAccessToken(await renew(mine()));
		if (!first) throw new Error('not in stored form');
		const elsewhere = packAccessToken({
			...first,
			token: 'ya29.other-process',
			usableUntil: first.usableUntil + 60,
		});
		expect(freshestAccessToken(mine(elsewhere)).accessToken).toBe(elsewhere);
	});

	it('does not reach behind the start of a run when n8n has none stored', async () => {
		const first = await renew(mine());
		pass(10);
		const start = Date.now();
		expect(freshestAccessToken(mine(), start).accessToken).toBe('');
		expect(freshestAccessToken(mine(first), start).accessToken).toBe(first);
		const second = await renew(mine());
		expect(freshestAccessToken(mine(), start).accessToken).toBe(second);
	});

	it.each([
		['none', () => ''],
		['a bare token', () => 'ya29.bare'],
		['an expired one', (stored: string) => stored],
	])('is empty when there is %s', async (kind, accessToken) => {
		const stored = kind === 'an expired one' ? await renew(mine()) : '';
		pass(3600);
		expect(freshestAccessToken(mine(accessToken(stored))).accessToken).toBe('');
	});

	it('is empty under another key', async () => {
		const stored = await renew(mine());
		pem = keys[1];
		expect(freshestAccessToken(mine(stored)).accessToken).toBe('');
	});
});
