import { describe, expect, it } from 'vitest';

import { applicationsRequest, readApplications } from '../../../../nodes/Pushwoosh/api/applications.ts';

it('asks as documented', () => {
	expect(applicationsRequest('https://api.pushwoosh.com')).toMatchObject({
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
