import type { INodeProperties } from 'n8n-workflow';
import { authenticationFields } from '../fields/authentication';
import { lookupNotice } from '../fields/notices';
import { optionsField } from '../fields/options';
import { serviceField } from '../fields/service';

/** Requests in flight: each token has one of its own. */
export const ONE_BY_ONE = 50;

export const properties: INodeProperties[] = [
	serviceField({
		fcm: "Tells whether a token is alive and which topics it has; a token of another Firebase project is a failure",
		instanceId: 'Tells app, platform and topics of a token; until 29 September 2027',
	}),
	lookupNotice,
	...authenticationFields({ show: { service: ['instanceId'] } }),
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Look Up',
				value: 'lookup',
				description: 'Find out whether a registration token is alive, and what is known about it',
				action: 'Look up registration token',
			},
		],
		default: 'lookup',
	},
	{
		displayName: 'Registration Token',
		name: 'registrationId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. dR7kQ2mZ0xY:APA91b…',
		description:
			'The token that the app got from the Firebase SDK. With many tokens, let each be an input item of its own and drag the field in: they are looked up in parallel, and equal ones once.',
	},
	{
		displayName: 'Include Topic Subscriptions',
		name: 'details',
		type: 'boolean',
		default: true,
		description: 'Whether to also tell which topics the token is subscribed to',
	},
	{
		displayName: 'If Token Is Unknown',
		name: 'onUnknown',
		type: 'options',
		options: [
			{
				name: 'Fail',
				value: 'fail',
				description: "Treat it as a failure, to be handled by the node's 'On Error' setting",
			},
			{
				name: 'Report',
				value: 'report',
				description: 'Output an item with found: false, the reason and a code',
			},
		],
		default: 'report',
		description: 'What to do with a token that Google no longer knows or that is malformed',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	optionsField({ concurrency: ONE_BY_ONE }),
];
