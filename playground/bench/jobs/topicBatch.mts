import type { Job, Row } from './job.mts';

const PATH = '/iid/v1:batchAdd';

/** A contact with a registration token as long as real ones are. */
const contact = (index: number): Row => {
	const number = String(index).padStart(9, '0');
	return {
		contactId: number,
		name: `Contact ${number}`,
		language: ['en', 'es', 'de', 'pt'][index % 4] ?? 'en',
		registrationToken: `c${number}-bench-token:APA91b${number.repeat(15)}`,
	};
};

export const topicBatch: Job = {
	id: 'topic-batch',
	title: 'Topic Batch: subscribe to one topic',
	service: 'google',
	world: 'alive',
	row: contact,
	node: {
		type: 'topicBatch',
		parameters: {
			service: 'instanceId',
			operation: 'subscribe',
			topic: 'movies',
			registrationIds: '={{ $json.registrationToken }}',
		},
	},
	concurrency: 5,
	rowsPerRequest: 1000,
	request: (rows) => ({
		method: 'POST',
		path: PATH,
		body: JSON.stringify({
			to: '/topics/movies',
			registration_tokens: rows.map(({ registrationToken }) => registrationToken),
		}),
	}),
	today: {
		perItem: {
			method: 'POST',
			path: PATH,
			body: '={{ { to: "/topics/movies", registration_tokens: [$json.registrationToken] } }}',
		},
		chain: {
			batch: (rows) => {
				const bodies = [];
				for (let at = 0; at < rows.length; at += 1000) {
					const tokens = rows.slice(at, at + 1000).map((row) => row.registrationToken ?? '');
					bodies.push({ to: '/topics/movies', registration_tokens: tokens });
				}
				return bodies;
			},
			request: { method: 'POST', path: PATH, body: '={{ $json }}' },
			expand: (answers, bodies) => {
				const results = [];
				for (const [at, answer] of answers.entries()) {
					const tokens = bodies[at]?.registration_tokens as string[];
					for (const [index, result] of (answer.results as Array<{ error?: string }>).entries()) {
						results.push({
							registrationToken: tokens[index],
							success: !result.error,
							errorCode: result.error,
						});
					}
				}
				return results;
			},
		},
	},
};

/** The node has an error output, but nothing goes there. */
export const topicBatchErrorOutput: Job = {
	...topicBatch,
	id: 'topic-batch-error-output',
	title: 'Topic Batch with an error output, every token accepted',
	node: { ...topicBatch.node, onError: 'continueErrorOutput' },
	today: undefined,
};

export const topicBatchRefused: Job = {
	...topicBatchErrorOutput,
	id: 'topic-batch-refused',
	title: 'Topic Batch with an error output, every token refused',
	world: 'unregistered',
	fails: true,
};

/** The same with a text around the field: n8n has to evaluate it for each item. */
export const topicByExpression: Job = {
	...topicBatch,
	id: 'topic-by-expression',
	title: 'Topic Batch: topic made by an expression',
	node: {
		type: 'topicBatch',
		parameters: { ...topicBatch.node.parameters, topic: '=movies{{ "" }}' },
	},
	today: undefined,
};
