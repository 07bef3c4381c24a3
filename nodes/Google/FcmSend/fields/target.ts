import type { INodeProperties } from 'n8n-workflow';

/** Who gets the message. */
export const targetFields: INodeProperties[] = [
	{
		displayName: 'Send To',
		name: 'target',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Condition', value: 'condition', description: 'Devices whose topics meet a condition' },
			{ name: 'Device', value: 'device', description: 'Devices by registration token or installation ID' },
			{ name: 'Topic', value: 'topic', description: 'All devices that are subscribed to a topic' },
		],
		default: 'device',
		description: 'Who gets the message',
	},
	{
		displayName: 'Registration Tokens',
		name: 'registrationIds',
		type: 'string',
		typeOptions: { rows: 2 },
		displayOptions: { show: { target: ['device'] } },
		default: '',
		placeholder: 'e.g. {{ $json.registrationToken }}',
		description:
			'One token or installation ID (FID), or several separated by commas, spaces or new lines; of a table drag the field in, for one per item',
		hint: 'One request and one output item for each',
	},
	{
		displayName: 'Topic',
		name: 'topic',
		type: 'string',
		displayOptions: { show: { target: ['topic'] } },
		default: '',
		placeholder: 'e.g. storm-alerts',
		description:
			'Name of the topic, with or without /topics/ in front. Google never tells how many devices it has.',
	},
	{
		displayName: 'Condition',
		name: 'condition',
		type: 'string',
		typeOptions: { rows: 2 },
		displayOptions: { show: { target: ['condition'] } },
		default: '',
		placeholder: "e.g. 'news' in topics && 'madrid' in topics",
		description: 'Up to five topics, joined by && (and) or || (or), in parentheses where both occur',
	},
	{
		displayName:
			'A condition with <b>!</b> can also reach devices without any topic. Switch on <b>Confirm Negation</b> if that is meant.',
		name: 'negationNotice',
		type: 'notice',
		displayOptions: { show: { target: ['condition'], condition: [{ _cnd: { includes: '!' } }] } },
		default: '',
	},
	{
		displayName: 'Confirm Negation',
		name: 'confirmNegation',
		type: 'boolean',
		displayOptions: { show: { target: ['condition'] } },
		default: false,
		description: 'Whether a condition with ! may be sent, which can also reach devices without any topic',
	},
];
