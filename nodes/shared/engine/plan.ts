import type { AnsweredPart, Batch, Operation } from './operation';

/** A unit with the input item it came from and the parts that decide its fate. */
export interface PlannedUnit<U> {
	unit: U;
	itemIndex: number;
	parts: Array<PlannedPart<U>>;
}

/** A part with what the planner needs to know. */
export interface PlannedPart<U> extends AnsweredPart<U> {
	group: string;
	itemIndex: number;
	stage?: string;
	repeats: number;
}

/** What travels in one HTTP request. */
export type PlannedRequest<U> = Array<Batch<U>>;

/**
 * Finds the distinct parts of all units: equal ids within a group become one part that several units share.
 * @param units in input order
 */
export function linkUnitsToParts<U>(
	units: Array<{ unit: U; itemIndex: number }>,
	operation: Pick<Operation<U>, 'parts'>,
): { units: Array<PlannedUnit<U>>; parts: Array<PlannedPart<U>> } {
	const groups = new Map<string, Map<string, PlannedPart<U>>>();
	const all: Array<PlannedPart<U>> = [];
	let loners = 0;
	const planned = units.map(({ unit, itemIndex }) => {
		const parts: Array<PlannedPart<U>> = [];
		for (const { group: wanted, id } of operation.parts(unit)) {
			// A space can't start a group name of an operation's own making twice by chance.
			const group = wanted === undefined ? ` ${loners++}` : `g${wanted}`;
			let members = groups.get(group);
			if (!members) groups.set(group, (members = new Map()));
			let part = members.get(id);
			if (!part) {
				part = { id, unit, itemIndex, group, attempts: 0, repeats: 0 };
				members.set(id, part);
				all.push(part);
			}
			parts.push(part);
		}
		return { unit, itemIndex, parts };
	});
	return { units: planned, parts: all };
}

/**
 * Packs parts into requests: by group and stage, cut at the batch size, bundled where the operation allows it.
 * @param unitsOf all units that hold a part
 * @returns requests in the order of their first part
 */
export function planRequests<U>(
	parts: Array<PlannedPart<U>>,
	operation: Pick<Operation<U>, 'bundle'>,
	batchSize: number,
	unitsOf: (part: PlannedPart<U>) => U[],
): Array<PlannedRequest<U>> {
	const open = new Map<string, Array<PlannedPart<U>>>();
	const filled: Array<Array<PlannedPart<U>>> = [];
	for (const part of parts) {
		const key = `${part.stage ?? ''}\n${part.group}`;
		let batch = open.get(key);
		if (!batch || batch.length >= batchSize) {
			batch = [];
			open.set(key, batch);
			filled.push(batch);
		}
		batch.push(part);
	}
	const batches = filled.map((batch) => toBatch(batch, unitsOf));
	return operation.bundle ? bundle(batches, operation.bundle) : batches.map((batch) => [batch]);
}

function toBatch<U>(parts: Array<PlannedPart<U>>, unitsOf: (part: PlannedPart<U>) => U[]): Batch<U> {
	return {
		sample: parts[0].unit,
		units: () => [...new Set(parts.flatMap(unitsOf))],
		parts,
		stage: parts[0].stage,
	};
}

function bundle<U>(
	batches: Array<Batch<U>>,
	{ size, key }: NonNullable<Operation<U>['bundle']>,
): Array<PlannedRequest<U>> {
	const open = new Map<string, PlannedRequest<U>>();
	const requests: Array<PlannedRequest<U>> = [];
	for (const batch of batches) {
		const bundleKey = key(batch.sample);
		let request = open.get(bundleKey);
		if (!request || request.length >= size) {
			request = [];
			open.set(bundleKey, request);
			requests.push(request);
		}
		request.push(batch);
	}
	return requests;
}
