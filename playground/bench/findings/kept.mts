import { jobOf } from '../jobs/index.mts';
import { keptTasks, LATENCY_MS } from '../measure/plan.mts';
import type { Samples, Subject } from '../measure/sample.mts';
import { quotient, times, timeWithRange, whole } from './format.mts';
import type { Table } from './tables.mts';

/** One request per row, over a connection each and over connections that stay open, beside clients that keep theirs. */
export function kept(samples: Samples): Table {
	return {
		title: 'Keep Connections off and on (over TLS)',
		head: [
			'Job',
			'Latency',
			'Off',
			'Connections',
			'On',
			'Connections',
			'On ÷ off',
			'n8n patched',
			'Connections',
			'firebase-admin',
			'undici',
		],
		rows: keptTasks().flatMap(({ job, items }) =>
			[0, LATENCY_MS].map((latencyMs) => {
				const on = { job, items, latencyMs, tls: true };
				const off = { ...on, job: withoutKeeping(job), by: 'engine' as const };
				const ours = { ...on, by: 'engine' as const };
				const cells = (subject: Partial<Subject>) => [
					timeWithRange(samples, subject),
					whole(samples.median('connections', subject)),
				];
				return [
					`${jobOf(off.job).title}, ${whole(items)}`,
					`${latencyMs} ms`,
					...cells(off),
					...cells(ours),
					times(quotient(samples.median('timeMs', ours), samples.median('timeMs', off))),
					...cells({ ...off, by: 'patched' }),
					timeWithRange(samples, { ...on, by: 'firebase' }),
					timeWithRange(samples, { ...on, by: 'undici' }),
				];
			}),
		),
	};
}

/** @returns the ID of the same job over a connection for each request */
function withoutKeeping(job: string): string {
	return job.replace(/-kept$/, '');
}
