import { setTimeout as wait } from 'node:timers/promises';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach } from 'vitest';

import {
	createEngine,
	NODE,
	singleNode,
	type Engine,
	type NodeResult,
	type RunOptions,
	type RunResult,
	type SingleNodeOptions,
} from '../../../playground/engine/index.mts';
import { startSandbox, type LogEntry, type Sandbox } from '../../../playground/sandbox/index.mts';

export const SERVER_KEY = 'AAAAexample:APA91bServerKeyOfTheSandbox';
const ACCOUNT = 'googleFcmServiceAccountApi';
const KEY = 'googleFcmServerKeyApi';
/** How long a request too many is waited for. */
const TIME_FOR_MORE_MS = 100;

/** One sandbox and one engine for a test file; both forget everything between tests. */
export interface GoogleBench {
	sandbox: Sandbox;
	engine: Engine;
	/** Runs one node on these items. */
	run(type: string, parameters: INodeParameters, items: RunOptions['items'], how?: How): Promise<GoogleRun>;
	/** Requests to the services, token exchanges left out. */
	requests(): LogEntry[];
	/** Answers no request but the first until so many are in flight, and then waits whether there will be more. */
	holdUntilInFlight(count: number): void;
}

export interface How extends Omit<RunOptions, 'items'> {
	onError?: SingleNodeOptions['onError'];
	authentication?: 'serviceAccount' | 'serverKey';
	/** Fields of the credential that differ. */
	credential?: ICredentialDataDecryptedObject;
}

export interface GoogleRun extends NodeResult {
	result: RunResult;
	/** JSON of the success output. */
	json: Array<Record<string, unknown>>;
	/** JSON of the error output. */
	failures: Array<Record<string, unknown>>;
	/** Texts of the execution hints. */
	hintTexts: string[];
}

export function googleBench(): GoogleBench {
	const bench = {} as GoogleBench;
	let privateKey = '';
	beforeAll(async () => {
		bench.sandbox = await startSandbox({ serviceAccount: true });
		bench.sandbox.google.acceptedServerKeys.clear();
		bench.engine = await createEngine();
		privateKey = JSON.stringify(bench.sandbox.serviceAccountKey);
	});
	afterAll(async () => await bench.sandbox.close());
	beforeEach(() => {
		bench.sandbox.reset();
		bench.sandbox.google.acceptedServerKeys.clear();
	});

	bench.run = async (type, parameters, items, { onError, authentication, credential, ...options } = {}) => {
		const { url, tokenUrl } = bench.sandbox;
		const account = {
			privateKey,
			clientEmail: '',
			projectId: '',
			otherAddresses: true,
			iidUrl: url,
			fcmUrl: url,
			tokenUrl,
			accessToken: '',
		};
		bench.engine.credentials.set(ACCOUNT, ACCOUNT, { ...account, ...credential });
		bench.engine.credentials.set(KEY, KEY, {
			serverApiKey: SERVER_KEY,
			otherAddresses: true,
			iidUrl: url,
			...credential,
		});
		const spec = singleNode(
			type,
			{ ...parameters, ...(authentication ? { authentication } : {}) },
			{ credentials: authentication === 'serverKey' ? KEY : ACCOUNT, ...(onError ? { onError } : {}) },
		);
		const result = await bench.engine.run(spec, { ...options, items });
		const node = result.node(NODE);
		return {
			...node,
			error: node.error ?? result.error,
			result,
			json: node.success.map(({ json }) => json),
			failures: node.failed.map(({ json }) => json),
			hintTexts: node.hints.map(({ message }) => message),
		};
	};
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
	bench.requests = () => bench.sandbox.log.entries.filter(({ path }) => path !== '/token');
	return bench;
}
