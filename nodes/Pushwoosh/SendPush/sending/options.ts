import type { INodeProperties } from 'n8n-workflow';
import type { FieldReader } from '../../../shared/form/fieldReader';

/** The options of sending beside those of all nodes. */
export const sendOptionFields: INodeProperties[] = [
	{
		displayName: 'Combine Items',
		name: 'combineItems',
		type: 'boolean',
		default: true,
		description:
			'Whether items with the same message share it, and the same segment, area or everyone gets it once',
	},
	{
		displayName: 'Messages per Request',
		name: 'messagesPerRequest',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		description:
			'How many different messages travel in one request: faster for personal texts, but they fail together',
	},
	{
		displayName: 'Requests per Minute',
		name: 'requestsPerMinute',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 600,
		description:
			'How many send requests Pushwoosh gets per minute at most, over all workflows of this n8n process that use the same token. Pushwoosh allows 600.',
	},
	{
		displayName: 'Repeat Uncertain Sends',
		name: 'repeatUncertain',
		type: 'boolean',
		default: false,
		description:
			'Whether to repeat a send that may have gone out, such as after a time-out; somebody might get it twice',
	},
	{
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
	},
];

/** What they say. */
export type SendOptions = ReturnType<typeof readSendOptions>;

/**
 * @param options the collection as read for item 0
 * @throws ItemProblem for zero, negative and other impossible values
 */
export function readSendOptions(options: FieldReader) {
	const canBundle = options.offers('messagesPerRequest');
	return {
		combineItems: options.boolean('combineItems'),
		/** Whether the method takes several messages in a request. */
		canBundle,
		messagesPerRequest: canBundle ? options.wholeNumber('messagesPerRequest') : 1,
		requestsPerMinute: options.wholeNumber('requestsPerMinute'),
		repeatUncertain: options.boolean('repeatUncertain'),
		failOnWarning: options.choice('onWarning') === 'fail',
	};
}
