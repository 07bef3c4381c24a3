import { expect, it } from 'vitest';

import { readEntries } from '../../../../nodes/Pushwoosh/api/entries.ts';
import { readPreset, readPresets } from '../../../../nodes/Pushwoosh/api/presets.ts';

it.each([
	[{ 'AAAAA-00001': 'One' }, [{ code: 'AAAAA-00001', name: 'One' }]],
	[{ 'AAAAA-00001': { title: 'One', x: 1 } }, [{ code: 'AAAAA-00001', name: 'One', title: 'One', x: 1 }]],
	[[{ code: 'AAAAA-00001', name: 'One' }], [{ code: 'AAAAA-00001', name: 'One' }]],
	[
		['AAAAA-00001', 'Two'],
		[{ code: 'AAAAA-00001', name: 'AAAAA-00001' }, { name: 'Two' }],
	],
	[[], []],
	[{}, []],
	[{ message: 'no' }, undefined],
	['text', undefined],
	[null, undefined],
])('a list may be %j', (value, entries) => {
	expect(readEntries(value)).toEqual(entries);
});

it('presets are the answer, or stand in it', () => {
	const list = { 'AAAAA-00001': 'One' };
	const one = [{ code: 'AAAAA-00001', name: 'One' }];
	expect(readPresets({ json: { response: list } })).toEqual(one);
	expect(readPresets({ json: { response: { presets: list } } })).toEqual(one);
	expect(readPresets({ json: { response: null } })).toBeUndefined();
	expect(readPreset({ preset: { name: 'One' } }, 'C')).toEqual({ code: 'C', name: 'One' });
	expect(readPreset({}, 'C')).toBeUndefined();
});
