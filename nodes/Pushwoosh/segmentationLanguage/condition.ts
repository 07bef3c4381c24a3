import { ItemProblem } from '../../shared/engine/failure';
import { literal, quoted } from './literal';

/** Comparisons of a tag with one value or several (the service's reference, 6.4). */
export const TAG_OPERATORS = ['EQ', 'NOTEQ', 'IN', 'NOTIN', 'GTE', 'LTE', 'BETWEEN'] as const;

export type TagOperator = (typeof TAG_OPERATORS)[number];

const takesList = (operator: TagOperator) =>
	operator === 'IN' || operator === 'NOTIN' || operator === 'BETWEEN';

/**
 * Writes a condition on a tag, e.g. `T("City", IN, ["Madrid", "Seville"])`.
 * @param value one value; for IN, NOTIN and BETWEEN a list: an array, whose entries are never split, or a text that is
 *   split at the commas outside double quotes
 * @throws ItemProblem for an empty tag or value, and for what can't be written safely
 */
export function tagCondition(tag: string, operator: TagOperator, value: unknown): string {
	const name = tag.trim();
	if (name === '') {
		throw new ItemProblem(
			"A condition in 'Conditions' has no tag",
			'Enter the name of the tag.',
			'EMPTY_PARAMETER',
		);
	}
	const what = `The value of tag '${name}'`;
	const operand = takesList(operator) ? list(operator, value, what) : literal(value, what);
	return `T(${quoted(name, `The tag '${name}'`)}, ${operator}, ${operand})`;
}

function list(operator: TagOperator, value: unknown, what: string): string {
	const entries = entriesOf(value).map((entry) => literal(entry, what));
	if (entries.length === 0) return literal('', what);
	if (operator === 'BETWEEN' && entries.length !== 2) {
		throw new ItemProblem(
			`${what} must be two values for Between, but there ${entries.length === 1 ? 'is' : 'are'} ${entries.length}`,
			'Enter the lowest and the highest value with a comma between them, like 18, 35.',
		);
	}
	return `[${entries.join(', ')}]`;
}

function entriesOf(value: unknown): unknown[] {
	const entries =
		typeof value === 'string' ? splitAtCommas(value) : Array.isArray(value) ? (value as unknown[]) : [value];
	return entries.filter((entry) => typeof entry !== 'string' || entry.trim() !== '');
}

/** Commas inside double quotes don't split: `"Palma, Mallorca", Madrid` holds two entries. */
function splitAtCommas(text: string): string[] {
	return text.match(/(?:"[^"]*"|[^,])+/g) ?? [];
}
