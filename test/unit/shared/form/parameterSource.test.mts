import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { isToolExecution, ParameterSource } from '../../../../nodes/shared/form/parameterSource.ts';
import { fakeContext, type FakeSetup } from '../fakeContext.mts';

function source(parameters: object, setup: FakeSetup = {}) {
	const fake = fakeContext({
		evaluate: (path, item) => `n8n's ${path} of ${item}`,
		...setup,
		parameters: parameters as INodeParameters,
	});
	const { context, node } = fake;
	return { ...fake, source: new ParameterSource(context, node, context.getInputData()) };
}

describe('a value without an expression', () => {
	it('comes as it is, without asking n8n', () => {
		const raw = { text: 'a', number: 0, off: false, none: null, list: [1, { a: 2 }], collection: { x: 'y' } };
		const { source: parameters, evaluations } = source(raw);
		for (const [name, value] of Object.entries(raw)) expect(parameters.get(name, 3, 'fallback')).toBe(value);
		expect(evaluations).toEqual([]);
	});

	it('only a first = makes an expression', () => {
		const { source: parameters, evaluations } = source({ a: '{{ $json.x }}', b: ' =1', c: '' });
		expect([
			parameters.get('a', 0, ''),
			parameters.get('b', 0, ''),
			parameters.get('c', 0, 'fallback'),
		]).toEqual(['{{ $json.x }}', ' =1', '']);
		expect(evaluations).toEqual([]);
	});
});

describe('the fallback', () => {
	it('counts only when the workflow does not hold the parameter', () => {
		const { source: parameters } = source({ empty: '', expression: '={{ $json.missing }}' });
		expect(parameters.get('absent', 0, 'fallback')).toBe('fallback');
		expect(parameters.get('empty', 0, 'fallback')).toBe('');
		expect(parameters.get('expression', 0, 'fallback')).toBeUndefined();
	});
});

describe('a plain field reference', () => {
	it('is followed in each item, without asking n8n', () => {
		const items = [{ a: { b: 1 } }, { a: { b: null } }, {}];
		const { source: parameters, evaluations } = source({ x: '={{ $json.a.b }}' }, { items });
		expect([0, 1, 2].map((at) => parameters.get('x', at, ''))).toEqual([1, null, undefined]);
		expect(evaluations).toEqual([]);
	});

	it('is left to n8n for items where it leads to an object', () => {
		const items = [{ a: 'x' }, { a: { b: 1 } }];
		const { source: parameters, evaluations } = source({ x: '={{ $json.a }}' }, { items });
		expect([0, 1].map((at) => parameters.get('x', at, ''))).toEqual(['x', "n8n's x of 1"]);
		expect(evaluations).toEqual(['x[1]']);
	});

	it.each(['told', 'by name'] as const)('is always left to n8n in a tool execution, %s', (tool) => {
		const { source: parameters } = source({ x: '={{ $json.a }}' }, { items: [{ a: 'not this' }], tool });
		expect(parameters.get('x', 0, '')).toBe("n8n's x of 0");
	});
});

describe('a parameter', () => {
	it('is taken apart once, however many items there are', () => {
		const items = [{ a: 1 }, { a: 2 }, { a: 3 }];
		const { source: parameters, node } = source({}, { items });
		let looks = 0;
		const get = () => (looks++, '={{ $json.a }}');
		Object.defineProperty(node.parameters, 'x', { get, enumerable: true });
		expect([0, 1, 2].map((at) => parameters.get('x', at, ''))).toEqual([1, 2, 3]);
		expect(looks).toBe(1);
	});
});

describe('every other expression', () => {
	it('is evaluated by n8n, once for each item', () => {
		const { source: parameters, evaluations } = source({ x: '=Hello {{ $json.a }}' }, { items: [{}, {}] });
		expect([0, 1].map((at) => parameters.get('x', at, ''))).toEqual(["n8n's x of 0", "n8n's x of 1"]);
		expect(evaluations).toEqual(['x[0]', 'x[1]']);
	});

	it('throws what n8n throws', () => {
		const evaluate = () => {
			throw new Error('Referenced node is unexecuted');
		};
		const { source: parameters } = source({ x: '={{ $("A").item.json.b }}' }, { evaluate });
		expect(() => parameters.get('x', 0, '')).toThrow('Referenced node is unexecuted');
	});
});

describe('a collection', () => {
	const raw = {
		options: {
			fixed: 'f',
			field: '={{ $json.a }}',
			other: '={{ $now }}',
			inner: { deep: '={{ $json.a }}', x: 1 },
		},
		rows: {
			condition: [
				{ tag: 'City', value: '={{ $json.a }}' },
				{ tag: '=T{{ 1 }}', value: 'v' },
			],
		},
	};

	it('asks n8n only for the members that need it', () => {
		const { source: parameters, evaluations } = source(raw, { items: [{ a: 'x' }] });
		expect(parameters.get('options', 0, {})).toEqual({
			fixed: 'f',
			field: 'x',
			other: "n8n's options.other of 0",
			inner: { deep: 'x', x: 1 },
		});
		expect(evaluations).toEqual(['options.other[0]']);
	});

	it('names the entries of a list by a dot and their place', () => {
		const { source: parameters, evaluations } = source(raw, { items: [{ a: 'x' }] });
		expect(parameters.get('rows', 0, {})).toEqual({
			condition: [
				{ tag: 'City', value: 'x' },
				{ tag: "n8n's rows.condition.1.tag of 0", value: 'v' },
			],
		});
		expect(evaluations).toEqual(['rows.condition.1.tag[0]']);
	});

	it('is a new object for each item, where it holds an expression', () => {
		const { source: parameters } = source(raw, { items: [{ a: 'x' }, { a: 'y' }] });
		const first = parameters.get('options', 0, {});
		expect(parameters.get('options', 1, {})).toMatchObject({ field: 'y' });
		expect(first).toMatchObject({ field: 'x' });
	});

	it('is evaluated as a whole when a name holds a dot or bracket, which n8n would take for a step', () => {
		for (const name of ['a.b', 'a[0]', '']) {
			const { source: parameters, evaluations } = source({
				data: { [name]: '={{ $json.a }}', b: '={{ $json.b }}' },
			});
			expect(parameters.get('data', 0, {})).toBe("n8n's data of 0");
			expect(evaluations).toEqual(['data[0]']);
		}
	});

	it('has Luxon values as text, as n8n hands a collection out', () => {
		const now = { isLuxonDateTime: true, toString: () => '2026-01-02T03:04:05.000Z' };
		const { source: parameters } = source({ options: { at: '={{ $now }}' } }, { evaluate: () => now });
		expect(parameters.get('options', 0, {})).toEqual({ at: '2026-01-02T03:04:05.000Z' });
	});
});

describe('a tool execution', () => {
	const { node } = fakeContext();
	const inVersionsThatDoNotTell = {} as Parameters<typeof isToolExecution>[0];

	it('is told by n8n, or by the name of the type', () => {
		expect(isToolExecution(fakeContext({ tool: 'told' }).context, node)).toBe(true);
		expect(isToolExecution(fakeContext().context, { ...node, type: 'package.sendPushTool' })).toBe(true);
		expect(isToolExecution(fakeContext().context, node)).toBe(false);
		expect(isToolExecution(inVersionsThatDoNotTell, node)).toBe(false);
	});
});
