import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { writeCondition } from '../../nodes/Pushwoosh/SendPush/message/audience.ts';
import { canonicalJson } from '../../nodes/Pushwoosh/SendPush/message/canonicalJson.ts';
import { mergeFields } from '../../nodes/Pushwoosh/SendPush/message/notification.ts';
import { checkRawFields } from '../../nodes/Pushwoosh/SendPush/message/rawFields.ts';
import {
	checkShape,
	combine,
	withinApplication,
	writeTagCondition,
} from '../../nodes/Pushwoosh/segmentationLanguage/expression.ts';
import { TAG_OPERATORS, type TagOperator } from '../../nodes/Pushwoosh/tagConditions/operators.ts';
import { toTagCondition } from '../../nodes/Pushwoosh/tagConditions/tagCondition.ts';
import { parseExpression, type TagCondition } from '../../playground/sandbox/pushwoosh/seglang/parser.mts';
import { always, anything, text, valueOrSentence } from './support.mts';

const value = fc.oneof(text, anything, fc.integer(), fc.double(), fc.array(fc.oneof(text, fc.integer())));
const tagCondition = (tag: string, how: TagOperator, wanted: unknown) =>
	writeTagCondition(toTagCondition(tag, how, wanted));
const operator = fc.constantFrom(...TAG_OPERATORS);
const safeText = fc
	.stringMatching(/^[A-Za-zÀ-ÿ'()*+\[\],.;: -]{1,30}$/)
	.filter((word) => word.trim() !== '' && !/^\s*\[[\s\[\],]*\]\s*$/.test(word));
const NAMED =
	/^(The tag '|The value of tag '|A condition in 'Conditions'|The condition on tag '|'Application')/;

describe('the segmentation language', () => {
	it('of anything is exactly one condition on that tag, or a sentence', () => {
		always(text, operator, value, (tag, how, wanted) => {
			const written = valueOrSentence(() => tagCondition(tag, how, wanted), NAMED);
			if (written === undefined) return;
			const parsed = parseExpression(written) as TagCondition;
			expect([parsed.kind, parsed.tag, parsed.operator]).toEqual(['tag', tag.trim(), how]);
		});
	});

	it('says the texts that were given, whatever signs of the language are in them', () => {
		always(safeText, safeText, (tag, wanted) => {
			const { operand } = parseExpression(tagCondition(tag, 'EQ', wanted)) as TagCondition;
			expect(String(operand)).toBe(wanted.trim());
		});
	});

	it('never splits the entries of a list', () => {
		always(fc.array(safeText, { minLength: 1, maxLength: 5 }), (entries) => {
			const { operand } = parseExpression(tagCondition('City', 'IN', entries)) as TagCondition;
			expect(operand).toEqual(entries.map((entry) => entry.trim()));
		});
	});

	it('joins conditions so that nothing falls out of the application', () => {
		const condition = fc.tuple(safeText, safeText).map(([tag, wanted]) => tagCondition(tag, 'EQ', wanted));
		always(
			fc.array(condition, { minLength: 1, maxLength: 6 }),
			fc.constantFrom('AND', 'OR'),
			(conditions, how) => {
				const expression = combine(conditions, how as 'AND');
				checkShape(expression, 'Filter Expression');
				const parsed = parseExpression(withinApplication('AAAAA-00000', expression));
				expect(parsed.kind).toBe('group');
				const inner = parsed.kind === 'group' ? parsed.inner : parsed;
				expect(
					inner.kind === 'combine' && [inner.sign, inner.operands[0]?.kind, inner.operands.length],
				).toEqual(['*', 'application', 2]);
			},
		);
	});

	it('checks the shape of any text without a crash, and lets through what the parser takes', () => {
		const word = fc.constantFrom(
			'(',
			')',
			'"',
			'\\',
			'\\"',
			'T',
			',',
			' ',
			'*',
			'+',
			'[',
			']',
			'EQ',
			'“',
			'1',
		);
		always(
			fc.oneof(
				text,
				fc.array(word).map((words) => words.join('')),
			),
			(expression) => {
				const isFine = valueOrSentence(
					() => (checkShape(expression, 'Filter Expression'), true),
					/'Filter Expression'/,
				);
				if (isFine) return;
				expect(() => parseExpression(expression)).toThrow();
			},
		);
	});
});

describe('tag conditions', () => {
	it('of anything are a condition with an operand, or a sentence', () => {
		always(text, operator, value, (tag, how, wanted) => {
			const condition = valueOrSentence(() => writeCondition(toTagCondition(tag, how, wanted)), NAMED);
			if (condition === undefined) return;
			const [name, sign, operand] = condition;
			expect([name, sign]).toEqual([tag.trim(), how]);
			expect(Array.isArray(operand)).toBe(['IN', 'NOTIN', 'BETWEEN'].includes(how));
			for (const each of [operand].flat()) {
				expect(each).not.toBe('');
				expect(String(each)).not.toMatch(/\[object |^Invalid Date/);
				expect(['string', 'boolean'].includes(typeof each) || Number.isFinite(each)).toBe(true);
				if (typeof each === 'number') expect(String(each)).not.toContain('e');
			}
		});
	});

	it('mean the same in a push and in the segmentation language', () => {
		always(operator, value, (how, wanted) => {
			const read = valueOrSentence(() => toTagCondition('Tag', how, wanted), NAMED);
			const written = read && valueOrSentence(() => writeTagCondition(read), NAMED);
			if (!read || written === undefined) return;
			const { operand } = parseExpression(written) as TagCondition;
			const inWords = (each: unknown) => (typeof each === 'boolean' ? String(each) : each);
			expect([operand].flat()).toEqual([writeCondition(read)[2]].flat().map(inWords));
		});
	});

	it('take a list and the JSON text of it alike', () => {
		const entry = fc.oneof(
			fc.string(),
			fc.integer(),
			fc.boolean(),
			fc.constantFrom('2027-03-01', '2026-10-28T02:07:22.304Z', '19.95'),
		);
		always(operator, fc.array(entry, { maxLength: 4 }), (how, entries) => {
			const given = valueOrSentence(() => toTagCondition('Tag', how, entries), NAMED);
			const asText = valueOrSentence(() => toTagCondition('Tag', how, ` ${JSON.stringify(entries)}`), NAMED);
			expect(asText).toEqual(given);
		});
	});

	it('take plain decimals as the numbers they are', () => {
		always(
			fc.integer({ min: -99_999_999, max: 99_999_999 }),
			fc.integer({ min: 1, max: 4 }),
			operator,
			(digits, places, how) => {
				const number = digits / 10 ** places;
				if (Object.is(number, -0) || String(number).includes('e')) return;
				const wanted = how === 'BETWEEN' ? `${number}, ${number}` : String(number);
				for (const operand of toTagCondition('Price', how, wanted).operands) expect(operand).toBe(number);
			},
		);
	});

	it('take an instant as its minute in UTC, however it is written', () => {
		const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
		always(instant, fc.integer({ min: -14 * 60, max: 14 * 60 }), operator, (when, offset, how) => {
			const pad = (number: number) => String(number).padStart(2, '0');
			const sign = offset < 0 ? '-' : '+';
			const zone = `${sign}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
			const local = new Date(when + offset * 60_000).toISOString().slice(0, -1);
			const minute = new Date(when).toISOString().slice(0, 16).replace('T', ' ');
			for (const form of [new Date(when), new Date(when).toISOString(), local + zone, `${local}[${zone}]`]) {
				const wanted = how === 'BETWEEN' ? [form, form] : form;
				for (const operand of toTagCondition('Since', how, wanted).operands) expect(operand).toBe(minute);
			}
		});
	});
});

describe('the JSON of a notification', () => {
	const json = fc.dictionary(
		fc.oneof(fc.string(), fc.constantFrom('__proto__', 'ios_root_params', 'users', 'constructor')),
		fc.jsonValue(),
	);

	it('is the same text for equal values, in whatever order the keys are', () => {
		always(fc.jsonValue(), (given) => {
			const wanted = JSON.parse(JSON.stringify(given)) as unknown;
			expect(JSON.parse(canonicalJson(wanted))).toEqual(wanted);
			const turned = JSON.parse(JSON.stringify(wanted), (_, part: unknown) =>
				typeof part === 'object' && part !== null && !Array.isArray(part)
					? Object.fromEntries(Object.entries(part).reverse())
					: part,
			) as unknown;
			expect(canonicalJson(turned)).toBe(canonicalJson(wanted));
		});
	});

	it('is merged without reaching a prototype or changing what was given', () => {
		always(json, json, (fields, more) => {
			const copies = structuredClone([fields, more]);
			const merged = mergeFields(fields, more);
			expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
			expect(({} as Record<string, unknown>).polluted).toBeUndefined();
			expect([fields, more]).toEqual(copies);
			for (const key of Object.keys(more)) expect(Object.hasOwn(merged, key)).toBe(true);
		});
	});

	it('never sets who gets the push', () => {
		const spelled = fc
			.tuple(
				fc.constantFrom('users', 'devices', 'filter', 'conditions', 'geozone', 'transactionId', 'auth'),
				fc.constantFrom('', '_', '-', ' '),
				fc.boolean(),
			)
			.map(([name, sign, upper]) => sign + (upper ? name.toUpperCase() : name));
		always(spelled, fc.jsonValue(), (name, wanted) => {
			expect(
				valueOrSentence(() => (checkRawFields({ [name]: wanted }), true), /'Raw Fields \(JSON\)'/),
			).toBeUndefined();
		});
	});
});
