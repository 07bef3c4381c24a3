import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { tagConditionFields } from '../../tagConditions/form';

type Show = NonNullable<IDisplayOptions['show']>;

/**
 * The ways to say which devices are meant.
 * @param show for which resource and operation
 * @param more further ways, whose fields the caller adds
 */
export function filterFields(show: Show, ...more: INodePropertyOptions[]): INodeProperties[] {
	const forMode = (mode: string) => ({ show: { ...show, filterMode: [mode] } });
	return [
		{
			displayName: 'Filter Mode',
			name: 'filterMode',
			type: 'options',
			displayOptions: { show },
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
		{
			displayName: 'Conditions',
			name: 'filterConditions',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			displayOptions: forMode('builder'),
			default: {},
			placeholder: 'Add Condition',
			options: [
				{
					displayName: 'Condition',
					name: 'condition',
					values: tagConditionFields,
				},
			],
			description: 'Conditions on the tags of the devices',
		},
		{
			displayName: 'Combine Conditions',
			name: 'filterCombine',
			type: 'options',
			displayOptions: forMode('builder'),
			options: [
				{ name: 'All Conditions Must Be Met', value: 'AND' },
				{ name: 'Any Condition Is Enough', value: 'OR' },
			],
			default: 'AND',
			description: 'Whether a device has to meet all conditions or only one of them',
		},
	];
}
