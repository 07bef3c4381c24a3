import type { AnsweredPart, Batch, Operation, Part } from './operation';

/** A unit with the input item it came from and the parts that decide its fate. */
export interface PlannedUnit<U> {
	unit: U;
	itemIndex: number;
	parts: Array<PlannedPart<U>>;
}

/** A part with what the planner needs to know. */
export interface PlannedPart<U> extends AnsweredPart<U> {
	/** Undefined: travels alone. */
	group: string | undefined;
	itemIndex: number;
	stage: string | undefined;
	repeats: number;
	/** Refused for a passing reason until its tries were used up: later the service may say something else. */
	isPassing: boolean;
}

/** What travels in one HTTP request. */
export type PlannedRequest<U> = Array<Batch<U>>;

/** Finds the distinct parts of all units: equal ids within a group become one part that several units share. */
export class PartIndex<U> {
	/** In the order in which they were first held. */
	readonly parts: Array<PlannedPart<U>> = [];
	private readonly groups = new Map<string, Map<string, PlannedPart<U>>>();

	constructor(private readonly operation: Pick<Operation<U>, 'parts'>) {}

	/** To be called in input order. */
	plan(unit: U, itemIndex: number): PlannedUnit<U> {
		const parts = this.operation.parts(unit).map((part) => this.find(unit, itemIndex, part));
		return { unit, itemIndex, parts };
	}

	private find(unit: U, itemIndex: number, { group, id }: Part): PlannedPart<U> {
		if (group === undefined) return this.add(unit, itemIndex, group, id);
		let members = this.groups.get(group);
		if (!members) this.groups.set(group, (members = new Map()));
		let part = members.get(id);
		if (!part) members.set(id, (part = this.add(unit, itemIndex, group, id)));
		return part;
	}

	private add(unit: U, itemIndex: number, group: string | undefined, id: string): PlannedPart<U> {
		// All fields at once: what is added to an object later costs memory of its own, a hundred thousand times.
		const part: PlannedPart<U> = {
			id,
			unit,
			itemIndex,
			group,
			attempts: 0,
			repeats: 0,
			stage: undefined,
			note: undefined,
			isPassing: false,
			begun: undefined,
			mayHaveBeenActedOn: undefined,
			answer: undefined,
		};
		this.parts.push(part);
		return part;
	}
}

/** Finds the units that hold a part. The index is built when first asked: most operations never ask. */
export function indexUnits<U>(units: Array<PlannedUnit<U>>): (part: PlannedPart<U>) => U[] {
	let index: Map<PlannedPart<U>, U[]> | undefined;
	return (part) => {
		if (!index) {
			index = new Map();
			for (const { unit, parts } of units) {
				for (const held of parts) {
					const holders = index.get(held);
					if (holders) holders.push(unit);
					else index.set(held, [unit]);
				}
			}
		}
		return index.get(part) ?? [];
	};
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
		if (part.group === undefined) {
			filled.push([part]);
			continue;
		}
		const key = `${part.stage ?? ''}\n${part.group}`;
		const batch = open.get(key);
		if (batch && batch.length < batchSize) {
			batch.push(part);
		} else {
			const next = [part];
			open.set(key, next);
			filled.push(next);
		}
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
