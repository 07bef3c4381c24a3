import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../failure';
import type { ItemReader } from './itemReader';

/** How many entries of a list are wanted, as in n8n's own nodes. */
export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
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
export function readLimit(item: ItemReader): number | undefined {
	if (item.boolean('returnAll', false)) return undefined;
	const limit = item.number('limit', 50);
	if (Number.isInteger(limit) && limit > 0) return limit;
	throw new ItemProblem(
		`'${item.field('limit').label}' must be a whole number above 0, but is ${limit}`,
		"Change it, or switch 'Return All' on.",
	);
}
