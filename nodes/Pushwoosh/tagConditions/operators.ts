/** Comparisons of a tag with a value or several (Pushwoosh API reference, tag conditions and segmentation language). */
export const TAG_OPERATORS = ['EQ', 'NOTEQ', 'IN', 'NOTIN', 'GTE', 'LTE', 'BETWEEN'] as const;

export type TagOperator = (typeof TAG_OPERATORS)[number];

/** @returns whether it compares with a list */
export function takesList(operator: TagOperator): boolean {
	return operator === 'IN' || operator === 'NOTIN' || operator === 'BETWEEN';
}
