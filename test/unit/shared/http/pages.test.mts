import { describe, expect, it } from 'vitest';

import { allPages, type Page } from '../../../../nodes/shared/http/pages.ts';

/** Pages by cursor, the first under `start`. */
const book = (pages: Record<string, Page<string, string>>) => {
	const asked: Array<string | undefined> = [];
	const ask = async (cursor?: string) => {
		asked.push(cursor);
		return await Promise.resolve(pages[cursor ?? 'start'] ?? { entries: [] });
	};
	return { ask, asked };
};

describe('a list in pages', () => {
	it.each<[string, Record<string, Page<string, string>>, string[], number]>([
		['one page', { start: { entries: ['a'] } }, ['a'], 1],
		['nothing', { start: { entries: [] } }, [], 1],
		['as many as there are', { start: { entries: ['a'], next: '1' }, 1: { entries: ['b'] } }, ['a', 'b'], 2],
		[
			'an empty page ends it',
			{ start: { entries: ['a'], next: '1' }, 1: { entries: [], next: '2' } },
			['a'],
			2,
		],
		[
			'the page before again ends it',
			{ start: { entries: ['a'], next: '1' }, 1: { entries: ['a'], next: '2' } },
			['a'],
			2,
		],
		[
			'a cursor again ends it',
			{ start: { entries: ['a'], next: '1' }, 1: { entries: ['b'], next: '1' } },
			['a', 'b'],
			2,
		],
		[
			'equal entries are kept',
			{ start: { entries: ['a', 'a'], next: '1' }, 1: { entries: ['a'] } },
			['a', 'a', 'a'],
			2,
		],
	])('%s', async (_what, pages, entries, requests) => {
		const { ask, asked } = book(pages);
		expect(await allPages(ask)).toEqual(entries);
		expect(asked).toHaveLength(requests);
		expect(asked[0]).toBeUndefined();
	});

	it('no more than are wanted', async () => {
		const { ask, asked } = book({
			start: { entries: ['a', 'b'], next: '1' },
			1: { entries: ['c', 'd'], next: '2' },
		});
		expect(await allPages(ask, { limit: 3 })).toEqual(['a', 'b', 'c']);
		expect(asked).toEqual([undefined, '1']);
		expect(await allPages(ask, { limit: 2 })).toEqual(['a', 'b']);
	});

	it('where pages overlap, each entry once', async () => {
		const { ask, asked } = book({
			start: { entries: ['a', 'b'], next: '1' },
			1: { entries: ['b', 'a'], next: '2' },
		});
		expect(await allPages(ask, { keyOf: (entry) => entry })).toEqual(['a', 'b']);
		expect(asked).toHaveLength(2);
	});

	it('isn’t led on for ever', async () => {
		const pages = await allPages<number, number>(
			async (cursor = 0) => await Promise.resolve({ entries: [cursor], next: cursor + 1 }),
		);
		expect(pages).toHaveLength(1000);
	});
});
