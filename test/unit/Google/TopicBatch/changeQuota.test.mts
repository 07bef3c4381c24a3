import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { packAccessToken } from '../../../../nodes/Google/api/auth/accessToken.ts';
import { identify } from '../../../../nodes/Google/api/auth/identity.ts';
import { TopicBatch } from '../../../../nodes/Google/TopicBatch/TopicBatch.node.ts';
import { fakeContext, type Respond } from '../../shared/fakeContext.mts';
import { rsaKey, serviceAccount } from '../api/auth/keys.mts';

/** Google's quota: changes of topic subscriptions a second and project (the service's reference, section 9). */
const QUOTA = 3000;
const { pem } = rsaKey();

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

interface Setup {
	tokens: number;
	projectId: string;
	fcmUrl?: string;
	operation?: string;
	service?: string;
	options?: INodeParameters;
	signal?: AbortSignal;
	respond?: Respond;
}

const subscribed: Respond = ({ method }) => ({ body: method === 'DELETE' ? {} : { topic_name: 'news' } });

/** Runs the node, as many requests at once as it may have, and notes when each request left. */
function run({
	tokens,
	projectId,
	fcmUrl,
	operation,
	service = 'fcm',
	options,
	signal,
	respond = subscribed,
}: Setup) {
	const times: number[] = [];
	const { context } = fakeContext({
		items: Array.from({ length: tokens }, (_, index) => ({ token: `t${index}:1` })),
		parameters: {
			service,
			...(operation ? { operation } : {}),
			topic: 'news',
			registrationIds: '={{ $json.token }}',
			options: { concurrency: 1000, ...options },
		},
		signal,
		respond: async (...request) => {
			times.push(Date.now());
			return await respond(...request);
		},
	});
	const account = serviceAccount(pem, { projectId, ...(fcmUrl ? { fcmUrl } : {}) });
	const { fingerprint } = identify(account);
	account.accessToken = packAccessToken({ fingerprint, usableUntil: 4_000_000_000, token: 'ya29.stored' });
	context.getCredentials = async <T extends object = IDataObject>() => account as T;
	const done = new TopicBatch().execute.call(context).then(
		([items]) => ({ items, error: undefined, at: Date.now() }),
		(error: Error) => ({ items: [], error, at: Date.now() }),
	);
	return { times, done };
}

const tokensIn = (body: unknown) => (body as { registration_tokens: string[] }).registration_tokens;

/** Most moments within any rolling second. */
function peak(times: number[]): number {
	const sorted = [...times].sort((a, b) => a - b);
	let oldest = 0;
	return sorted.reduce((most, time, at) => {
		while (sorted[oldest] <= time - 1000) oldest++;
		return Math.max(most, at - oldest + 1);
	}, 0);
}
const span = (times: number[]) => Math.max(...times) - Math.min(...times);

