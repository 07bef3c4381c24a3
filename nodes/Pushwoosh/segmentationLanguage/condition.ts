import { takesList } from '../tagConditions/operators';
import type { TagCondition } from '../tagConditions/tagCondition';
import { literal, quoted } from './literal';

/**
 * Writes a tag condition in the segmentation language, e.g. `T("City", IN, ["Madrid", "Seville"])`.
 * @throws ItemProblem for what can't be written safely
 */
export function writeTagCondition({ tag, operator, operands }: TagCondition): string {
	const values = operands.map((operand) => literal(operand, `The value of tag '${tag}'`));
	const operand = takesList(operator) ? `[${values.join(', ')}]` : values[0];
	return `T(${quoted(tag, `The tag '${tag}'`)}, ${operator}, ${operand})`;
}
