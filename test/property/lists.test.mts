import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { toList } from '../../nodes/shared/form/lists.ts';
import {
	toBoolean,
	toChoice,
	toJson,
	toJsonObject,
	toNumber,
	toRequiredText,
	toText,
} from '../../nodes/shared/form/values.ts';
import { parseFieldReference, followFieldPath } from '../../nodes/shared/form/fieldReference.ts';
import { always, anything, FIELD, text, valueOrSentence } from './support.mts';

/** An identifier as it may stand in a list: no separators, not blank. */
const identifier = fc.stringMatching(/^[A-Za-z0-9:_.@-]{1,30}$/);
const withSpaces = fc.stringMatching(/^[A-Za-z0-9_@-]{1,10}( [A-Za-z0-9_@-]{1,10}){0,2}$/);
const gap = fc.stringMatching(/^[ \t]{0,2}[,\n\r][ ,\t\n\r]{0,3}$/);

describe('identifier lists', () => {
	it.each(['whitespace', 'lines'] as const)('of anything are entries or a sentence (%s)', (separator) => {
		always(fc.oneof(anything, text, fc.array(fc.oneof(text, anything))), (value) => {
			const list = valueOrSentence(() => toList(value, separator, FIELD));
			if (list === undefined) return;
			expect(list.length).toBeGreaterThan(0);
			for (const entry of list) {
				expect(entry).toBe(entry.trim());
				expect(entry).not.toBe('');
			}
		});
	});

	it('come apart at every kind of gap, in order, duplicates kept', () => {
		always(
			fc.array(fc.tuple(identifier, fc.oneof(gap, fc.constantFrom(' ', '\u00a0', '\u2028'))), {
				minLength: 1,
			}),
			(parts) => {
				const written = parts.map(([entry, after]) => entry + after).join('');
				expect(toList(written, 'whitespace', FIELD)).toEqual(parts.map(([entry]) => entry));
			},
		);
	});

	it('of user IDs keep their spaces', () => {
		always(fc.array(fc.tuple(withSpaces, gap), { minLength: 1 }), (parts) => {
			const written = parts.map(([entry, after]) => entry + after).join('');
			expect(toList(written, 'lines', FIELD)).toEqual(parts.map(([entry]) => entry));
		});
	});

	it('given as arrays are never split', () => {
		always(fc.array(fc.oneof(text, fc.integer(), fc.bigInt()), { minLength: 1 }), (entries) => {
			const filled = entries.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
			if (filled.length > 0) expect(toList(entries, 'whitespace', FIELD)).toEqual(filled);
		});
	});

	it.each(['whitespace', 'lines'] as const)('are the same as the JSON text of them (%s)', (separator) => {
		const entry = fc.oneof(
			fc.string(),
			text,
			fc.integer(),
			fc.constantFrom(null, true, 9007199254740992, 1e21, 0.1),
		);
		always(fc.array(fc.oneof(entry, entry, fc.array(entry))), (entries) => {
			const given = valueOrSentence(() => toList(entries, separator, FIELD));
			const asText = valueOrSentence(() => toList(`\n${JSON.stringify(entries)} `, separator, FIELD));
			expect(asText).toEqual(given);
		});
	});

	it('hold numbers exactly or not at all', () => {
		always(fc.oneof(fc.double(), fc.maxSafeInteger(), fc.bigInt().map(Number)), (number) => {
			const list = valueOrSentence(() => toList([number], 'lines', FIELD));
			if (list) expect(list).toEqual([String(number)]);
			const isExact = Number.isInteger(number)
				? Number.isSafeInteger(number)
				: !/e|NaN|Infinity/.test(String(number));
			expect(list !== undefined).toBe(isExact);
		});
	});

	it('never hold what was an object', () => {
		always(text, text, (before, after) => {
			for (const value of [`${before}[object Object]${after}`, [before, `[object Object]${after}`]]) {
				expect(valueOrSentence(() => toList(value, 'lines', FIELD))).toBeUndefined();
				if (typeof value === 'string') expect(valueOrSentence(() => toText(value, FIELD))).toBeUndefined();
			}
		});
	});

	it('keep the white space inside < and >', () => {
		const token = fc
			.array(fc.stringMatching(/^[0-9a-f]{8}$/), { minLength: 8, maxLength: 8 })
			.map((words) => `<${words.join(' ')}>`);
		always(fc.array(fc.oneof(token, identifier), { minLength: 1 }), (entries) => {
			expect(toList(entries.join(', '), 'whitespace', FIELD)).toEqual(entries);
		});
	});
});

