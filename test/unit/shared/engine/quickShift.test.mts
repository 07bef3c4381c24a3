import { describe, expect, it } from 'vitest';

import { withQuickShift } from '../../../../nodes/shared/engine/quickShift.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('withQuickShift', () => {
	it('hands out all entries in order, as n8n takes them', () => {
		const list = withQuickShift(numbers(10_500));
		const taken: number[] = [];
		while (list.length) taken.push(list.shift()!);
		expect(taken).toEqual(numbers(10_500));
		expect(list.shift()).toBeUndefined();
	});

	it('looks like any other array until it is emptied', () => {
		const list = withQuickShift(numbers(10_500));
		expect(Object.keys(list)).toHaveLength(10_500);
		expect(structuredClone(list)).toEqual(numbers(10_500));
		expect(JSON.stringify(list)).toBe(JSON.stringify(numbers(10_500)));
		expect(list[0]).toBe(0);
		expect(list.map((value) => value)).toEqual(numbers(10_500));
	});

	it('leaves small lists alone', () => {
		const list = numbers(10_000);
		expect(withQuickShift(list)).toBe(list);
		expect(Object.hasOwn(list, 'shift')).toBe(false);
	});
});
