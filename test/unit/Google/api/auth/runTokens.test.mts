import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { packAccessToken, unpackAccessToken } from '../../../../../nodes/Google/api/auth/accessToken.ts';
import { authenticateServiceAccount } from '../../../../../nodes/Google/api/auth/authenticate.ts';
import { identify } from '../../../../../nodes/Google/api/auth/identity.ts';
import { RunTokens } from '../../../../../nodes/Google/api/auth/runTokens.ts';
import { renewAccessToken } from '../../../../../nodes/Google/api/auth/tokenRenewal.ts';
import { CredentialProblem } from '../../../../../nodes/shared/credentials/credentialProblem.ts';
import { RunCanceled } from '../../../../../nodes/shared/failure.ts';
import { rsaKey, serviceAccount } from './keys.mts';
import { TokenEndpoint } from './tokenEndpoint.mts';

const keys = [rsaKey().pem, rsaKey().pem];
const LIMITS = { maxRetries: 4, timeoutMs: 30_000, signal: undefined };

let account = 0;
let endpoint: TokenEndpoint;
/** What n8n's database holds. */
let database: ICredentialDataDecryptedObject;

beforeEach(() => {
	vi.useFakeTimers();
	endpoint = new TokenEndpoint();
	database = serviceAccount(keys[0], { clientEmail: `run-${++account}@acme.iam.gserviceaccount.com` });
});
afterEach(() => void vi.useRealTimers());

const run = () => new RunTokens(endpoint.helpers, { ...database }, async () => ({ ...database }));

/** What n8n does with a credential on its way out: one without a token is signed in and stored. */
async function sent(credentials: ICredentialDataDecryptedObject | undefined): Promise<string> {
	if (credentials === undefined) throw new Error('nothing to send');
	if (credentials.accessToken === '') {
		credentials.accessToken = await renewAccessToken(endpoint.helpers, credentials);
		Object.assign(database, credentials);
		await authenticateServiceAccount(credentials, { url: 'https://iid.googleapis.com/iid/info/x' });
	}
	return unpackAccessToken(credentials.accessToken)?.token ?? 'none';
}
const tokenOf = (credentials: ICredentialDataDecryptedObject, token: string, seconds = 3000) =>
	packAccessToken({
		fingerprint: identify(credentials).fingerprint,
		usableUntil: Math.ceil(Date.now() / 1000) + seconds,
		token,
	});

describe('a run without a stored token', () => {
	it('exchanges once for all its requests, and lets the first of them store the token', async () => {
		const tokens = run();
		const given = await Promise.all(Array.from({ length: 50 }, async () => await tokens.current(LIMITS)));
		expect(given.map(({ accessToken }) => accessToken === '')).toEqual([
			true,
			...Array<boolean>(49).fill(false),
		]);
		expect(new Set(await Promise.all(given.map(sent)))).toEqual(new Set(['ya29.c.minted-1....']));
		expect(database.accessToken).toContain('minted-1');
		expect(endpoint.requests).toHaveLength(1);
	});

	it('uses what it got from then on, and lets it be stored only once', async () => {
		const tokens = run();
		expect(await tokens.current(LIMITS)).toMatchObject({ accessToken: '' });
		for (let request = 0; request < 3; request++) {
			const { accessToken } = await tokens.current(LIMITS);
			expect(unpackAccessToken(accessToken)?.token).toBe('ya29.c.minted-1....');
		}
	});

	it('signs in where it begins with a refusal', async () => {
		const next = await run().afterRefusal({ ...database }, LIMITS);
		expect(await sent(next)).toBe('ya29.c.minted-1....');
	});

	it('uses what another run of this process got, stored or not, and sees to it that it is stored', async () => {
		const other = await run().current(LIMITS);
		expect(other.accessToken).toBe('');
		expect(await sent(await run().current(LIMITS))).toBe('ya29.c.minted-1....');
		expect(database.accessToken).toContain('minted-1');
		expect(endpoint.requests).toHaveLength(1);
	});

	it('exchanges again once what was stored was taken out of the credential', async () => {
		await sent(await run().current(LIMITS));
		expect(await sent(await run().current(LIMITS))).toBe('ya29.c.minted-1....');
		database.accessToken = '';
		expect(await sent(await run().current(LIMITS))).toBe('ya29.c.minted-2....');
	});

	it('uses what was stored between its opening and its first request', async () => {
		const late = run();
		await sent(await run().current(LIMITS));
		expect(await late.current(LIMITS)).toMatchObject({ accessToken: database.accessToken });
		expect(endpoint.requests).toHaveLength(1);
	});

	it('keeps its exchange within the allowed domains of the credential', async () => {
		Object.assign(database, { allowedHttpRequestDomains: 'domains', allowedDomains: 'a.example' });
		await run().current(LIMITS);
		expect(endpoint.requests[0].allowedDomains).toBe('a.example');
	});
});

