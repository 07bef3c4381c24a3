import { beforeEach, describe, expect, it } from 'vitest';

import {
	createEngine,
	FAILED,
	NODE,
	singleNode,
	SOURCE,
	SUCCESS,
	workflow,
	type Engine,
} from '../../../playground/engine/index.mts';
import { useFixturePackage } from './fixture/package.mts';

const packageDir = useFixturePackage();
let engine: Engine;

beforeEach(async () => {
	engine = await createEngine({ packageDir: packageDir() });
});

const items = [
	{ value: 'a', name: 'Anna' },
	{ value: 'bad', name: 'Bert' },
	{ value: 'c', name: 'Cleo' },
];
const failing = { operation: 'fail', value: '={{ $json.value }}' };
const jsonOf = (list: Array<{ json: object }>) => list.map(({ json }) => json);

describe('items', () => {
	it('reach the node; a parameter is read per item, defaults are filled in', async () => {
		const result = await engine.run(singleNode('probe', { value: '={{ $json.value }}' }), { items });
		expect(result.status).toBe('success');
		expect(result.error).toBeUndefined();
		expect(result.started).toEqual([SOURCE, NODE, SUCCESS]);
		expect(result.node(SUCCESS).success.map(({ json }) => json.value)).toEqual(['a', 'bad', 'c']);
		expect(result.node(FAILED).runs).toEqual([]);

		const withDefault = await engine.run(singleNode('probe'));
		expect(withDefault.node(NODE).success[0]?.json).toEqual({ value: 'default value', runIndex: 0 });
	});

	it('keep their pairing, so that $("Source").item finds the right one after the node', async () => {
		const after = {
			name: 'After',
			type: 'probe',
			parameters: { value: "={{ $('Source').item.json.name }}" },
		};
		const spec = workflow(
			[
				{ name: SOURCE, type: 'playground.source' },
				{ name: NODE, type: 'probe', parameters: failing, onError: 'continueErrorOutput' },
				after,
				{ ...after, name: 'After error' },
			],
			[
				[SOURCE, NODE],
				[NODE, 'After'],
				[NODE, 'After error', 1],
			],
		);
		const result = await engine.run(spec, { items });
		expect(result.node('After').success.map(({ json }) => json.value)).toEqual(['Anna', 'Cleo']);
		expect(result.node('After error').success.map(({ json }) => json.value)).toEqual(['Bert']);
	});

	it('carry files in and out', async () => {
		const data = { data: Buffer.from('hello').toString('base64'), mimeType: 'text/plain' };
		const spec = singleNode('probe', { operation: 'binary' });
		const result = await engine.run(spec, { items: [{ json: {}, binary: { data } }] });
		const file = result.node(SUCCESS).success[0]?.binary?.data;
		expect(Buffer.from(String(file?.data), 'base64').toString()).toBe('hello!');
		expect(file?.fileName).toBe('out.txt');
	});

	it("stay the caller's own: neither they nor the workflow are changed by a run", async () => {
		const spec = singleNode('probe', { value: '={{ $json.value }}' });
		const before = structuredClone({ spec, items });
		await engine.run(spec, { items });
		expect({ spec, items }).toEqual(before);
	});

	it('when there are none, the node does not run', async () => {
		const result = await engine.run(singleNode('probe'), { items: [] });
		expect(result.status).toBe('success');
		expect(result.node(NODE).runs).toEqual([]);
	});
});

