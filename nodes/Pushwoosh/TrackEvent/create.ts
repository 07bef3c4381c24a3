import { ItemProblem } from '../../shared/failure';
import { textField } from '../../shared/form/plainFields';
import type { Field } from '../../shared/form/values';
import { readableText } from '../../shared/http/answer';
import { filledText } from '../api/applications';
import { plainCall } from '../api/plainCall';
import { attributeTable } from '../fields/attributeTable';
import { requiredText } from '../fields/requiredText';
import { application, EVENT } from './shared';

/** The service's numbers of an attribute's types (its reference, 10.1): others than those of tags. */
const ATTRIBUTE_TYPES = [
	{ name: 'Date', value: 4 },
	{ name: 'Integer', value: 1 },
	{ name: 'List', value: 3 },
	{ name: 'Price', value: 6 },
	{ name: 'Text', value: 2 },
	{ name: 'Yes/No', value: 5 },
];

/** Longest texts that createEvent takes. */
const LONGEST = { name: 32, description: 64, attribute: 64 };

interface Creation {
	id?: string | number;
	/** False: it was there. */
	created: boolean;
}

/** Makes events known, one request each. */
export const create = plainCall({
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create an event',
		description: 'Make an event known to an application, with its attributes',
	},
	fields: [
		application,
		requiredText('Name', 'name', 'Name of the event, at most 32 characters', 'Checkout'),
		textField('Description', 'description', 'What the event is about, at most 64 characters'),
		attributeTable(
			'attributeDefinitions',
			'What the event tells, such as a price',
			{ placeholder: 'e.g. price', description: 'Name of the attribute, at most 64 characters' },
			[{ displayName: 'Type', name: 'type', type: 'options', options: ATTRIBUTE_TYPES, default: 2 }],
		),
		{
			displayName: 'Track Revenue',
			name: 'trackRevenue',
			type: 'boolean',
			default: false,
			description: 'Whether Pushwoosh counts the prices of this event as revenue',
		},
		{
			displayName: 'If It Exists',
			name: 'ifExists',
			type: 'options',
			default: 'fail',
			description: 'What to do when the application has an event of that name already',
			options: [
				{ name: 'Fail', value: 'fail' },
				{ name: 'Skip', value: 'skip', description: 'Go on as if it had been made' },
			],
		},
	],
	unit: EVENT,
	done: 'created',
	read: (item) => {
		const description = within(
			item.text('description').trim(),
			item.field('description'),
			LONGEST.description,
		);
		const eventAttributes = item.rows('attributeDefinitions', 'attribute').map((row) => ({
			name: within(row.requiredText('name'), row.field('name'), LONGEST.attribute),
			type: row.choice('type'),
		}));
		const trackRevenue = item.boolean('trackRevenue');
		return {
			application: item.locator('application').value,
			event: within(item.requiredText('name'), item.field('name'), LONGEST.name),
			fields: {
				...(description === '' ? {} : { description }),
				...(eventAttributes.length === 0 ? {} : { eventAttributes }),
				...(trackRevenue ? { trackRevenue } : {}),
			},
			skips: item.choice('ifExists') === 'skip',
		};
	},
	identifiers: { event: 'name' },
	family: 'remote',
	method: 'createEvent',
	asks: 'create the event',
	request: ({ application, event, fields }) => ({ application, name: event, ...fields }),
	onlyOnce: true,
	value: ({ event }): Creation | undefined =>
		filledText(event) === undefined
			? undefined
			: { id: typeof event === 'number' ? event : filledText(event), created: true },
	// There is no list of events: only the service's words tell that one is there.
	takeRefusal: ({ status, text }, _, { skips }): Creation | undefined =>
		skips && status < 500 && SAYS_EXISTS.test(readableText(text)) ? { created: false } : undefined,
	output: ({ id, created }, { event }) => ({ event, ...(id === undefined ? {} : { id }), created }),
	outputKeys: ['event', 'id', 'created'],
});

/** "doesn't exist" is the opposite. */
const SAYS_EXISTS = /(?<!not |n['’]t )\bexist/i;

/** @throws ItemProblem for a text that is too long */
function within(text: string, { label }: Field, most: number): string {
	if (text.length <= most) return text;
	throw new ItemProblem(
		`'${label}' has ${text.length} characters`,
		`Shorten it to ${most} characters: Pushwoosh takes no more.`,
	);
}
