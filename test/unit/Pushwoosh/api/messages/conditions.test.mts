import { describe, expect, test } from 'vitest';

import {
	buildCondition,
	type ConditionOperator,
} from '../../../../../nodes/Pushwoosh/api/messages/conditions.ts';

const operand = (operator: ConditionOperator, value: unknown) => buildCondition('Tag', operator, value)[2];

test('the documented conditions', () => {
	expect(buildCondition('City', 'IN', 'Madrid, Seville')).toEqual(['City', 'IN', ['Madrid', 'Seville']]);
	expect(buildCondition(' Age ', 'BETWEEN', '18, 35')).toEqual(['Age', 'BETWEEN', [18, 35]]);
	expect(buildCondition('Last Application Open', 'GTE', '30 days ago')).toEqual([
		'Last Application Open',
		'GTE',
		'30 days ago',
	]);
});

describe('one value', () => {
	test.each<[ConditionOperator, unknown, unknown]>([
		['EQ', ' Madrid ', 'Madrid'],
		['EQ', 'Doe, John', 'Doe, John'],
		['EQ', '42', 42],
		['NOTEQ', '-42', -42],
		['GTE', '0', 0],
		['LTE', '999999999999999', 999_999_999_999_999],
		['EQ', '1234567890123456', '1234567890123456'],
		['EQ', '08001', '08001'],
		['EQ', '+34600', '+34600'],
		['GTE', '1.20', '1.20'],
		['EQ', '-0', '-0'],
		['EQ', '1e3', '1e3'],
		['EQ', '"42"', '42'],
		['EQ', '"true"', 'true'],
		['EQ', 'TRUE', true],
		['EQ', 'false', false],
		['NOTEQ', 'true', 'true'],
		['EQ', 7, 7],
		['GTE', 3.5, 3.5],
		['EQ', 0, 0],
		['EQ', false, false],
		['GTE', '2027-03-01', '2027-03-01 00:00'],
		['LTE', '2027-03-01 00:00', '2027-03-01 00:00'],
		['EQ', '2027-03-01', '2027-03-01'],
	])('%s %j is %j', (operator, value, expected) => expect(operand(operator, value)).toBe(expected));
});

describe('several values', () => {
	test.each<[ConditionOperator, unknown, unknown]>([
		['IN', 'a', ['a']],
		['IN', ' a ,, b,', ['a', 'b']],
		['NOTIN', '1, 02, "3", x', [1, '02', '3', 'x']],
		['IN', '"Palma, Mallorca", Madrid', ['Palma, Mallorca', 'Madrid']],
		['IN', 'true', ['true']],
		['IN', ['a, b', 'c', 4], ['a, b', 'c', 4]],
		['IN', ['', 'a'], ['a']],
		['IN', 5, [5]],
		['BETWEEN', '2027-01-01,2027-02-01', ['2027-01-01 00:00', '2027-02-01 00:00']],
		['BETWEEN', [18, '35'], [18, 35]],
		['BETWEEN', '30 days ago, 1 days ago', ['30 days ago', '1 days ago']],
	])('%s %j is %j', (operator, value, expected) => expect(operand(operator, value)).toEqual(expected));
});

describe('refused', () => {
	test.each<[string, string, ConditionOperator, unknown]>([
		['has no tag', ' ', 'EQ', 'x'],
		['has no value', 'T', 'EQ', ''],
		['has no value', 'T', 'EQ', ' '],
		['has no value', 'T', 'EQ', undefined],
		['has no value', 'T', 'EQ', null],
		['has no value', 'T', 'EQ', '""'],
		['has no value', 'T', 'EQ', '"  "'],
		['has no value', 'T', 'IN', ''],
		['has no value', 'T', 'IN', ' , '],
		['has no value', 'T', 'IN', []],
		['has no value', 'T', 'IN', [null]],
		['has no value', 'T', 'NOTIN', undefined],
		['compares with a list', 'T', 'EQ', ['a']],
		['neither a text nor a number', 'T', 'EQ', { a: 1 }],
		['neither a text nor a number', 'T', 'IN', [['a']]],
		["isn't exact", 'T', 'EQ', NaN],
		["isn't exact", 'T', 'EQ', 2 ** 60],
		['must have two values, but has 1', 'T', 'BETWEEN', '18'],
		['must have two values, but has 3', 'T', 'BETWEEN', '1,2,3'],
	])('%s: %s %s %j', (message, tag, operator, value) => {
		expect(() => buildCondition(tag, operator, value)).toThrow(message);
	});
});
