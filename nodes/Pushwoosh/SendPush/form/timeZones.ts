import type { INodePropertyOptions } from 'n8n-workflow';

/** The time zones to choose from, by their IANA names; what this n8n's Node.js doesn't list goes by expression. */
export const timeZoneChoices: INodePropertyOptions[] = [
	{ name: 'UTC', value: 'UTC' },
	...Intl.supportedValuesOf('timeZone')
		.filter((zone) => zone !== 'UTC')
		.map((zone) => ({ name: zone.replace(/_/g, ' '), value: zone }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en')),
];
