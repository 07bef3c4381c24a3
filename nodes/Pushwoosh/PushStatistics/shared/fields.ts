import type { INodeProperties } from 'n8n-workflow';
import type { ItemReader } from '../../../shared/form/itemReader';
import { applicationField } from '../../fields/applicationField';
import { campaignField } from '../../fields/codeField';
import { messageCodes } from '../../fields/messageCodes';
import { PLATFORMS } from '../../fields/platforms';

export { messageCodes };

/** The application whose figures are meant. */
export const application = applicationField({ required: true });

/** On which platforms. */
export const platforms: INodeProperties = {
	displayName: 'Platforms',
	name: 'platforms',
	type: 'multiOptions',
	options: PLATFORMS,
	default: [],
	description: 'Only these platforms; all when none is chosen',
};

/** Of which campaign. */
export const campaign = campaignField({}, 'getCampaignsOrAny');

/** What sent the messages (Pushwoosh API reference, 12.1). */
export const source: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	options: [
		{ name: 'A/B Test', value: 'AB_TEST' },
		{ name: 'Any', value: '' },
		{ name: 'API', value: 'API' },
		{ name: 'Auto Push', value: 'AUTO_PUSH' },
		{ name: 'Control Panel', value: 'CP' },
		{ name: 'CSV', value: 'CSV' },
		{ name: 'Customer Journey', value: 'CUSTOMER_JOURNEY' },
		{ name: 'Email API', value: 'EMAIL_API' },
		{ name: 'Email in the Control Panel', value: 'EMAIL_CP' },
		{ name: 'Geozone', value: 'GEO_ZONE' },
		{ name: 'Push on Event', value: 'PUSH_ON_EVENT' },
		{ name: 'RSS', value: 'RSS' },
	],
	default: '',
	description: 'What made the messages',
};

/** How a message is written. */
export const shapeFields: INodeProperties[] = [
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Per Platform',
		name: 'perPlatform',
		type: 'boolean',
		displayOptions: { show: { simplify: [true] } },
		default: false,
		description: 'Whether to return an item per message and platform instead of one per message',
	},
];

/** @returns the codes, each once; none where the field is empty @throws ItemProblem */
export function readCodes(item: ItemReader): string[] {
	return [...new Set(item.entries('messageCodes', 'whitespace'))];
}
