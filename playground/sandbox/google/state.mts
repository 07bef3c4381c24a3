import type { SandboxClock } from '../control/clock.mts';
import type { DeliveredMessage } from './fcmMessages/books.mts';
import type { FcmDevice } from './fcmMessages/devices.mts';
import { FcmState } from './fcmMessages/state.mts';
import { defaultGoogleSettings } from './settings.mts';
import type { GoogleSettings } from './settings.mts';

export interface ServiceAccount {
	clientEmail: string;
	/** PEM of the public key. */
	publicKey: string;
	projectId: string;
	/** `kid` of its assertions; without it any is accepted. */
	privateKeyId?: string;
	disabled?: boolean;
	/** A viewer may list and read topic subscriptions through FCM, but change none. */
	role?: 'admin' | 'viewer';
}

export interface Project {
	projectId: string;
	/** The sender ID; also `authorizedEntity` of its registrations. */
	projectNumber: string;
	/** Topic to registration token to the moment of subscribing (milliseconds since 1970). */
	topics: Map<string, Map<string, number>>;
}

export interface AccessToken {
	clientEmail: string;
	projectId: string;
	scopes: string[];
	/** Milliseconds since 1970 by the sandbox's clock. */
	expiresAt: number;
	revoked: boolean;
}

/** A per-token answer that is given so many times before the token behaves as usual. */
export interface TemporaryCode {
	/** E.g. INTERNAL, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED, UNAVAILABLE. */
	code: string;
	times: number;
}

/** What differs from an ordinary, living registration token of the caller's own project. */
export interface RegistrationState extends FcmDevice {
	state?: 'unregistered' | 'otherProject' | 'malformed' | 'tooManyTopics';
	codes?: TemporaryCode[];
	/** Overrides fields of the look-up's answer. */
	info?: Record<string, unknown>;
	/** Project that the token belongs to; callers of other projects are refused. */
	projectId?: string;
}

export interface ApnsState {
	/** Environment whose import works; the other one is refused. Without it both work. */
	environment?: 'production' | 'sandbox' | 'none';
	/** Statuses given so many times, whatever the environment, before the import works. */
	statuses?: Array<{ status: string; times: number }>;
}

export interface ApnsImport {
	application: string;
	apnsToken: string;
	sandbox: boolean;
	registrationToken: string;
	/** How often it was imported. */
	count: number;
}

export interface WebSubscription {
	endpoint: string;
	keys: { auth: string; p256dh: string };
	applicationPublicKey: string;
}

/** Everything that the sandbox's Google services remember. */
export class GoogleState {
	readonly clock: SandboxClock;
	readonly serviceAccounts = new Map<string, ServiceAccount>();
	readonly projects = new Map<string, Project>();
	/** Server keys that Instance ID still takes, with their project; none, as today. */
	readonly acceptedServerKeys = new Map<string, string>();
	accessTokens = new Map<string, AccessToken>();
	registrations = new Map<string, RegistrationState>();
	apnsTokens = new Map<string, ApnsState>();
	/** By bundle id and lower-case APNs token. */
	imports = new Map<string, ApnsImport>();
	/** Registration tokens that an import made, with their bundle id. */
	importedTokens = new Map<string, string>();
	webSubscriptions = new Map<string, WebSubscription>();
	deletedWebSubscriptions = new Set<string>();
	/** Sends, who got them, and what is declared about topics, conditions and app instances. */
	readonly fcm = new FcmState();
	settings: GoogleSettings = defaultGoogleSettings();
	/** Moments of subscription changes in the last second, by project, with how many each counted for. */
	changes = new Map<string, Array<{ at: number; count: number }>>();
	nextProjectNumber = 998877665544;

	constructor(clock: SandboxClock) {
		this.clock = clock;
	}

	/** Messages that FCM delivered for real, oldest first. */
	get deliveredMessages(): readonly DeliveredMessage[] {
		return this.fcm.books.messages;
	}

