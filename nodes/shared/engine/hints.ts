import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import type { RequestCounts } from '../http/client';
import { adviceOf, sentence, toFailure, withoutCanceled, type Failure } from '../failure';
import type { OperationBase, RunSummary } from './operation';
import type { RunInfo } from './runInfo';
import { count, number, type Noun } from '../wording';

/** What is known of a run before its reports are counted. */
type Ran<U, A> = Omit<RunSummary<U, A>, 'succeeded' | 'failed' | 'rejected'>;

interface HintedRun<U, A> extends Ran<U, A> {
	operation: Pick<OperationBase<U, A>, 'unit' | 'summary' | 'hints'>;
	/** Why items couldn't be read, by index. */
	problems: ReadonlyMap<number, Failure>;
}

const ITEMS = { one: 'item', many: 'items' };

/**
 * Tells the user above the output what the run came to. Older versions of n8n have no execution hints; there the log
 * has the counts. A slip in a hint's text must not cost the results.
 */
export function tellHints(
	context: IExecuteFunctions,
	{ node }: RunInfo,
	write: () => NodeExecutionHint[],
): void {
	try {
		const hints = write();
		for (const hint of hints) {
			hint.message = withoutCanceled(hint.message);
			context.logger.debug(`${node.name}: ${hint.message}`);
		}
		if (hints.length > 0) context.addExecutionHints?.(...hints);
	} catch (error) {
		context.logger.warn(`${node.name}: its hints could not be written: ${toFailure(error).message}`);
	}
}

/** @returns first what was done, what wasn't and the commonest reason; a warning as soon as anything failed */
export function hintsFor<U, A>({ operation, problems, ...ran }: HintedRun<U, A>): NodeExecutionHint[] {
	const { info, units, reports, counts } = ran;
	if (units.length === 0) return problems.size > 0 ? unusableHint([...problems.values()]) : [];
	const run = summarise(ran);
	const refused = reports.length - run.succeeded - run.failed;
	const failed = reports.flatMap((report) => (report.kind === 'failed' ? [report.failure] : []));
	const failures = [...failed, ...problems.values()];
	const unread = problems.size > 0 ? `; ${count(problems.size, ITEMS)} couldn't be used` : '';
	const hints = [
		hint(
			failures.length > 0 || refused > 0 ? 'warning' : 'info',
			`${operation.summary(run)}${unread}; ${requestsText(counts)}${reasonText(failures)}`,
		),
	];
	if (refused > 0 && !info.continueOnFail) {
		hints.push(
			hint(
				'warning',
				`${number(refused)} of ${count(units.length, operation.unit)} refused by the service: look for "success": false. ` +
					"To get them on a branch of their own, set 'On Error' in this node's settings to 'Continue (using error output)'.",
			),
		);
	}
	return [...hints, ...(operation.hints?.(run) ?? [])];
}

/**
 * Says of a run in which no item could be used that nothing was sent, and why.
 * @param failures one for each item
 */
export function unusableHint(failures: Failure[]): NodeExecutionHint[] {
	const { failure, times } = commonest(failures);
	const all = failures.length;
	const head = `0 of ${count(all, ITEMS)} sent`;
	const isEmpty = failure.code === 'EMPTY_PARAMETER';
	let what: string;
	if (times < all) what = `${head}. Most often (${number(times)}): ${failure.message}`;
	else if (all === 1) what = `${head}: ${failure.message}`;
	else what = `${head}: ${failure.message}${isEmpty ? ' in all' : ' (all of them)'}`;
	return [hint('warning', sentence(what, adviceOf(failure)))];
}

function hint(type: 'info' | 'warning', message: string): NodeExecutionHint {
	return { message, type, location: 'outputPane' };
}

function reasonText(failures: Failure[]): string {
	if (failures.length === 0) return '';
	const { failure, times } = commonest(failures);
	return times === failures.length
		? `. Why: ${failure.message}`
		: `. Most often (${number(times)}): ${failure.message}`;
}

/** @returns of the reason that most failures share the first failure, and how many they are */
function commonest(failures: Failure[]): { failure: Failure; times: number } {
	const reasons = new Map<string, { failure: Failure; times: number }>();
	let most = { failure: failures[0], times: 0 };
	for (const failure of failures) {
		// What differs from row to row, such as a quoted value, makes no other reason.
		const key = `${failure.code} ${failure.message.replace(/“[^”]*”|\d+/g, '')}`;
		const reason = reasons.get(key) ?? { failure, times: 0 };
		reason.times++;
		reasons.set(key, reason);
		if (reason.times > most.times) most = reason;
	}
	return most;
}

function summarise<U, A>(ran: Ran<U, A>): RunSummary<U, A> {
	const rejected = new Map<string, number>();
	let succeeded = 0;
	let failed = 0;
	for (const report of ran.reports) {
		if (report.kind === 'succeeded') succeeded++;
		else if (report.kind === 'failed') failed++;
		else rejected.set(report.code, (rejected.get(report.code) ?? 0) + 1);
	}
	return { ...ran, succeeded, failed, rejected };
}

/**
 * The sentence that sums a run up where units are done or fail: "3 segments created", "2 of 3 segments created; 1 failed".
 * @param did what was done to them
 */
export function doneAndFailed<U, A>(
	{ units, succeeded, failed }: RunSummary<U, A>,
	unit: Noun,
	did: string,
): string {
	const all = count(units.length, unit);
	if (succeeded === units.length) return `${all} ${did}`;
	return `${number(succeeded)} of ${all} ${did}${failed > 0 ? `; ${number(failed)} failed` : ''}`;
}

function requestsText({ sent, retried }: RequestCounts): string {
	return (
		count(sent, { one: 'request', many: 'requests' }) + (retried > 0 ? `, ${number(retried)} retried` : '')
	);
}
