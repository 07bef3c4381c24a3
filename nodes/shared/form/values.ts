import { ItemProblem } from '../failure';
import { isObject, parseJson } from '../json';
import { exactText, losesDigits, numbersIn } from './exactNumbers';

/** Says which field of the form a value came from. `label` is the name on the screen. */
export interface Field {
	name: string;
	label: string;
	/** It stands in the options of the node: without it, its default counts. */
	isOption?: boolean;
}

const described = (value: unknown): string => {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};

/** Also of a date that was made in the sandbox of an expression, where `Date` is another class. */
export function isDate(value: unknown): value is Date {
	return Object.prototype.toString.call(value) === '[object Date]';
}

/** What JavaScript makes of an object in the middle of a text: nobody's ID, and nothing that anybody wants to read. */
const LOST_OBJECT = '[object Object]';

/**
 * @param what names the place for the message, as in "'Content'"
 * @throws ItemProblem for a text in which an object has become `[object Object]`
 */
export function refuseLostObject(text: string, what: string): void {
	if (!text.includes(LOST_OBJECT)) return;
	throw new ItemProblem(
		`${what} holds “${LOST_OBJECT}”: an object where a text is needed`,
		'Check the expression: it has to name one field of the object, and a line break or space after }} makes a text of it.',
	);
}

/**
 * A number that becomes a text, an ID say.
 * @param what names the place for the message
 * @throws ItemProblem for one that isn't exact: an integer beyond 2^53, one that is written with an exponent, NaN
 */
export function toNumberText(value: number, what: string): string {
	const text = exactText(value);
	if (text !== undefined) return text;
	throw new ItemProblem(
		`${what} holds the number ${value}, which isn't exact`,
		'A number this long or this small has lost digits before it came here. Have its source give it as a text, in quotes.',
	);
}

/**
 * A one-line or longer text. Numbers and booleans are taken as text; nothing (`undefined`, `null`) is the empty text.
 * @throws ItemProblem for objects and lists, also for one that has become `[object Object]`, and for numbers that
 *   aren't exact
 */
export function toText(value: unknown, field: Field): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') {
		refuseLostObject(value, `'${field.label}'`);
		return value;
	}
	if (typeof value === 'number') return toNumberText(value, `'${field.label}'`);
	if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
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
	if (text === '') throw emptyField(field);
	return text;
}

/** A finite number; a text that holds one is taken. @throws ItemProblem for everything else, empty text included */
export function toNumber(value: unknown, field: Field): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	throw new ItemProblem(`'${field.label}' isn't a number`, 'Enter a number, or check the expression.');
}

/** What a number has to be. */
export interface NumberLimits {
	/** The smallest that is allowed. */
	least?: number;
	/** The largest that is allowed. */
	most?: number;
	/** Without a fraction. */
	whole?: boolean;
}

/** As {@link toNumber}, within limits. @throws ItemProblem that names them */
export function toNumberWithin(value: unknown, field: Field, limits: NumberLimits): number {
	const { least = -Infinity, most = Infinity, whole = false } = limits;
	const isOption = field.isOption === true;
	const number = toNumber(value, field);
	if (number >= least && number <= most && (!whole || Number.isInteger(number))) return number;
	throw new ItemProblem(
		`'${field.label}'${isOption ? ' in the options' : ''} must be ${wanted(limits)}, but is ${number}`,
		isOption ? 'Change it, or remove the option to use its default.' : 'Change it, or check the expression.',
	);
}

/** "a whole number from 1 to 1000", "a whole number, at least 1", "from -90 to 90" */
function wanted({ least, most, whole = false }: NumberLimits): string {
	const isRange = least !== undefined && most !== undefined;
	const oneSided = least === undefined ? `at most ${most}` : `at least ${least}`;
	const range = isRange ? `from ${least} to ${most}` : oneSided;
	if (!whole) return range;
	return least === undefined && most === undefined
		? 'a whole number'
		: `a whole number${isRange ? '' : ','} ${range}`;
}

/** A boolean; the texts true and false and the numbers 1 and 0 are taken. @throws ItemProblem for everything else */
export function toBoolean(value: unknown, field: Field): boolean {
	if (typeof value === 'boolean') return value;
	if (value === 1 || value === 0) return value === 1;
	if (typeof value === 'string' && /^\s*(true|false)\s*$/i.test(value))
		return value.trim().toLowerCase() === 'true';
	throw new ItemProblem(
		`'${field.label}' is neither true nor false`,
		'Switch it on or off, or check the expression.',
	);
}

/** One of the listed choices; true and false stand for 1 and 0. @throws ItemProblem for everything else */
export function toChoice<T extends string | number>(value: unknown, choices: readonly T[], field: Field): T {
	const given = typeof value === 'boolean' ? Number(value) : value;
	const found = choices.find((choice) => choice === given || String(choice) === given);
	if (found !== undefined) return found;
	throw new ItemProblem(
		`'${field.label}' is none of the possible choices`,
		`Choose one from the list. An expression has to give one of: ${choices.join(', ')}.`,
	);
}

/**
 * JSON given as a text or, by an expression, as the value itself.
 * @returns the parsed value; undefined when the field is empty
 * @throws ItemProblem when the text isn't JSON, or holds a number with more digits than can be kept
 */
export function toJson(value: unknown, field: Field): unknown {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'string') return value;
	if (value.trim() === '') return undefined;
	refuseLostObject(value, `'${field.label}'`);
	const parsed = parseJson(value.trim());
	if (parsed === undefined) {
		throw new ItemProblem(
			`'${field.label}' isn't valid JSON`,
			'Check quotes, commas and brackets; texts stand in double quotes.',
		);
	}
	const lost = numbersIn(value).find(losesDigits);
	if (lost !== undefined) throw inexactNumber(`'${field.label}'`, lost);
	return parsed;
}

/** @param written the number as it stands in a JSON text */
export function inexactNumber(what: string, written: string): ItemProblem {
	const number = written.length > 40 ? `${written.slice(0, 39)}…` : written;
	return new ItemProblem(
		`${what} holds the number ${number}, which would lose digits`,
		`Put it in double quotes, like "${number}": then it is kept as a text.`,
	);
}

/** As {@link toJson}, for an object. @throws ItemProblem also for lists and plain values */
export function toJsonObject(value: unknown, field: Field): Record<string, unknown> | undefined {
	const parsed = toJson(value, field);
	if (parsed === undefined) return undefined;
	if (isObject(parsed)) return parsed;
	throw new ItemProblem(`'${field.label}' isn't a JSON object`, 'Enter something like { "key": "value" }.');
}
