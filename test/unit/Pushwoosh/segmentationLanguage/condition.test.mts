import { describe, expect, it } from 'vitest';

import { tagCondition } from '../../../../nodes/Pushwoosh/segmentationLanguage/condition.ts';
import { parseExpression } from '../../../../playground/sandbox/pushwoosh/seglang/parser.mts';

describe('conditions of the documentation', () => {
	it.each([
		['City', 'EQ', 'Madrid', 'T("City", EQ, "Madrid")'],
		['Age', 'GTE', '18', 'T("Age", GTE, 18)'],
		['Age', 'LTE', 65, 'T("Age", LTE, 65)'],
		['Plan', 'NOTEQ', 'pro', 'T("Plan", NOTEQ, "pro")'],
		['Language', 'IN', 'en, es', 'T("Language", IN, ["en", "es"])'],
		['City', 'NOTIN', 'Madrid,Seville', 'T("City", NOTIN, ["Madrid", "Seville"])'],
		['Age', 'BETWEEN', '18, 35', 'T("Age", BETWEEN, [18, 35])'],
		['Timezone', 'BETWEEN', 'UTC+00:00, UTC+03:00', 'T("Timezone", BETWEEN, ["UTC+00:00", "UTC+03:00"])'],
		['Unsubscribed', 'EQ', '1', 'T("Unsubscribed", EQ, 1)'],
		['CSV_Import', 'IN', 'vip_clients', 'T("CSV_Import", IN, ["vip_clients"])'],
	] as const)('%s %s %s', (tag, operator, value, written) => {
		expect(tagCondition(tag, operator, value)).toBe(written);
		expect(parseExpression(written)).toMatchObject({ kind: 'tag', tag, operator });
	});
});

describe('lists', () => {
	it('an array’s entries are never split', () => {
		expect(tagCondition('City', 'IN', ['Palma, Mallorca', 'Madrid', 7])).toBe(
			'T("City", IN, ["Palma, Mallorca", "Madrid", 7])',
		);
	});

	it('commas inside double quotes don’t split, and "18" is a text', () => {
		expect(tagCondition('City', 'IN', '"Palma, Mallorca", Madrid, "18", 18')).toBe(
			'T("City", IN, ["Palma, Mallorca", "Madrid", "18", 18])',
		);
	});

	it('blank entries are dropped', () => {
		expect(tagCondition('City', 'IN', ', Madrid,, ')).toBe('T("City", IN, ["Madrid"])');
		expect(tagCondition('City', 'IN', ['', 'Madrid', ' '])).toBe('T("City", IN, ["Madrid"])');
	});

	it('a single number is a list of one', () => {
		expect(tagCondition('Age', 'IN', 18)).toBe('T("Age", IN, [18])');
	});

	it('a comma doesn’t split for the other operators', () => {
		expect(tagCondition('City', 'EQ', 'Palma, Mallorca')).toBe('T("City", EQ, "Palma, Mallorca")');
	});
});

describe('refused', () => {
	it.each(['', '  ', ' , ,', undefined, [], ['']])('a list without entries: %o', (value) => {
		expect(() => tagCondition('City', 'IN', value)).toThrow("The value of tag 'City' is empty");
	});

	it.each([
		['18', 'there is 1'],
		['18, 35, 50', 'there are 3'],
		[[18, 35, 50], 'there are 3'],
	])('BETWEEN %o', (value, found) => {
		expect(() => tagCondition('Age', 'BETWEEN', value)).toThrow(
			`must be two values for Between, but ${found}`,
		);
	});

	it('null and nested lists inside a list', () => {
		expect(() => tagCondition('City', 'IN', ['a', null])).toThrow("The value of tag 'City' is empty");
		expect(() => tagCondition('City', 'IN', ['a', ['b']])).toThrow(
			'is a list where a single value is needed',
		);
	});

	it('a condition without tag', () => {
		expect(() => tagCondition('  ', 'EQ', 'x')).toThrow("A condition in 'Conditions' has no tag");
	});

	it('a tag that can’t be quoted', () => {
		expect(() => tagCondition('Ci"ty', 'EQ', 'x')).toThrow("The tag 'Ci\"ty' holds a double quote");
	});

	it('an unpaired quote in a list', () => {
		expect(() => tagCondition('City', 'IN', 'Madrid, "Seville')).toThrow('holds a double quote');
	});
});
