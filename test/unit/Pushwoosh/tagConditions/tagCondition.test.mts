import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

import { writeCondition } from '../../../../nodes/Pushwoosh/SendPush/message/audience.ts';
import { writeTagCondition } from '../../../../nodes/Pushwoosh/segmentationLanguage/expression.ts';
import { tagConditionFields } from '../../../../nodes/Pushwoosh/tagConditions/form.ts';
import { TAG_OPERATORS, type TagOperator } from '../../../../nodes/Pushwoosh/tagConditions/operators.ts';
import { readTagConditions, toTagCondition } from '../../../../nodes/Pushwoosh/tagConditions/tagCondition.ts';
import { ItemProblem } from '../../../../nodes/shared/failure.ts';
import { collectionReader } from '../../support/readers.mts';

const operands = (operator: TagOperator, value: unknown) => toTagCondition('Tag', operator, value).operands;
const WHEN = Date.UTC(2026, 9, 28, 2, 7, 22, 304);
const luxon = (iso: string | null) => ({ isLuxonDateTime: true, toISO: () => iso });

describe('the two notations of one condition', () => {
	it.each<[string, TagOperator, unknown, unknown, string]>([
		[
			'City',
			'IN',
			'Madrid, Seville',
			['City', 'IN', ['Madrid', 'Seville']],
			'T("City", IN, ["Madrid", "Seville"])',
		],
		[' Age ', 'BETWEEN', '18, 35', ['Age', 'BETWEEN', [18, 35]], 'T("Age", BETWEEN, [18, 35])'],
		['Price', 'GTE', '19.95', ['Price', 'GTE', 19.95], 'T("Price", GTE, 19.95)'],
		['Price', 'BETWEEN', '10, 19.95', ['Price', 'BETWEEN', [10, 19.95]], 'T("Price", BETWEEN, [10, 19.95])'],
		[
			'Last Open',
			'GTE',
			'30 days ago',
			['Last Open', 'GTE', '30 days ago'],
			'T("Last Open", GTE, "30 days ago")',
		],
		['Agreed', 'EQ', 'true', ['Agreed', 'EQ', true], 'T("Agreed", EQ, "true")'],
		['Agreed', 'NOTEQ', 'False', ['Agreed', 'NOTEQ', false], 'T("Agreed", NOTEQ, "false")'],
		['Since', 'EQ', '2026-03-01', ['Since', 'EQ', '2026-03-01 00:00'], 'T("Since", EQ, "2026-03-01 00:00")'],
	])('%s %s %j', (tag, operator, value, condition, expression) => {
		const read = toTagCondition(tag, operator, value);
		expect(writeCondition(read)).toEqual(condition);
		expect(writeTagCondition(read)).toBe(expression);
	});
});

describe('one value', () => {
	it.each<[TagOperator, unknown, unknown]>([
		['EQ', ' Madrid ', 'Madrid'],
		['EQ', 'Doe, John', 'Doe, John'],
		['EQ', '5" pipe, 6" pipe', '5" pipe, 6" pipe'],
		['EQ', '42', 42],
		['NOTEQ', '-42', -42],
		['GTE', '0', 0],
		['LTE', '999999999999999', 999_999_999_999_999],
		['EQ', '1234567890123456', '1234567890123456'],
		['EQ', '08001', '08001'],
		['EQ', '+34600', '+34600'],
		['EQ', '-0', '-0'],
		['EQ', '1e3', '1e3'],
		['EQ', '0x10', '0x10'],
		['EQ', '.5', '.5'],
		['EQ', '1.2.3', '1.2.3'],
		['EQ', '0.5', 0.5],
		['NOTEQ', '-19.95', -19.95],
		['LTE', '1234567890.1234567', '1234567890.1234567'],
		['EQ', '1.10', '1.10'],
		['NOTEQ', '20.00', '20.00'],
		['GTE', '19.90', 19.9],
		['LTE', '20.00', 20],
		['GTE', '0.0000001', '0.0000001'],
		['EQ', '"42"', '42'],
		['EQ', '"19.95"', '19.95'],
		['EQ', '"true"', 'true'],
		['EQ', '"2026-03-01"', '2026-03-01'],
		['EQ', 'TRUE', true],
		['NOTEQ', 'true', true],
		['NOTEQ', ' false ', false],
		['GTE', 'true', 'true'],
		['EQ', 7, 7],
		['GTE', 3.5, 3.5],
		['EQ', 0, 0],
		['EQ', 18n, 18],
		['EQ', 12345678901234567890n, '12345678901234567890'],
		['EQ', false, false],
	])('%s %o is %o', (operator, value, expected) => expect(operands(operator, value)).toEqual([expected]));
});

