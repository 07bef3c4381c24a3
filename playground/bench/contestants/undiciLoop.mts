import { Pool } from 'undici';

import type { Access, Job, Row } from '../jobs/job.mts';
import { expectResults, type Contestant } from './contestant.mts';

/** The least that sends the same requests: a few loops over one connection each, answers read and counted. */
export const undiciLoop: Contestant = async ({ job, services }) => {
	const { accessToken, apiToken, url } = services;
	const pool = new Pool(url, { connections: job.concurrency });
	const access: Access = { accessToken, apiToken };
	const headers = {
		'content-type': 'application/json',
		...(job.service === 'google'
			? { authorization: `Bearer ${accessToken}`, access_token_auth: 'true' }
			: {}),
	};
	return (rows) => async () => {
		const started = performance.now();
		let next = 0;
		let results = 0;
		const loop = async () => {
			while (next < rows.length) {
				const part = rows.slice(next, (next += job.rowsPerRequest));
				const request = job.request(part, access);
				const answer = await pool.request({ ...request, headers });
				const body = await answer.body.json();
				results += countResults(job, part, answer.statusCode, body);
			}
		};
		await Promise.all(Array.from({ length: job.concurrency }, loop));
		expectResults(`${job.id} in the undici loop`, results, rows.length);
		return { timeMs: performance.now() - started };
	};
};

function countResults(job: Job, part: Row[], status: number, answer: unknown): number {
	if (status !== 200) throw new Error(`${job.id} in the undici loop: status ${status}`);
	const { results, status_code: code } = answer as { results?: unknown[]; status_code?: number };
	if (code !== undefined && code !== 200) throw new Error(`${job.id} in the undici loop: code ${code}`);
	return results?.length ?? part.length;
}
