import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createEngine, NODE, singleNode, type Engine } from '../../../playground/engine/index.mts';
import { startSandbox, type Sandbox } from '../../../playground/sandbox/index.mts';
import { inTheWay } from '../bench.mts';
import { addFaults } from './faults.mts';

/** For what is the same with Keep Connections on. */
const itOneWay = it.runIf(process.env.KEEP_CONNECTIONS === undefined);

const ITEMS = 100_000;
/** Every 20th call goes wrong: 5 %. */
const EVERY = 20;
/** Small batches, so that there are a thousand calls to go wrong. */
const BATCH = 100;
const SOAK_LIMIT_MS = 240_000;

let sandbox: Sandbox;
let engine: Engine;

beforeAll(async () => {
	sandbox = await startSandbox({ serviceAccount: true, logMode: 'light' });
	engine = await createEngine({
		logLevel: 'warn',
		credentials: {
			pushwooshApi: { apiToken: 'SERVER_TOKEN', baseUrl: sandbox.url },
			googleFcmServiceAccountApi: {
				privateKey: JSON.stringify(sandbox.serviceAccountKey),
				otherAddresses: true,
				iidUrl: sandbox.url,
				fcmUrl: sandbox.url,
				tokenUrl: sandbox.tokenUrl,
			},
		},
	});
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	sandbox.google.settings.changesPerSecond = Infinity;
	sandbox.pushwoosh.settings.rateLimit.enabled = false;
});

