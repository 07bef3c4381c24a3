import { jobOf } from '../jobs/index.mts';
import { rampMs } from '../jobs/fcmSend.mts';
import { idealMs } from '../jobs/job.mts';
import { GROWTH_JOBS, KEPT_SIZE, LATENCY_MS, LONG_GROWTH_JOBS } from '../measure/plan.mts';
import { exponent, type Contestant, type Figure, type Samples, type Subject } from '../measure/sample.mts';
import { duration, megabytes, quotient, short, times, whole } from './format.mts';

/** What the package is meant to reach, and what it came to. */
export interface Finding {
	aim: string;
	/** Undefined when it wasn't measured in this run. */
	reached: boolean | undefined;
	measured: string;
	/** The raw numbers behind it. */
	raw: string;
}

/** Judges every aim by the medians of the run. */
export function judgeAims(samples: Samples): Finding[] {
	return [
		...topicBatchAims(samples),
		...sendPushAims(samples),
		...keptAims(samples),
		...otherAims(samples),
		...growthAims(samples),
	];
}

function topicBatchAims(samples: Samples): Finding[] {
	const job = 'topic-batch';
	const items = 100_000;
	const subject = { job, items };
	return [
		requests(samples, subject, 100),
		ratio(
			samples,
			'Topic Batch, 100,000 items: time against Code → HTTP Request → Code',
			0.25,
			{ ...subject, by: 'n8n' },
			{ ...subject, by: 'chain' },
		),
		ratio(
			samples,
			'Topic Batch, 100,000 items: memory that the run adds to n8n, against the chain, executions saved (the default)',
			0.75,
			{ ...subject, by: 'n8n', saved: true },
			{ ...subject, by: 'chain', saved: true },
			'grownMb',
		),
		ratio(
			samples,
			'The same with executions not saved',
			0.75,
			{ ...subject, by: 'n8n' },
			{ ...subject, by: 'chain' },
			'grownMb',
		),
		ratio(
			samples,
			'Topic Batch, 100,000 items over TLS: time against firebase-admin',
			4,
			{ ...subject, by: 'engine', tls: true },
			{ ...subject, by: 'firebase', tls: true },
		),
		ideal(samples, 'Topic Batch, 100,000 items', 1.25, job, items),
		ratio(
			samples,
			'Topic Batch, 100,000 items: time with every token refused into the error output, against all accepted',
			1.3,
			{ ...subject, job: 'topic-batch-refused', by: 'engine' },
			{ ...subject, by: 'engine' },
		),
	];
}

function sendPushAims(samples: Samples): Finding[] {
	const one = { job: 'push-one-text', items: 10_000 };
	const different = { job: 'push-different-texts', items: 1_000 };
	const fifty = { job: 'push-fifty-texts', items: 1_000 };
	return [
		requests(samples, one, 10),
		ratio(
			samples,
			'Send Push, 10,000 users, one text: time against the chain',
			0.3,
			{ ...one, by: 'n8n' },
			{ ...one, by: 'chain' },
		),
		ratio(
			samples,
			'Send Push, 10,000 users, one text: time against the HTTP Request node',
			0.03,
			{ ...one, by: 'n8n' },
			{ ...one, by: 'httpRequest' },
		),
		ideal(samples, 'Send Push, 1,000 different texts', 1.1, different.job, different.items),
		ratio(
			samples,
			'Send Push, 1,000 different texts: time against the HTTP Request node',
			1,
			{ ...different, by: 'n8n' },
			{ ...different, by: 'httpRequest' },
		),
		requests(samples, fifty, 20),
		ratio(
			samples,
			'Send Push, 1,000 different texts, 50 messages per request: time against the HTTP Request node',
			0.15,
			{ ...fifty, by: 'n8n' },
			{ ...different, by: 'httpRequest' },
		),
	];
}

