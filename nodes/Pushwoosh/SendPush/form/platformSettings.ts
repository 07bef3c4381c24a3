import type { INodeProperties } from 'n8n-workflow';
import { jsonField, textField } from '../../../shared/form/plainFields';

const PICTURE = 'https://cdn.example.com/picture.jpg';
const ICON = 'https://cdn.example.com/icon.png';

/** What several platforms have, named as in {@link settingsOf}. */
const badge = textField('Badge', 'badges', 'Number on the app icon; +1 or -1 raises or lowers it', '+1');
const bigPicture = textField(
	'Big Picture URL',
	'banner',
	'Picture below the text, in place of the general image',
	PICTURE,
);
const forceVibration = yesOrNo(
	'Force Vibration',
	'vibration',
	'Whether the device vibrates for a push of high priority',
);
const iconColor = textField(
	'Icon Background Color',
	'ibc',
	'As #RRGGBB, #AARRGGBB or the name of a color',
	'#FF8800',
);
const importance: INodeProperties = {
	displayName: 'Importance',
	name: 'priority',
	type: 'options',
	options: [
		{ name: 'Default (0)', value: 0 },
		{ name: 'High (1)', value: 1 },
		{ name: 'Highest (2)', value: 2 },
		{ name: 'Low (-1)', value: -1 },
		{ name: 'Lowest (-2)', value: -2 },
	],
	default: 0,
	description: 'Place of the notification among others',
};
const largeIcon = textField('Large Icon URL', 'custom_icon', 'Full address of the large icon', ICON);
const ledColor: INodeProperties = {
	displayName: 'LED Color',
	name: 'led',
	type: 'color',
	default: '#0000ff',
	description: 'Color in which the LED of the device blinks',
};
const rootParameters = jsonField('Root Parameters (JSON)', 'root_params', 'Keys for the root of the payload');
const silentPush = yesOrNo(
	'Silent Push',
	'silent',
	'Whether the app only gets the data, and the user sees and hears nothing',
);
const webIcon = textField('Icon', 'icon', 'Full address of the icon, or its path in the extension', ICON);

/** What Pushwoosh takes as 1 or 0. Who adds such a setting wants it on, so 1 is the default. */
function yesOrNo(displayName: string, name: string, description: string): INodeProperties {
	const options = [
		{ name: 'No', value: 0 },
		{ name: 'Yes', value: 1 },
	];
	return { displayName, name, type: 'options', options, default: 1, description };
}

/** A time to live. @param reason why it can't be delivered at once */
function lifetime(name: string, reason = 'device is offline'): INodeProperties {
	return {
		displayName: 'Lifetime (Seconds)',
		name,
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 86400,
		description: `How long delivery is tried when the ${reason}`,
	};
}

function title(name: string): INodeProperties {
	return textField('Title', name, 'In place of the general title');
}

/**
 * The settings of one platform, each named like Pushwoosh's own field.
 * @param prefix what all of those names begin with
 * @param label what all of their labels begin with
 */
function settingsOf(prefix: string, label: string, settings: INodeProperties[]): INodeProperties[] {
	return settings.map((setting) => ({
		...setting,
		displayName: `${label}${setting.displayName}`,
		name: `${prefix}${setting.name}`,
	}));
}

const androidSettings = settingsOf('android_', '', [
	badge,
	bigPicture,
	{
		displayName: 'Delivery Priority',
		name: 'delivery_priority',
		type: 'options',
		options: [
			{ name: 'High', value: 'high' },
			{ name: 'Normal', value: 'normal' },
		],
		default: 'high',
		description: 'Whether a sleeping device is woken up for it',
	},
	forceVibration,
	textField('Icon', 'icon', 'Small icon, by its resource name in the app', 'ic_notification'),
	iconColor,
	importance,
	largeIcon,
	ledColor,
	lifetime('gcm_ttl'),
	jsonField(
		'Root Parameters (JSON)',
		'root_params',
		'Keys for the root of the payload, such as pw_channel for the notification channel',
		'{ "pw_channel": "orders" }',
	),
	silentPush,
	textField('Sound', 'sound', 'Sound of the app, without file extension; empty for no sound', 'chime'),
	title('header'),
]);

const iosSettings = [
	...settingsOf('ios_', '', [
		badge,
		textField('Category ID', 'category_id', 'Category of buttons, by its ID in the Control Panel'),
		lifetime('ttl'),
		jsonField(
			'Root Parameters (JSON)',
			'root_params',
			'Keys for the root of the payload',
			'{ "aps": { "mutable-content": 1 } }',
		),
	]),
	yesOrNo(
		'Shorten Long Text',
		'apns_trim_content',
		'Whether text that is too long for the payload is cut off with an ellipsis',
	),
	...settingsOf('ios_', '', [
		yesOrNo(
			'Shorten Long Text (Old Name)',
			'trim_content',
			'The same under the name that Pushwoosh no longer recommends',
		),
		silentPush,
		textField('Sound', 'sound', 'Sound file in the app; empty for no sound', 'chime.wav'),
		textField('Subtitle', 'subtitle', 'In place of the general subtitle'),
		title('title'),
	]),
];

