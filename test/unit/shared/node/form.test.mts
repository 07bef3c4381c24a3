import type { INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { fieldsOf, formOf } from '../../../../nodes/shared/node/form.ts';
import type { NodeTable, OperationForm } from '../../../../nodes/shared/node/table.ts';

const text = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name.toUpperCase(),
	name,
	type: 'string',
	default: '',
	...more,
});
const operation = (
	value: string,
	fields: INodeProperties[],
	more: Partial<OperationForm> = {},
): OperationForm => ({
	option: { name: value, value, action: value, description: `To ${value}` },
	fields,
	limits: { concurrency: 5 },
	...more,
});
const seen = (properties: INodeProperties[]) =>
	properties.map(({ name, displayOptions }) => [name, displayOptions?.show]);

describe('a node with one group of operations', () => {
	const table: NodeTable = {
		head: [text('notice', { type: 'notice' })],
		groups: [
			{
				operations: [
					operation('delete', [text('code')]),
					operation('send', [text('app'), text('code'), text('content')]),
				],
				default: 'send',
			},
		],
	};

	it('shows each field for the operations that hold it', () => {
		expect(seen(formOf(table))).toEqual([
			['notice', undefined],
			['operation', undefined],
			['app', { operation: ['send'] }],
			['code', undefined],
			['content', { operation: ['send'] }],
			['options', undefined],
		]);
	});

	it('offers the operations, and starts with the default', () => {
		expect(formOf(table)[1]).toMatchObject({
			type: 'options',
			noDataExpression: true,
			default: 'send',
			options: [{ value: 'delete' }, { value: 'send' }],
		});
	});

	it('gives an operation its own fields to read', () => {
		const [group] = table.groups;
		expect(fieldsOf(table, group, group.operations[0]).map(({ name }) => name)).toEqual([
			'notice',
			'operation',
			'code',
			'options',
		]);
	});
});

describe('a node with several groups', () => {
	const name = text('name');
	const table: NodeTable = {
		chooser: { displayName: 'Resource', name: 'resource', default: 'b' },
		groups: [
			{
				option: { name: 'A', value: 'a' },
				operations: [
					operation('get', [name, text('x')]),
					operation('list', [text('limit', { displayOptions: { show: { all: [false] } } })]),
				],
				default: 'list',
			},
			{
				option: { name: 'B', value: 'b' },
				head: [text('auth')],
				operations: [operation('get', [name], { limits: { concurrency: 9 } })],
				default: 'get',
			},
		],
	};
	const form = formOf(table);

	it('shows a field by group and operation, keeping its own condition', () => {
		expect(seen(form)).toEqual([
			['resource', undefined],
			['auth', { resource: ['b'] }],
			['operation', { resource: ['a'] }],
			['operation', { resource: ['b'] }],
			['name', { resource: ['b'] }],
			['name', { resource: ['a'], operation: ['get'] }],
			['x', { resource: ['a'], operation: ['get'] }],
			['limit', { resource: ['a'], operation: ['list'], all: [false] }],
			['options', { resource: ['a'] }],
			['options', { resource: ['b'] }],
		]);
	});

	it('lists the groups', () => {
		expect(form[0]).toMatchObject({ default: 'b', options: [{ value: 'a' }, { value: 'b' }] });
	});
});

describe('the options', () => {
	const optionsOf = (more: Partial<OperationForm>) => {
		const table: NodeTable = { groups: [{ operations: [operation('do', [], more)], default: 'do' }] };
		return (formOf(table).at(-1)?.options ?? []).map(({ name }) => name);
	};

	it('are those of all nodes, by name', () => {
		expect(optionsOf({})).toEqual(['concurrency', 'includeInputFields', 'maxRetries', 'timeout']);
	});

	it('have a batch size where there are batches, and the operation’s own', () => {
		const more = {
			limits: { concurrency: 5, batch: { most: 100, what: 'tokens' } },
			options: [text('format')],
		};
		expect(optionsOf(more)).toEqual([
			'concurrency',
			'format',
			'includeInputFields',
			'batchSize',
			'maxRetries',
			'timeout',
		]);
	});
});
