import type { INodeProperties, INodeTypeDescription, NodeConnectionType } from 'n8n-workflow';

/** Describes a helper node: as little as n8n-core needs to run it. */
export function describeHelper(
	name: string,
	inputs: NodeConnectionType[],
	outputs: NodeConnectionType[],
	properties: INodeProperties[] = [],
): INodeTypeDescription {
	return {
		name,
		displayName: name,
		description: 'Part of the test bench',
		group: ['transform'],
		version: 1,
		defaults: { name },
		inputs,
		outputs,
		properties,
	};
}
