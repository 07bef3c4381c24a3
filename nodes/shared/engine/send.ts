import type { IExecuteFunctions } from 'n8n-workflow';
import { backoffMs } from '../http/backoff';
import type { HttpClient } from '../http/client';
import { waitFor } from '../http/wait';
import { dispatch } from './dispatch';
import { RunCanceled, toFailure, type Failure } from './failure';
import type { Operation, PartAnswer } from './operation';
import { indexUnits, planRequests, type PlannedPart, type PlannedRequest, type PlannedUnit } from './plan';
import type { RunInfo } from './runInfo';
import type { Settings } from './settings';

export interface SendJob<U> {
	operation: Operation<U>;
	units: Array<PlannedUnit<U>>;
	parts: Array<PlannedPart<U>>;
	http: HttpClient;
	settings: Settings;
	info: RunInfo;
	/** Cancels the run. */
	signal: AbortSignal | undefined;
	/** Aborted by this code when nothing more is to be started; `http` listens to it. */
	end: AbortController;
	context: IExecuteFunctions;
}

/** The first request that finally failed, with the first item it was for. */
export interface Breakdown {
	failure: Failure;
	itemIndex: number;
	/** All other requests would fail in the same way. */
	endsRun: boolean;
}

export interface SendResult {
	breakdown?: Breakdown;
	canceled: boolean;
}

/**
 * Sends all parts in waves: the first wave holds everything; parts that go another way (`proceed`) make the next one
 * at once, and those refused for a passing reason (`repeat`) the one after, each packed anew into the fewest requests.
 * With On Error = Stop nothing new is started after the first failure. Leaves the final answer in each part that got
 * one; in a run that ended early the others keep none, or the one that called for another request.
 */
export async function sendAll<U>(job: SendJob<U>): Promise<SendResult> {
	const { operation, settings, signal } = job;
	const result: SendResult = { canceled: false };
	const unitsOf = indexUnits(job.units);
	let pending = job.parts;
	let waiting: Array<PlannedPart<U>> = [];
	let round = 0;
	for (let wave = 0; pending.length > 0; wave++) {
		const requests = planRequests(pending, operation, settings.batchSize, unitsOf);
		if (wave === 0) operation.planned?.(requests.length);
		await sendWave(job, requests, result, wave === 0);
		if (isOver(job, result)) break;
		for (const part of pending) if (wantsRepeat(part, settings.maxRetries)) waiting.push(part);
		pending = pending.filter(({ answer }) => answer?.kind === 'proceed').map(followStage);
		if (pending.length === 0 && waiting.length > 0) {
			const waited = await waitFor(backoffMs(round++, 'slight'), signal).then(
				() => true,
				() => false,
			);
			if (!waited) break;
			pending = waiting.map(repeatPart);
			waiting = [];
		}
	}
	result.canceled ||= signal?.aborted === true;
	const { breakdown } = result;
	if (breakdown?.endsRun && job.info.continueOnFail) for (const part of job.parts) settle(part, breakdown);
	return result;
}

async function sendWave<U>(
	job: SendJob<U>,
	requests: Array<PlannedRequest<U>>,
	result: SendResult,
	isFirst: boolean,
): Promise<void> {
	let finished = 0;
	await dispatch({
		requests,
		concurrency: job.settings.concurrency,
		firstAlone: isFirst,
		goOn: () => !isOver(job, result),
		send: async (request) => {
			if (!(await sendRequest(job, request))) return;
			const failed = firstFailed(request);
			const failure = failed?.failure;
			finished++;
			job.context.logger.debug(
				`${job.info.node.name}: request ${finished} of ${requests.length} ${failure ? `failed (${failure.code})` : 'done'}`,
			);
			if (!failed || !failure) return;
			if (job.signal?.aborted) result.canceled = true;
			// A credential that the very first request was refused for would be refused for all others too.
			const isRefused = failure.refusesCredential ?? failure.httpStatus === 401;
			const endsRun = failure.endsRun === true || (isFirst && finished === 1 && isRefused);
			if (endsRun || !result.breakdown) {
				result.breakdown = { failure, itemIndex: failed.itemIndex, endsRun };
			}
			if (isOver(job, result)) job.end.abort();
		},
	});
}

