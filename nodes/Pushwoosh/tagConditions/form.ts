import type { INodeProperties } from 'n8n-workflow';
import { TAG_OPERATOR_OPTIONS } from './operators';

/** The fields of one condition, the same in every form. */
export const tagConditionFields: INodeProperties[] = [
	{
		displayName: 'Tag',
		name: 'tag',
		type: 'string',
		default: '',
		placeholder: 'e.g. City',
		description: 'Name of the tag as it stands in Pushwoosh',
	},
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		options: TAG_OPERATOR_OPTIONS,
		default: 'EQ',
		description: 'How the tag is compared; tags that hold a list only take Is One Of, yes/no tags only Is',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. Madrid',
		description:
			'For Is One Of, Is Not One Of and Between several, separated by commas. Numbers such as 18 and 19.95 are compared as numbers, in double quotes ("18") as text. Dates as 2027-03-01, 2027-03-01 09:30 (UTC) or 30 days ago.',
	},
];
