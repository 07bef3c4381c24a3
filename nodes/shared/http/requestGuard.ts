import { sleep } from 'n8n-workflow';
import { RunCanceled } from '../failure';
import { SLICE_MS } from './wait';

/** A request in flight. */
interface Flight {
	/** In milliseconds of the monotonic clock: setting the machine's clock ends no request. */
	deadline: number;
	end: (reason: Error) => void;
}

/** A request took longer than it may. */
export class RequestTimedOut extends Error {
	readonly code = 'ETIMEDOUT';

	constructor() {
		super('timed out');
		this.name = 'RequestTimedOut';
	}
}

/**
 * Ends requests that take too long, slow trickles included, and all of them when the run is cancelled. One timer and
 * one listener serve all requests: an `AbortSignal.timeout` and an `AbortSignal.any` for each of 100,000 would pile up.
 */
export class RequestGuard {
	private readonly inFlight = new Set<Flight>();
	private watching = false;

	/** @param timeoutMs how long a request may take, from connecting to the last byte */
	constructor(
		private readonly timeoutMs: number,
		private readonly cancelSignal: AbortSignal | undefined,
	) {}

	/**
	 * @param send is given the signal that ends its request; whether it listens or not, nobody waits for it any longer
	 * @param withinMs a limit of its own for this request, where it is the shorter one
	 * @throws RequestTimedOut, RunCanceled, and what `send` throws
	 */
	async run<T>(send: (signal: AbortSignal) => Promise<T>, withinMs = Infinity): Promise<T> {
		const controller = new AbortController();
		let end: Flight['end'] = () => {};
		const ended = new Promise<never>((_, reject) => {
			end = (reason) => {
				reject(reason);
				controller.abort();
			};
		});
		const flight: Flight = { deadline: performance.now() + Math.min(this.timeoutMs, withinMs), end };
		if (this.inFlight.size === 0) this.cancelSignal?.addEventListener('abort', this.cancelAll);
		this.inFlight.add(flight);
		if (!this.watching) void this.watch();
		try {
			return await Promise.race([send(controller.signal), ended]);
		} finally {
			this.remove(flight);
		}
	}

	private remove(flight: Flight): void {
		this.inFlight.delete(flight);
		if (this.inFlight.size === 0) this.cancelSignal?.removeEventListener('abort', this.cancelAll);
	}

	private readonly cancelAll = (): void => {
		for (const { end } of this.inFlight) end(new RunCanceled());
	};

	private async watch(): Promise<void> {
		this.watching = true;
		while (this.inFlight.size > 0) {
			const now = performance.now();
			let next = SLICE_MS;
			for (const flight of this.inFlight) {
				const left = flight.deadline - now;
				if (left > 0) {
					next = Math.min(next, left);
				} else {
					this.remove(flight);
					flight.end(new RequestTimedOut());
				}
			}
			if (this.inFlight.size > 0) await sleep(next);
		}
		this.watching = false;
	}
}
