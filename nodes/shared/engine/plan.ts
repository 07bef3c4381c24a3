import type { Session } from '../http/session';
import type { AnsweredPart, Batch, DecidedPart, Part, SendsBundles } from './operation';

/** A unit with the input item it came from and the parts that decide its fate. */
export interface PlannedUnit<U, A> {
	unit: U;
	itemIndex: number;
	parts: Array<PlannedPart<U, A>>;
}

/** A part with what the planner needs to know. */
export interface PlannedPart<U, A> extends AnsweredPart<U, A> {
	/** Undefined: travels alone. */
	group: string | undefined;
	itemIndex: number;
	stage: string | undefined;
	retries: number;
	/** Refused for a passing reason until its tries were used up: later the service may say something else. */
	isPassing: boolean;
}

/** @returns whether the service gave its verdict on the part */
export function isDecided<U, A>(part: AnsweredPart<U, A>): part is DecidedPart<U, A> {
	return part.answer?.kind === 'succeeded' || part.answer?.kind === 'rejected';
}

/** How many batches may travel in one request, and which. */
type BundleRule<U> = Pick<SendsBundles<U, never, Session>['bundle'], 'size' | 'key'>;

interface PlannedBatch<U, A> extends Batch<U, A> {
	parts: Array<PlannedPart<U, A>>;
}

/** What travels in one HTTP request. */
export type PlannedRequest<U, A> = Array<PlannedBatch<U, A>>;

/** Finds the distinct parts of all units: equal ids within a group become one part that several units share. */
export class PartIndex<U, A> {
	/** In the order in which they were first held. */
	readonly parts: Array<PlannedPart<U, A>> = [];
	private readonly groups = new Map<string, Map<string, PlannedPart<U, A>>>();

	constructor(private readonly operation: { parts(unit: U): Part[] }) {}

	/** To be called in input order. */
	plan(unit: U, itemIndex: number): PlannedUnit<U, A> {
		const parts = this.operation.parts(unit).map((part) => this.find(unit, itemIndex, part));
		return { unit, itemIndex, parts };
	}

	private find(unit: U, itemIndex: number, { group, id }: Part): PlannedPart<U, A> {
		if (group === undefined) return this.add(unit, itemIndex, group, id);
		let members = this.groups.get(group);
		if (!members) this.groups.set(group, (members = new Map()));
		let part = members.get(id);
		if (!part) members.set(id, (part = this.add(unit, itemIndex, group, id)));
		return part;
	}

	private add(unit: U, itemIndex: number, group: string | undefined, id: string): PlannedPart<U, A> {
		// All fields at once: what is added to an object later costs memory of its own, a hundred thousand times.
		const part: PlannedPart<U, A> = {
			id,
			unit,
			itemIndex,
			group,
			attempts: 0,
			retries: 0,
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
export function indexUnits<U, A>(units: Array<PlannedUnit<U, A>>): (part: PlannedPart<U, A>) => U[] {
	// Most parts have one holder, which they name themselves.
	let others: Map<PlannedPart<U, A>, U[]> | undefined;
	return (part) => {
		if (!others) {
			others = new Map();
			for (const { unit, parts } of units) {
				for (const held of parts) {
					if (held.unit === unit) continue;
					const holders = others.get(held);
					if (holders) holders.push(unit);
					else others.set(held, [unit]);
				}
			}
		}
		return [part.unit, ...(others.get(part) ?? [])];
	};
}

/**
 * Packs parts into requests: by group and stage, cut at the batch size, bundled where the operation allows it.
 * @param unitsOf all units that hold a part
 * @returns requests in the order of their first part
 */
export function planRequests<U, A>(
	parts: Array<PlannedPart<U, A>>,
	rule: BundleRule<U> | undefined,
	batchSize: number,
	unitsOf: (part: PlannedPart<U, A>) => U[],
): Array<PlannedRequest<U, A>> {
	const keyOf = ({ group, stage }: PlannedPart<U, A>) =>
		group === undefined ? undefined : `${stage ?? ''}\n${group}`;
	const batches = pack(parts, batchSize, keyOf).map(
		(batch): PlannedBatch<U, A> => ({
			sample: batch[0].unit,
			units: () => [...new Set(batch.flatMap(unitsOf))],
			parts: batch,
			stage: batch[0].stage,
		}),
	);
	return rule ? pack(batches, rule.size, ({ sample }) => rule.key(sample)) : batches.map((batch) => [batch]);
}

/**
 * Puts entries of equal keys together, up to so many.
 * @param keyOf undefined: this entry stays alone
 * @returns the packets in the order of their first entry
 */
function pack<T>(entries: T[], size: number, keyOf: (entry: T) => string | undefined): T[][] {
	const open = new Map<string, T[]>();
	const packets: T[][] = [];
	for (const entry of entries) {
		const key = keyOf(entry);
		const packet = key === undefined ? undefined : open.get(key);
		if (packet && packet.length < size) {
			packet.push(entry);
			continue;
		}
		const next = [entry];
		packets.push(next);
		if (key !== undefined) open.set(key, next);
	}
	return packets;
}
