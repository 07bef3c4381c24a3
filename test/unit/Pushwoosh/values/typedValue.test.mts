import { createRequire } from 'node:module';

import { describe, expect, it } from 'vitest';

import { isEmptyValue, readValue, type ValueType } from '../../../../nodes/Pushwoosh/values/typedValue.ts';

// n8n's own copy.
const { DateTime } = createRequire(createRequire(import.meta.url).resolve('n8n-workflow'))('luxon') as {
	DateTime: { fromISO(text: string): unknown };
};

describe('nothing is there', () => {
	it.each([undefined, null, '', '  ', [], [''], [null, ' ']])('in %j', (value) =>
		expect(isEmptyValue(value)).toBe(true),
	);
	it.each([0, false, 'x', ['x'], {}])('but something in %j', (value) =>
		expect(isEmptyValue(value)).toBe(false),
	);
});

describe('a value', () => {
	it.each<[unknown, ValueType, unknown]>([
		['28', 'auto', 28],
		['08001', 'auto', '08001'],
		['TRUE', 'auto', true],
		['2027-01-31 18:30', 'auto', '2027-01-31 18:30'],
		['hello, you', 'auto', 'hello, you'],
		[['a', 1], 'auto', ['a', '1']],
		['["a", "b"]', 'auto', ['a', 'b']],
		[new Date('2027-01-31T18:30:40Z'), 'auto', '2027-01-31 18:30'],
		[DateTime.fromISO('2027-01-31T18:30:00+02:00'), 'auto', '2027-01-31 16:30'],
		['28', 'text', '28'],
		[28, 'text', '28'],
		['28', 'number', 28],
		['true', 'boolean', true],
		['2027-01-31', 'date', '2027-01-31 00:00'],
		['a, b', 'list', ['a', 'b']],
		['28', 'json', '28'],
		[28, 'json', 28],
	])('%j as %s is %j', (value, type, wire) => expect(readValue(value, type, 'Tag')).toEqual(wire));

	it.each<[unknown, ValueType]>([
		['x', 'number'],
		['x', 'boolean'],
		['x', 'date'],
		['Invalid DateTime', 'auto'],
		[{ a: 1 }, 'auto'],
		[{ a: 1 }, 'text'],
		[{ a: 1 }, 'json'],
		['[object Object]', 'auto'],
		[[{ a: 1 }], 'list'],
		[2 ** 60, 'auto'],
		[2 ** 60, 'number'],
	])('%j as %s is refused by its name', (value, type) =>
		expect(() => readValue(value, type, 'Tag')).toThrow("'Tag'"),
	);
});
