import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { readLocator, readRows } from '../../../../nodes/shared/form/fieldReader.ts';
import { toForm } from '../../../../nodes/shared/form/formField.ts';
import { ItemReader } from '../../../../nodes/shared/form/itemReader.ts';
import { ParameterSource } from '../../../../nodes/shared/form/parameterSource.ts';
import { field, itemReader } from '../../support/readers.mts';
import { fakeContext } from '../fakeContext.mts';

const fields = [
	field('topic', 'string', { displayName: 'Topic' }),
	field('tokens', 'string', { displayName: 'Tokens' }),
	field('limit', 'number', { displayName: 'Limit', default: 50 }),
	field('returnAll', 'boolean', { displayName: 'Return All', default: true }),
	field('mode', 'options', {
		displayName: 'Mode',
		default: 'b',
		options: [
			{ name: 'A', value: 'a' },
			{ name: 'B', value: 'b' },
		],
	}),
	field('options', 'collection', { displayName: 'Options', default: {} }),
	field('data', 'json', { displayName: 'Data' }),
	field('rows', 'fixedCollection', { displayName: 'Conditions', default: {} }),
	field('application', 'resourceLocator', {
		displayName: 'Application',
		default: { mode: 'list', value: '' },
	}),
];
const form = toForm(fields);
const reader = (parameters: object, items?: IDataObject[], itemIndex?: number) =>
	itemReader(fields, parameters, items, itemIndex);

describe('a reader', () => {
	it("reads its own item's values", () => {
		const items = [{ t: 'first' }, { t: 'second', tokens: ['a', 2] }];
		const second = reader({ topic: '={{ $json.t }}', tokens: '={{ $json.tokens }}' }, items, 1);
		expect(second.itemIndex).toBe(1);
		expect(second.text('topic')).toBe('second');
		expect(second.list('tokens', 'lines')).toEqual(['a', '2']);
	});

	it('takes the default of the form for what the workflow does not hold', () => {
		const empty = reader({});
		expect(empty.text('topic')).toBe('');
		expect(empty.number('limit')).toBe(50);
		expect(empty.wholeNumber('limit')).toBe(50);
		expect(empty.boolean('returnAll')).toBe(true);
		expect(empty.choice('mode')).toBe('b');
		expect(empty.choice('mode', ['a', 'b'])).toBe('b');
		expect(empty.collection('options').added()).toEqual([]);
		expect(empty.rows('rows', 'condition')).toEqual([]);
		expect(empty.entries('tokens', 'lines')).toEqual([]);
		expect(empty.jsonObject('data')).toBeUndefined();
		expect(empty.raw('limit')).toBe(50);
		expect(empty.optionalLocator('application')).toEqual({ mode: 'list', value: '' });
	});

	it('does not take it for a value that an expression lacks', () => {
		const empty = reader({
			limit: '={{ $json.limit }}',
			returnAll: '={{ $json.all }}',
			mode: '={{ $json.mode }}',
		});
		expect(() => empty.number('limit')).toThrow("'Limit' isn't a number");
		expect(() => empty.boolean('returnAll')).toThrow("'Return All' is neither true nor false");
		expect(() => empty.choice('mode')).toThrow("'Mode' is none of the possible choices");
	});

	it('calls a field by its name on the screen, in every refusal', () => {
		const item = reader({ topic: '', limit: 'many', rows: 'x', application: { mode: 'list', value: '' } });
		expect(() => item.requiredText('topic')).toThrow("'Topic' is empty");
		expect(() => item.number('limit')).toThrow("'Limit' isn't a number");
		expect(() => item.boolean('limit')).toThrow("'Limit' is neither true nor false");
		expect(() => item.choice('limit', ['a'])).toThrow("'Limit' is none of the possible choices");
		expect(() => item.list('topic', 'lines')).toThrow("'Topic' is empty");
		expect(() => item.rows('rows', 'condition')).toThrow("'Conditions' can't be read");
		expect(() => item.locator('application')).toThrow("'Application' is empty");
		expect(() => item.jsonObject('limit')).toThrow("'Limit' isn't valid JSON");
		expect(() => item.field('other')).toThrow('The form has no field other');
	});

	it('a collection that is none counts as empty', () => {
		for (const options of ['', [], null])
			expect(reader({ options }).collection('options').added()).toEqual([]);
	});
});