	/** How many messages with `validate_only` were found good. */
	get validatedMessages(): number {
		return this.fcm.books.validated;
	}

	/** Forgets what happened and all declarations; service accounts, keys and access tokens stay good. */
	reset(): void {
		for (const project of this.projects.values()) project.topics.clear();
		this.registrations = new Map();
		this.apnsTokens = new Map();
		this.imports = new Map();
		this.importedTokens = new Map();
		this.webSubscriptions = new Map();
		this.deletedWebSubscriptions = new Set();
		this.fcm.reset();
		this.settings = defaultGoogleSettings();
		this.changes = new Map();
	}

	/** Makes a service account known; its project is created when it is new. */
	registerServiceAccount(account: ServiceAccount & { projectNumber?: string }): Project {
		const { projectNumber, ...kept } = account;
		this.serviceAccounts.set(account.clientEmail, kept);
		return this.addProject(account.projectId, projectNumber);
	}

	addProject(projectId: string, projectNumber?: string): Project {
		const known = this.projects.get(projectId);
		if (known !== undefined) return known;
		const project = {
			projectId,
			projectNumber: projectNumber ?? String(this.nextProjectNumber++),
			topics: new Map(),
		};
		this.projects.set(projectId, project);
		return project;
	}

	/** Says how registration tokens behave; all others are alive and belong to whoever asks. */
	declareTokens(tokens: string | readonly string[], state: RegistrationState): void {
		for (const token of typeof tokens === 'string' ? [tokens] : tokens) {
			this.registrations.set(token, {
				...state,
				...(state.codes ? { codes: state.codes.map((code) => ({ ...code })) } : {}),
			});
		}
	}

	/** The same for APNs tokens; all others can be imported in either environment. */
	declareApnsTokens(tokens: string | readonly string[], state: ApnsState): void {
		for (const token of typeof tokens === 'string' ? [tokens] : tokens) {
			const statuses = state.statuses?.map((status) => ({ ...status }));
			this.apnsTokens.set(token.toLowerCase(), { ...state, ...(statuses ? { statuses } : {}) });
		}
	}

	/** Every access token stops working at once. */
	revokeAccessTokens(): void {
		for (const token of this.accessTokens.values()) token.revoked = true;
	}

	/** The project of that id; without an id, the first one. Creates `sandbox-project` when there is none. */
	project(projectId?: string): Project {
		const id = projectId ?? this.projects.keys().next().value ?? 'sandbox-project';
		return this.projects.get(id) ?? this.addProject(id);
	}

	subscribe(topic: string, tokens: readonly string[], projectId?: string): void {
		const subscribers = subscribersOf(this.project(projectId), topic);
		for (const token of tokens) if (!subscribers.has(token)) subscribers.set(token, this.clock.now());
	}

	/** Registration tokens of a topic (bare name), in the order of subscribing. */
	subscribers(topic: string, projectId?: string): string[] {
		return [...(this.project(projectId).topics.get(topic)?.keys() ?? [])];
	}

	isSubscribed(topic: string, token: string, projectId?: string): boolean {
		return this.project(projectId).topics.get(topic)?.has(token) ?? false;
	}
}

/** The subscribers of a topic, which is created when it is new. */
export function subscribersOf(project: Project, topic: string): Map<string, number> {
	let subscribers = project.topics.get(topic);
	if (subscribers === undefined) {
		subscribers = new Map();
		project.topics.set(topic, subscribers);
	}
	return subscribers;
}

/** Topics of a token with the moment of subscribing, in the order in which the topics came to be. */
export function topicsOf(project: Project, token: string): Array<{ topic: string; since: number }> {
	const found: Array<{ topic: string; since: number }> = [];
	for (const [topic, subscribers] of project.topics) {
		const since = subscribers.get(token);
		if (since !== undefined) found.push({ topic, since });
	}
	return found;
}
