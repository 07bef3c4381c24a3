import type {
	ILoadOptionsFunctions,
	INode,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
} from 'n8n-workflow';

import { additionalData } from './additionalData.mts';
import { toCredentials, type CredentialChoice } from './builders.mts';
import { loadN8n } from './n8n.mts';
import { type Bench } from './run.mts';

export interface EditorCall {
	credentials?: CredentialChoice;
	/** The node's parameters as they stand in the editor; defaults are added. */
	currentNodeParameters?: INodeParameters;
	/** Path of the parameter whose list is asked for, e.g. `parameters.application`. */
	path?: string;
}

export interface ListSearchCall extends EditorCall {
	/** What the user typed into the search box. */
	filter?: string;
	/** `paginationToken` of the page before. */
	paginationToken?: string;
}

/** Calls `methods.listSearch[method]` of a node type, as n8n does when a "From List" is opened. @throws what it throws */
export async function listSearch(
	bench: Bench,
	type: string,
	method: string,
	{ filter, paginationToken, ...call }: ListSearchCall = {},
): Promise<INodeListSearchResult> {
	const search = bench.nodeTypes.getByNameAndVersion(bench.nodeTypes.fullName(type)).methods?.listSearch?.[
		method
	];
	if (search === undefined) throw new Error(`The node type '${type}' has no list search '${method}'`);
	return await inEditor(
		bench,
		type,
		call,
		async (context) => await search.call(context, filter, paginationToken),
	);
}

/** Calls `methods.loadOptions[method]` of a node type, as n8n does to fill a drop-down. @throws what it throws */
export async function loadOptions(
	bench: Bench,
	type: string,
	method: string,
	call: EditorCall = {},
): Promise<INodePropertyOptions[]> {
	const load = bench.nodeTypes.getByNameAndVersion(bench.nodeTypes.fullName(type)).methods?.loadOptions?.[
		method
	];
	if (load === undefined) throw new Error(`The node type '${type}' has no load options method '${method}'`);
	return await inEditor(bench, type, call, async (context) => await load.call(context));
}

async function inEditor<T>(
	{ nodeTypes, credentialsHelper }: Bench,
	type: string,
	{ credentials, currentNodeParameters = {}, path = '' }: EditorCall,
	call: (context: ILoadOptionsFunctions) => Promise<T>,
): Promise<T> {
	const { core, workflow: n8n, scope } = loadN8n();
	const node: INode = {
		id: 'editor',
		name: 'Temp-Node',
		type: nodeTypes.fullName(type),
		typeVersion: 1,
		position: [0, 0],
		parameters: structuredClone(currentNodeParameters),
		...(credentials === undefined ? {} : { credentials: toCredentials(credentials) }),
	};
	const workflow = new n8n.Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const data = additionalData(credentialsHelper, { currentNodeParameters: node.parameters });
	const context = new core.LoadOptionsContext(workflow, node, data, path);
	return await scope.run({ logs: [] }, async () => await call(context));
}
