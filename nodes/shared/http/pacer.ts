import { RunCanceled } from '../engine/failure';
import { waitFor } from './wait';

/** How far a run may fall behind its even rhythm and still make up for it. */
const CATCH_UP_MS = 50;

/** When the requests that count for a limit left; shared by all runs in this process. */
const limits = new Map<string, RequestTimes>();

export interface PaceSettings {
	/** Names the limit: pacers of equal names share what they count. Never a secret: hash what holds one. */
	limit: string;
	/** How many requests may leave within any window. */
	most: number;
	windowMs: number;
	/** Epoch milliseconds. */
	now?: () => number;
}

/**
 * Keeps one run within a service's limit of requests in a time: in no rolling window do more than its figure leave this
 * process, whichever runs they belong to. Requests start as they like until the window is full; a run that tells its
 * length with {@link plan} and is longer than a window spreads them evenly instead. Repeats count like other requests.
 */
export class Pacer {
	private readonly times: RequestTimes;
	private readonly most: number;
	private readonly windowMs: number;
	private readonly now: () => number;
	private queue: Promise<void> = Promise.resolve();
	private intervalMs = 0;
	/** When the next request is due in the run's rhythm. */
	private dueAt: number | undefined;

	constructor({ limit, most, windowMs, now = Date.now }: PaceSettings) {
		let times = limits.get(limit);
		if (!times) limits.set(limit, (times = new RequestTimes(windowMs)));
		this.times = times;
		this.most = most;
		this.windowMs = windowMs;
		this.now = now;
	}

	/** To be told before the first request: how many the run is going to make, repeats aside. */
	plan(requests: number): void {
		this.intervalMs = requests > this.most ? this.windowMs / this.most : 0;
	}

	/**
	 * Waits for its turn, in the order of the calls, and counts the request that the caller now makes.
	 * @param signal ends the wait
	 * @throws RunCanceled
	 */
	async turn(signal?: AbortSignal): Promise<void> {
		const turn = this.queue.then(async () => await this.takeTurn(signal));
		this.queue = turn.catch(() => {});
		return await turn;
	}

	private async takeTurn(signal: AbortSignal | undefined): Promise<void> {
		for (;;) {
			if (signal?.aborted) throw new RunCanceled();
			const now = this.now();
			const due = this.dueTime(now);
			const wait = Math.max(due - now, this.times.waitFor(this.most, now));
			// Timers can't do less than a millisecond.
			if (wait < 1) {
				this.times.add(now);
				this.dueAt = due + this.intervalMs;
				return;
			}
			await waitFor(wait, signal);
		}
	}

	/** A run that is far behind its rhythm, or whose clock was set back, starts it anew. */
	private dueTime(now: number): number {
		// (A millisecond of tolerance: moments of today leave no room for fine fractions in a number.)
		if (this.dueAt === undefined || this.dueAt - now > this.intervalMs + 1) return now;
		return Math.max(this.dueAt, now - CATCH_UP_MS);
	}
}

/** The moments at which requests left, oldest first, as far back as the window reaches. */
class RequestTimes {
	private times: number[] = [];

	constructor(private readonly windowMs: number) {}

	add(now: number): void {
		this.times.push(now);
		this.forgetOld(now);
	}

	/** @returns milliseconds until another request would be one of at most `most` in the window */
	waitFor(most: number, now: number): number {
		// The clock was set back: what it said before means nothing now.
		if ((this.times.at(-1) ?? 0) > now) this.times = [];
		const blocking = this.times.at(-most);
		return this.times.length < most || blocking === undefined ? 0 : blocking + this.windowMs - now;
	}

	/** In bulk, when most are old: taking single ones off the front of a long list is slow. */
	private forgetOld(now: number): void {
		const { times } = this;
		if (times[times.length >> 1] <= now - this.windowMs) {
			this.times = times.filter((time) => time > now - this.windowMs);
		}
	}
}
