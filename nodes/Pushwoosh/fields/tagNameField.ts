import type { INodeProperties } from 'n8n-workflow';

/**
 * The choice of a tag: from the list of the account, or by an expression; either way the value is its name. The node that
 * uses it needs `methods.loadOptions.getTags` (see `api/listSearch.ts`).
 * @param more its name, and what differs from form to form
 */
export function tagNameField(
	more: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>,
): INodeProperties {
	return {
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getTags' },
		default: '',
		description:
			'Choose from the list, or specify a name using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		...more,
	};
}
