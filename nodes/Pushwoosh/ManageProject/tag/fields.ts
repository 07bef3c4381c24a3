import type { INodeProperties } from 'n8n-workflow';
import { tagNameField } from '../../fields/tagNameField';

export const TAG = { one: 'tag', many: 'tags' };

/** The tag that is meant. */
export const tagName = tagNameField({ displayName: 'Tag Name or ID', name: 'name', required: true });

/** What a tag holds, with the service's numbers (its reference, 8.1). */
export const tagType: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	options: [
		{ name: 'Boolean', value: 5 },
		{ name: 'Date', value: 4 },
		{ name: 'Decimal', value: 6, description: 'Numbers such as 19.95' },
		{ name: 'Integer', value: 1 },
		{ name: 'List', value: 3 },
		{ name: 'String', value: 2 },
		{ name: 'Version', value: 7, description: 'Versions such as 1.2.0' },
	],
	default: 2,
	description: 'What the tag holds; it can’t be changed later',
};

/** Whose value it is. */
export const userSpecific: INodeProperties = {
	displayName: 'User Specific',
	name: 'userSpecific',
	type: 'boolean',
	default: false,
	description: "Whether a value belongs to a user and is shared by all the user's devices",
};
