import { ItemProblem } from '../../shared/engine/failure';
import type { ItemReader } from '../../shared/items/itemReader';
import { toChoice, toText } from '../../shared/items/values';
import { tagCondition, TAG_OPERATORS } from '../segmentationLanguage/condition';
import { checkShape, combine } from '../segmentationLanguage/expression';

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
	const { label } = item.field('filterConditions');
	if (rows.length === 0) {
		throw new ItemProblem(`'${label}' is empty`, 'Add at least one condition.', 'EMPTY_PARAMETER');
	}
	const how = item.choice('filterCombine', ['AND', 'OR'] as const, 'AND');
	const conditions = rows.map(({ tag, operator, value }) =>
		tagCondition(
			toText(tag, { name: 'tag', label: 'Tag' }),
			toChoice(operator ?? 'EQ', TAG_OPERATORS, { name: 'operator', label: 'Operator' }),
			value,
		),
	);
	return combine(conditions, how);
}
