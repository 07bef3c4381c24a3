import type { Scalar } from '../../tagConditions/operand';
import { takesList, type TagOperator } from '../../tagConditions/operators';
import type { TagCondition } from '../../tagConditions/tagCondition';

/** As createMessage takes it. */
export type Condition = [tag: string, operator: TagOperator, operand: Scalar | Scalar[]];

/**
 * Writes a tag condition as createMessage takes it (Pushwoosh API reference, tag conditions): with a list for IN, NOTIN
 * and BETWEEN, else with one value.
 */
export function writeCondition({ tag, operator, operands }: TagCondition): Condition {
	return [tag, operator, takesList(operator) ? operands : operands[0]];
}
