import { isObject } from '../../http/message.mts';
import { sendDate } from '../checks.mts';
import type { Device } from '../devices.mts';
import type { TagType, TagValue } from '../tags.mts';

export type ListOperator = 'set' | 'append' | 'remove';

/** Whether a tag of that type takes a value; `null` takes the value away and fits every type. */
export function fits(type: TagType, value: unknown): boolean {
	if (value === null) return true;
	switch (type) {
		case 'Integer':
			return Number.isSafeInteger(value);
		case 'Decimal':
			return typeof value === 'number';
		case 'String':
			return typeof value === 'string' || typeof value === 'number';
		case 'List':
			return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
		case 'Boolean':
			return typeof value === 'boolean';
		case 'Date':
			return value !== 'now' && sendDate(value) === undefined;
		case 'Version':
			return typeof value === 'string' && /^\d{1,4}(\.\d{1,4}){0,3}$/.test(value);
		case 'Timezone':
			return typeof value === 'string' && /^UTC[+-]\d\d:\d\d$/.test(value);
	}
}

/** The type that a missing tag is made with; `undefined` for a value that no tag can hold. */
export function typeFor(value: unknown): TagType | undefined {
	if (Array.isArray(value)) return fits('List', value) ? 'List' : undefined;
	if (typeof value === 'boolean') return 'Boolean';
	if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Decimal';
	if (fits('Date', value) && value !== null) return 'Date';
	return typeof value === 'string' ? 'String' : undefined;
}

/** Writes a value that fits into a device's row; lists in the way that the operator says. */
export function writeTag(
	{ tags }: Device,
	name: string,
	type: TagType,
	value: unknown,
	operator: ListOperator = 'set',
): void {
	const empty = value === null || (Array.isArray(value) && value.length === 0 && operator === 'set');
	if (empty) delete tags[name];
	else if (type === 'Date') tags[name] = Date.parse(`${String(value).replace(' ', 'T')}Z`) / 1000;
	else if (type === 'String') tags[name] = String(value);
	else if (Array.isArray(value)) tags[name] = listAfter(tags[name], value as string[], operator);
	else tags[name] = value as TagValue;
}

function listAfter(stored: TagValue | undefined, given: string[], operator: ListOperator): string[] {
	const before = Array.isArray(stored) ? stored : [];
	if (operator === 'append') return [...new Set([...before, ...given])];
	return operator === 'remove' ? before.filter((entry) => !given.includes(entry)) : [...new Set(given)];
}

/** Unix seconds as the service writes a date, in UTC. */
export function dateText(seconds: number): string {
	return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

/** The older setTags: `{ operation, value }` stands for a change of what is there. */
export function isIncremental(value: unknown): value is { operation: string; value: unknown } {
	return isObject(value) && Object.keys(value).sort().join() === 'operation,value';
}
