import { jobOf } from '../jobs/index.mts';
import { idealMs, requestsFor } from '../jobs/job.mts';
import { GROWTH_JOBS, LATENCY_MS, LONG_GROWTH_JOBS } from '../measure/plan.mts';
import type { Contestant, Samples } from '../measure/sample.mts';
import { growth, judgeAims } from './aims.mts';
import { duration, megabytes, quotient, short, times, timeWithRange, whole } from './format.mts';

/** A table for the console and the documentation alike. */
export interface Table {
	title: string;
	head: string[];
	rows: string[][];
}

const SIZES: Array<[job: string, items: number]> = [
	['topic-batch', 1_000],
	['topic-batch', 10_000],
	['topic-batch', 100_000],
	['topic-batch-refused', 100_000],
	['import-apns', 10_000],
	['push-one-text', 10_000],
	['push-different-texts', 1_000],
	['push-fifty-texts', 1_000],
	['set-tags', 100_000],
	['iid-lookup', 1_000],
];

/** What our node makes of a table: the figures a user plans with. */
export function expectations(samples: Samples): Table {
	return {
		title: 'Our node in n8n’s engine',
		head: [
			'Job',
			'Items',
			'Requests',
			'Connections',
			'Time at 0 ms',
			`Time at ${LATENCY_MS} ms`,
			'Ideal',
			'÷ ideal',
			'CPU per item',
			'Memory added',
		],
		rows: SIZES.map(([id, items]) => {
			const job = jobOf(id);
			const subject = { job: id, items, by: 'engine' as const };
			const slow = { ...subject, latencyMs: LATENCY_MS };
			const best = idealMs(job, items, LATENCY_MS);
			return [
				job.title,
				whole(items),
				whole(samples.median('requests', subject) ?? requestsFor(job, items)),
				whole(samples.median('connections', subject)),
				timeWithRange(samples, subject),
				timeWithRange(samples, slow),
				duration(best),
				times(quotient(samples.median('timeMs', slow), best)),
				perItem(samples.median('cpuMs', subject), items),
				megabytes(samples.median('grownMb', subject)),
			];
		}),
	};
}

/** Against what users build in n8n today. */
export function againstToday(samples: Samples): Table {
	const found = samples.all.filter(({ by, saved }) => by === 'n8n' && !saved);
	const subjects = [
		...new Map(
			found.map(({ job, items, latencyMs }) => [`${job} ${items} ${latencyMs}`, { job, items, latencyMs }]),
		).values(),
	];
	return {
		title: 'In the real n8n: our node, Code → HTTP Request → Code, and the HTTP Request node alone',
		head: [
			'Job',
			'Items',
			'Latency',
			'Our node',
			'Chain',
			'÷ chain',
			'HTTP Request node',
			'÷ HTTP Request',
			'Requests: ours, chain, HTTP Request',
			'CPU: ours, chain, HTTP Request',
		],
		rows: subjects.map((subject) => {
			const time = (by: Contestant) => samples.median('timeMs', { ...subject, by });
			const all = (figure: 'requests' | 'cpuMs', text: (value: number | undefined) => string) =>
				(['n8n', 'chain', 'httpRequest'] as const)
					.map((by) => text(samples.median(figure, { ...subject, by })))
					.join(', ');
			// The same messages, one per request: what the HTTP Request node does for both jobs.
			const single =
				subject.job === 'push-fifty-texts' ? { ...subject, job: 'push-different-texts' } : subject;
			return [
				jobOf(subject.job).title,
				whole(subject.items),
				`${subject.latencyMs} ms`,
				timeWithRange(samples, { ...subject, by: 'n8n' }),
				timeWithRange(samples, { ...subject, by: 'chain' }),
				times(quotient(time('n8n'), time('chain'))),
				timeWithRange(samples, { ...single, by: 'httpRequest' }),
				times(quotient(time('n8n'), samples.median('timeMs', { ...single, by: 'httpRequest' }))),
				all('requests', whole),
				all('cpuMs', duration),
			];
		}),
	};
}

