import { describe, expect, it } from 'vitest';

import { ItemProblem } from '../../../../nodes/shared/failure.ts';
import { changesAsText } from '../../../../nodes/shared/form/exactNumbers.ts';
import { readJsonList, refuseBrokenList } from '../../../../nodes/shared/form/jsonList.ts';

const WHAT = "'User IDs'";

describe('a text that is a JSON list', () => {
	it.each([
		['["a", "b"]', ['a', 'b']],
		[' \n [1, 2] ', [1, 2]],
		['[]', []],
	])('%j', (text, entries) => {
		expect(readJsonList(text, WHAT, changesAsText)).toEqual(entries);
	});

	it.each(['a, b', 'x ["a"]', '{"a": 1}', '["a", "b"', '"[1]"', ''])('%j is none', (text) => {
		expect(readJsonList(text, WHAT, changesAsText)).toBeUndefined();
	});

	it('may not hold a number that would be another one', () => {
		expect(() => readJsonList('[1, 12345678901234567890]', WHAT, changesAsText)).toThrow(ItemProblem);
		expect(() => readJsonList('[1, 12345678901234567890]', WHAT, changesAsText)).toThrow(WHAT);
	});
});

describe('a text that was meant as one', () => {
	it.each(['["a", "b"', '[ "a"', "['a', 'b']", '[{"id": 1}', '[[1], [2]', '[a, b]', ' [a] ', '[\n  "a",\n'])(
		'%j is refused, with the way out',
		(text) => {
			const refuse = () => refuseBrokenList(text, WHAT);
			expect(refuse).toThrow("'User IDs' begins like a JSON list, but can't be read as one");
			expect(refuse).toThrow(
				expect.objectContaining({
					advice: expect.stringContaining('["first", "second"]') as string,
				}) as Error,
			);
		},
	);

	it.each(['[vip', '[vip ["x"', 'a]', 'a, [b]', 'x ["a"', ''])('%j may be an ID as it is', (text) => {
		expect(() => refuseBrokenList(text, WHAT)).not.toThrow();
	});
});