describe("a project's quota of changes", () => {
	it.each(['subscribe', 'unsubscribe'])('does not slow a run below it (%s)', async (operation) => {
		const { times, done } = run({ tokens: QUOTA, projectId: `below-${operation}`, operation });
		await vi.advanceTimersByTimeAsync(1000);
		expect((await done).items).toHaveLength(QUOTA);
		expect(span(times)).toBeLessThan(200);
	});

	it('is kept by a run above it, which is no slower than the quota', async () => {
		const { times, done } = run({ tokens: 2 * QUOTA + 500, projectId: 'above' });
		await vi.advanceTimersByTimeAsync(10_000);
		expect((await done).items).toHaveLength(2 * QUOTA + 500);
		expect(peak(times)).toBe(QUOTA);
		expect(span(times)).toBeGreaterThanOrEqual(2000);
		expect(span(times)).toBeLessThan(2500);
	});

	it('is kept by all runs of the process together', async () => {
		const runs = ['subscribe', 'unsubscribe', 'subscribe'].map((operation) =>
			run({ tokens: 2000, projectId: 'shared', operation }),
		);
		await vi.advanceTimersByTimeAsync(10_000);
		for (const { done } of runs) expect((await done).items).toHaveLength(2000);
		const times = runs.flatMap((each) => each.times);
		expect(times).toHaveLength(6000);
		expect(peak(times)).toBe(QUOTA);
		expect(span(times)).toBeLessThan(2500);
	});

	it('is counted for each project and each address on its own', async () => {
		const runs = [
			run({ tokens: QUOTA, projectId: 'one' }),
			run({ tokens: QUOTA, projectId: 'two' }),
			run({ tokens: QUOTA, projectId: 'one', fcmUrl: 'https://fcm.example.com' }),
		];
		await vi.advanceTimersByTimeAsync(1000);
		for (const { times, done } of runs) {
			expect((await done).items).toHaveLength(QUOTA);
			expect(span(times)).toBeLessThan(200);
		}
	});

	it('counts repeats too', async () => {
		const refused = new Set<string>();
		const { times, done } = run({
			tokens: QUOTA - 100,
			projectId: 'repeats',
			respond: (request, at) => {
				if (refused.size === 400 || refused.has(request.url)) return subscribed(request, at);
				refused.add(request.url);
				return { statusCode: 429, headers: { 'retry-after': '0' } };
			},
		});
		await vi.advanceTimersByTimeAsync(10_000);
		expect((await done).items).toHaveLength(QUOTA - 100);
		expect(times).toHaveLength(QUOTA + 300);
		expect(peak(times)).toBe(QUOTA);
	});

	it('counts a batch of Instance ID as one change as long as Google takes them', async () => {
		const { times, done } = run({
			tokens: 40_000,
			projectId: 'batches',
			service: 'instanceId',
			options: { concurrency: 5 },
			respond: ({ body }) => ({ body: { results: tokensIn(body).map(() => ({})) } }),
		});
		await vi.advanceTimersByTimeAsync(1000);
		expect((await done).items).toHaveLength(40_000);
		expect(times).toHaveLength(40);
		expect(span(times)).toBeLessThan(500);
	});

	it.each<[string, (tokens: string[]) => Awaited<ReturnType<Respond>>]>([
		['the request', () => ({ statusCode: 429, body: { error: 'RESOURCE_EXHAUSTED' } })],
		['its tokens', (tokens) => ({ body: { results: tokens.map(() => ({ error: 'RESOURCE_EXHAUSTED' })) } })],
	])(
		'counts each token from when Google held %s back, together with the other service',
		async (what, heldBack) => {
			const projectId = `counted-${what.length}`;
			const taken: number[] = [];
			const atOnce = (now: number) => taken.filter((time) => time > now - 1000).length;
			let lastHeldBack = 0;
			const batches = run({
				tokens: 4 * QUOTA,
				projectId,
				service: 'instanceId',
				options: { concurrency: 5 },
				respond: ({ body }) => {
					const now = Date.now();
					const tokens = tokensIn(body);
					if (atOnce(now) + tokens.length > QUOTA) {
						lastHeldBack = now;
						return heldBack(tokens);
					}
					taken.push(...Array<number>(tokens.length).fill(now));
					return { body: { results: tokens.map(() => ({})) } };
				},
			});
			await vi.advanceTimersByTimeAsync(2000);
			const single = run({ tokens: 1000, projectId });
			await vi.advanceTimersByTimeAsync(60_000);
			const { items } = await batches.done;
			expect(items.filter(({ json }) => json.success === true)).toHaveLength(4 * QUOTA);
			expect((await single.done).items).toHaveLength(1000);
			expect(batches.times.length).toBeLessThanOrEqual((4 * QUOTA) / 1000 + 7);
			expect(lastHeldBack - Math.min(...batches.times)).toBeLessThan(1000);
			const later = [...taken.filter((time) => time > lastHeldBack), ...single.times];
			expect(peak(later)).toBeLessThanOrEqual(QUOTA);
		},
	);

	it('is not waited for in a cancelled run', async () => {
		const controller = new AbortController();
		const { times, done } = run({ tokens: 2 * QUOTA, projectId: 'cancelled', signal: controller.signal });
		await vi.advanceTimersByTimeAsync(500);
		const cancelledAt = Date.now();
		controller.abort();
		await vi.advanceTimersByTimeAsync(250);
		const { error, at } = await done;
		expect(error?.message).toContain(`Execution was canceled: ${QUOTA} of ${2 * QUOTA} units done`);
		expect(at - cancelledAt).toBeLessThanOrEqual(250);
		expect(times).toHaveLength(QUOTA);
	});
});
