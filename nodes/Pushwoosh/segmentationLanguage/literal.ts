import { ItemProblem } from '../../shared/engine/failure';
import { EMPTY_ADVICE } from '../../shared/items/values';

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
 * Writes a value as the segmentation language does: whole numbers bare, everything else in double quotes (the
 * service's reference, 6.6). A bare number also fits text tags, where Pushwoosh takes it as text.
 *
 * Taken as a number is a number of the input data, and a text that is a whole number in its plain form: `18`, `-5`,
 * but not `08001` (a postcode), `+49123` (a phone number), `1.2` (a version) or digits too long for a number (an ID).
 * A text in double quotes is always a text, without them: `"18"`.
 * @param what names the value for the message
 * @throws ItemProblem for what is no single value, is empty or can't be written safely
 */
export function literal(value: unknown, what: string): string {
	if (typeof value === 'number') return bareNumber(value, what);
	if (typeof value === 'bigint' || typeof value === 'boolean') return literal(String(value), what);
	if (typeof value !== 'string' && value !== undefined && value !== null) {
		throw new ItemProblem(
			`${what} is ${Array.isArray(value) ? 'a list' : 'an object'} where a single value is needed`,
			'Check the expression: it has to name one field of the item.',
		);
	}
	const text = (value ?? '').trim();
	if (/^(0|-?[1-9]\d{0,14})$/.test(text)) return text;
	const enclosed = /^"(.*)"$/s.exec(text)?.[1].trim();
	if ((enclosed ?? text) !== '') return quoted(enclosed ?? text, what);
	throw new ItemProblem(`${what} is empty`, EMPTY_ADVICE, 'EMPTY_PARAMETER');
}

function bareNumber(value: number, what: string): string {
	const text = Object.is(value, -0) ? '0' : String(value);
	if (/^-?\d+(\.\d+)?$/.test(text) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return text;
	throw new ItemProblem(
		`${what} is a number that can't be written exactly: ${text}`,
		'Give it as a text if it is an identifier.',
	);
}
