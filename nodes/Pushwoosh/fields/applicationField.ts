import type { INodeProperties } from 'n8n-workflow';

/**
 * The choice of an application: from the list of the account or by its code; either way the value is the code.
 * The node that uses it needs `methods.listSearch.searchApplications` (see `api/listSearch.ts`).
 * @param more what differs from node to node: `displayOptions`, `description`, `required` …
 */
export function applicationField(more: Partial<INodeProperties> = {}): INodeProperties {
	return {
		displayName: 'Application',
		name: 'application',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'The application in your Pushwoosh account',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select an application…',
				typeOptions: { searchListMethod: 'searchApplications', searchable: true },
			},
			{
				displayName: 'By Code',
				name: 'code',
				type: 'string',
				placeholder: 'e.g. AAAAA-00000',
				hint: 'Shown at the top left of the Pushwoosh Control Panel',
				// n8n doesn't run a node whose field fails this, so it is no stricter than it must be, and lets the field be
				// empty where it isn't required.
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*([A-Za-z0-9]+-[A-Za-z0-9]+)?\\s*$',
							errorMessage: 'An application code has two groups of letters and digits, like AAAAA-00000',
						},
					},
				],
			},
		],
		...more,
	};
}
