import { createHash } from 'node:crypto';
import { waitFor } from '../../../shared/http/wait';

/**
 * A second more than the minute that Pushwoosh counts: a request that was delayed on its way arrives closer to the
 * ones after it than they left.
 */
const WINDOW_MS = 61_000;
/** How far a run may fall behind its even rhythm and still make up for it. */
const CATCH_UP_MS = 50;

/** When each account's requests of the last minute left; shared by all runs in this process. */
const accounts = new Map<string, RequestTimes>();

export interface PaceSettings {
	baseUrl: string;
	/** Only kept as a hash. */
	apiToken: string;
	requestsPerMinute: number;
	/** Ends the waits. */
	signal?: AbortSignal;
	/** Epoch milliseconds. */
	now?: () => number;
}

/**
 * Keeps one run within its figure of createMessage requests per minute (Pushwoosh allows 600): in no rolling 60
 * seconds do more leave this process for the account, whichever runs they belong to. A run that plans no more than
 * that starts them as it likes; a longer one spreads them evenly from the first. Repeats count like other requests.
 */
export class Pacer {
	private readonly times: RequestTimes;
	private readonly perMinute: number;
	private readonly signal: AbortSignal | undefined;
	private readonly now: () => number;
	private queue: Promise<void> = Promise.resolve();
	private intervalMs = 0;
	/** When the next request is due in the run's rhythm. */
	private dueAt: number | undefined;

	constructor({ baseUrl, apiToken, requestsPerMinute, signal, now = Date.now }: PaceSettings) {
		const account = createHash('sha256').update(`${baseUrl}\n${apiToken}`).digest('hex');
		let times = accounts.get(account);
		if (!times) accounts.set(account, (times = new RequestTimes()));
		this.times = times;
		this.perMinute = requestsPerMinute;
		this.signal = signal;
		this.now = now;
	}

	/** To be told before the first request: how many the run is going to make, repeats aside. */
	plan(requests: number): void {
		this.intervalMs = requests > this.perMinute ? WINDOW_MS / this.perMinute : 0;
	}

	/**
	 * Waits for its turn, in the order of the calls, and counts the request that the caller now makes.
	 * @throws RunCanceled
	 */
	async turn(): Promise<void> {
		const turn = this.queue.then(async () => await this.takeTurn());
		this.queue = turn.catch(() => {});
		return await turn;
	}

	private async takeTurn(): Promise<void> {
		for (;;) {
			const now = this.now();
			const due = this.dueTime(now);
			const wait = Math.max(due - now, this.times.waitFor(this.perMinute, now));
			// Timers can't do less than a millisecond.
			if (wait < 1) {
				this.times.add(now);
				this.dueAt = due + this.intervalMs;
				return;
			}
			await waitFor(wait, this.signal);
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

	add(now: number): void {
		this.times.push(now);
		this.forgetOld(now);
	}

	/** @returns milliseconds until another request would be one of at most `perMinute` in the window */
	waitFor(perMinute: number, now: number): number {
		// The clock was set back: what it said before means nothing now.
		if ((this.times.at(-1) ?? 0) > now) this.times = [];
		const blocking = this.times.at(-perMinute);
		return this.times.length < perMinute || blocking === undefined ? 0 : blocking + WINDOW_MS - now;
	}

	/** In bulk, when most are old: taking single ones off the front of a long list is slow. */
	private forgetOld(now: number): void {
		const { times } = this;
		if (times[times.length >> 1] <= now - WINDOW_MS) {
			this.times = times.filter((time) => time > now - WINDOW_MS);
		}
	}
}
