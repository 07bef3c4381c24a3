import { readFileSync } from 'node:fs';
import { jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest, StreamedAnswer } from '../http/message.mts';
import type { Sandbox } from '../index.mts';
import { abbreviated } from './clip.mts';
import { fcmKey } from './fcmPushes.mts';
import { EventHub } from './hub.mts';
import { overviewOf } from './overview.mts';
import { requestDetail } from './requests.mts';

/** The files of the page by their name under `/__sandbox/inbox/`. */
const TYPES: Record<string, string> = {
	html: 'text/html; charset=utf-8',
	css: 'text/css; charset=utf-8',
	js: 'text/javascript; charset=utf-8',
	svg: 'image/svg+xml',
};
const ASSET = /^[a-z][a-zA-Z]*\.(css|js|svg)$/;

/** The page may load nothing but itself, be put into no other page, and make no markup out of texts. */
const PAGE_HEADERS = {
	'content-security-policy':
		"default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
		"require-trusted-types-for 'script'; trusted-types 'none'",
	'cache-control': 'no-cache',
	'cross-origin-opener-policy': 'same-origin',
	'referrer-policy': 'no-referrer',
};

/** The sandbox's inbox: a page that shows what arrives, fed by events. */
export class Inbox {
	readonly #sandbox: Sandbox;
	readonly #hub: EventHub;

	constructor(sandbox: Sandbox) {
		this.#sandbox = sandbox;
		this.#hub = new EventHub(() => overviewOf(sandbox));
	}

	/** How many pages are watching. */
	get watchers(): number {
		return this.#hub.watchers;
	}

	/** Answers `/`, `/favicon.ico` and `/__sandbox/inbox/…`; `undefined` for what isn't there. */
	answer({ method, path }: SandboxRequest): Answer | StreamedAnswer | undefined {
		if (method !== 'GET' && method !== 'HEAD') return undefined;
		if (path === '/') return fileAnswer('index.html');
		if (path === '/favicon.ico') return fileAnswer('icon.svg');
		const [room, id, ...more] = path.slice('/__sandbox/inbox/'.length).split('/');
		if (more.length > 0) return undefined;
		if (id !== undefined) return this.#detail(room, id);
		if (ASSET.test(room)) return fileAnswer(room);
		return room === 'events' && method === 'GET' ? this.#events() : undefined;
	}

	#events(): StreamedAnswer {
		return {
			status: 200,
			headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
			open: (response) => this.#hub.open(response),
		};
	}

	/** One request with its answer, or one push as it was sent; without credentials, shortened. */
	#detail(room: string, id: string): Answer | undefined {
		const found =
			room === 'requests' ? this.#request(Number(id)) : room === 'pushes' ? this.#push(id) : undefined;
		return found === undefined ? undefined : jsonAnswer(200, found, { 'cache-control': 'no-store' });
	}

	#request(id: number): unknown {
		const entry = this.#sandbox.log.entries.find((candidate) => candidate.id === id);
		return entry === undefined ? undefined : requestDetail(entry);
	}

	#push(key: string): unknown {
		const { pushwoosh, google } = this.#sandbox;
		const message = pushwoosh.messages.get(key.replace(/^pushwoosh-/, ''));
		if (message !== undefined) return abbreviated(message.notification);
		const delivered = google.deliveredMessages.find((candidate) => fcmKey(candidate) === key);
		return delivered === undefined ? undefined : abbreviated(delivered.message);
	}
}

function fileAnswer(name: string): Answer | undefined {
	const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
	try {
		const body = readFileSync(new URL(`./page/${name}`, import.meta.url));
		return { status: 200, headers: { 'content-type': type, ...PAGE_HEADERS }, body };
	} catch {
		return undefined;
	}
}
