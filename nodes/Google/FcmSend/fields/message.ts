import type { INodeProperties } from 'n8n-workflow';
import { jsonField } from '../../../shared/form/plainFields';

/** What the message says. */
export const messageFields: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Your order is on its way',
		description:
			'First line of the notification. Without title and body, only the app sees the message (data message).',
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. It arrives on Friday',
		description: 'Text of the notification',
	},
	{
		displayName: 'Data',
		name: 'data',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Entry',
		description: 'Values for the app. Numbers become texts, objects and lists JSON.',
		options: [
			{
				displayName: 'Entry',
				name: 'entry',
				values: [
					{
						displayName: 'Key',
						name: 'key',
						type: 'string',
						default: '',
						placeholder: 'e.g. orderId',
						description: 'Name under which the app finds the value',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. A-17',
						description: 'What the app gets, as a text',
					},
				],
			},
		],
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'collection',
		placeholder: 'Add to Message',
		default: {},
		options: [
			{
				displayName: 'Analytics Label',
				name: 'analyticsLabel',
				type: 'string',
				default: '',
				placeholder: 'e.g. order_shipped',
				description:
					'Label by which the Firebase console counts the message, at most 100 different ones a day',
			},
			jsonField(
				'Data (JSON)',
				'dataJson',
				'More values for the app; a key in both lists has its value from here',
				'{ "orderId": "A-17" }',
			),
			{
				displayName: 'Image URL',
				name: 'image',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://cdn.example.com/parcel.jpg',
				description:
					'Picture in the notification. On iOS the app needs a notification service extension for it.',
			},
			{
				displayName: 'Link',
				name: 'link',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://shop.example.com/orders/A-17',
				description: 'Opened by a click in the browser; apps get it as the data entry link',
			},
			jsonField(
				'Message (JSON)',
				'rawMessage',
				"Laid over the message last, in FCM's own field names, for whatever the form doesn't have",
				'{ "android": { "notification": { "sticky": true } } }',
			),
		],
	},
	{
		displayName: 'Delivery',
		name: 'delivery',
		type: 'collection',
		placeholder: 'Add to Delivery',
		default: {},
		options: [
			{
				displayName: 'Priority',
				name: 'priority',
				type: 'options',
				options: [
					{ name: 'High', value: 'high', description: 'Delivered at once, also to a sleeping device' },
					{ name: 'Normal', value: 'normal', description: 'Delivered when it suits the device' },
				],
				default: 'high',
				description: 'How urgent it is, on all platforms',
			},
			{
				displayName: 'Replace Earlier Ones',
				name: 'collapseId',
				type: 'string',
				default: '',
				placeholder: 'e.g. order-A-17',
				description:
					'A message takes the place of an earlier one with the same ID on the device, on all platforms',
			},
			{
				displayName: 'Time to Live (Seconds)',
				name: 'timeToLive',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 2419200 },
				default: 86400,
				description:
					'How long a device that is off may get it later, on all platforms. 0: now or never; the most is four weeks.',
			},
		],
	},
];
