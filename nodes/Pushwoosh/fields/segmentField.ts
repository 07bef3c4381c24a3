import type { INodeProperties } from 'n8n-workflow';

/**
 * The choice of a saved segment: from the list of the application chosen in the form, or by its name; either way the
 * value is the name, since Pushwoosh targets and deletes segments by name. The node that uses it needs
 * `methods.listSearch.searchSegments` (see `api/listSearch.ts`) and a parameter `application`.
 * @param more what differs from node to node: `displayOptions`, `description`, `required` …
 * @param byCode offers the code too, for nodes that can look a segment up by it
 */
export function segmentField(more: Partial<INodeProperties> = {}, { byCode = false } = {}): INodeProperties {
	const field: INodeProperties = {
		displayName: 'Segment',
		name: 'segment',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'The saved segment of the application',
		typeOptions: { loadOptionsDependsOn: ['application.value'] },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a segment…',
				typeOptions: { searchListMethod: 'searchSegments', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. Madrid adults',
			},
			{
				displayName: 'By Code',
				name: 'code',
				type: 'string',
				placeholder: 'e.g. 12345-ABCDE',
				hint: "The code is in this node's output when it creates or lists segments",
			},
		],
		...more,
	};
	return byCode ? field : { ...field, modes: field.modes?.filter(({ name }) => name !== 'code') };
}
