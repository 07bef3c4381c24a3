import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { ItemProblem } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import { checkShape, combine, writeTagCondition } from '../segmentationLanguage/expression';
import { tagConditionsForm } from '../tagConditions/form';
import { readTagConditions } from '../tagConditions/tagCondition';

/** Shows a field for one way to say which devices are meant. */
export const forMode = (mode: string) => ({ show: { filterMode: [mode] } });

/**
 * The ways to say which devices are meant.
 * @param more further ways, whose fields the caller adds
 */
export function filterFields(...more: INodePropertyOptions[]): INodeProperties[] {
	return [
		{
			displayName: 'Filter Mode',
			name: 'filterMode',
			type: 'options',
			options: [
				{
					name: 'Builder',
					value: 'builder',
					description: 'Put conditions on tags together',
				},
				{
					name: 'Expression',
					value: 'expression',
					description: "Write an expression in Pushwoosh's segmentation language",
				},
				...more,
			],
			default: 'builder',
			description: 'How to say which devices are meant',
		},
		{
			displayName: 'Filter Expression',
			name: 'filterExpression',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			displayOptions: forMode('expression'),
			default: '',
			placeholder: 'e.g. T("City", EQ, "Madrid") * T("Age", GTE, 18)',
			description:
				'An expression in Pushwoosh\'s <a href="https://docs.pushwoosh.com/developer/api-reference/segmentation-filters-api/segmentation-language">segmentation language</a>: conditions joined by * (and), + (or) and \\ (without)',
		},
		...tagConditionsForm(
			{ list: 'filterConditions', operator: 'filterCombine' },
			'Conditions on the tags of the devices',
			forMode('builder'),
		),
	];
}

/**
 * Reads which devices are meant, as an expression of the segmentation language: the one that was written, or one made
 * of the conditions of the builder.
 * @throws ItemProblem
 */
export function readFilter(item: ItemReader): string {
	if (item.choice('filterMode') === 'builder') return buildFilter(item);
	const expression = item.requiredText('filterExpression');
	checkShape(expression, item.field('filterExpression').label);
	return expression;
}

function buildFilter(item: ItemReader): string {
	const rows = item.rows('filterConditions', 'condition');
	if (rows.length === 0) {
		throw new ItemProblem(
			`'${item.field('filterConditions').label}' is empty`,
			'Add at least one condition.',
			'EMPTY_PARAMETER',
		);
	}
	const how = item.choice('filterCombine', ['AND', 'OR']);
	return combine(readTagConditions(rows).map(writeTagCondition), how);
}
