import type { IDataObject, IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import type { HttpClient, RequestCounts } from '../http/client';
import type { Session } from '../http/session';
import type { ItemReader } from '../form/itemReader';
import type { Failure } from '../failure';
import type { RunInfo } from './runInfo';
import type { Settings } from './settings';
import type { Noun } from '../wording';

/**
 * One thing that a node can do, for one run. The engine in this folder runs every operation alike:
 * read → plan → send → report.
 *
 * A *unit* is what gets a result of its own. A *part* is the smallest thing that travels: most units have one (their
 * token); a push to many users has one per user. Parts with equal group and id are sent once. A *batch* is parts of one
 * group that share a request.
 *
 * `Answer` is what the service's word on one part leaves behind for the report; `S` the opened credential.
 */
export type Operation<Unit, Answer = undefined, S extends Session = Session> = OperationBase<
	Unit,
	Answer,
	S
> &
	(Sends<Unit, Answer, S> | SendsBundles<Unit, Answer, S>);

/** What all operations have. */
export interface OperationBase<Unit, Answer, S extends Session = Session> {
	unit: Noun;

	/**
	 * Opens the credential of the run. Called once, after all items were read.
	 * @throws RequestFailure when it can't be used
	 */
	open(context: IExecuteFunctions): Promise<S>;

	/** Reads and checks one item. @throws ItemProblem */
	read(item: ItemReader): Unit[];

	/** The identifier keys that tell in `details` which unit it was; the first of them names it in a list. */
	identify(unit: Unit): IDataObject;

	/**
	 * Which parameters hold those identifiers, by key, or how they are read: tells which item it was where none of its
	 * units could be read.
	 */
	identifiedBy?: Readonly<Record<string, string | ((item: ItemReader) => IDataObject[string])>>;

	/**
	 * Short texts that name what of the unit wasn't done, from the answers to its parts so far. Default: the first key of
	 * {@link identify}.
	 */
	names?(unit: Unit, parts: Array<AnsweredPart<Unit, Answer>>): string[];

	/** At least one: they decide what became of the unit. */
	parts(unit: Unit): Part[];

	/**
	 * What of a unit tells whether n8n, when it runs the node again, still asks for the same (as JSON; the recipients or
	 * tokens are told apart by the parts' ids). Default: all of the unit. See `retryMemory.ts`.
	 */
	asksFor?(unit: Unit): unknown;

	/** What may have been acted on is sent again when n8n runs the node again, by the user's choice. */
	retriesUncertain?: boolean;

	/**
	 * Checks the units against what the service knows, such as the types of its tags: called once, before anything is sent.
	 * @returns why units can't be used: their items fail like those that couldn't be read, and with On Error = Stop nothing
	 *   is sent
	 * @throws RequestFailure when it can't be found out: that ends the run
	 */
	check?(units: Unit[], hands: Hands<S>): Promise<ReadonlyMap<Unit, Failure>>;

	/** Told once before anything is sent: how many requests are planned, retries aside. */
	planned?(requests: number, session: S): void;

	/**
	 * All keys that a result can have, the optional ones and those of a rejected unit included: with 'Include Input Fields'
	 * none of them is taken over from the input, so that no old value passes for a new one. Where a result holds all that
	 * the service sent, the keys that are known; those of the run's own results join them.
	 */
	outputKeys(units: Unit[]): readonly string[];

	/** Says what became of a unit whose parts (in the order of {@link parts}) all have the service's word. */
	report(unit: Unit, parts: Array<DecidedPart<Unit, Answer>>): UnitReport;

	/** Says more of a unit that failed, such as what of it was done. @param parts answered or not */
	explain?(failure: Failure, unit: Unit, parts: Array<AnsweredPart<Unit, Answer>>): Failure;

	/** What was done and how much wasn't, without a full stop: "2 of 3 segments created; 1 failed". */
	summary(run: RunSummary<Unit, Answer>): string;

	/** Further hints, such as warnings of the service. */
	hints?(run: RunSummary<Unit, Answer>): NodeExecutionHint[];
}

/** One batch in a request, or the few requests that belong together: as nearly all operations send. */
export interface Sends<Unit, Answer, S extends Session> {
	/**
	 * @returns an answer for each part of the batch, in the same order
	 * @throws RequestFailure when the request as a whole failed
	 */
	send(batch: Batch<Unit, Answer>, hands: Hands<S>): Promise<Array<PartAnswer<Answer>>>;
}

/** Several batches in a request. */
export interface SendsBundles<Unit, Answer, S extends Session> {
	bundle: {
		/** How many batches may travel in one request. */
		size: number;
		/** Batches of units with equal keys may. */
		key(unit: Unit): string;
		/** As {@link Sends.send}, for each of the batches. */
		send(batches: Array<Batch<Unit, Answer>>, hands: Hands<S>): Promise<Array<Array<PartAnswer<Answer>>>>;
	};
}

/** What an operation works with while it sends. */
export interface Hands<S extends Session> {
	http: RequestSender;
	/** What {@link OperationBase.open} gave. */
	session: S;
	settings: Settings;
	/** Aborted when the user stops the execution. */
	signal: AbortSignal | undefined;
}

export type RequestSender = Pick<HttpClient, 'request'>;

export interface Part {
	/** Parts of equal groups may share a batch. Undefined: this part travels alone. */
	group?: string;
	/** Equal ids within a group are sent once. */
	id: string;
}

export interface Batch<Unit, Answer = undefined> {
	/** Any unit of the batch: for what all of them have in common. */
	sample: Unit;
	/** All units that have a part in the batch, each once, in input order. */
	units(): Unit[];
	parts: Array<AnsweredPart<Unit, Answer>>;
	/** Set when the parts came back with a `proceed` answer. */
	stage?: string;
}

export interface AnsweredPart<Unit, Answer = undefined> {
	id: string;
	/** The first unit that holds the part. */
	unit: Unit;
	/** How often the part was in a request that was answered. */
	attempts: number;
	/** What a `proceed` or `retry` answer left behind for the next request. */
	note?: string;
	/**
	 * Left here by the operation as soon as it has begun something that must not be begun twice, such as the ID of a task whose
	 * end is waited for: when n8n runs the node again, `send` finds it and goes on from there.
	 */
	begun?: string;
	/** Before n8n ran the node again this part was sent and may have been acted on. */
	mayHaveBeenActedOn?: boolean;
	answer?: PartAnswer<Answer>;
}

/** A part that has the service's word. */
export interface DecidedPart<Unit, Answer = undefined> extends AnsweredPart<Unit, Answer> {
	answer: Success<Answer> | Rejection<Answer>;
}

/** What became of one part, so far. */
export type PartAnswer<Answer = undefined> =
	| Success<Answer>
	| Rejection<Answer>
	/** Nothing proves success, or the request failed. */
	| { kind: 'failed'; failure: Failure }
	/** Rejected for a passing reason: sent again after a wait, `otherwise` counts when all attempts are used up. */
	| {
			kind: 'retry';
			otherwise: Rejection<Answer> | { kind: 'failed'; failure: Failure };
			stage?: string;
			note?: string;
			/** The reason is that too much was asked for: the whole run slows down. */
			slowsDown?: boolean;
	  }
	/** Sent at once in another way. */
	| { kind: 'proceed'; stage: string; note?: string };

/** With a `failure` it counts as one all the same: with On Error = Stop nothing new is started. */
export interface Success<Answer = undefined> {
	kind: 'succeeded';
	data: Answer;
	failure?: Failure;
}

/** The service's verdict on this part alone; with a `failure` as in {@link Success}. */
export interface Rejection<Answer = undefined>
	extends Pick<Failure, 'code' | 'message' | 'advice' | 'httpStatus'> {
	kind: 'rejected';
	data?: Answer;
	failure?: Failure;
}

/** What became of a unit. */
export type UnitReport =
	| { kind: 'succeeded'; json: IDataObject | IDataObject[]; binary?: INodeExecutionData['binary'] }
	/** Data with On Error = Stop, the failure shape otherwise. */
	| (Pick<Failure, 'code' | 'message' | 'advice' | 'httpStatus' | 'attempts' | 'extra'> & {
			kind: 'rejected';
			json: IDataObject;
	  })
	| { kind: 'failed'; failure: Failure };

export interface RunSummary<Unit = unknown, Answer = unknown> {
	info: RunInfo;
	counts: RequestCounts;
	/** Units with their parts, in input order. */
	units: Array<{ unit: Unit; itemIndex: number; parts: Array<AnsweredPart<Unit, Answer>> }>;
	/** What became of them, in the same order. */
	reports: UnitReport[];
	succeeded: number;
	failed: number;
	/** Rejected units by code. */
	rejected: Map<string, number>;
}
