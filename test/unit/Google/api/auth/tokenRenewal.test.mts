import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { packAccessToken, unpackAccessToken } from '../../../../../nodes/Google/api/auth/accessToken.ts';
import { identify } from '../../../../../nodes/Google/api/auth/identity.ts';
import {
	abandonExchange,
	backoffLeft,
	forgetBackoff,
	isOlder,
	mintToken,
	newestToken,
	noteStored,
	renewAccessToken,
	storedWithNext,
} from '../../../../../nodes/Google/api/auth/tokenRenewal.ts';
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

	it('hands over what a run minted, once, so that n8n stores it', async () => {
		const token = await mintToken(endpoint.helpers, mine());
		const handedOver = storedWithNext(mine('something old'));
		expect(handedOver.accessToken).toBe('');
		await expect(renew(handedOver)).resolves.toBe(packAccessToken(token));
		expect(endpoint.minted).toBe(1);
		await expect(renew(handedOver)).resolves.toContain('minted-2');
	});
});

describe('the sign-ins that are remembered', () => {
	const other = () => serviceAccount(pem, { clientEmail: `other-${++account}@acme.iam.gserviceaccount.com` });
	/** Other sign-ins that are used, without an exchange. */
	const meet = (others: number) => {
		for (let count = 0; count < others; count++) backoffLeft(other());
	};

	it('are the 200 that were used last', async () => {
		const { fingerprint } = identify(mine(await renew(mine())));
		meet(199);
		expect(newestToken(fingerprint)).toMatchObject({ token: 'ya29.c.minted-1....' });
		backoffLeft(mine());
		meet(199);
		expect(newestToken(fingerprint)).toMatchObject({ token: 'ya29.c.minted-1....' });
		meet(1);
		expect(newestToken(fingerprint)).toBeUndefined();
	});

	it('are more where so many are under way, each of them once', async () => {
		endpoint.hold();
		const crowd = Array.from({ length: 201 }, other);
		const asked = crowd.map(renew);
		const askedAgain = crowd.map(renew);
		expect(endpoint.requests).toHaveLength(201);
		endpoint.release();
		expect(await Promise.all(askedAgain)).toEqual(await Promise.all(asked));
		expect(endpoint.minted).toBe(201);
	}, 60_000);
});

describe('which of two tokens is older', () => {
	const newest = { fingerprint: 'f', token: 'newest', usableUntil: 1000 };

	it.each([
		['one that lives shorter', { token: 'other', usableUntil: 999 }, true],
		['one that lives as long', { token: 'other' }, true],
		['one that lives longer', { token: 'other', usableUntil: 1001 }, false],
		['the newest itself', {}, false],
		['the newest itself, with another end', { usableUntil: 999 }, false],
		['one of another sign-in', { token: 'other', fingerprint: 'g', usableUntil: 999 }, false],
	])('%s: %s', (_, changes, expected) => {
		expect(isOlder({ ...newest, ...changes }, newest)).toBe(expected);
	});
});

describe('whether n8n has stored the newest token', () => {
	const isStored = () => newestToken(identify(mine()).fingerprint)?.isStored;

	it('is known once a request goes out with what was to be stored', async () => {
		const credentials = mine();
		credentials.accessToken = await renew(credentials);
		expect(isStored()).toBe(false);
		noteStored(credentials);
		expect(isStored()).toBe(true);
	});

	it('is not known from a request with a token that n8n was not given to store', async () => {
		noteStored(mine(packAccessToken(await mintToken(endpoint.helpers, mine()))));
		expect(isStored()).toBe(false);
	});

	it.each([
		['none', () => ''],
		['a bare one', () => 'ya29.bare'],
		['one of a sign-in unknown here', () => `v1.${'0'.repeat(32)}.9999999999.ya29.foreign`],
		['another of the same sign-in', (stored: string) => stored.replace('minted-1', 'minted-0')],
	])('is not known where the request holds %s', async (_, accessToken) => {
		const credentials = mine();
		const stored = await renew(credentials);
		credentials.accessToken = accessToken(stored);
		expect(() => noteStored(credentials)).not.toThrow();
		expect(isStored()).toBe(false);
	});

	it('is asked once for each time that it is stored', async () => {
		const credentials = mine();
		credentials.accessToken = await renew(credentials);
		noteStored(credentials);
		const { token } = await mintToken(endpoint.helpers, mine());
		credentials.accessToken = credentials.accessToken.replace('ya29.c.minted-1....', token);
		noteStored(credentials);
		expect(isStored()).toBe(false);
	});
});

