import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { vi } from 'vitest';

import type { Operation, PartAnswer, Sends } from '../../../../nodes/shared/engine/operation.ts';
import type { Session } from '../../../../nodes/shared/http/session.ts';
import { defineOperation, type OperationEntry } from '../../../../nodes/shared/node/operationEntry.ts';
import { runNode } from '../../../../nodes/shared/node/runNode.ts';
import type { NodeTable } from '../../../../nodes/shared/node/table.ts';
import { retryWhenPassing } from '../../../../nodes/shared/http/retry.ts';
import {
	fakeContext,
	type FakeAnswer,
	type FakeContext,
	type FakeRequest,
	type FakeSetup,
} from '../fakeContext.mts';

export interface TokenUnit {
	token: string;
	topic: string;
}

const fields: INodeProperties[] = [
	{ name: 'topic', displayName: 'Topic', type: 'string', default: '' },
	{ name: 'tokens', displayName: 'Registration Tokens', type: 'string', default: '' },
];

/** What an answer leaves behind: a text where a test wants one. */
export type Data = string | undefined;

export type TokenOperation = Operation<TokenUnit, Data> & Sends<TokenUnit, Data, Session>;

/** Verdicts that pass by themselves. */
const PASSING = new Set(['INTERNAL', 'RESOURCE_EXHAUSTED']);

/**
 * An operation like Topic Batch: a request carries the tokens of one topic, and its answer lists a verdict for each,
 * `ok` or a code.
 */
export function tokenOperation(overrides: Partial<TokenOperation> = {}): TokenOperation {
	return {
		unit: { one: 'device', many: 'devices' },
		open: async () => ({
			jitter: 'slight',
			credentialType: 'exampleApi',
			credentials: { key: 'very-secret' },
		}),
		read: (item) => {
			const topic = item.requiredText('topic');
			return item.list('tokens', 'whitespace').map((token) => ({ token, topic }));
		},
		identify: ({ token, topic }) => ({ registrationToken: token, topic }),
		parts: ({ token, topic }) => [{ group: topic, id: token }],
		async send({ sample, parts }, { http }) {
			const { value } = await http.request<string[]>({
				method: 'POST',
				url: 'https://api.example/batch',
				body: { topic: sample.topic, tokens: parts.map(({ id }) => id) },
				retry: retryWhenPassing,
				judge: ({ status, json }) =>
					status === 200
						? { ok: true, value: (json as { results: string[] }).results }
						: {
								ok: false,
								failure: { code: `E${status}`, message: `Refused (${status})`, advice: 'Look into it.' },
							},
			});
			return value.map(toAnswer);
		},
		outputKeys: () => ['registrationToken', 'topic', 'attempts', 'success', 'errorCode'],
		report: ({ token, topic }, [part]) => {
			const { answer, attempts } = part;
			const json = { registrationToken: token, topic, attempts };
			if (answer.kind === 'succeeded') return { kind: 'succeeded', json: { ...json, success: true } };
			const { code, message, advice } = answer;
			return {
				kind: 'rejected',
				code,
				message,
				advice,
				json: { ...json, success: false, errorCode: code },
			};
		},
		summary: ({ succeeded, units }) => `${succeeded} of ${units.length} subscribed`,
		...overrides,
	};
}

function toAnswer(verdict: string): PartAnswer<Data> {
	if (verdict === 'ok') return { kind: 'succeeded', data: undefined };
	const refused: PartAnswer<Data> = {
		kind: 'rejected',
		code: verdict,
		message: `Verdict ${verdict}`,
		advice: 'Drop it.',
	};
	return PASSING.has(verdict) ? { kind: 'retry', otherwise: refused } : refused;
}

/** The tokens that a request carried. */
export function tokensOf({ body }: Pick<FakeRequest, 'body'>): string[] {
	return (body as { tokens: string[] }).tokens;
}

/** Answers each token as `verdict` says; `ok` when absent. */
export function verdicts(verdict: (token: string, request: FakeRequest) => string = () => 'ok') {
	return (request: FakeRequest): FakeAnswer => ({
		body: { results: tokensOf(request).map((token) => verdict(token, request)) },
	});
}

export interface Outcome extends FakeContext {
	output?: INodeExecutionData[];
	json?: IDataObject[];
	thrown?: Thrown;
}

/** An error as n8n stores it. */
export interface Thrown {
	name: string;
	message: string;
	description?: string | null;
	httpCode?: string | null;
	context: IDataObject & { data?: string[] };
}

export const PARAMETERS = { topic: '={{ $json.topic }}', tokens: '={{ $json.tokens }}', options: {} };

/** An item for one topic. */
export const item = (tokens: unknown, topic: string = 'movies'): IDataObject =>
	({ topic, tokens }) as IDataObject;

/** A node with this one operation. */
export function tableOf(start: () => TokenOperation): NodeTable<OperationEntry> {
	const option = {
		name: 'Subscribe',
		value: 'subscribe',
		action: 'Subscribe',
		description: 'Subscribe tokens',
	};
	const limits = { concurrency: 5, batch: { most: 1000, what: 'tokens' } };
	return {
		groups: [{ operations: [defineOperation({ option, fields, limits, start })], default: 'subscribe' }],
	};
}

/** Runs the operation on the items, as a node's `execute` does. */
export async function run(
	setup: FakeSetup & { options?: IDataObject } = {},
	operation: TokenOperation | (() => TokenOperation) = tokenOperation(),
): Promise<Outcome> {
	const { options = {}, ...rest } = setup;
	const fake = fakeContext({ respond: verdicts(), parameters: { ...PARAMETERS, options } as never, ...rest });
	const start = () => (typeof operation === 'function' ? operation() : operation);
	return await runNode(fake.context, tableOf(start)).then(
		([output = []]) => ({ ...fake, output, json: output.map(({ json }) => json) }),
		(thrown: unknown) => ({ ...fake, thrown: thrown as Thrown }),
	);
}

/** Lets the fake clock run until the run has ended. */
export async function ended<T>(running: Promise<T>): Promise<T> {
	await vi.advanceTimersByTimeAsync(600_000);
	return await running;
}
