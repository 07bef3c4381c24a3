import type {
	INode,
	INodeParameters,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { loadN8n } from '../../playground/engine/n8n.mts';
import { builtDescriptions } from '../nodes.mts';

/** Those that say on the canvas what they are about in words of their own. */
const OWN_WORDS = ['FCM Send Message', 'FCM IID Lookup', 'FCM Import APNs'];

/** What n8n's canvas shows below a node with these parameters, the others as a new node has them. */
function subtitleOf(description: INodeTypeDescription, parameters: INodeParameters): unknown {
	const type = { description } as INodeType;
	const node: INode = {
		id: '1',
		name: 'Node',
		type: description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const { expression, nodes } = new (loadN8n().workflow.Workflow)({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) },
	});
	return expression.getSimpleParameterValue(nodes.Node!, description.subtitle!, 'internal', {});
}

/** All that can be chosen, each with what it takes for its list to be shown. */
function choicesOf({ properties }: INodeTypeDescription, list: string) {
	return properties
		.filter(({ name }) => name === list)
		.flatMap(({ options = [], displayOptions }) => {
			const shown = Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [name, values?.[0]]);
			return (options as INodePropertyOptions[]).map(({ name, value }) => ({
				name,
				parameters: { ...Object.fromEntries(shown), [list]: value } as INodeParameters,
			}));
		});
}

describe.each(builtDescriptions().filter(({ displayName }) => !OWN_WORDS.includes(displayName)))(
	'on the canvas $displayName',
	(description) => {
		it('is named after its operation, as the form shows it', () => {
			const operations = choicesOf(description, 'operation');
			expect(operations).not.toEqual([]);
			for (const { name, parameters } of operations) {
				expect(String(subtitleOf(description, parameters)).split(': ')[0]).toBe(name);
			}
		});
	},
);

it.each([
	['Pushwoosh Manage Project', { resource: 'testDevice', operation: 'getAll' }, 'Get Many: Test Device'],
	['Pushwoosh Manage Segment', {}, 'Get Many: Segment'],
	['Pushwoosh Send Push', { audience: 'conditions' }, 'Send Push: Tag Conditions'],
	['Pushwoosh Send Push', { operation: 'cancel' }, 'Cancel Push'],
	['FCM Topic Batch', { topic: 'news' }, 'Subscribe: news'],
	['FCM Topic Batch', { operation: 'unsubscribe', topic: '' }, 'Unsubscribe'],
])('%s with %j shows “%s”', (name, parameters, expected) => {
	const description = builtDescriptions().find(({ displayName }) => displayName === name)!;
	expect(subtitleOf(description, parameters)).toBe(expected);
});
