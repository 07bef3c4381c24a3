import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../engine/operation';
import { runOperation, type Run } from '../engine/run';
import type { RunInfo } from '../engine/runInfo';
import type { Settings } from '../engine/settings';
import type { Session } from '../http/session';
import type { CollectionReader } from '../form/fieldReader';
import type { ItemReader } from '../form/itemReader';
import type { OperationForm } from './table';

/** What an operation may need to know of the run it is made for. */
export interface OperationSetup {
	context: IExecuteFunctions;
	info: RunInfo;
	/** Parameters that hold for the whole run are read from item 0. */
	first: ItemReader;
	/** The options collection, read for item 0. */
	options: CollectionReader;
	settings: Settings;
}

/** An operation as a node's table holds it: its part of the form, and what starts it. */
export interface OperationEntry extends OperationForm {
	/** @returns what runs it @throws ItemProblem for options that can't be used */
	prepare(setup: OperationSetup): (run: Run) => Promise<INodeExecutionData[]>;
}

/**
 * Makes an entry of the table of an operation's form and its work.
 * @param start makes the operation for one run
 */
export function defineOperation<Unit, Answer, S extends Session>({
	start,
	...form
}: OperationForm & { start: (setup: OperationSetup) => Operation<Unit, Answer, S> }): OperationEntry {
	return {
		...form,
		prepare: (setup) => {
			const operation = start(setup);
			return async (run) => await runOperation(run, operation);
		},
	};
}
