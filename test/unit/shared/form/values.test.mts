import { describe, expect, it } from 'vitest';

import { ItemProblem } from '../../../../nodes/shared/failure.ts';
import {
	toBoolean,
	toChoice,
	toJson,
	toJsonObject,
	toNumber,
	toNumberWithin,
	toRequiredText,
	toText,
} from '../../../../nodes/shared/form/values.ts';

const field = { name: 'x', label: 'The Field' };

function refusal(act: () => unknown): string {
	try {
		act();
	} catch (error) {
		if (error instanceof ItemProblem && error.advice) return `${error.code}: ${error.message}`;
	}
	throw new Error('No ItemProblem with advice was thrown');
}

describe('a text', () => {
	it.each([
		['a', 'a'],
		[' a ', ' a '],
		['', ''],
		[0, '0'],
		[1.5, '1.5'],
		[false, 'false'],
		[12n, '12'],
		[null, ''],
		[undefined, ''],
	])('%o gives %j', (value, text) => {
		expect(toText(value, field)).toBe(text);
	});

	it.each([
		[{}, 'an object'],
		[['a'], 'a list'],
		[new Date(0), 'an object'],
		[() => 1, 'a function'],
	])('%o is refused', (value, what) => {
		expect(refusal(() => toText(value, field))).toBe(
			`INVALID_PARAMETER: 'The Field' holds ${what} where a text is needed`,
		);
	});

	it.each([[1e21], [1e-7], [2 ** 53], [-1234567890123456789], [NaN], [Infinity]])(
		'%d is refused',
		(value) => {
			for (const read of [toText, toRequiredText]) {
				expect(refusal(() => read(value, field))).toBe(
					`INVALID_PARAMETER: 'The Field' holds the number ${value}, which isn't exact`,
				);
			}
		},
	);

	it.each(['[object Object]', 'Hello [object Object]!', '[object Object],[object Object]\n'])(
		'%j is refused',
		(value) => {
			expect(refusal(() => toText(value, field))).toBe(
				"INVALID_PARAMETER: 'The Field' holds “[object Object]”: an object where a text is needed",
			);
		},
	);

	it('that is required is trimmed and not empty', () => {
		expect(toRequiredText(' a ', field)).toBe('a');
		expect(toRequiredText(0, field)).toBe('0');
		for (const value of ['', '  \n', null, undefined]) {
			expect(refusal(() => toRequiredText(value, field))).toBe("EMPTY_PARAMETER: 'The Field' is empty");
		}
	});
});

describe('a number', () => {
	it.each([
		[5, 5],
		[-1.5, -1.5],
		[0, 0],
		['5', 5],
		[' 1e3 ', 1000],
	])('%j gives %j', (value, number) => {
		expect(toNumber(value, field)).toBe(number);
	});

	it.each([
		[''],
		[' '],
		['a'],
		['5 items'],
		[true],
		[null],
		[undefined],
		[Number.NaN],
		[Infinity],
		['Infinity'],
		[[5]],
	])('%j is refused', (value) => {
		expect(refusal(() => toNumber(value, field))).toBe("INVALID_PARAMETER: 'The Field' isn't a number");
	});
});

describe('a number within limits', () => {
	it.each([
		[1, { least: 1, most: 5 }, 1],
		['5', { least: 1, most: 5, whole: true }, 5],
		[1.5, { least: 1 }, 1.5],
		[-7, {}, -7],
	])('%j within %j', (value, limits, number) => {
		expect(toNumberWithin(value, field, limits)).toBe(number);
	});

	it.each([
		[0, { least: 1, most: 5 }, 'from 1 to 5, but is 0'],
		[6, { most: 5, whole: true }, 'a whole number, at most 5, but is 6'],
		[6, { least: 1, most: 5, whole: true }, 'a whole number from 1 to 5, but is 6'],
		[0, { least: 1, whole: true }, 'a whole number, at least 1, but is 0'],
		[6, { most: 5 }, 'at most 5, but is 6'],
		[1.5, { whole: true }, 'a whole number, but is 1.5'],
	])('%j not within %j', (value, limits, text) => {
		expect(refusal(() => toNumberWithin(value, field, limits))).toBe(
			`INVALID_PARAMETER: 'The Field' must be ${text}`,
		);
	});
});

