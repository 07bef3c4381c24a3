import { describe, expect, it } from 'vitest';

import {
	checkShape,
	combine,
	savedSegment,
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

it('savedSegment names it by its code', () => {
	expect(savedSegment('12345-ABCDE')).toBe('Segment("12345-ABCDE")');
	expect(() => parseExpression(savedSegment('12345-ABCDE'))).not.toThrow();
	expect(() => savedSegment('1") + A("B')).toThrow("The segment's code holds a double quote");
});

/** What a backslash inside a text may do: nothing, escape whatever follows, or escape a double quote alone. */
const READINGS: Array<(next: string) => boolean> = [() => false, () => true, (next) => next === '"'];

/** Reads an expression sign by sign; whether a text or a parenthesis is left open, or one closed that is none. */
function leaves(expression: string, escapes: (next: string) => boolean): boolean {
	let depth = 0;
	let isText = false;
	for (let at = 0; at < expression.length; at++) {
		const sign = expression[at];
		if (sign === '"') isText = !isText;
		else if (isText && sign === '\\' && escapes(expression[at + 1])) at++;
		else if (!isText && sign === '(') depth++;
		else if (!isText && sign === ')' && --depth < 0) return true;
	}
	return isText || depth !== 0;
}

it('what passes stays inside its application in every reading', () => {
	const pieces = ['"', '\\', '(', ')', 'A', "'", '\\"', '")', '("'];
	let state = 7;
	const next = (most: number) => (state = (state * 48271) % 2147483647) % most;
	let passed = 0;
	for (let run = 0; run < 60_000; run++) {
		const data = Array.from({ length: 1 + next(9) }, () => pieces[next(pieces.length)]).join('');
		const expression = `T("City", EQ, "${data}")`;
		try {
			checkShape(expression, 'x');
		} catch {
			continue;
		}
		passed++;
		expect(
			READINGS.filter((escapes) => leaves(expression, escapes)),
			expression,
		).toEqual([]);
	}
	expect(passed).toBeGreaterThan(1000);
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
		'T("a", EQ, "C:\\\\x\\n")',
		'T("a", EQ, "L\'Hospitalet `x`")',
		'Segment("12345-ABCDE")',
	])('passes %s', (expression) => expect(() => checkShape(expression, 'Filter Expression')).not.toThrow());

	it.each([
		['T("a", EQ, 1', 'has a parenthesis that is never closed'],
		['T("a", EQ, 1))', 'has a closing parenthesis too many'],
		['T("a", EQ, 1)) + (T("b", EQ, 2)', 'has a closing parenthesis too many'],
		['T("a, EQ, 1)', 'has a double quote without its partner'],
		['T(“a”, EQ, 1)', 'holds typographic quotes'],
		["T('a', EQ, 1)", 'holds a single quote outside double quotes'],
		['T("a", EQ, `)`)', 'holds a single quote outside double quotes'],
		// In order in one reading of the backslash, but not in another.
		['T("a", EQ, "C:\\")', 'has a double quote without its partner'],
		['T("a", EQ, "C:\\\\")', 'has a double quote without its partner'],
		[
			'T("City", EQ, "\\""))) + ((A("BBBBB-00000") + T("x", EQ, "y\\"")',
			'has a closing parenthesis too many',
		],
		[
			'T("City", EQ, "\\\\"))) + ((A("BBBBB-00000") + T("x", EQ, "\\\\")',
			'has a closing parenthesis too many',
		],
		['T("a", EQ, \')\')) + ((A("B") + T("a", EQ, \'(\')', 'holds a single quote outside double quotes'],
	])('refuses %s', (expression, problem) => {
		expect(() => checkShape(expression, 'Filter Expression')).toThrow(`'Filter Expression' ${problem}`);
	});
});
