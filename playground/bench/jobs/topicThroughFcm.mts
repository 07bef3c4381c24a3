import { projectId } from '../access.mts';
import { keepingConnections, type Job } from './job.mts';
import { topicBatch } from './topicBatch.mts';

/** The same tokens and topic as {@link topicBatch}, through Google's successor of Instance ID: a request for each token. */
export const topicThroughFcm: Job = {
	...topicBatch,
	id: 'topic-fcm',
	title: 'Topic Batch through FCM: subscribe to one topic',
	node: { type: 'topicBatch', parameters: { ...topicBatch.node.parameters, service: 'fcm' } },
	concurrency: 50,
	rowsPerRequest: 1,
	request: ([row]) => ({
		method: 'POST',
		path: `/v1/projects/${projectId}/registrations/${encodeURIComponent(row?.registrationToken ?? '')}/topicSubscriptions?topic_name=movies`,
		body: '{}',
	}),
	today: undefined,
};

/** The same over connections that stay open, so that more requests in flight cost little. */
export const topicKept: Job = keepingConnections(topicThroughFcm);
