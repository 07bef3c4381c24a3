import type { INodeExecutionData, INodeParameters, OnError } from 'n8n-workflow';

import {
	createEngine,
	singleNode,
	NODE,
	type Engine,
	type NodeResult,
	type RunOptions,
	type RunResult,
} from '../../../playground/engine/index.mts';
import { startSandbox, type LogEntry, type Sandbox } from '../../../playground/sandbox/index.mts';

export const DEMO = 'AAAAA-00000';
export const SHOP = 'BBBBB-00000';
export const TOKEN = 'SERVER_TOKEN';

/** A choice in a resource locator. */
export function chosen(value: string, mode = 'list'): { __rl: true; mode: string; value: string } {
	return { __rl: true, mode, value };
}

export interface BenchRun extends RunResult {
	/** What the node under test did. */
	it: NodeResult;
	/** The `json` of its results. */
	output: unknown[];
	/** The `json` of what left by the error output. */
	errors: Array<{ error: string; details: Record<string, unknown> }>;
	/** The texts of the execution hints. */
	hints: string[];
}

/** The built node in n8n-core, and a sandbox that it talks to. */
export interface Bench {
	sandbox: Sandbox;
	engine: Engine;
	run(parameters: INodeParameters, options?: RunOptions & { onError?: OnError }): Promise<BenchRun>;
	/** What was asked of a method so far, e.g. `createFilter`. */
	asked(method: string): LogEntry[];
	/** The bodies of those requests. */
	bodies(method: string): unknown[];
	close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
	const sandbox = await startSandbox();
	const credential = { apiToken: TOKEN, baseUrl: sandbox.url };
	const engine = await createEngine({ credentials: { pushwooshApi: credential } });
	const asked = (method: string) => sandbox.log.requests(new RegExp(`/${method}$`));
	return {
		sandbox,
		engine,
		asked,
		bodies: (method) => asked(method).map(({ body }) => body),
		close: sandbox.close,
		run: async (parameters, { onError, ...options } = {}) => {
			const spec = singleNode('manageSegment', parameters, { credentials: 'pushwooshApi', onError });
			const result = await engine.run(spec, options);
			const it = result.node(NODE);
			return {
				...result,
				it,
				output: it.success.map(({ json }) => json),
				errors: it.failed.map(({ json }) => json as never),
				hints: it.hints.map(({ message }) => message),
				// Spreading would freeze the getter's value.
				get stored() {
					return result.stored;
				},
			};
		},
	};
}

/** The index of the input item of each result. */
export function pairs(items: INodeExecutionData[]): unknown[] {
	return items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
}
