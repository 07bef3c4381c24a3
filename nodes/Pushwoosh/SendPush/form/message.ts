import type { INodeProperties } from 'n8n-workflow';
import { jsonField } from '../../../shared/form/plainFields';
import { presetField } from '../../fields/codeField';
import { languageChoices } from './languages';
import { localizedContent } from './localizedContent';

/** What a push shows and carries beside its title and main text. */
export const messageFields: INodeProperties = {
	displayName: 'Message',
	name: 'message',
	type: 'collection',
	placeholder: 'Add to Message',
	default: {},
	options: [
		jsonField(
			'Custom Data (JSON)',
			'data',
			'Data for your app, which finds it in the payload under "u"',
			'{ "orderId": 42 }',
		),
		{
			displayName: 'Fallback Language',
			name: 'fallbackLanguage',
			type: 'options',
			default: 'en',
			description: 'Language of Title, Content and Subtitle when there are translations',
			options: languageChoices,
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
			displayName: 'Link',
			name: 'link',
			type: 'string',
			default: '',
			placeholder: 'e.g. myapp://orders/42',
			description: 'Web address or deep link that a tap opens',
		},
		jsonField(
			'Placeholder Values (JSON)',
			'dynamicContentPlaceholders',
			'Values for the placeholders in the texts, used in place of the tags of the device',
			'{ "firstname": "Anna" }',
		),
		presetField(),
		jsonField(
			'Raw Fields (JSON)',
			'rawFields',
			"Further fields of a notification as Pushwoosh's createMessage names them, merged last. They can't change who gets the push.",
			'{ "inbox_days": 7 }',
		),
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
		localizedContent,
	],
};
