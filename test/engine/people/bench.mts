import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import {
	createEngine,
	singleNode,
	NODE,
	type Engine,
	type NodeResult,
	type RunOptions,
	type RunResult,
	type SingleNodeOptions,
} from '../../../playground/engine/index.mts';
import { startSandbox, type LogEntry, type Sandbox } from '../../../playground/sandbox/index.mts';

export const SERVER = 'SERVER_TOKEN';
export const DEVICE = 'DEVICE_TOKEN';
export const APP = 'AAAAA-00000';
export const WELCOME = '11111111-1111-4111-8111-111111111111';
export const CART = '22222222-2222-4222-8222-222222222222';
export const CONTINUE = { onError: 'continueErrorOutput' } as const;

/** A choice in a resource locator. */
export function chosen(value: string, mode = 'list'): { __rl: true; mode: string; value: string } {
	return { __rl: true, mode, value };
}

export interface BenchRun extends RunResult {
	it: NodeResult;
	output: IDataObject[];
	/** The `json` of what left by the error output. */
	errors: Array<{ error: string; details: IDataObject }>;
	hints: string[];
	/** The index of the input item of each success and each failure. */
	pairs: { success: number[]; failed: number[] };
}

export interface Bench {
	sandbox: Sandbox;
	engine: Engine;
	/** Changes fields of the credential until the next call. */
	credential(changes?: IDataObject): void;
	run(type: string, parameters: INodeParameters, options?: RunOptions & SingleNodeOptions): Promise<BenchRun>;
	/** Requests to paths that end so. */
	asked(end: string): LogEntry[];
	bodies(end: string): unknown[];
	close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
	const sandbox = await startSandbox();
	const engine = await createEngine();
	const asked = (end: string) => sandbox.log.requests(new RegExp(`${end}$`));
	const credential = (changes: IDataObject = {}) => {
		const data = {
			apiToken: SERVER,
			deviceToken: DEVICE,
			baseUrl: sandbox.url,
			otherAddresses: true,
			journeyUrl: sandbox.url,
			...changes,
		};
		engine.credentials.set('pushwooshApi', 'pushwooshApi', data as never);
	};
	credential();
	return {
		sandbox,
		engine,
		credential,
		asked,
		bodies: (end) => asked(end).map(({ body }) => body),
		close: sandbox.close,
		run: async (type, parameters, { onError, retryOnFail, maxTries, waitBetweenTries, ...options } = {}) => {
			const node = {
				credentials: 'pushwooshApi',
				onError,
				retryOnFail,
				maxTries,
				waitBetweenTries,
			} as SingleNodeOptions;
			const result = await engine.run(singleNode(type, parameters, node), options);
			const it = result.node(NODE);
			const pairs = (items: INodeExecutionData[]) =>
				items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
			return {
				...result,
				it,
				output: it.success.map(({ json }) => json),
				errors: it.failed.map(({ json }) => json as never),
				hints: it.hints.map(({ message }) => message),
				pairs: { success: pairs(it.success), failed: pairs(it.failed) },
				// Spreading would freeze the getter's value.
				get stored() {
					return result.stored;
				},
			};
		},
	};
}
