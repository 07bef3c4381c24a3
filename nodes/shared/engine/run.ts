import { NodeOperationError, sleep } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { HttpClient, type RequestCounts } from '../http/client';
import type { Session } from '../http/session';
import { Traffic } from '../http/traffic';
import type { ItemReader } from '../form/itemReader';
import { RunCanceled, toFailure, type Failure } from '../failure';
import { hintsFor, tellHints } from './hints';
import type { AnsweredPart, Hands, Operation, RunSummary, UnitReport } from './operation';
import { isDecided, PartIndex, type PlannedPart, type PlannedUnit } from './plan';
import { reportItems } from './report';
import { RetryMemory } from './retryMemory';
import type { RunInfo } from './runInfo';
import { knownBreakdown, sendAll, type Breakdown } from './send';
import type { Settings } from './settings';
import { isDoneButFails, throwItemProblems, throwRunFailure } from './throwing';

/** One run of a node: what all steps on the road know of it. */
export interface Run {
	context: IExecuteFunctions;
	info: RunInfo;
	settings: Settings;
	items: INodeExecutionData[];
	/** Reads an input item by its index. */
	readerFor: (itemIndex: number) => ItemReader;
	/** Aborted when the user stops the execution. */
	signal: AbortSignal | undefined;
}

/**
 * Runs an operation: reads and checks all items, plans the requests, sends them, and reports per unit. The one road of
 * every operation of the package.
 * @returns the items of the node's only output, in input order
 */
export async function runOperation<U, A, S extends Session>(
	run: Run,
	operation: Operation<U, A, S>,
): Promise<INodeExecutionData[]> {
	const { context, info, items, signal } = run;
	const read = await readUnits(run, operation);
	const { problems, unread } = read;
	const isStopped = () => problems.size > 0 && !info.continueOnFail;
	const memory = RetryMemory.of(info);
	memory?.recall(operation, read.units);
	let isOver = false;
	try {
		const counts: RequestCounts = memory?.counts() ?? { sent: 0, retried: 0 };
		const breakdown =
			unread > 0 || read.units.length === 0 || isStopped()
				? undefined
				: await openAndSend({ run, operation, read, counts, memory });
		const { units } = read;
		if (signal?.aborted) {
			const done = units.filter(({ parts }) => parts.every(isDecided)).length;
			const total = units.length + unread;
			context.logger.info(`${info.node.name}: cancelled when ${done} of ${total} units were done`);
			throw new NodeOperationError(info.node, `Execution was canceled: ${done} of ${total} units done`);
		}
		if (isStopped()) throwItemProblems(info, problems, items.length);
		const reports = units.map((unit) => reportUnit(operation, unit));
		if (!info.continueOnFail) throwIfFailed(info, operation, units, reports, breakdown);
		tellHints(context, info, () => hintsFor({ info, operation, units, reports, counts, problems }));
		const output = reportItems({ run, operation, units, reports, problems });
		isOver = !runsAgain(output);
		return output;
	} finally {
		memory?.end(operation, read.units, isOver);
	}
}

/** @returns whether n8n runs a node with this output again, where Retry On Fail is on (n8n-core, WorkflowExecute, `checkFailure`) */
function runsAgain([first]: INodeExecutionData[]): boolean {
	const error: unknown = first?.json.error;
	return error !== undefined && error !== null && error !== false;
}

interface Read<U, A> {
	units: Array<PlannedUnit<U, A>>;
	parts: Array<PlannedPart<U, A>>;
	problems: Map<number, Failure>;
	unread: number;
}

/** Longest time for which reading items keeps n8n from doing anything else, in milliseconds. */
const READ_SLICE_MS = 100;

/**
 * Reads every item before anything is sent. Where n8n has to evaluate expressions, 100,000 items take it most of a minute:
 * meanwhile it can do other things, and cancel the run.
 * @returns the units and their distinct parts, why items couldn't be read (by index), and how many items a cancelled run
 *   left unread
 */
async function readUnits<U, A, S extends Session>(
	{ items, readerFor, signal }: Run,
	operation: Operation<U, A, S>,
): Promise<Read<U, A>> {
	const units: Array<PlannedUnit<U, A>> = [];
	const index = new PartIndex<U, A>(operation);
	const problems = new Map<number, Failure>();
	let sliceEnd = performance.now() + READ_SLICE_MS;
	let itemIndex = 0;
	for (; itemIndex < items.length && !signal?.aborted; itemIndex++) {
		const reader = readerFor(itemIndex);
		try {
			for (const unit of operation.read(reader)) units.push(index.plan(unit, itemIndex));
		} catch (error) {
			const failure = toFailure(error);
			problems.set(itemIndex, {
				...failure,
				extra: { ...givenIdentifiers(operation, reader), ...failure.extra },
			});
		}
		if (performance.now() < sliceEnd) continue;
		await sleep(0);
		sliceEnd = performance.now() + READ_SLICE_MS;
	}
	return { units, parts: index.parts, problems, unread: items.length - itemIndex };
}

