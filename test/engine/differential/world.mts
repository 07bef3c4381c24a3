import type { BatchResponse, Messaging } from 'firebase-admin/messaging';
import type { INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach } from 'vitest';

import {
	firebaseClient,
	type FirebaseClient,
	type Transport,
} from '../../../playground/firebaseAdmin/client.mts';
import {
	createSelfSignedCertificate,
	startSandbox,
	type FaultRule,
	type LogEntry,
	type Sandbox,
} from '../../../playground/sandbox/index.mts';
import { useBench, type Bench, type BenchRun } from '../bench.mts';

export type Service = 'instanceId' | 'fcm';
export type Change = 'subscribe' | 'unsubscribe';

export interface Task {
	service: Service;
	change: Change;
	topic: string;
	tokens: string[];
}

/** What became of each token, in order: `success`, a code, or `nothing said`. */
export type Verdicts = string[];

export interface World {
	/** Does the task with Google's own client; codes without the prefix `messaging/`. */
	theirs(task: Task): Promise<Verdicts>;
	/** Does it with our node, every failure in the normal output, without repeats. */
	ours(task: Task): Promise<Verdicts>;
	/** Asks Google's own client about a token as `messages:send` does with `validate_only`. */
	theirCheck(token: string): Promise<string>;
	/** The same with our IID Lookup. */
	ourCheck(token: string): Promise<string>;
	/** Sends messages with Google's own client: what became of each. */
	theirSends(send: (messaging: Messaging) => Promise<BatchResponse>): Promise<Verdicts>;
	/** Sends with our node, every failure in the normal output. */
	ourSends(parameters: INodeParameters, items: Array<Record<string, unknown>>): Promise<BenchRun>;
	/** Requests of either side, sign-in left out, sorted: they may leave in any order. */
	requests(side: 'theirs' | 'ours'): LogEntry[];
	/** The world of either side: the same must be declared in both. */
	sandboxes(): Sandbox[];
	/** Lets both sides meet the same misbehaviour. */
	misbehave(rule: FaultRule): void;
	/** Hosts that Google's client wanted. */
	hosts(): string[];
}

const METHODS = {
	instanceId: { subscribe: 'subscribeToTopicLegacy', unsubscribe: 'unsubscribeFromTopicLegacy' },
	fcm: { subscribe: 'subscribeToTopic', unsubscribe: 'unsubscribeFromTopic' },
} as const;

/**
 * firebase-admin and our nodes, each with a sandbox of its own, so that both find the same world: theirs speaks HTTPS
 * in the name of Google's hosts, ours is named in the credential.
 */
export function differentialWorld(transport: Transport): World {
	const bench: Bench = useBench();
	let sandbox: Sandbox;
	let client: FirebaseClient;
	beforeAll(async () => {
		const pair = await createSelfSignedCertificate();
		sandbox = await startSandbox({ ...pair, http2: true, serviceAccount: true });
		const { url, serviceAccountKey: key } = sandbox;
		if (key === undefined) throw new Error('The sandbox has no service account');
		client = firebaseClient({ url, certificate: pair.cert, key, transport });
	});
	beforeEach(() => sandbox.reset());
	afterAll(async () => {
		await client.close();
		await sandbox.close();
	});

	return {
		async theirs({ service, change, topic, tokens }) {
			try {
				const { successCount, failureCount, errors } = await client.messaging[METHODS[service][change]](
					tokens,
					topic,
				);
				const codes = new Map(errors.map(({ index, error }) => [index, bare(error.code)]));
				const told = successCount + failureCount;
				return tokens.map((_, index) => codes.get(index) ?? (index < told ? 'success' : 'nothing said'));
			} catch (error) {
				return tokens.map(() => codeOf(error));
			}
		},
		async ours({ service, change, topic, tokens }) {
			const parameters = {
				...{ service, operation: change, topic },
				registrationIds: '={{ $json.token }}',
				options: { maxRetries: 0 },
			};
			const items = tokens.map((token) => ({ token }));
			const { results } = await bench.run(parameters, {
				type: 'topicBatch',
				items,
				onError: 'continueRegularOutput',
			});
			return results.map(({ success, details }) => (success === true ? 'success' : detailCode(details)));
		},
		async theirCheck(token) {
			return await client.messaging.send({ token }, true).then(() => 'success', codeOf);
		},
		async ourCheck(registrationId) {
			const parameters = { service: 'fcm', registrationId, details: false, options: { maxRetries: 0 } };
			const { results } = await bench.run(parameters, {
				type: 'iidLookup',
				onError: 'continueRegularOutput',
			});
			const [{ found, errorCode, details }] = results;
			if (found === true) return 'success';
			return found === false ? String(errorCode) : detailCode(details);
		},
		async theirSends(send) {
			const { responses } = await send(client.messaging);
			return responses.map(({ success, error }) => (success ? 'success' : codeOf(error)));
		},
		async ourSends(parameters, items) {
			return await bench.run(parameters, {
				type: 'fcmSend',
				items,
				onError: 'continueRegularOutput',
			});
		},
		requests: (side) =>
			(side === 'theirs' ? sandbox : bench.sandbox).log.entries
				.filter(({ path }) => path !== '/token')
				.sort((a, b) => (a.path < b.path ? -1 : 1)),
		sandboxes: () => [sandbox, bench.sandbox],
		misbehave(rule) {
			for (const { faults } of [sandbox, bench.sandbox]) faults.add(rule);
		},
		hosts: () => [...client.hosts].sort(),
	};
}

function codeOf(error: unknown): string {
	return bare((error as { code?: unknown }).code);
}

function bare(code: unknown): string {
	return String(code).replace(/^messaging\//, '');
}

function detailCode(details: unknown): string {
	return String((details as { code?: unknown } | undefined)?.code);
}
