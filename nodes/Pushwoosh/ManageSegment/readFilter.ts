import { ItemProblem } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import { writeTagCondition } from '../segmentationLanguage/condition';
import { checkShape, combine } from '../segmentationLanguage/expression';
import { readTagConditions } from '../tagConditions/tagCondition';

/**
 * Reads which devices are meant, as an expression of the segmentation language: the one that was written, or one made
 * of the conditions of the builder.
 * @throws ItemProblem
 */
export function readFilter(item: ItemReader): string {
	const mode = item.choice('filterMode', ['builder', 'expression'] as const, 'builder');
	if (mode === 'builder') return buildFilter(item);
	const expression = item.requiredText('filterExpression');
	checkShape(expression, item.field('filterExpression').label);
	return expression;
}

function buildFilter(item: ItemReader): string {
	const rows = item.rows('filterConditions', 'condition');
	const field = item.field('filterConditions');
	if (rows.length === 0) {
		throw new ItemProblem(`'${field.label}' is empty`, 'Add at least one condition.', 'EMPTY_PARAMETER');
	}
	const how = item.choice('filterCombine', ['AND', 'OR'] as const, 'AND');
	return combine(readTagConditions(rows, field).map(writeTagCondition), how);
}
