import type { ServerResponse } from 'node:http';

interface Watcher {
	response: ServerResponse;
	/** The JSON of each section as it was last sent. */
	sent: Map<string, string>;
	lastWrite: number;
}

/** Each round may take a twentieth of the time at most. */
const RESTS_PER_ROUND = 20;
const HEARTBEAT_MS = 15_000;

/**
 * Server-sent events for everybody who watches the inbox: the sections of its overview, each as an event of
 * its own whenever its content has changed. Nothing runs and nothing is collected while nobody watches.
 */
export class EventHub {
	readonly #sections: () => Record<string, unknown>;
	readonly #everyMs: number;
	readonly #watchers = new Set<Watcher>();
	#timer: NodeJS.Timeout | undefined;

	/** `sections` is asked at most every `everyMs` milliseconds, and less often when it takes long. */
	constructor(sections: () => Record<string, unknown>, everyMs = 250) {
		this.#sections = sections;
		this.#everyMs = everyMs;
	}

	get watchers(): number {
		return this.#watchers.size;
	}

	/** Sends all sections to a response whose head is written, and from then on what changes. */
	open(response: ServerResponse): void {
		const watcher = { response, sent: new Map<string, string>(), lastWrite: 0 };
		this.#watchers.add(watcher);
		response.on('error', () => response.destroy());
		response.on('close', () => {
			this.#watchers.delete(watcher);
			if (this.#watchers.size === 0) clearTimeout(this.#timer);
		});
		response.write('retry: 1000\n\n');
		clearTimeout(this.#timer);
		this.#round();
	}

	#round(): void {
		const started = performance.now();
		const sections = this.#collect();
		for (const watcher of this.#watchers) send(watcher, sections, started);
		const rest = (performance.now() - started) * RESTS_PER_ROUND;
		this.#timer = setTimeout(() => this.#round(), Math.max(this.#everyMs, rest)).unref();
	}

	#collect(): Map<string, string> {
		try {
			return new Map(
				Object.entries(this.#sections()).map(([name, section]) => [name, JSON.stringify(section)]),
			);
		} catch (error) {
			// A defect of the sandbox; the services that it stands in for mustn't end because of it.
			return new Map([['defect', JSON.stringify(error instanceof Error ? error.message : String(error))]]);
		}
	}
}

/** Who reads too slowly is left out; the next round catches up, since every section is whole. */
function send(watcher: Watcher, sections: Map<string, string>, now: number): void {
	const { response, sent } = watcher;
	if (response.writableNeedDrain || response.destroyed) return;
	let events = '';
	for (const [name, json] of sections) {
		if (sent.get(name) === json) continue;
		sent.set(name, json);
		events += `event: ${name}\ndata: ${json}\n\n`;
	}
	if (events === '' && now - watcher.lastWrite < HEARTBEAT_MS) return;
	response.write(events === '' ? ': still here\n\n' : events);
	watcher.lastWrite = now;
}
