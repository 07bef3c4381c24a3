import type { INodeProperties } from 'n8n-workflow';
import { languageChoices } from './languages';

/** The texts in further languages. */
export const localizedContent: INodeProperties = {
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
