import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { textField } from '../../../shared/form/plainFields';
import { EMPTY_ADVICE } from '../../../shared/form/values';
import type { OperationSetup } from '../../../shared/node/operationEntry';
import { tagNameField } from '../../fields/tagNameField';
import { CHOSEN_TYPES, isEmptyValue, readValue, valueColumns, type ValueType } from '../../values/typedValue';
import { namedRows } from '../../values/namedRows';

/** The tags of one item, as it gives them; `null` takes the tag's value away. */
export interface GivenTags {
	values: Record<string, unknown>;
	/** Of those that aren't read as {@link GivenTags.fallback}. */
	types?: Record<string, ValueType>;
	fallback: ValueType;
}

const forSource = (source: string) => ({ show: { tagSource: [source] } });

/** Which tags, from where. */
export const tagFields: INodeProperties[] = [
	{
		displayName: 'Tags From',
		name: 'tagSource',
		type: 'options',
		default: 'fields',
		description: 'Where the tags and their values come from',
		options: [
			{
				name: 'Columns of the Input',
				value: 'columns',
				description: 'Each column is a tag of that name: for tables',
			},
			{ name: 'Fields Below', value: 'fields', description: 'Name each tag and say what its value is' },
			{ name: 'JSON', value: 'json', description: 'An object with the tags as keys' },
		],
	},
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		displayOptions: forSource('fields'),
		default: {},
		placeholder: 'Add Tag',
		description: 'The tags to set, each with its value',
		options: [
			{
				displayName: 'Tag',
				name: 'tag',
				values: [
					tagNameField({ displayName: 'Tag Name or ID', name: 'name' }),
					...valueColumns(
						"How to read the value. Automatic follows the tag's own type where Pushwoosh knows the tag.",
						'Madrid',
					),
				],
			},
		],
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'string',
		displayOptions: forSource('columns'),
		default: '',
		placeholder: 'e.g. City, Age, Plan',
		description:
			"Names of the input's columns that are tags, separated by commas. * takes all but the identifier's and those under 'Ignore Columns' in the options.",
	},
	{
		displayName: 'Tags (JSON)',
		name: 'tagsJson',
		type: 'json',
		displayOptions: forSource('json'),
		default: '{}',
		placeholder: 'e.g. { "City": "Madrid", "Age": 31 }',
		description: 'The tags as a JSON object: names as keys',
	},
	{
		displayName: 'Empty Values',
		name: 'emptyValues',
		type: 'options',
		default: 'skip',
		description: 'What to do with a tag whose value is empty in an item',
		options: [
			{ name: 'Clear the Tag', value: 'clear', description: 'Take its value away in Pushwoosh' },
			{ name: 'Fail the Item', value: 'fail', description: 'Send nothing of the item' },
			{ name: 'Leave the Tag as It Is', value: 'skip', description: 'Send the other tags only' },
		],
	},
];

/** For columns: which of them aren't tags although all are taken. */
export const ignoreColumnsOption: INodeProperties = textField(
	'Ignore Columns',
	'ignoreColumns',
	'With * in Columns: names of columns that are no tags, separated by commas',
	'note, createdAt',
);

/**
 * Makes what reads an item's tags.
 * @param owners the parameters that say who it is: the columns that their expressions read are no tags
 */
export function tagReader(setup: OperationSetup, owners: readonly string[]): (item: ItemReader) => GivenTags {
	const { info, options, context } = setup;
	const items = context.getInputData();
	const ignored = new Set([
		...options.entries('ignoreColumns', 'lines'),
		...owners.flatMap((name) => columnsRead(info.node.parameters[name])),
	]);
	return (item) => {
		const given = readSource(item, items[item.itemIndex]?.json ?? {}, ignored);
		const emptyValues = item.choice('emptyValues', ['skip', 'clear', 'fail'] as const);
		const filled = Object.entries(given.values).flatMap(([name, value]): Array<[string, unknown]> => {
			if (!isEmptyValue(value)) {
				readValue(value, typeOf(given, name), name);
				return [[name, value]];
			}
			if (emptyValues !== 'fail') return emptyValues === 'clear' ? [[name, null]] : [];
			throw new ItemProblem(`The tag '${name}' has no value`, EMPTY_ADVICE, 'EMPTY_PARAMETER');
		});
		return { ...given, values: Object.fromEntries(filled) };
	};
}

/** What a tag's value is read as. */
export function typeOf({ types, fallback }: GivenTags, name: string): ValueType {
	return types !== undefined && Object.hasOwn(types, name) ? types[name] : fallback;
}

function readSource(
	item: ItemReader,
	json: Record<string, unknown>,
	ignored: ReadonlySet<string>,
): GivenTags {
	const source = item.choice('tagSource', ['fields', 'columns', 'json'] as const);
	if (source === 'fields') return readRows(item);
	if (source === 'json') return { values: item.jsonObject('tagsJson') ?? {}, fallback: 'json' };
	return { values: readColumns(item, json, ignored), fallback: 'auto' };
}

function readRows(item: ItemReader): GivenTags {
	const values = new Map<string, unknown>();
	const types = new Map<string, ValueType>();
	for (const [name, row] of namedRows(item, ['tags', 'tag'], 'tag')) {
		values.set(name, row.raw('value'));
		const type = row.choice('type', CHOSEN_TYPES);
		if (type !== 'auto') types.set(name, type);
	}
	return {
		values: Object.fromEntries(values),
		...(types.size > 0 ? { types: Object.fromEntries(types) } : {}),
		fallback: 'auto',
	};
}

function readColumns(
	item: ItemReader,
	json: Record<string, unknown>,
	ignored: ReadonlySet<string>,
): Record<string, unknown> {
	const names = item.list('columns', 'lines');
	const all = names.includes('*') ? Object.keys(json).filter((name) => !ignored.has(name)) : [];
	const chosen = new Set([...names.filter((name) => name !== '*'), ...all]);
	return Object.fromEntries(
		[...chosen].map((name) => [name, Object.hasOwn(json, name) ? json[name] : undefined]),
	);
}

const COLUMN =
	/\$(?:json|input\s*\.\s*item\s*\.\s*json)\s*(?:\??\.\s*([A-Za-z_$][\w$]*)|(?:\?\.)?\[\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`)\s*\])/g;

/** @returns the columns of the input item that an expression names */
function columnsRead(parameter: unknown): string[] {
	if (typeof parameter !== 'string' || !parameter.startsWith('=')) return [];
	return [...parameter.matchAll(COLUMN)].map(
		([, ...names]) => names.find((name) => name !== undefined) ?? '',
	);
}
