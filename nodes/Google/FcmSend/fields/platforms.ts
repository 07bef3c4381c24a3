import type { INodeProperties } from 'n8n-workflow';
import { textField } from '../../../shared/form/plainFields';
import { choiceField, FOUR_WEEKS, numberField } from './settingFields';

const platformImage = textField(
	'Image URL',
	'image',
	'Picture in place of the one for all platforms',
	'https://cdn.example.com/parcel.jpg',
);

/** Settings for Android, each named like FCM's own field. */
const androidSettings: INodeProperties[] = [
	textField('Channel ID', 'channel_id', 'Notification channel, which the app must have created', 'orders'),
	textField('Click Action', 'click_action', 'Activity that a tap opens', 'OPEN_ORDER'),
	textField(
		'Collapse Key',
		'collapse_key',
		'A waiting data message with the same key is replaced',
		'order-A-17',
	),
	textField('Color', 'color', 'Color of the icon, as #rrggbb', '#FF8800'),
	choiceField('Delivery Priority', 'priority', 'Whether a sleeping device is woken up for it', {
		options: [
			{ name: 'High', value: 'high' },
			{ name: 'Normal', value: 'normal' },
		],
		default: 'high',
	}),
	{
		displayName: 'Direct Boot',
		name: 'direct_boot_ok',
		type: 'boolean',
		default: false,
		description: 'Whether it may be delivered before the device was unlocked after a start',
	},
	textField('Icon', 'icon', 'Icon, by its resource name in the app', 'ic_notification'),
	platformImage,
	choiceField('Importance', 'notification_priority', 'How prominently it is shown on Android 7 and older', {
		options: [
			{ name: 'Default', value: 'PRIORITY_DEFAULT' },
			{ name: 'High', value: 'PRIORITY_HIGH' },
			{ name: 'Low', value: 'PRIORITY_LOW' },
			{ name: 'Max', value: 'PRIORITY_MAX' },
			{ name: 'Min', value: 'PRIORITY_MIN' },
		],
		default: 'PRIORITY_DEFAULT',
	}),
	numberField('Number on Icon', 'notification_count', 'Number that some launchers show on the app icon', {
		default: 1,
	}),
	textField(
		'Package Name',
		'restricted_package_name',
		'Only this app of the project gets it',
		'org.example.shop',
	),
	textField('Sound', 'sound', 'Sound, by its resource name in the app', 'default'),
	textField('Tag', 'tag', 'A shown notification with the same tag is replaced', 'order-A-17'),
	numberField('Time to Live (Seconds)', 'ttl', 'How long a device that is off may get it later', {
		default: 86400,
		maxValue: FOUR_WEEKS,
	}),
	choiceField('Visibility', 'visibility', 'What a locked screen shows of it', {
		options: [
			{ name: 'Private', value: 'PRIVATE', description: 'Without its content on a locked screen' },
			{ name: 'Public', value: 'PUBLIC', description: 'In full on a locked screen' },
			{ name: 'Secret', value: 'SECRET', description: 'Not at all on a locked screen' },
		],
		default: 'PRIVATE',
	}),
];

/** Settings for Apple's devices, each named like Apple's own field. */
const appleSettings: INodeProperties[] = [
	numberField('Badge', 'badge', 'Number on the app icon; 0 removes it', { default: 0 }),
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
	choiceField('Delivery Priority', 'apns_priority', 'How urgently Apple delivers it', {
		options: [
			{ name: '1: When It Suits the Battery Best', value: 1 },
			{ name: '10: At Once', value: 10 },
			{ name: '5: When It Suits the Device', value: 5 },
		],
		default: 10,
	}),
	textField(
		'Expiration',
		'apns_expiration',
		'Until when Apple tries, in seconds since 1970; 0: only once',
		'1760000000',
	),
	choiceField('Interruption Level', 'interruption_level', 'How far it may interrupt the user', {
		options: [
			{ name: 'Active', value: 'active' },
			{ name: 'Critical', value: 'critical' },
			{ name: 'Passive', value: 'passive' },
			{ name: 'Time Sensitive', value: 'time-sensitive' },
		],
		default: 'active',
	}),
	{
		displayName: 'Mutable Content',
		name: 'mutable_content',
		type: 'boolean',
		default: true,
		description: 'Whether an extension of the app may change it before it is shown, as pictures need it',
	},
	choiceField(
		'Push Type',
		'apns_push_type',
		'What kind of push it is for Apple; set by itself when not added',
		{
			options: [
				{ name: 'Alert', value: 'alert', description: 'Is shown, heard, or changes the badge' },
				{ name: 'Background', value: 'background', description: 'Only wakes the app' },
			],
			default: 'alert',
		},
	),
	textField('Sound', 'sound', 'Sound, by its file name in the app', 'default'),
	textField('Subtitle', 'subtitle', 'Line between title and body', 'Order A-17'),
	textField('Thread ID', 'thread_id', 'Notifications of the same thread are shown together', 'orders'),
];

/** Settings for browsers, each named as in the browser's notification or its push protocol. */
const webSettings: INodeProperties[] = [
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
	platformImage,
	{
		displayName: 'Require Interaction',
		name: 'requireInteraction',
		type: 'boolean',
		default: true,
		description: 'Whether it stays until the user does something',
	},
	textField('Tag', 'tag', 'A shown notification with the same tag is replaced', 'order-A-17'),
	numberField(
		'Time to Live (Seconds)',
		'TTL',
		'How long the push service keeps it for a browser that is closed',
		{ default: 86400 },
	),
	textField(
		'Topic',
		'Topic',
		'A waiting push with the same topic is replaced; 32 letters, digits, - and _ at most',
		'order-A-17',
	),
	choiceField('Urgency', 'Urgency', 'How urgent it is for a device that saves its battery', {
		options: [
			{ name: 'High', value: 'high' },
			{ name: 'Low', value: 'low' },
			{ name: 'Normal', value: 'normal' },
			{ name: 'Very Low', value: 'very-low' },
		],
		default: 'normal',
	}),
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
		settingsOf('Android', 'androidSettings', androidSettings),
		settingsOf('Apple', 'appleSettings', appleSettings),
		settingsOf('Web', 'webSettings', webSettings),
	],
};

function settingsOf(displayName: string, name: string, options: INodeProperties[]): INodeProperties {
	return { displayName, name, type: 'collection', placeholder: 'Add Setting', default: {}, options };
}
