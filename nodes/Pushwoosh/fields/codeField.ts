import type { INodeProperties } from 'n8n-workflow';

const CHOOSE =
	'Choose from the list, or specify a code using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

/**
 * The choice of a preset of the application that is chosen in the form; the value is its code. The node that uses it needs
 * the `loadOptions` of `api/listSearch.ts`. Where none need be chosen the list says so: n8n marks an empty value that
 * isn't in its list as wrong.
 */
export function presetField(more: Partial<INodeProperties> = {}): INodeProperties {
	return codeField('Preset Name or ID', 'preset', more.required ? 'getPresets' : 'getPresetsOrNone', more);
}

/** As {@link presetField}, of a campaign. */
export function campaignField(
	more: Partial<INodeProperties> = {},
	list: 'getCampaignsOrNone' | 'getCampaignsOrAny' = 'getCampaignsOrNone',
): INodeProperties {
	return codeField('Campaign Name or ID', 'campaign', more.required ? 'getCampaigns' : list, more);
}

function codeField(
	displayName: string,
	name: string,
	loadOptionsMethod: string,
	{ description, ...more }: Partial<INodeProperties>,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		typeOptions: { loadOptionsMethod, loadOptionsDependsOn: ['application.value'] },
		default: '',
		description: description === undefined ? CHOOSE : `${description}. ${CHOOSE}.`,
		...more,
	};
}
