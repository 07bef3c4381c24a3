import type { Job } from './job.mts';
import { APPLICATION } from './sendPush.mts';

/** Tags of a table's users, in bulk requests that are handed over without waiting for the work to be done, as the chain does. */
export const setTags: Job = {
	id: 'set-tags',
	title: 'Manage Audience: tags of many users',
	service: 'pushwoosh',
	world: 'alive',
	row: (index) => {
		const number = String(index).padStart(7, '0');
		return {
			userId: `user-${number}`,
			City: index % 2 ? 'Madrid' : 'Lisbon',
			Age: String(18 + (index % 60)),
		};
	},
	node: {
		type: 'manageAudience',
		parameters: {
			operation: 'setTags',
			application: { __rl: true, mode: 'code', value: APPLICATION },
			identifier: '={{ $json.userId }}',
			tagSource: 'columns',
			columns: 'City, Age',
			waitForResult: false,
		},
	},
	concurrency: 5,
	rowsPerRequest: 1000,
	request: (rows, { apiToken }) => ({
		method: 'POST',
		path: '/api/v2/audience/bulkSetTags',
		body: JSON.stringify({
			auth: apiToken,
			application: APPLICATION,
			devices: rows.map(({ userId, City, Age }) => ({
				user_id: userId,
				list_operator: 'set',
				tags: { City, Age: Number(Age) },
			})),
		}),
	}),
	today: {
		perItem: {
			method: 'POST',
			path: '/json/1.3/setTags',
			usesDeviceToken: true,
			body: `={{ { request: { application: "${APPLICATION}", userId: $json.userId, tags: { City: $json.City, Age: Number($json.Age) } } } }}`,
		},
		chain: {
			batch: (rows, { apiToken }) => {
				const bodies = [];
				for (let at = 0; at < rows.length; at += 1000) {
					const devices = rows.slice(at, at + 1000).map(({ userId, City, Age }) => ({
						user_id: userId ?? '',
						list_operator: 'set',
						tags: { City: City ?? '', Age: Number(Age) },
					}));
					bodies.push({ auth: apiToken, application: 'AAAAA-00000', devices });
				}
				return bodies;
			},
			request: { method: 'POST', path: '/api/v2/audience/bulkSetTags', body: '={{ $json }}' },
			expand: (answers, bodies) => {
				const results = [];
				for (const [at, { request_id: requestId }] of answers.entries()) {
					for (const { user_id: userId } of bodies[at]?.devices as Array<{ user_id: string }>) {
						results.push({ userId, success: requestId !== undefined, requestId });
					}
				}
				return results;
			},
		},
	},
};
