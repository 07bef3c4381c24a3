import type { INodeProperties } from 'n8n-workflow';
import { textField } from '../../shared/form/plainFields';
import { tagNameField } from '../fields/tagNameField';

/** The fields of one condition, the same in every form. */
export const tagConditionFields: INodeProperties[] = [
	tagNameField({ displayName: 'Tag Name or ID', name: 'tag' }),
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		options: [
			{ name: 'Between', value: 'BETWEEN', description: 'From the first value to the second, both included' },
			{ name: 'Greater Than or Equal To', value: 'GTE' },
			{ name: 'Is', value: 'EQ' },
			{ name: 'Is Not', value: 'NOTEQ' },
			{ name: 'Is Not One Of', value: 'NOTIN' },
			{ name: 'Is One Of', value: 'IN' },
			{ name: 'Less Than or Equal To', value: 'LTE' },
		],
		default: 'EQ',
		description: 'How the tag is compared; tags that hold a list only take Is One Of, yes/no tags only Is',
	},
	textField(
		'Value',
		'value',
		'Several are separated by commas. 18 is compared as a number, "18" as a text; dates look like 2027-03-01 or 30 days ago.',
		'Madrid',
	),
];

/**
 * A list of conditions, and how several are joined: two fields.
 * @param names of the two parameters
 * @param description what the conditions are for
 */
export function tagConditionsForm(
	names: { list: string; operator: string },
	description: string,
	displayOptions: INodeProperties['displayOptions'],
): INodeProperties[] {
	return [
		{
			displayName: 'Conditions',
			name: names.list,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			displayOptions,
			default: {},
			placeholder: 'Add Condition',
			description,
			options: [{ displayName: 'Condition', name: 'condition', values: tagConditionFields }],
		},
		{
			displayName: 'Combine Conditions',
			name: names.operator,
			type: 'options',
			displayOptions,
			options: [
				{ name: 'All Conditions Must Be Met', value: 'AND' },
				{ name: 'Any Condition Is Enough', value: 'OR' },
			],
			default: 'AND',
			description: 'Whether all conditions have to be met or only one of them',
		},
	];
}
