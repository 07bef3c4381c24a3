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

/** Messages a second with which a run begins and, a minute later, ends, unless the user says otherwise. */
const RAMP = { from: 1_000, to: 10_000, seconds: 60 };

/**
 * The shortest time in milliseconds in which so many messages can leave: Google asks senders to raise their rate over a minute,
 * so that after t seconds from · t + (to − from) ÷ seconds · t² ÷ 2 have left.
 */
export function rampMs(messages: number): number {
	const { from, to, seconds } = RAMP;
	const rise = (to - from) / seconds;
	return ((Math.sqrt(from ** 2 + 2 * rise * messages) - from) / rise) * 1000;
}
