import type {
	IConnections,
	INode,
	INodeCredentials,
	INodeParameters,
	IWorkflowSettings,
	NodeConnectionType,
	OnError,
} from 'n8n-workflow';

/** Which credentials a node uses: one type, several, or an ID per type. A type alone stands for the ID of that name. */
export type CredentialChoice = string | string[] | Record<string, string>;

/** A node as a test writes it; a type without a dot is one of the package. */
export interface NodeSpec
	extends Partial<
		Pick<
			INode,
			| 'id'
			| 'typeVersion'
			| 'position'
			| 'disabled'
			| 'retryOnFail'
			| 'maxTries'
			| 'waitBetweenTries'
			| 'alwaysOutputData'
			| 'executeOnce'
		>
	> {
	name: string;
	type: string;
	parameters?: INodeParameters;
	credentials?: CredentialChoice;
	onError?: OnError;
}

/** From which node to which, and, where it isn't the first: from which output, to which input. */
export type Link = [from: string, to: string, output?: number, input?: number, type?: NodeConnectionType];

/** A workflow as n8n exports it (the parts that matter to a run). */
export interface WorkflowSpec {
	id?: string;
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

/** A workflow of these nodes; their order on the canvas is the order of the list. */
export function workflow(nodes: NodeSpec[], links: Link[], settings: IWorkflowSettings = {}): WorkflowSpec {
	return { nodes: nodes.map(toNode), connections: toConnections(links), settings };
}

export const SOURCE = 'Source';
export const NODE = 'Node';
/** Receives the node's first output. */
export const SUCCESS = 'Success';
/** Receives the node's error output. */
export const FAILED = 'Failed';

export type SingleNodeOptions = Omit<NodeSpec, 'name' | 'type' | 'parameters'> & { name?: string };

/** Source → the node → Success (output 0) and Failed (output 1, there with `onError: 'continueErrorOutput'`). */
export function singleNode(
	type: string,
	parameters: INodeParameters = {},
	{ name = NODE, ...options }: SingleNodeOptions = {},
): WorkflowSpec {
	const links: Link[] = [
		[SOURCE, name],
		[name, SUCCESS],
	];
	if (options.onError === 'continueErrorOutput') links.push([name, FAILED, 1]);
	return workflow(
		[
			{ name: SOURCE, type: 'playground.source' },
			{ name, type, parameters, ...options },
			{ name: SUCCESS, type: 'playground.collect' },
			{ name: FAILED, type: 'playground.collect' },
		],
		links,
	);
}

function toNode({ credentials, parameters = {}, ...spec }: NodeSpec, index: number): INode {
	return {
		id: spec.name,
		typeVersion: 1,
		position: [index * 200, 0],
		...spec,
		parameters,
		...(credentials === undefined ? {} : { credentials: toCredentials(credentials) }),
	};
}

/** As a saved workflow names them: by type, ID and name. */
export function toCredentials(choice: CredentialChoice): INodeCredentials {
	const byType = typeof choice === 'string' ? [choice] : choice;
	const entries = Array.isArray(byType) ? byType.map((type) => [type, type]) : Object.entries(byType);
	return Object.fromEntries(entries.map(([type, id]) => [type, { id, name: `My ${type}` }]));
}

function toConnections(links: Link[]): IConnections {
	const connections: IConnections = {};
	for (const [from, to, output = 0, index = 0, type = 'main'] of links) {
		const outputs = ((connections[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type, index });
	}
	return connections;
}