describe('a boolean', () => {
	it.each([
		[true, true],
		[false, false],
		[1, true],
		[0, false],
		['true', true],
		[' FALSE ', false],
	])('%j gives %j', (value, boolean) => {
		expect(toBoolean(value, field)).toBe(boolean);
	});

	it.each([[''], ['yes'], [2], [null], [undefined], [{}]])('%j is refused', (value) => {
		expect(refusal(() => toBoolean(value, field))).toContain('neither true nor false');
	});
});

describe('a choice', () => {
	it('is one of those listed; a number may come as text', () => {
		expect(toChoice('b', ['a', 'b'], field)).toBe('b');
		expect(toChoice('2', [0, 2], field)).toBe(2);
		expect(toChoice(0, [0, 2], field)).toBe(0);
	});

	it.each([['c'], ['A'], [''], [undefined], [null], [['a']]])('%j is refused', (value) => {
		expect(refusal(() => toChoice(value, ['a', 'b'], field))).toContain('none of the possible choices');
	});
});

describe('JSON', () => {
	it('comes as text or as the value itself; empty is undefined', () => {
		expect(toJson('[1, {"a": null}]', field)).toEqual([1, { a: null }]);
		expect(toJson({ a: 1 }, field)).toEqual({ a: 1 });
		expect(toJson(0, field)).toBe(0);
		for (const value of ['', ' \n', null, undefined]) expect(toJson(value, field)).toBeUndefined();
		expect(toJson('null', field)).toBeNull();
	});

	it('that is none is refused', () => {
		for (const value of ['{a: 1}', "{'a': 1}", '{"a": 1,}', 'text']) {
			expect(refusal(() => toJson(value, field))).toBe("INVALID_PARAMETER: 'The Field' isn't valid JSON");
		}
	});

	it.each([
		['{"orderId": 12345678901234567890}', '12345678901234567890'],
		['{"a": [{"b": -9007199254740993}]}', '-9007199254740993'],
		['{"a": 0.1234567890123456789}', '0.1234567890123456789'],
		['{"a": 1234567890.123456789}', '1234567890.123456789'],
		['{"a": 1e400}', '1e400'],
		['{"a": 1e-400}', '1e-400'],
		['{"12345678901234567890": 12345678901234567891}', '12345678901234567891'],
		[`[${'9'.repeat(60)}]`, `${'9'.repeat(39)}…`],
	])('%s would lose digits', (value, number) => {
		expect(refusal(() => toJson(value, field))).toBe(
			`INVALID_PARAMETER: 'The Field' holds the number ${number}, which would lose digits`,
		);
		expect(() => toJson(value, field)).toThrow(
			expect.objectContaining({
				advice: `Put it in double quotes, like "${number}": then it is kept as a text.`,
			}) as Error,
		);
	});

	it.each([
		'{"a": "12345678901234567890"}',
		'{"a": "\\"12345678901234567890"}',
		'{"12345678901234567890": 1}',
		'[0, -0, 0.0, 0e5, 1.0, 1.50, 1e3, 1E+2, 100, 19.95, 5e-324, 1.7976931348623157e308]',
		'[9007199254740991, 9007199254740992, 1e21, 10000000000000000000]',
		'[0.10000000000000001, 3.3333333333333333, 40.416775000000001]',
	])('%s keeps its digits', (value) => {
		expect(toJson(value, field)).toEqual(JSON.parse(value));
	});

	it('with an object that has become a text is refused as that', () => {
		for (const value of ['{"user": "[object Object]"}', '{"user": [object Object]}', '[object Object]']) {
			expect(refusal(() => toJson(value, field))).toContain("'The Field' holds “[object Object]”");
		}
	});

	it('that must be an object is neither a list nor a plain value', () => {
		expect(toJsonObject('{"a": 1}', field)).toEqual({ a: 1 });
		expect(toJsonObject('', field)).toBeUndefined();
		for (const value of ['[]', '1', '"a"', 'null', [1], 5]) {
			expect(refusal(() => toJsonObject(value, field))).toBe(
				"INVALID_PARAMETER: 'The Field' isn't a JSON object",
			);
		}
	});
});
