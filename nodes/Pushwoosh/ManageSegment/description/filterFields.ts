import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

type Show = NonNullable<IDisplayOptions['show']>;

const OPERATORS: INodeProperties['options'] = [
	{ name: 'Between', value: 'BETWEEN', description: 'From the first value to the second, both included' },
	{ name: 'Greater Than or Equal To', value: 'GTE' },
	{ name: 'Is', value: 'EQ' },
	{ name: 'Is Not', value: 'NOTEQ' },
	{ name: 'Is Not One Of', value: 'NOTIN' },
	{ name: 'Is One Of', value: 'IN' },
	{ name: 'Less Than or Equal To', value: 'LTE' },
];

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
					values: [
						{
							displayName: 'Tag',
							name: 'tag',
							type: 'string',
							default: '',
							placeholder: 'e.g. City',
							description: 'Name of the tag as the Control Panel writes it',
						},
						{
							displayName: 'Operator',
							name: 'operator',
							type: 'options',
							options: OPERATORS,
							default: 'EQ',
							description: 'How the tag is compared with the value',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							placeholder: 'e.g. Madrid',
							description:
								'For "Is One Of", "Is Not One Of" and "Between" several values with commas between them. A whole number like 18 is compared as a number, everything else (08001, 1.2, 2026-03-01, 30 days ago) as text; put it in double quotes to have a number compared as text: "18".',
						},
					],
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
