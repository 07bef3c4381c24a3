import { readFileSync } from 'node:fs';

import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { ManageSegment } from '../../../../nodes/Pushwoosh/ManageSegment/ManageSegment.node.ts';

const { description, methods } = new ManageSegment();
const named = (name: string, operation?: string): INodeProperties => {
	const found = description.properties.find(
		({ name: own, displayOptions }) =>
			own === name && (operation === undefined || displayOptions?.show?.operation?.includes(operation)),
	);
	if (!found) throw new Error(`no ${name}`);
	return found;
};
const values = ({ options = [] }: INodeProperties) =>
	(options as INodePropertyOptions[]).map(({ value }) => value);
const members = ({ options = [] }: INodeProperties) =>
	Object.fromEntries(
		(options as INodeProperties[]).map(({ name, type, default: byDefault }) => [name, [type, byDefault]]),
	);
const modes = ({ modes: own = [] }: INodeProperties) => own.map(({ name }) => name);

describe('what saved workflows depend on', () => {
	it('type and version', () => {
		expect([description.name, description.version, description.defaults.name]).toEqual([
			'manageSegment',
			1,
			'Manage Segment',
		]);
		expect(description.credentials).toEqual([{ name: 'pushwooshApi', required: true }]);
		expect(Object.keys(methods.listSearch)).toEqual(['searchApplications', 'searchSegments']);
	});

	it('resources and operations', () => {
		expect(values(named('resource')).sort()).toEqual(['device', 'segment']);
		expect(named('resource').default).toBe('segment');
		const operations = description.properties.filter(({ name }) => name === 'operation');
		expect(
			operations.map((property) => [
				property.displayOptions?.show?.resource,
				values(property),
				property.default,
			]),
		).toEqual([
			[['device'], ['count', 'export', 'getExport'], 'export'],
			[['segment'], ['create', 'delete', 'get', 'getAll'], 'getAll'],
		]);
	});

	it.each([
		['name', 'create', 'string', ''],
		['filterMode', 'create', 'options', 'builder'],
		['filterMode', 'count', 'options', 'builder'],
		['filterMode', 'export', 'options', 'builder'],
		['filterExpression', 'create', 'string', ''],
		['filterConditions', 'export', 'fixedCollection', {}],
		['filterCombine', 'count', 'options', 'AND'],
		['application', 'get', 'resourceLocator', { mode: 'list', value: '' }],
		['application', 'getAll', 'resourceLocator', { mode: 'list', value: '' }],
		['application', 'delete', 'resourceLocator', { mode: 'list', value: '' }],
		['application', 'count', 'resourceLocator', { mode: 'list', value: '' }],
		['application', 'export', 'resourceLocator', { mode: 'list', value: '' }],
		['segment', 'get', 'resourceLocator', { mode: 'list', value: '' }],
		['segment', 'count', 'resourceLocator', { mode: 'list', value: '' }],
		['segment', 'export', 'resourceLocator', { mode: 'list', value: '' }],
		['segment', 'delete', 'resourceLocator', { mode: 'list', value: '' }],
		['returnAll', 'getAll', 'boolean', false],
		['limit', 'getAll', 'number', 50],
		['additionalFields', 'create', 'collection', {}],
		['waitForCompletion', 'export', 'boolean', true],
		['taskId', 'getExport', 'string', ''],
		['download', 'export', 'boolean', false],
		['download', 'getExport', 'boolean', false],
		['binaryPropertyName', 'export', 'string', 'data'],
		['binaryPropertyName', 'getExport', 'string', 'data'],
	])('%s of %s: %s, %o', (name, operation, type, byDefault) => {
		const property = named(name, operation);
		expect([property.type, property.default]).toEqual([type, byDefault]);
	});

	it('choices', () => {
		expect(values(named('filterMode', 'create')).sort()).toEqual(['builder', 'expression']);
		expect(values(named('filterMode', 'count')).sort()).toEqual(['builder', 'expression', 'segment']);
		expect(values(named('filterMode', 'export')).sort()).toEqual(['builder', 'expression', 'segment']);
		expect(modes(named('segment', 'count'))).toEqual(['list', 'name', 'code']);
		expect(values(named('filterCombine')).sort()).toEqual(['AND', 'OR']);
		expect(modes(named('application', 'get'))).toEqual(['list', 'code']);
		expect(modes(named('segment', 'get'))).toEqual(['list', 'name', 'code']);
		expect(modes(named('segment', 'delete'))).toEqual(['list', 'name', 'code']);
	});

	it('the conditions of the builder', () => {
		const [group] = named('filterConditions').options as Array<{ name: string; values: INodeProperties[] }>;
		expect(group.name).toBe('condition');
		expect(group.values.map(({ name, type, default: byDefault }) => [name, type, byDefault])).toEqual([
			['tag', 'options', ''],
			['operator', 'options', 'EQ'],
			['value', 'string', ''],
		]);
		expect(values(group.values[1]).sort()).toEqual(['BETWEEN', 'EQ', 'GTE', 'IN', 'LTE', 'NOTEQ', 'NOTIN']);
	});

	it('collections', () => {
		expect(members(named('additionalFields'))).toEqual({
			application: ['resourceLocator', { mode: 'list', value: '' }],
			expirationDate: ['dateTime', ''],
			restrictToApplication: ['boolean', false],
		});
		const common = {
			concurrency: ['number', 5],
			includeInputFields: ['boolean', false],
			maxRetries: ['number', 4],
			timeout: ['number', 30000],
		};
		const optionsOf = (resource: string, operation: string) =>
			description.properties.filter(
				({ name, displayOptions: { show } = {} }) =>
					name === 'options' &&
					show?.resource?.includes(resource) &&
					(show.operation?.includes(operation) ?? true),
			);
		const waiting = { pollInterval: ['number', 2], waitTimeout: ['number', 300] };
		const file = { exportData: ['string', ''], format: ['string', ''] };
		for (const [resource, operation, own] of [
			...['create', 'delete', 'get', 'getAll'].map((value) => ['segment', value, {}] as const),
			['device', 'count', waiting] as const,
			['device', 'getExport', waiting] as const,
			['device', 'export', { ...waiting, ...file }] as const,
		]) {
			expect(optionsOf(resource, operation).map(members)).toEqual([{ ...common, ...own }]);
		}
	});
});

it('every property is shown for its operations only, and nothing is offered twice', () => {
	for (const { resource, operation } of [
		...['create', 'delete', 'get', 'getAll'].map((own) => ({ resource: 'segment', operation: own })),
		...['count', 'export', 'getExport'].map((own) => ({ resource: 'device', operation: own })),
	]) {
		const shown = description.properties.filter(({ displayOptions: { show } = {} }) => {
			return (show?.resource?.includes(resource) ?? true) && (show?.operation?.includes(operation) ?? true);
		});
		const names = shown.map(({ name }) => name);
		expect(names).toEqual([...new Set(names)]);
		expect(names).toContain('options');
	}
});

it('the codex file makes the node findable', () => {
	const codex = JSON.parse(
		readFileSync(
			new URL('../../../../nodes/Pushwoosh/ManageSegment/ManageSegment.node.json', import.meta.url),
			'utf8',
		),
	) as { node: string; alias: string[] };
	expect(codex.node).toBe('n8n-nodes-pushwoosh-fcm.manageSegment');
	expect(codex.alias).toEqual(expect.arrayContaining(['push', 'mobile notification', 'segment']));
});