/**
 * Sends one request and leaves an answer in each of its parts.
 * @returns false, and no answers, when the run was cancelled meanwhile, or over before the request left
 */
async function sendRequest<U>({ operation, http }: SendJob<U>, request: PlannedRequest<U>): Promise<boolean> {
	let answered = 0;
	const sender = {
		request: async <T>(...args: Parameters<typeof http.request<T>>) => {
			const reply = await http.request<T>(...args);
			answered += reply.answers;
			return reply;
		},
	};
	try {
		const answers = await operation.send(request, sender);
		request.forEach((batch, at) => {
			batch.parts.forEach((part, index) => {
				part.answer = countingAll(answers[at]?.[index] ?? MISSING, part.attempts);
				part.attempts += answered;
			});
		});
	} catch (error) {
		if (error instanceof RunCanceled) return false;
		const answer: PartAnswer = { kind: 'failed', failure: toFailure(error) };
		for (const { parts } of request)
			for (const part of parts) part.answer = countingAll(answer, part.attempts);
	}
	return true;
}

/** A failure knows the attempts of its own request; a part that is repeated had others before. */
function countingAll(answer: PartAnswer, earlier: number): PartAnswer {
	if (answer.kind !== 'failed' || answer.failure.attempts === undefined || earlier === 0) return answer;
	return { ...answer, failure: { ...answer.failure, attempts: answer.failure.attempts + earlier } };
}

const MISSING: PartAnswer = {
	kind: 'failed',
	failure: {
		code: 'UNEXPECTED_ANSWER',
		message: 'The answer held no result for this entry',
		advice: 'Run the workflow again for the items that failed.',
	},
};

function isOver<U>(job: SendJob<U>, result: SendResult): boolean {
	if (job.signal?.aborted) return true;
	return result.breakdown !== undefined && (!job.info.continueOnFail || result.breakdown.endsRun);
}

/** @returns of all that failed with the request what belongs to the first item */
function firstFailed<U>(request: PlannedRequest<U>): { failure: Failure; itemIndex: number } | undefined {
	let first: { failure: Failure; itemIndex: number } | undefined;
	for (const { parts } of request) {
		for (const { answer, itemIndex } of parts as Array<PlannedPart<U>>) {
			const failure = answer?.kind === 'failed' || answer?.kind === 'accepted' ? answer.failure : undefined;
			if (failure && itemIndex < (first?.itemIndex ?? Infinity)) first = { failure, itemIndex };
		}
	}
	return first;
}

/** Leaves the verdict it has in a part whose tries are used up. */
function wantsRepeat<U>(part: PlannedPart<U>, maxRetries: number): boolean {
	if (part.answer?.kind !== 'repeat') return false;
	if (part.repeats < maxRetries) return true;
	part.answer = part.answer.otherwise;
	return false;
}

function isUnfinished<U>({ answer }: PlannedPart<U>): boolean {
	return answer === undefined || answer.kind === 'proceed' || answer.kind === 'repeat';
}

function followStage<U>(part: PlannedPart<U>): PlannedPart<U> {
	if (part.answer?.kind === 'proceed') {
		part.stage = part.answer.stage;
		part.note = part.answer.note;
	}
	return part;
}

function repeatPart<U>(part: PlannedPart<U>): PlannedPart<U> {
	part.repeats++;
	const answer = part.answer?.kind === 'repeat' ? part.answer : undefined;
	part.stage = answer?.stage;
	part.note = answer?.note;
	return part;
}

/**
 * In a run that a refused credential ended, a part that was still to be repeated keeps the verdict it had; one that
 * never got a verdict shares the credential's failure.
 */
function settle<U>(part: PlannedPart<U>, { failure }: Breakdown): void {
	if (part.answer?.kind === 'repeat') part.answer = part.answer.otherwise;
	// What the failure says of its own request isn't true of this part, which wasn't sent.
	else if (isUnfinished(part))
		part.answer = { kind: 'failed', failure: { ...failure, extra: undefined, attempts: undefined } };
}
