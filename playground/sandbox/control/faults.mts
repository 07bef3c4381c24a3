import type { Answer, SandboxRequest } from '../http/message.mts';
import { pathPattern } from './log.mts';

/** Which requests a rule is about; every part that is given must hold. */
export interface FaultMatch {
	method?: string;
	/** Whole path without the query; `*` stands for any characters. A RegExp only in process. */
	path?: string | RegExp;
	/** Only the n-th request (counted from 1) that fits the other parts, or these ones. */
	nth?: number | number[];
	/** Text that must occur in the raw body. */
	bodyIncludes?: string;
	/** In process only. */
	when?: (request: SandboxRequest) => boolean;
}

/**
 * What happens instead of, or on top of, the service's own answer. Everything can be combined; the service
 * acts on the request unless `status`, `redirectTo`, `hugeBytes` or a connection `…BeforeActing`/`hang` stands
 * in its way. `act` overrules that: `act: true` with `status` means acted on, but answered otherwise.
 */
export interface FaultAnswer {
	act?: boolean;
	/** Runs when the rule fires; everything else waits for it. In process only. */
	before?: () => void | Promise<void>;
	/** Milliseconds before the service acts. It acts even when the client has gone by then. */
	delayMs?: number;
	/** Milliseconds between acting and answering. */
	answerDelayMs?: number;
	status?: number;
	headers?: Record<string, string>;
	/** Text as it stands, anything else as JSON. */
	body?: unknown;
	/** Value of a Location header; the status is 302 unless given. */
	redirectTo?: string;
	/** Answers 200 with a body of so many bytes (a JSON string of `x`). */
	hugeBytes?: number;
	connection?:
		| 'resetBeforeActing'
		| 'resetAfterActing'
		| 'hang'
		| 'hangAfterActing'
		/** Announces the full length, sends half of the body, cuts the connection. */
		| 'truncate'
		/** Never stops sending. */
		| 'endless';
	/** Sends the answer in small pieces with pauses. */
	drip?: { bytes: number; everyMs: number };
	/** Rewrites the service's own answer. In process only. */
	transform?: (answer: Answer) => Answer;
}

export interface FaultRule {
	name?: string;
	match?: FaultMatch;
	/** How often the rule fires; without it, every time it matches. */
	times?: number;
	answer: FaultAnswer;
}

interface ActiveRule {
	id: number;
	rule: FaultRule;
	pattern: RegExp | undefined;
	seen: number;
	fired: number;
}

/** The list of scripted misbehaviour; the first rule that matches a request decides. */
export class Faults {
	/** Milliseconds added before every answer of both services. */
	latencyMs = 0;
	#rules: ActiveRule[] = [];
	#nextId = 1;

	/** Adds a rule at the end; returns its number, to remove it again. */
	add(rule: FaultRule): number {
		const id = this.#nextId++;
		const path = rule.match?.path;
		this.#rules.push({
			id,
			rule,
			pattern: path === undefined ? undefined : pathPattern(path),
			seen: 0,
			fired: 0,
		});
		return id;
	}

	remove(id: number): boolean {
		const before = this.#rules.length;
		this.#rules = this.#rules.filter((active) => active.id !== id);
		return this.#rules.length < before;
	}

	/** Removes all rules and the latency. */
	clear(): void {
		this.#rules = [];
		this.latencyMs = 0;
	}

	/** The rules with the number of times they have matched and fired. */
	list(): Array<{ id: number; name: string; seen: number; fired: number; rule: FaultRule }> {
		return this.#rules.map(({ id, rule, seen, fired }) => ({
			id,
			name: nameOf(id, rule),
			seen,
			fired,
			rule,
		}));
	}

	/** The fault for this request, if any; uses up one firing. */
	take(request: SandboxRequest): { name: string; answer: FaultAnswer } | undefined {
		for (const active of this.#rules) {
			const { rule } = active;
			if (rule.times !== undefined && active.fired >= rule.times) continue;
			if (!fits(active, request)) continue;
			active.seen += 1;
			const nth = rule.match?.nth;
			if (nth !== undefined && !(Array.isArray(nth) ? nth : [nth]).includes(active.seen)) continue;
			active.fired += 1;
			return { name: nameOf(active.id, rule), answer: rule.answer };
		}
		return undefined;
	}
}

function nameOf(id: number, rule: FaultRule): string {
	return rule.name ?? `rule ${id}`;
}

function fits({ rule, pattern }: ActiveRule, request: SandboxRequest): boolean {
	const match = rule.match ?? {};
	if (match.method !== undefined && match.method !== request.method) return false;
	if (pattern !== undefined && !pattern.test(request.path)) return false;
	if (match.bodyIncludes !== undefined && !request.text.includes(match.bodyIncludes)) return false;
	return match.when === undefined || match.when(request);
}
