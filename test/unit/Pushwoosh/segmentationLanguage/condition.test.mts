import { describe, expect, it } from 'vitest';

import { writeTagCondition } from '../../../../nodes/Pushwoosh/segmentationLanguage/expression.ts';
import type { TagOperator } from '../../../../nodes/Pushwoosh/tagConditions/operators.ts';
import { toTagCondition } from '../../../../nodes/Pushwoosh/tagConditions/tagCondition.ts';
import { parseExpression } from '../../../../playground/sandbox/pushwoosh/seglang/parser.mts';

const written = (tag: string, operator: TagOperator, value: unknown) =>
	writeTagCondition(toTagCondition(tag, operator, value));

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
		['Unsubscribed', 'EQ', true, 'T("Unsubscribed", EQ, "true")'],
		['CSV_Import', 'IN', 'vip_clients', 'T("CSV_Import", IN, ["vip_clients"])'],
	] as const)('%s %s %s', (tag, operator, value, expression) => {
		expect(written(tag, operator, value)).toBe(expression);
		expect(parseExpression(expression)).toMatchObject({ kind: 'tag', tag, operator });
	});
});

describe('lists', () => {
	it('an array’s entries are never split', () => {
		expect(written('City', 'IN', ['Palma, Mallorca', 'Madrid', 7])).toBe(
			'T("City", IN, ["Palma, Mallorca", "Madrid", 7])',
		);
		expect(written('City', 'IN', '["Palma, Mallorca", "Madrid", 7]')).toBe(
			'T("City", IN, ["Palma, Mallorca", "Madrid", 7])',
		);
	});

	it('commas inside double quotes don’t split, and "18" is a text', () => {
		expect(written('City', 'IN', '"Palma, Mallorca", Madrid, "18", 18')).toBe(
			'T("City", IN, ["Palma, Mallorca", "Madrid", "18", 18])',
		);
	});

	it('a single number is a list of one', () => {
		expect(written('Age', 'IN', 18)).toBe('T("Age", IN, [18])');
	});

	it('a comma doesn’t split for the other operators', () => {
		expect(written('City', 'EQ', 'Palma, Mallorca')).toBe('T("City", EQ, "Palma, Mallorca")');
	});
});

describe('refused, since no safe way to write it is known', () => {
	it('a tag that can’t be quoted', () => {
		expect(() => written('Ci"ty', 'EQ', 'x')).toThrow("The tag 'Ci\"ty' holds a double quote");
	});

	it.each(['Madrid, "Seville', '5" pipe, 6" pipe', ['a"b']])('a quote inside a value: %j', (value) => {
		expect(() => written('City', 'IN', value)).toThrow("The value of tag 'City' holds a double quote");
	});
});
