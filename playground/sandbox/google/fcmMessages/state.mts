import { FcmBooks } from './books.mts';
import { SendScript } from './devices.mts';
import type { FcmSend } from './devices.mts';
import { SlidingWindows } from './quota.mts';

const MINUTE_MS = 60_000;

/** What messages:send remembers, beside what the registrations themselves declare. */
export class FcmState {
	readonly books = new FcmBooks();
	readonly script = new SendScript();
	readonly perMinute = new SlidingWindows(MINUTE_MS);
	readonly perHour = new SlidingWindows(60 * MINUTE_MS);
	/** Registration tokens that exist although nothing else is known of them. */
	readonly appInstances = new Set<string>();
	readonly #targets = new Map<string, FcmSend[]>();

	/** Says what sends to a topic (bare name) meet, one after the other. */
	declareTopic(topic: string, sends: FcmSend[]): void {
		this.#targets.set(`topic ${topic}`, sends);
	}

	/** The same for a condition, exactly as it is sent. */
	declareCondition(condition: string, sends: FcmSend[]): void {
		this.#targets.set(`condition ${condition}`, sends);
	}

	sendsTo(kind: 'topic' | 'condition', value: string): FcmSend[] | undefined {
		return this.#targets.get(`${kind} ${value}`);
	}

	/** App instances without any topic, which a condition with `!` reaches as well. */
	addAppInstances(tokens: Iterable<string>): void {
		for (const token of tokens) this.appInstances.add(token);
	}

	reset(): void {
		this.books.clear();
		this.script.clear();
		this.perMinute.clear();
		this.perHour.clear();
		this.appInstances.clear();
		this.#targets.clear();
	}
}
