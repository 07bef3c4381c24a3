import type { INodeProperties } from 'n8n-workflow';
import { jsonField, textField } from '../../../shared/form/plainFields';
import { importance, ledColor, lifetime, yesOrNo } from './settingFields';

/** Settings for Android (FCM), each named like Pushwoosh's own field. */
export const androidSettings: INodeProperties[] = [
	textField('Badge', 'android_badges', 'Number on the app icon; +1 or -1 raises or lowers it', '+1'),
	textField(
		'Big Picture URL',
		'android_banner',
		'Picture below the text, in place of the general image',
		'https://cdn.example.com/picture.jpg',
	),
	{
		displayName: 'Delivery Priority',
		name: 'android_delivery_priority',
		type: 'options',
		options: [
			{ name: 'High', value: 'high' },
			{ name: 'Normal', value: 'normal' },
		],
		default: 'high',
		description: 'Whether a sleeping device is woken up for it',
	},
	yesOrNo('Force Vibration', 'android_vibration', 'Whether the device vibrates for a push of high priority'),
	textField('Icon', 'android_icon', 'Small icon, by its resource name in the app', 'ic_notification'),
	textField(
		'Icon Background Color',
		'android_ibc',
		'As #RRGGBB, #AARRGGBB or the name of a color',
		'#FF8800',
	),
	importance('Importance', 'android_priority'),
	textField(
		'Large Icon URL',
		'android_custom_icon',
		'Full address of the large icon',
		'https://cdn.example.com/icon.png',
	),
	ledColor('LED Color', 'android_led'),
	lifetime('Lifetime (Seconds)', 'android_gcm_ttl'),
	jsonField(
		'Root Parameters (JSON)',
		'android_root_params',
		'Keys for the root of the payload, such as pw_channel for the notification channel',
		'{ "pw_channel": "orders" }',
	),
	yesOrNo(
		'Silent Push',
		'android_silent',
		'Whether the app only gets the data, and the user sees and hears nothing',
	),
	textField(
		'Sound',
		'android_sound',
		'Sound of the app, without file extension; empty for no sound',
		'chime',
	),
	textField('Title', 'android_header', 'In place of the general title'),
];