describe('a stored token', () => {
	it('is used as it is, without reading the credential again', async () => {
		database.accessToken = tokenOf(database, 'ya29.stored');
		const read = vi.fn(async () => ({ ...database }));
		const tokens = new RunTokens(endpoint.helpers, { ...database }, read);
		expect(await tokens.current(LIMITS)).toEqual(database);
		expect(await tokens.current(LIMITS)).toEqual(database);
		expect(read).not.toHaveBeenCalled();
		expect(endpoint.requests).toHaveLength(0);
	});

	it('that lives shorter than the newest of this process gives way to that, which is stored again', async () => {
		await sent(await run().current(LIMITS));
		database.accessToken = tokenOf(database, 'ya29.older', 600);
		expect(await sent(await run().current(LIMITS))).toBe('ya29.c.minted-1....');
		expect(database.accessToken).toContain('minted-1');
		expect(endpoint.requests).toHaveLength(1);
	});

	it('that lives longer than the newest of this process is used', async () => {
		await sent(await run().current(LIMITS));
		database.accessToken = tokenOf(database, 'ya29.newer', 3590);
		expect(await run().current(LIMITS)).toEqual(database);
	});

	it.each([
		['of another key', () => tokenOf(serviceAccount(keys[1]), 'ya29.foreign')],
		['that expired', () => tokenOf(database, 'ya29.old', -1)],
		['that is bare', () => 'ya29.bare'],
	])('%s is not', async (_, accessToken) => {
		database.accessToken = accessToken();
		expect(await sent(await run().current(LIMITS))).toBe('ya29.c.minted-1....');
	});

	it('that another n8n process stored meanwhile takes the place of a refused one, without an exchange', async () => {
		database.accessToken = tokenOf(database, 'ya29.first');
		const tokens = run();
		const first = await tokens.current(LIMITS);
		database.accessToken = tokenOf(database, 'ya29.of-another-worker', 3500);
		expect(await sent(await tokens.afterRefusal(first, LIMITS))).toBe('ya29.of-another-worker');
		expect(endpoint.requests).toHaveLength(0);
	});
});

describe('a refused token', () => {
	it('is replaced once for all requests that it was refused for', async () => {
		database.accessToken = tokenOf(database, 'ya29.stored');
		const tokens = run();
		const refused = await Promise.all([1, 2, 3].map(async () => await tokens.current(LIMITS)));
		const next = await Promise.all(refused.map(async (old) => await tokens.afterRefusal(old, LIMITS)));
		expect(new Set(await Promise.all(next.map(sent)))).toEqual(new Set(['ya29.c.minted-1....']));
		expect(await sent(await tokens.afterRefusal(refused[0], LIMITS))).toBe('ya29.c.minted-1....');
		expect(endpoint.requests).toHaveLength(1);
	});

	it('that was minted for the run is replaced once more, and no further', async () => {
		const tokens = run();
		const first = await tokens.current(LIMITS);
		await sent(first);
		const second = await tokens.afterRefusal(first, LIMITS);
		expect(await sent(second)).toBe('ya29.c.minted-2....');
		expect(await tokens.afterRefusal(second ?? {}, LIMITS)).toBeUndefined();
		expect(endpoint.requests).toHaveLength(2);
	});

	it('that was refused late gets the one that took its place', async () => {
		const tokens = run();
		const first = await tokens.current(LIMITS);
		const late = await tokens.current(LIMITS);
		await sent(first);
		expect(await sent(await tokens.afterRefusal(first, LIMITS))).toBe('ya29.c.minted-2....');
		expect(await sent(await tokens.afterRefusal(late, LIMITS))).toBe('ya29.c.minted-2....');
		expect(endpoint.requests).toHaveLength(2);
	});

	it('lets its successor be stored once, however many were refused late', async () => {
		database.accessToken = tokenOf(database, 'ya29.stored');
		const tokens = run();
		const old = await tokens.current(LIMITS);
		expect(await tokens.afterRefusal(old, LIMITS)).toMatchObject({ accessToken: '' });
		for (let late = 0; late < 3; late++) {
			const next = await tokens.afterRefusal(old, LIMITS);
			expect(unpackAccessToken(next?.accessToken)?.token).toBe('ya29.c.minted-1....');
		}
	});

	it('that was stored before does not count as a replacement of one minted for the run', async () => {
		database.accessToken = tokenOf(database, 'ya29.stored');
		const tokens = run();
		let next: ICredentialDataDecryptedObject | undefined = await tokens.current(LIMITS);
		const used = [];
		while (next) {
			used.push(await sent(next));
			next = await tokens.afterRefusal(next, LIMITS);
		}
		expect(used).toEqual(['ya29.stored', 'ya29.c.minted-1....', 'ya29.c.minted-2....']);
		expect(endpoint.requests).toHaveLength(2);
	});

	it('is the one in use where n8n left it out of the credential that was sent', async () => {
		const tokens = run();
		const handedOver = await tokens.current(LIMITS);
		expect(handedOver.accessToken).toBe('');
		expect(await sent(await tokens.afterRefusal(handedOver, LIMITS))).toBe('ya29.c.minted-2....');
	});

	it('that merely expired is renewed however often', async () => {
		const tokens = run();
		for (let hour = 1; hour <= 4; hour++) {
			expect(await sent(await tokens.current(LIMITS))).toBe(`ya29.c.minted-${hour}....`);
			vi.setSystemTime(Date.now() + 3_600_000);
		}
	});
});

