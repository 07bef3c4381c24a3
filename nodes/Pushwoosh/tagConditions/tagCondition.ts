import { ItemProblem } from '../../shared/failure';
import type { FieldReader } from '../../shared/form/fieldReader';
import { readOperands, type Scalar } from './operand';
import { TAG_OPERATORS, type TagOperator } from './operators';

/** A condition on a tag, whichever way it is written for the service. */
export interface TagCondition {
	tag: string;
	operator: TagOperator;
	/** One; for the operators that take a list one or more, for BETWEEN two. */
	operands: Scalar[];
}

/**
 * Makes a condition of what was filled in; see {@link readOperands} for the values.
 * @throws ItemProblem for an empty tag, and for a value that is empty or doesn't fit
 */
export function toTagCondition(tag: string, operator: TagOperator, value: unknown): TagCondition {
	const name = tag.trim();
	if (name === '') {
		throw new ItemProblem(
			"A condition in 'Conditions' has no tag",
			'Enter the name of the tag as it stands in Pushwoosh.',
			'EMPTY_PARAMETER',
		);
	}
	return { tag: name, operator, operands: readOperands(value, operator, `The condition on tag '${name}'`) };
}

/** Reads the rows of a form with the fields of a condition (`form.ts`). @throws ItemProblem */
export function readTagConditions(rows: FieldReader[]): TagCondition[] {
	return rows.map((row) =>
		toTagCondition(row.text('tag'), row.choice('operator', TAG_OPERATORS), row.raw('value')),
	);
}