/** Memory of newly started n8ns. */
export function memoryInN8n(samples: Samples): Table {
	const subjects = ['topic-batch', 'set-tags'].flatMap((job) =>
		[true, false].map((saved) => ({ job, items: 100_000, saved })),
	);
	const rows = subjects.flatMap((subject) =>
		(['n8n', 'chain'] as const).map((by) => {
			const of = { ...subject, by };
			return [
				jobOf(subject.job).title,
				subject.saved ? 'saved (default)' : 'not saved',
				by === 'n8n' ? 'our node' : 'Code → HTTP Request → Code',
				megabytes(samples.median('grownMb', of)),
				megabytes(samples.median('peakMb', of)),
				megabytes(samples.median('mainPeakMb', of)),
			];
		}),
	);
	return {
		title: 'Memory of a newly started n8n, 100,000 items',
		head: [
			'Job',
			'Executions',
			'Workflow',
			'Added by the run',
			'Peak of all its processes',
			'Of these the main process',
		],
		rows,
	};
}

/** Against clients without n8n. */
export function againstClients(samples: Samples): Table {
	const rows = samples.all.filter(({ by }) => by === 'undici' || by === 'firebase');
	const subjects = [
		...new Map(
			rows.map(({ job, items, latencyMs, tls, by }) => [
				`${job} ${items} ${latencyMs} ${tls} ${by}`,
				{ job, items, latencyMs, tls, by },
			]),
		).values(),
	];
	return {
		title: 'Beside clients without n8n',
		head: [
			'Job',
			'Items',
			'Latency',
			'Beside',
			'Our node',
			'The other',
			'Ratio of time',
			'Ratio of CPU',
			'Memory added: ours, the other',
		],
		rows: subjects.map(({ by, ...subject }) => {
			const ours = { ...subject, by: 'engine' as const };
			const theirs = { ...subject, by };
			const ratio = (figure: 'timeMs' | 'cpuMs') =>
				times(quotient(samples.median(figure, ours), samples.median(figure, theirs)));
			return [
				jobOf(subject.job).title,
				whole(subject.items),
				`${subject.latencyMs} ms`,
				by === 'undici' ? 'undici' : 'firebase-admin, TLS',
				timeWithRange(samples, ours),
				timeWithRange(samples, theirs),
				ratio('timeMs'),
				ratio('cpuMs'),
				[ours, theirs].map((of) => megabytes(samples.median('grownMb', of))).join(', '),
			];
		}),
	};
}

/** How time, CPU and memory grow with the table. */
export function growthTable(samples: Samples): Table {
	return {
		title: 'Growth from 1,000 to 100,000 items',
		head: [
			'Job',
			'Exponent of time',
			'of CPU',
			'of peak memory',
			'100,000 items: time',
			'CPU per item',
			'memory added per item',
		],
		rows: [...GROWTH_JOBS, ...LONG_GROWTH_JOBS].map((job) => {
			const largest = { job, items: 100_000, by: 'engine' as const };
			const grownMb = samples.median('grownMb', largest);
			return [
				jobOf(job).title,
				short(growth(samples, job, 'timeMs')),
				short(growth(samples, job, 'cpuMs')),
				short(growth(samples, job, 'peakMb')),
				duration(samples.median('timeMs', largest)),
				perItem(samples.median('cpuMs', largest), largest.items),
				grownMb === undefined ? '–' : `${short((grownMb * 1024) / largest.items)} KB`,
			];
		}),
	};
}

export function aimsTable(samples: Samples): Table {
	return {
		title: 'Aims',
		head: ['Aim', 'Measured', 'Raw', ''],
		rows: judgeAims(samples).map(({ aim, measured, raw, reached }) => [
			aim,
			measured,
			raw,
			reached === undefined ? 'not measured' : reached ? 'reached' : 'missed',
		]),
	};
}

function perItem(cpuMs: number | undefined, items: number): string {
	return cpuMs === undefined ? '–' : `${short((cpuMs * 1000) / items)} µs`;
}
