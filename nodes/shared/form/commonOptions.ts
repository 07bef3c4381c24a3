import type { INodeProperties } from 'n8n-workflow';
import { switchField } from './plainFields';

/** Where several units share a request, or a message: how many at most (the option `batchSize`), and what they are called. */
export interface BatchLimit {
	most: number;
	what: string;
	shared?: 'request' | 'message';
}

/** The options that every node offers; what they do stands in `engine/settings.ts`. */
export const commonOptions = {
	concurrency: (byDefault: number): INodeProperties => ({
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1000 },
		default: byDefault,
		description: 'How many requests are in flight at the same time at most',
	}),
	includeInputFields: switchField(
		'Include Input Fields',
		'includeInputFields',
		'Whether to add the fields of the input item to each result, except those that this node puts out itself and an error of the node before',
	),
	batchSize: ({ most, what, shared = 'request' }: BatchLimit): INodeProperties => ({
		displayName: 'Items per Batch',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: most },
		default: most,
		description: `How many ${what} share a ${shared} at most`,
	}),
	keepConnections: switchField(
		'Keep Connections',
		'keepConnections',
		"Whether to keep connections open between requests: faster from about 100 on. Leave it off where n8n needs a proxy, whose settings it can't follow.",
	),
	maxRetries: {
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 4,
		description:
			'How often a request is sent again after a passing problem, such as an overloaded service. Only what is safe to repeat is repeated.',
	} satisfies INodeProperties,
	timeout: {
		displayName: 'Timeout (Ms)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3600000 },
		default: 30000,
		description: 'How many milliseconds one request may take',
	} satisfies INodeProperties,
};
