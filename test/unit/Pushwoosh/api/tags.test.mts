import { describe, expect, it } from 'vitest';

import { addTagRequest, fitTag, LIST_TAG, listTagsRequest } from '../../../../nodes/Pushwoosh/api/tags.ts';
import { toAnswer } from '../../../../nodes/shared/http/answer.ts';
import { FIRST } from '../../support/earlierTries.mts';
import { ACCESS } from '../access.mts';

const answer = (body: unknown) => toAnswer(200, {}, JSON.stringify(body));
const ok = (response: unknown) => answer({ status_code: 200, status_message: 'OK', response });

describe('listTags', () => {
	const list = listTagsRequest(ACCESS);

	it('reads names and types, and passes over what has no name', () => {
		const tags = [
			{ name: 'Age', type: 1 },
			{ name: 'City', type: '2' },
			{ name: 'New' },
			{ type: 3 },
			'x',
			null,
		];
		expect(list.judge(ok({ tags }), FIRST)).toEqual({
			ok: true,
			value: [{ name: 'Age', type: 1 }, { name: 'City', type: 2 }, { name: 'New' }, { name: 'x' }],
		});
	});

	it.each([{}, { tags: null }, { tags: 'x' }, null])('%j is no list', (response) =>
		expect(list.judge(ok(response), FIRST)).toMatchObject({ ok: false }),
	);
});

describe('addTag', () => {
	const add = addTagRequest(ACCESS, 'n8n_import', LIST_TAG);

	it('is the documented request, and is repeated only when it certainly wasn’t acted on', () => {
		expect(add.body).toEqual({ request: { tag: { name: 'n8n_import', type: 3 } } });
		expect(add.onlyOnce).toBe(true);
		expect(add.retry({ passing: true, notActedOn: false })).toBe(false);
	});

	it('a result that is false is no yes', () => {
		expect(add.judge(ok({ result: true }), FIRST)).toMatchObject({ ok: true });
		expect(add.judge(ok({ result: false }), FIRST)).toMatchObject({ ok: false });
	});
});

describe('a value for its tag', () => {
	it.each([
		['31', 1, 31],
		[31, 2, '31'],
		['ski, sea', 3, ['ski', 'sea']],
		['["a, b", "c"]', 3, ['a, b', 'c']],
		['2027-03-01T10:00:00+02:00', 4, '2027-03-01 08:00'],
		['2027-03-01', 4, '2027-03-01 00:00'],
		['true', 5, true],
		['19.95', 6, 19.95],
		['1.2.0', 7, '1.2.0'],
		['31', undefined, 31],
		['007', undefined, '007'],
		['1.10', undefined, '1.10'],
	])('%j in a tag of type %s is %j', (value, tagType, wire) =>
		expect(fitTag('Tag', value, 'auto', tagType)).toEqual(wire),
	);

	it.each([
		['old', 1],
		[1.5, 1],
		[['a'], 2],
		['soon', 4],
		['maybe', 5],
		['1,5', 6],
		['1.x', 7],
		[['a', 'b'], 6],
	])('%j in a tag of type %i is refused by its name', (value, tagType) =>
		expect(() => fitTag('Tag', value, 'auto', tagType)).toThrow(/^The tag 'Tag' takes /),
	);

	it.each([{ a: 1 }, '[object Object]', 2 ** 60, 'Invalid DateTime'])('%j is never a value', (value) =>
		expect(() => fitTag('Tag', value, 'auto', undefined)).toThrow("'Tag'"),
	);
});
