import type { GoogleState } from '../google/state.mts';
import { isObject } from '../http/message.mts';
import type { SandboxRequest } from '../http/message.mts';
import type { PushwooshState } from '../pushwoosh/state.mts';
import { everyNth } from './everyNth.mts';
import type { FaultAnswer, FaultRule, Faults } from './faults.mts';
import { kindOf, overLimit, unavailable } from './unwell.mts';
import type { Kind } from './unwell.mts';

/** What failures, resets and the limit are about; `all` leaves the token endpoint alone. */
export type SwitchedService = 'all' | 'pushwoosh' | 'google' | 'token';

/** Everything that the inbox can switch. `…Every`: 0 is off, 1 is every one, 3 is every third. */
export interface SwitchPositions {
	/** Milliseconds added to every answer. */
	latencyMs: number;
	service: SwitchedService;
	/** Requests answered 503. */
	failEvery: number;
	/** Whether the service has acted on a request that is answered 503: delivered, and told otherwise. */
	failAfterActing: boolean;
	/** Requests whose connection is reset. */
	resetEvery: number;
	/** Whether the service has acted on a request whose connection is reset. */
	resetAfterActing: boolean;
	/** Requests answered 429 without being acted on. */
	limitEvery: number;
	/** Seconds in the Retry-After of those; 0 leaves the header out. */
	retryAfter: number;
	/** Requests to Google that find all access tokens expired. */
	expireEvery: number;
	/** Registration tokens, APNs tokens and Pushwoosh devices refused; the same ones each time. */
	refuseEvery: number;
	/** How Google refuses them: the app was removed, or the token isn't one. */
	refuseAs: 'unregistered' | 'malformed';
}

const KINDS: Record<SwitchedService, readonly Kind[]> = {
	all: ['pushwoosh', 'instanceId', 'fcm', 'fcmSend'],
	pushwoosh: ['pushwoosh'],
	google: ['instanceId', 'fcm', 'fcmSend'],
	token: ['token'],
};

const LARGEST: Record<string, number> = {
	latencyMs: 60_000,
	failEvery: 1000,
	resetEvery: 1000,
	limitEvery: 1000,
	retryAfter: 3600,
	expireEvery: 1000,
	refuseEvery: 1000,
};
const CHOICES: Record<string, readonly string[]> = {
	service: Object.keys(KINDS),
	refuseAs: ['unregistered', 'malformed'],
};

type RulePositions = Omit<SwitchPositions, 'latencyMs' | 'refuseEvery' | 'refuseAs'>;
const RULES_OFF: RulePositions = {
	service: 'all',
	failEvery: 0,
	failAfterActing: false,
	resetEvery: 0,
	resetAfterActing: false,
	limitEvery: 0,
	retryAfter: 5,
	expireEvery: 0,
};

interface Parts {
	faults: Faults;
	google: GoogleState;
	pushwoosh: PushwooshState;
}

/** The switches for misbehaviour: a few fault rules and settings under names that a user understands. */
export class Switches {
	readonly #parts: Parts;
	#rules: RulePositions = RULES_OFF;
	#ids: number[] = [];

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Where the switches stand; those whose rules or settings something else took away are off. */
	get positions(): SwitchPositions {
		const { faults, google } = this.#parts;
		const active = new Set(faults.list().map(({ id }) => id));
		const isInForce = this.#ids.every((id) => active.has(id));
		return {
			latencyMs: faults.latencyMs,
			...(isInForce ? this.#rules : { ...this.#rules, ...everyOff(this.#rules) }),
			...google.settings.refusedTokens,
		};
	}

	/**
	 * Moves switches. The counts of "every n-th" start again.
	 * @throws Error with a sentence when `change` isn't an object of known switches with sound values; nothing
	 * has moved then
	 */
	set(change: unknown): SwitchPositions {
		const { latencyMs, refuseEvery, refuseAs, ...rules } = { ...this.positions, ...checked(change) };
		const { faults, google, pushwoosh } = this.#parts;
		faults.latencyMs = latencyMs;
		google.settings.refusedTokens = { refuseEvery, refuseAs };
		pushwoosh.settings.unknownDevicesEvery = refuseEvery;
		for (const id of this.#ids) faults.remove(id);
		this.#rules = rules;
		this.#ids = rulesFor(rules, google).map((rule) => faults.add(rule));
		return this.positions;
	}

	/** All switches off; the rules that others have set stay. */
	off(): SwitchPositions {
		return this.set({ ...RULES_OFF, latencyMs: 0, refuseEvery: 0, refuseAs: 'unregistered' });
	}
}

/** The same positions with every "…Every" at 0. */
function everyOff(positions: object): Partial<RulePositions> {
	const names = Object.keys(positions).filter((name) => name.endsWith('Every'));
	return Object.fromEntries(names.map((name) => [name, 0]));
}

function checked(change: unknown): Partial<SwitchPositions> {
	if (!isObject(change)) throw new Error('Switches are given as an object, such as { "failEvery": 3 }');
	for (const [name, value] of Object.entries(change)) {
		const problem = problemWith(name, value);
		if (problem !== undefined) throw new Error(problem);
	}
	return change;
}

function problemWith(name: string, value: unknown): string | undefined {
	if (Object.hasOwn(LARGEST, name)) {
		const isSound = Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LARGEST[name];
		return isSound ? undefined : `"${name}" must be a whole number from 0 to ${LARGEST[name]}`;
	}
	if (Object.hasOwn(CHOICES, name)) {
		const isSound = CHOICES[name].includes(value as string);
		return isSound ? undefined : `"${name}" must be one of ${CHOICES[name].join(', ')}`;
	}
	if (name !== 'resetAfterActing' && name !== 'failAfterActing') return `There is no switch "${name}"`;
	return typeof value === 'boolean' ? undefined : `"${name}" must be true or false`;
}

function rulesFor(positions: RulePositions, google: GoogleState): FaultRule[] {
	const kinds = KINDS[positions.service];
	const connection = positions.resetAfterActing ? 'resetAfterActing' : 'resetBeforeActing';
	return [
		...rulesOf('connection reset', positions.resetEvery, kinds, () => ({ connection })),
		...rulesOf('over the limit', positions.limitEvery, kinds, (kind) =>
			overLimit(kind, positions.retryAfter),
		),
		...rulesOf('unavailable', positions.failEvery, kinds, (kind) => ({
			...unavailable(kind),
			act: positions.failAfterActing,
		})),
		...rulesOf('access token expired', positions.expireEvery, KINDS.google, () => ({
			before: () => google.revokeAccessTokens(),
		})),
	];
}

/** One rule per kind of service, since each words its failures in its own way, but one count for all. */
function rulesOf(
	name: string,
	every: number,
	kinds: readonly Kind[],
	answerOf: (kind: Kind) => FaultAnswer,
): FaultRule[] {
	if (every === 0) return [];
	const isDue = everyNth(every);
	return kinds.map((kind) => ({
		name,
		match: { when: (request: SandboxRequest) => kindOf(request.path) === kind && isDue() },
		answer: answerOf(kind),
	}));
}
