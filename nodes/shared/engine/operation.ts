import type { IDataObject, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import type { HttpClient, RequestCounts, Session } from '../http/client';
import type { ItemReader } from '../items/itemReader';
import type { Failure } from './failure';
import type { RunInfo } from './runInfo';
import type { SettingsLimits } from './settings';

/**
 * One thing that a node can do. The engine in this folder runs every operation alike: read → plan → send → report.
 *
 * A *unit* (U) is what gets a result of its own. A *part* is the smallest thing that travels: most units have one
 * (their token); a push to many users has one per user. Parts with equal group and id are sent once. A *batch* is
 * parts of one group that share a request.
 */
export interface Operation<U> {
	/** What a unit is called when counted. */
	unit: { one: string; many: string };
	limits: SettingsLimits;

	/**
	 * Opens the credential of the run. Called once, after all items were read.
	 * @throws RequestFailure when it can't be used
	 */
	open(): Promise<Session>;

	/** Reads and checks one item. @throws ItemProblem */
	read(item: ItemReader): U[];

	/** The identifier keys that tell in `details` which unit it was. */
	identify(unit: U): IDataObject;

	/**
	 * Which parameters hold those identifiers, by key, or how they are read: tells which item it was where none of its
	 * units could be read.
	 */
	identifiedBy?: Readonly<Record<string, string | ((item: ItemReader) => IDataObject[string])>>;

	/**
	 * Short texts that name what of the unit wasn't done, from the answers to its parts so far (in the order of
	 * {@link parts}). Default: all texts of {@link identify}.
	 */
	names?(unit: U, parts: Array<AnsweredPart<U>>): string[];

	/** At least one: they decide what became of the unit. */
	parts(unit: U): Part[];

	/**
	 * What of a unit tells whether n8n, when it repeats the node, still asks for the same (as JSON; the recipients or tokens
	 * are told apart by the parts' ids). Default: all of the unit. See `retryMemory.ts`.
	 */
	asksFor?(unit: U): unknown;

	/** What may have been acted on is sent again when n8n repeats the node, by the user's choice. */
	repeatsUncertain?: boolean;

	/** How many batches may travel in one request, and which: those with equal keys. Default: one. */
	bundle?: { size: number; key(unit: U): string };

	/** Told once before anything is sent: how many requests are planned, repeats aside. */
	planned?(requests: number): void;

	/**
	 * Sends one request, or the few that belong together.
	 * @returns for each batch an answer for each of its parts, in the same order
	 * @throws RequestFailure when the request as a whole failed
	 */
	send(batches: Array<Batch<U>>, http: RequestSender): Promise<PartAnswer[][]>;

	/**
	 * All keys that a result can have, the optional ones and those of a rejected unit included: with 'Include Input Fields'
	 * none of them is taken over from the input, so that no old value passes for a new one. Where a result holds all that
	 * the service sent, the keys that are known; those of the run's own results join them.
	 */
	outputKeys(units: U[]): readonly string[];

	/** Says what became of a unit, from the final answers to its parts (in the order of {@link parts}). */
	report(unit: U, parts: Array<AnsweredPart<U>>): UnitReport;

	/** What was done and how much wasn't, without a full stop: "2 of 3 segments created; 1 failed". */
	summary(run: RunSummary<U>): string;

	/** Further hints, such as warnings of the service. */
	hints?(run: RunSummary<U>): NodeExecutionHint[];
}

export interface Part {
	/** Parts of equal groups may share a batch. Undefined: this part travels alone. */
	group?: string;
	/** Equal ids within a group are sent once. */
	id: string;
}

export interface Batch<U> {
	/** Any unit of the batch: for what all of them have in common. */
	sample: U;
	/** All units that have a part in the batch, each once, in input order. */
	units(): U[];
	parts: Array<AnsweredPart<U>>;
	/** Set when the parts came back with a `proceed` answer. */
	stage?: string;
}

export interface AnsweredPart<U> {
	id: string;
	/** The first unit that holds the part. */
	unit: U;
	/** How often the part was in a request that was answered. */
	attempts: number;
	/** What a `proceed` or `repeat` answer left behind for the next request. */
	note?: unknown;
	/**
	 * Left here by the operation as soon as it has begun something that must not be begun twice, such as a task whose end is
	 * waited for: when n8n repeats the node, `send` finds it and goes on from there.
	 */
	begun?: unknown;
	/** Before n8n repeated the node this part was sent and may have been acted on. */
	mayHaveBeenActedOn?: boolean;
	answer?: PartAnswer;
}

/** What the service said about one part. */
export type PartAnswer =
	/** With a `failure` it counts as one all the same: with On Error = Stop nothing new is started. */
	| { kind: 'accepted'; data?: unknown; failure?: Failure }
	/** The service's verdict on this part alone. */
	| { kind: 'refused'; code: string; message: string; advice?: string; data?: unknown }
	/** Nothing proves success, or the request failed. */
	| { kind: 'failed'; failure: Failure }
	/** Refused for a passing reason: sent again after a wait, `otherwise` counts when all tries are used up. */
	| {
			kind: 'repeat';
			otherwise: Extract<PartAnswer, { kind: 'refused' | 'failed' }>;
			stage?: string;
			note?: unknown;
			/** The reason is that too much was asked for: the whole run slows down. */
			slowsDown?: boolean;
	  }
	/** Sent at once in another way. */
	| { kind: 'proceed'; stage: string; note?: unknown };

export type RequestSender = Pick<HttpClient, 'request'>;

/** What became of a unit. */
export type UnitReport =
	| { kind: 'done'; json: IDataObject | IDataObject[]; binary?: INodeExecutionData['binary'] }
	/** Data with On Error = Stop, the failure shape otherwise. */
	| (Pick<Failure, 'code' | 'message' | 'advice' | 'httpStatus' | 'attempts' | 'extra'> & {
			kind: 'rejected';
			json: IDataObject;
	  })
	| { kind: 'failed'; failure: Failure };

export interface RunSummary<U = unknown> {
	info: RunInfo;
	counts: RequestCounts;
	/** Units with their parts, in input order. */
	units: Array<{ unit: U; itemIndex: number; parts: Array<AnsweredPart<U>> }>;
	/** What became of them, in the same order. */
	reports: UnitReport[];
	done: number;
	failed: number;
	/** Rejected units by code. */
	rejected: Map<string, number>;
}
