import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';

import {
	createEngine,
	NODE,
	singleNode,
	type Engine,
	type NodeSpec,
	type RunOptions,
	type RunResult,
} from '../../../playground/engine/index.mts';
import { startSandbox, type LogEntry, type Sandbox } from '../../../playground/sandbox/index.mts';

export const APPLICATION = { __rl: true, mode: 'code', value: 'AAAAA-00000' };
export const CREATE = '/json/1.3/createMessage';
export const DELETE = '/json/1.3/deleteMessage';
export const HOUR = 3_600_000;

export type Fields = Record<string, unknown>;

/** Parameters of a send, with what most tests have in common. */
export function send(parameters: Fields = {}): INodeParameters {
	return {
		application: APPLICATION,
		audience: 'users',
		userIds: 'user-001',
		content: 'Hello',
		...parameters,
	} as INodeParameters;
}

/** A sandbox, as new for each test, and an engine whose credential leads to it. */
export interface TestBench {
	sandbox: Sandbox;
	engine: Engine;
	/** Runs Send Push on its own. */
	run(
		parameters: INodeParameters,
		options?: RunOptions & { onError?: OnError; node?: Partial<NodeSpec> },
	): Promise<RunResult>;
	/** The createMessage requests so far. */
	requests(): LogEntry[];
	/** All notifications so far, in the order of arrival. */
	notifications(): Fields[];
	/** Sends one push with these fields and returns what arrived. */
	sent(additionalFields: Fields, more?: Fields, item?: Fields): Promise<Fields>;
	/** Sends one push that fails before any request, and returns the message. */
	refusal(additionalFields: Fields, more?: Fields): Promise<string>;
	/** Makes the API token, and so the account, a new one: the rate limit counts per account. */
	newAccount(): void;
}

export function useBench(): TestBench {
	let accounts = 0;
	const bench: TestBench = {
		sandbox: undefined as never,
		engine: undefined as never,
		run: async (parameters, { onError, node, ...options } = {}) =>
			await bench.engine.run(
				singleNode('sendPush', parameters, { credentials: 'pushwooshApi', onError, ...node }),
				options,
			),
		requests: () => bench.sandbox.log.requests(CREATE),
		notifications: () =>
			bench
				.requests()
				.flatMap(({ body }) => (body as { request: { notifications: Fields[] } }).request.notifications),
		sent: async (additionalFields, more = {}, item = {}) => {
			const result = await bench.run(send({ additionalFields, ...more }), { items: [item] });
			expect(result.error?.message).toBeUndefined();
			return bench.notifications().at(-1) ?? {};
		},
		refusal: async (additionalFields, more = {}) => {
			const before = bench.requests().length;
			const result = await bench.run(send({ additionalFields, ...more }), { onError: 'continueErrorOutput' });
			expect(bench.requests()).toHaveLength(before);
			return String(failures(result)[0]?.error);
		},
		newAccount: () => {
			const apiToken = `TOKEN_${++accounts}`;
			bench.sandbox.pushwoosh.addApiToken(apiToken, { account: apiToken });
			bench.engine.credentials.patch('pushwooshApi', { apiToken });
		},
	};
	beforeAll(async () => {
		bench.sandbox = await startSandbox();
		bench.engine = await createEngine({
			credentials: { pushwooshApi: { apiToken: 'SERVER_TOKEN', baseUrl: bench.sandbox.url } },
		});
	});
	beforeEach(() => {
		bench.sandbox.reset();
		bench.newAccount();
	});
	afterAll(async () => await bench.sandbox.close());
	return bench;
}

/** The JSON of what left by output 0. */
export function results(result: RunResult): IDataObject[] {
	return result.node(NODE).success.map(({ json }) => json);
}

/** The JSON of what left by the error output. */
export function failures(result: RunResult): IDataObject[] {
	return result.node(NODE).failed.map(({ json }) => json);
}

/** The hints of the run as texts. */
export function hints(result: RunResult): string[] {
	return result.node(NODE).hints.map(({ message }) => message);
}

/** A message code as Pushwoosh writes it. */
export const CODE = /^[0-9A-Z]{4}-[0-9A-Z]{8}-[0-9A-Z]{8}$/i;
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** `count` items `{ id: 'user-0001', … }`. */
export function users(count: number, prefix = 'user-'): Array<{ id: string }> {
	return Array.from({ length: count }, (_, index) => ({
		id: `${prefix}${String(index + 1).padStart(4, '0')}`,
	}));
}