describe('dates', () => {
	it.each(TAG_OPERATORS.filter((operator) => operator !== 'BETWEEN'))(
		'%s: a bare date gets its time',
		(operator) => {
			expect(operands(operator, '2027-03-01')).toEqual(['2027-03-01 00:00']);
		},
	);

	it.each<[unknown, string]>([
		['2026-10-28T02:07:22.304Z', '2026-10-28 02:07'],
		['2026-10-28T04:07:22.304+02:00', '2026-10-28 02:07'],
		['2026-10-27 22:07:59-04:00', '2026-10-28 02:07'],
		['2026-10-28T03:07[Europe/Madrid]', '2026-10-28 02:07'],
		['2026-10-28T02:07', '2026-10-28 02:07'],
		['2026-10-28 02:07:22', '2026-10-28 02:07'],
		['2026-10-28 02:07', '2026-10-28 02:07'],
		[new Date(WHEN), '2026-10-28 02:07'],
		[runInNewContext(`new Date(${WHEN})`), '2026-10-28 02:07'],
		[luxon('2026-10-28T04:07:22.304+02:00'), '2026-10-28 02:07'],
	])('%o', (value, written) => {
		for (const operator of ['GTE', 'EQ', 'NOTEQ'] as const)
			expect(operands(operator, value)).toEqual([written]);
		expect(operands('IN', [value, value])).toEqual([written, written]);
		expect(operands('BETWEEN', [value, '2027-01-01'])).toEqual([written, '2027-01-01 00:00']);
	});

	it.each([
		'2027-02-30',
		'2027-3-1',
		'2027-03-01T25:00Z',
		'2027-03-01T09:30[Nowhere/City]',
		'2027-03-01 9:30',
		'30 days ago',
	])('%s stays the text it is', (text) => expect(operands('GTE', text)).toEqual([text]));

	it('Unix time stays a number', () => {
		expect(operands('GTE', '1700000000')).toEqual([1_700_000_000]);
	});
});

describe('several values', () => {
	it.each<[TagOperator, unknown, unknown]>([
		['IN', 'a', ['a']],
		['IN', ' a ,, b,', ['a', 'b']],
		['NOTIN', '1, 02, "3", x, 2.5', [1, '02', '3', 'x', 2.5]],
		['IN', '"Palma, Mallorca", Madrid', ['Palma, Mallorca', 'Madrid']],
		['IN', 'Madrid , "Palma, Mallorca" ', ['Madrid', 'Palma, Mallorca']],
		['IN', '5" pipe, 6" pipe', ['5" pipe', '6" pipe']],
		['IN', 'a "b, c" d, e', ['a "b', 'c" d', 'e']],
		['IN', '"a" b, c', ['"a" b', 'c']],
		['IN', 'Madrid, "Seville', ['Madrid', '"Seville']],
		['IN', 'true', ['true']],
		['IN', ['a, b', 'c', 4], ['a, b', 'c', 4]],
		['IN', ['', 'a', ' '], ['a']],
		['IN', 5, [5]],
		['NOTIN', true, [true]],
		['IN', '["user, 1", "b"]', ['user, 1', 'b']],
		['NOTIN', ' ["Madrid","Seville"]\n', ['Madrid', 'Seville']],
		['IN', '[1, 2.5, "03"]', [1, 2.5, '03']],
		['BETWEEN', '[10, 19.95]', [10, 19.95]],
		['BETWEEN', '["2026-10-28T02:07:22Z", "2026-11-01"]', ['2026-10-28 02:07', '2026-11-01 00:00']],
		['BETWEEN', '9.5, 20.00', [9.5, 20]],
		['BETWEEN', [18, '35'], [18, 35]],
		['BETWEEN', '30 days ago, 1 days ago', ['30 days ago', '1 days ago']],
	])('%s %j is %j', (operator, value, expected) => expect(operands(operator, value)).toEqual(expected));
});

