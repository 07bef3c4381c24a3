import { ItemProblem } from '../../shared/failure';
import { exactText, losesDigits } from '../../shared/form/exactNumbers';
import { readJsonList, refuseBrokenList } from '../../shared/form/jsonList';
import { EMPTY_ADVICE, refuseLostObject, toNumberText } from '../../shared/form/values';
import { isLostDate, minuteText, parseDate, parseMoment } from '../dates/moment';
import { takesList, type TagOperator } from './operators';

/** What a tag is compared with. */
export type Scalar = string | number | boolean;

/**
 * Reads what a tag is compared with. The form holds texts, but tags have types, and the service isn't documented to
 * convert; so a text becomes what it looks like:
 * - a number in its plain form: `18`, `19.95`. Leading zeros, a "+", an exponent or more than 15 digits make a text:
 *   postal codes, telephone numbers, IDs. So do zeros at the end of a fraction, `1.10`, except where values are ordered;
 * - true and false with EQ and NOTEQ;
 * - a date with a time: `YYYY-MM-DD HH:mm` in UTC, also of Luxon and JavaScript dates; without `Z`, offset or zone it is
 *   UTC already. A bare date gets the time that the service's form of a date has: `2027-03-01 00:00`.
 *
 * In double quotes everything is a text (`"18"`).
 * @param value one value; for IN, NOTIN and BETWEEN also a text that is split at the commas outside quoted entries, a
 *   text that is a JSON array, or an array, whose entries are never split
 * @param where names the condition for messages
 * @returns at least one; exactly one for the operators that take no list, exactly two for BETWEEN
 * @throws ItemProblem when there is no value, or one that doesn't fit the operator or isn't what it looks like
 */
export function readOperands(value: unknown, operator: TagOperator, where: string): Scalar[] {
	const given = (typeof value === 'string' ? readJsonList(value, where, losesDigits) : undefined) ?? value;
	if (!takesList(operator)) {
		if (!Array.isArray(given)) return [toScalar(given, operator, where)];
		throw new ItemProblem(
			`${where} compares with a list`,
			"Choose 'Is One Of' or 'Is Not One Of' for several values.",
		);
	}
	const entries = entriesOf(given, where);
	const filled = entries.filter((entry) => typeof entry !== 'string' || entry.trim() !== '');
	if (filled.length === 0) throw emptyValue(where);
	// Which of three is missing can't be told: blank places count here.
	if (operator === 'BETWEEN' && (filled.length !== 2 || entries.length !== 2)) {
		const found = filled.length === 2 ? 'an empty place among them' : filled.length;
		throw new ItemProblem(
			`${where} must have two values, but has ${found}`,
			'Enter the lowest and the highest value with a comma between them, like 18, 35.',
		);
	}
	return filled.map((entry) => toScalar(entry, operator, where));
}

function entriesOf(given: unknown, where: string): unknown[] {
	if (Array.isArray(given)) return given;
	if (typeof given !== 'string') return [given];
	refuseLostObject(given, where);
	refuseBrokenList(given, where);
	// A quote only counts around a whole entry: 5" pipe, 6" pipe are two.
	const entries = `${given},`.match(/\s*"[^"]*"\s*,|[^,]*,/g) ?? [];
	return entries.map((entry) => entry.slice(0, -1));
}

function toScalar(value: unknown, operator: TagOperator, where: string): Scalar {
	if (value === undefined || value === null) throw emptyValue(where);
	switch (typeof value) {
		case 'boolean':
			return value;
		case 'string':
			return fromText(value.trim(), operator, where);
		case 'number':
			return Number(toNumberText(value, where));
		case 'bigint':
			return fromText(String(value), operator, where);
		default:
			return fromDate(value, where);
	}
}

/** @param value a JavaScript or Luxon date, or what can't be used */
function fromDate(value: unknown, where: string): string {
	const instant = parseMoment(value)?.instant;
	if (instant !== undefined) return minuteText(instant);
	throw new ItemProblem(
		`${where} compares with something that is no text, number or date`,
		'Check the expression of its value.',
	);
}

function fromText(text: string, operator: TagOperator, where: string): Scalar {
	refuseLostObject(text, where);
	const quoted = /^"([^"]*)"$/.exec(text)?.[1].trim();
	if ((quoted ?? text) === '') throw emptyValue(where);
	if (quoted !== undefined) return quoted;
	if (isLostDate(text)) {
		throw new ItemProblem(
			`${where} compares with “${text}”`,
			'Check the expression that makes a date of it.',
		);
	}
	const isEquality = operator === 'EQ' || operator === 'NOTEQ';
	if (isEquality && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
	return plainNumber(text, operator) ?? dateText(text) ?? text;
}

/** @returns undefined for a text that isn't a number in its plain form */
export function plainNumber(text: string, operator: TagOperator): number | undefined {
	if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) || text.replace(/\D/g, '').length > 15) return undefined;
	const number = Number(text);
	const written = exactText(number);
	if (written === text) return number;
	// For a text tag 1.10 and 1.1 are two values; but a text has no order, so there it is a price.
	const isOrdering = operator === 'GTE' || operator === 'LTE' || operator === 'BETWEEN';
	return isOrdering && written !== undefined && text.includes('.') ? number : undefined;
}

/** @returns the service's form of a date; undefined for a text that is none */
export function dateText(text: string): string | undefined {
	if (!/^\d{4}-\d\d-\d\d($|[T ]\d\d:)/i.test(text)) return undefined;
	const moment = parseDate(text);
	return moment && minuteText(moment.instant ?? moment.wallClock);
}

function emptyValue(where: string): ItemProblem {
	return new ItemProblem(`${where} has no value`, EMPTY_ADVICE, 'EMPTY_PARAMETER');
}
