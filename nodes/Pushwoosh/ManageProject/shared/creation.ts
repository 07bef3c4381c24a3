import type { IDataObject } from 'n8n-workflow';
import { canonicalJson } from '../../SendPush/message/canonicalJson';
import { doneAndFailed } from '../../../shared/engine/hints';
import type { Batch, Operation, PartAnswer } from '../../../shared/engine/operation';
import { RequestFailure, RunCanceled, toFailure, type Failure } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import {
	defineOperation,
	type OperationEntry,
	type OperationSetup,
} from '../../../shared/node/operationEntry';
import type { OperationForm } from '../../../shared/node/table';
import type { Noun } from '../../../shared/wording';
import type { PushwooshAnswer } from '../../api/answer';
import { filledText } from '../../api/applications';
import { CONCURRENCY } from '../../api/plainCall';
import type { PushwooshHands } from '../../api/listCall';
import { reportOf, warnings } from '../../api/reporting';
import { asAnswered, askPushwoosh, type PushwooshCall } from '../../api/request';
import { openPushwoosh, type PushwooshSession } from '../../api/session';
import type { ItemFile } from '../../values/itemFile';
import { prepareAll, type Prepare } from '../../api/prepare';
import { optionOf } from './fields';

/** What an item wants to be there. */
interface Wanted extends Requested {
	ifExists: 'fail' | 'skip' | 'update';
}

/** What it says of that itself. */
export interface Requested {
	/** Empty for what belongs to no application. */
	application: string;
	name: string;
	/** The fields of the call that makes it. */
	request: Record<string, unknown>;
	/** What it shall be like, by the names of the form's fields; compared with what is there. */
	facts: Record<string, unknown>;
	/** A file that joins the request. */
	file?: ItemFile;
}

/** What is there. */
export interface Existing {
	code?: string;
	name: string;
	/** What is known of it, under the names of {@link Wanted.facts}. */
	facts: Record<string, unknown>;
}

interface Made {
	code?: string;
	outcome: 'created' | 'updated' | 'unchanged' | 'differs';
	differences?: string[];
	warning?: string;
}

/** An operation that makes what isn't there yet: one call each, after a look at the service's list. */
export interface Creation extends Pick<OperationForm, 'fields'> {
	/** For the drop-down list. */
	description: string;
	unit: Noun;
	/** @throws ItemProblem */
	read: (item: ItemReader, setup: OperationSetup) => Requested;
	/** The parameter that holds the name. Default: `name`. */
	namedBy?: string;
	/** Adds to the request what has to be waited for, such as a file; before anything is sent. @throws ItemProblem */
	prepare?: Prepare<Wanted>;
	method: string;
	/** Whether the answer is a yes. Default: that of the envelope is enough. */
	proves?: (response: Record<string, unknown>) => boolean;
	/** The code in the answer. */
	code?: (response: Record<string, unknown>) => string | undefined;
	/** What is there, of an application: asked for once a run. */
	list: (application: string, hands: PushwooshHands) => Promise<Existing[]>;
	/** The answer has no code: it is looked up by name in a second list. */
	codeFromList?: boolean;
	/** Finds out more about what is there, to compare it. */
	look?: (existing: Existing, hands: PushwooshHands) => Promise<Existing>;
	/** The call that changes what is there; undefined: there is nothing to change. */
	update?: (
		existing: Existing,
		wanted: Wanted,
	) => Pick<PushwooshCall<PushwooshAnswer>, 'method' | 'asks' | 'request'> | undefined;
}

/** Makes the table's entry of a {@link Creation}. Items of one application are one look at its list. */
export function creation(call: Creation): OperationEntry {
	const { fields, unit, update } = call;
	return defineOperation({
		option: optionOf('create', unit, call.description),
		fields,
		limits: { concurrency: CONCURRENCY },
		start: (setup): Operation<Wanted, Made, PushwooshSession> => ({
			unit,
			open: openPushwoosh,
			read: (item) => {
				const ifExists = item.choice('ifExists', update ? ['fail', 'skip', 'update'] : ['fail', 'skip']);
				return [{ ...call.read(item, setup), ifExists }];
			},
			identify: ({ name }) => ({ name }),
			identifiedBy: { name: call.namedBy ?? 'name' },
			check: async (units) => await prepareAll(call.prepare, units, setup),
			// Two items that ask for the same are two: the second finds what the first has made.
			parts: ({ application }) => [{ group: undefined, id: application }],
			bundle: {
				size: Infinity,
				key: ({ application }) => application,
				send: async (batches, hands) =>
					await new Bundle(call, hands, setup.info.continueOnFail).send(batches),
			},
			outputKeys: () => ['code', 'name', 'outcome', 'differences'],
			report: ({ name }, parts) =>
				reportOf(parts, ({ code, outcome, differences }) => ({
					json: { ...(code ? { code } : {}), name, outcome, ...(differences ? { differences } : {}) },
				})),
			summary: (run) => doneAndFailed(run, unit, 'in place'),
			hints: warnings,
		}),
	});
}

/** The items of one application: what is there, what is made, and at the end the codes that no answer held. */
class Bundle {
	/** What is there by name; of what this run makes the promise, so that the next item of that name waits for it. */
	private readonly known = new Map<string, Promise<Existing>>();
	private isOver = false;

	constructor(
		private readonly call: Creation,
		private readonly hands: PushwooshHands,
		private readonly goesOn: boolean,
	) {}

