import { ItemProblem } from '../failure';
import { parseJson } from '../json';
import { changesAsText } from './exactNumbers';
import { readJsonList, refuseBrokenList } from './jsonList';
import { emptyField, refuseLostObject, toNumberText, type Field } from './values';

/** How a text is taken apart into its entries. */
export type Separator =
	/** At commas, white space and new lines: for identifiers that hold none of them. */
	| 'whitespace'
	/** At commas and new lines only: entries may hold spaces. */
	| 'lines';

/**
 * Reads a list parameter: one value, a text with several, a text that is a JSON array, or (by expression) an array. The
 * entries of an array are never split. Numbers are taken as text, blank entries are dropped, the order is kept, and so
 * are duplicates. White space inside `<…>` belongs to the entry (the old form of APNs tokens).
 * @throws ItemProblem for objects, null and nested lists inside the array, for what isn't what it looks like (numbers
 *   that aren't exact, `[object Object]`, a JSON array that can't be read), and when nothing is left
 */
export function toList(value: unknown, separator: Separator, field: Field): string[] {
	const entries = toEntries(value, separator, field);
	if (entries.length > 0) return entries;
	throw emptyField(field);
}

/** As {@link toList}, for a list that may be empty. */
export function toEntries(value: unknown, separator: Separator, field: Field): string[] {
	if (typeof value === 'string' && isSingleEntry(value)) return [value];
	const entries =
		listOf(value, field)?.map((entry) => entryText(entry, field)) ?? split(value, separator, field);
	return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/** As in most rows of a large table: nothing to take apart, nothing to trim, and no JSON. */
function isSingleEntry(text: string): boolean {
	return text !== '' && !/^[[{]|[,\s]/.test(text);
}

/** @returns undefined for what isn't an array, and no text of one */
function listOf(value: unknown, field: Field): unknown[] | undefined {
	if (Array.isArray(value)) return value;
	return typeof value === 'string' ? readJsonList(value, `'${field.label}'`, changesAsText) : undefined;
}

function split(value: unknown, separator: Separator, field: Field): string[] {
	if (value === undefined || value === null) return [];
	const text = entryText(value, field);
	refuseBrokenList(text, `'${field.label}'`);
	if (text.trim().startsWith('{') && parseJson(text.trim())) throw neitherTextNorNumber(field);
	if (separator === 'lines') return text.split(/[,\r\n]/);
	return text.match(/(?:<[^<>]*>|[^,\s])+/g) ?? [];
}

function entryText(entry: unknown, field: Field): string {
	if (typeof entry === 'string') {
		refuseLostObject(entry, `'${field.label}'`);
		return entry;
	}
	if (typeof entry === 'number' && Number.isFinite(entry)) return toNumberText(entry, `'${field.label}'`);
	if (typeof entry === 'bigint') return String(entry);
	throw neitherTextNorNumber(field);
}

function neitherTextNorNumber(field: Field): ItemProblem {
	return new ItemProblem(
		`'${field.label}' holds an entry that is neither a text nor a number`,
		'Give one value, a list of values separated by commas, or an array of texts.',
	);
}
