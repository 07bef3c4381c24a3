import { ItemProblem } from '../engine/failure';

/** Says which field of the form a value came from. `label` is the name on the screen. */
export interface Field {
	name: string;
	label: string;
}

const described = (value: unknown): string => {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};

/** Also of a date that was made in the sandbox of an expression, where `Date` is another class. */
export function isDate(value: unknown): value is Date {
	return Object.prototype.toString.call(value) === '[object Date]';
}

/**
 * A one-line or longer text. Numbers and booleans are taken as text; nothing (`undefined`, `null`) is the empty text.
 * @throws ItemProblem for objects and lists
 */
export function toText(value: unknown, field: Field): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	throw new ItemProblem(
		`'${field.label}' holds ${described(value)} where a text is needed`,
		'Check the expression: it has to name one field of the item.',
	);
}

/** What to do about something empty that has to be filled in. */
export const EMPTY_ADVICE =
	'Fill it in, or check the expression: the item may lack that field. Or the node before failed for this row.';

/** A field that has to be filled in. */
export function emptyField({ label }: Field): ItemProblem {
	return new ItemProblem(`'${label}' is empty`, EMPTY_ADVICE, 'EMPTY_PARAMETER');
}

/** As {@link toText}, trimmed, and not empty. */
export function toRequiredText(value: unknown, field: Field): string {
	const text = toText(value, field).trim();
	if (text === '') {
		throw emptyField(field);
	}
	return text;
}

/** A finite number; a text that holds one is taken. @throws ItemProblem for everything else, empty text included */
export function toNumber(value: unknown, field: Field): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	throw new ItemProblem(`'${field.label}' isn't a number`, 'Enter a number, or check the expression.');
}

/** A boolean; the texts true and false and the numbers 1 and 0 are taken. @throws ItemProblem for everything else */
export function toBoolean(value: unknown, field: Field): boolean {
	if (typeof value === 'boolean') return value;
	if (value === 1 || value === 0) return value === 1;
	if (typeof value === 'string' && /^\s*(true|false)\s*$/i.test(value)) return value.trim().toLowerCase() === 'true';
	throw new ItemProblem(`'${field.label}' is neither true nor false`, 'Switch it on or off, or check the expression.');
}

/** One of the listed choices. @throws ItemProblem for everything else */
export function toChoice<T extends string | number>(value: unknown, choices: readonly T[], field: Field): T {
	const found = choices.find((choice) => choice === value || String(choice) === value);
	if (found !== undefined) return found;
	throw new ItemProblem(
		`'${field.label}' is none of the possible choices`,
		`Choose one from the list. An expression has to give one of: ${choices.join(', ')}.`,
	);
}

/**
 * JSON given as a text or, by an expression, as the value itself.
 * @returns the parsed value; undefined when the field is empty
 * @throws ItemProblem when the text isn't JSON
 */
export function toJson(value: unknown, field: Field): unknown {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'string') return value;
	if (value.trim() === '') return undefined;
	const parsed = parseJson(value);
	if (parsed) return parsed.value;
	throw new ItemProblem(
		`'${field.label}' isn't valid JSON`,
		'Check quotes, commas and brackets; texts stand in double quotes.',
	);
}

function parseJson(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch {
		return undefined;
	}
}

/** As {@link toJson}, for an object. @throws ItemProblem also for lists and plain values */
export function toJsonObject(value: unknown, field: Field): Record<string, unknown> | undefined {
	const parsed = toJson(value, field);
	if (parsed === undefined) return undefined;
	if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
		return parsed as Record<string, unknown>;
	}
	throw new ItemProblem(`'${field.label}' isn't a JSON object`, 'Enter something like { "key": "value" }.');
}
