import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { toCalendarDate } from '../../api/calendarDate';
import { parseMoment } from '../../dates/moment';

const day = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'dateTime',
	default: '',
	description: `${description}. Yesterday: {{ $now.minus({ days: 1 }).toISODate() }}.`,
});

/** @param what both are about, and what an empty one means */
export function periodFields(what: string): INodeProperties[] {
	return [day('From', 'dateFrom', `The first day ${what}`), day('To', 'dateTo', `The last day ${what}`)];
}

/** @returns both days as `YYYY-MM-DD`; undefined when both are empty @throws ItemProblem when one is, or they are reversed */
export function readDays(item: ItemReader): { date_from: string; date_to: string } | undefined {
	const [from, to] = bothOf(item) ?? [];
	if (from === undefined) return undefined;
	const dates = {
		date_from: toCalendarDate(from, item.field('dateFrom')),
		date_to: toCalendarDate(to, item.field('dateTo')),
	};
	refuseReversed(dates.date_from > dates.date_to, item);
	return dates;
}

/**
 * Reads the period as moments: a day without a time begins at 00:00:00 and ends at 23:59:59.
 * @returns both as `YYYY-MM-DD HH:mm:ss` in UTC and as epoch milliseconds; undefined when both are empty
 * @throws ItemProblem when only one is given, can't be read, or they are reversed
 */
export function readMoments(item: ItemReader) {
	const [first, last] = bothOf(item) ?? [];
	if (first === undefined) return undefined;
	const since = momentOf(first, 'dateFrom', '00:00:00', item);
	const until = momentOf(last, 'dateTo', '23:59:59', item);
	refuseReversed(since > until, item);
	return { from: secondText(since), to: secondText(until), since, until };
}

/** As {@link readMoments}, where the service wants both. @throws ItemProblem when they are empty */
export function requireMoments(item: ItemReader): { from: string; to: string } {
	const moments = readMoments(item);
	if (moments) return { from: moments.from, to: moments.to };
	throw new ItemProblem("'From' and 'To' are empty", 'Enter both dates.', 'EMPTY_PARAMETER');
}

function momentOf(value: unknown, name: string, time: string, item: ItemReader): number {
	const isDay = typeof value === 'string' && /^\s*\d{4}-\d\d-\d\d\s*$/.test(value);
	const field = item.field(name);
	const moment = parseMoment(isDay ? `${toCalendarDate(value, field)}T${time}Z` : value);
	if (moment) return moment.instant ?? moment.wallClock;
	throw new ItemProblem(`'${field.label}' isn't a date that can be read`, 'Enter a date like 2027-01-31.');
}

function secondText(milliseconds: number): string {
	return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

function bothOf(item: ItemReader): [unknown, unknown] | undefined {
	const [from, to] = ['dateFrom', 'dateTo'].map((name) => item.raw(name));
	if (isEmpty(from) && isEmpty(to)) return undefined;
	if (!isEmpty(from) && !isEmpty(to)) return [from, to];
	const empty = item.field(isEmpty(from) ? 'dateFrom' : 'dateTo').label;
	throw new ItemProblem(
		`'${empty}' is empty`,
		'Fill in both dates, or neither. If it holds an expression, check that the item has that field.',
		'EMPTY_PARAMETER',
	);
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function refuseReversed(isReversed: boolean, item: ItemReader): void {
	if (!isReversed) return;
	throw new ItemProblem(
		`'${item.field('dateFrom').label}' is later than '${item.field('dateTo').label}'`,
		'Swap the two dates.',
	);
}
