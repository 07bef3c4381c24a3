import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../failure';
import type { FieldReader } from './fieldReader';
import { toNumber } from './values';

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
export function readLimit(item: FieldReader): number | undefined {
	if (item.boolean('returnAll')) return undefined;
	const field = item.field('limit');
	const limit = toNumber(item.raw('limit'), field);
	if (Number.isInteger(limit) && limit > 0) return limit;
	throw new ItemProblem(
		`'${field.label}' must be a whole number above 0, but is ${limit}`,
		"Change it, or switch 'Return All' on.",
	);
}
