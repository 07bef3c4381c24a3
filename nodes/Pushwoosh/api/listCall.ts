import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import type { Hands, Operation, RunSummary } from '../../shared/engine/operation';
import type { ItemReader } from '../../shared/form/itemReader';
import { defineOperation, type OperationEntry, type OperationSetup } from '../../shared/node/operationEntry';
import type { OperationForm } from '../../shared/node/table';
import type { Noun } from '../../shared/wording';
import { CONCURRENCY, givenOf, listed } from './plainCall';
import { reportOf } from './reporting';
import { openPushwoosh, type PushwooshSession } from './session';

export type PushwooshHands = Hands<PushwooshSession>;

/** What became of the lists of a run. */
export type ListRun<Unit> = RunSummary<Unit, IDataObject[]>;

/** An operation that gives a list for each item, asked for with as many calls as it takes. */
export interface ListCall<Unit extends object> extends Omit<OperationForm, 'limits'> {
	/** What the entries are called: "12 messages of 2 applications listed". */
	entries: Noun;
	/** Default: {@link CONCURRENCY} requests in flight. */
	limits?: OperationForm['limits'];
	/** @throws ItemProblem */
	read: (item: ItemReader, setup: OperationSetup) => Unit;
	/** The identifier keys of `details`: members of the unit, each with the parameter that it is read from. */
	identifiers?: Readonly<Partial<Record<keyof Unit & string, string>>>;
	/** Gets the entries; units that are equal in all their members share the answer. @throws RequestFailure */
	list: (unit: Unit, hands: PushwooshHands, setup: OperationSetup) => Promise<IDataObject[]>;
	/** All keys that an entry is known to have. */
	outputKeys: readonly string[];
	hints?: (run: ListRun<Unit>) => NodeExecutionHint[];
}

const LIST = { one: 'list', many: 'lists' };

/** Makes the table's entry of an operation that gives a list for each item. */
export function listCall<Unit extends object>(call: ListCall<Unit>): OperationEntry {
	const {
		option,
		fields,
		options,
		limits = { concurrency: CONCURRENCY },
		entries,
		identifiers = {},
		outputKeys,
		hints,
	} = call;
	const sources = Object.entries<string | undefined>(identifiers);
	return defineOperation({
		option,
		fields,
		options,
		limits,
		start: (setup): Operation<Unit, IDataObject[], PushwooshSession> => ({
			unit: LIST,
			open: openPushwoosh,
			read: (item) => [call.read(item, setup)],
			identify: (unit) => givenOf(unit, Object.keys(identifiers)),
			identifiedBy: Object.fromEntries(
				sources.map(([key, parameter = key]) => [key, (item: ItemReader) => item.given(parameter)]),
			),
			names: (unit) => ('application' in unit ? [String(unit.application)] : []),
			parts: (unit) => [{ group: JSON.stringify(unit), id: 'list' }],
			async send({ sample }, hands) {
				return [{ kind: 'succeeded', data: await call.list(sample, hands, setup) }];
			},
			outputKeys: () => outputKeys,
			report: (_unit, parts) => reportOf(parts, (found) => ({ json: found.map((entry) => ({ ...entry })) })),
			summary: (run) => listed(run, LIST, entries),
			hints,
		}),
	});
}
