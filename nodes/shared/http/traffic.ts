import { sleep } from 'n8n-workflow';
import { RunCanceled } from '../failure';
import { firstIndex } from './firstIndex';
import type { Standstill } from './retry';
import { signalled, SLICE_MS } from './wait';

/** Timers can't do less: what is due within a millisecond is due now. */
const GRAIN_MS = 1;

/** So many tries without an answer say nothing more about the credential than one: others need not wait for it. */
const UNANSWERED_TRIES = 2;

/** A run that slows down keeps at least this share of its places. */
const SMALLEST_SHARE = 0.1;

export interface TrafficRules {
	/** Most requests in flight. */
	most: number;
	/** One request at a time until the service has answered one without refusing the credential. */
	firstAlone?: boolean;
	/** Ends all waits: nothing more is to be started. */
	signal?: AbortSignal;
}

/** What became of one try, as far as the other requests of the run are concerned. */
export interface Passed {
	/** When it set out: what {@link Traffic.enter} gave. */
	since: number;
	/** `refused`: the service answered that it doesn't take the credential. */
	outcome: 'answered' | 'refused' | 'unanswered';
	/** The service asked for fewer requests. */
	standstill?: Standstill;
}

interface Waiter {
	dueAt: number;
	/** Wants a place, not only to be woken. */
	forPlace: boolean;
	go: (since: number) => void;
	end: (reason: Error) => void;
}

/**
 * Lets a run's requests set out: so many in flight at a time, the first alone until its first answer, none while the
 * service asked for a pause. Only a request that is in flight has a place; one that waits for its next try has none, so it
 * holds nobody up. All waits share one timer and one listener, on the monotonic clock.
 */
export class Traffic {
	private inFlight = 0;
	/** Requests in flight as the service seems to bear them: halved when it asks for less, slowly raised again. */
	private bearable: number;
	private isOpen: boolean;
	private unanswered = 0;
	private pausedUntil = -Infinity;
	private slowedAt = -Infinity;
	private guessAgainAt = -Infinity;
	/** Not due yet, the next one first. */
	private readonly asleep: Waiter[] = [];
	/** Due, and waiting for a place. */
	private readonly due: Waiter[] = [];
	private change = signalled();
	private alarm = signalled();
	private isWatching = false;

	constructor(private readonly rules: TrafficRules) {
		this.bearable = rules.most;
		this.isOpen = rules.firstAlone !== true;
	}

	/**
	 * Waits for a place, and takes it.
	 * @param waitMs not before so many milliseconds
	 * @returns the moment, to be handed to {@link leave}
	 * @throws RunCanceled when nothing more is to be started
	 */
	async enter(waitMs = 0): Promise<number> {
		this.throwIfOver();
		const now = performance.now();
		// Whoever needn't wait sets out before what is begun after it can fail and end the run.
		if (waitMs <= 0 && this.freePlaces() > 0) {
			this.inFlight++;
			return now;
		}
		return await this.wait(now + waitMs, true);
	}

	/** Gives the place back. To be called once for each {@link enter}. */
	leave({ since, outcome, standstill }: Passed): void {
		this.inFlight--;
		if (outcome === 'answered' || (outcome === 'unanswered' && ++this.unanswered >= UNANSWERED_TRIES)) {
			this.isOpen = true;
		}
		if (standstill) this.slowDown(standstill, since);
		else if (outcome === 'answered')
			this.bearable = Math.min(this.rules.most, this.bearable + 1 / this.bearable);
		this.admit();
	}

	/**
	 * Starts nothing for a while, and goes on with half as many requests at a time. A time that the service names is kept
	 * always; where only we think that a pause is due, the run goes on for as long before the next one, since a few requests
	 * may be refused for a reason of their own.
	 * @param since when the request that shows the need set out: one from before the last slowing says nothing new
	 */
	slowDown({ toldMs = 0, guessedMs }: Standstill, since: number): void {
		const now = performance.now();
		const mayGuess = now >= this.guessAgainAt;
		if (mayGuess) this.guessAgainAt = now + 2 * guessedMs;
		this.pausedUntil = Math.max(this.pausedUntil, now + toldMs, mayGuess ? now + guessedMs : 0);
		if (since > this.slowedAt) {
			this.bearable = Math.max(1, this.rules.most * SMALLEST_SHARE, this.bearable / 2);
			this.slowedAt = now;
		}
		this.watch();
	}

