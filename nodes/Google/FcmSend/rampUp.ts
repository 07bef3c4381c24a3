import { waitFor } from '../../shared/http/wait';

/** Messages a minute that any run may start with. */
const RAMP_FROM = 60_000;
const RAMP_MS = 60_000;

/**
 * Raises the rate of a run evenly over its first minute, as Google asks of those who send much at once (the sending
 * reference, 9.1). A run of 60,000 messages a minute or fewer isn't touched.
 * @param perMinute the rate at the end of the ramp
 * @param now milliseconds of a clock that is never set back
 * @returns waits for the turn of the next request, in the order of the calls @throws RunCanceled
 */
export function rampUp(
	perMinute: number,
	now: () => number = () => performance.now(),
): (signal: AbortSignal | undefined) => Promise<void> {
	if (perMinute <= RAMP_FROM) return async () => {};
	let startedAt: number | undefined;
	let dueAt = 0;
	return async (signal) => {
		const at = now();
		if (startedAt === undefined) startedAt = dueAt = at;
		if (at - startedAt >= RAMP_MS && dueAt <= at) return;
		// What a slow start has left unused isn't made up for in a burst.
		const due = Math.max(dueAt, at - CATCH_UP_MS);
		dueAt = due + 60_000 / rateAt(Math.max(0, due - startedAt), perMinute);
		const wait = due - at;
		if (wait >= 1) await waitFor(wait, signal);
	};
}

/** How far a run may fall behind its even rhythm and still make up for it: timers are no better. */
const CATCH_UP_MS = 50;

/**
 * @param sinceStartMs milliseconds since the first message of the run
 * @returns messages a minute that may leave then
 */
export function rateAt(sinceStartMs: number, perMinute: number): number {
	if (perMinute <= RAMP_FROM || sinceStartMs >= RAMP_MS) return perMinute;
	return RAMP_FROM + ((perMinute - RAMP_FROM) * sinceStartMs) / RAMP_MS;
}
