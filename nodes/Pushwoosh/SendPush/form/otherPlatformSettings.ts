import type { INodeProperties } from 'n8n-workflow';
import { jsonField, textField } from '../../../shared/form/plainFields';
import { importance, ledColor, lifetime, yesOrNo } from './settingFields';

/** Settings for Amazon, Huawei, macOS and Windows, each named like Pushwoosh's own field. */
export const otherPlatformSettings: INodeProperties[] = [
	textField(
		'Amazon: Big Picture URL',
		'adm_banner',
		'Full address of a picture below the text',
		'https://cdn.example.com/picture.jpg',
	),
	textField('Amazon: Icon', 'adm_icon', 'Small icon, by its resource name in the app'),
	importance('Amazon: Importance', 'adm_priority'),
	textField(
		'Amazon: Large Icon URL',
		'adm_custom_icon',
		'Full address of the large icon',
		'https://cdn.example.com/icon.png',
	),
	lifetime('Amazon: Lifetime (Seconds)', 'adm_ttl'),
	jsonField('Amazon: Root Parameters (JSON)', 'adm_root_params', 'Keys for the root of the payload'),
	textField('Amazon: Sound', 'adm_sound', 'Sound of the app; empty for no sound'),
	textField('Amazon: Title', 'adm_header', 'In place of the general title'),
	textField(
		'Huawei: Badge',
		'huawei_android_badges',
		'Number on the app icon; +1 or -1 raises or lowers it',
		'+1',
	),
	textField(
		'Huawei: Big Picture URL',
		'huawei_android_banner',
		'Picture below the text, in place of the general image',
		'https://cdn.example.com/picture.jpg',
	),
	yesOrNo(
		'Huawei: Force Vibration',
		'huawei_android_vibration',
		'Whether the device vibrates for a push of high priority',
	),
	textField('Huawei: Group ID', 'huawei_android_group_id', 'Notifications of one group are shown together'),
	textField('Huawei: Icon', 'huawei_android_icon', 'Small icon, by its resource name in the app'),
	textField(
		'Huawei: Icon Background Color',
		'huawei_android_ibc',
		'As #RRGGBB, #AARRGGBB or the name of a color',
		'#FF8800',
	),
	importance('Huawei: Importance', 'huawei_android_priority'),
	textField(
		'Huawei: Large Icon URL',
		'huawei_android_custom_icon',
		'Full address of the large icon',
		'https://cdn.example.com/icon.png',
	),
	ledColor('Huawei: LED Color', 'huawei_android_led'),
	lifetime('Huawei: Lifetime (Seconds)', 'huawei_android_gcm_ttl'),
	jsonField(
		'Huawei: Root Parameters (JSON)',
		'huawei_android_root_params',
		'Keys for the root of the payload',
	),
	textField(
		'Huawei: Sound',
		'huawei_android_sound',
		'Sound of the app, without file extension; empty for no sound',
	),
	textField('Huawei: Title', 'huawei_android_header', 'In place of the general title'),
	{
		displayName: 'macOS: Badge',
		name: 'mac_badges',
		type: 'number',
		default: 1,
		description: 'Number on the app icon',
	},
	lifetime('macOS: Lifetime (Seconds)', 'mac_ttl'),
	jsonField('macOS: Root Parameters (JSON)', 'mac_root_params', 'Keys for the root of the payload'),
	textField('macOS: Sound', 'mac_sound', 'Sound file in the app; empty for no sound'),
	yesOrNo('Windows: Cache', 'wns_cache', 'Whether the notification is kept for a device that is offline'),
	{
		displayName: 'Windows: Content',
		name: 'wns_content',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. <toast>…</toast>',
		description:
			"Windows doesn't show the general content. XML is encoded for you; anything else has to be Base64 already.",
	},
	lifetime('Windows: Lifetime (Seconds)', 'wns_ttl'),
	textField(
		'Windows: Tag',
		'wns_tag',
		'A later notification of the same tag replaces this one; at most 16 letters and digits',
	),
	{
		displayName: 'Windows: Type',
		name: 'wns_type',
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
];
