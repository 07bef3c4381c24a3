import type { Project } from '../google/state.mts';
import type { Sandbox } from '../index.mts';
import type { Filter, PushwooshState } from '../pushwoosh/state.mts';
import { areasOf } from './areas.mts';
import { clip, newest } from './clip.mts';
import { fcmViews } from './fcmPushes.mts';
import { pushwooshView } from './pushes.mts';
import type { PushView } from './pushes.mts';
import { MOST_COUNTED_DEVICES } from './reach.mts';
import { requestView } from './requests.mts';

const MOST_PUSHES = 30;
const MOST_REQUESTS = 50;
const MOST_TOPICS = 50;
const MOST_SEGMENTS = 50;
const MOST_RECORDS = 10;
const SAMPLE = 5;

/** The newest of a kind, and how many there are. */
interface Shown<T> {
	total: number;
	shown: T[];
}

/**
 * Everything that the inbox shows, as sections that are sent one by one. Counts and samples only: it stays
 * small and quick however many subscriptions there are. Credentials don't occur in it.
 */
export function overviewOf(sandbox: Sandbox): Record<string, unknown> {
	const { log, pushwoosh, google, switches, faults } = sandbox;
	return {
		counts: log.counts,
		pushes: pushesOf(sandbox),
		topics: topicsOf([...google.projects.values()]),
		segments: segmentsOf(pushwoosh),
		imports: {
			total: google.imports.size,
			shown: newest(google.imports, MOST_RECORDS).map(([, record]) => record),
		},
		webSubscriptions: {
			total: google.webSubscriptions.size,
			shown: newest(google.webSubscriptions, MOST_RECORDS).map(([token, { endpoint }]) => ({
				token,
				service: new URL(endpoint).host,
			})),
		},
		...areasOf(pushwoosh),
		requests: {
			total: log.entries.length,
			shown: log.entries.slice(-MOST_REQUESTS).reverse().map(requestView),
		},
		switches: {
			positions: switches.positions,
			rules: faults.list().map(({ id, name, fired }) => ({ id, name: clip(name, 200), fired })),
		},
	};
}

function pushesOf({ pushwoosh, google }: Sandbox): Shown<PushView> {
	const shown = [
		...newest(pushwoosh.messages, MOST_PUSHES).map(([, message]) => pushwooshView(pushwoosh, message)),
		...fcmViews(google, google.deliveredMessages.slice(-MOST_PUSHES).reverse()),
	];
	return {
		total: pushwoosh.messages.size + google.deliveredMessages.length,
		shown: shown.sort((one, other) => other.at - one.at).slice(0, MOST_PUSHES),
	};
}

function topicsOf(projects: Project[]): Shown<unknown> & { subscriptions: number } {
	let total = 0;
	let subscriptions = 0;
	const shown = projects.flatMap(({ projectId, topics }) => {
		for (const { size } of topics.values()) {
			total += size > 0 ? 1 : 0;
			subscriptions += size;
		}
		return newest(topics, MOST_TOPICS)
			.filter(([, subscribers]) => subscribers.size > 0)
			.map(([topic, subscribers]) => ({
				project: projectId,
				topic,
				count: subscribers.size,
				sample: firstOf(subscribers.keys(), SAMPLE),
			}));
	});
	return { total, subscriptions, shown: shown.slice(0, MOST_TOPICS) };
}

function firstOf<T>(values: Iterator<T>, most: number): T[] {
	const first: T[] = [];
	for (let next = values.next(); !next.done && first.length < most; next = values.next()) {
		first.push(next.value);
	}
	return first;
}

/** Counted once for a table of devices, as long as that is quick. */
const sizes = new WeakMap<Filter, { devices: unknown; length: number; size: number }>();

function segmentsOf(state: PushwooshState): Shown<unknown> {
	const filters = state.currentFilters();
	return {
		total: filters.length,
		shown: filters
			.slice(-MOST_SEGMENTS)
			.reverse()
			.map((filter) => ({
				code: filter.code,
				name: clip(filter.name, 200),
				expression: clip(filter.filterExpression, 1000),
				expirationDate: filter.expirationDate,
				application: filter.application,
				devices: sizeOf(state, filter),
			})),
	};
}

function sizeOf(state: PushwooshState, filter: Filter): number | undefined {
	const { devices } = state;
	if (devices.length > MOST_COUNTED_DEVICES) return undefined;
	const known = sizes.get(filter);
	if (known !== undefined && known.devices === devices && known.length === devices.length) return known.size;
	const size = devices.filter(state.compile(filter.expression)).length;
	sizes.set(filter, { devices, length: devices.length, size });
	return size;
}
