import { describe, expect, it } from 'vitest';

import { literal, quoted } from '../../../../nodes/Pushwoosh/segmentationLanguage/literal.ts';

it.each([
	[18, '18'],
	[0, '0'],
	[-0, '0'],
	[-5, '-5'],
	[1700000000000, '1700000000000'],
	[19.99, '19.99'],
])('a number is written bare: %o → %s', (value, written) => expect(literal(value, 'It')).toBe(written));

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
])('everything else in double quotes: %o → %s', (value, written) =>
	expect(literal(value, 'It')).toBe(written),
);

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
		expect(() => literal(value, "The value of tag 'City'")).toThrow(
			`The value of tag 'City' holds ${what}, which`,
		);
	});
});

it('quoted() says which text it was', () => {
	expect(quoted('AAAAA-00000', "'Application'")).toBe('"AAAAA-00000"');
	expect(() => quoted('A"', "'Application'")).toThrow("'Application' holds a double quote");
});
