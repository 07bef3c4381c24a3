import { describe, expect, it } from 'vitest';

import { literal, quoted } from '../../../../nodes/Pushwoosh/segmentationLanguage/literal.ts';

describe('whole numbers are written bare', () => {
	it.each([
		[18, '18'],
		[0, '0'],
		[-0, '0'],
		[-5, '-5'],
		[1700000000000, '1700000000000'],
		[19.99, '19.99'],
		[18n, '18'],
		['18', '18'],
		[' 18 ', '18'],
		['0', '0'],
		['-5', '-5'],
		['123456789012345', '123456789012345'],
	])('%o → %s', (value, written) => expect(literal(value, 'It')).toBe(written));
});

describe('everything else is a text in double quotes', () => {
	it.each([
		['Madrid', '"Madrid"'],
		['  Madrid ', '"Madrid"'],
		['08001', '"08001"'],
		['+49123', '"+49123"'],
		['-0', '"-0"'],
		['1.2', '"1.2"'],
		['1e3', '"1e3"'],
		['0x10', '"0x10"'],
		['1 000', '"1 000"'],
		['1234567890123456', '"1234567890123456"'],
		['2026-03-01', '"2026-03-01"'],
		['30 days ago', '"30 days ago"'],
		['UTC+03:00', '"UTC+03:00"'],
		["L'Hospitalet", '"L\'Hospitalet"'],
		['東京 🗼', '"東京 🗼"'],
		['a, b', '"a, b"'],
		['T("x", EQ, 1)'.replaceAll('"', ''), '"T(x, EQ, 1)"'],
		[true, '"true"'],
		[false, '"false"'],
	])('%o → %s', (value, written) => expect(literal(value, 'It')).toBe(written));

	it('a number in double quotes is a text', () => {
		expect(literal('"18"', 'It')).toBe('"18"');
		expect(literal('" 18 "', 'It')).toBe('"18"');
	});
});

describe('refused', () => {
	it.each([
		['Mad"rid', 'a double quote'],
		['"', 'a double quote'],
		['"a" + "b"', 'a double quote'],
		['"a\\"', 'a backslash'],
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

	it.each([
		['empty text', ''],
		['blanks', '  '],
		['nothing', undefined],
		['null', null],
		['empty quotes', '""'],
	])('%s', (_what, value) => {
		expect(() => literal(value, 'The value')).toThrow(
			expect.objectContaining({ message: 'The value is empty', code: 'EMPTY_PARAMETER' }) as Error,
		);
	});

	it.each([[['a']], [{ a: 1 }]])('%o, which is no single value', (value) => {
		expect(() => literal(value, 'The value')).toThrow(
			/^The value is (a list|an object) where a single value is needed$/,
		);
	});

	it.each([NaN, Infinity, 1e21, 2 ** 53, 1e-7])('%s, which can’t be written exactly', (value) => {
		expect(() => literal(value, 'The value')).toThrow("The value is a number that can't be written exactly");
	});
});

it('quoted() says which text it was', () => {
	expect(quoted('AAAAA-00000', "'Application'")).toBe('"AAAAA-00000"');
	expect(() => quoted('A"', "'Application'")).toThrow("'Application' holds a double quote");
});