	/** Waits without a place. @throws RunCanceled when nothing more is to be started */
	async rest(ms: number): Promise<void> {
		this.throwIfOver();
		await this.wait(performance.now() + ms, false);
	}

	/** @returns for how many milliseconds nothing is started, since the service asked for a pause */
	pauseMs(): number {
		const left = this.pausedUntil - performance.now();
		return left < GRAIN_MS ? 0 : left;
	}

	/**
	 * @param running pieces of work under way, those that wait included
	 * @returns whether another may begin
	 */
	hasRoom(running: number): boolean {
		return this.pauseMs() === 0 && this.awake(running) < this.places();
	}

	/** @returns how many of those under way don't wait for a moment to come */
	awake(running: number): number {
		return running - this.asleep.length;
	}

	/** Resolves as soon as anything of this may have changed. */
	async changed(): Promise<void> {
		await this.change.promise;
	}

	/** To be called when a piece of work is over, too. */
	tell(): void {
		const { resolve } = this.change;
		this.change = signalled();
		resolve();
	}

	private places(): number {
		return this.isOpen ? Math.floor(this.bearable) : 1;
	}

	private freePlaces(): number {
		return this.pauseMs() > 0 ? 0 : Math.max(0, this.places() - this.inFlight);
	}

	private async wait(dueAt: number, forPlace: boolean): Promise<number> {
		return await new Promise<number>((go, end) => {
			if (this.asleep.length + this.due.length === 0)
				this.rules.signal?.addEventListener('abort', this.endAll);
			const waiter = { dueAt, forPlace, go, end };
			const at = this.positionFor(dueAt);
			this.asleep.splice(at, 0, waiter);
			if (at === 0) this.alarm.resolve();
			this.admit();
		});
	}

	/** Behind all that are due at the same time. */
	private positionFor(dueAt: number): number {
		return firstIndex(this.asleep, (waiter) => waiter.dueAt > dueAt);
	}

	/** Wakes those whose time has come, and gives free places to those that wait for one. */
	private admit(): void {
		const now = performance.now();
		for (const waiter of this.asleep.splice(0, this.positionFor(now + GRAIN_MS))) {
			if (waiter.forPlace) this.due.push(waiter);
			else waiter.go(now);
		}
		for (const { go } of this.due.splice(0, this.freePlaces())) {
			this.inFlight++;
			go(now);
		}
		if (this.asleep.length + this.due.length === 0)
			this.rules.signal?.removeEventListener('abort', this.endAll);
		this.watch();
		this.tell();
	}

	private watch(): void {
		if (!this.isWatching) void this.watchOn();
	}

	private async watchOn(): Promise<void> {
		this.isWatching = true;
		for (let next = this.nextMoment(); next < Infinity; next = this.nextMoment()) {
			this.alarm = signalled();
			await Promise.race([sleep(Math.min(SLICE_MS, next - performance.now())), this.alarm.promise]);
			this.admit();
		}
		this.isWatching = false;
	}

	/** When the next one wakes, or a pause ends; infinite when only a place can be waited for. */
	private nextMoment(): number {
		if (this.rules.signal?.aborted) return Infinity;
		const pauseEnd = this.pauseMs() > 0 ? this.pausedUntil : Infinity;
		return Math.min(this.asleep[0]?.dueAt ?? Infinity, pauseEnd);
	}

	private readonly endAll = (): void => {
		this.rules.signal?.removeEventListener('abort', this.endAll);
		for (const { end } of [...this.due.splice(0), ...this.asleep.splice(0)]) end(new RunCanceled());
	};

	private throwIfOver(): void {
		if (this.rules.signal?.aborted) throw new RunCanceled();
	}
}
