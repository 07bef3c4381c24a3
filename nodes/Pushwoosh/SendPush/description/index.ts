import type { INodeProperties } from 'n8n-workflow';
import { applicationField } from '../../fields/applicationField';
import { additionalFields } from './additionalFields';
import { audienceProperties } from './audience';
import { optionsProperty } from './options';

/** The whole form of Send Push. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Delete Scheduled Push',
				value: 'delete',
				description: 'Take back a push that is scheduled for later',
				action: 'Delete scheduled push',
			},
			{
				name: 'Send Push',
				value: 'send',
				description: 'Send a push now or schedule it for later',
				action: 'Send push',
			},
		],
		default: 'send',
	},
	applicationField({ displayOptions: { show: { operation: ['send'] } }, required: true }),
	...audienceProperties,
	{
		displayName: 'Content',
		name: 'content',
		type: 'string',
		typeOptions: { rows: 3 },
		displayOptions: { show: { operation: ['send'] } },
		default: '',
		placeholder: 'e.g. Your parcel is on its way',
		description:
			'Text of the push. Placeholders such as {Name|CapitalizeFirst|friend} are filled from the tags of each device. May be empty with a preset, translations, Windows content or a silent push.',
	},
	{
		displayName: 'Message Code',
		name: 'messageCode',
		type: 'string',
		displayOptions: { show: { operation: ['delete'] } },
		default: '',
		required: true,
		placeholder: 'e.g. 1A2B-3C4D5E6F-7A8B9C0D',
		description: 'Code of the scheduled push, as the send operation returns it',
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		displayOptions: { show: { operation: ['send'] } },
		default: {},
		options: additionalFields,
	},
	optionsProperty,
];
