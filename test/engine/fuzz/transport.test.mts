import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
	createEngine,
	NODE,
	singleNode,
	type Engine,
	type RunResult,
} from '../../../playground/engine/index.mts';
import { createServiceAccountKey } from '../../../playground/sandbox/google/serviceAccountKey.mts';
import { ok, startHostileServer, type Delivery, type HostileServer } from './hostileServer.mts';
import { ACCOUNT, credentialsFor, subjects, type Subject } from './subjects.mts';

/** Answers that never end, or not well: each run must, within its time-out, and without taking the memory. */
const TIMEOUT_MS = 400;
const LARGEST_ANSWER = 16 * 1024 * 1024;
const ITEMS = 3;

let service: HostileServer;
let engine: Engine;
let key = '';

beforeAll(async () => {
	service = await startHostileServer();
	const account = { projectId: 'fuzz-project', clientEmail: 'fuzz@fuzz-project.iam.gserviceaccount.com' };
	key = JSON.stringify((await createServiceAccountKey({ ...account, tokenUri: `${service.url}/token` })).key);
	const credentials = credentialsFor(service.url, key);
	engine = await createEngine({ credentials });
});

afterAll(async () => await service.close());

const items = Array.from({ length: ITEMS }, (_, at) => ({
	id: `id-${at}`,
	few: '0',
	apns: `${at}`.repeat(64),
}));

async function run(subject: Subject, delivery: Delivery, timeout = TIMEOUT_MS): Promise<RunResult> {
	service.script((asked) => ok(subject.truth(asked), { delivery }));
	const { options = {}, ...parameters } = subject.parameters;
	const spec = singleNode(
		subject.type,
		{ ...parameters, options: { maxRetries: 0, timeout, concurrency: 2, ...(options as object) } },
		{ credentials: subject.credential, onError: 'continueErrorOutput' },
	);
	return await engine.run(spec, { items });
}

const codes = (result: RunResult) =>
	result.node(NODE).failed.map(({ json }) => (json.details as { code: string }).code);

/** How an answer travels matters to all operations alike: one of each node. */
const oneOfEach = [...new Map(subjects.toReversed().map((subject) => [subject.type, subject])).entries()];

describe.each(oneOfEach)('%s', (_, subject) => {
	it.each<[Delivery]>([['silent'], ['drip']])('ends in time when the answer is %s', async (delivery) => {
		const result = await run(subject, delivery);
		expect(result.duration).toBeLessThan(ITEMS * (TIMEOUT_MS + 600) + 1000);
		expect(result.node(NODE).success).toEqual([]);
		expect([...new Set(codes(result))]).toEqual(['TIMEOUT']);
		expect(codes(result).length).toBe(ITEMS);
	});

	it('leaves an endless answer at the limit', async () => {
		const result = await run(subject, 'endless', 10_000);
		expect(result.node(NODE).success).toEqual([]);
		expect([...new Set(codes(result))]).toEqual(['ANSWER_TOO_LARGE']);
		const requests = service.exchanges.length;
		// What the sockets of both sides hold comes on top of what was read.
		expect(service.poured).toBeLessThan(requests * (LARGEST_ANSWER + 12 * 1024 * 1024));
	});
});

describe('memory', () => {
	const lookup = subjects.find(({ name }) => name === 'iidLookup') as Subject;
	/** Two requests in flight, each with at most a buffer that has just doubled: 96 MB, and a third more. */
	const BOUND = 128 * 1024 * 1024;
	setFlagsFromString('--expose-gc');
	const collectGarbage = runInNewContext('gc') as () => void;
	const used = () => {
		const { heapUsed, external } = process.memoryUsage();
		return heapUsed + external;
	};

	it.each<[Delivery]>([['bomb'], ['endless'], ['crumbs']])(
		'stays bounded with the answer %s',
		async (delivery) => {
			collectGarbage();
			const before = used();
			let most = 0;
			const watch = setInterval(() => {
				// When garbage goes is V8's business: what counts is what is held.
				if (used() - before > BOUND) collectGarbage();
				most = Math.max(most, used() - before);
			}, 5);
			const result = await run(lookup, delivery, 3000);
			clearInterval(watch);
			expect(result.node(NODE).success).toEqual([]);
			expect(codes(result).length).toBe(ITEMS);
			expect(most).toBeLessThan(BOUND);
		},
	);
});

describe('sign-in', () => {
	const lookup = subjects.find(({ name }) => name === 'iidLookup') as Subject;

	/** A key of its own for each test: what one of them signs in with must not serve another. */
	async function withSignIn(delivery: Delivery, timeout: number): Promise<RunResult> {
		const account = {
			projectId: 'fuzz-project',
			clientEmail: `${delivery}@fuzz-project.iam.gserviceaccount.com`,
		};
		const { key: own } = await createServiceAccountKey({ ...account, tokenUri: `${service.url}/token` });
		engine.credentials.patch(ACCOUNT, { privateKey: JSON.stringify(own), accessToken: '' });
		service.signIn = () => ok({ access_token: 'ya29.x', expires_in: 3600 }, { delivery });
		try {
			return await run(lookup, 'whole', timeout);
		} finally {
			service.signIn = undefined;
		}
	}

	it.each<[Delivery]>([['silent'], ['drip'], ['reset'], ['cut']])(
		'ends in time when its answer is %s',
		async (delivery) => {
			const result = await withSignIn(delivery, TIMEOUT_MS);
			expect(result.duration).toBeLessThan(ITEMS * (TIMEOUT_MS + 600) + 1000);
			expect(result.node(NODE).success).toEqual([]);
			expect(codes(result).length).toBe(ITEMS);
		},
	);

	it.each<[Delivery]>([['endless'], ['bomb']])(
		'leaves an answer that is %s at the limit',
		async (delivery) => {
			const result = await withSignIn(delivery, 10_000);
			expect(codes(result)).toEqual(Array.from({ length: ITEMS }, () => 'ANSWER_TOO_LARGE'));
			expect(service.poured).toBeLessThan(LARGEST_ANSWER + 12 * 1024 * 1024);
		},
	);
});
