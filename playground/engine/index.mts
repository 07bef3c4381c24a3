import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';

import { type WorkflowSpec } from './builders.mts';
import { CredentialStore, type CredentialSeeds } from './credentialStore.mts';
import { testCredential, type CredentialTestOptions, type CredentialVerdict } from './credentialTest.mts';
import { CredentialsHelper } from './credentialsHelper.mts';
import { listSearch, loadOptions, type EditorCall, type ListSearchCall } from './editor.mts';
import { type LogLevel } from './logs.mts';
import { loadPackage, NodeTypeRegistry } from './nodeTypes.mts';
import { type RunResult } from './results.mts';
import { runWorkflow, type Bench, type RunOptions } from './run.mts';
import { runAsTool, type ToolOptions, type ToolRunResult } from './tools.mts';

export type { ToolAnswer } from './agentNode.mts';
export * from './builders.mts';
export type {
	CredentialSeeds,
	CredentialStore,
	CredentialUpdate,
	StoredCredential,
} from './credentialStore.mts';
export type { CredentialTestOptions, CredentialVerdict } from './credentialTest.mts';
export type { EditorCall, ListSearchCall } from './editor.mts';
export type { LogLevel, LogLine } from './logs.mts';
export type { NodeResult, NodeRun, RunError, RunResult } from './results.mts';
export type { RunOptions } from './run.mts';
export { TOOL, type ToolOptions, type ToolRunResult } from './tools.mts';

export interface EngineOptions {
	/** Folder of the built package; this package when absent. */
	packageDir?: string;
	credentials?: CredentialSeeds;
	/** Time zone of workflows that name none; UTC when absent. */
	timezone?: string;
	/** Which log lines a result holds; `debug`, all of them, when absent. */
	logLevel?: LogLevel;
	/** Further node types, by full name. */
	nodeTypes?: Record<string, INodeType>;
}

/** As in n8n no two executions have the same ID, whichever engine of this process they run in. */
let executions = 0;

/**
 * n8n without its server: runs workflows of the built package in this process, through n8n-core itself. Files stay in
 * memory; nothing is kept open between runs.
 *
 *     const engine = await createEngine({ credentials: { pushwooshApi: { apiToken, baseUrl } } });
 *     const spec = singleNode('sendPush', { … }, { credentials: 'pushwooshApi', onError: 'continueErrorOutput' });
 *     const result = await engine.run(spec, { items: [{ userId: 'u1' }] });
 *     result.node(NODE).success; result.node(NODE).failed; result.node(NODE).error; result.logs;
 */
export interface Engine {
	/** May be read and changed between runs. */
	credentials: CredentialStore;
	/** Runs a workflow to its end. A failure of the workflow is in the result, not thrown. */
	run(workflow: WorkflowSpec, options?: RunOptions): Promise<RunResult>;
	/** Runs a node as an AI agent's tool, once per entry of `calls`, all in one execution. */
	runAsTool(
		type: string,
		parameters: INodeParameters,
		calls: IDataObject[],
		options?: ToolOptions,
	): Promise<ToolRunResult>;
	/** One page of a "From List". @throws what the node's method throws */
	listSearch(type: string, method: string, call?: ListSearchCall): Promise<INodeListSearchResult>;
	/** The entries of a drop-down. @throws what the node's method throws */
	loadOptions(type: string, method: string, call?: EditorCall): Promise<INodePropertyOptions[]>;
	/**
	 * What n8n shows after Save in the credential's form. Saves `data` first, under the ID `tested:<type>`; without `data`
	 * tests the stored credential whose ID is the type's name.
	 */
	testCredential(
		type: string,
		data?: ICredentialDataDecryptedObject,
		options?: CredentialTestOptions,
	): Promise<CredentialVerdict>;
	/** The loaded node type; a name without a dot is one of the package. */
	nodeType(name: string): INodeType;
	/** The loaded credential type. */
	credentialType(name: string): ICredentialType;
}

/** Beside the n8n-workflow that it is to be loaded with: `npm run test:compat` puts a copy elsewhere. */
const OWN_PACKAGE = process.env.COMPAT_FOLDER
	? join(process.env.COMPAT_FOLDER, 'node_modules', 'n8n-nodes-pushwoosh-fcm')
	: fileURLToPath(new URL('../../', import.meta.url));

/**
 * Loads the built package with n8n's own package loader and makes an engine of it.
 * @throws when the package isn't built
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
	const loaded = await loadPackage(options.packageDir ?? OWN_PACKAGE);
	const nodeTypes = new NodeTypeRegistry(loaded, options.nodeTypes);
	const credentials = new CredentialStore(options.credentials);
	const credentialsHelper = new CredentialsHelper(loaded.credentials, credentials);
	const bench: Bench = {
		nodeTypes,
		credentialsHelper,
		timezone: options.timezone ?? 'UTC',
		logLevel: options.logLevel ?? 'debug',
		nextExecutionId: () => String(++executions),
	};
	return {
		credentials,
		run: async (spec, runOptions) => await runWorkflow(bench, spec, runOptions),
		runAsTool: async (...call) => await runAsTool(bench, ...call),
		listSearch: async (...call) => await listSearch(bench, ...call),
		loadOptions: async (...call) => await loadOptions(bench, ...call),
		testCredential: async (type, data, testOptions) => {
			const id = data === undefined ? type : `tested:${type}`;
			if (data !== undefined) credentials.set(id, type, data);
			return await testCredential(bench, type, credentials.get(id), testOptions);
		},
		nodeType: (name) => nodeTypes.getByNameAndVersion(nodeTypes.fullName(name)),
		credentialType: (name) => credentialsHelper.type(name),
	};
}
