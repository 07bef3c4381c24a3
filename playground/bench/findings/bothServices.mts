import { BOTH_SERVICES_SIZES, LATENCY_MS } from '../measure/plan.mts';
import type { Samples, Subject } from '../measure/sample.mts';
import { timeWithRange, whole } from './format.mts';
import type { Table } from './tables.mts';

/** The same tokens through Instance ID and through its successor, by our node and by Google's own client. */
export function bothServices(samples: Samples): Table {
	const cells = (subject: Partial<Subject>) => [
		whole(samples.median('requests', { ...subject, by: 'engine' })),
		timeWithRange(samples, { ...subject, by: 'engine' }),
		timeWithRange(samples, { ...subject, by: 'firebase' }),
	];
	return {
		title: 'Topic Batch through both services, beside firebase-admin (all over TLS)',
		head: [
			'Tokens',
			'Latency',
			'Instance ID: requests',
			'Our node',
			'firebase-admin',
			'FCM: requests',
			'Our node',
			'firebase-admin',
		],
		rows: BOTH_SERVICES_SIZES.flatMap((items) =>
			[0, LATENCY_MS].map((latencyMs) => {
				const subject = { items, latencyMs, tls: true };
				return [
					whole(items),
					`${latencyMs} ms`,
					...['topic-batch', 'topic-fcm'].flatMap((job) => cells({ ...subject, job })),
				];
			}),
		),
	};
}
