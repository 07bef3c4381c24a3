import { describe, expect, it } from 'vitest';

import { jobs } from '../../../playground/bench/jobs/index.mts';
import type { Job } from '../../../playground/bench/jobs/job.mts';
import { requestsFor } from '../../../playground/bench/jobs/job.mts';

const access = { apiToken: 'server-token', accessToken: 'access-token' };
const rowsOf = (job: Job, count: number) => Array.from({ length: count }, (_, index) => job.row(index));
/** As a Code node of n8n gets it: without anything that stands around it here. */
const alone = <F,>(code: F): F => new Function(`return ${String(code)}`)() as F;

const chained = jobs.flatMap((job) => (job.today?.chain ? [{ ...job, chain: job.today.chain }] : []));

describe.each(jobs.map((job) => [job.id, job] as const))('%s', (_, job) => {
	it('makes rows that are all different', () => {
		const rows = rowsOf(job, 3000).map((row) => JSON.stringify(row));
		expect(new Set(rows).size).toBe(3000);
	});

	it('makes its rows from nothing but the index', () => {
		expect(alone(job.row)(17)).toEqual(job.row(17));
	});
});

describe.each(chained.map((job) => [job.id, job] as const))('the chain for %s', (_, job) => {
	const rows = rowsOf(job, 2.5 * job.rowsPerRequest);
	const bodies = alone(job.chain.batch)(rows, access);

	it('sends the same requests as the loop does that it is compared with', () => {
		const wanted = bodies.map((_, index) =>
			rows.slice(index * job.rowsPerRequest, (index + 1) * job.rowsPerRequest),
		);
		expect(bodies).toHaveLength(requestsFor(job, rows.length));
		expect(bodies).toEqual(wanted.map((part) => JSON.parse(job.request(part, access).body ?? '')));
	});

	it('ends with a result for each row', () => {
		const count = (index: number) => Math.min(job.rowsPerRequest, rows.length - index * job.rowsPerRequest);
		const answers = bodies.map((_, index) =>
			job.service === 'google'
				? { results: Array.from({ length: count(index) }, () => ({})) }
				: { status_code: 200, response: { Messages: ['CODE'] } },
		);
		expect(alone(job.chain.expand)(answers, bodies)).toHaveLength(rows.length);
	});
});
