import { projectId } from '../access.mts';
import { keepingConnections, type Job } from './job.mts';
import { topicBatch } from './topicBatch.mts';

const notification = { title: 'Order shipped', body: 'It arrives on Friday.' };

/** A message to each of the tokens of {@link topicBatch}. */
export const fcmSend: Job = {
	...topicBatch,
	id: 'fcm-send',
	title: 'FCM Send Message: one message to each device',
	node: {
		type: 'fcmSend',
		parameters: { ...notification, registrationIds: '={{ $json.registrationToken }}' },
	},
	concurrency: 50,
	rowsPerRequest: 1,
	request: ([row]) => ({
		method: 'POST',
		path: `/v1/projects/${projectId}/messages:send`,
		body: JSON.stringify({ message: { notification, token: row?.registrationToken } }),
	}),
	today: undefined,
};

export const fcmSendFaulty: Job = {
	...fcmSend,
	id: 'fcm-send-faulty',
	title: 'FCM Send Message while every 100th call goes wrong',
	node: { ...fcmSend.node, onError: 'continueErrorOutput' },
	isFaulty: true,
};

export const fcmSendKept: Job = keepingConnections(fcmSend);
