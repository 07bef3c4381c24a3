import type { IExecuteFunctions } from 'n8n-workflow';
import { backoffMs } from '../http/backoff';
import type { HttpClient } from '../http/client';
import { waitFor } from '../http/wait';
import { dispatch } from './dispatch';
import { RunCanceled, toFailure, type Failure } from './failure';
import type { Operation, PartAnswer } from './operation';
import { planRequests, type PlannedPart, type PlannedRequest, type PlannedUnit } from './plan';
import type { RunInfo } from './runInfo';
import type { Settings } from './settings';
import { isDone } from './throwing';

export interface SendJob<U> {
	operation: Operation<U>;
	units: Array<PlannedUnit<U>>;
	parts: Array<PlannedPart<U>>;
	http: HttpClient;
	settings: Settings;
	info: RunInfo;
	signal: AbortSignal | undefined;
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
 * With On Error = Stop nothing new is started after the first failure. Leaves the final answer in each part that got one.
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
	result.canceled = signal?.aborted === true && !job.units.every(isDone);
	for (const part of job.parts) settle(part, result.breakdown);
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
			await sendRequest(job, request);
			const failure = firstFailure(request);
			finished++;
			job.context.logger.debug(
				`${job.info.node.name}: request ${finished} of ${requests.length} ${failure ? `failed (${failure.code})` : 'done'}`,
			);
			if (!failure) return;
			// A credential that the very first request was refused for would be refused for all others too.
			const endsRun = failure.endsRun === true || (isFirst && finished === 1 && failure.httpStatus === 401);
			if (endsRun || !result.breakdown) {
				result.breakdown = { failure, itemIndex: firstItem(request), endsRun };
			}
		},
	});
}

/** Sends one request and leaves an answer in each of its parts; none when the run was cancelled meanwhile. */
async function sendRequest<U>({ operation, http }: SendJob<U>, request: PlannedRequest<U>): Promise<void> {
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
				part.answer = answers[at]?.[index] ?? MISSING;
				part.attempts += answered;
			});
		});
	} catch (error) {
		if (error instanceof RunCanceled) return;
		const answer: PartAnswer = { kind: 'failed', failure: toFailure(error) };
		for (const { parts } of request) for (const part of parts) part.answer = answer;
	}
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

function firstFailure<U>(request: PlannedRequest<U>): Failure | undefined {
	for (const { parts } of request) {
		for (const { answer } of parts) {
			if ((answer?.kind === 'failed' || answer?.kind === 'accepted') && answer.failure) return answer.failure;
		}
	}
	return undefined;
}

function firstItem<U>(request: PlannedRequest<U>): number {
	let first = Infinity;
	for (const { parts } of request) {
		for (const part of parts) first = Math.min(first, (part as PlannedPart<U>).itemIndex);
	}
	return first;
}

function wantsRepeat<U>(part: PlannedPart<U>, maxRetries: number): boolean {
	return part.answer?.kind === 'repeat' && part.repeats < maxRetries;
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
	part.stage = part.answer?.kind === 'repeat' ? part.answer.stage : undefined;
	part.note = undefined;
	return part;
}

/**
 * A part whose tries were used up, or that was still to be repeated when the run ended, keeps the verdict it had; one
 * that was never sent because the credential was refused shares that failure.
 */
function settle<U>(part: PlannedPart<U>, breakdown: Breakdown | undefined): void {
	if (part.answer?.kind === 'repeat') part.answer = part.answer.otherwise;
	if ((part.answer === undefined || part.answer.kind === 'proceed') && breakdown?.endsRun) part.answer = { kind: 'failed', failure: breakdown.failure };
}

/** Finds the units that hold a part. Built when first asked: most operations never ask. */
function indexUnits<U>(units: Array<PlannedUnit<U>>): (part: PlannedPart<U>) => U[] {
	let index: Map<PlannedPart<U>, U[]> | undefined;
	return (part) => {
		if (!index) {
			index = new Map();
			for (const { unit, parts } of units) {
				for (const held of parts) {
					const holders = index.get(held);
					if (holders) holders.push(unit);
					else index.set(held, [unit]);
				}
			}
		}
		return index.get(part) ?? [];
	};
}
