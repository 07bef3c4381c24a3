import { orFailed, RequestFailure, type Failure } from '../failure';
import { LONGEST_WAIT_SECONDS } from './retry';
import { waitFor } from './wait';

/** How long and how often somebody waits for a task of a service. */
export interface Poll {
	pollMs: number;
	/** From the start of waiting. */
	timeoutMs: number;
}

export interface TaskWait<State> {
	/**
	 * Asks once how far the task is.
	 * @param endBy moment of the monotonic clock (`performance.now()`) after which nobody waits for the answer any more
	 * @throws RequestFailure when the question failed, or the task did: that ends the wait
	 */
	ask: (endBy: number) => Promise<State>;
	isDone: (state: State) => boolean;
	poll: Poll;
	/** The task is only just made: there is no use in asking at once. */
	isNew: boolean;
	/** Stops the wait. */
	signal: AbortSignal | undefined;
	/** Told each time that it isn't done yet. */
	onProgress?: (state: State) => void;
	/**
	 * What to say when the time is over.
	 * @param seconds how long that was, in words: "1 second", "90 seconds"
	 * @param last the last state that was seen, if any was
	 */
	tookTooLong: (seconds: string, last: State | undefined) => Failure;
}

/** Small tasks are done within a moment: the first question needn't wait for a whole interval. */
const FIRST_LOOK_MS = 500;
/** The last question, at the end of the wait, is given this time. */
const LAST_LOOK_MS = 1000;

/**
 * Asks for a task of a service again and again until it is done.
 * @returns its final state
 * @throws RequestFailure as `ask`, or `tookTooLong`; RunCanceled
 */
export async function waitForTask<State>(wait: TaskWait<State>): Promise<State> {
	const { poll, signal } = wait;
	const deadline = performance.now() + poll.timeoutMs;
	const left = () => deadline - performance.now();
	const pause = async (ms: number) => await waitFor(Math.min(ms, left()), signal);
	let last: State | undefined;
	if (wait.isNew) await pause(Math.min(FIRST_LOOK_MS, poll.pollMs));
	for (;;) {
		let next = poll.pollMs;
		const asked = await orFailed(wait.ask(Math.max(deadline, performance.now() + LAST_LOOK_MS)));
		if ('value' in asked) {
			last = asked.value;
			if (wait.isDone(last)) return last;
			wait.onProgress?.(last);
		} else {
			const { failure } = asked.failed;
			if (isPutOff(failure, left())) next = Math.max(next, 1000 * failure.retryAfter);
			else if (failure.code !== 'TIMEOUT' || left() > 0) throw asked.failed;
		}
		if (left() <= 0) {
			const seconds = poll.timeoutMs === 1000 ? '1 second' : `${poll.timeoutMs / 1000} seconds`;
			throw new RequestFailure(wait.tookTooLong(seconds, last));
		}
		await pause(next);
	}
}

/**
 * A single request isn't held for longer than {@link LONGEST_WAIT_SECONDS}; but who waits for minutes anyway can ask
 * again when the service says.
 */
function isPutOff(failure: Failure, leftMs: number): failure is Failure & { retryAfter: number } {
	const { retryAfter } = failure;
	return retryAfter !== undefined && retryAfter > LONGEST_WAIT_SECONDS && 1000 * retryAfter < leftMs;
}
