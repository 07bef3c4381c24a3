import { describe, expect, it } from 'vitest';

import { asList, asRecord, mergeDeeply, parseJson, recordsIn } from '../../../nodes/shared/json.ts';

describe('a value of JSON', () => {
	it('may be an object or not', () => {
		expect(asRecord({ a: 1 })).toEqual({ a: 1 });
		for (const value of [[], null, undefined, 'text', 1]) expect(asRecord(value)).toBeUndefined();
	});

	it('may be a list or not, and of a list the objects count', () => {
		expect(asList([1, 'a'])).toEqual([1, 'a']);
		expect(recordsIn([{ a: 1 }, 'a', null, [], { b: 2 }])).toEqual([{ a: 1 }, { b: 2 }]);
		for (const value of [{ length: 1 }, null, undefined, 'text', 1]) {
			expect(asList(value)).toBeUndefined();
			expect(recordsIn(value)).toBeUndefined();
		}
	});

	it('is read from a text, null included', () => {
		expect(parseJson(' {"a": [1]} ')).toEqual({ a: [1] });
		expect(parseJson('null')).toBeNull();
		for (const text of ['', '{', 'undefined']) expect(parseJson(text)).toBeUndefined();
	});
});

describe('objects laid over one another', () => {
	it('merge down to the leaves, where the later one counts', () => {
		const first = { a: { b: 1, c: [1, 2] }, d: 'first', e: 1 };
		const second = { a: { c: [3], f: null }, d: { g: 1 } };
		expect(mergeDeeply(first, second, { a: { b: 2 } })).toEqual({
			a: { b: 2, c: [3], f: null },
			d: { g: 1 },
			e: 1,
		});
		expect(first).toEqual({ a: { b: 1, c: [1, 2] }, d: 'first', e: 1 });
	});

	it('reach no prototype by way of a name', () => {
		const merged = mergeDeeply({}, { ['__proto__']: { a: 1 } });
		expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
		expect(Object.keys(merged)).toEqual(['__proto__']);
	});
});