describe(`${ITEMS} items while every ${EVERY}th call goes wrong in one of ten ways`, () => {
	itOneWay(
		'reports of each subscription what the service did',
		async () => {
			const tokens = Array.from({ length: ITEMS }, (_, index) => `t${index}:APA91bSoak`);
			const dead = tokens.filter((_, index) => index % 500 === 0);
			sandbox.google.declareTokens(dead, { state: 'unregistered' });
			const taken = addFaults(sandbox, '/iid/v1:batchAdd', EVERY);

			const result = await engine.run(
				singleNode(
					'topicBatch',
					{
						service: 'instanceId',
						topic: 'soak',
						registrationIds: '={{ $json.token }}',
						options: { batchSize: BATCH, concurrency: 50 },
					},
					{ credentials: 'googleFcmServiceAccountApi', onError: 'continueErrorOutput' },
				),
				{ items: tokens.map((token) => ({ token })) },
			);

			expect(result.status).toBe('success');
			const { success, failed } = result.node(NODE);
			expect(success.length + failed.length).toBe(ITEMS);
			for (const [name, times] of taken) expect(times, name).toBeGreaterThan(3);

			const subscribed = new Set(sandbox.google.subscribers('soak'));
			const reported = new Set(success.map(({ json }) => json.registrationToken as string));
			expect(reported.size).toBe(success.length);
			for (const { json } of success) expect(json.success).toBe(true);
			const missing = [...reported].filter((token) => !subscribed.has(token));
			expect(missing, 'reported as subscribed, but not').toEqual([]);

			const codes = new Map(
				failed.map(({ json }) => [json.token as string, (json.details as IDataObject).code]),
			);
			expect(
				dead.filter((token) => !codes.has(token)),
				'dead, but not reported',
			).toEqual([]);
			// Only answers that prove nothing end a call for good: all others were repeated with success.
			expect([...new Set(codes.values())].sort()).toEqual(['NOT_FOUND', 'UNEXPECTED_ANSWER']);
			// A repeated call whose first attempt was acted on may end with an answer that proves nothing: its report
			// has to say just that. Every other report says that the subscription wasn't made.
			const claimsNothing = ({ error, details }: IDataObject) =>
				String(error).startsWith('Nothing proves that Google did') &&
				Number((details as IDataObject).attempts) > 1;
			const done = failed
				.map(({ json }) => json)
				.filter((json) => subscribed.has(json.token as string) && !claimsNothing(json))
				.map(({ token }) => token);
			expect(done, 'reported as not done, but subscribed').toEqual([]);
		},
		SOAK_LIMIT_MS,
	);

	it(
		'sends no message twice and says of each user whether a message was made',
		async () => {
			const users = Array.from({ length: ITEMS }, (_, index) => `soak-user-${index}`);
			const taken = addFaults(sandbox, '/json/1.3/createMessage', EVERY);

			const result = await engine.run(
				singleNode(
					'sendPush',
					inTheWay('sendPush', {
						application: { __rl: true, mode: 'code', value: 'AAAAA-00000' },
						audience: 'users',
						userIds: '={{ $json.user }}',
						content: 'Soak',
						options: { batchSize: BATCH, concurrency: 50, requestsPerMinute: 1_000_000 },
					}),
					{ credentials: 'pushwooshApi', onError: 'continueErrorOutput' },
				),
				{ items: users.map((user) => ({ user })) },
			);

			expect(result.status).toBe('success');
			const { success, failed } = result.node(NODE);
			expect(success.length + failed.length).toBe(ITEMS);
			for (const [name, times] of taken) expect(times, name).toBeGreaterThan(3);

			const messages = sandbox.pushwoosh.sentMessages();
			const timesReached = new Map<string, number>();
			for (const { recipients } of messages) {
				for (const user of recipients) timesReached.set(user, (timesReached.get(user) ?? 0) + 1);
			}
			expect([...timesReached.values()].filter((times) => times > 1)).toEqual([]);

			const codes = new Map(messages.map((message) => [message.code, new Set(message.recipients)]));
			for (const { json, pairedItem } of success) {
				const user = users[(pairedItem as { item: number }).item]!;
				if (!codes.get(json.messageCode as string)?.has(user))
					throw new Error(`${user} isn't in the message reported for it`);
			}
			for (const { json } of failed) {
				const wasSent = timesReached.has(json.user as string);
				const { uncertain } = json.details as { uncertain?: boolean };
				if (wasSent && !uncertain)
					throw new Error(`${String(json.user)} was reached, but reported as certainly not sent`);
			}
			expect(failed.length).toBeGreaterThan(0);
		},
		SOAK_LIMIT_MS,
	);

	itOneWay(
		'adds to no list twice and says of each user whether it was done',
		async () => {
			const users = Array.from({ length: ITEMS }, (_, index) => `soak-user-${index}`);
			const unknown = users.filter((_, index) => index % 500 === 0);
			for (const user of unknown) sandbox.pushwoosh.unknownDevices.add(user);
			// Handing a request over, and asking what came of it.
			const taken = addFaults(sandbox, '/api/v2/audience/bulkSetTags*', EVERY);

			const result = await engine.run(
				singleNode(
					'manageAudience',
					{
						application: { __rl: true, mode: 'code', value: 'AAAAA-00000' },
						identifier: '={{ $json.user }}',
						tagSource: 'columns',
						columns: 'Interests',
						listOperator: 'append',
						options: { batchSize: BATCH, concurrency: 50, pollInterval: 0.1 },
					},
					{ credentials: 'pushwooshApi', onError: 'continueErrorOutput' },
				),
				{ items: users.map((user) => ({ user, Interests: 'soak' })) },
			);

			expect(result.status).toBe('success');
			const { success, failed } = result.node(NODE);
			expect(success.length + failed.length).toBe(ITEMS);
			for (const [name, times] of taken) expect(times, name).toBeGreaterThan(3);

			const tagged = new Map<string, number>();
			for (const { id } of sandbox.pushwoosh.books.tagChanges) tagged.set(id, (tagged.get(id) ?? 0) + 1);
			expect([...tagged].filter(([, times]) => times > 1)).toEqual([]);
			const wrong = success.filter(
				({ json, pairedItem }) =>
					json.success !== true ||
					json.identifier !== users[(pairedItem as { item: number }).item] ||
					!tagged.has(String(json.identifier)),
			);
			expect(wrong, 'reported as tagged, but not').toEqual([]);
			// What was handed over has the ID of its request.
			const denied = failed
				.map(({ json }) => json as { user: string; details: IDataObject })
				.filter(({ user, details }) => tagged.has(user) && !details.uncertain && !details.requestId);
			expect(denied, 'reported as certainly not tagged, but is').toEqual([]);
			const codes = new Map(
				failed.map(({ json }) => [json.user as string, (json.details as IDataObject).code]),
			);
			const silent = unknown.filter((user) => !codes.has(user));
			expect(silent, 'unknown, but not reported').toEqual([]);
			expect(failed.length).toBeGreaterThan(unknown.length);
		},
		SOAK_LIMIT_MS,
	);
});

