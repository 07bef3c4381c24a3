import type { IDataObject } from 'n8n-workflow';
import { asRecord } from './json';

/**
 * Why a request, or one unit of a run, didn't get done. A plain object on purpose: a run can hold 100,000 of
 * them, and an Error with its stack costs fifty times as much memory.
 */
export interface Failure {
	/** The service's own code as it is, else one of ours in UPPER_SNAKE (e.g. TIMEOUT, UNEXPECTED_ANSWER). */
	code: string;
	/** What happened, one short sentence without a full stop: it has to fit a table's cell. Never holds a credential. */
	message: string;
	/** What the user can do about it, one or two sentences; see {@link adviceOf}. */
	advice?: string;
	httpStatus?: number;
	/** How many times the request was tried. */
	attempts?: number;
	/** The service may have acted on the request although no success was seen. */
	uncertain?: boolean;
	/** Seconds that the service asked to wait. */
	retryAfter?: number;
	/** Whether the service said that it doesn't take the credential; by default a 401 says so. */
	refusesCredential?: boolean;
	/** The service said that the credential lacks a right; other requests may need others (see `RequestSpec.right`). */
	refusesRight?: boolean;
	/** The credential itself can't be used: every other request would end the same way. */
	endsRun?: boolean;
	/** Identifier keys that say more exactly what was and wasn't done; they join the unit's own in `details`. */
	extra?: IDataObject;
}

/** Carries a {@link Failure} through code that talks to a service. Never leaves the engine as it is. */
export class RequestFailure extends Error {
	/** @param mayHaveBeenActedOn the service may have acted on one of the request's tries */
	constructor(
		readonly failure: Failure,
		readonly mayHaveBeenActedOn = false,
	) {
		super(failure.message);
		this.name = 'RequestFailure';
	}
}

/** @returns a failure that says more exactly what was and wasn't done; anything else thrown as it is */
export function withExtra(thrown: unknown, extra: NonNullable<Failure['extra']>): unknown {
	return thrown instanceof RequestFailure
		? new RequestFailure(
				{ ...thrown.failure, extra: { ...thrown.failure.extra, ...extra } },
				thrown.mayHaveBeenActedOn,
			)
		: thrown;
}

/** A parameter of one item that can't be used; found before any request is sent. */
export class ItemProblem extends Error {
	/**
	 * @param message what is wrong, naming the parameter in single quotes
	 * @param advice what to do
	 */
	constructor(
		message: string,
		readonly advice?: string,
		readonly code = 'INVALID_PARAMETER',
	) {
		super(message);
		this.name = 'ItemProblem';
	}
}

/** The user cancelled the execution while the node was working. */
export class RunCanceled extends Error {
	constructor() {
		super('canceled');
		this.name = 'RunCanceled';
	}
}

/** @returns what the user can do about it: every failure has an answer to that */
export function adviceOf({ advice }: Pick<Failure, 'advice'>): string {
	return withoutCanceled(
		advice || 'Check the fields of this node and its credential, then run the workflow again.',
	);
}

/**
 * Joins what happened and what to do into one text, for those who see only one: an agent, a credential's dialog.
 * @returns `message`, a full stop, then the advice
 */
export function sentence(message: string, advice?: string): string {
	if (!advice) return withoutCanceled(message);
	return withoutCanceled(/[.!?]$/.test(message) ? `${message} ${advice}` : `${message}. ${advice}`);
}

/**
 * n8n takes every execution whose message holds the word "canceled" for a cancelled one, be it the name of a topic or
 * a service's own text: there it gets its second l.
 */
export function withoutCanceled(text: string): string {
	return text.replace(/(cance)l(?=ed)/gi, '$1ll');
}

/** Turns anything thrown while working on one item or request into a {@link Failure}. */
export function toFailure(thrown: unknown): Failure {
	if (thrown instanceof RequestFailure) return thrown.failure;
	if (thrown instanceof ItemProblem) {
		return { code: thrown.code, message: thrown.message, advice: thrown.advice };
	}
	// Never empty: n8n takes an item for a failure only where its `error` isn't.
	const message =
		(thrown instanceof Error ? thrown.message : String(thrown)).trim() || 'It failed without a reason';
	const description = asRecord(thrown)?.description;
	return {
		code: 'UNEXPECTED',
		message,
		...(typeof description === 'string' && description !== message ? { advice: description } : {}),
	};
}

/**
 * Waits for work whose failed requests are told rather than thrown.
 * @returns what the work gives, or why a request of it failed
 * @throws what isn't about a request
 */
export async function orFailed<T>(work: Promise<T>): Promise<{ value: T } | { failed: RequestFailure }> {
	return await work.then(
		(value) => ({ value }),
		(error: unknown) => {
			if (error instanceof RequestFailure) return { failed: error };
			throw error;
		},
	);
}