	/** @throws RequestFailure when the list can't be had: nothing is made then; RunCanceled */
	async send(batches: Array<Batch<Wanted, Made>>): Promise<Array<Array<PartAnswer<Made>>>> {
		const { application } = batches[0].sample;
		for (const existing of await this.call.list(application, this.hands)) {
			if (!this.known.has(existing.name)) this.known.set(existing.name, Promise.resolve(existing));
		}
		const answers: Array<PartAnswer<Made>> = [];
		let next = 0;
		const work = async () => {
			while (next < batches.length && !this.isOver) {
				const at = next++;
				answers[at] = await this.settle(batches[at].sample).then(
					(data): PartAnswer<Made> => ({ kind: 'succeeded', data }),
					(error: unknown) => failedAnswer(error, batches[at].parts[0]),
				);
				if (answers[at].kind === 'failed' && !this.goesOn) this.isOver = true;
			}
		};
		const workers = Array.from({ length: this.hands.settings.concurrency }, work);
		const ended = await Promise.allSettled(workers);
		for (const worker of ended) if (worker.status === 'rejected') throw worker.reason;
		if (this.call.codeFromList) await this.findCodes(application, batches, answers);
		return batches.map((_, at) => [answers[at] ?? { kind: 'failed', failure: NOT_MADE }]);
	}

	private async settle(wanted: Wanted): Promise<Made> {
		const there = this.known.get(wanted.name);
		if (there) return await this.compare(await there, wanted);
		const made = this.make(wanted);
		this.known.set(
			wanted.name,
			made.then(({ code }) => ({ ...wanted, code })),
		);
		// Whoever waits for it hears of the failure; without anybody it would be an unhandled one.
		this.known.get(wanted.name)?.catch((error: unknown) => {
			if (error instanceof RequestFailure && !error.mayHaveBeenActedOn) this.known.delete(wanted.name);
		});
		return await made;
	}

	private async make(wanted: Wanted): Promise<Made> {
		const { method, unit, proves = () => true, code } = this.call;
		const { application, request } = wanted;
		const { response, warning } = await askPushwoosh(this.hands, {
			family: 'remote',
			method,
			application,
			request,
			asks: `create the ${unit.one}`,
			onlyOnce: true,
			read: (answer) => (proves(answer.response) ? answer : undefined),
		});
		return { outcome: 'created', code: code?.(response), warning };
	}

	private async compare(existing: Existing, wanted: Wanted): Promise<Made> {
		const { unit, look, update } = this.call;
		const { code } = existing;
		if (wanted.ifExists === 'fail') {
			throw new RequestFailure({
				code: 'ALREADY_EXISTS',
				message: `There is a ${unit.one} called “${wanted.name}” already`,
				advice: "Set 'If It Exists' to 'Skip' to leave it as it is, or choose another name.",
				...(code === undefined ? {} : { extra: { existingCode: code } }),
			});
		}
		const change = wanted.ifExists === 'update' ? update?.(existing, wanted) : undefined;
		if (change) {
			const { warning } = await askPushwoosh(this.hands, { family: 'remote', ...change, read: asAnswered });
			return { code, outcome: 'updated', warning };
		}
		const { facts } = look ? await look(existing, this.hands) : existing;
		const differences = differing(wanted.facts, facts);
		return differences.length > 0
			? { code, outcome: 'differs', differences }
			: { code, outcome: 'unchanged' };
	}

	/** What was made is there by now, so nothing that goes wrong here may look like a failure. */
	private async findCodes(
		application: string,
		batches: Array<Batch<Wanted, Made>>,
		answers: Array<PartAnswer<Made>>,
	): Promise<void> {
		const open = answers.flatMap((answer, at) =>
			answer?.kind === 'succeeded' && answer.data.code === undefined ? [{ answer, at }] : [],
		);
		if (open.length === 0) return;
		const list = await this.call.list(application, this.hands).catch((error: unknown) => {
			if (error instanceof RunCanceled) throw error;
			return [];
		});
		for (const { answer, at } of open) {
			const named = list.filter(({ name }) => name === batches[at].sample.name);
			if (named.length === 1 && named[0].code !== undefined) answer.data.code = named[0].code;
		}
	}
}

/** The answer of a part whose own request failed, where others went with it. @throws RunCanceled */
export function failedAnswer(
	error: unknown,
	part: { mayHaveBeenActedOn?: boolean },
): { kind: 'failed'; failure: Failure } {
	if (error instanceof RunCanceled) throw error;
	if (error instanceof RequestFailure && error.mayHaveBeenActedOn) part.mayHaveBeenActedOn = true;
	return { kind: 'failed', failure: toFailure(error) };
}

const NOT_MADE: Failure = {
	code: 'NOT_SENT',
	message: 'It was not made, since another failed before',
	advice: 'Run the workflow again once that is mended.',
};

/** @returns the names of the fields that are known of what is there, and are another there */
export function differing(
	wanted: IDataObject | Record<string, unknown>,
	there: Record<string, unknown>,
): string[] {
	return Object.keys(wanted).filter(
		(name) => there[name] !== undefined && !isEqual(wanted[name], there[name]),
	);
}

/** Numbers may come as texts, the members of an object in another order, and what is empty as null. */
function isEqual(one: unknown, other: unknown): boolean {
	const [first, second] = [one, other].map((value) => filledText(value) ?? (value || ''));
	return canonicalJson(first) === canonicalJson(second);
}