describe('On Error', () => {
	it('Stop: the execution fails with the message, the description and the item', async () => {
		const result = await engine.run(singleNode('probe', failing), { items });
		expect(result.status).toBe('error');
		expect(result.error).toMatchObject({ message: 'Not accepted', description: 'Try another', itemIndex: 1 });
		expect(result.node(NODE).error).toEqual(result.error);
		expect(result.node(NODE).success).toEqual([]);
		expect(result.node(SUCCESS).runs).toEqual([]);
	});

	it('Continue: the error items stand among the results', async () => {
		const result = await engine.run(singleNode('probe', failing, { onError: 'continueRegularOutput' }), {
			items,
		});
		expect(result.status).toBe('success');
		expect(jsonOf(result.node(SUCCESS).success)).toEqual([
			{ value: 'a' },
			{ error: 'Not accepted', details: { value: 'bad' } },
			{ value: 'c' },
		]);
	});

	it('Continue (using error output): { error, details } leaves there, over the fields of its input', async () => {
		const result = await engine.run(singleNode('probe', failing, { onError: 'continueErrorOutput' }), {
			items,
		});
		expect(result.status).toBe('success');
		expect(jsonOf(result.node(SUCCESS).success)).toEqual([{ value: 'a' }, { value: 'c' }]);
		expect(jsonOf(result.node(NODE).failed)).toEqual([
			{ value: 'bad', name: 'Bert', error: 'Not accepted', details: { value: 'bad' } },
		]);
		expect(result.node(NODE).failed[0]?.pairedItem).toEqual({ item: 1 });
		expect(jsonOf(result.node(FAILED).success)).toEqual(jsonOf(result.node(NODE).failed));
	});

	it('Continue (using error output): any further key sends the item out as a success', async () => {
		const spec = singleNode('probe', { operation: 'failWithOtherKeys' }, { onError: 'continueErrorOutput' });
		const result = await engine.run(spec);
		expect(result.node(NODE).failed).toEqual([]);
		expect(jsonOf(result.node(SUCCESS).success)).toEqual([{ error: 'Not accepted', value: 'default value' }]);
	});

	it('Continue: a node that throws all the same hands its input on, n8n keeps the error', async () => {
		const spec = singleNode('probe', { operation: 'throwAlways' }, { onError: 'continueRegularOutput' });
		const result = await engine.run(spec, { items: [{ id: 7 }] });
		expect(result.status).toBe('success');
		expect(jsonOf(result.node(SUCCESS).success)).toEqual([{ id: 7 }]);
		expect(result.node(NODE).error).toMatchObject({
			message: 'Refused default value',
			description: 'Ask again',
		});
	});
});

describe('the settings of a node', () => {
	it('Retry On Fail runs it again, as often as is set', async () => {
		const retry = { retryOnFail: true, waitBetweenTries: 1 };
		const twice = await engine.run(
			singleNode('probe', { operation: 'failTwice' }, { ...retry, maxTries: 2 }),
		);
		expect(twice.node(NODE).error?.message).toBe('Attempt 2 failed');
		const thrice = await engine.run(
			singleNode('probe', { operation: 'failTwice' }, { ...retry, maxTries: 3 }),
		);
		expect(jsonOf(thrice.node(SUCCESS).success)).toEqual([{ value: 'default value', attempts: 3 }]);
	});

	it('a disabled node hands its input on', async () => {
		const result = await engine.run(singleNode('probe', {}, { disabled: true }), { items });
		expect(jsonOf(result.node(SUCCESS).success)).toEqual(items);
	});

	it('a required parameter left empty fails the execution before its start', async () => {
		const result = await engine.run(singleNode('probe', { value: '' }));
		expect(result.status).toBe('error');
		expect(result.error?.message).toContain('Parameter "Value" is required');
		expect(result.started).toEqual([]);
	});
});

describe('more than one node', () => {
	it('a loop runs its body once a turn, with a run index that grows', async () => {
		const spec = workflow(
			[
				{ name: SOURCE, type: 'playground.source' },
				{ name: 'Loop', type: 'playground.loop', parameters: { batchSize: 2 } },
				{ name: NODE, type: 'probe', parameters: { value: "={{ $('Source').item.json.name }}" } },
				{ name: SUCCESS, type: 'playground.collect' },
			],
			[
				[SOURCE, 'Loop'],
				['Loop', SUCCESS],
				['Loop', NODE, 1],
				[NODE, 'Loop'],
			],
		);
		const result = await engine.run(spec, { items });
		expect(result.node(NODE).runs.map(({ runIndex, branches }) => [runIndex, branches[0]?.length])).toEqual([
			[0, 2],
			[1, 1],
		]);
		expect(jsonOf(result.node(SUCCESS).success)).toEqual([
			{ value: 'Anna', runIndex: 0 },
			{ value: 'Bert', runIndex: 0 },
			{ value: 'Cleo', runIndex: 1 },
		]);
	});

	it('a merge waits for both of its inputs', async () => {
		const spec = workflow(
			[
				{ name: SOURCE, type: 'playground.source' },
				{ name: 'Left', type: 'probe', parameters: { value: 'left' } },
				{ name: 'Right', type: 'probe', parameters: { value: 'right' } },
				{ name: 'Merge', type: 'playground.merge' },
			],
			[
				[SOURCE, 'Left'],
				[SOURCE, 'Right'],
				['Left', 'Merge', 0, 0],
				['Right', 'Merge', 0, 1],
			],
		);
		const result = await engine.run(spec);
		expect(result.node('Merge').runs).toHaveLength(1);
		expect(result.node('Merge').success.map(({ json }) => json.value)).toEqual(['left', 'right']);
	});
});
