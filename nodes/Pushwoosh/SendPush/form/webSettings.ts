import type { INodeProperties } from 'n8n-workflow';
import { jsonField, textField } from '../../../shared/form/plainFields';
import { lifetime } from './settingFields';

/** Settings for browsers, each named like Pushwoosh's own field. */
export const webSettings: INodeProperties[] = [
	textField('Chrome: Button 1 Text', 'chrome_button_text1', 'Caption of the first button', 'Show order'),
	textField(
		'Chrome: Button 1 URL',
		'chrome_button_url1',
		'What the first button opens; only counts with a text',
		'https://example.com/orders/42',
	),
	textField('Chrome: Button 2 Text', 'chrome_button_text2', 'Caption of the second button', 'Later'),
	textField(
		'Chrome: Button 2 URL',
		'chrome_button_url2',
		'What the second button opens; only counts with a text',
		'https://example.com/remind-me',
	),
	{
		displayName: 'Chrome: Display Time (Seconds)',
		name: 'chrome_duration',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 20,
		description: 'How long it stays on the screen; 0 until the user acts',
	},
	textField(
		'Chrome: Icon',
		'chrome_icon',
		'Full address of the icon, or its path in the extension',
		'https://cdn.example.com/icon.png',
	),
	textField(
		'Chrome: Large Image URL',
		'chrome_image',
		'Picture below the text, in place of the general image',
		'https://cdn.example.com/picture.jpg',
	),
	lifetime('Chrome: Lifetime (Seconds)', 'chrome_gcm_ttl', 'browser is closed'),
	jsonField('Chrome: Root Parameters (JSON)', 'chrome_root_params', 'Keys for the root of the payload'),
	textField('Chrome: Title', 'chrome_title', 'In place of the general title'),
	textField(
		'Firefox: Icon',
		'firefox_icon',
		'Full address of the icon, or its path in the extension',
		'https://cdn.example.com/icon.png',
	),
	jsonField('Firefox: Root Parameters (JSON)', 'firefox_root_params', 'Keys for the root of the payload'),
	textField('Firefox: Title', 'firefox_title', 'In place of the general title'),
	textField('Safari: Button Text', 'safari_action', 'Caption of the button', 'Show'),
	lifetime('Safari: Lifetime (Seconds)', 'safari_ttl', 'browser is closed'),
	textField(
		'Safari: Title',
		'safari_title',
		'In place of the general title; Safari shows no push without either',
	),
	{
		displayName: 'Safari: URL Arguments',
		name: 'safari_url_args',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'Values for the placeholders of the URL template, one per line',
	},
];
