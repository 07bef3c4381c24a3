import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { useBench } from '../bench.mts';

/** The token exchange of a run: its own end, its own owner. */

const bench = useBench('iidLookup');
const items = (count: number) => Array.from({ length: count }, (_, index) => ({ token: `t${index}:1` }));
const look = { registrationId: '={{ $json.token }}', details: false };
const EO = { onError: 'continueErrorOutput' } as const;
const ACCOUNT = 'googleFcmServiceAccountApi';
const exchanges = () => bench.sandbox.log.entries.filter(({ path }) => path === '/token').length;
const first = (failures: Array<Record<string, unknown>>) => JSON.stringify(failures[0]);

describe('a sign-in', () => {
	it('that hangs is named, whatever time a request may take, and sends no request', async () => {
		bench.sandbox.faults.add({ match: { path: '/token' }, answer: { connection: 'hang' } });
		const run = await bench.run(
			{ ...look, options: { timeout: 1000, maxRetries: 0 } },
			{ items: items(3), ...EO },
		);
		expect(run.failures).toHaveLength(3);
		expect(first(run.failures)).toMatch(/The service account couldn't sign in: .*Check 'Token URL'/);
		expect(first(run.failures)).not.toContain('Timeout (Ms)');
		expect(exchanges()).toBe(1);
		expect(bench.requests()).toEqual([]);
	}, 60_000);

	it('that takes longer than a request may is waited for', async () => {
		bench.sandbox.faults.add({ match: { path: '/token' }, answer: { delayMs: 700 } });
		const run = await bench.run(
			{ ...look, options: { timeout: 500, maxRetries: 0 } },
			{ items: items(3), ...EO },
		);
		expect(run.results).toHaveLength(3);
		expect(exchanges()).toBe(1);
	});

	it('that fails for now is tried once per backoff for the whole run, then succeeds', async () => {
		bench.sandbox.faults.add({ match: { path: '/token' }, times: 2, answer: { status: 503, body: '' } });
		const run = await bench.run(look, { items: items(60), ...EO });
		expect(run.results).toHaveLength(60);
		expect(exchanges()).toBe(3);
	});

	it('whose token ends in mid-run while the token address is down is tried once per backoff', async () => {
		let count = 0;
		bench.sandbox.faults.add({
			match: {
				when: ({ path }) => {
					if (path === '/token') return false;
					if (++count === 60) {
						bench.sandbox.google.revokeAccessTokens();
						bench.sandbox.faults.add({ match: { path: '/token' }, answer: { status: 503, body: '' } });
					}
					return false;
				},
			},
			answer: { status: 500, body: '' },
		});
		const run = await bench.run({ ...look, options: { maxRetries: 1 } }, { items: items(200), ...EO });
		expect(run.results.length).toBeGreaterThan(20);
		expect(run.results.length + run.failures.length).toBe(200);
		expect(exchanges()).toBe(3);
		expect(first(run.failures)).toContain("Google's sign-in isn't available right now");
	}, 60_000);

	it('is stored once, however many requests wait for it', async () => {
		bench.engine.credentials.updates.length = 0;
		let count = 0;
		bench.sandbox.faults.add({
			match: {
				when: ({ path }) => {
					if (path !== '/token' && ++count === 60) bench.sandbox.google.revokeAccessTokens();
					return false;
				},
			},
			answer: { status: 500, body: '' },
		});
		const run = await bench.run(look, { items: items(200), ...EO });
		expect(run.results).toHaveLength(200);
		expect(exchanges()).toBe(2);
		expect(bench.engine.credentials.updates).toHaveLength(2);
	});

	it('keeps to what the user saves during the run', async () => {
		const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
		const changed = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
		let count = 0;
		bench.sandbox.faults.add({
			match: {
				when: ({ path }) => {
					if (path === '/token' || ++count !== 30) return false;
					bench.engine.credentials.patch(ACCOUNT, {
						privateKey: changed,
						clientEmail: 'new@acme.iam.gserviceaccount.com',
					});
					bench.sandbox.google.revokeAccessTokens();
					return false;
				},
			},
			answer: { status: 500, body: '' },
		});
		const run = await bench.run(look, { items: items(80), ...EO });
		expect(bench.engine.credentials.get(ACCOUNT).data).toMatchObject({
			privateKey: changed,
			clientEmail: 'new@acme.iam.gserviceaccount.com',
		});
		expect(first(run.failures)).toContain('Google knows no service account');
	});
});

it('runs that start at the same time share one exchange', async () => {
	bench.sandbox.faults.add({ match: { path: '/token' }, answer: { delayMs: 200 } });
	const runs = await Promise.all(
		[1, 2, 3].map(async () => await bench.run(look, { items: items(5), ...EO })),
	);
	expect(runs.map(({ results }) => results.length)).toEqual([5, 5, 5]);
	expect(exchanges()).toBe(1);
});
