import { describe, expect, it } from 'vitest';

import {
	checkShape,
	combine,
	withinApplication,
} from '../../../../nodes/Pushwoosh/segmentationLanguage/expression.ts';
import { parseExpression } from '../../../../playground/sandbox/pushwoosh/seglang/parser.mts';

describe('combine', () => {
	it('leaves a single condition alone', () =>
		expect(combine(['T("a", EQ, 1)'], 'AND')).toBe('T("a", EQ, 1)'));

	it.each([
		['AND', '((T("a", EQ, 1) * T("b", EQ, 2)) * T("c", EQ, 3))'],
		['OR', '((T("a", EQ, 1) + T("b", EQ, 2)) + T("c", EQ, 3))'],
	] as const)('puts every operation in parentheses: %s', (how, written) => {
		expect(combine(['T("a", EQ, 1)', 'T("b", EQ, 2)', 'T("c", EQ, 3)'], how)).toBe(written);
		expect(() => parseExpression(written)).not.toThrow();
	});
});

it('withinApplication keeps the whole expression inside', () => {
	const written = withinApplication('AAAAA-00000', 'T("a", EQ, 1) + T("b", EQ, 2)');
	expect(written).toBe('(A("AAAAA-00000") * (T("a", EQ, 1) + T("b", EQ, 2)))');
	expect(() => parseExpression(written)).not.toThrow();
	expect(() => withinApplication('A") + A("B', 'T("a", EQ, 1)')).toThrow(
		"'Application' holds a double quote",
	);
});

describe('checkShape', () => {
	it.each([
		'T("Plan", EQ, "pro") * T("Age", GTE, 21) * T("City", EQ, "Lisbon")',
		'((A("AAAAA-00000") * T("Language", IN, ["en", "es"])) \\ T("Unsubscribed", EQ, 1))',
		'A("AAAAA-00000", [ios], [with_tokens])',
		'AT("AAAAA-00000", "Last Application Open", daysago, gt, 7)',
		'T("a", EQ, "smile :)")',
		'T("a", EQ, "(")\n* T("b", EQ, "“x”")',
		'T("a", EQ, "he said \\"hi\\"")',
		'T("a", EQ, "C:\\")',
		'Segment("12345-ABCDE")',
	])('passes %s', (expression) => expect(() => checkShape(expression, 'Filter Expression')).not.toThrow());

	it.each([
		['T("a", EQ, 1', 'has a parenthesis that is never closed'],
		['T("a", EQ, 1))', 'has a closing parenthesis too many'],
		['T("a", EQ, 1)) + (T("b", EQ, 2)', 'has a closing parenthesis too many'],
		['T("a, EQ, 1)', 'has a double quote without its partner'],
		['T(“a”, EQ, 1)', 'holds typographic quotes'],
	])('refuses %s', (expression, problem) => {
		expect(() => checkShape(expression, 'Filter Expression')).toThrow(`'Filter Expression' ${problem}`);
	});
});