describe('a resource locator', () => {
	const field = { name: 'application', label: 'Application' };

	it.each([
		[
			{ __rl: true, mode: 'code', value: ' AAAAA-BBBBB ' },
			{ mode: 'code', value: 'AAAAA-BBBBB' },
		],
		[
			{ mode: 'list', value: 5 },
			{ mode: 'list', value: '5' },
		],
		[{ value: 'x' }, { mode: '', value: 'x' }],
		['by expression', { mode: '', value: 'by expression' }],
		[undefined, { mode: '', value: '' }],
		[
			{ mode: 'list', value: null },
			{ mode: 'list', value: '' },
		],
	])('%j', (raw, read) => {
		expect(readLocator(raw, field)).toEqual(read);
	});

	it('of another shape is refused', () => {
		expect(() => readLocator({ mode: 'list' }, field)).toThrow("'Application' holds an object");
		expect(() => readLocator({ mode: 'list', value: ['a'] }, field)).toThrow("'Application' holds a list");
	});

	it('has its expressions resolved', () => {
		const item = reader({ application: { __rl: true, mode: 'code', value: '={{ $json.app }}' } }, [
			{ app: ' A-1 ' },
		]);
		expect(item.locator('application')).toEqual({ mode: 'code', value: 'A-1' });
		expect(item.exactLocator('application')).toEqual({ mode: 'code', value: ' A-1 ' });
	});

	it('may be read as written, but not empty', () => {
		const exact = (application: INodeParameters[string]) =>
			reader({ application }).exactLocator('application');
		expect(exact({ mode: 'list', value: ' VIP ' })).toEqual({ mode: 'list', value: ' VIP ' });
		expect(exact({ mode: 'name', value: 5 })).toEqual({ mode: 'name', value: '5' });
		expect(exact(' by expression')).toEqual({ mode: '', value: ' by expression' });
		for (const empty of [{ mode: 'name', value: '  ' }, { mode: 'name', value: null }, '']) {
			expect(() => exact(empty)).toThrow("'Application' is empty");
		}
	});
});

describe('the rows of a fixed collection', () => {
	const field = { name: 'rows', label: 'Conditions' };

	it('stand in their group', () => {
		expect(readRows({ condition: [{ tag: 'a' }, null] }, 'condition', field)).toEqual([{ tag: 'a' }, {}]);
		expect(readRows({ other: [] }, 'condition', field)).toEqual([]);
		for (const nothing of [undefined, null, '', {}])
			expect(readRows(nothing, 'condition', field)).toEqual([]);
	});

	it('that are no list are refused', () => {
		for (const raw of ['text', 5, { condition: {} }, { condition: 'x' }]) {
			expect(() => readRows(raw, 'condition', field)).toThrow("'Conditions' can't be read");
		}
	});
});

describe('what an unusable item holds', () => {
	const given = (value: unknown) =>
		reader({ topic: '={{ $json.t }}' }, [{ t: value } as IDataObject]).given('topic');

	it.each([['text'], [' text '], [0], [1.5], [['a', 2]]])('%j is told as it is', (value) => {
		expect(given(value)).toEqual(value);
	});

	it.each([[''], ['  '], [null], [undefined], [true], [[]], [['a', null]], [['a', '']], [['']], [[['a']]]])(
		'%j is not told',
		(value) => {
			expect(given(value)).toBeUndefined();
		},
	);

	it('numbers that are none are not told', () => {
		for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
			const { context, node } = fakeContext({ parameters: { topic: '={{ x }}' }, evaluate: () => value });
			expect(new ItemReader(new ParameterSource(context, node, []), 0, form).given('topic')).toBeUndefined();
		}
	});

	it('an expression that n8n can’t evaluate holds nothing', () => {
		const { context, node } = fakeContext({
			parameters: { topic: '={{ broken( }}' },
			evaluate: () => {
				throw new Error('invalid syntax');
			},
		});
		expect(new ItemReader(new ParameterSource(context, node, []), 0, form).given('topic')).toBeUndefined();
	});
});
