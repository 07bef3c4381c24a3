import { FAULTY_SENDS, LATENCY_MS, SEND_SIZES } from '../measure/plan.mts';
import type { Samples } from '../measure/sample.mts';
import { timeWithRange, whole } from './format.mts';
import type { Table } from './tables.mts';

const BY = ['engine', 'firebase'] as const;

/** Messages to devices, by our node and by Google's own client. */
export function sends(samples: Samples): Table {
	return {
		title: 'FCM Send Message, beside firebase-admin (over TLS)',
		head: ['Messages', 'Latency', 'Our node', 'Connections', 'firebase-admin', 'Connections'],
		rows: SEND_SIZES.flatMap((items) =>
			[0, LATENCY_MS].map((latencyMs) => [
				whole(items),
				`${latencyMs} ms`,
				...BY.flatMap((by) => {
					const subject = { job: 'fcm-send', items, latencyMs, by, tls: true };
					return [timeWithRange(samples, subject), whole(samples.median('connections', subject))];
				}),
			]),
		),
	};
}

/** The same while calls go wrong: who got the message, and who twice. */
export function faultySends(samples: Samples): Table {
	const subject = { job: 'fcm-send-faulty', items: FAULTY_SENDS, tls: true };
	return {
		title: `${whole(FAULTY_SENDS)} messages, every 100th call gone wrong`,
		head: ['By', 'Time', 'Reached', 'Not reached', 'Reached twice'],
		rows: BY.map((by) => {
			const reached = samples.median('reached', { ...subject, by });
			return [
				by === 'engine' ? 'Our node' : 'firebase-admin',
				timeWithRange(samples, { ...subject, by }),
				whole(reached),
				whole(reached === undefined ? undefined : FAULTY_SENDS - reached),
				whole(samples.median('doubled', { ...subject, by })),
			];
		}),
	};
}