describe('a credential that the user changes during the run', () => {
	it('is not overwritten by the key of before, and counts from the next sign-in', async () => {
		const tokens = run();
		const first = await tokens.current(LIMITS);
		await sent(first);
		Object.assign(database, { privateKey: keys[1], clientEmail: 'new@acme.iam.gserviceaccount.com' });
		const next = await tokens.afterRefusal(first, LIMITS);
		expect(next).toMatchObject({ privateKey: keys[1], clientEmail: 'new@acme.iam.gserviceaccount.com' });
		await sent(next);
		expect(database).toMatchObject({ privateKey: keys[1], clientEmail: 'new@acme.iam.gserviceaccount.com' });
		expect(endpoint.requests).toHaveLength(2);
	});

	it('also when that happens while the key of before is being exchanged', async () => {
		endpoint.hold();
		const current = run().current(LIMITS);
		await vi.advanceTimersByTimeAsync(10);
		database.privateKey = keys[1];
		endpoint.release();
		await sent(await current);
		expect(database.privateKey).toBe(keys[1]);
		expect(database.accessToken).toContain(identify(database).fingerprint);
	});

	it('sends no token of the key of before with the new one', async () => {
		endpoint.hold();
		const tokens = run();
		const both = Promise.all([tokens.current(LIMITS), tokens.current(LIMITS)]);
		await vi.advanceTimersByTimeAsync(10);
		database.privateKey = keys[1];
		endpoint.release();
		const [handedOver, packed] = await both;
		expect(handedOver).toMatchObject({ privateKey: keys[1], accessToken: '' });
		expect(packed.privateKey).toBe(keys[1]);
		expect(unpackAccessToken(packed.accessToken)).toMatchObject({
			fingerprint: identify(database).fingerprint,
			token: 'ya29.c.minted-2....',
		});
	});

	it('that could not be read once is read again for the next request', async () => {
		const read = vi.fn(async () => ({ ...database })).mockRejectedValueOnce(new Error('database is locked'));
		const tokens = new RunTokens(endpoint.helpers, undefined, read);
		await expect(tokens.current(LIMITS)).rejects.toThrow('database is locked');
		expect(await sent(await tokens.current(LIMITS))).toBe('ya29.c.minted-1....');
	});
});

