import type { INodeProperties } from 'n8n-workflow';
import { tagNameField } from '../fields/tagNameField';
import { TAG_OPERATOR_OPTIONS } from './operators';

/** The fields of one condition, the same in every form. */
export const tagConditionFields: INodeProperties[] = [
	tagNameField({ displayName: 'Tag Name or ID', name: 'tag' }),
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
			'Several are separated by commas. 18 is compared as a number, "18" as a text; dates look like 2027-03-01 or 30 days ago.',
	},
];
