import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { adviceOf, withoutCanceled, type Failure } from '../failure';
import type { OperationBase, UnitReport } from './operation';
import type { PlannedUnit } from './plan';
import type { Run } from './run';
import { failureFacts } from './throwing';

interface ReportJob<U, A> {
	run: Run;
	operation: Pick<OperationBase<U, A>, 'identify' | 'outputKeys'>;
	units: Array<PlannedUnit<U, A>>;
	/** What became of each unit, in the same order. */
	reports: UnitReport[];
	/** Items that couldn't be read, by index. */
	problems: ReadonlyMap<number, Failure>;
}

/** Writes the node's output: in input order, each item paired with the one it came from. */
export function reportItems<U, A>(job: ReportJob<U, A>): INodeExecutionData[] {
	const output: INodeExecutionData[] = [];
	const own = job.run.settings.includeInputFields ? ownKeys(job) : undefined;
	let at = 0;
	for (let itemIndex = 0; itemIndex < job.run.items.length; itemIndex++) {
		const problem = job.problems.get(itemIndex);
		if (problem) output.push(failureItem(problem, {}, itemIndex));
		for (; job.units[at]?.itemIndex === itemIndex; at++) {
			writeUnit(job, job.units[at].unit, job.reports[at], itemIndex, own, output);
		}
	}
	return output;
}

function writeUnit<U, A>(
	{ operation, run: { info, items } }: ReportJob<U, A>,
	unit: U,
	report: UnitReport,
	itemIndex: number,
	own: ReadonlySet<string> | undefined,
	output: INodeExecutionData[],
): void {
	if (report.kind === 'failed') {
		output.push(failureItem(report.failure, operation.identify(unit), itemIndex));
	} else if (report.kind === 'rejected' && info.continueOnFail) {
		output.push(failureItem(report, operation.identify(unit), itemIndex));
	} else {
		for (const json of Array.isArray(report.json) ? report.json : [report.json]) {
			const item: INodeExecutionData = {
				json: own ? { ...without(own, items[itemIndex].json), ...json } : json,
				pairedItem: { item: itemIndex },
			};
			if (report.kind === 'succeeded' && report.binary) item.binary = report.binary;
			output.push(item);
		}
	}
}

/**
 * The keys that are the node's own. A failure's are among them: rows from an error output bring theirs along, and n8n
 * repeats a node with Retry On Fail when its first item has an `error`, be it a success.
 */
function ownKeys<U, A>({ operation, units, reports }: ReportJob<U, A>): Set<string> {
	const known = operation.outputKeys(units.map(({ unit }) => unit));
	const keys = new Set(['error', 'details', ...known]);
	for (const report of reports) {
		if (report.kind === 'failed') continue;
		for (const json of [report.json].flat()) for (const key of Object.keys(json)) keys.add(key);
	}
	return keys;
}

function without(own: ReadonlySet<string>, input: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(input).filter(([key]) => !own.has(key)));
}

/**
 * An item in the one shape that n8n routes to the error output with all its fields: `{ error, details }` and nothing else.
 * @param identifiers the identifier keys of the unit
 */
export function failureItem(
	failure: Failure,
	identifiers: IDataObject,
	itemIndex: number,
): INodeExecutionData {
	return {
		json: {
			error: withoutCanceled(failure.message),
			details: {
				code: failure.code,
				advice: adviceOf(failure),
				...failureFacts(failure),
				...identifiers,
				...failure.extra,
			},
		},
		pairedItem: { item: itemIndex },
	};
}
