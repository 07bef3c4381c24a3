import { ItemProblem } from '../../shared/failure';
import { isDate, type Field } from '../../shared/form/values';
import { asRecord } from '../../shared/json';

/**
 * Reads a calendar day, for fields that Pushwoosh takes as `YYYY-MM-DD`.
 *
 * The day counts as it is written, whatever time and time zone stand behind it: a date without a time often arrives as
 * midnight UTC, and in another zone that would be the day before.
 * @param value a text that begins with `YYYY-MM-DD`, or a Luxon or JavaScript date
 * @throws ItemProblem for everything else, days that don't exist and an empty value
 */
export function toCalendarDate(value: unknown, field: Field): string {
	const day = /^(\d{4}-\d{2}-\d{2})(?:$|[T\s])/.exec(writtenForm(value))?.[1];
	if (day !== undefined && exists(day)) return day;
	if (value === undefined || value === null || value === '') {
		throw new ItemProblem(
			`'${field.label}' is empty`,
			'Choose a date, or remove the field.',
			'EMPTY_PARAMETER',
		);
	}
	throw new ItemProblem(`'${field.label}' isn't a date that can be read`, 'Enter a date like 2027-01-31.');
}

function writtenForm(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	if (isDate(value)) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
	const luxon = asRecord(value);
	return typeof luxon?.toISODate === 'function' ? String(luxon.toISODate()) : '';
}

function exists(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
