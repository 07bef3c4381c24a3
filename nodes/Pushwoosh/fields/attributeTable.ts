import type { INodeProperties } from 'n8n-workflow';

/**
 * A table of attributes, each with its name.
 * @param ofName what the name of one is like
 * @param more the further columns
 */
export function attributeTable(
	name: string,
	description: string,
	ofName: Pick<INodeProperties, 'description' | 'placeholder'>,
	more: INodeProperties[],
): INodeProperties {
	const column: INodeProperties = {
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		...ofName,
	};
	return {
		displayName: 'Attributes',
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Attribute',
		description,
		options: [{ displayName: 'Attribute', name: 'attribute', values: [column, ...more] }],
	};
}
