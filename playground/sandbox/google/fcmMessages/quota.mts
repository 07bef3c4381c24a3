const MINUTE_MS = 60_000;

/** Counts what happened in the last so many milliseconds, by name; a limit of `Infinity` or `null` counts nothing. */
export class SlidingWindows {
	readonly #windowMs: number;
	readonly #moments = new Map<string, { times: number[]; first: number }>();

	constructor(windowMs = MINUTE_MS) {
		this.#windowMs = windowMs;
	}

	/** Whether one more fits in at this moment. */
	hasRoom(name: string, limit: number | null, now: number): boolean {
		if (limit === null || limit === Infinity) return true;
		const window = this.#moments.get(name);
		if (window === undefined) return limit > 0;
		const { times } = window;
		while (window.first < times.length && times[window.first] <= now - this.#windowMs) window.first += 1;
		if (window.first > 1000 && window.first * 2 > times.length) {
			times.splice(0, window.first);
			window.first = 0;
		}
		return times.length - window.first < limit;
	}

	count(name: string, limit: number | null, now: number): void {
		if (limit === null || limit === Infinity) return;
		const window = this.#moments.get(name);
		if (window === undefined) this.#moments.set(name, { times: [now], first: 0 });
		else window.times.push(now);
	}

	clear(): void {
		this.#moments.clear();
	}
}
