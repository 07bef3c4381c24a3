import { describe, expect, it } from 'vitest';

import {
	withinApplication,
	writeTagCondition,
} from '../../../../nodes/Pushwoosh/segmentationLanguage/expression.ts';
import type { Scalar } from '../../../../nodes/Pushwoosh/tagConditions/operand.ts';

/** The value as it stands in the condition. */
const literal = (value: Scalar) => {
	const condition = writeTagCondition({ tag: 'City', operator: 'EQ', operands: [value] });
	return condition.slice('T("City", EQ, '.length, -1);
};

it.each([
	[18, '18'],
	[0, '0'],
	[-0, '0'],
	[-5, '-5'],
	[1700000000000, '1700000000000'],
	[19.99, '19.99'],
])('a number is written bare: %o → %s', (value, written) => expect(literal(value)).toBe(written));

it.each([
	['Madrid', '"Madrid"'],
	['18', '"18"'],
	['08001', '"08001"'],
	['2026-03-01 00:00', '"2026-03-01 00:00"'],
	['30 days ago', '"30 days ago"'],
	["L'Hospitalet", '"L\'Hospitalet"'],
	['東京 🗼', '"東京 🗼"'],
	['a, b', '"a, b"'],
	['T("x", EQ, 1)'.replaceAll('"', ''), '"T(x, EQ, 1)"'],
	[true, '"true"'],
	[false, '"false"'],
])('everything else in double quotes: %o → %s', (value, written) => expect(literal(value)).toBe(written));

describe('refused', () => {
	it.each([
		['Mad"rid', 'a double quote'],
		['"', 'a double quote'],
		['"a" + "b"', 'a double quote'],
		['a\\', 'a backslash'],
		['C:\\temp', 'a backslash'],
		['two\nlines', 'a line break'],
		['two\r\nlines', 'a line break'],
		['two\u2028lines', 'a line break'],
		['a\u0000b', 'a control character'],
		['a\tb', 'a control character'],
		['a\u0085b', 'a control character'],
	])('%o: %s', (value, what) => {
		expect(() => literal(value)).toThrow(`The value of tag 'City' holds ${what}, which`);
	});
});

it('the refusal says which text it was', () => {
	expect(withinApplication('AAAAA-00000', 'x')).toBe('(A("AAAAA-00000") * (x))');
	expect(() => withinApplication('A"', 'x')).toThrow("'Application' holds a double quote");
});
