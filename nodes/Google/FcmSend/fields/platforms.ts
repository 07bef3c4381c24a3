import type { INodeProperties } from 'n8n-workflow';
import { textField } from '../../../shared/form/plainFields';

/** Settings for Android, each named like FCM's own field. */
export const androidSettings: INodeProperties[] = [
	textField('Channel ID', 'channel_id', 'Notification channel, which the app must have created', 'orders'),
	textField('Click Action', 'click_action', 'Activity that a tap opens', 'OPEN_ORDER'),
	textField(
		'Collapse Key',
		'collapse_key',
		'A waiting data message with the same key is replaced',
		'order-A-17',
	),
	textField('Color', 'color', 'Color of the icon, as #rrggbb', '#FF8800'),
	{
		displayName: 'Delivery Priority',
		name: 'priority',
		type: 'options',
		options: [
			{ name: 'High', value: 'high' },
			{ name: 'Normal', value: 'normal' },
		],
		default: 'high',
		description: 'Whether a sleeping device is woken up for it',
	},
	{
		displayName: 'Direct Boot',
		name: 'direct_boot_ok',
		type: 'boolean',
		default: false,
		description: 'Whether it may be delivered before the device was unlocked after a start',
	},
	textField('Icon', 'icon', 'Icon, by its resource name in the app', 'ic_notification'),
	textField(
		'Image URL',
		'image',
		'Picture in place of the one for all platforms',
		'https://cdn.example.com/parcel.jpg',
	),
	{
		displayName: 'Importance',
		name: 'notification_priority',
		type: 'options',
		options: [
			{ name: 'Default', value: 'PRIORITY_DEFAULT' },
			{ name: 'High', value: 'PRIORITY_HIGH' },
			{ name: 'Low', value: 'PRIORITY_LOW' },
			{ name: 'Max', value: 'PRIORITY_MAX' },
			{ name: 'Min', value: 'PRIORITY_MIN' },
		],
		default: 'PRIORITY_DEFAULT',
		description: 'How prominently it is shown on Android 7 and older',
	},
	{
		displayName: 'Number on Icon',
		name: 'notification_count',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1,
		description: 'Number that some launchers show on the app icon',
	},
	textField(
		'Package Name',
		'restricted_package_name',
		'Only this app of the project gets it',
		'org.example.shop',
	),
	textField('Sound', 'sound', 'Sound, by its resource name in the app', 'default'),
	textField('Tag', 'tag', 'A shown notification with the same tag is replaced', 'order-A-17'),
	{
		displayName: 'Time to Live (Seconds)',
		name: 'ttl',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 2419200 },
		default: 86400,
		description: 'How long a device that is off may get it later',
	},
	{
		displayName: 'Visibility',
		name: 'visibility',
		type: 'options',
		options: [
			{ name: 'Private', value: 'PRIVATE', description: 'Without its content on a locked screen' },
			{ name: 'Public', value: 'PUBLIC', description: 'In full on a locked screen' },
			{ name: 'Secret', value: 'SECRET', description: 'Not at all on a locked screen' },
		],
		default: 'PRIVATE',
		description: 'What a locked screen shows of it',
	},
];

