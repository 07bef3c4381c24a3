import { createHash } from 'node:crypto';
import { TARGETS } from './target.mts';
import type { Target } from './target.mts';

/** Why a device that a message was for didn't get it. */
export type LossReason =
	| 'unregistered'
	| 'otherProject'
	| 'malformed'
	| 'refusedByPushService'
	| 'pushServiceLoginRefused';

/** A message that FCM delivered for real, without `validate_only`. */
export interface DeliveredMessage {
	projectId: string;
	name: string;
	/** As it was sent. */
	message: Record<string, unknown>;
	/** The same with all of the API's own names in snake_case. */
	content: Record<string, unknown>;
	/** Milliseconds since 1970 by the sandbox's clock. */
	at: number;
	target: { kind: Target['kind']; value: string };
	/** Registration tokens (or the FID) that got it. */
	recipients: string[];
	/** Those that it was for and that didn't, as FCM never tells for topics, conditions and device groups. */
	lost: Array<{ to: string; reason: LossReason }>;
	/** 1 for the first message to its target with this content, 2 for an equal one, and so on. */
	copy: number;
	/** Status that FCM answered with; 503 after "delivered, then 503". Fault rules aren't known here. */
	answered: number;
}

/** What reached one device, with the names of the messages. */
export interface Doubled {
	to: string;
	times: number;
	names: string[];
}

/** Everything that messages:send delivered: to whom, how often. Devices are named as they were sent to. */
export class FcmBooks {
	readonly messages: DeliveredMessage[] = [];
	/** Requests with `validate_only` that were found good. */
	validated = 0;
	#times = new Map<string, number>();
	#copies = new Map<string, number>();

	record(delivered: Omit<DeliveredMessage, 'copy'>): void {
		const key = createHash('sha1').update(JSON.stringify(delivered.message)).digest('base64');
		const copy = (this.#copies.get(key) ?? 0) + 1;
		this.#copies.set(key, copy);
		this.messages.push({ ...delivered, copy });
		for (const to of delivered.recipients) this.#times.set(to, (this.#times.get(to) ?? 0) + 1);
	}

	/** How many pushes a device got. */
	times(to: string): number {
		return this.#times.get(to) ?? 0;
	}

	/** The same of every device that got any. */
	counts(): Record<string, number> {
		return Object.fromEntries(this.#times);
	}

	/** All pushes together: a message to a topic counts once per device. */
	get deliveries(): number {
		let sum = 0;
		for (const times of this.#times.values()) sum += times;
		return sum;
	}

	/** What a device got, oldest first. */
	messagesTo(to: string): DeliveredMessage[] {
		return this.messages.filter(({ recipients }) => recipients.includes(to));
	}

	/** Devices that got the same content more than once, whatever the target was. */
	doubles(): Doubled[] {
		const names = new Map<string, { to: string; names: string[] }>();
		for (const { message, name, recipients } of this.messages) {
			const key = JSON.stringify(withoutTarget(message));
			for (const to of recipients) {
				const place = `${to}\n${key}`;
				const found = names.get(place);
				if (found === undefined) names.set(place, { to, names: [name] });
				else found.names.push(name);
			}
		}
		return [...names.values()]
			.filter((entry) => entry.names.length > 1)
			.map((entry) => ({ to: entry.to, times: entry.names.length, names: entry.names }));
	}

	/** Which of these devices got nothing. */
	missing(expected: Iterable<string>): string[] {
		return [...expected].filter((to) => !this.#times.has(to));
	}

	/** Devices that a delivered message was for and that it didn't reach. */
	losses(): Array<{ to: string; reason: LossReason; name: string }> {
		return this.messages.flatMap(({ lost, name }) => lost.map((loss) => ({ ...loss, name })));
	}

	clear(): void {
		this.messages.length = 0;
		this.validated = 0;
		this.#times = new Map();
		this.#copies = new Map();
	}
}

function withoutTarget(message: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(message).filter(([name]) => !NAMES_OF_TARGETS.has(name)));
}

const NAMES_OF_TARGETS = new Set<string>(TARGETS);
