import type { INodeProperties } from 'n8n-workflow';
import { webSubscriptionNotice } from '../fields/notices';
import { optionsField } from '../fields/options';

/** Requests in flight. */
export const IN_PARALLEL = 5;

export const properties: INodeProperties[] = [
	webSubscriptionNotice,
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Delete',
				value: 'delete',
				description: 'Let Google forget the push subscription behind a registration token',
				action: 'Delete web push subscription',
			},
			{
				name: 'Import',
				value: 'import',
				description: 'Get a registration token for a push subscription of a browser',
				action: 'Import web push subscription',
			},
			{
				name: 'Refresh',
				value: 'refresh',
				description: 'Put a new push subscription behind a registration token',
				action: 'Refresh web push subscription',
			},
		],
		default: 'import',
	},
	{
		displayName: 'Registration Token',
		name: 'registrationId',
		type: 'string',
		required: true,
		displayOptions: { show: { operation: ['refresh', 'delete'] } },
		default: '',
		placeholder: 'e.g. {{ $json.registrationToken }}',
		description: 'The token that importing the subscription, or its last refresh, gave',
	},
	{
		displayName: 'Push Subscription',
		name: 'subscription',
		type: 'json',
		required: true,
		displayOptions: { show: { operation: ['import', 'refresh'] } },
		default: '{}',
		placeholder: 'e.g. { "endpoint": "https://…", "keys": { "p256dh": "…", "auth": "…" } }',
		description:
			'What PushSubscription.toJSON() returns in the browser, as an object or as text. Only the endpoint and its two keys are sent.',
		hint: 'As the web page got it from the browser: what PushSubscription.toJSON() returns',
	},
	{
		displayName: 'VAPID Public Key',
		name: 'applicationPublicKey',
		type: 'string',
		required: true,
		displayOptions: { show: { operation: ['import', 'refresh'] } },
		default: '',
		placeholder: 'e.g. BHZPqiVHRbjWVh4N5AnJPk1n…',
		description:
			'The public key that the web page gave the browser as applicationServerKey. The Firebase project must have the same key pair, under Project settings > Cloud Messaging > Web Push certificates.',
	},
	optionsField({ concurrency: IN_PARALLEL }),
];