/** What stood in an unusable item where its identifiers belong, as far as it is a text, a number, or a list of them. */
function givenIdentifiers<U, A, S extends Session>(
	{ identifiedBy = {} }: Operation<U, A, S>,
	reader: ItemReader,
): IDataObject {
	const given: IDataObject = {};
	for (const [key, source] of Object.entries(identifiedBy)) {
		const value = typeof source === 'string' ? reader.given(source) : readable(() => source(reader));
		if (value !== undefined) given[key] = value;
	}
	return given;
}

/** @returns undefined for what can't be read */
function readable<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}

interface Sending<U, A, S extends Session> {
	run: Run;
	operation: Operation<U, A, S>;
	/** Left without the units that the check refuses. */
	read: Read<U, A>;
	counts: RequestCounts;
	memory: RetryMemory | undefined;
}

/** @returns the failure that counts; none for a run that was cancelled before anything was sent */
async function openAndSend<U, A, S extends Session>(
	sending: Sending<U, A, S>,
): Promise<Breakdown | undefined> {
	const { run, operation, read, counts } = sending;
	const { context, settings, signal } = run;
	// Where n8n's attempt before left nothing to do, no credential is needed.
	if (read.parts.every(({ answer }) => answer)) return knownBreakdown(read.parts);
	const end = new AbortController();
	const endSignal = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
	const traffic = new Traffic({ most: settings.concurrency, firstAlone: true, signal: endSignal });
	try {
		let session: S;
		let http: HttpClient;
		try {
			session = await operation.open(context);
			http = new HttpClient(context, session, settings, signal, counts, endSignal, traffic);
			await checkUnits(sending, { http, session, settings, signal });
		} catch (error) {
			if (error instanceof RunCanceled) return undefined;
			const failure = toFailure(error);
			for (const part of read.parts) part.answer ??= { kind: 'failed', failure };
			return { failure, itemIndex: read.units[0].itemIndex, endsRun: true };
		}
		if (read.problems.size > 0 && !run.info.continueOnFail) return undefined;
		return await sendAll({ run, operation, ...read, session, http, traffic, end });
	} finally {
		end.abort();
	}
}

/** Has the operation check what is to be sent, and takes those out that can't be. */
async function checkUnits<U, A, S extends Session>(
	{ operation, read, memory }: Sending<U, A, S>,
	hands: Hands<S>,
): Promise<void> {
	const unsent = read.units.filter(({ parts }) => parts.some(({ answer }) => answer === undefined));
	const refused = await operation.check?.(
		unsent.map(({ unit }) => unit),
		hands,
	);
	if (refused === undefined || refused.size === 0) return;
	for (const { unit, itemIndex } of unsent) {
		const failure = refused.get(unit);
		if (failure)
			read.problems.set(itemIndex, { ...failure, extra: { ...operation.identify(unit), ...failure.extra } });
	}
	// Planned anew: what two of them shared may now be asked for by one.
	const index = new PartIndex<U, A>(operation);
	const left = read.units.filter(({ itemIndex }) => !read.problems.has(itemIndex));
	read.units = left.map(({ unit, itemIndex }) => index.plan(unit, itemIndex));
	read.parts = index.parts;
	memory?.recall(operation, read.units);
}

const NOT_SENT: Failure = {
	code: 'NOT_SENT',
	message: 'It was not sent, since the run ended before',
	advice: 'Run the workflow again for the items that failed.',
};

function reportUnit<U, A, S extends Session>(
	operation: Operation<U, A, S>,
	{ unit, parts }: RunSummary<U, A>['units'][number],
): UnitReport {
	try {
		if (parts.every(isDecided)) return operation.report(unit, parts);
		const failure = failureOf(parts);
		return { kind: 'failed', failure: operation.explain?.(failure, unit, parts) ?? failure };
	} catch (error) {
		return { kind: 'failed', failure: toFailure(error) };
	}
}

/** @returns the failure of the parts that weren't done: one that leaves it open whether they were comes first */
function failureOf<U, A>(parts: Array<AnsweredPart<U, A>>): Failure {
	const failures = parts
		.filter((part) => !isDecided(part))
		.map(({ answer }) => (answer?.kind === 'failed' ? answer.failure : NOT_SENT));
	return failures.find(({ uncertain }) => uncertain) ?? failures[0];
}

/** With On Error = Stop: throws when a request failed or an operation calls a unit failed. */
function throwIfFailed<U, A, S extends Session>(
	info: RunInfo,
	operation: Operation<U, A, S>,
	units: Array<PlannedUnit<U, A>>,
	reports: UnitReport[],
	breakdown: Breakdown | undefined,
): void {
	const at = reports.findIndex(({ kind }) => kind === 'failed');
	const report = reports[at];
	const cause =
		breakdown ??
		(report?.kind === 'failed' ? { failure: report.failure, itemIndex: units[at].itemIndex } : undefined);
	if (!cause) return;
	// What became of the item may be more than what became of its request: some of its recipients may have got theirs.
	const own = reports[units.findIndex(({ itemIndex }) => itemIndex === cause.itemIndex)];
	const failure =
		own?.kind === 'failed' && own.failure.code === cause.failure.code ? own.failure : cause.failure;
	const notDone = units.filter(
		(unit, index) =>
			!unit.parts.every(isDecided) || (reports[index].kind === 'failed' && !isDoneButFails(unit)),
	);
	throwRunFailure(info, operation, notDone, units.length, { failure, itemIndex: cause.itemIndex });
}
