import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import type { RequestCounts } from '../http/client';
import { withoutCanceled } from './failure';
import type { Operation, RunSummary, UnitReport } from './operation';
import type { PlannedUnit } from './plan';
import type { RunInfo } from './runInfo';
import { count, number } from './throwing';

/**
 * Tells the user above the output what the run came to. Older versions of n8n have no execution hints; there the log
 * has the counts.
 */
export function addHints<U>(
	context: IExecuteFunctions,
	info: RunInfo,
	operation: Operation<U>,
	units: Array<PlannedUnit<U>>,
	reports: UnitReport[],
	counts: RequestCounts,
	unreadable: number,
): void {
	const run = summarise(info, units, reports, counts);
	const hints: NodeExecutionHint[] = [];
	const summary = operation.summary?.(run);
	if (summary && units.length > 0) {
		const unread = unreadable > 0 ? `; ${count(unreadable, { one: 'item', many: 'items' })} couldn't be used` : '';
		hints.push({ message: `${summary}${unread}; ${requestsText(counts)}`, location: 'outputPane', type: 'info' });
	}
	const refused = [...run.rejected.values()].reduce((sum, value) => sum + value, 0);
	if (refused > 0 && !info.continueOnFail) {
		hints.push({
			message:
				`${number(refused)} of ${count(units.length, operation.unit)} refused by the service: look for "success": false. ` +
				"To get them on a branch of their own, set 'On Error' in this node's settings to 'Continue (using error output)'.",
			location: 'outputPane',
			type: 'warning',
		});
	}
	hints.push(...(operation.hints?.(run) ?? []));
	for (const hint of hints) {
		hint.message = withoutCanceled(hint.message);
		context.logger.debug(`${info.node.name}: ${hint.message}`);
	}
	if (hints.length > 0) context.addExecutionHints?.(...hints);
}

function summarise<U>(
	info: RunInfo,
	units: Array<PlannedUnit<U>>,
	reports: UnitReport[],
	counts: RequestCounts,
): RunSummary<U> {
	const rejected = new Map<string, number>();
	let done = 0;
	let failed = 0;
	for (const report of reports) {
		if (report.kind === 'done') done++;
		else if (report.kind === 'failed') failed++;
		else rejected.set(report.code, (rejected.get(report.code) ?? 0) + 1);
	}
	return { info, counts, units, reports, done, failed, rejected };
}

function requestsText({ sent, repeated }: RequestCounts): string {
	return count(sent, { one: 'request', many: 'requests' }) + (repeated > 0 ? `, ${number(repeated)} repeated` : '');
}
