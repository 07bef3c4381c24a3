import type { Contestant } from './sample.mts';

/** One job for some contestants outside the real n8n. */
export interface EngineTask {
	job: string;
	items: number;
	by: Array<Extract<Contestant, 'engine' | 'patched' | 'undici' | 'firebase'>>;
	/** One after the other in the same process; memory counts for the first. */
	latencies: number[];
	tls?: boolean;
	/** Fewer rounds than the others have. */
	rounds?: number;
}

/** One job for some contestants in the real n8n. */
export interface N8nTask {
	job: string;
	items: number;
	by: Array<Extract<Contestant, 'n8n' | 'httpRequest' | 'chain'>>;
	latencyMs: number;
	/** In a newly started n8n, for its memory. */
	fresh?: boolean;
	/** n8n saves the execution, as it does by default; not when absent. */
	saved?: boolean;
}

export const LATENCY_MS = 100;
const BOTH = [0, LATENCY_MS];

const besideUndici = (job: string, items: number): EngineTask => ({
	job,
	items,
	by: ['engine', 'undici'],
	latencies: BOTH,
});
const alone = (job: string, items: number, rounds?: number): EngineTask => ({
	job,
	items,
	by: ['engine'],
	latencies: [0],
	rounds,
});

/** Numbers of tokens for which both of Google's services are compared. */
export const BOTH_SERVICES_SIZES = [1_000, 10_000];
/** Through FCM a request for each token, so that 10,000 take most of a minute: one round. */
const bothServices = (): EngineTask[] =>
	BOTH_SERVICES_SIZES.flatMap((items) =>
		['topic-batch', 'topic-fcm'].map((job) => ({
			job,
			items,
			by: ['engine', 'firebase'],
			latencies: BOTH,
			tls: true,
			rounds: job === 'topic-fcm' && items > 1_000 ? 1 : undefined,
		})),
	);

/** Numbers of messages that are sent beside firebase-admin, and one of them while calls go wrong. */
export const SEND_SIZES = [1_000, 10_000];
export const FAULTY_SENDS = 10_000;
const besideFirebase = (): EngineTask[] => {
	const by: EngineTask['by'] = ['engine', 'firebase'];
	return [
		...SEND_SIZES.map((items) => ({
			...{ job: 'fcm-send', items, by, latencies: BOTH, tls: true },
			rounds: items > 1_000 ? 1 : undefined,
		})),
		{ job: 'fcm-send-faulty', items: FAULTY_SENDS, by, latencies: [0], tls: true, rounds: 1 },
	];
};

/** Over connections that stay open, beside Google's own client and a bare one. */
export const KEPT_SIZE = 10_000;
/** @returns the jobs with Keep Connections on */
export function keptTasks(): EngineTask[] {
	return [
		...['topic-fcm-kept', 'fcm-send-kept'].map(
			(job): EngineTask => ({
				...{ job, items: KEPT_SIZE, latencies: BOTH, tls: true, rounds: 1 },
				by: ['engine', 'firebase', 'undici'],
			}),
		),
		{ job: 'iid-lookup-kept', items: 1_000, by: ['engine', 'undici'], latencies: BOTH, tls: true },
	];
}
/** The same without it, in an n8n that keeps connections by itself; and where nothing else measures that, in n8n as it is. */
const withoutKeeping = (): EngineTask[] => [
	...['topic-fcm', 'fcm-send'].map(
		(job): EngineTask => ({
			...{ job, items: KEPT_SIZE, latencies: BOTH, tls: true, rounds: 1 },
			by: ['patched'],
		}),
	),
	{ job: 'iid-lookup', items: 1_000, by: ['engine', 'patched'], latencies: BOTH, tls: true },
];

/** Sizes at which growth is watched. */
export const GROWTH_SIZES = [1_000, 10_000, 50_000, 100_000];
/** Jobs whose growth is watched. */
export const GROWTH_JOBS = ['topic-batch', 'import-apns', 'push-one-text', 'push-fifty-texts', 'set-tags'];
/** A request per item: 100,000 of them take minutes, so that size has one round. */
export const LONG_GROWTH_JOBS = ['push-different-texts', 'iid-lookup'];

/** Everything that the aims and the documentation speak of. */
export function engineTasks(quick: boolean): EngineTask[] {
	const compared = [
		besideUndici('topic-batch', 1_000),
		besideUndici('topic-batch', 10_000),
		besideUndici('topic-batch', 100_000),
		besideUndici('import-apns', 10_000),
		besideUndici('push-one-text', 10_000),
		besideUndici('push-different-texts', 1_000),
		besideUndici('push-fifty-texts', 1_000),
		besideUndici('set-tags', 100_000),
		besideUndici('iid-lookup', 1_000),
	];
	const special: EngineTask[] = [
		{ job: 'topic-batch', items: 100_000, by: ['engine', 'firebase'], latencies: [0], tls: true },
		alone('topic-batch-error-output', 100_000),
		alone('topic-batch-refused', 100_000),
		alone('topic-by-expression', 10_000),
	];
	if (quick) return [...compared, ...special];
	const measured = new Set(compared.map(({ job, items }) => `${job} ${items}`));
	const growth = [
		...GROWTH_JOBS.flatMap((job) => GROWTH_SIZES.map((items) => alone(job, items))),
		...LONG_GROWTH_JOBS.flatMap((job) =>
			[1_000, 100_000].map((items) => alone(job, items, items > 1_000 ? 1 : undefined)),
		),
	];
	return [
		...compared,
		...special,
		...bothServices(),
		...besideFirebase(),
		...keptTasks(),
		...withoutKeeping(),
		...growth.filter(({ job, items }) => !measured.has(`${job} ${items}`)),
	];
}

export function n8nTasks(): N8nTask[] {
	const today = (job: string, items: number, latencyMs: number, by: N8nTask['by']): N8nTask => ({
		job,
		items,
		latencyMs,
		by,
	});
	return [
		...BOTH.flatMap((latencyMs) => [
			today('topic-batch', 1_000, latencyMs, ['n8n', 'chain', 'httpRequest']),
			today('topic-batch', 10_000, latencyMs, ['n8n', 'chain']),
			today('import-apns', 10_000, latencyMs, ['n8n', 'chain']),
			today('push-different-texts', 1_000, latencyMs, ['n8n', 'httpRequest']),
			today('push-fifty-texts', 1_000, latencyMs, ['n8n']),
			today('iid-lookup', 1_000, latencyMs, ['n8n', 'httpRequest']),
		]),
		today('push-one-text', 10_000, 0, ['n8n', 'chain', 'httpRequest']),
		today('push-one-text', 10_000, LATENCY_MS, ['n8n', 'chain']),
		today('set-tags', 10_000, 0, ['n8n', 'chain', 'httpRequest']),
		today('set-tags', 100_000, LATENCY_MS, ['n8n', 'chain']),
		today('topic-batch', 100_000, LATENCY_MS, ['n8n', 'chain']),
		...[true, false].map((saved) => ({
			...today('topic-batch', 100_000, 0, ['n8n', 'chain']),
			fresh: true,
			saved,
		})),
		{ ...today('set-tags', 100_000, 0, ['n8n', 'chain']), fresh: true, saved: true },
		{ ...today('set-tags', 100_000, 0, ['n8n', 'chain']), fresh: true },
	];
}
