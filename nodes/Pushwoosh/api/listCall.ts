import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import type { Hands, Operation, RunSummary } from '../../shared/engine/operation';
import { defineOperation, type OperationEntry, type OperationSetup } from '../../shared/node/operationEntry';
import type { OperationForm } from '../../shared/node/table';
import type { Noun } from '../../shared/wording';
import { CONCURRENCY, identifying, listed, type PlainCall } from './plainCall';
import { reportOf } from './reporting';
import { openPushwoosh, type PushwooshSession } from './session';

export type PushwooshHands = Hands<PushwooshSession>;

/** What became of the lists of a run. */
export type ListRun<Unit> = RunSummary<Unit, IDataObject[]>;

/** An operation that gives a list for each item, asked for with as many calls as it takes. */
interface ListCall<Unit extends object>
	extends Omit<OperationForm, 'limits'>,
		Pick<PlainCall<Unit, IDataObject[]>, 'limits' | 'read' | 'identifiers' | 'outputKeys'> {
	/** What the entries are called: "12 messages of 2 applications listed". */
	entries: Noun;
	/** Gets the entries; units that are equal in all their members share the answer. @throws RequestFailure */
	list: (unit: Unit, hands: PushwooshHands, setup: OperationSetup) => Promise<IDataObject[]>;
	hints?: (run: ListRun<Unit>) => NodeExecutionHint[];
}

const LIST = { one: 'list', many: 'lists' };

/** Makes the table's entry of an operation that gives a list for each item. */
export function listCall<Unit extends object>(call: ListCall<Unit>): OperationEntry {
	const { option, fields, options, limits = { concurrency: CONCURRENCY }, entries, hints } = call;
	return defineOperation({
		option,
		fields,
		options,
		limits,
		start: (setup): Operation<Unit, IDataObject[], PushwooshSession> => ({
			unit: LIST,
			open: openPushwoosh,
			read: (item) => [call.read(item, setup)],
			...identifying(call.identifiers),
			names: (unit) => ('application' in unit ? [String(unit.application)] : []),
			parts: (unit) => [{ group: JSON.stringify(unit), id: 'list' }],
			async send({ sample }, hands) {
				return [{ kind: 'succeeded', data: await call.list(sample, hands, setup) }];
			},
			outputKeys: () => call.outputKeys,
			report: (_unit, parts) => reportOf(parts, (found) => ({ json: found.map((entry) => ({ ...entry })) })),
			summary: (run) => listed(run, LIST, entries),
			hints,
		}),
	});
}
