import { sleep } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	NodeExecutionHint,
} from 'n8n-workflow';
import { HttpClient, type RequestCounts, type Session } from '../http/client';
import { Traffic } from '../http/traffic';
import { ItemReader } from '../items/itemReader';
import { ParameterSource } from '../items/parameterSource';
import { toFailure, type Failure } from './failure';
import { addHints, hintsFor, unusableHint } from './hints';
import { PartIndex, type PlannedPart, type PlannedUnit } from './plan';
import { forErrorOutput } from './errorOutput';
import { failureItem, reportItems } from './report';
import { RetryMemory } from './retryMemory';
import { readRunInfo, type RunInfo } from './runInfo';
import { sendAll, type Breakdown, type SendJob, type SendResult } from './send';
import { readSettings, type Settings } from './settings';
import { isDone, isDoneButFails, throwCanceled, throwItemProblems, throwRunFailure } from './throwing';
import type { Operation, UnitReport } from './operation';

/** What an operation may need to know of the run it is made for. */
export interface OperationSetup {
	context: IExecuteFunctions;
	info: RunInfo;
	/** Parameters that hold for the whole run are read from item 0. */
	first: ItemReader;
	/** The options collection, read for item 0. */
	options: IDataObject;
}

/** What a node is made of, for the engine. */
export interface NodeProgram<U> {
	/** The form: messages call a parameter by its name on the screen. */
	properties: INodeProperties[];
	/** Makes the operation that the parameters of item 0 ask for. @throws ItemProblem */
	choose: (setup: OperationSetup) => Operation<U>;
}

/**
 * Runs a node: chooses the operation, reads and checks all items, plans the requests, sends them, and reports per unit.
 * The one way in which every node of the package works.
 * @returns the node's only output; n8n routes failed units to the error output by their shape
 */
export async function runNode<U>(
	context: IExecuteFunctions,
	{ properties, choose }: NodeProgram<U>,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	const info = readRunInfo(context);
	const source = new ParameterSource(context, info.node, items);
	const labels = new Map(properties.map(({ name, displayName }) => [name, displayName]));
	const readerFor = (itemIndex: number) => new ItemReader(source, itemIndex, labels);

	let operation: Operation<U>;
	let settings: Settings;
	try {
		const first = readerFor(0);
		const options = first.collection('options') as IDataObject;
		operation = choose({ context, info, first, options });
		settings = readSettings(options, operation.limits);
	} catch (error) {
		const failure = toFailure(error);
		// What holds for the whole run is no matter of single items.
		if (!info.continueOnFail) throwItemProblems(info, new Map([[0, failure]]), 1);
		tellHints(context, info, () => unusableHint(items.map(() => failure)));
		return toOutputs(
			info,
			items.map((_, itemIndex) => failureItem(failure, {}, itemIndex)),
		);
	}
	return toOutputs(info, await runOperation(context, info, operation, settings, items, readerFor));
}

function toOutputs({ node }: RunInfo, output: INodeExecutionData[]): INodeExecutionData[][] {
	return [node.onError === 'continueErrorOutput' ? forErrorOutput(output) : output];
}

async function runOperation<U>(
	context: IExecuteFunctions,
	info: RunInfo,
	operation: Operation<U>,
	settings: Settings,
	items: INodeExecutionData[],
	readerFor: (itemIndex: number) => ItemReader,
): Promise<INodeExecutionData[]> {
	const signal = context.getExecutionCancelSignal?.();
	const { units, parts, problems, unread } = await readUnits(operation, items.length, readerFor, signal);
	const isStopped = problems.size > 0 && !info.continueOnFail;
	const memory = RetryMemory.of(info);
	memory?.recall(operation, units);
	let isOver = false;
	try {
		const counts: RequestCounts = memory?.counts() ?? { sent: 0, repeated: 0 };
		const job = { context, info, operation, settings, units, parts, counts, signal };
		const { breakdown, canceled } =
			unread > 0 || units.length === 0 || isStopped ? { canceled: unread > 0 } : await openAndSend(job);
		if (canceled) {
			const done = units.filter(isDone).length;
			const total = units.length + unread;
			context.logger.info(`${info.node.name}: cancelled when ${done} of ${total} units were done`);
			throwCanceled(info, done, total);
		}
		if (isStopped) throwItemProblems(info, problems, items.length);
		const reports = units.map((unit) => reportUnit(operation, unit));
		if (!info.continueOnFail) throwIfFailed(info, operation, units, reports, breakdown);
		tellHints(context, info, () => hintsFor({ info, operation, units, reports, counts, problems }));
		const output = reportItems({ operation, info, settings, items, units, reports, problems });
		isOver = !isRepeated(output);
		return output;
	} finally {
		memory?.end(operation, units, isOver);
	}
}

