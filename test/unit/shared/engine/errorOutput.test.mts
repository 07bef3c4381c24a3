import type { INodeExecutionData } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { forErrorOutput } from '../../../../nodes/shared/engine/errorOutput.ts';

const items = (count: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({ json: { index }, pairedItem: { item: index } }));

describe.each([3, 10_500])('a list of %i items for the error output', (count) => {
	it('hands out all items in order, as n8n takes them', () => {
		const list = forErrorOutput(items(count));
		const taken: INodeExecutionData[] = [];
		while (list.length) taken.push(list.shift()!);
		expect(taken).toEqual(items(count));
		expect(list.shift()).toBeUndefined();
	});

	it('looks like any other array until it is emptied', () => {
		const list = forErrorOutput(items(count));
		expect(Object.keys(list)).toHaveLength(count);
		expect(structuredClone(list)).toEqual(items(count));
		expect(JSON.stringify(list)).toBe(JSON.stringify(items(count)));
		expect(list[0]).toEqual(items(1)[0]);
	});
});

describe('an item', () => {
	const failure = { error: 'It failed', details: { code: 'X' } };

	it('that is a failure says so to versions of n8n that only know an error of the item', () => {
		const item = forErrorOutput([{ json: failure }]).shift();
		expect(item?.error).toBe('It failed');
		expect({ ...item }).toEqual({ json: failure });
		expect(JSON.stringify(item)).toBe(JSON.stringify({ json: failure }));
	});

	it('is left alone until n8n takes it for the error output', () => {
		expect(forErrorOutput([{ json: failure }])[0]?.error).toBeUndefined();
	});

	it.each([
		[{ success: true }],
		[{ ...failure, more: 1 }],
		[{ error: '', details: {} }],
		[{ error: 'a', message: 'b' }],
		[{}],
	])('that is none stays one: %j', (json) => {
		expect(forErrorOutput([{ json }]).shift()?.error).toBeUndefined();
	});
});