/** Settings for Apple's devices, each named like Apple's own field. */
export const appleSettings: INodeProperties[] = [
	{
		displayName: 'Badge',
		name: 'badge',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Number on the app icon; 0 removes it',
	},
	textField('Category', 'category', 'Category of the app, which brings its buttons', 'ORDER'),
	textField(
		'Collapse ID',
		'apns_collapse_id',
		'A shown notification with the same ID is replaced',
		'order-A-17',
	),
	{
		displayName: 'Content Available',
		name: 'content_available',
		type: 'boolean',
		default: true,
		description: 'Whether the app is woken in the background to fetch something',
	},
	{
		displayName: 'Delivery Priority',
		name: 'apns_priority',
		type: 'options',
		options: [
			{ name: '1: When It Suits the Battery Best', value: 1 },
			{ name: '10: At Once', value: 10 },
			{ name: '5: When It Suits the Device', value: 5 },
		],
		default: 10,
		description: 'How urgently Apple delivers it',
	},
	textField(
		'Expiration',
		'apns_expiration',
		'Until when Apple tries, in seconds since 1970; 0: only once',
		'1760000000',
	),
	{
		displayName: 'Interruption Level',
		name: 'interruption_level',
		type: 'options',
		options: [
			{ name: 'Active', value: 'active' },
			{ name: 'Critical', value: 'critical' },
			{ name: 'Passive', value: 'passive' },
			{ name: 'Time Sensitive', value: 'time-sensitive' },
		],
		default: 'active',
		description: 'How far it may interrupt the user',
	},
	{
		displayName: 'Mutable Content',
		name: 'mutable_content',
		type: 'boolean',
		default: true,
		description: 'Whether an extension of the app may change it before it is shown, as pictures need it',
	},
	{
		displayName: 'Push Type',
		name: 'apns_push_type',
		type: 'options',
		options: [
			{ name: 'Alert', value: 'alert', description: 'Is shown, heard, or changes the badge' },
			{ name: 'Background', value: 'background', description: 'Only wakes the app' },
		],
		default: 'alert',
		description: 'What kind of push it is for Apple; set by itself when not added',
	},
	textField('Sound', 'sound', 'Sound, by its file name in the app', 'default'),
	textField('Subtitle', 'subtitle', 'Line between title and body', 'Order A-17'),
	textField('Thread ID', 'thread_id', 'Notifications of the same thread are shown together', 'orders'),
];

/** Settings for browsers, each named as in the browser's notification or its push protocol. */
export const webSettings: INodeProperties[] = [
	{
		displayName: 'Actions',
		name: 'actions',
		type: 'json',
		default: '[]',
		placeholder: 'e.g. [{ "action": "open", "title": "Open" }]',
		description: 'Buttons of the notification, as a JSON list',
	},
	textField(
		'Badge URL',
		'badge',
		'Small picture where there is little space',
		'https://cdn.example.com/badge.png',
	),
	textField('Icon URL', 'icon', 'Picture beside the text', 'https://cdn.example.com/icon.png'),
	textField(
		'Image URL',
		'image',
		'Picture in place of the one for all platforms',
		'https://cdn.example.com/parcel.jpg',
	),
	{
		displayName: 'Require Interaction',
		name: 'requireInteraction',
		type: 'boolean',
		default: true,
		description: 'Whether it stays until the user does something',
	},
	textField('Tag', 'tag', 'A shown notification with the same tag is replaced', 'order-A-17'),
	{
		displayName: 'Time to Live (Seconds)',
		name: 'TTL',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 86400,
		description: 'How long the push service keeps it for a browser that is closed',
	},
	textField(
		'Topic',
		'Topic',
		'A waiting push with the same topic is replaced; 32 letters, digits, - and _ at most',
		'order-A-17',
	),
	{
		displayName: 'Urgency',
		name: 'Urgency',
		type: 'options',
		options: [
			{ name: 'High', value: 'high' },
			{ name: 'Low', value: 'low' },
			{ name: 'Normal', value: 'normal' },
			{ name: 'Very Low', value: 'very-low' },
		],
		default: 'normal',
		description: 'How urgent it is for a device that saves its battery',
	},
];

/** The form's member for all three. */
export const platformSettings: INodeProperties = {
	displayName: 'Platform Settings',
	name: 'platformSettings',
	type: 'collection',
	placeholder: 'Add Platform',
	default: {},
	description: 'What holds for one platform only; it wins over what stands above',
	options: [
		{
			displayName: 'Android',
			name: 'androidSettings',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			options: androidSettings,
		},
		{
			displayName: 'Apple',
			name: 'appleSettings',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			options: appleSettings,
		},
		{
			displayName: 'Web',
			name: 'webSettings',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			options: webSettings,
		},
	],
};