describe('a token address in trouble', () => {
	const down = (times: number, headers: Record<string, string> = {}) => {
		for (let time = 0; time < times; time++) endpoint.script.push({ status: 503, body: '', headers });
	};
	const outcome = async (current: Promise<unknown>) => {
		const settled = current.then(
			() => 'signed in',
			(error: unknown) => error,
		);
		await vi.runAllTimersAsync();
		return await settled;
	};

	it('is asked once per backoff, for all requests of the run together', async () => {
		down(3);
		const tokens = run();
		const all = Promise.all(Array.from({ length: 50 }, async () => await tokens.current(LIMITS)));
		expect(await outcome(all)).toBe('signed in');
		expect(endpoint.requests).toHaveLength(4);
	});

	it('is given up after as many tries as the user allows, and then for the whole run', async () => {
		down(10);
		const tokens = run();
		const failed = await outcome(tokens.current({ ...LIMITS, maxRetries: 2 }));
		expect(failed).toMatchObject({
			failure: { code: 'TOKEN_ENDPOINT_UNAVAILABLE', httpStatus: 503 },
			passing: false,
		});
		expect(endpoint.requests).toHaveLength(3);
		expect(await outcome(tokens.current(LIMITS))).toBe(failed);
		expect(endpoint.requests).toHaveLength(3);
		// The next run begins anew.
		await outcome(run().current({ ...LIMITS, maxRetries: 0 }));
		expect(endpoint.requests).toHaveLength(4);
	});

	it('that asked to wait is left alone by the next run too', async () => {
		down(1, { 'retry-after': '30' });
		await outcome(run().current({ ...LIMITS, maxRetries: 0 }));
		const failed = await outcome(run().current({ ...LIMITS, maxRetries: 0 }));
		expect(failed).toMatchObject({ failure: { retryAfter: 30 } });
		expect(endpoint.requests).toHaveLength(1);
	});

	it('that asks for a longer wait than any is given up at once, with its figure', async () => {
		down(1, { 'retry-after': '600' });
		const failed = await outcome(run().current(LIMITS));
		expect(failed).toMatchObject({
			failure: { retryAfter: 600, advice: expect.stringContaining('10 minutes') as string },
		});
		expect(endpoint.requests).toHaveLength(1);
	});

	it('that asks for the longest wait there is, a minute, is waited for', async () => {
		down(1, { 'retry-after': '60' });
		const begin = Date.now();
		expect(await outcome(run().current(LIMITS))).toBe('signed in');
		expect(Date.now() - begin).toBeGreaterThanOrEqual(60_000);
		expect(endpoint.requests).toHaveLength(2);
	});

	it('that hangs ends the sign-in by itself, named', async () => {
		endpoint.hold();
		const begin = Date.now();
		const failed = await outcome(run().current(LIMITS));
		expect(failed).toMatchObject({ failure: { code: 'TIMEOUT' }, passing: false });
		expect(String(failed)).toMatch(/couldn't sign in: .*didn't answer within 15 seconds.*Check 'Token URL'/);
		expect(Date.now() - begin).toBeLessThan(40_000);
	});

	it('is waited for no longer than two seconds where requests may take less, then asked again', async () => {
		endpoint.hold();
		const begin = Date.now();
		const failed = await outcome(run().current({ ...LIMITS, maxRetries: 1, timeoutMs: 400 }));
		expect(String(failed)).toContain("didn't answer within 2 seconds");
		expect(Date.now() - begin).toBeLessThan(20_000);
		expect(endpoint.requests).toHaveLength(2);
		endpoint.release();
		expect(await outcome(run().current(LIMITS))).toBe('signed in');
	});

	it('holds nobody who cancels', async () => {
		endpoint.hold();
		const controller = new AbortController();
		const current = run().current({ ...LIMITS, signal: controller.signal });
		const failed = current.catch((error: unknown) => error);
		await vi.advanceTimersByTimeAsync(100);
		controller.abort();
		expect(await failed).toBeInstanceOf(RunCanceled);
		endpoint.release();
	});

	it('is not even asked for a run that was cancelled before', async () => {
		const current = run().current({ ...LIMITS, signal: AbortSignal.abort() });
		await expect(current).rejects.toBeInstanceOf(RunCanceled);
		expect(endpoint.requests).toHaveLength(0);
	});

	it('that refuses the key is asked once', async () => {
		endpoint.script.push({
			status: 400,
			body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
		});
		const tokens = run();
		const [first, second] = await Promise.all([
			outcome(tokens.current(LIMITS)),
			outcome(tokens.current(LIMITS)),
		]);
		expect(first).toBeInstanceOf(CredentialProblem);
		expect(first).toMatchObject({ failure: { code: 'invalid_grant' } });
		expect(second).toBe(first);
		expect(await outcome(tokens.current(LIMITS))).toBe(first);
		expect(endpoint.requests).toHaveLength(1);
	});
});
