import { NodeApiError, NodeOperationError, type IDataObject } from 'n8n-workflow';
import { adviceOf, sentence, withoutCanceled, type Failure } from '../failure';
import type { OperationBase } from './operation';
import type { PlannedUnit } from './plan';
import type { RunInfo } from './runInfo';
import type { FailedItem } from './send';

/** How an operation names its units. */
type Naming<U, A> = Pick<OperationBase<U, A>, 'unit' | 'identify' | 'names'>;

/** Identifiers that an error lists at most: n8n stores an error twice with the execution. */
const MOST_LISTED = 1000;

/**
 * Ends the run before anything was sent, because items can't be used.
 * @param problems why not, by item index, the first one first; at least one
 * @param itemCount how many items there are
 * @throws NodeOperationError with the first one's index; its message counts them, its description names the way out
 */
export function throwItemProblems(
	info: RunInfo,
	problems: ReadonlyMap<number, Failure>,
	itemCount: number,
): never {
	const [[itemIndex, failure]] = problems;
	const bad = problems.size;
	const first = `${failure.message} [item ${itemIndex}]`;
	const isOnly = itemCount === 1;
	const wayOut = `To ${bad < itemCount ? 'do the others' : 'get them on a branch of their own'}, set 'On Error' in this node's settings to 'Continue (using error output)'.`;
	const { message, description } = texts(
		info,
		isOnly ? first : `${bad} of ${itemCount} items can't be used, so nothing was sent. First: ${first}`,
		adviceOf(failure),
		...(isOnly ? [] : [wayOut]),
	);
	const error = new NodeOperationError(info.node, message, { itemIndex, description });
	// n8n replaces messages in which it recognises the name of a system error, and "preexisting" holds EEXIST.
	error.message = message;
	throw error;
}

/**
 * Ends a run with On Error = Stop after a request finally failed, or a unit was reported as failed.
 * @param notDone the units that weren't done
 * @param total how many units there were
 * @throws NodeApiError whose message says what happened, whose description says what to do and, from two units on, counts
 *   what was done, and whose `context.data` lists at most 1000 identifiers of what wasn't done
 */
export function throwRunFailure<U, A>(
	info: RunInfo,
	operation: Naming<U, A>,
	notDone: Array<PlannedUnit<U, A>>,
	total: number,
	{ failure, itemIndex }: FailedItem,
): never {
	const done = total - notDone.length;
	const { one, many } = operation.unit;
	const counts = `${done} ${done === 1 ? one : many} done, ${notDone.length} not done.`;
	const { message, description } = texts(
		info,
		`${failure.message} [item ${itemIndex}]`,
		adviceOf(failure),
		...(total > 1 ? [counts] : []),
	);
	const error = new NodeApiError(
		info.node,
		{},
		{
			message,
			description,
			itemIndex,
			...(failure.httpStatus === undefined ? {} : { httpCode: String(failure.httpStatus) }),
		},
	);
	error.message = message;
	error.context.data = listNames(operation, notDone);
	error.context.details = { code: failure.code, ...failureFacts(failure), ...failure.extra };
	throw error;
}

/** @returns whether all of the unit was done, yet counts as a failure: to do it again would be doing it twice */
export function isDoneButFails<U, A>({ parts }: PlannedUnit<U, A>): boolean {
	return (
		parts.every(({ answer }) => answer?.kind === 'succeeded') &&
		parts.some(({ answer }) => answer?.kind === 'succeeded' && answer.failure !== undefined)
	);
}

/** The facts of a failure that stand in `details` beside its code; absent ones are left out. */
export function failureFacts({ httpStatus, attempts, uncertain, retryAfter }: Failure): Partial<Failure> {
	return {
		...(httpStatus === undefined ? {} : { httpStatus }),
		...(attempts === undefined ? {} : { attempts }),
		...(uncertain === undefined ? {} : { uncertain }),
		...(retryAfter === undefined ? {} : { retryAfter }),
	};
}

/** An agent sees only the message, so there it holds all. */
function texts(info: RunInfo, what: string, ...more: string[]): { message: string; description?: string } {
	const description = more.join(' ');
	return info.isTool
		? { message: sentence(what, description) }
		: { message: withoutCanceled(what), description: withoutCanceled(description) };
}

function listNames<U, A>(operation: Naming<U, A>, units: Array<PlannedUnit<U, A>>): string[] {
	const names: string[] = [];
	for (const { unit, parts } of units) {
		const own = operation.names?.(unit, parts) ?? firstOf(operation.identify(unit));
		for (const name of own) {
			if (names.length === MOST_LISTED) return names;
			names.push(name);
		}
	}
	return names;
}

function firstOf(identifiers: IDataObject): string[] {
	return [Object.values(identifiers)[0] ?? []].flat().map(String);
}
