import type { INodeProperties } from 'n8n-workflow';
import { jsonField, textField } from '../../../shared/form/plainFields';
import { choiceField, FOUR_WEEKS, numberField } from './settingFields';

/** What the message says. */
export const messageFields: INodeProperties[] = [
	textField(
		'Title',
		'title',
		'First line of the notification. Without title and body, only the app sees the message (data message).',
		'Your order is on its way',
	),
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
					textField('Key', 'key', 'Name under which the app finds the value', 'orderId'),
					textField('Value', 'value', 'What the app gets, as a text', 'A-17'),
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
			textField(
				'Analytics Label',
				'analyticsLabel',
				'Label by which the Firebase console counts the message, at most 100 different ones a day',
				'order_shipped',
			),
			jsonField(
				'Data (JSON)',
				'dataJson',
				'More values for the app; a key in both lists has its value from here',
				'{ "orderId": "A-17" }',
			),
			textField(
				'Image URL',
				'image',
				'Picture in the notification. On iOS the app needs a notification service extension for it.',
				'https://cdn.example.com/parcel.jpg',
			),
			textField(
				'Link',
				'link',
				'Opened by a click in the browser; apps get it as the data entry link',
				'https://shop.example.com/orders/A-17',
			),
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
			choiceField('Priority', 'priority', 'How urgent it is, on all platforms', {
				options: [
					{ name: 'High', value: 'high', description: 'Delivered at once, also to a sleeping device' },
					{ name: 'Normal', value: 'normal', description: 'Delivered when it suits the device' },
				],
				default: 'high',
			}),
			textField(
				'Replace Earlier Ones',
				'collapseId',
				'A message takes the place of an earlier one with the same ID on the device, on all platforms',
				'order-A-17',
			),
			numberField(
				'Time to Live (Seconds)',
				'timeToLive',
				'How long a device that is off may get it later, on all platforms. 0: now or never; the most is four weeks.',
				{ default: 86400, maxValue: FOUR_WEEKS },
			),
		],
	},
];
