import type { INodeProperties } from 'n8n-workflow';

/** The text of a message. */
export function contentField(description: string): INodeProperties {
	return {
		displayName: 'Content',
		name: 'content',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Your parcel is on its way',
		description,
	};
}
