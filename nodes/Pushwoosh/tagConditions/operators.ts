import type { INodePropertyOptions } from 'n8n-workflow';

/** Comparisons of a tag with a value or several (Pushwoosh API reference, tag conditions and segmentation language). */
export const TAG_OPERATORS = ['EQ', 'NOTEQ', 'IN', 'NOTIN', 'GTE', 'LTE', 'BETWEEN'] as const;

export type TagOperator = (typeof TAG_OPERATORS)[number];

/** The operators as the forms offer them. */
export const TAG_OPERATOR_OPTIONS: INodePropertyOptions[] = [
	{ name: 'Between', value: 'BETWEEN', description: 'From the first value to the second, both included' },
	{ name: 'Greater Than or Equal To', value: 'GTE' },
	{ name: 'Is', value: 'EQ' },
	{ name: 'Is Not', value: 'NOTEQ' },
	{ name: 'Is Not One Of', value: 'NOTIN' },
	{ name: 'Is One Of', value: 'IN' },
	{ name: 'Less Than or Equal To', value: 'LTE' },
];

/** @returns whether it compares with a list */
export function takesList(operator: TagOperator): boolean {
	return operator === 'IN' || operator === 'NOTIN' || operator === 'BETWEEN';
}