describe('messages through FCM, a request each, while every 20th goes wrong', () => {
	const DEVICES = 4000;

	it(
		'reach no device twice, and each report says what became of it',
		async () => {
			const tokens = Array.from({ length: DEVICES }, (_, index) => `m${index}:APA91bSoak`);
			const dead = new Set(tokens.filter((_, index) => index % 250 === 0));
			sandbox.google.declareTokens([...dead], { state: 'unregistered' });
			const taken = addFaults(sandbox, '*messages:send', EVERY);

			const result = await engine.run(
				singleNode('fcmSend', inTheWay('fcmSend', { title: 'Soak', registrationIds: '={{ $json.token }}' }), {
					credentials: 'googleFcmServiceAccountApi',
					onError: 'continueErrorOutput',
				}),
				{ items: tokens.map((token) => ({ token })) },
			);

			expect(result.status).toBe('success');
			const { success, failed } = result.node(NODE);
			expect(success.length + failed.length).toBe(DEVICES);
			for (const [name, times] of taken) expect(times, name).toBeGreaterThan(3);
			const { books } = sandbox.google.fcm;
			expect(books.doubles()).toEqual([]);
			expect(books.missing(success.map(({ json }) => String(json.registrationToken)))).toEqual([]);
			const called = new Set<string>();
			for (const { json } of failed) {
				const { uncertain, code } = json.details as { uncertain?: boolean; code: string };
				const token = String(json.token);
				if (code === 'NOT_FOUND') called.add(token);
				if (books.times(token) > 0 && !uncertain)
					throw new Error(`${token} was reached, but reported as certainly not sent`);
			}
			expect([...called].filter((token) => !dead.has(token))).toEqual([]);
			expect(failed.length).toBeGreaterThan(dead.size);
		},
		SOAK_LIMIT_MS,
	);
});

describe('figures of 2,500 messages, page by page, while every 3rd call goes wrong', () => {
	const MESSAGES = 2500;
	const ROWS = 40;

	it(
		'are all there for each row, or the row fails',
		async () => {
			sandbox.seed({ pushwoosh: { pastMessages: { count: MESSAGES } } });
			const taken = addFaults(sandbox, '/api/v2/messages:list', 3);
			// Rows that ask for the same would share the answer.
			const items = Array.from({ length: ROWS }, (_, row) => ({ limit: MESSAGES + row }));
			// Of a thousand calls, one may well be the third each time it is made: so often that no row fails by it.
			const options = { maxRetries: 20 };
			const result = await engine.run(
				singleNode(
					'pushStatistics',
					{
						application: { __rl: true, mode: 'code', value: 'AAAAA-00000' },
						limit: '={{ $json.limit }}',
						options,
					},
					{ credentials: 'pushwooshApi', onError: 'continueErrorOutput' },
				),
				{ items },
			);

			expect(result.status).toBe('success');
			const { success, failed } = result.node(NODE);
			for (const [name, times] of taken) expect(times, name).toBeGreaterThan(3);
			const codes = new Map<number, string[]>();
			for (const { json, pairedItem } of success) {
				const { item } = pairedItem as { item: number };
				const found = codes.get(item) ?? [];
				found.push(String(json.code));
				codes.set(item, found);
			}
			const wanted = sandbox.pushwoosh.books.pastMessages.map(({ code }) => code).sort();
			for (const [row, found] of codes) expect(found.sort(), `row ${row}`).toEqual(wanted);
			expect(codes.size + failed.length).toBe(ROWS);
			// Only answers that prove nothing end a row for good.
			expect([...new Set(failed.map(({ json }) => (json.details as IDataObject).code))]).toEqual([
				'UNEXPECTED_ANSWER',
			]);
			expect(codes.size).toBeGreaterThan(ROWS / 2);
		},
		SOAK_LIMIT_MS,
	);
});