describe('minting for a run', () => {
	const mint = async () => await mintToken(endpoint.helpers, mine());
	const unavailable = (headers: Record<string, string> = {}) => ({ status: 503, body: '', headers });

	it('asks once per backoff: whoever comes meanwhile shares the failure', async () => {
		vi.useRealTimers();
		vi.useFakeTimers();
		endpoint.script.push(unavailable(), unavailable());
		const first: unknown = await mint().catch((error: unknown) => error);
		expect(first).toMatchObject({ failure: { code: 'TOKEN_ENDPOINT_UNAVAILABLE' }, passing: true });
		await vi.advanceTimersByTimeAsync(700);
		expect(await mint().catch((error: unknown) => error)).toBe(first);
		expect(endpoint.requests).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(600);
		await expect(mint()).rejects.toThrow("isn't available");
		expect(endpoint.requests).toHaveLength(2);
		expect(backoffLeft(mine())).toBeGreaterThan(1500);
		await vi.advanceTimersByTimeAsync(2500);
		await expect(mint()).resolves.toMatchObject({ token: 'ya29.c.minted-1....' });
		expect(backoffLeft(mine())).toBe(0);
	});

	it.each([
		['20', 20_000],
		['0', 1000],
		['600', 60_000],
	])('lets Retry-After: %s prolong the backoff, never shorten it', async (value, wait) => {
		vi.useRealTimers();
		vi.useFakeTimers();
		endpoint.script.push(unavailable({ 'retry-after': value }));
		await expect(mint()).rejects.toThrow();
		expect(backoffLeft(mine())).toBeGreaterThanOrEqual(wait * 0.8);
		expect(backoffLeft(mine())).toBeLessThanOrEqual(wait * 1.2);
	});

	it.each([
		[0, 1.6],
		[59_999, 1.6],
		[60_000, 0.8],
		[600_000, 0.8],
	])('%i ms after the end of a backoff, the next lasts %d seconds at least', async (later, seconds) => {
		vi.useRealTimers();
		vi.useFakeTimers();
		endpoint.script.push(unavailable(), unavailable());
		await expect(mint()).rejects.toThrow();
		await vi.advanceTimersByTimeAsync(backoffLeft(mine()) + later);
		await expect(mint()).rejects.toThrow();
		expect(backoffLeft(mine())).toBeGreaterThanOrEqual(seconds * 1000);
		expect(backoffLeft(mine())).toBeLessThanOrEqual(seconds * 1500);
	});

	it('an exchange that was abandoned and ends at last leaves the next one alone', async () => {
		const next = new TokenEndpoint();
		endpoint.hold();
		next.hold();
		const abandoned = mint();
		abandonExchange(mine());
		const asked = [mintToken(next.helpers, mine())];
		endpoint.release();
		await abandoned;
		asked.push(mintToken(next.helpers, mine()));
		next.release();
		expect(new Set(await Promise.all(asked)).size).toBe(1);
		expect(next.requests).toHaveLength(1);
	});

	it.each([
		[{}, 0],
		[{ 'retry-after': '20' }, 20_000],
	])('forgets a backoff that nobody asked for: %j leaves %i ms', async (headers, left) => {
		vi.useRealTimers();
		vi.useFakeTimers();
		endpoint.script.push(unavailable(headers as Record<string, string>));
		await expect(mint()).rejects.toThrow();
		forgetBackoff(mine());
		expect(backoffLeft(mine())).toBe(left);
	});

	it('shares no refusal for good: a mended key is tried at once', async () => {
		endpoint.script.push({ status: 400, body: { error: 'invalid_grant' } });
		await expect(mint()).rejects.toThrow();
		await expect(mint()).resolves.toBeDefined();
	});
});
