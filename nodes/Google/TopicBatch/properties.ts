import type { INodeProperties } from 'n8n-workflow';
import { MOST_TOPIC_TOKENS } from '../api/instanceId/topicBatch';
import { authenticationFields } from '../fields/authentication';
import { instanceIdNotice } from '../fields/notices';
import { optionsField } from '../fields/options';
import { serviceField } from '../fields/service';

/** Requests in flight: the two ways in which tokens travel. */
export const TOGETHER = 5;
export const ONE_BY_ONE = 50;

export const properties: INodeProperties[] = [
	serviceField({
		fcm: 'One request per registration token; a token of another Firebase project is a failure',
		instanceId: 'Up to 1,000 registration tokens per request; until 29 September 2027',
	}),
	instanceIdNotice,
	...authenticationFields({ show: { service: ['instanceId'] } }),
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Subscribe',
				value: 'subscribe',
				description: 'Let devices receive what is sent to a topic',
				action: 'Subscribe devices to topic',
			},
			{
				name: 'Subscribe One by One',
				value: 'subscribeOne',
				description: 'As Subscribe, but with a request of its own for each registration token',
				action: 'Subscribe devices to topic one by one',
				displayOptions: { show: { service: ['instanceId'] } },
			},
			{
				name: 'Unsubscribe',
				value: 'unsubscribe',
				description: 'Let devices no longer receive what is sent to a topic',
				action: 'Unsubscribe devices from topic',
			},
		],
		default: 'subscribe',
	},
	{
		displayName: 'Topic',
		name: 'topic',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. storm-alerts',
		description:
			'Name of the topic, with or without /topics/ in front. A new one comes into being with its first subscription.',
	},
	{
		displayName: 'Registration Tokens',
		name: 'registrationIds',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. {{ $json.registrationToken }}',
		description:
			'One token, several separated by commas, spaces or new lines, or an expression that gives a list. With one token per input item, drag the field in: all items of the same topic share requests, and each token gets a result of its own.',
		hint: 'The output has one item per token',
	},
	optionsField({
		concurrency: TOGETHER,
		batch: { most: MOST_TOPIC_TOKENS, what: 'registration tokens' },
		displayOptions: { show: { service: ['instanceId'], operation: ['subscribe', 'unsubscribe'] } },
	}),
	optionsField({
		concurrency: ONE_BY_ONE,
		displayOptions: { show: { service: ['instanceId'], operation: ['subscribeOne'] } },
	}),
	optionsField({
		concurrency: ONE_BY_ONE,
		displayOptions: { show: { service: ['fcm'] } },
	}),
];
