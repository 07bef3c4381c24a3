import { RunCanceled } from '../failure';
import { firstIndex } from './firstIndex';
import { waitFor } from './wait';

/** How far a run may fall behind its even rhythm and still make up for it. */
const CATCH_UP_MS = 50;

/** What counts for a limit; shared by all runs in this process. */
const limits = new Map<string, Limit>();

/** One limit of a service. */
interface Limit {
	/** What left, whoever sent it. */
	all: Departures;
	/** The figures that runs keep to, and when each was last used. */
	figures: Map<number, number>;
}

interface PaceSettings {
	/** Names the limit: pacers of equal names share what they count. Never a secret: hash what holds one. */
	limit: string;
	/** How much may leave within any window: requests, or whatever a turn's weight counts. */
	most: number;
	windowMs: number;
}

/**
 * Keeps one run within a service's limit of requests in a time, together with the other runs of this process:
 * - In no rolling window does more than its figure leave by a run itself.
 * - It lets the others go first as long as they fill its figure; but not for ever: in its own rhythm (a window divided by
 *   its figure) it goes on beside runs of a larger figure, as long as all together keep to the largest one.
 *
 * Requests start as they like until the window is full; a run that tells its length with {@link plan} and is longer than a
 * window spreads them evenly instead. Repeats count like other requests.
 */
export class RateLimiter {
	private readonly limit: Limit;
	private readonly own: Departures;
	private readonly most: number;
	private readonly windowMs: number;
	private queue: Promise<void> = Promise.resolve();
	private intervalMs = 0;
	/** When the next request is due in the run's rhythm. */
	private dueAt: number | undefined;
	/** Since when it may have been waiting for others. */
	private waitingSince: number | undefined;

	constructor({ limit, most, windowMs }: PaceSettings) {
		let shared = limits.get(limit);
		if (!shared) limits.set(limit, (shared = { all: new Departures(windowMs), figures: new Map() }));
		this.limit = shared;
		this.own = new Departures(windowMs);
		this.most = most;
		this.windowMs = windowMs;
	}

	/** To be told before the first request: how many the run is going to make, repeats aside. */
	plan(requests: number): void {
		this.intervalMs = requests > this.most ? this.windowMs / this.most : 0;
	}

	/**
	 * Waits for its turn, in the order of the calls, and counts the request that the caller now makes.
	 * @param signal ends the wait
	 * @param holdMs for how many milliseconds from now nothing may leave; nothing is counted before
	 * @param weight how much of the limit the request takes, 1 or more
	 * @throws RunCanceled
	 */
	async turn(signal?: AbortSignal, holdMs: () => number = () => 0, weight = 1): Promise<void> {
		const turn = this.queue.then(async () => await this.takeTurn(signal, holdMs, weight));
		this.queue = turn.catch(() => {});
		return await turn;
	}

	private async takeTurn(
		signal: AbortSignal | undefined,
		holdMs: () => number,
		weight: number,
	): Promise<void> {
		this.waitingSince ??= performance.now();
		for (;;) {
			if (signal?.aborted) throw new RunCanceled();
			const now = performance.now();
			// A run that is far behind its rhythm starts it anew.
			const due = Math.max(this.dueAt ?? now, now - CATCH_UP_MS);
			const wait = Math.max(holdMs(), due - now, this.limitWait(weight, now));
			// Timers can't do less than a millisecond.
			if (wait < 1) {
				this.limit.all.add(weight, now);
				this.limit.figures.set(this.most, now);
				this.own.add(weight, now);
				this.waitingSince = now;
				this.dueAt = due + this.intervalMs * weight;
				return;
			}
			await waitFor(wait, signal);
		}
	}

	/** @returns milliseconds until the limit leaves room for a request of this weight */
	private limitWait(weight: number, now: number): number {
		const { all, figures } = this.limit;
		const mine = this.own.waitFor(this.most, weight, now);
		const withOthers = all.waitFor(this.most, weight, now);
		for (const [figure, usedAt] of figures) if (usedAt <= now - this.windowMs) figures.delete(figure);
		const largest = Math.max(this.most, ...figures.keys());
		const inTurn = (this.waitingSince ?? now) + (this.windowMs / this.most) * weight - now;
		return Math.max(mine, Math.min(withOthers, Math.max(inTurn, all.waitFor(largest, weight, now))));
	}
}

/** What left and when, oldest first, as far back as the window reaches. */
class Departures {
	private times: number[] = [];
	/** How much had left by then, that included. */
	private sums: number[] = [];
	/** How much had left before the oldest that is still known. */
	private before = 0;

	constructor(private readonly windowMs: number) {}

	add(weight: number, now: number): void {
		this.times.push(now);
		this.sums.push(this.total() + weight);
		this.forgetOld(now);
	}

	/** @returns milliseconds until `weight` more would be within `most` in the window; what is more than `most` waits for all */
	waitFor(most: number, weight: number, now: number): number {
		const mustBeOld = this.total() + Math.min(weight, most) - most;
		if (mustBeOld <= this.before) return 0;
		return Math.max(0, this.times[firstIndex(this.sums, (sum) => sum >= mustBeOld)] + this.windowMs - now);
	}

	private total(): number {
		return this.sums.at(-1) ?? this.before;
	}

	/** In bulk, when most are old: taking single ones off the front of a long list is slow. */
	private forgetOld(now: number): void {
		const { times, windowMs } = this;
		if (times[times.length >> 1] > now - windowMs) return;
		const old = firstIndex(times, (time) => time > now - windowMs);
		this.before = this.sums[old - 1] ?? this.before;
		this.times = times.slice(old);
		this.sums = this.sums.slice(old);
	}
}
