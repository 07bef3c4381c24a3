import { RequestFailure, type Failure } from '../../shared/failure';
import type { RequestSender } from '../../shared/engine/operation';
import { LONGEST_WAIT_SECONDS } from '../../shared/http/retry';
import { waitFor } from '../../shared/http/wait';
import { exportStateRequest, type ExportState } from './exportTask';

/** How long and how often somebody waits for an export. */
export interface Patience {
	pollMs: number;
	/** From the start of waiting. */
	timeoutMs: number;
}

export interface ExportWait {
	baseUrl: string;
	taskId: string;
	http: RequestSender;
	patience: Patience;
	/** The task is only just made: there is no use in asking at once. */
	isNew: boolean;
	/** Stops the wait. */
	signal: AbortSignal | undefined;
	/** Told each time Pushwoosh says that it isn't there yet. */
	onProgress: (state: ExportState) => void;
}

export type ExportOutcome = { state: ExportState } | { failure: Failure };

/** Small segments are done within a moment: the first question needn't wait for a whole interval. */
const FIRST_LOOK_MS = 500;
/** The last question, at the end of the wait, is given this time. */
const LAST_LOOK_MS = 1000;

/**
 * Asks for an export again and again until it is complete.
 * @returns its final state; or why there is none, with the `taskId` by which it can be picked up later
 * @throws RunCanceled
 */
export async function waitForExport(wait: ExportWait): Promise<ExportOutcome> {
	const { taskId, patience, signal } = wait;
	const deadline = performance.now() + patience.timeoutMs;
	const left = () => deadline - performance.now();
	const pause = async (ms: number) => await waitFor(Math.min(ms, left()), signal);
	let progress: number | undefined;
	if (wait.isNew) await pause(Math.min(FIRST_LOOK_MS, patience.pollMs));
	for (;;) {
		let next = patience.pollMs;
		const outcome = await askForExport(wait, Math.max(deadline, performance.now() + LAST_LOOK_MS));
		if ('state' in outcome) {
			if (outcome.state.stage === 'completed') return outcome;
			progress = outcome.state.progress;
			wait.onProgress(outcome.state);
		} else if (isPutOff(outcome.failure, left())) {
			next = Math.max(next, 1000 * outcome.failure.retryAfter);
		} else if (outcome.failure.code !== 'TIMEOUT' || left() > 0) {
			return outcome;
		}
		if (left() <= 0) return { failure: tookTooLong(taskId, patience, progress) };
		await pause(next);
	}
}

/**
 * A single request isn't held for longer than {@link LONGEST_WAIT_SECONDS}; but who waits for minutes anyway can ask
 * again when Pushwoosh says.
 */
function isPutOff(failure: Failure, leftMs: number): failure is Failure & { retryAfter: number } {
	const { retryAfter } = failure;
	return retryAfter !== undefined && retryAfter > LONGEST_WAIT_SECONDS && 1000 * retryAfter < leftMs;
}

/**
 * Asks once how far an export is.
 * @param endBy moment of the monotonic clock (`performance.now()`) after which nobody waits for an answer any more
 * @returns the state, or a failure for an export that failed and a request that did
 * @throws RunCanceled
 */
export async function askForExport(
	{ baseUrl, taskId, http }: Pick<ExportWait, 'baseUrl' | 'taskId' | 'http'>,
	endBy?: number,
): Promise<ExportOutcome> {
	const request = exportStateRequest(baseUrl, taskId, endBy);
	const asked = await http.request(request).then(
		({ value }) => ({ state: value }),
		(thrown: unknown) => ({ thrown }),
	);
	if ('thrown' in asked) {
		if (!(asked.thrown instanceof RequestFailure)) throw asked.thrown;
		return { failure: withTask(asked.thrown.failure, taskId) };
	}
	if (asked.state.stage !== 'failed') return asked;
	const { reason } = asked.state;
	return {
		failure: {
			code: 'EXPORT_FAILED',
			message: `Pushwoosh couldn't complete the export${reason ? `: “${reason}”` : ''}`,
			advice: 'Check the filter expression, and start the export again.',
			extra: { taskId },
		},
	};
}

/** A failure of something about an export names it in `details`, so that it can be picked up. */
export function withTask(failure: Failure, taskId: string): Failure {
	return { ...failure, extra: { ...failure.extra, taskId } };
}

function tookTooLong(taskId: string, { timeoutMs }: Patience, progress: number | undefined): Failure {
	const far = progress === undefined ? '' : ` (${progress} % so far)`;
	return {
		code: 'WAIT_TIMEOUT',
		message: `The export wasn't complete after ${timeoutMs === 1000 ? '1 second' : `${timeoutMs / 1000} seconds`}${far}`,
		advice: `Pushwoosh goes on with it: use the operation 'Get Export' with the task ID ${taskId} later, or raise 'Wait Timeout (Seconds)' in the options.`,
		extra: { taskId },
	};
}
