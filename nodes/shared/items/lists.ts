import { ItemProblem } from '../engine/failure';
import { emptyField, type Field } from './values';

/** How a text is taken apart into its entries. */
export type Separator =
	/** At commas, white space and new lines: for identifiers that hold none of them. */
	| 'whitespace'
	/** At commas and new lines only: entries may hold spaces. */
	| 'lines';

/**
 * Reads a list parameter: one value, a text with several, or (by expression) an array whose entries are never split.
 * Numbers are taken as text, blank entries are dropped, the order is kept, and so are duplicates.
 * White space inside `<…>` belongs to the entry (the old form of APNs tokens).
 * @throws ItemProblem for objects, null and nested lists inside the array, and when nothing is left
 */
export function toList(value: unknown, separator: Separator, field: Field): string[] {
	if (typeof value === 'string' && isSingleEntry(value)) return [value];
	const entries = Array.isArray(value) ? value.map((entry) => entryText(entry, field)) : split(value, separator, field);
	const filled = entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
	if (filled.length === 0) {
		throw emptyField(field);
	}
	return filled;
}

/** As in most rows of a large table: nothing to take apart, nothing to trim. */
function isSingleEntry(text: string): boolean {
	return text !== '' && !/[,\s]/.test(text);
}

function split(value: unknown, separator: Separator, field: Field): string[] {
	if (value === undefined || value === null) return [];
	const text = entryText(value, field);
	if (separator === 'lines') return text.split(/[,\r\n]/);
	if (!text.includes('<')) return text.split(/[,\s]+/);
	return text.match(/(?:<[^<>]*>|[^,\s])+/g) ?? [];
}

function entryText(entry: unknown, field: Field): string {
	if (typeof entry === 'string') return entry;
	if (typeof entry === 'number' && Number.isFinite(entry)) return String(entry);
	if (typeof entry === 'bigint') return String(entry);
	throw new ItemProblem(
		`'${field.label}' holds an entry that is neither a text nor a number`,
		'Give one value, a list of values separated by commas, or an array of texts.',
	);
}
