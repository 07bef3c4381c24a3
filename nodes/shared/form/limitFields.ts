import type { INodeProperties } from 'n8n-workflow';
import type { FieldReader } from './fieldReader';
import { switchField } from './plainFields';

/** How many entries of a list are wanted, as in n8n's own nodes. */
export const limitFields: INodeProperties[] = [
	switchField('Return All', 'returnAll', 'Whether to return all results or only up to a given limit'),
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
];

/** @returns how many entries are wanted; undefined: all @throws ItemProblem */
export function readLimit(item: FieldReader): number | undefined {
	return item.boolean('returnAll') ? undefined : item.wholeNumber('limit');
}
