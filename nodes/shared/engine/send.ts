import { refusesCredential, type HttpClient } from '../http/client';
import type { RequestSpec } from '../http/requestSpec';
import type { Session } from '../http/session';
import { backoffMs } from '../http/retry';
import type { Traffic } from '../http/traffic';
import { dispatch, type Work } from './dispatch';
import { RequestFailure, RunCanceled, toFailure, type Failure } from '../failure';
import type { Hands, Operation, PartAnswer, RequestSender } from './operation';
import { indexUnits, planRequests, type PlannedPart, type PlannedRequest, type PlannedUnit } from './plan';
import type { Run } from './run';

export interface SendJob<U, A, S extends Session> {
	run: Run;
	operation: Operation<U, A, S>;
	units: Array<PlannedUnit<U, A>>;
	parts: Array<PlannedPart<U, A>>;
	session: S;
	http: HttpClient;
	/** The one that `http` keeps to. */
	traffic: Traffic;
	/** Aborted by this code when nothing more is to be started; `http` listens to it. */
	end: AbortController;
}

/** A failure, with the first item it concerns. */
export interface FailedItem {
	failure: Failure;
	itemIndex: number;
}

/** The first request that finally failed. */
export interface Breakdown extends FailedItem {
	/** All other requests would fail in the same way. */
	endsRun: boolean;
}

/**
 * Sends all parts that have no answer yet. Parts that go another way (`proceed`) and those refused for a passing reason
 * (`retry`) are collected until nothing else can be done meanwhile, and then packed anew into the fewest requests: the
 * former at once, the latter after a wait. With On Error = Stop nothing new is started after the first failure. Leaves the
 * final answer in each part that got one; in a run that ended early the others keep none, or the one that called for
 * another request.
 * @returns the first failure, one that is known from before n8n repeated the node included
 */
export async function sendAll<U, A, S extends Session>(
	job: SendJob<U, A, S>,
): Promise<Breakdown | undefined> {
	const { operation, run, traffic, session } = job;
	const { settings } = run;
	const bundle = 'bundle' in operation ? operation.bundle : undefined;
	const unitsOf = indexUnits(job.units);
	const plan = (parts: Array<PlannedPart<U, A>>) => planRequests(parts, bundle, settings.batchSize, unitsOf);
	let ready = plan(job.parts.filter(({ answer }) => answer === undefined));
	let next = 0;
	const onward: Array<PlannedPart<U, A>> = [];
	const waiting: Array<PlannedPart<U, A>> = [];
	let isResting = false;
	const progress: Progress = {
		planned: ready.length,
		finished: 0,
		isAccepted: false,
		breakdown: knownBreakdown(job.parts),
	};
	const make = (parts: Array<PlannedPart<U, A>>) => {
		const more = plan(parts.map(readied));
		progress.planned += more.length;
		ready = [...ready.slice(next), ...more];
		next = 0;
	};
	const sendAgain = () => {
		isResting = false;
		make(waiting.splice(0));
	};
	/** The next request; once nothing else can be done meanwhile, one of parts that go on, and at last the wait of the others. */
	const take = (isIdle: boolean): Work<PlannedRequest<U, A>> | undefined => {
		if (next === ready.length && isIdle) {
			if (onward.length > 0) make(onward.splice(0));
			else if (waiting.length > 0 && !isResting) {
				isResting = true;
				const retries = waiting.reduce((most, part) => Math.max(most, part.retries), 0);
				return { restMs: backoffMs(retries, 'slight'), then: sendAgain };
			}
		}
		return next < ready.length ? { request: ready[next++] } : undefined;
	};
	const sortOut = (request: PlannedRequest<U, A>) => {
		for (const part of partsOf(request)) {
			if (part.answer?.kind === 'proceed') onward.push(part);
			else if (part.answer?.kind === 'retry' && part.retries < settings.maxRetries) waiting.push(part);
			else keepVerdict(part);
		}
	};

	operation.planned?.(ready.length, session);
	await dispatch({
		traffic,
		concurrency: settings.concurrency,
		isCheap: settings.keepConnections,
		take,
		goOn: () => !isOver(job, progress),
		send: async (request) => {
			const since = performance.now();
			if (!(await sendRequest(job, request))) return;
			if (partsOf(request).some(({ answer }) => answer?.kind === 'retry' && answer.slowsDown)) {
				traffic.slowDown({ guessedMs: backoffMs(0, 'slight') }, since);
			}
			noteEnd(job, request, progress);
			if (!isOver(job, progress)) sortOut(request);
		},
	});
	const { breakdown } = progress;
	if (breakdown?.endsRun && job.run.info.continueOnFail)
		for (const part of job.parts) settle(part, breakdown);
	return breakdown;
}

/** How far a run is: requests, of parts that are sent again once more. */
interface Progress {
	planned: number;
	finished: number;
	/** The service took the credential for one of them at least. */
	isAccepted: boolean;
	/** The failure that counts so far. */
	breakdown: Breakdown | undefined;
}

