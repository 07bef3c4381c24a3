/** Tag types of the control panel (a List holds several strings), and the built-in tag of zones. */
export type TagType = 'Integer' | 'String' | 'List' | 'Date' | 'Boolean' | 'Decimal' | 'Version' | 'Timezone';

/** A stored tag value; dates are Unix seconds. */
export type TagValue = string | number | boolean | string[];

export type TagOperator = 'EQ' | 'NOTEQ' | 'IN' | 'NOTIN' | 'GTE' | 'LTE' | 'BETWEEN';

export type Scalar = string | number | boolean;
export type Operand = Scalar | Scalar[];

export const TAG_OPERATORS: readonly TagOperator[] = ['EQ', 'NOTEQ', 'IN', 'NOTIN', 'GTE', 'LTE', 'BETWEEN'];

const ORDERED: readonly TagOperator[] = ['EQ', 'NOTEQ', 'IN', 'NOTIN', 'GTE', 'LTE', 'BETWEEN'];
const ALLOWED: Record<TagType, readonly TagOperator[]> = {
	Integer: ORDERED,
	Decimal: ORDERED,
	Version: ORDERED,
	Date: ORDERED,
	Timezone: ORDERED,
	String: ['EQ', 'NOTEQ', 'IN', 'NOTIN'],
	List: ['EQ', 'IN'],
	Boolean: ['EQ'],
};

/** Where the operand stands; the two notations differ in a few forms. */
export type Notation = 'condition' | 'seglang';

/** Says what is wrong with an operand, `undefined` when nothing is. Unknown tags are checked in shape only. */
export function operandProblem(
	tag: string,
	type: TagType | undefined,
	operator: TagOperator,
	operand: Operand,
	notation: Notation,
): string | undefined {
	const wantsList = operator === 'IN' || operator === 'NOTIN' || operator === 'BETWEEN';
	if (wantsList !== Array.isArray(operand)) {
		return `${operator} of tag "${tag}" takes ${wantsList ? 'a list' : 'a single value'}`;
	}
	const values = Array.isArray(operand) ? operand : [operand];
	if (values.length === 0) return `${operator} of tag "${tag}" has an empty list`;
	if (operator === 'BETWEEN' && values.length !== 2)
		return `BETWEEN of tag "${tag}" takes exactly two values`;
	if (tag === 'Language' && values.some((value) => !/^[a-z]{2}$/.test(String(value)))) {
		return 'Language is a lowercase two-letter code';
	}
	if (type === undefined) return undefined;
	const allowed = type === 'List' && notation === 'condition' ? ['IN'] : ALLOWED[type];
	if (!allowed.includes(operator)) return `${operator} can't be used with tag "${tag}" of type ${type}`;
	const wrong = values.find((value) => !isOperandOf(type, operator, value, notation));
	return wrong === undefined ? undefined : `${JSON.stringify(wrong)} is no ${type} (tag "${tag}")`;
}

function isOperandOf(type: TagType, operator: TagOperator, value: Scalar, notation: Notation): boolean {
	switch (type) {
		case 'Integer':
			return Number.isInteger(value);
		case 'Decimal':
			return typeof value === 'number';
		case 'String':
			return typeof value === 'string' || typeof value === 'number';
		case 'List':
			return typeof value === 'string';
		case 'Version':
			return typeof value === 'string' && /^\d{1,4}(\.\d{1,4}){0,3}$/.test(value);
		case 'Timezone':
			return zoneMinutes(value) !== undefined;
		case 'Boolean':
			return (
				value === 0 ||
				value === 1 ||
				value === true ||
				value === false ||
				value === 'true' ||
				value === 'false'
			);
		case 'Date':
			return isDateOperand(operator, value, notation);
	}
}

function isDateOperand(operator: TagOperator, value: Scalar, notation: Notation): boolean {
	if (typeof value === 'number') return Number.isInteger(value);
	if (typeof value !== 'string') return false;
	if (/^\d+ days ago$/.test(value)) return ['EQ', 'BETWEEN', 'GTE', 'LTE'].includes(operator);
	const form =
		notation === 'condition' ? /^\d{4}-\d\d-\d\d \d\d:\d\d$/ : /^\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?$/;
	return form.test(value) && !Number.isNaN(Date.parse(`${value.slice(0, 10)}T00:00:00Z`));
}

/** Whether a device's tag value fulfils a condition. `now` in milliseconds; text compares without case. */
export function tagMatches(
	stored: TagValue | undefined,
	operator: TagOperator,
	operand: Operand,
	now: number,
): boolean {
	if (stored === undefined) return false;
	const values = Array.isArray(operand) ? operand : [operand];
	switch (operator) {
		case 'EQ':
		case 'IN':
			return values.some((value) => equals(stored, value, now));
		case 'NOTEQ':
		case 'NOTIN':
			return !values.some((value) => equals(stored, value, now));
		case 'GTE':
			return compare(stored, values[0], now) >= 0;
		case 'LTE':
			return compare(stored, values[0], now) <= 0;
		case 'BETWEEN':
			return compare(stored, values[0], now) >= 0 && compare(stored, values[1], now) <= 0;
	}
}

function equals(stored: TagValue, value: Scalar, now: number): boolean {
	if (Array.isArray(stored)) return stored.some((entry) => equals(entry, value, now));
	if (typeof stored === 'boolean') return stored === (value === true || value === 1 || value === 'true');
	if (typeof stored === 'number') return compare(stored, value, now) === 0;
	return stored.toLowerCase() === String(value).toLowerCase();
}

/** Negative, zero or positive; NaN (which fulfils nothing) when the two can't be compared. */
function compare(stored: TagValue, value: Scalar, now: number): number {
	if (typeof stored === 'number') return stored - numberOf(value, now);
	if (typeof stored !== 'string' || typeof value !== 'string') return NaN;
	const [storedZone, zone] = [zoneMinutes(stored), zoneMinutes(value)];
	if (storedZone !== undefined && zone !== undefined) return storedZone - zone;
	const version = /^\d+(\.\d+)*$/;
	return stored.localeCompare(value, 'en', { numeric: version.test(stored) && version.test(value) });
}

function numberOf(value: Scalar, now: number): number {
	if (typeof value !== 'string') return Number(value);
	const relative = /^(\d+) days ago$/.exec(value);
	if (relative !== null) return Math.floor(now / 1000) - Number(relative[1]) * 86_400;
	if (/^\d{4}-\d\d-\d\d/.test(value))
		return Date.parse(`${value.slice(0, 10)}T${value.slice(11) || '00:00'}Z`) / 1000;
	return NaN;
}

/** Minutes ahead of UTC for `UTC-12:00` to `UTC+14:00`, `undefined` for anything else. */
function zoneMinutes(value: unknown): number | undefined {
	const parts = typeof value === 'string' ? /^UTC([+-])(\d\d):([0-5]\d)$/.exec(value) : null;
	if (parts === null) return undefined;
	const minutes = (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
	return minutes >= -720 && minutes <= 840 ? minutes : undefined;
}
