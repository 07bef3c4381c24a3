import type {
	FaultRule,
	LogEntry,
	Message,
	Seed,
	ServiceAccountKey,
	SwitchPositions,
} from '../../../playground/sandbox/index.mts';

/** What the sandbox remembers, by its control endpoint. */
interface Snapshot {
	pushwoosh: {
		messages: Message[];
		books: {
			channelMessages: Array<{ kind: string; recipients: string[]; repeats: number }>;
			presets: Array<{ code: string; name: string }>;
			geozones: Array<{ name: string }>;
			changes: Array<{ what: string }>;
		};
	};
	google: {
		projects: Array<{ projectId: string; topics: Record<string, string[]> }>;
		imports: Array<{
			application: string;
			apnsToken: string;
			sandbox: boolean;
			registrationToken: string;
		}>;
		/** Registration tokens. */
		webSubscriptions: string[];
		deliveredMessages: unknown[];
		validatedMessages: number;
	};
}

/** The playground's sandbox, which lives in another process: what it received, and how it shall behave. */
export class SandboxClient {
	readonly url: string;

	constructor(url: string) {
		this.url = url;
	}

	/** Forgets what happened, tokens, rules and switches. */
	async reset(): Promise<void> {
		await this.#call('POST', 'reset', {});
		await this.#call('DELETE', 'switches');
	}

	/** Declares tokens, segments, subscriptions … */
	async seed(seed: Seed): Promise<void> {
		await this.#call('POST', 'seed', seed);
	}

	/** Adds scripted misbehaviour. */
	async misbehave(...rules: FaultRule[]): Promise<void> {
		await this.#call('POST', 'rules', rules);
	}

	/** Takes all scripted misbehaviour back. */
	async clearRules(): Promise<void> {
		await this.#call('DELETE', 'rules');
	}

	/** Presses switches of the inbox. */
	async switch(positions: Partial<SwitchPositions>): Promise<void> {
		await this.#call('PATCH', 'switches', positions);
	}

	/** Pushes that Pushwoosh sent or scheduled, in the order of creation. */
	async messages(): Promise<Message[]> {
		return (await this.#snapshot()).pushwoosh.messages.filter(({ status }) => status !== 'deleted');
	}

	/** What Pushwoosh has on its books besides pushes. */
	async books(): Promise<Snapshot['pushwoosh']['books']> {
		return (await this.#snapshot()).pushwoosh.books;
	}

	/** Registration tokens of a topic, in the order of subscribing. */
	async subscribers(topic: string): Promise<string[]> {
		return (await this.#snapshot()).google.projects.flatMap(({ topics }) => topics[topic] ?? []);
	}

	/** APNs tokens that were imported. */
	async imports(): Promise<Snapshot['google']['imports']> {
		return (await this.#snapshot()).google.imports;
	}

	async google(): Promise<Snapshot['google']> {
		return (await this.#snapshot()).google;
	}

	/** Requests that arrived since the last reset. @param path whole path, `*` for any characters */
	async requests(path = '*'): Promise<LogEntry[]> {
		return (await this.#call('GET', `log?path=${encodeURIComponent(path)}`)) as LogEntry[];
	}

	/** The key file of the sandbox's own service account, as Firebase would let it be downloaded. */
	async serviceAccountKey(): Promise<ServiceAccountKey> {
		return (await this.#call('GET', 'service-account.json')) as ServiceAccountKey;
	}

	async #snapshot(): Promise<Snapshot> {
		return (await this.#call('GET', 'state?full=true')) as Snapshot;
	}

	async #call(method: string, path: string, body?: unknown): Promise<unknown> {
		const answer = await fetch(`${this.url}/__sandbox/${path}`, {
			method,
			...(body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to ${method} ${path}: ${text}`);
		return JSON.parse(text) as unknown;
	}
}
