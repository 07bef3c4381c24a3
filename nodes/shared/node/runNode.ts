import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { forErrorOutput } from '../engine/errorOutput';
import { tellHints, unusableHint } from '../engine/hints';
import { failureItem } from '../engine/report';
import type { Run } from '../engine/run';
import { readRunInfo } from '../engine/runInfo';
import { readSettings } from '../engine/settings';
import { throwItemProblems } from '../engine/throwing';
import { ItemProblem, toFailure } from '../failure';
import { toForm, type Form } from '../form/formField';
import { ItemReader } from '../form/itemReader';
import { ParameterSource } from '../form/parameterSource';
import { fieldsOf, headOf, operationField } from './form';
import type { OperationEntry } from './operationEntry';
import type { NodeTable, OperationGroup } from './table';

/**
 * Runs a node: chooses the operation that the parameters of item 0 ask for, and sends all items down its road.
 * @returns the node's only output; n8n routes failed units to the error output by their shape
 */
export async function runNode(
	context: IExecuteFunctions,
	table: NodeTable<OperationEntry>,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	const info = readRunInfo(context);
	const source = new ParameterSource(context, info.node, items);
	const readerOf = (form: Form, itemIndex = 0) => new ItemReader(source, itemIndex, form);
	const output = (list: INodeExecutionData[]) => [
		info.node.onError === 'continueErrorOutput' ? forErrorOutput(list) : list,
	];

	let run: Run;
	let work: (run: Run) => Promise<INodeExecutionData[]>;
	try {
		const { group, entry } = chosenEntry(table, (fields) => readerOf(toForm(fields)));
		const form = toForm(fieldsOf(table, group, entry));
		const readerFor = (itemIndex: number) => readerOf(form, itemIndex);
		const first = readerFor(0);
		const options = first.collection('options');
		const settings = readSettings(options, entry.limits);
		run = { context, info, settings, items, readerFor, signal: context.getExecutionCancelSignal?.() };
		work = entry.prepare({ context, info, first, options, settings });
	} catch (error) {
		const failure = toFailure(error);
		// What holds for the whole run is no matter of single items.
		if (!info.continueOnFail) throwItemProblems(info, new Map([[0, failure]]), 1);
		tellHints(context, info, () => unusableHint(items.map(() => failure)));
		return output(items.map((_, itemIndex) => failureItem(failure, {}, itemIndex)));
	}
	return output(await work(run));
}

/** @throws ItemProblem where item 0 asks for something that the form doesn't offer */
function chosenEntry(
	table: NodeTable<OperationEntry>,
	readerOf: (fields: INodeProperties[]) => ItemReader,
): { group: OperationGroup<OperationEntry>; entry: OperationEntry } {
	const group = chosenGroup(table, readerOf(headOf(table)));
	const reader = readerOf([operationField(group)]);
	const elsewhere = group.elsewhere?.[String(reader.raw('operation'))];
	if (elsewhere) throw new ItemProblem(...elsewhere);
	const value = reader.choice('operation');
	const entry = group.operations.find(({ option }) => option.value === value);
	if (entry) return { group, entry };
	throw new ItemProblem("'Operation' is none of the possible choices", 'Choose one from the list.');
}

function chosenGroup(
	{ chooser, groups }: NodeTable<OperationEntry>,
	item: ItemReader,
): OperationGroup<OperationEntry> {
	if (chooser === undefined) return groups[0];
	const value = item.choice(chooser.name);
	return groups.find(({ option }) => option?.value === value) ?? groups[0];
}
