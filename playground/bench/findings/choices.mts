import { KEPT_SIZE, LATENCY_MS } from '../measure/plan.mts';
import type { Samples, Subject } from '../measure/sample.mts';
import { quotient, times } from './format.mts';
import type { Table } from './tables.mts';

/** What a user should choose when, with what it brings. */
export function choices(samples: Samples): Table {
	const far = { items: 1_000, latencyMs: LATENCY_MS };
	const fifty = ratio(samples, ['push-fifty-texts', 'push-different-texts'], far);
	const [near, distant] = [0, LATENCY_MS].map((latencyMs) =>
		ratio(samples, ['topic-fcm-kept', 'topic-fcm'], { items: KEPT_SIZE, latencyMs, tls: true }),
	);
	return {
		title: 'By what you have',
		head: ['Your rows', 'Choose', 'Because'],
		rows: [
			[
				'One text for many users, one topic for many tokens',
				'The defaults',
				'Rows share requests, up to 1,000 in each',
			],
			[
				'A text of its own for each user',
				'One text with a placeholder such as `{Name}`; if that is impossible, *Messages per Request* 50',
				`A text is a request, and Pushwoosh takes 600 a minute. With 50 in each it took ${fifty} the time, but they succeed or fail together`,
			],
			[
				'Tokens through FCM, messages to single devices, look-ups: from a hundred on',
				'*Keep Connections*, and *Concurrency* 200 to 500',
				`${near} the time where the service answers at once, ${distant} at ${LATENCY_MS} ms. [When not to](troubleshooting.md#keep-connections)`,
			],
			[
				'Topics, while Instance ID still works for you',
				'*Service*: *Instance ID*',
				'1,000 tokens in a request. [Until when](moving-to-fcm.md)',
			],
			[
				'A field that is calculated, in 10,000 rows or more',
				'A node before that makes the field',
				`An expression costs ${expressionCost(samples)}`,
			],
			[
				'More than 100,000 rows',
				'*Save successful production executions*: *Do not save*; [chunks](large-tables.md)',
				'Saving takes more memory than the node',
			],
		],
	};
}

/** @returns what n8n takes to evaluate an expression that is more than a plain field */
export function expressionCost(samples: Samples): string {
	const items = 10_000;
	const cpu = (job: string) => samples.median('cpuMs', { job, items, by: 'engine' }) ?? Number.NaN;
	const each = (cpu('topic-by-expression') - cpu('topic-batch')) / items;
	return `${each.toFixed(2)} ms per item, ${((each * 100_000) / 1000).toFixed(0)} seconds for 100,000`;
}

/** The first job's time as a part of the second's, both by our node. */
function ratio(samples: Samples, jobs: [string, string], subject: Partial<Subject>): string {
	const [first, second] = jobs.map((job) => samples.median('timeMs', { ...subject, job, by: 'engine' }));
	return times(quotient(first, second));
}