/** With Keep Connections, beside firebase-admin. */
function keptAims(samples: Samples): Finding[] {
	const best = idealMs(jobOf('iid-lookup-kept'), 1_000, LATENCY_MS);
	const lookups = {
		job: 'iid-lookup-kept',
		items: 1_000,
		by: 'engine',
		latencyMs: LATENCY_MS,
		tls: true,
	} as const;
	const measured = samples.median('timeMs', lookups);
	const value = quotient(measured, best);
	return [
		...(
			[
				[0, 3],
				[LATENCY_MS, 1.5],
			] as const
		).map(([latencyMs, most]) => {
			const subject = { job: 'topic-fcm-kept', items: KEPT_SIZE, latencyMs, tls: true };
			return ratio(
				samples,
				`${jobOf(subject.job).title}, ${whole(KEPT_SIZE)} over TLS at ${latencyMs} ms: time against firebase-admin`,
				most,
				{ ...subject, by: 'engine' },
				{ ...subject, by: 'firebase' },
			);
		}),
		...[0, LATENCY_MS].map((latencyMs) => rampedSends(samples, latencyMs)),
		{
			aim: `IID Lookup, 1,000 items, connections kept, at ${LATENCY_MS} ms: time against the ideal: at most 1.1`,
			reached: value === undefined ? undefined : value <= 1.1,
			measured: times(value),
			raw: `${duration(measured)} and ${duration(best)}`,
		},
	];
}

/** firebase-admin doesn't raise its rate by and by: against it the ramp alone would decide. */
function rampedSends(samples: Samples, latencyMs: number): Finding {
	const job = 'fcm-send-kept';
	const measured = samples.median('timeMs', { job, items: KEPT_SIZE, by: 'engine', latencyMs, tls: true });
	const least = rampMs(KEPT_SIZE) + latencyMs;
	const value = quotient(measured, least);
	return {
		aim: `${jobOf(job).title}, ${whole(KEPT_SIZE)} over TLS at ${latencyMs} ms: time against the least that Google's ramp allows: at most 1.1`,
		reached: value === undefined ? undefined : value <= 1.1,
		measured: times(value),
		raw: `${duration(measured)} and ${duration(least)}`,
	};
}

function otherAims(samples: Samples): Finding[] {
	const apns = { job: 'import-apns', items: 10_000 };
	const tags = { job: 'set-tags', items: 100_000 };
	const google = samples.all.filter(({ by, job }) => by === 'engine' && jobOf(job).service === 'google');
	const most = Math.max(...google.map(({ tokenExchanges }) => tokenExchanges));
	const evaluated = samples.all.flatMap(({ by, job, items, evaluations }) =>
		by === 'engine' && evaluations !== undefined
			? [{ isExpression: job === 'topic-by-expression', perItem: evaluations / items }]
			: [],
	);
	const highest = (isExpression: boolean) =>
		Math.max(...evaluated.filter((run) => run.isExpression === isExpression).map(({ perItem }) => perItem));
	return [
		requests(samples, apns, 100),
		ratio(
			samples,
			'Import APNs, 10,000 items: time against the chain',
			0.5,
			{ ...apns, by: 'n8n' },
			{ ...apns, by: 'chain' },
		),
		// One of them asks for the types of the account's tags.
		requests(samples, tags, 101),
		ratio(
			samples,
			'Tags of 100,000 users: time against the chain',
			0.25,
			{ ...tags, by: 'n8n' },
			{ ...tags, by: 'chain' },
		),
		ratio(
			samples,
			'Tags of 100,000 users: memory that the run adds to n8n, against the chain',
			0.75,
			{ ...tags, by: 'n8n', saved: true },
			{ ...tags, by: 'chain', saved: true },
			'grownMb',
		),
		ratio(
			samples,
			'Tags of 10,000 users: time against the HTTP Request node, a request for each',
			0.03,
			{ ...tags, items: 10_000, by: 'n8n' },
			{ ...tags, items: 10_000, by: 'httpRequest' },
		),
		ideal(samples, 'IID Lookup, 1,000 items', 1.5, 'iid-lookup', 1_000),
		{
			aim: 'One token exchange per run',
			reached: google.length === 0 ? undefined : most === 1,
			measured: whole(most),
			raw: runs(google.length),
		},
		{
			aim: 'At most one evaluation per expression and item, none for static values and plain fields',
			reached: evaluated.length === 0 ? undefined : highest(false) === 0 && highest(true) <= 1,
			measured: `${short(highest(true))} and ${short(highest(false))} per item`,
			raw: runs(evaluated.length),
		},
	];
}

