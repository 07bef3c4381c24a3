import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { jsonField, textField } from '../../../shared/form/plainFields';
import { presetField } from '../../fields/codeField';

/** Codes of ISO 639-1, which Pushwoosh keeps the language of a device as; further ones by expression. */
const CODES =
	'af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms mt my nb ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi zh zu';

const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** The languages to choose from, by name: "Spanish (es)". */
const languageChoices: INodePropertyOptions[] = CODES.split(' ')
	.map((code) => ({ name: `${names.of(code) ?? code} (${code})`, value: code }))
	.sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** The texts in further languages. */
const localizedContent: INodeProperties = {
	displayName: 'Translations',
	name: 'localizedContent',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	// An empty group would vanish from the workflow as soon as another field is added.
	default: { translation: [{ language: '', content: '', title: '', subtitle: '' }] },
	placeholder: 'Add Translation',
	description:
		'The texts in other languages; Title, Content and Subtitle are then those of the fallback language',
	options: [
		{
			displayName: 'Translation',
			name: 'translation',
			values: [
				{
					displayName: 'Language',
					name: 'language',
					type: 'options',
					default: '',
					options: [{ name: 'Choose a Language', value: '' }, ...languageChoices],
				},
				{
					displayName: 'Content',
					name: 'content',
					type: 'string',
					typeOptions: { rows: 2 },
					default: '',
					placeholder: 'e.g. Su paquete está en camino',
				},
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
				},
				{
					displayName: 'Subtitle',
					name: 'subtitle',
					type: 'string',
					default: '',
				},
			],
		},
	],
};

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
		textField(
			'Image URL',
			'imageUrl',
			'One picture for Android, Huawei, Chrome and iOS; a picture in the settings of a platform wins',
			'https://cdn.example.com/picture.jpg',
		),
		textField('Link', 'link', 'Web address or deep link that a tap opens', 'myapp://orders/42'),
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
		textField(
			'Remote Page URL',
			'remotePage',
			'Web page that the app shows after a tap',
			'https://example.com/news',
		),
		textField(
			'Rich Media Code',
			'richMedia',
			'Rich media page that a tap opens; its code stands in the address of the editor',
			'RRRRR-33333',
		),
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
		textField('Subtitle', 'subtitle', 'Second line on platforms that have one', 'Order 42'),
		localizedContent,
	],
};
