import { ItemProblem } from '../failure';
import { asList, parseJson } from '../json';
import { numbersIn } from './exactNumbers';
import { inexactNumber } from './values';

/**
 * Reads a text that is a JSON array, as language models and JSON columns give lists.
 * @param what names the place for messages, as in "'User IDs'"
 * @param isLost says of a number as it is written there whether it wouldn't be the same any more
 * @returns its entries; undefined for a text that isn't one
 * @throws ItemProblem for such a number
 */
export function readJsonList(
	text: string,
	what: string,
	isLost: (written: string) => boolean,
): unknown[] | undefined {
	if (!/^\s*\[/.test(text)) return undefined;
	const list = asList(parseJson(text.trim()));
	if (!list) return undefined;
	const lost = numbersIn(text).find(isLost);
	if (lost !== undefined) throw inexactNumber(what, lost);
	return list;
}

/**
 * Refuses a text that somebody meant as a JSON array but that isn't one: taken apart at its commas, the brackets and
 * quotes would become part of the first and the last entry.
 * @throws ItemProblem
 */
export function refuseBrokenList(text: string, what: string): void {
	const trimmed = text.trim();
	if (!trimmed.startsWith('[') || (!trimmed.endsWith(']') && !/^\[\s*["'{[]/.test(trimmed))) return;
	throw new ItemProblem(
		`${what} begins like a JSON list, but can't be read as one`,
		'Write ["first", "second"], with double quotes, or the entries alone with commas between them.',
	);
}
