import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';

import { listApplications, readApplications } from '../../../../nodes/Pushwoosh/api/applications.ts';
import { RequestFailure } from '../../../../nodes/shared/failure.ts';
import type { RequestSpec } from '../../../../nodes/shared/http/requestSpec.ts';
import { handsOf } from '../access.mts';

it('asks as documented', async () => {
	const answer = vi.fn((_request: RequestSpec<unknown>) => ({ response: {} }));
	await listApplications(handsOf(answer));
	expect(answer.mock.calls[0][0]).toMatchObject({
		method: 'POST',
		url: 'https://api.pushwoosh.com/json/1.3/getApplications',
		body: { request: {} },
	});
});

describe('reads every form of the list', () => {
	it.each([
		[
			'the documented object',
			{ 'AAAAA-00000': 'Demo app', 'BBBBB-00000': 'Shop' },
			['AAAAA-00000 Demo app', 'BBBBB-00000 Shop'],
		],
		['objects with a title', { 'AAAAA-00000': { title: ' Demo app ' } }, ['AAAAA-00000 Demo app']],
		['objects with a name', { 'AAAAA-00000': { name: 'Demo app', title: '' } }, ['AAAAA-00000 Demo app']],
		['objects without any', { 'AAAAA-00000': {} }, ['AAAAA-00000 AAAAA-00000']],
		['a code of their own', { x: { code: 'AAAAA-00000', name: 'Demo app' } }, ['AAAAA-00000 Demo app']],
		[
			'values that are nothing',
			{ 'AAAAA-00000': null, 'BBBBB-00000': true, 'CCCCC-00000': '' },
			['AAAAA-00000 AAAAA-00000', 'BBBBB-00000 BBBBB-00000', 'CCCCC-00000 CCCCC-00000'],
		],
		[
			'a list of objects',
			[
				{ code: 'AAAAA-00000', name: 'Demo app' },
				{ application: 'BBBBB-00000', title: 'Shop' },
			],
			['AAAAA-00000 Demo app', 'BBBBB-00000 Shop'],
		],
		['a list of codes', ['AAAAA-00000', ''], ['AAAAA-00000 AAAAA-00000']],
		['a list of nonsense', [null, 7, {}, [], { name: 'nameless' }], ['7 7']],
		['a text', 'AAAAA-00000', []],
		['null', null, []],
		['nothing', undefined, []],
		['numbers as names', { 'AAAAA-00000': 42 }, ['AAAAA-00000 42']],
	])('%s', (_form, applications, expected) => {
		expect(readApplications({ applications }).map(({ code, name }) => `${code} ${name}`)).toEqual(expected);
	});

	it.each([null, undefined, [], 'x', 1])('a response that is %o', (response) =>
		expect(readApplications(response)).toEqual([]),
	);
});

describe('reads every page', () => {
	const refusal = (code: string) => new RequestFailure({ code, message: 'No' });
	/** Pages as they are answered; what comes after them is answered with the last one of the list. */
	const list = async (...pages: Array<IDataObject | Error>) => {
		const asked: unknown[] = [];
		const hands = handsOf(({ body }) => {
			const page = pages[Math.min(asked.length, pages.length - 1)];
			asked.push(body?.request);
			if (page instanceof Error) throw page;
			return { response: page };
		});
		const applications = await listApplications(hands);
		return { codes: applications.map(({ code }) => code), asked };
	};
	const page = (total: string | number | undefined, ...codes: string[]) => ({
		total,
		applications: Object.fromEntries(codes.map((code) => [code, code])),
	});
	const none = { total: 2, applications: [] };

	it.each([
		['no paging', [{ applications: { A: 'a' } }], ['A'], 1],
		['one page, counted from 0', [page(0, 'A')], ['A'], 1],
		['one page, as a number of pages', [page(1, 'A'), none], ['A'], 2],
		['the last page', [page(2, 'A'), page(2, 'B'), page(2, 'C')], ['A', 'B', 'C'], 3],
		['the number of pages, then nothing', [page(2, 'A'), page(2, 'B'), none], ['A', 'B'], 3],
		[
			'the number of pages, then the last one again',
			[page(2, 'A'), page(2, 'B'), page(2, 'B')],
			['A', 'B'],
			3,
		],
		['the number of pages, then a refusal', [page(2, 'A'), page(2, 'B'), refusal('210')], ['A', 'B'], 3],
		['a number as text', [page('1', 'A'), page('1', 'B')], ['A', 'B'], 2],
		['a number of applications', [page(3, 'A', 'B', 'C'), page(3, 'A', 'B', 'C')], ['A', 'B', 'C'], 2],
		['nothing at all', [none], [], 1],
		['a page that overlaps', [page(2, 'A', 'B'), page(2, 'B', 'C'), none], ['A', 'B', 'C'], 3],
	])('where “total” is %s', async (_what, pages, codes, requests) => {
		const { codes: found, asked } = await list(...pages);
		expect(found).toEqual(codes);
		expect(asked).toEqual([{}, { page: 1 }, { page: 2 }].slice(0, requests));
	});

	it('a page in their midst that can’t be had is a failure: the list would look complete', async () => {
		await expect(list(page(2, 'A'), refusal('210'))).rejects.toThrow('No');
		await expect(list(page(1, 'A'), refusal('503'))).rejects.toThrow('No');
		await expect(list(refusal('210'))).rejects.toThrow('No');
	});

	it('isn’t led on for ever', async () => {
		const hands = handsOf(({ body }) => ({ response: page(1e9, JSON.stringify(body)) }));
		expect(await listApplications(hands)).toHaveLength(1000);
	});
});
