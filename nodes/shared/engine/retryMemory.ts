import { createHash } from 'node:crypto';
import type { RequestCounts } from '../http/client';
import type { AnsweredPart, OperationBase } from './operation';
import type { PlannedPart, PlannedUnit } from './plan';
import type { RunInfo } from './runInfo';

/** n8n waits at most 5 seconds before it repeats a node, and repeats it 4 times: ten minutes after a try none follows. */
const LIFETIME_MS = 600_000;

/** Most parts that are remembered in this process, all nodes together: some hundred bytes each. */
const MOST_REMEMBERED = 500_000;

/** What is known of one part. */
type Remembered = Pick<
	AnsweredPart<unknown, unknown>,
	'answer' | 'attempts' | 'begun' | 'mayHaveBeenActedOn'
>;

/** What an operation says about being asked again. */
type Remembering<U> = Pick<OperationBase<U, never>, 'asksFor' | 'retriesUncertain'>;

/** The tries of one run of a node. */
interface RunRecord {
	parts: Map<string, Remembered>;
	counts: RequestCounts;
	/** Tries under way. */
	users: number;
	/** When the last try ended, by the monotonic clock. */
	usedAt: number;
}

/** The runs of nodes that failed a moment ago, the longest unused first. */
const runs = new Map<string, RunRecord>();

/**
 * What n8n's *Retry On Fail* must not do twice. It repeats a whole node as soon as it fails, or the first item of its
 * output is a failure: in the same process, with the same items, under the same execution, node and run index. So what is
 * known after a try is kept for a while, and handed back to the next one.
 *
 * A part is known again by its item, its id and what its unit asks for: where an expression now gives something else,
 * nothing is handed back. As a tool a node gets a new run index for each try (n8n-core, `makeHandleToolInvocation`): there
 * all calls of an execution share what is known, and an equal call after a failed one counts as a repeat of it.
 */
export class RetryMemory {
	private readonly record: RunRecord;

	private constructor(
		private readonly key: string,
		private readonly isTool: boolean,
		private readonly most: number,
	) {
		this.record = runs.get(key) ?? { parts: new Map(), counts: { sent: 0, retried: 0 }, users: 0, usedAt: 0 };
		this.record.users++;
		this.touch();
	}

	/**
	 * @param most parts that are remembered in this process, all nodes together
	 * @returns undefined where n8n repeats nothing, or doesn't say which run this is
	 */
	static of(
		{ node, instanceId, workflowId, executionId, runIndex, isTool }: RunInfo,
		most = MOST_REMEMBERED,
	): RetryMemory | undefined {
		forgetOld(most);
		if (node.retryOnFail !== true || executionId === undefined) return undefined;
		const run = isTool ? 'tool' : runIndex;
		if (run === undefined) return undefined;
		return new RetryMemory(JSON.stringify([instanceId, workflowId, executionId, node.id, run]), isTool, most);
	}

	/** Counts over all tries: the hint tells what the run came to, not its last try. */
	counts(): RequestCounts {
		return this.isTool ? { sent: 0, retried: 0 } : this.record.counts;
	}

	/** Leaves in the parts what is known of them. */
	recall<U, A>(operation: Remembering<U>, units: Array<PlannedUnit<U, A>>): void {
		if (this.record.parts.size === 0) return;
		for (const [key, part] of keyed(operation, units)) {
			const known = this.record.parts.get(key);
			if (!known || part.answer) continue;
			// Only this operation of this node can have left it under such a key.
			part.answer = known.answer as PlannedPart<U, A>['answer'];
			part.begun = known.begun;
			part.mayHaveBeenActedOn = known.mayHaveBeenActedOn;
			if (known.answer) part.attempts = known.attempts;
		}
	}

	/**
	 * Ends the try: keeps what is known of the parts for the next one, or forgets it.
	 * @param isOver n8n won't repeat this run
	 */
	end<U, A>(operation: Remembering<U>, units: Array<PlannedUnit<U, A>>, isOver: boolean): void {
		const { parts } = this.record;
		for (const [key, part] of keyed(operation, units)) {
			const known = isOver ? undefined : toRemembered(part, operation.retriesUncertain === true);
			if (known) parts.set(key, known);
			else parts.delete(key);
		}
		this.record.users--;
		this.touch();
		if (parts.size === 0 && this.record.users === 0 && isOver) runs.delete(this.key);
		forgetOld(this.most);
	}

	private touch(): void {
		this.record.usedAt = performance.now();
		runs.delete(this.key);
		runs.set(this.key, this.record);
	}
}

function toRemembered(
	part: PlannedPart<unknown, unknown>,
	retriesUncertain: boolean,
): Remembered | undefined {
	const { attempts, begun, mayHaveBeenActedOn } = part;
	const answer = isKnown(part, retriesUncertain) ? part.answer : undefined;
	return answer || begun !== undefined || mayHaveBeenActedOn
		? { answer, attempts, begun, mayHaveBeenActedOn }
		: undefined;
}

/** Accepted, refused for good, or not to be asked for again since it may have been done. */
function isKnown({ answer, isPassing }: PlannedPart<unknown, unknown>, retriesUncertain: boolean): boolean {
	if (answer?.kind === 'succeeded') return true;
	if (answer?.kind === 'rejected') return !isPassing;
	return answer?.kind === 'failed' && answer.failure.uncertain === true && !retriesUncertain;
}

/**
 * The parts of all units with the keys by which they are known again: one for each place that a part stands in, so that it
 * is found from any of them.
 */
function* keyed<U, A>(
	operation: Remembering<U>,
	units: Array<PlannedUnit<U, A>>,
): Generator<[key: string, part: PlannedPart<U, A>]> {
	const seen = new Map<string, PlannedPart<U, A>>();
	for (const { unit, itemIndex, parts } of units) {
		const asked = JSON.stringify([itemIndex, operation.asksFor?.(unit) ?? unit]);
		for (const part of parts) {
			let key = digest(asked, part.id);
			// Two of an item that are alike but not one: the second is the second at the repeat as well.
			while ((seen.get(key) ?? part) !== part) key = digest(key, 'again');
			seen.set(key, part);
			yield [key, part];
		}
	}
}

function digest(asked: string, id: string): string {
	return createHash('sha256').update(`${asked.length} ${asked}${id}`).digest('base64').slice(0, 22);
}

/** What no try may follow, and the longest unused where it is too much. */
function forgetOld(most: number): void {
	const now = performance.now();
	let remembered = 0;
	for (const { parts } of runs.values()) remembered += parts.size;
	for (const [key, { parts, users, usedAt }] of runs) {
		if (users > 0 || (now - usedAt <= LIFETIME_MS && remembered <= most)) continue;
		runs.delete(key);
		remembered -= parts.size;
	}
}
