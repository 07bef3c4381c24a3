import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { ItemProblem } from '../../shared/failure';
import { readJsonList } from '../../shared/form/jsonList';
import { losesDigits } from '../../shared/form/exactNumbers';
import { toEntries } from '../../shared/form/lists';
import { textField } from '../../shared/form/plainFields';
import {
	emptyField,
	isDate,
	refuseLostObject,
	toBoolean,
	toNumber,
	toNumberText,
	toText,
	type Field,
} from '../../shared/form/values';
import { isLostDate, minuteText, parseDate } from '../dates/moment';
import { dateText, plainNumber } from '../tagConditions/operand';

/** A value as Pushwoosh takes it for tags and attributes (the service's reference, 8.4); dates are texts. */
export type WireValue = string | number | boolean | string[];

/** What a value is to be read as; `json`: as it is, since who wrote it could say what it is. */
export type ValueType = 'auto' | 'text' | 'number' | 'boolean' | 'date' | 'list' | 'json';

const VALUE_TYPES: Array<INodePropertyOptions & { value: ValueType }> = [
	{
		name: 'Automatic',
		value: 'auto',
		description: 'As it looks: 18 is a number, true a yes/no value, 2027-03-01 a date, a list a list',
	},
	{
		name: 'Date',
		value: 'date',
		description: 'A date, with or without a time; without a time zone it is UTC',
	},
	{ name: 'List', value: 'list', description: 'A list, or a text that is split at commas' },
	{ name: 'Number', value: 'number' },
	{ name: 'Text', value: 'text' },
	{ name: 'Yes/No', value: 'boolean', description: 'True or false' },
];

/** The types that a form offers. */
export const CHOSEN_TYPES: readonly ValueType[] = VALUE_TYPES.map(({ value }) => value);

/** The columns of a form for a value and how to read it. @param example of a value */
export function valueColumns(howToRead: string, example: string): INodeProperties[] {
	return [
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: VALUE_TYPES,
			default: 'auto',
			description: howToRead,
		},
		textField(
			'Value',
			'value',
			'The value; several of a list with commas between them, a date like 2027-01-31 18:30 (UTC)',
			example,
		),
	];
}

/** @returns whether nothing is there: no value, a blank text, a list without a filled entry */
export function isEmptyValue(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return value.trim() === '';
	return Array.isArray(value) && value.every(isEmptyValue);
}

/**
 * Reads a filled value.
 * @param name of the tag or attribute, for messages
 * @throws ItemProblem for what can't be read that way, objects among them
 */
export function readValue(value: unknown, type: ValueType, name: string): WireValue {
	const field: Field = { name, label: name };
	switch (type) {
		case 'text':
			return isMoment(value) ? toDateText(value, field) : toText(value, field);
		case 'number':
			return exactNumber(toNumber(value, field), field);
		case 'boolean':
			return toBoolean(value, field);
		case 'date':
			return toDateText(value, field);
		case 'list':
			return toFilledList(value, field);
		case 'json':
			return typeof value === 'string' ? toText(value, field) : byLook(value, field);
		case 'auto':
			return byLook(value, field);
	}
}

function byLook(value: unknown, field: Field): WireValue {
	if (typeof value === 'boolean') return value;
	if (typeof value === 'number') return exactNumber(value, field);
	if (Array.isArray(value)) return toFilledList(value, field);
	if (isMoment(value)) return toDateText(value, field);
	if (typeof value !== 'string') return toText(value, field);
	const list = readJsonList(value, `'${field.label}'`, losesDigits);
	if (list) return toFilledList(list, field);
	refuseLostObject(value, `'${field.label}'`);
	const text = value.trim();
	if (isLostDate(text)) throw unreadableDate(field);
	if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
	return plainNumber(text, 'EQ') ?? dateText(text) ?? value;
}

/** JavaScript and Luxon dates. */
function isMoment(value: unknown): boolean {
	return isDate(value) || (typeof value === 'object' && value !== null && 'toISO' in value);
}

/** @returns `YYYY-MM-DD HH:mm` in UTC, which a time without a zone is already; a date without a time is its first minute */
function toDateText(value: unknown, field: Field): string {
	const moment = parseDate(value);
	if (!moment) throw unreadableDate(field);
	return minuteText(moment.instant ?? moment.wallClock);
}

function unreadableDate({ label }: Field): ItemProblem {
	return new ItemProblem(
		`'${label}' isn't a date that can be read`,
		'Give it like 2027-01-31 or 2027-01-31 18:30.',
	);
}

function exactNumber(value: number, { label }: Field): number {
	return Number(toNumberText(value, `'${label}'`));
}

function toFilledList(value: unknown, field: Field): string[] {
	const entries = toEntries(typeof value === 'boolean' ? String(value) : value, 'lines', field);
	if (entries.length === 0) throw emptyField(field);
	return entries;
}
