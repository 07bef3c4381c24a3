import { describe, expect, it } from 'vitest';

import { ItemProblem } from '../../../../nodes/shared/engine/failure.ts';
import { toList } from '../../../../nodes/shared/items/lists.ts';

const field = { name: 'registrationIds', label: 'Registration Tokens' };
const byWhitespace = (value: unknown) => toList(value, 'whitespace', field);
const byLines = (value: unknown) => toList(value, 'lines', field);

function problem(act: () => unknown): ItemProblem {
	try {
		act();
	} catch (error) {
		if (error instanceof ItemProblem) return error;
	}
	throw new Error('No ItemProblem was thrown');
}

describe('identifiers without spaces', () => {
	it.each([
		['a', ['a']],
		['  a  ', ['a']],
		['a,b', ['a', 'b']],
		['a b\tc\nd\r\ne', ['a', 'b', 'c', 'd', 'e']],
		['a, b ,\n,c,', ['a', 'b', 'c']],
		['a\u00a0b\u2003c\ufeffd', ['a', 'b', 'c', 'd']],
		['b a b', ['b', 'a', 'b']],
		[7, ['7']],
		[1.5, ['1.5']],
		[10n, ['10']],
	])('%o', (value, entries) => {
		expect(byWhitespace(value)).toEqual(entries);
	});

	it('white space inside <…> belongs to the entry', () => {
		expect(byWhitespace('<aa bb> cc,<dd\nee>')).toEqual(['<aa bb>', 'cc', '<dd\nee>']);
		expect(byWhitespace('x<aa bb>y z')).toEqual(['x<aa bb>y', 'z']);
		expect(byWhitespace('<a b><c d>')).toEqual(['<a b><c d>']);
	});

	it('a bracket that is never closed swallows nothing', () => {
		expect(byWhitespace('<aa bb\n<cc dd>')).toEqual(['<aa', 'bb', '<cc dd>']);
		expect(byWhitespace('aa> bb')).toEqual(['aa>', 'bb']);
	});

	it('takes a long text apart in no time', () => {
		const started = performance.now();
		expect(byWhitespace('< '.repeat(100_000))).toHaveLength(100_000);
		expect(byWhitespace(Array.from({ length: 100_000 }, (_, at) => `t${at}`).join(', '))).toHaveLength(
			100_000,
		);
		expect(performance.now() - started).toBeLessThan(3000);
	});
});

describe('identifiers that may hold spaces', () => {
	it.each([
		['Anna Maria', ['Anna Maria']],
		[' Anna Maria , Bert\nCleo\r\nDora ', ['Anna Maria', 'Bert', 'Cleo', 'Dora']],
		['a\tb', ['a\tb']],
		['<a b>,c', ['<a b>', 'c']],
	])('%j', (value, entries) => {
		expect(byLines(value)).toEqual(entries);
	});
});

describe('an array', () => {
	it('its entries are never split', () => {
		expect(byWhitespace(['a b', 'c,d', 'e\nf'])).toEqual(['a b', 'c,d', 'e\nf']);
		expect(byLines(['a,b'])).toEqual(['a,b']);
	});

	it('numbers are taken as text, entries are trimmed, blank ones dropped, duplicates and order kept', () => {
		expect(byLines([3, ' a ', '', '  ', 3, 0])).toEqual(['3', 'a', '3', '0']);
	});

	it.each([
		['an object', [{ id: 'a' }]],
		['null', ['a', null]],
		['a list', ['a', ['b']]],
		['undefined', ['a', undefined]],
		['a boolean', [true]],
		['NaN', [Number.NaN]],
		['a date', [new Date(0)]],
	])('%s in it fails the item', (_, value) => {
		const { message, advice, code } = problem(() => byLines(value));
		expect(message).toBe("'Registration Tokens' holds an entry that is neither a text nor a number");
		expect(advice).toContain('array of texts');
		expect(code).toBe('INVALID_PARAMETER');
	});
});

describe('nothing', () => {
	it.each([[''], ['  '], [' ,\n, '], [undefined], [null], [[]], [['', ' ']]])(
		'%j fails the item as empty',
		(value) => {
			for (const read of [byWhitespace, byLines]) {
				const { message, advice, code } = problem(() => read(value));
				expect(message).toBe("'Registration Tokens' is empty");
				expect(advice).toContain('Or the node before failed for this row.');
				expect(code).toBe('EMPTY_PARAMETER');
			}
		},
	);
});

describe('a single value of another kind', () => {
	it.each([[{}], [true], [Number.NaN], [Infinity]])('%j fails the item', (value) => {
		expect(problem(() => byWhitespace(value)).code).toBe('INVALID_PARAMETER');
	});
});
