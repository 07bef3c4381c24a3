import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Failure } from '../../../../nodes/shared/failure.ts';
import { oneBatch } from '../../../../nodes/shared/engine/oneBatch.ts';
import type { Operation, PartAnswer } from '../../../../nodes/shared/engine/operation.ts';
import { runNode } from '../../../../nodes/shared/engine/run.ts';
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

const properties = [
	{ name: 'topic', displayName: 'Topic' },
	{ name: 'tokens', displayName: 'Registration Tokens' },
	{ name: 'options', displayName: 'Options' },
] as INodeProperties[];

/** Verdicts that pass by themselves. */
const PASSING = new Set(['INTERNAL', 'RESOURCE_EXHAUSTED']);

/**
 * An operation like Topic Batch: a request carries the tokens of one topic, and its answer lists a verdict for each,
 * `ok` or a code.
 */
export function tokenOperation(overrides: Partial<Operation<TokenUnit>> = {}): Operation<TokenUnit> {
	return {
		unit: { one: 'device', many: 'devices' },
		limits: { concurrency: 5, batchSize: 1000 },
		open: async () => ({ credentialType: 'exampleApi', credentials: { key: 'very-secret' } }),
		read: (item) => {
			const topic = item.requiredText('topic');
			return item.list('tokens', 'whitespace').map((token) => ({ token, topic }));
		},
		identify: ({ token, topic }) => ({ registrationToken: token, topic }),
		names: ({ token }) => [token],
		parts: ({ token, topic }) => [{ group: topic, id: token }],
		send: oneBatch(async ({ sample, parts }, http) => {
			const { value } = await http.request<string[]>({
				method: 'POST',
				url: 'https://api.example/batch',
				body: { topic: sample.topic, tokens: parts.map(({ id }) => id) },
				repeat: retryWhenPassing,
				jitter: 'slight',
				judge: ({ status, json }) =>
					status === 200
						? { ok: true, value: (json as { results: string[] }).results }
						: {
								ok: false,
								failure: { code: `E${status}`, message: `Refused (${status})`, advice: 'Look into it.' },
							},
			});
			return value.map(toAnswer);
		}),
		outputKeys: () => ['registrationToken', 'topic', 'attempts', 'success', 'errorCode'],
		report: ({ token, topic }, [part]) => {
			const { answer, attempts = 0 } = part ?? {};
			const json = { registrationToken: token, topic, attempts };
			if (answer?.kind === 'accepted') return { kind: 'done', json: { ...json, success: true } };
			if (answer?.kind === 'refused') {
				const { code, message, advice } = answer;
				return {
					kind: 'rejected',
					code,
					message,
					advice,
					json: { ...json, success: false, errorCode: code },
				};
			}
			return { kind: 'failed', failure: answer?.kind === 'failed' ? answer.failure : NOT_SENT };
		},
		summary: ({ done, units }) => `${done} of ${units.length} subscribed`,
		...overrides,
	};
}

const NOT_SENT: Failure = { code: 'NOT_SENT', message: 'The request was not sent' };

function toAnswer(verdict: string): PartAnswer {
	if (verdict === 'ok') return { kind: 'accepted' };
	const refused: PartAnswer = {
		kind: 'refused',
		code: verdict,
		message: `Verdict ${verdict}`,
		advice: 'Drop it.',
	};
	return PASSING.has(verdict) ? { kind: 'repeat', otherwise: refused } : refused;
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

/** Runs the operation on the items, as a node's `execute` does. */
export async function run(
	setup: FakeSetup & { options?: IDataObject } = {},
	operation: Operation<TokenUnit> | (() => Operation<TokenUnit>) = tokenOperation(),
): Promise<Outcome> {
	const { options = {}, ...rest } = setup;
	const fake = fakeContext({ respond: verdicts(), parameters: { ...PARAMETERS, options } as never, ...rest });
	const choose = () => (typeof operation === 'function' ? operation() : operation);
	return await runNode(fake.context, { properties, choose }).then(
		([output = []]) => ({ ...fake, output, json: output.map(({ json }) => json) }),
		(thrown: unknown) => ({ ...fake, thrown: thrown as Thrown }),
	);
}
