import { describe, expect, it } from 'vitest';

import { ItemProblem } from '../../../../nodes/shared/failure.ts';
import { toForm } from '../../../../nodes/shared/form/formField.ts';
import { collectionReader, field, itemReader } from '../../support/readers.mts';

const onOff = [
	{ name: 'No', value: 0 },
	{ name: 'Yes', value: 1 },
];

describe('a number', () => {
	const limited = (minValue?: number, maxValue?: number) => [
		field('n', 'number', { displayName: 'N', default: 3, typeOptions: { minValue, maxValue } }),
	];
	it.each([
		[1, 5, 0, ' from 1 to 5, but is 0'],
		[1, 5, 6, ' from 1 to 5, but is 6'],
		[1, undefined, 0, ', at least 1, but is 0'],
		[undefined, 5, 6, ', at most 5, but is 6'],
		[undefined, undefined, 1.5, ', but is 1.5'],
	])('from %s to %s: %s is no whole one', (least, most, n, text) => {
		expect(() => collectionReader(limited(least, most), { n }).wholeNumber('n')).toThrow(
			`'N' must be a whole number${text}`,
		);
	});

	it.each([1, 3, 5])('from 1 to 5: %d is a whole one', (n) => {
		expect(collectionReader(limited(1, 5), { n }).wholeNumber('n')).toBe(n);
	});

	it('keeps to the limits of the form with a fraction, too', () => {
		expect(collectionReader(limited(1, 5), { n: 1.5 }).number('n')).toBe(1.5);
		expect(() => collectionReader(limited(1, 5), { n: 5.5 }).number('n')).toThrow(
			"'N' must be from 1 to 5, but is 5.5",
		);
		expect(collectionReader(limited(), { n: -7 }).wholeNumber('n')).toBe(-7);
	});

	it('of the options says where it stands, and that its default is one removal away', () => {
		const fields = [field('options', 'collection', { default: {}, options: limited(1, 5) })];
		const options = itemReader(fields, { options: { n: 9 } }).collection('options');
		const thrown = (read: () => unknown) => {
			try {
				read();
			} catch (error) {
				return error;
			}
			return undefined;
		};
		expect(thrown(() => options.wholeNumber('n'))).toEqual(
			new ItemProblem(
				"'N' in the options must be a whole number from 1 to 5, but is 9",
				'Change it, or remove the option to use its default.',
			),
		);
		expect(thrown(() => options.number('n'))).toMatchObject({
			message: "'N' in the options must be from 1 to 5, but is 9",
		});
	});
});

describe('a choice', () => {
	const fields = [field('on', 'options', { displayName: 'On', default: 1, options: onOff })];
	it('is one of those that the form offers; true and false stand for 1 and 0', () => {
		expect([1, '0', true, false].map((on) => collectionReader(fields, { on }).choice('on'))).toEqual([
			1, 0, 1, 0,
		]);
		for (const on of [2, 'yes', null, undefined]) {
			expect(() => collectionReader(fields, { on }).choice('on')).toThrow(
				"'On' is none of the possible choices",
			);
		}
	});

	it('of a form that offers none is refused', () => {
		expect(() => collectionReader([field('n', 'options')], { n: 'a' }).choice('n')).toThrow(
			"'n' is none of the possible choices",
		);
	});
});

describe('a collection', () => {
	const members = [
		field('title', 'string', { displayName: 'Title' }),
		field('on', 'options', { displayName: 'On', default: 1, options: onOff }),
		field('inner', 'collection', {
			default: {},
			options: [field('deep', 'number', { displayName: 'Deep', default: 7 })],
		}),
		field('list', 'fixedCollection', {
			default: {},
			options: [
				{
					displayName: 'Row',
					name: 'row',
					values: [field('text', 'string', { displayName: 'Text', default: 'x' })],
				},
			],
		}),
	];

	it('tells what was added, be it empty, in the order of the form', () => {
		const reader = collectionReader(members, { on: undefined, title: '', unknown: 1, toString: 1 });
		expect(['title', 'on', 'inner', 'unknown'].map((name) => reader.has(name))).toEqual([
			true,
			true,
			false,
			true,
		]);
		expect(reader.added().map(({ name }) => name)).toEqual(['title', 'on']);
	});

	it('has the default of the form for what was not added', () => {
		const reader = collectionReader(members, {});
		expect([
			reader.text('title'),
			reader.choice('on'),
			reader.collection('inner').wholeNumber('deep'),
		]).toEqual(['', 1, 7]);
		expect(reader.rows('list', 'row')).toEqual([]);
	});

	it('hands out readers of the collections in it', () => {
		const reader = collectionReader(members, {
			inner: { deep: 'no' },
			list: { row: [{}, { text: 5 }, { text: {} }] },
		});
		expect(() => reader.collection('inner').number('deep')).toThrow("'Deep' isn't a number");
		const [absent, given, broken] = reader.rows('list', 'row');
		expect([absent?.text('text'), given?.text('text')]).toEqual(['x', '5']);
		expect(() => broken?.text('text')).toThrow("'Text' holds an object");
	});
});

describe('of two fields of one name', () => {
	const fields = [
		field('kind', 'options', {
			default: 'number',
			options: [
				{ name: 'Text', value: 'text' },
				{ name: 'Number', value: 'number' },
			],
		}),
		field('value', 'string', { displayName: 'Text', displayOptions: { show: { kind: ['text'] } } }),
		field('value', 'number', {
			displayName: 'Number',
			default: 5,
			displayOptions: { show: { kind: ['number'], '/operation': ['x'] } },
		}),
	];

	it('the one that is shown counts, by item', () => {
		const items = [{ kind: 'text' }, { kind: 'number' }];
		const label = (parameters: object, at = 0) =>
			itemReader(fields, parameters, items, at).field('value').label;
		expect(label({ kind: 'text' })).toBe('Text');
		expect(label({})).toBe('Number');
		expect([0, 1].map((at) => label({ kind: '={{ $json.kind }}' }, at))).toEqual(['Text', 'Number']);
		expect(itemReader(fields, {}).raw('value')).toBe(5);
		expect(label({ kind: 'none' })).toBe('Text');
	});

	it('a notice is none', () => {
		expect(toForm([field('a', 'notice'), field('a', 'string')]).get('a')?.length).toBe(1);
	});
});
