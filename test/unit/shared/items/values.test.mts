import { describe, expect, it } from 'vitest';

import { ItemProblem } from '../../../../nodes/shared/engine/failure.ts';
import {
	toBoolean,
	toChoice,
	toJson,
	toJsonObject,
	toNumber,
	toRequiredText,
	toText,
} from '../../../../nodes/shared/items/values.ts';

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
