import { describe, expect, it } from 'vitest';

import { ItemProblem } from '../../../../nodes/shared/failure.ts';
import { toEntries, toList } from '../../../../nodes/shared/form/lists.ts';

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

describe('a text that is a JSON array', () => {
	it.each<[string, string[]]>([
		['["user-1","user-2"]', ['user-1', 'user-2']],
		['["user-1"]', ['user-1']],
		[' \n["Anna, Maria", "b c",\n"", 7, 1.5, -3] ', ['Anna, Maria', 'b c', '7', '1.5', '-3']],
		['["a\\"b", "[1e5]", "\\u00e9"]', ['a"b', '[1e5]', 'é']],
		['\ufeff["a"]', ['a']],
	])('%j', (value, entries) => {
		expect(byLines(value)).toEqual(entries);
		expect(byWhitespace(value)).toEqual(entries);
	});

	it.each<[string, string]>([
		['["a", null]', 'neither a text nor a number'],
		['[["a"]]', 'neither a text nor a number'],
		['[{"id": "a"}]', 'neither a text nor a number'],
		['[true]', 'neither a text nor a number'],
		['{"id": "a"}', 'neither a text nor a number'],
		['\n {"id": "a"} ', 'neither a text nor a number'],
		['\ufeff{"id": "a"}', 'neither a text nor a number'],
		['[]', 'is empty'],
		['["", " "]', 'is empty'],
		['["a", 12345678901234567890]', 'holds the number 12345678901234567890, which would lose digits'],
		['[9007199254740993]', 'holds the number 9007199254740993, which would lose digits'],
		['[9007199254740992]', "holds the number 9007199254740992, which isn't exact"],
		['[1e3]', 'holds the number 1e3, which would lose digits'],
		['[1e+21]', "holds the number 1e+21, which isn't exact"],
		['[1.10]', 'holds the number 1.10, which would lose digits'],
		['["[object Object]"]', '“[object Object]”'],
		['["a","b"', "begins like a JSON list, but can't be read as one"],
		["['a', 'b']", "begins like a JSON list, but can't be read as one"],
		['[a, b]', "begins like a JSON list, but can't be read as one"],
		['["a",]', "begins like a JSON list, but can't be read as one"],
	])('%s fails the item', (value, text) => {
		for (const read of [byLines, byWhitespace]) {
			const { message } = problem(() => read(value));
			expect(message).toContain(text);
			expect(message).toContain("'Registration Tokens'");
		}
	});

	it('what only begins with a bracket or brace is no list', () => {
		expect(byLines('[VIP] Anna, Bert')).toEqual(['[VIP] Anna', 'Bert']);
		expect(byLines('{length=32}, {x}')).toEqual(['{length=32}', '{x}']);
	});

	it('of 20,000 entries is read in no time', () => {
		const started = performance.now();
		const entries = Array.from({ length: 20_000 }, (_, at) => `token-${at}`);
		expect(byWhitespace(JSON.stringify(entries))).toEqual(entries);
		expect(byWhitespace(JSON.stringify(['x'.repeat(200_000), '\\"'.repeat(20_000)]))).toHaveLength(2);
		expect(performance.now() - started).toBeLessThan(3000);
	});
});

describe('what isn’t what it looks like', () => {
	it.each<[string, unknown]>([
		['a number beyond 2^53', 9007199254740992],
		['a number written with an exponent', 1e21],
		['a small number written with an exponent', 1e-7],
		['such a number in a list', ['a', 1234567890123456789]],
	])('%s fails the item', (_, value) => {
		const { message, advice, code } = problem(() => byLines(value));
		expect(message).toMatch(/^'Registration Tokens' holds the number \S+, which isn't exact$/);
		expect(advice).toContain('as a text');
		expect(code).toBe('INVALID_PARAMETER');
	});

	it.each<[unknown]>([
		['[object Object]'],
		['[object Object]\n'],
		['[object Object],a'],
		['[object Object],[object Object]'],
		['id-[object Object]'],
		[['a', '[object Object]']],
	])('%j fails the item', (value) => {
		for (const read of [byLines, byWhitespace]) {
			expect(problem(() => read(value)).message).toBe(
				"'Registration Tokens' holds “[object Object]”: an object where a text is needed",
			);
		}
	});

	it('numbers up to 2^53 are', () => {
		expect(byLines([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0.1])).toEqual([
			'9007199254740991',
			'-9007199254740991',
			'0.1',
		]);
	});
});

describe('a list that may be empty', () => {
	it.each([[''], [' ,\n'], [undefined], [null], [[]], ['[]']])('%j', (value) => {
		expect(toEntries(value, 'lines', field)).toEqual([]);
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
		const { code, message } = problem(() => byWhitespace(value));
		expect(code).toBe('INVALID_PARAMETER');
		expect(message).toContain('neither a text nor a number');
	});
});
