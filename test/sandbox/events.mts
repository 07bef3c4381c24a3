import { request } from 'undici';
import type { JourneyLine, Line } from '../../playground/sandbox/inbox/areas.mts';
import type { PushView } from '../../playground/sandbox/inbox/pushes.mts';
import type { RequestView } from '../../playground/sandbox/inbox/requests.mts';
import type { Counts, SwitchPositions } from '../../playground/sandbox/index.mts';

interface Shown<T> {
	total: number;
	shown: T[];
}

/** The sections of the inbox as its page gets them. */
export interface Sections {
	counts: Counts;
	pushes: Shown<PushView>;
	topics: Shown<{ project: string; topic: string; count: number; sample: string[] }> & {
		subscriptions: number;
	};
	segments: Shown<{ name: string; expression: string; devices?: number }>;
	imports: Shown<{ apnsToken: string; count: number }>;
	webSubscriptions: Shown<{ token: string; service: string }>;
	tags: Shown<Line>;
	events: Shown<Line>;
	journeys: Shown<JourneyLine>;
	messages: Shown<Line>;
	changes: Shown<Line>;
	requests: Shown<RequestView>;
	switches: { positions: SwitchPositions; rules: Array<{ name: string; fired: number }> };
}

/** A listener to the events of an address. */
export interface Listener {
	/** The newest of each section. */
	sections: Sections;
	/** Names of the events in the order of arrival. */
	names: string[];
	/** Everything received. */
	text: () => string;
	close: () => void;
}

/** Listens to server-sent events until it is closed. */
export async function listen(url: string): Promise<Listener> {
	const { body } = await request(url);
	const names: string[] = [];
	const sections = {} as Sections;
	let text = '';
	let rest = '';
	body.on('error', () => undefined);
	body.on('data', (piece: Buffer) => {
		text += piece.toString();
		rest += piece.toString();
		const events = rest.split('\n\n');
		rest = events.pop() ?? '';
		for (const event of events) {
			const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
			if (name === undefined) continue;
			names.push(name);
			Reflect.set(sections, name, JSON.parse(data) as unknown);
		}
	});
	return { sections, names, text: () => text, close: () => body.destroy() };
}
