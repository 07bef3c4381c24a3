import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { HttpClient, type RequestCounts, type Session } from '../http/client';
import { ItemReader } from '../items/itemReader';
import { ParameterSource } from '../items/parameterSource';
import { toFailure, type Failure } from './failure';
import { addHints } from './hints';
import { linkUnitsToParts, type PlannedUnit } from './plan';
import { failureItem, reportItems } from './report';
import { readRunInfo, type RunInfo } from './runInfo';
import { sendAll, type SendJob, type SendResult } from './send';
import { readSettings, type Settings } from './settings';
import { canceledSentence, isDone, throwItemProblem, throwRunFailure } from './throwing';
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
		if (!info.continueOnFail) throwItemProblem(info, failure, 0);
		return [items.map((_, itemIndex) => failureItem(failure, {}, itemIndex))];
	}
	return [await runOperation(context, info, operation, settings, items, readerFor)];
}

async function runOperation<U>(
	context: IExecuteFunctions,
	info: RunInfo,
	operation: Operation<U>,
	settings: Settings,
	items: INodeExecutionData[],
	readerFor: (itemIndex: number) => ItemReader,
): Promise<INodeExecutionData[]> {
	const { units: read, problems } = readUnits(operation, info, items.length, readerFor);
	const { units, parts } = linkUnitsToParts(read, operation);

	const counts: RequestCounts = { sent: 0, repeated: 0 };
	if (units.length > 0) {
		const { breakdown, canceled } = await openAndSend({ context, info, operation, settings, units, parts, counts });
		if (canceled) {
			const notice = canceledSentence(units.filter(isDone).length, units.length);
			context.logger.info(`${info.node.name}: ${notice}`);
			throw new NodeOperationError(info.node, notice);
		}
		if (breakdown && !info.continueOnFail) throwRunFailure(info, operation, units, breakdown);
	}

	const reports = units.map((unit) => reportUnit(operation, unit));
	if (!info.continueOnFail) {
		const at = reports.findIndex(({ kind }) => kind === 'failed');
		const report = reports[at];
		if (report?.kind === 'failed') {
			throwRunFailure(info, operation, units, { failure: report.failure, itemIndex: units[at].itemIndex });
		}
	}
	addHints(context, info, operation, units, reports, counts);
	return reportItems({ operation, info, settings, items, units, reports, problems });
}

async function openAndSend<U>(job: Omit<SendJob<U>, 'http' | 'signal'> & { counts: RequestCounts }): Promise<SendResult> {
	const { context, operation, settings, units, parts, counts } = job;
	const signal = context.getExecutionCancelSignal?.();
	let session: Session;
	try {
		session = await operation.open();
	} catch (error) {
		const failure = toFailure(error);
		for (const part of parts) part.answer = { kind: 'failed', failure };
		return { canceled: false, breakdown: { failure, itemIndex: units[0].itemIndex, endsRun: true } };
	}
	return await sendAll({ ...job, signal, http: new HttpClient(context, session, settings, signal, counts) });
}

/** Reads every item before anything is sent. With On Error = Stop the first bad item ends the run here. */
function readUnits<U>(
	operation: Operation<U>,
	info: RunInfo,
	itemCount: number,
	readerFor: (itemIndex: number) => ItemReader,
) {
	const units: Array<{ unit: U; itemIndex: number }> = [];
	const problems = new Map<number, Failure>();
	for (let itemIndex = 0; itemIndex < itemCount; itemIndex++) {
		try {
			for (const unit of operation.read(readerFor(itemIndex))) units.push({ unit, itemIndex });
		} catch (error) {
			const failure = toFailure(error);
			if (!info.continueOnFail) throwItemProblem(info, failure, itemIndex);
			problems.set(itemIndex, failure);
		}
	}
	return { units, problems };
}

function reportUnit<U>(operation: Operation<U>, { unit, parts }: PlannedUnit<U>): UnitReport {
	try {
		return operation.report(unit, parts);
	} catch (error) {
		return { kind: 'failed', failure: toFailure(error) };
	}
}