describe("n8n's Retry On Fail, run after run", () => {
	const RUNS = 100;
	const ROWS = 100;

	it(
		'repeats every 10th run, and still sends no message twice',
		async () => {
			// What Pushwoosh makes of a transaction ID that it knows isn't documented.
			sandbox.pushwoosh.settings.transactionMemoryMs = 0;
			const taken = addFaults(sandbox, '/json/1.3/createMessage', EVERY);
			const reached = new Map<string, number>();
			let repeated = 0;
			for (let at = 0; at < RUNS; at++) {
				// The first row of every 10th run is bad: n8n runs the node three times.
				const isRepeated = at % 10 === 0;
				const users = Array.from({ length: ROWS }, (_, row) =>
					isRepeated && row === 0 ? '' : `run-${at}-user-${row}`,
				);
				const result = await engine.run(
					singleNode(
						'sendPush',
						inTheWay('sendPush', {
							application: { __rl: true, mode: 'code', value: 'AAAAA-00000' },
							audience: 'users',
							userIds: '={{ $json.user }}',
							content: 'Soak',
							options: { batchSize: 5, concurrency: 20, requestsPerMinute: 1_000_000, maxRetries: 0 },
						}),
						{
							credentials: 'pushwooshApi',
							onError: 'continueErrorOutput',
							...(isRepeated ? { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } : {}),
						},
					),
					{ items: users.map((user) => ({ user })) },
				);
				const { success, failed } = result.node(NODE);
				expect(success.length + failed.length).toBe(ROWS);
				if (isRepeated) repeated++;
				for (const { json } of failed) {
					const { uncertain } = json.details as { uncertain?: boolean };
					const wasSent = sandbox.pushwoosh
						.sentMessages()
						.some(({ recipients }) => recipients.includes(String(json.user)));
					if (wasSent && !uncertain)
						throw new Error(`${String(json.user)} was reached, but reported as certainly not sent`);
				}
			}
			for (const { recipients } of sandbox.pushwoosh.sentMessages()) {
				for (const user of recipients) reached.set(user, (reached.get(user) ?? 0) + 1);
			}
			expect(repeated).toBe(RUNS / 10);
			expect([...taken.values()].reduce((sum, times) => sum + times, 0)).toBeGreaterThan(50);
			expect([...reached].filter(([, times]) => times > 1)).toEqual([]);
		},
		SOAK_LIMIT_MS,
	);
});

describe('tokens that fail for good', () => {
	const HEALTHY = 3000;
	const FAILING = 60;

	/** Looks all tokens up; @returns when the last healthy one was answered, in milliseconds from the first request. */
	async function lookUp(tokens: string[], failing: ReadonlySet<string>): Promise<number> {
		sandbox.reset();
		sandbox.google.settings.changesPerSecond = Infinity;
		let first: number | undefined;
		let last = 0;
		sandbox.faults.add({
			match: {
				path: '/iid/info/*',
				when: ({ path }) => {
					first ??= performance.now();
					const isFailing = failing.has(decodeURIComponent(path.slice('/iid/info/'.length)));
					if (!isFailing) last = performance.now();
					return isFailing;
				},
			},
			answer: { status: 500, body: { error: 'INTERNAL' } },
		});
		const result = await engine.run(
			singleNode(
				'iidLookup',
				inTheWay('iidLookup', {
					service: 'instanceId',
					registrationId: '={{ $json.token }}',
					options: { maxRetries: 2 },
				}),
				{ credentials: 'googleFcmServiceAccountApi', onError: 'continueErrorOutput' },
			),
			{ items: tokens.map((token) => ({ token })) },
		);
		const { success, failed } = result.node(NODE);
		expect([success.length, failed.length]).toEqual([HEALTHY, failing.size]);
		return last - (first ?? 0);
	}

	it(
		'hold the healthy ones up by next to nothing',
		async () => {
			const healthy = Array.from({ length: HEALTHY }, (_, at) => `h${at}:1`);
			const failing = Array.from({ length: FAILING }, (_, at) => `f${at}:1`);
			await lookUp(healthy, new Set());
			const alone = await lookUp(healthy, new Set());
			// All of them before the healthy ones: each waits 3 seconds altogether for its tries.
			const beside = await lookUp([...failing, ...healthy], new Set(failing));
			// A fifth, and the grain of a busy machine; held up by sleepers it would be several times as long.
			expect(beside).toBeLessThan(1.2 * alone + 500);
		},
		SOAK_LIMIT_MS,
	);
});
