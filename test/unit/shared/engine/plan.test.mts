import { describe, expect, it } from 'vitest';

import type { Part } from '../../../../nodes/shared/engine/operation.ts';
import { indexUnits, PartIndex, planRequests } from '../../../../nodes/shared/engine/plan.ts';

interface Unit {
	name: string;
	parts: Part[];
}

const unit = (name: string, ...parts: Part[]): Unit => ({ name, parts });
const link = (...units: Unit[]) => {
	const index = new PartIndex<Unit, undefined>({ parts: ({ parts }) => parts });
	return { units: units.map((each, itemIndex) => index.plan(each, itemIndex)), parts: index.parts };
};
const part = (group: string | undefined, id: string): Part => ({ group, id });

describe('units and their parts', () => {
	it('equal ids of a group are one part, held by the first unit', () => {
		const { units, parts } = link(
			unit('u0', part('a', '1')),
			unit('u1', part('a', '2')),
			unit('u2', part('a', '1')),
		);
		expect(parts.map(({ id, unit: { name }, itemIndex }) => [id, name, itemIndex])).toEqual([
			['1', 'u0', 0],
			['2', 'u1', 1],
		]);
		expect(units[2]?.parts[0]).toBe(units[0]?.parts[0]);
		expect(units.map(({ itemIndex }) => itemIndex)).toEqual([0, 1, 2]);
	});

	it('equal ids of different groups are different parts', () => {
		const { parts } = link(unit('u0', part('a', '1')), unit('u1', part('b', '1')));
		expect(parts).toHaveLength(2);
	});

	it('a part without a group is never shared', () => {
		const { parts } = link(unit('u0', part(undefined, '1')), unit('u1', part(undefined, '1')));
		expect(parts).toHaveLength(2);
	});

	it('names that objects inherit are names like all others', () => {
		const names = ['__proto__', 'constructor', 'toString', ''];
		const { parts } = link(unit('u0', ...names.flatMap((group) => names.map((id) => part(group, id)))));
		expect(parts).toHaveLength(16);
	});

	it('a unit that names a part twice holds it twice', () => {
		const { units, parts } = link(unit('u0', part('a', '1'), part('a', '1')));
		expect(parts).toHaveLength(1);
		expect(units[0]?.parts).toEqual([parts[0], parts[0]]);
	});

	it('a part is found by all units that hold it', () => {
		const { units, parts } = link(unit('u0', part('a', '1')), unit('u1', part('a', '1'), part('a', '2')));
		const unitsOf = indexUnits(units);
		expect(parts.map((each) => unitsOf(each).map(({ name }) => name))).toEqual([['u0', 'u1'], ['u1']]);
	});
});

describe('requests', () => {
	const plan = (units: Unit[], batchSize: number, bundle?: { size: number; key: (unit: Unit) => string }) => {
		const { units: linked, parts } = link(...units);
		return planRequests(parts, bundle, batchSize, indexUnits(linked));
	};
	const ids = (requests: ReturnType<typeof plan>) =>
		requests.map((batches) => batches.map(({ parts }) => parts.map(({ id }) => id).join('')));

	it('hold parts of one group, up to the batch size, in the order of their first part', () => {
		const units = ['a1', 'b2', 'a3', 'a4', 'b5', 'a6'].map((name) =>
			unit(name, part(name[0], name[1] ?? '')),
		);
		expect(ids(plan(units, 3))).toEqual([['134'], ['25'], ['6']]);
		expect(ids(plan(units, 1000))).toEqual([['1346'], ['25']]);
		expect(ids(plan(units, 1))).toEqual([['1'], ['2'], ['3'], ['4'], ['5'], ['6']]);
	});

	it('hold a part without a group alone', () => {
		const units = ['1', '2'].map((id) => unit(id, part(undefined, id)));
		expect(ids(plan(units, 1000))).toEqual([['1'], ['2']]);
	});

	it('bundle batches with equal keys', () => {
		const units = ['a1', 'b2', 'c3', 'd4', 'a5'].map((name) => unit(name, part(name[0], name[1] ?? '')));
		const key = ({ name }: Unit) => (name.startsWith('b') ? 'other' : 'same');
		expect(ids(plan(units, 1000, { size: 2, key }))).toEqual([['15', '3'], ['2'], ['4']]);
		expect(ids(plan(units, 1000, { size: 50, key }))).toEqual([['15', '3', '4'], ['2']]);
		expect(ids(plan(units, 1000, { size: 1, key }))).toEqual([['15'], ['2'], ['3'], ['4']]);
	});

	it('keep stages apart', () => {
		const { units, parts } = link(...['1', '2', '3'].map((id) => unit(id, part('a', id))));
		for (const each of parts) if (each.id !== '2') each.stage = 'sandbox';
		const requests = planRequests(parts, undefined, 1000, indexUnits(units));
		expect(requests.map(([batch]) => [batch?.stage, batch?.parts.map(({ id }) => id)])).toEqual([
			['sandbox', ['1', '3']],
			[undefined, ['2']],
		]);
	});

	it('know their units, each once, in input order', () => {
		const units = [
			unit('u0', part('a', '1')),
			unit('u1', part('a', '2'), part('a', '1')),
			unit('u2', part('a', '3')),
			unit('u3', part('a', '1')),
		];
		const [first, second] = plan(units, 2).flat();
		expect(first?.sample.name).toBe('u0');
		expect(first?.units().map(({ name }) => name)).toEqual(['u0', 'u1', 'u3']);
		expect(second?.units().map(({ name }) => name)).toEqual(['u2']);
	});
});
