import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { toBoolean, type Field } from '../../../shared/form/values';
import { readOption, readWholeNumber } from '../message/platformSettings';

const combineItems: INodeProperties = {
	displayName: 'Combine Items',
	name: 'combineItems',
	type: 'boolean',
	default: true,
	description:
		'Whether items with the same message share it: users and devices a thousand at a time; a segment, area or everyone gets it once. When off, each item sends its own.',
};

const messagesPerRequest: INodeProperties = {
	displayName: 'Messages per Request',
	name: 'messagesPerRequest',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description:
		'How many different messages to one application travel in one request. Faster for personal texts; but they fail together, and then it may not be known which were sent.',
};

const requestsPerMinute: INodeProperties = {
	displayName: 'Requests per Minute',
	name: 'requestsPerMinute',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 600,
	description:
		'How many send requests Pushwoosh gets per minute at most, over all workflows of this n8n process that use the same token. Pushwoosh allows 600.',
};

const repeatUncertain: INodeProperties = {
	displayName: 'Repeat Uncertain Sends',
	name: 'repeatUncertain',
	type: 'boolean',
	default: false,
	description:
		'Whether to repeat a send that may have gone out, such as after a time-out. As far as Pushwoosh honours transaction IDs nobody gets it twice. When off, the item fails as uncertain.',
};

const onWarning: INodeProperties = {
	displayName: 'When Pushwoosh Warns',
	name: 'onWarning',
	type: 'options',
	options: [
		{ name: 'Fail the Item', value: 'fail', description: 'Although the message was sent' },
		{ name: 'Report It', value: 'report', description: 'In the field "warning" of the result' },
	],
	default: 'report',
	description:
		'What a warning about a message that was sent does to the item, such as that a subscriber limit let it go to one device only',
};

/** The options of sending beside those of all nodes. */
export const sendOptionFields = [combineItems, messagesPerRequest, requestsPerMinute, repeatUncertain, onWarning];

/** The options of sending beside those that all nodes share. */
export interface SendOptions {
	combineItems: boolean;
	messagesPerRequest: number;
	requestsPerMinute: number;
	repeatUncertain: boolean;
	failOnWarning: boolean;
}

/**
 * @param options the collection as read for item 0
 * @throws ItemProblem for zero, negative and other impossible values
 */
export function readSendOptions(options: IDataObject): SendOptions {
	const value = (property: INodeProperties): unknown => options[property.name] ?? property.default;
	const flag = (property: INodeProperties) => toBoolean(value(property), fieldOf(property));
	return {
		combineItems: flag(combineItems),
		messagesPerRequest: readWholeNumber(value(messagesPerRequest), messagesPerRequest),
		requestsPerMinute: readWholeNumber(value(requestsPerMinute), requestsPerMinute),
		repeatUncertain: flag(repeatUncertain),
		failOnWarning: readOption(value(onWarning), onWarning) === 'fail',
	};
}

function fieldOf({ name, displayName }: INodeProperties): Field {
	return { name, label: displayName };
}