function growthAims(samples: Samples): Finding[] {
	const figures: Array<[Figure, string]> = [
		['timeMs', 'time'],
		['cpuMs', 'CPU time'],
		['peakMb', 'memory'],
	];
	return [...GROWTH_JOBS, ...LONG_GROWTH_JOBS].map((job) => {
		const found = figures.map(([figure, name]) => ({ name, value: growth(samples, job, figure) }));
		const known = found.flatMap(({ value }) => value ?? []);
		return {
			aim: `${jobOf(job).title}: exponent of growth from 1,000 to 100,000 items at most 1.05`,
			reached: known.length < figures.length ? undefined : known.every((value) => value <= 1.05),
			measured: found.map(({ name, value }) => `${name} ${short(value)}`).join(', '),
			raw: [1_000, 100_000]
				.map((items) => duration(samples.median('timeMs', { job, items, by: 'engine' })))
				.join(' and '),
		};
	});
}

/** @returns the exponent with which a figure grows from 1,000 to 100,000 items */
export function growth(samples: Samples, job: string, figure: Figure): number | undefined {
	const [from, to] = [1_000, 100_000].map((items) => ({
		items,
		value: samples.median(figure, { job, items, by: 'engine' }),
	}));
	if (from?.value === undefined || to?.value === undefined) return undefined;
	return exponent({ items: from.items, value: from.value }, { items: to.items, value: to.value });
}

type What = Pick<Subject, 'job' | 'items'> & { by: Contestant } & Partial<Subject>;

function ratio(
	samples: Samples,
	what: string,
	most: number,
	ours: What,
	theirs: What,
	figure: 'timeMs' | 'grownMb' = 'timeMs',
): Finding {
	const [a, b] = [samples.median(figure, ours), samples.median(figure, theirs)];
	const value = quotient(a, b);
	const text = figure === 'timeMs' ? duration : megabytes;
	return {
		aim: `${what}: at most ${times(most)}`,
		reached: value === undefined ? undefined : value <= most,
		measured: times(value),
		raw: `${text(a)} and ${text(b)}`,
	};
}

/** At a latency of 100 ms, against requests ÷ concurrency × latency. */
function ideal(samples: Samples, what: string, most: number, id: string, items: number): Finding {
	const best = idealMs(jobOf(id), items, LATENCY_MS);
	const measured = samples.median('timeMs', { job: id, items, by: 'engine', latencyMs: LATENCY_MS });
	const value = quotient(measured, best);
	return {
		aim: `${what} at ${LATENCY_MS} ms: time against the ideal: at most ${times(most)}`,
		reached: value === undefined ? undefined : value <= most,
		measured: times(value),
		raw: `${duration(measured)} and ${duration(best)}`,
	};
}

function requests(samples: Samples, { job, items }: Pick<Subject, 'job' | 'items'>, wanted: number): Finding {
	const made = samples.values('requests', { job, items, by: 'engine' });
	return {
		aim: `${jobOf(job).title}, ${whole(items)} items: ${wanted} requests`,
		reached: made.length === 0 ? undefined : made.every((count) => count === wanted),
		measured: whole(made.at(-1)),
		raw: runs(made.length),
	};
}

function runs(count: number): string {
	return count === 1 ? 'one run' : `the most of ${count} runs`;
}