describe('refused', () => {
	it.each<[string, TagOperator, unknown]>([
		['has no value', 'EQ', ''],
		['has no value', 'EQ', ' '],
		['has no value', 'EQ', undefined],
		['has no value', 'EQ', null],
		['has no value', 'EQ', '""'],
		['has no value', 'EQ', '"  "'],
		['has no value', 'IN', ''],
		['has no value', 'IN', ' , '],
		['has no value', 'IN', []],
		['has no value', 'IN', '[]'],
		['has no value', 'IN', [null]],
		['has no value', 'NOTIN', ['a', null]],
		['has no value', 'NOTIN', '["a", null]'],
		['has no value', 'NOTIN', undefined],
		['has no value', 'BETWEEN', ' ,'],
		['compares with a list', 'EQ', ['a']],
		['compares with a list', 'NOTEQ', '["a"]'],
		['compares with a list', 'GTE', '[5]'],
		['no text, number or date', 'EQ', { a: 1 }],
		['no text, number or date', 'IN', [['a']]],
		['no text, number or date', 'NOTIN', '[{"name": "Madrid"}]'],
		['no text, number or date', 'NOTIN', '[["Madrid"]]'],
		['no text, number or date', 'GTE', new Date(NaN)],
		['no text, number or date', 'GTE', luxon(null)],
		['“Invalid DateTime”', 'GTE', 'Invalid DateTime'],
		['“Invalid Date”', 'NOTIN', ['Invalid Date']],
		["isn't exact", 'EQ', NaN],
		["isn't exact", 'EQ', 2 ** 60],
		["isn't exact", 'EQ', 9007199254740992],
		["isn't exact", 'NOTIN', [1e21]],
		["isn't exact", 'GTE', 1e-7],
		['holds the number 12345678901234567890, which would lose digits', 'NOTIN', '[12345678901234567890]'],
		['“[object Object]”', 'EQ', '[object Object] '],
		['“[object Object]”', 'NOTIN', '[object Object],[object Object]'],
		['“[object Object]”', 'NOTIN', ['a', 'x [object Object]']],
		["can't be read as one", 'NOTIN', "['Madrid', 'Seville']"],
		["can't be read as one", 'NOTIN', '[Madrid, Seville]'],
		["can't be read as one", 'NOTIN', '["Madrid", "Seville"'],
		['must have two values, but has 1', 'BETWEEN', '18'],
		['must have two values, but has 1', 'BETWEEN', ', 35'],
		['must have two values, but has 3', 'BETWEEN', '1,2,3'],
		['must have two values, but has an empty place among them', 'BETWEEN', '18,,35'],
		['must have two values, but has an empty place among them', 'BETWEEN', ['', 18, 35]],
	])('%s: %s %j', (message, operator, value) => {
		expect(() => operands(operator, value)).toThrow(message);
		expect(() => operands(operator, value)).toThrow("The condition on tag 'Tag'");
	});

	it('a condition without a tag', () => {
		expect(() => toTagCondition(' ', 'EQ', 'x')).toThrow("A condition in 'Conditions' has no tag");
	});

	it('an empty value by its code', () => {
		expect(() => operands('EQ', '')).toThrow(expect.objectContaining({ code: 'EMPTY_PARAMETER' }) as Error);
	});
});

describe('the rows of a form', () => {
	const row = (values: Record<string, unknown>) => collectionReader(tagConditionFields, values);

	it('have the operator of the form unless another was chosen', () => {
		expect(readTagConditions([row({ tag: 7, value: 'x' })])).toEqual([
			{ tag: '7', operator: 'EQ', operands: ['x'] },
		]);
		expect(tagConditionFields.map(({ name, default: value }) => [name, value])).toEqual([
			['tag', ''],
			['operator', 'EQ'],
			['value', ''],
		]);
	});

	it.each([
		[{ tag: 'a', operator: null, value: 1 }, "'Operator' is none of the possible choices"],
		[{ tag: 'a', operator: 'GT', value: 1 }, "'Operator' is none of the possible choices"],
		[{ tag: { a: 1 }, value: 1 }, "'Tag Name or ID' holds an object"],
		[{ tag: '[object Object]', value: 1 }, "'Tag Name or ID' holds “[object Object]”"],
		[{ tag: 1e21, value: 1 }, "'Tag Name or ID' holds the number 1e+21, which isn't exact"],
	])('%j is refused', (values, message) => {
		expect(() => readTagConditions([row(values)])).toThrow(message);
		expect(() => readTagConditions([row(values)])).toThrow(ItemProblem);
	});

	it('offer each operator once, in the order of their names', () => {
		const offered = tagConditionFields[1]?.options as Array<{ name: string; value: TagOperator }>;
		expect(offered.map(({ value }) => value).sort()).toEqual([...TAG_OPERATORS].sort());
		expect(offered.map(({ name }) => name)).toEqual(offered.map(({ name }) => name).sort());
	});
});
