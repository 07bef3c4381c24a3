import type { INodeProperties } from 'n8n-workflow';
import { jsonField, textField } from '../../../shared/form/plainFields';
import { lifetime, yesOrNo } from './settingFields';

/** Settings for iPhone and iPad, each named like Pushwoosh's own field. */
export const iosSettings: INodeProperties[] = [
	textField('Badge', 'ios_badges', 'Number on the app icon; +1 or -1 raises or lowers it', '+1'),
	textField('Category ID', 'ios_category_id', 'Category of buttons, by its ID in the Control Panel'),
	lifetime('Lifetime (Seconds)', 'ios_ttl'),
	jsonField(
		'Root Parameters (JSON)',
		'ios_root_params',
		'Keys for the root of the payload',
		'{ "aps": { "mutable-content": 1 } }',
	),
	yesOrNo(
		'Shorten Long Text',
		'apns_trim_content',
		'Whether text that is too long for the payload is cut off with an ellipsis',
	),
	yesOrNo(
		'Shorten Long Text (Old Name)',
		'ios_trim_content',
		'The same under the name that Pushwoosh no longer recommends',
	),
	yesOrNo(
		'Silent Push',
		'ios_silent',
		'Whether the app only gets the data, and the user sees and hears nothing',
	),
	textField('Sound', 'ios_sound', 'Sound file in the app; empty for no sound', 'chime.wav'),
	textField('Subtitle', 'ios_subtitle', 'In place of the general subtitle'),
	textField('Title', 'ios_title', 'In place of the general title'),
];
