import { setTimeout as wait } from 'node:timers/promises';

import type { ICredentialDataDecryptedObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach } from 'vitest';

import {
	createEngine,
	NODE,
	singleNode,
	type Engine,
	type NodeSpec,
	type RunError,
	type RunOptions,
	type RunResult,
	type SingleNodeOptions,
} from '../../playground/engine/index.mts';
import { startSandbox, type LogEntry, type Sandbox } from '../../playground/sandbox/index.mts';

export const PUSHWOOSH = 'pushwooshApi';
export const ACCOUNT = 'googleFcmServiceAccountApi';
export const KEY = 'googleFcmServerKeyApi';
/** What the credentials hold. */
export const API_TOKEN = 'SERVER_TOKEN';
export const DEVICE_TOKEN = 'DEVICE_TOKEN';
export const SERVER_KEY = 'AAAAexample:APA91bServerKeyOfTheSandbox';
/** The tests of these nodes run a second time with Keep Connections (`vitest.config.mts`). */
export const KEEPS_CONNECTIONS = ['topicBatch', 'iidLookup', 'sendPush', 'fcmSend'];
/** How long a request too many is waited for. */
const TIME_FOR_MORE_MS = 100;

/** The built nodes in n8n's engine, and a sandbox to which the credentials lead. Both forget everything between tests. */
export interface Bench {
	sandbox: Sandbox;
	engine: Engine;
	/** Runs one node on its own, with one empty item unless `items` says otherwise. */
	run(parameters: INodeParameters, how?: How): Promise<BenchRun>;
	/** Requests to the services, sign-ins left out; of one method when its name is given, e.g. `createFilter`. */
	requests(method?: string): LogEntry[];
	/** The bodies of those requests. */
	bodies(method: string): unknown[];
	/** Answers no request but the first until so many are in flight, and then waits whether there will be more. */
	holdUntilInFlight(count: number): void;
}

export interface How extends RunOptions {
	/** Another node than the bench's own. */
	type?: string;
	onError?: SingleNodeOptions['onError'];
	/** More settings of the node, e.g. `retryOnFail`. */
	node?: Partial<NodeSpec>;
	/** Of the Google nodes. */
	authentication?: 'serviceAccount' | 'serverKey';
	/** Fields of the Google credential that differ. */
	credential?: ICredentialDataDecryptedObject;
}

/** What an execution did, and the node in it. */
export interface BenchRun extends RunResult {
	/** The items of the output. */
	success: INodeExecutionData[];
	/** The items of the error output. */
	failed: INodeExecutionData[];
	/** The `json` of the items of the output. */
	results: Array<Record<string, unknown>>;
	/** The `json` of the items of the error output. */
	failures: Failure[];
	/** The texts of the execution hints. */
	hints: string[];
	/** The error of the node, or what else made the execution fail. */
	error?: RunError;
}

export interface Failure extends Record<string, unknown> {
	error: string;
	details: { code?: string; advice?: string; [name: string]: unknown };
}

/** @param ownType the node that a test file is about, e.g. `sendPush` */
export function useBench(ownType?: string): Bench {
	const bench = {} as Bench;
	beforeAll(async () => {
		bench.sandbox = await startSandbox({ serviceAccount: true });
		bench.engine = await createEngine();
	});
	afterAll(async () => await bench.sandbox.close());
	beforeEach(() => {
		bench.sandbox.reset();
		bench.sandbox.google.acceptedServerKeys.clear();
		bench.engine.credentials.set(PUSHWOOSH, PUSHWOOSH, {
			apiToken: API_TOKEN,
			deviceToken: DEVICE_TOKEN,
			baseUrl: bench.sandbox.url,
			otherAddresses: true,
			journeyUrl: bench.sandbox.url,
		});
		setGoogleCredentials(bench);
	});

	bench.run = async (
		parameters,
		{ type = ownType, onError, node, authentication, credential, ...options } = {},
	) => {
		if (type === undefined) throw new Error('The bench has no node of its own: name the type');
		setGoogleCredentials(bench, credential);
		const [first] = bench.engine.nodeType(type).description.credentials ?? [];
		const credentials = authentication === 'serverKey' ? KEY : first?.name;
		const all = { ...inTheWay(type, parameters), ...(authentication ? { authentication } : {}) };
		const result = await bench.engine.run(singleNode(type, all, { credentials, onError, ...node }), options);
		return readRun(result);
	};
	bench.requests = (method) =>
		bench.sandbox.log.entries.filter(
			({ path }) => path !== '/token' && (method === undefined || path.endsWith(`/${method}`)),
		);
	bench.bodies = (method) => bench.requests(method).map(({ body }) => body);
	bench.holdUntilInFlight = (count) => {
		const { counts } = bench.sandbox.log;
		const before = async () => {
			while (counts.maxInFlight < count) await wait(5);
			await wait(TIME_FOR_MORE_MS);
		};
		const isFirst = () => bench.requests().length < 2;
		bench.sandbox.faults.add({
			match: { when: (request) => request.path !== '/token' && !isFirst() },
			answer: { before },
		});
	};
	return bench;
}

/** The parameters, with Keep Connections on where that is the way of this run of the tests. */
export function inTheWay(type: string, parameters: INodeParameters): INodeParameters {
	if (process.env.KEEP_CONNECTIONS === undefined || !KEEPS_CONNECTIONS.includes(type)) return parameters;
	return { ...parameters, options: { keepConnections: true, ...(parameters.options as INodeParameters) } };
}

/** Anew for each run: n8n keeps the access token of a run in the credential. */
function setGoogleCredentials(
	{ sandbox, engine }: Bench,
	differs: ICredentialDataDecryptedObject = {},
): void {
	const { url, tokenUrl, serviceAccountKey } = sandbox;
	const addresses = { otherAddresses: true, iidUrl: url };
	engine.credentials.set(ACCOUNT, ACCOUNT, {
		privateKey: JSON.stringify(serviceAccountKey),
		clientEmail: '',
		projectId: '',
		...addresses,
		fcmUrl: url,
		tokenUrl,
		accessToken: '',
		...differs,
	});
	engine.credentials.set(KEY, KEY, { serverApiKey: SERVER_KEY, ...addresses, ...differs });
}

/** The index of the input item of each result. */
export function pairs(items: INodeExecutionData[]): unknown[] {
	return items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
}

/** The same of a run: of what came out of its output and of its error output. */
export function pairsOf({ success, failed }: Pick<BenchRun, 'success' | 'failed'>) {
	return { success: pairs(success), failed: pairs(failed) };
}

/** What an execution did, with what the node under test did at hand. */
export function readRun(result: RunResult): BenchRun {
	const { success, failed, error, hints } = result.node(NODE);
	return Object.assign(result, {
		success,
		failed,
		results: success.map(({ json }) => json),
		failures: failed.map(({ json }) => json as Failure),
		hints: hints.map(({ message }) => message),
		error: error ?? result.error,
	});
}