/** Writes a line of the log for a request that has ended, and ends the run if its failure does. */
function noteEnd<U, A, S extends Session>(
	job: SendJob<U, A, S>,
	request: PlannedRequest<U, A>,
	progress: Progress,
): void {
	const failed = firstFailed(partsOf(request));
	const failure = failed?.failure;
	progress.finished++;
	job.run.context.logger.debug(
		`${job.run.info.node.name}: request ${progress.finished} of ${progress.planned} ${failure ? `failed (${failure.code})` : 'done'}`,
	);
	// A credential that was refused before it was ever accepted would be refused for all other requests too.
	const isRefused = failure !== undefined && refusesCredential(failure);
	const { httpStatus = 500 } = failure ?? { httpStatus: 200 };
	progress.isAccepted ||= !isRefused && httpStatus < 500;
	if (!failed || !failure) return;
	const endsRun = failure.endsRun === true || (isRefused && !progress.isAccepted);
	if (endsRun || !progress.breakdown) progress.breakdown = { ...failed, endsRun };
	if (isOver(job, progress)) job.end.abort();
}

/**
 * Sends one request and leaves an answer in each of its parts.
 * @returns false, and no answers, when the run was cancelled meanwhile, or over before the request left
 */
async function sendRequest<U, A, S extends Session>(
	{ operation, http, session, run: { settings, signal } }: SendJob<U, A, S>,
	request: PlannedRequest<U, A>,
): Promise<boolean> {
	let answered = 0;
	const mayHaveBeenActedOn = partsOf(request).some((part) => part.mayHaveBeenActedOn);
	const sender: RequestSender = {
		request: async <T>(spec: RequestSpec<T>) => {
			const reply = await http.request(spec, mayHaveBeenActedOn);
			answered += reply.answers;
			return reply;
		},
	};
	try {
		const hands: Hands<S> = { http: sender, session, settings, signal };
		const answers =
			'bundle' in operation
				? await operation.bundle.send(request, hands)
				: [await operation.send(request[0], hands)];
		request.forEach((batch, at) => {
			batch.parts.forEach((part, index) => {
				part.answer = countingAll(answers[at]?.[index] ?? MISSING, part.attempts);
				part.attempts += answered;
			});
		});
	} catch (error) {
		if (error instanceof RunCanceled) return false;
		const answer: PartAnswer<A> = { kind: 'failed', failure: toFailure(error) };
		const wasActedOn = error instanceof RequestFailure && error.mayHaveBeenActedOn;
		for (const part of partsOf(request)) {
			part.answer = countingAll(answer, part.attempts);
			if (wasActedOn) part.mayHaveBeenActedOn = true;
		}
	}
	return true;
}

function partsOf<U, A>(request: PlannedRequest<U, A>): Array<PlannedPart<U, A>> {
	return request.flatMap(({ parts }) => parts);
}

/** A failure knows the attempts of its own request; a part that is repeated had others before. */
function countingAll<A>(answer: PartAnswer<A>, earlier: number): PartAnswer<A> {
	if (answer.kind !== 'failed' || answer.failure.attempts === undefined || earlier === 0) return answer;
	return { ...answer, failure: { ...answer.failure, attempts: answer.failure.attempts + earlier } };
}

const MISSING: PartAnswer<never> = {
	kind: 'failed',
	failure: {
		code: 'UNEXPECTED_ANSWER',
		message: 'The answer held no result for this entry',
		advice: 'Run the workflow again for the items that failed.',
	},
};

function isOver<U, A, S extends Session>(
	{ run: { info, signal } }: SendJob<U, A, S>,
	{ breakdown }: Progress,
): boolean {
	return signal?.aborted === true || (breakdown !== undefined && (!info.continueOnFail || breakdown.endsRun));
}

/** @returns of all that failed what belongs to the first item */
function firstFailed<U, A>(parts: Array<PlannedPart<U, A>>): FailedItem | undefined {
	let first: FailedItem | undefined;
	for (const { answer, itemIndex } of parts) {
		const failure = answer !== undefined && 'failure' in answer ? answer.failure : undefined;
		if (failure && itemIndex < (first?.itemIndex ?? Infinity)) first = { failure, itemIndex };
	}
	return first;
}

/** What n8n repeats the node with is known: a failure among it stays one. */
export function knownBreakdown<U, A>(parts: Array<PlannedPart<U, A>>): Breakdown | undefined {
	const known = firstFailed(parts);
	return known && { ...known, endsRun: false };
}

/** Takes over what the answer says of the part's next request. */
function readied<U, A>(part: PlannedPart<U, A>): PlannedPart<U, A> {
	const { answer } = part;
	if (answer?.kind !== 'proceed' && answer?.kind !== 'retry') return part;
	if (answer.kind === 'retry') part.retries++;
	part.stage = answer.stage;
	part.note = answer.note;
	return part;
}

/** Leaves the verdict it has in a part that was to be repeated and won't be. */
function keepVerdict<U, A>(part: PlannedPart<U, A>): void {
	if (part.answer?.kind !== 'retry') return;
	part.answer = part.answer.otherwise;
	part.isPassing = true;
}

/**
 * In a run that a refused credential ended, a part that was still to be repeated keeps the verdict it had; one that
 * never got a verdict shares the credential's failure.
 */
function settle<U, A>(part: PlannedPart<U, A>, { failure }: Breakdown): void {
	keepVerdict(part);
	// What the failure says of its own request isn't true of this part, which wasn't sent.
	if (part.answer === undefined || part.answer.kind === 'proceed') {
		part.answer = { kind: 'failed', failure: { ...failure, extra: undefined, attempts: undefined } };
	}
}