const webSettings = [
	...settingsOf('chrome_', 'Chrome: ', [
		textField('Button 1 Text', 'button_text1', 'Caption of the first button', 'Show order'),
		textField(
			'Button 1 URL',
			'button_url1',
			'What the first button opens; only counts with a text',
			'https://example.com/orders/42',
		),
		textField('Button 2 Text', 'button_text2', 'Caption of the second button', 'Later'),
		textField(
			'Button 2 URL',
			'button_url2',
			'What the second button opens; only counts with a text',
			'https://example.com/remind-me',
		),
		{
			displayName: 'Display Time (Seconds)',
			name: 'duration',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 20,
			description: 'How long it stays on the screen; 0 until the user acts',
		},
		webIcon,
		{ ...bigPicture, displayName: 'Large Image URL', name: 'image' },
		lifetime('gcm_ttl', 'browser is closed'),
		rootParameters,
		title('title'),
	]),
	...settingsOf('firefox_', 'Firefox: ', [webIcon, rootParameters, title('title')]),
	...settingsOf('safari_', 'Safari: ', [
		textField('Button Text', 'action', 'Caption of the button', 'Show'),
		lifetime('ttl', 'browser is closed'),
		textField('Title', 'title', 'In place of the general title; Safari shows no push without either'),
		{
			displayName: 'URL Arguments',
			name: 'url_args',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			description: 'Values for the placeholders of the URL template, one per line',
		},
	]),
];

const otherPlatformSettings = [
	...settingsOf('adm_', 'Amazon: ', [
		textField('Big Picture URL', 'banner', 'Full address of a picture below the text', PICTURE),
		textField('Icon', 'icon', 'Small icon, by its resource name in the app'),
		importance,
		largeIcon,
		lifetime('ttl'),
		rootParameters,
		textField('Sound', 'sound', 'Sound of the app; empty for no sound'),
		title('header'),
	]),
	...settingsOf('huawei_android_', 'Huawei: ', [
		badge,
		bigPicture,
		forceVibration,
		textField('Group ID', 'group_id', 'Notifications of one group are shown together'),
		textField('Icon', 'icon', 'Small icon, by its resource name in the app'),
		iconColor,
		importance,
		largeIcon,
		ledColor,
		lifetime('gcm_ttl'),
		rootParameters,
		textField('Sound', 'sound', 'Sound of the app, without file extension; empty for no sound'),
		title('header'),
	]),
	...settingsOf('mac_', 'macOS: ', [
		{
			displayName: 'Badge',
			name: 'badges',
			type: 'number',
			default: 1,
			description: 'Number on the app icon',
		},
		lifetime('ttl'),
		rootParameters,
		textField('Sound', 'sound', 'Sound file in the app; empty for no sound'),
	]),
	...settingsOf('wns_', 'Windows: ', [
		yesOrNo('Cache', 'cache', 'Whether the notification is kept for a device that is offline'),
		{
			displayName: 'Content',
			name: 'content',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. <toast>…</toast>',
			description:
				"Windows doesn't show the general content. XML is encoded for you; anything else has to be Base64 already.",
		},
		lifetime('ttl'),
		textField(
			'Tag',
			'tag',
			'A later notification of the same tag replaces this one; at most 16 letters and digits',
		),
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: [
				{ name: 'Badge', value: 'Badge' },
				{ name: 'Raw', value: 'Raw' },
				{ name: 'Tile', value: 'Tile' },
				{ name: 'Toast', value: 'Toast' },
			],
			default: 'Toast',
			description: 'Kind of notification that the content is for',
		},
	]),
];

/** A collection of settings. */
function group(
	displayName: string,
	name: string,
	description: string,
	options: INodeProperties[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'collection',
		placeholder: 'Add Setting',
		default: {},
		description,
		options,
	};
}

/** What only some platforms have. */
export const platformSettingsFields: INodeProperties = {
	displayName: 'Platform Settings',
	name: 'platformSettings',
	type: 'collection',
	placeholder: 'Add Platform',
	default: {},
	options: [
		group('Android Settings', 'androidSettings', 'Looks, sound and delivery on Android', androidSettings),
		group('iOS Settings', 'iosSettings', 'Looks, sound and delivery on iPhone and iPad', iosSettings),
		group(
			'Other Platform Settings',
			'otherPlatformSettings',
			'Looks, sound and delivery on Amazon, Huawei, macOS and Windows',
			otherPlatformSettings,
		),
		group('Web Settings', 'webSettings', 'Looks and delivery in Chrome, Firefox and Safari', webSettings),
	],
};
