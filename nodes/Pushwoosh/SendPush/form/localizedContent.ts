import type { INodeProperties } from 'n8n-workflow';

/** The texts in further languages. */
export const localizedContent: INodeProperties = {
	displayName: 'Translations',
	name: 'localizedContent',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add Translation',
	description:
		'The texts in other languages. Content, Title and Subtitle are then the texts of the fallback language; Title and Subtitle also stand in where a translation has none.',
	options: [
		{
			displayName: 'Translation',
			name: 'translation',
			values: [
				{
					displayName: 'Language',
					name: 'language',
					type: 'string',
					default: '',
					placeholder: 'e.g. es',
					description: 'Two-letter code (ISO 639-1)',
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
