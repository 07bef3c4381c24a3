import type { INodeProperties } from 'n8n-workflow';
import { commonOptions } from '../../../shared/form/commonOptions';

const forSend = { show: { '/operation': ['send'] } };

/** Most users or devices that Pushwoosh takes in one message (its API reference, createMessage). */
export const MOST_RECIPIENTS = 1000;
/** Requests in flight. */
export const CONCURRENCY = 10;

export const combineItems: INodeProperties = {
	displayName: 'Combine Items',
	name: 'combineItems',
	type: 'boolean',
	displayOptions: forSend,
	default: true,
	description:
		'Whether items with the same message share it: users and devices a thousand at a time; a segment, area or everyone gets it once. When off, each item sends its own.',
};

export const messagesPerRequest: INodeProperties = {
	displayName: 'Messages per Request',
	name: 'messagesPerRequest',
	type: 'number',
	typeOptions: { minValue: 1 },
	displayOptions: forSend,
	default: 1,
	description:
		'How many different messages to one application travel in one request. Faster for personal texts; but they fail together, and then it may not be known which were sent.',
};

export const requestsPerMinute: INodeProperties = {
	displayName: 'Requests per Minute',
	name: 'requestsPerMinute',
	type: 'number',
	typeOptions: { minValue: 1 },
	displayOptions: forSend,
	default: 600,
	description:
		'How many send requests Pushwoosh gets per minute at most, over all workflows of this n8n process that use the same token. Pushwoosh allows 600.',
};

export const repeatUncertain: INodeProperties = {
	displayName: 'Repeat Uncertain Sends',
	name: 'repeatUncertain',
	type: 'boolean',
	displayOptions: forSend,
	default: false,
	description:
		'Whether to repeat a send that may have gone out, such as after a time-out. As far as Pushwoosh honours transaction IDs nobody gets it twice. When off, the item fails as uncertain.',
};

export const onWarning: INodeProperties = {
	displayName: 'When Pushwoosh Warns',
	name: 'onWarning',
	type: 'options',
	displayOptions: forSend,
	options: [
		{ name: 'Fail the Item', value: 'fail', description: 'Although the message was sent' },
		{ name: 'Report It', value: 'report', description: 'In the field "warning" of the result' },
	],
	default: 'report',
	description:
		'What a warning about a message that was sent does to the item, such as that a subscriber limit let it go to one device only',
};

/** By shown name. */
export const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		combineItems,
		commonOptions.concurrency(CONCURRENCY),
		commonOptions.includeInputFields,
		{
			...commonOptions.batchSize(MOST_RECIPIENTS, 'users or devices'),
			displayOptions: forSend,
			description: 'How many users or devices share a message at most',
		},
		commonOptions.maxRetries,
		messagesPerRequest,
		repeatUncertain,
		requestsPerMinute,
		commonOptions.timeout,
		onWarning,
	],
};