describe('plain values', () => {
	it.each([
		['text', toText, 'string'],
		['required text', toRequiredText, 'string'],
		['number', toNumber, 'number'],
		['boolean', toBoolean, 'boolean'],
	] as const)('%s: the right type or a sentence', (_, read, type) => {
		always(fc.oneof(anything, text), (value) => {
			const result = valueOrSentence<unknown>(() => read(value, FIELD));
			if (result !== undefined) expect(typeof result).toBe(type);
		});
	});

	it('a number is the number that was written', () => {
		always(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
			expect(toNumber(number, FIELD)).toBe(number);
			expect(toNumber(` ${String(number)} `, FIELD)).toBe(Number(String(number)));
		});
	});

	it('a choice is one of the choices or a sentence', () => {
		always(fc.oneof(anything, text, fc.constantFrom('a', '2', 2)), (value) => {
			const choice = valueOrSentence(() => toChoice(value, ['a', 2], FIELD));
			if (choice !== undefined) expect(['a', 2]).toContain(choice);
		});
	});
});

describe('JSON fields', () => {
	it('give back what was written', () => {
		always(fc.jsonValue(), (json) => {
			const written = JSON.stringify(json);
			expect(toJson(written, FIELD)).toEqual(JSON.parse(written));
		});
	});

	it('keep every digit of a number or give none', () => {
		always(fc.bigInt(), fc.stringMatching(/^(\.\d{1,25})?$/), (whole, fraction) => {
			const written = `${whole}${fraction}`;
			const read = valueOrSentence(() => toJson(`{"n": [${written}]}`, FIELD)) as { n: [number] } | undefined;
			if (fraction === '') {
				if (Number.isSafeInteger(Number(whole))) expect(read?.n[0]).toBe(Number(whole));
				const sent = read && JSON.stringify(read.n[0]);
				if (sent !== undefined && !sent.includes('e')) expect(sent).toBe(written);
			} else if (read) {
				expect(read.n[0]).toBe(Number(written));
			}
			expect(toJson(`{"n": "${written}"}`, FIELD)).toEqual({ n: written });
		});
	});

	it('of anything are an object, nothing or a sentence', () => {
		always(fc.oneof(anything, text, fc.json()), (value) => {
			const object = valueOrSentence(() => toJsonObject(value, FIELD));
			if (object !== undefined) expect(typeof object === 'object' && !Array.isArray(object)).toBe(true);
		});
	});
});

describe('references to fields', () => {
	it('of any text are understood or left to n8n', () => {
		always(
			fc.oneof(
				text,
				text.map((name) => `={{ $json.${name} }}`),
				text.map((name) => `={{ $json["${name}"] }}`),
			),
			(raw) => {
				const path = parseFieldReference(raw);
				if (path === undefined) return;
				expect(path.length).toBeGreaterThan(0);
				followFieldPath({}, path);
				followFieldPath(undefined, path);
			},
		);
	});

	it('lead to the field of that name', () => {
		always(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,12}$/), fc.string(), (name, value) => {
			const path = parseFieldReference(`={{ $json.${name} }}`);
			if (path) expect(followFieldPath(JSON.parse(JSON.stringify({ [name]: value })), path)).toBe(value);
		});
	});
});
