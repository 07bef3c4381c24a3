import type { INodeProperties } from 'n8n-workflow';
import { YES_OR_NO } from './flag';

/** Settings for iPhone and iPad, each named like Pushwoosh's own field. */
export const iosSettings: INodeProperties[] = [
	{
		displayName: 'Badge',
		name: 'ios_badges',
		type: 'string',
		default: '',
		placeholder: 'e.g. +1',
		description: 'Number on the app icon; +1 or -1 raises or lowers it',
	},
	{
		displayName: 'Category ID',
		name: 'ios_category_id',
		type: 'string',
		default: '',
		description: 'Category of buttons, by its ID in the Control Panel',
	},
	{
		displayName: 'Lifetime (Seconds)',
		name: 'ios_ttl',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 86400,
		description: 'How long delivery is tried when the device is offline',
	},
	{
		displayName: 'Root Parameters (JSON)',
		name: 'ios_root_params',
		type: 'json',
		default: '',
		placeholder: 'e.g. { "aps": { "mutable-content": 1 } }',
		description: 'Keys for the root of the payload',
	},
	{
		displayName: 'Shorten Long Text',
		name: 'apns_trim_content',
		type: 'options',
		options: YES_OR_NO,
		default: 1,
		description: 'Whether text that is too long for the payload is cut off with an ellipsis',
	},
	{
		displayName: 'Shorten Long Text (Old Name)',
		name: 'ios_trim_content',
		type: 'options',
		options: YES_OR_NO,
		default: 1,
		description: 'The same under the name that Pushwoosh no longer recommends',
	},
	{
		displayName: 'Silent Push',
		name: 'ios_silent',
		type: 'options',
		options: YES_OR_NO,
		default: 1,
		description: 'Whether the app only gets the data, and the user sees and hears nothing',
	},
	{
		displayName: 'Sound',
		name: 'ios_sound',
		type: 'string',
		default: '',
		placeholder: 'e.g. chime.wav',
		description: 'Sound file in the app; empty for no sound',
	},
	{
		displayName: 'Subtitle',
		name: 'ios_subtitle',
		type: 'string',
		default: '',
		description: 'In place of the general subtitle',
	},
	{
		displayName: 'Title',
		name: 'ios_title',
		type: 'string',
		default: '',
		description: 'In place of the general title',
	},
];
