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

	it('counts the tokens of a batch of Instance ID, together with those of the other service', async () => {
		const times: Array<[time: number, tokens: number]> = [];
		const batches = run({
			tokens: 2 * QUOTA,
			projectId: 'batches',
			service: 'instanceId',
			options: { concurrency: 5 },
			respond: ({ body }) => {
				const tokens = (body as { registration_tokens: string[] }).registration_tokens;
				times.push([Date.now(), tokens.length]);
				return { body: { results: tokens.map(() => ({})) } };
			},
		});
		const single = run({ tokens: 1000, projectId: 'batches' });
		await vi.advanceTimersByTimeAsync(10_000);
		expect((await batches.done).items).toHaveLength(2 * QUOTA);
		expect((await single.done).items).toHaveLength(1000);
		const all = [...times.flatMap(([time, tokens]) => Array<number>(tokens).fill(time)), ...single.times];
		expect(peak(all)).toBe(QUOTA);
	});

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
