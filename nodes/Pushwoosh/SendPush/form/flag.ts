import type { INodePropertyOptions } from 'n8n-workflow';

/** For settings that Pushwoosh takes as 1 or 0. Who adds such a setting wants it on, so 1 is the default. */
export const YES_OR_NO: INodePropertyOptions[] = [
	{ name: 'No', value: 0 },
	{ name: 'Yes', value: 1 },
];

/** How strongly a notification shows on Android and its kin. */
export const PRIORITIES: INodePropertyOptions[] = [
	{ name: 'Default (0)', value: 0 },
	{ name: 'High (1)', value: 1 },
	{ name: 'Highest (2)', value: 2 },
	{ name: 'Low (-1)', value: -1 },
	{ name: 'Lowest (-2)', value: -2 },
];
