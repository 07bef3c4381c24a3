import type { INodeProperties } from 'n8n-workflow';
import { androidSettings } from './androidSettings';
import { iosSettings } from './iosSettings';
import { localizedContent } from './localizedContent';
import { otherPlatformSettings } from './otherPlatformSettings';
import { webSettings } from './webSettings';

/** Everything about a push that isn't its audience and its main text, by shown name. */
export const additionalFields: INodeProperties[] = [
	{
		displayName: 'Android Settings',
		name: 'androidSettings',
		type: 'collection',
		placeholder: 'Add Setting',
		default: {},
		description: 'Looks, sound and delivery on Android',
		options: androidSettings,
	},
	{
		displayName: 'Campaign Code',
		name: 'campaign',
		type: 'string',
		default: '',
		placeholder: 'e.g. CCCCC-11111',
		description: 'Campaign that the push counts for in the statistics',
	},
	{
		displayName: 'Custom Data (JSON)',
		name: 'data',
		type: 'json',
		default: '',
		placeholder: 'e.g. { "orderId": 42 }',
		description: 'Data for your app, which finds it in the payload under "u"',
	},
	{
		displayName: 'Deduplication Key',
		name: 'deduplicationKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-4711-shipped',
		description:
			'Names the event: order number and status, not the order alone. When it comes twice, the same recipients get one push, as far as Pushwoosh honours it. Each item then sends its own message.',
	},
	{
		displayName: 'Exclude From Frequency Cap',
		name: 'cappingExclude',
		type: 'boolean',
		default: true,
		description: "Whether this push doesn't count toward the number of pushes that a user may get",
	},
	{
		displayName: 'Fallback Language',
		name: 'fallbackLanguage',
		type: 'string',
		default: 'en',
		placeholder: 'e.g. en',
		description:
			'Language of Content, Title and Subtitle when there are translations, as a two-letter code (ISO 639-1)',
	},
	{
		displayName: 'Ignore Frequency Cap',
		name: 'cappingAvoid',
		type: 'boolean',
		default: true,
		description:
			'Whether to send also to users who already got as many pushes as the frequency capping allows',
	},
	{
		displayName: 'Ignore User Time Zone',
		name: 'ignoreUserTimezone',
		type: 'boolean',
		default: true,
		description:
			'Whether everybody gets the push at the same moment. When off, each device gets it when its own clock shows the send date, which is then taken as it is written.',
	},
	{
		displayName: 'Image URL',
		name: 'imageUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://cdn.example.com/picture.jpg',
		description:
			'One picture for Android, Huawei, Chrome and iOS; a picture in the settings of a platform wins',
	},
	{
		displayName: 'iOS Settings',
		name: 'iosSettings',
		type: 'collection',
		placeholder: 'Add Setting',
		default: {},
		description: 'Looks, sound and delivery on iPhone and iPad',
		options: iosSettings,
	},
	{
		displayName: 'Link',
		name: 'link',
		type: 'string',
		default: '',
		placeholder: 'e.g. myapp://orders/42',
		description: 'Web address or deep link that a tap opens',
	},
	{
		displayName: 'Other Platform Settings',
		name: 'otherPlatformSettings',
		type: 'collection',
		placeholder: 'Add Setting',
		default: {},
		description: 'Looks, sound and delivery on Amazon, Huawei, macOS and Windows',
		options: otherPlatformSettings,
	},
	{
		displayName: 'Placeholder Values (JSON)',
		name: 'dynamicContentPlaceholders',
		type: 'json',
		default: '',
		placeholder: 'e.g. { "firstname": "Anna" }',
		description: 'Values for the placeholders in the texts, used in place of the tags of the device',
	},
	{
		displayName: 'Platforms',
		name: 'platforms',
		type: 'multiOptions',
		default: [],
		description:
			"Send to these platforms only; all when this field isn't added. Pushwoosh may ignore it in a message to fewer than 10 devices by ID.",
		options: [
			{ name: 'Amazon', value: 9 },
			{ name: 'Android', value: 3 },
			{ name: 'Chrome', value: 11 },
			{ name: 'Firefox', value: 12 },
			{ name: 'Huawei', value: 17 },
			{ name: 'iOS', value: 1 },
			{ name: 'macOS', value: 7 },
			{ name: 'Safari', value: 10 },
			{ name: 'Windows', value: 8 },
			{ name: 'Xiaomi', value: 19 },
		],
	},
	{
		displayName: 'Preset Code',
		name: 'preset',
		type: 'string',
		default: '',
		placeholder: 'e.g. PPPPP-22222',
		description: 'Push preset that content and settings are taken from',
	},
	{
		displayName: 'Raw Fields (JSON)',
		name: 'rawFields',
		type: 'json',
		default: '',
		placeholder: 'e.g. { "inbox_days": 7 }',
		description:
			"Further fields of a notification as Pushwoosh's createMessage names them, merged last. They can't change who gets the push.",
	},
	{
		displayName: 'Remote Page URL',
		name: 'remotePage',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/news',
		description: 'Web page that the app shows after a tap',
	},
	{
		displayName: 'Rich Media Code',
		name: 'richMedia',
		type: 'string',
		default: '',
		placeholder: 'e.g. RRRRR-33333',
		description: 'Rich media page that a tap opens; its code stands in the address of the editor',
	},
	{
		displayName: 'Send Date',
		name: 'sendDate',
		type: 'dateTime',
		default: '',
		description:
			"When to send; at once when this field isn't added. With Z or an offset it is an exact moment, else the time on the clock of the time zone. Seconds round up.",
	},
	{
		displayName: 'Send Rate',
		name: 'sendRate',
		type: 'number',
		typeOptions: { minValue: 100, maxValue: 1000 },
		default: 500,
		description: 'How many pushes Pushwoosh sends per second, from 100 to 1000',
	},
	{
		displayName: 'Shorten Link',
		name: 'minimizeLink',
		type: 'options',
		options: [
			{ name: 'Keep as It Is', value: 0 },
			{ name: 'Shorten With Bitly', value: 2 },
		],
		default: 0,
		description: 'Whether the link is shortened; deep links only work when kept',
	},
	{
		displayName: 'Subtitle',
		name: 'subtitle',
		type: 'string',
		default: '',
		placeholder: 'e.g. Order 42',
		description: 'Second line on platforms that have one',
	},
	{
		displayName: 'Time Zone',
		name: 'timezone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Europe/Madrid',
		description:
			"Time zone of the send date, by name. When this field isn't added, UTC for a date with Z or an offset, else the time zone of the workflow.",
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Good news',
		description: 'Title on all platforms that have none in their own settings, Safari included',
	},
	localizedContent,
	{
		displayName: 'Web Settings',
		name: 'webSettings',
		type: 'collection',
		placeholder: 'Add Setting',
		default: {},
		description: 'Looks and delivery in Chrome, Firefox and Safari',
		options: webSettings,
	},
];
