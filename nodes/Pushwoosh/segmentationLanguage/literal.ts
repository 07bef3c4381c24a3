import { ItemProblem } from '../../shared/failure';
import type { Scalar } from '../tagConditions/operand';

/**
 * Writes a text as the segmentation language does: in double quotes.
 *
 * How a double quote, a backslash or a line break inside a text would have to be written isn't documented (the
 * service's reference, 6.6). A guess could end the text early and select other devices, so such texts are refused.
 * @param what names the text for the message, as in "The value of tag 'City'"
 * @throws ItemProblem for a text that can't be written safely
 */
export function quoted(text: string, what: string): string {
	const unsafe = /["\\]|[\p{Cc}\p{Zl}\p{Zp}]/u.exec(text)?.[0];
	if (unsafe === undefined) return `"${text}"`;
	throw new ItemProblem(
		`${what} holds ${nameOf(unsafe)}, which Pushwoosh's segmentation language has no safe way to write`,
		"Take it out, or set 'Filter Mode' to 'Expression' and write the expression yourself.",
	);
}

function nameOf(character: string): string {
	if (character === '"') return 'a double quote';
	if (character === '\\') return 'a backslash';
	return /[\n\r\p{Zl}\p{Zp}]/u.test(character) ? 'a line break' : 'a control character';
}

/**
 * Writes a value as the segmentation language does: numbers bare, everything else in double quotes, true and false too
 * (the service's reference, 6.4 and 6.6). A bare number also fits text tags, where Pushwoosh takes it as text.
 * @param what names the value for the message
 * @throws ItemProblem for a text that can't be written safely
 */
export function literal(value: Scalar, what: string): string {
	return typeof value === 'number' ? String(value) : quoted(String(value), what);
}
