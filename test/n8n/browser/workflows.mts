import type { INode } from 'n8n-workflow';
import { workflow } from '../../../playground/engine/builders.mts';
import type { Link, NodeSpec } from '../../../playground/engine/builders.mts';
import { builtDescriptions } from '../../nodes.mts';
import { n8n } from '../support.mts';

const PACKAGE = 'n8n-nodes-pushwoosh-fcm';
/** The credential that a node of ours takes first, by the last part of its type. */
const CREDENTIAL_OF = Object.fromEntries(
	builtDescriptions().map(({ name, credentials = [] }) => [name, credentials[0]?.name]),
);

/** A workflow that n8n has saved. */
export interface SavedWorkflow {
	id: string;
	nodes: INode[];
}

/**
 * Saves a workflow in n8n. A type without a dot is one of the package; it gets the playground's credential.
 * @param links one after the other when absent
 */
export async function saveWorkflow(
	name: string,
	specs: NodeSpec[],
	links = inARow(specs),
): Promise<SavedWorkflow> {
	const { nodes, connections } = workflow(specs.map(complete), links);
	const id = await n8n.createWorkflow({ name, nodes, connections });
	return { id, nodes };
}

/** "When clicking Execute workflow". */
export const START: NodeSpec = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** A node that gives these rows. */
export function rows(name: string, items: object[]): NodeSpec {
	return {
		name,
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode: `return ${JSON.stringify(items)}.map((json) => ({ json }));` },
	};
}

function complete(spec: NodeSpec): NodeSpec {
	if (spec.type.includes('.')) return spec;
	return { credentials: CREDENTIAL_OF[spec.type], ...spec, type: `${PACKAGE}.${spec.type}` };
}

function inARow(specs: NodeSpec[]): Link[] {
	return specs.slice(1).map(({ name }, index) => [specs[index]!.name, name]);
}