/** @returns whether n8n repeats a node with this output, where Retry On Fail is on (n8n-core, WorkflowExecute, `checkFailure`) */
function isRepeated([first]: INodeExecutionData[]): boolean {
	const error: unknown = first?.json.error;
	return error !== undefined && error !== null && error !== false;
}

interface Read<U> {
	units: Array<PlannedUnit<U>>;
	parts: Array<PlannedPart<U>>;
	problems: Map<number, Failure>;
	unread: number;
}

/** Longest time for which reading items keeps n8n from doing anything else, in milliseconds. */
const READ_SLICE_MS = 100;

/**
 * Reads every item before anything is sent. Where n8n has to
 * evaluate expressions, 100,000 items take it most of a minute: meanwhile it can do other things, and cancel the run.
 * @returns the units and their distinct parts, why items couldn't be read (by index), and how many items a cancelled run
 *   left unread
 */
async function readUnits<U>(
	operation: Operation<U>,
	itemCount: number,
	readerFor: (itemIndex: number) => ItemReader,
	signal: AbortSignal | undefined,
): Promise<Read<U>> {
	const units: Array<PlannedUnit<U>> = [];
	const index = new PartIndex(operation);
	const problems = new Map<number, Failure>();
	let sliceEnd = performance.now() + READ_SLICE_MS;
	let itemIndex = 0;
	for (; itemIndex < itemCount && !signal?.aborted; itemIndex++) {
		const reader = readerFor(itemIndex);
		try {
			for (const unit of operation.read(reader)) units.push(index.plan(unit, itemIndex));
		} catch (error) {
			const failure = toFailure(error);
			problems.set(itemIndex, { ...failure, extra: { ...givenIdentifiers(operation, reader), ...failure.extra } });
		}
		if (performance.now() < sliceEnd) continue;
		await sleep(0);
		sliceEnd = performance.now() + READ_SLICE_MS;
	}
	return { units, parts: index.parts, problems, unread: itemCount - itemIndex };
}

/** What stood in an unusable item where its identifiers belong, as far as it is a text, a number, or a list of them. */
function givenIdentifiers<U>({ identifiedBy = {} }: Operation<U>, reader: ItemReader): IDataObject {
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

async function openAndSend<U>(
	job: Omit<SendJob<U>, 'http' | 'traffic' | 'end'> & { counts: RequestCounts },
): Promise<SendResult> {
	const { context, operation, settings, units, parts, counts, signal } = job;
	const end = new AbortController();
	const endSignal = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
	const traffic = new Traffic({ most: settings.concurrency, firstAlone: true, signal: endSignal });
	let session: Session;
	try {
		session = parts.every(({ answer }) => answer) ? NO_SESSION : await operation.open();
	} catch (error) {
		const failure = toFailure(error);
		for (const part of parts) part.answer ??= { kind: 'failed', failure };
		const breakdown = { failure, itemIndex: units[0].itemIndex, endsRun: true };
		return { canceled: signal?.aborted === true, breakdown };
	}
	const http = new HttpClient(context, session, settings, signal, counts, endSignal, traffic);
	try {
		return await sendAll({ ...job, http, traffic, end });
	} finally {
		end.abort();
	}
}

/** Where everything is known from n8n's try before, no credential is needed. */
const NO_SESSION: Session = { credentialType: '', credentials: {} };

function reportUnit<U>(operation: Operation<U>, { unit, parts }: PlannedUnit<U>): UnitReport {
	try {
		return operation.report(unit, parts);
	} catch (error) {
		return { kind: 'failed', failure: toFailure(error) };
	}
}

/** With On Error = Stop: throws when a request failed or an operation calls a unit failed. */
function throwIfFailed<U>(
	info: RunInfo,
	operation: Operation<U>,
	units: Array<PlannedUnit<U>>,
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
		(unit, index) => !isDone(unit) || (reports[index].kind === 'failed' && !isDoneButFails(unit)),
	);
	throwRunFailure(info, operation, notDone, units.length, { failure, itemIndex: cause.itemIndex });
}

/** A slip in a hint's text must not cost the results. */
function tellHints(context: IExecuteFunctions, info: RunInfo, write: () => NodeExecutionHint[]): void {
	try {
		addHints(context, info, write());
	} catch (error) {
		context.logger.warn(`${info.node.name}: its hints could not be written: ${toFailure(error).message}`);
	}
}
