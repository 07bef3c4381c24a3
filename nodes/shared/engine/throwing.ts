import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { sentence, withoutCanceled, type Failure } from './failure';
import type { Operation } from './operation';
import type { PlannedUnit } from './plan';
import type { RunInfo } from './runInfo';
import type { Breakdown } from './send';

/** Identifiers that an error lists at most: n8n stores an error twice with the execution. */
const MOST_LISTED = 1000;

/**
 * Ends the run before anything was sent, because an item can't be used.
 * @throws NodeOperationError with the item's index
 */
export function throwItemProblem(info: RunInfo, failure: Failure, itemIndex: number): never {
	const { message, description } = texts(info, failure, `${failure.message} [item ${itemIndex}]`);
	const error = new NodeOperationError(info.node, message, { itemIndex, description });
	// n8n replaces messages in which it recognises the name of a system error, and "preexisting" holds EEXIST.
	error.message = message;
	throw error;
}

/**
 * Ends a run with On Error = Stop after a request finally failed, or a unit was reported as failed.
 * @param notDone the units that weren't done
 * @param total how many units there were
 * @throws NodeApiError whose message counts what was done, whose description says what to do, and whose
 *   `context.data` lists at most 1000 identifiers of what wasn't done
 */
export function throwRunFailure<U>(
	info: RunInfo,
	operation: Operation<U>,
	notDone: Array<PlannedUnit<U>>,
	total: number,
	{ failure, itemIndex }: Pick<Breakdown, 'failure' | 'itemIndex'>,
): never {
	const done = total - notDone.length;
	const { one, many } = operation.unit;
	const counts = `${done} ${done === 1 ? one : many} done, ${notDone.length} not done`;
	const { message, description } = texts(info, failure, `${failure.message}: ${counts} [item ${itemIndex}]`);
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

/**
 * Ends a run that the user cancelled.
 * @throws NodeOperationError
 */
export function throwCanceled(info: RunInfo, done: number, total: number): never {
	throw new NodeOperationError(info.node, `Execution was canceled: ${done} of ${total} units done`);
}

/** @returns whether the service gave its verdict on all parts of a unit */
export function isDone<U>({ parts }: PlannedUnit<U>): boolean {
	return parts.every(({ answer }) => answer?.kind === 'accepted' || answer?.kind === 'refused');
}

/** @returns whether all of the unit was done, yet counts as a failure: to do it again would be doing it twice */
export function isDoneButFails<U>({ parts }: PlannedUnit<U>): boolean {
	return (
		parts.every(({ answer }) => answer?.kind === 'accepted') &&
		parts.some(({ answer }) => answer?.kind === 'accepted' && answer.failure !== undefined)
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

/** A number as people read it: 12,345. */
export function number(value: number): string {
	return value.toLocaleString('en-US');
}

/** A number with its noun: 1 device, 12,345 devices. */
export function count(value: number, noun: { one: string; many: string }): string {
	return `${number(value)} ${value === 1 ? noun.one : noun.many}`;
}

/** An agent sees only the message, so there it holds the advice as well. */
function texts(info: RunInfo, { advice }: Failure, what: string): { message: string; description?: string } {
	const message = sentence(what, info.isTool ? advice : undefined);
	return info.isTool || !advice ? { message } : { message, description: withoutCanceled(advice) };
}

function listNames<U>(operation: Operation<U>, units: Array<PlannedUnit<U>>): string[] {
	const names: string[] = [];
	for (const { unit, parts } of units) {
		const own = operation.names?.(unit, parts) ?? Object.values(operation.identify(unit)).flat().map(String);
		for (const name of own) {
			if (names.length === MOST_LISTED) return names;
			names.push(name);
		}
	}
	return names;
}
