import type { INodeProperties } from 'n8n-workflow';

/** For nodes that can look a segment up by its code. */
export const SEGMENT_BY_CODE = {
	displayName: 'By Code',
	name: 'code',
	type: 'string',
	placeholder: 'e.g. 12345-ABCDE',
	hint: 'The code is in the output of this node when it creates or lists segments',
} as const;

type Mode = NonNullable<INodeProperties['modes']>[number];

/**
 * The choice of a saved segment: from the list of the application chosen in the form, or by its name; either way the
 * value is the name, since Pushwoosh targets and deletes segments by name. The node that uses it needs
 * `methods.listSearch.searchSegments` (see `api/listSearch.ts`) and a parameter `application`.
 * @param more what differs from node to node: `displayOptions`, `description`, `required` …
 * @param moreModes further modes, such as {@link SEGMENT_BY_CODE}
 */
export function segmentField(more: Partial<INodeProperties> = {}, moreModes: Mode[] = []): INodeProperties {
	return {
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
			...moreModes,
		],
		...more,
	};
}
