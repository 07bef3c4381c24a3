import type { INodeProperties } from 'n8n-workflow';
import { textField } from '../../../shared/form/plainFields';
import { presetField } from '../../fields/codeField';
import { segmentField } from '../../fields/segmentField';
import { tagConditionsForm } from '../../tagConditions/form';
import { application, autoRegister, deliveryField, rawFields } from '../shared/fields';

const forAudience = (...audience: string[]) => ({ show: { audience } });

const text = (
	displayName: string,
	name: string,
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties => ({ ...textField(displayName, name, description), ...more });

/** Who gets it: none of the fields is required in n8n's sense, as in Send Push. */
const audienceFields: INodeProperties[] = [
	{
		displayName: 'Audience',
		name: 'audience',
		type: 'options',
		options: [
			{ name: 'Addresses', value: 'addresses', description: 'Email addresses' },
			{ name: 'Everyone', value: 'everyone', description: 'Every address of the application' },
			{ name: 'Segment', value: 'segment', description: 'The addresses of a saved segment' },
			{
				name: 'Tag Conditions',
				value: 'conditions',
				description: 'Addresses whose tags meet some conditions',
			},
			{ name: 'Users', value: 'users', description: 'The addresses of some users, by user ID' },
		],
		default: 'addresses',
		description: 'Who gets the email',
	},
	text(
		'Addresses',
		'addresses',
		'One, several separated by commas or new lines, or by expression a list. Items with the same email share messages of up to 1000 addresses.',
		{
			displayOptions: forAudience('addresses'),
			typeOptions: { rows: 2 },
			placeholder: 'e.g. anna@example.com',
		},
	),
	text('User IDs', 'userIds', 'One, several separated by commas or new lines, or by expression a list', {
		displayOptions: forAudience('users'),
		typeOptions: { rows: 2 },
		placeholder: 'e.g. user-001, user-002',
	}),
	segmentField({ displayOptions: forAudience('segment') }),
	...tagConditionsForm(
		{ list: 'conditions', operator: 'conditionsOperator' },
		'What the tags have to be',
		forAudience('conditions'),
	),
	{
		displayName: 'Confirm Broadcast',
		name: 'confirmBroadcast',
		type: 'boolean',
		displayOptions: forAudience('everyone'),
		default: false,
		description:
			'Whether you really want to send to everyone; without this the item fails and nothing is sent',
	},
];

export const emailFields: INodeProperties[] = [
	application,
	...audienceFields,
	presetField({ required: true }),
	text('Subject', 'subject', 'The subject; empty for that of the preset', {
		placeholder: 'e.g. Your order 42',
	}),
	text('Content', 'content', 'HTML in place of that of the preset', { typeOptions: { rows: 4 } }),
	{
		displayName: 'Translations',
		name: 'localizedContent',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Translation',
		description:
			'Subject and content in other languages. Those above are then the texts of the fallback language.',
		options: [
			{
				displayName: 'Translation',
				name: 'translation',
				values: [
					text('Language', 'language', 'Two-letter code (ISO 639-1)', { placeholder: 'e.g. es' }),
					text('Subject', 'subject', 'The subject in this language'),
					text('Content', 'content', 'HTML in this language', { typeOptions: { rows: 4 } }),
				],
			},
		],
	},
	text(
		'Fallback Language',
		'fallbackLanguage',
		'Language of Subject and Content when there are translations, as a two-letter code (ISO 639-1)',
		{ default: 'en' },
	),
	text('From Name', 'fromName', 'Name of the sender; empty for that of the preset'),
	text('From Email', 'fromEmail', 'Address of the sender; empty for that of the preset', {
		placeholder: 'e.g. name@email.com',
	}),
	text('List-Unsubscribe URL', 'listUnsubscribe', 'Where mail programs send who unsubscribes', {
		placeholder: 'e.g. https://example.com/unsubscribe',
	}),
	text(
		'Attachments',
		'attachments',
		"Names of the input item's binary properties: at most two files of up to 750,000 bytes each",
		{ placeholder: 'e.g. data' },
	),
	deliveryField(
		[
			...['campaign', 'deduplicationKey', 'cappingExclude', 'cappingAvoid', 'ignoreUserTimezone'],
			...['sendDate', 'timezone'],
		],
		{
			cappingAvoid:
				'Whether to send also to users who already got as many messages as the frequency capping allows',
			cappingExclude: "Whether this email doesn't count toward the number of messages that a user may get",
			ignoreUserTimezone:
				'Whether everybody gets it at the same moment. Off: everybody when their own clock shows Send Date.',
			sendDate:
				"When to send. For everybody's own time also add Same Moment for Everyone and turn it off. Tomorrow: {{ $now.plus({ days: 1 }) }}.",
		},
	),
	autoRegister,
	rawFields,
];
