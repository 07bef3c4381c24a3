import type { IExecuteFunctions } from 'n8n-workflow';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { Purpose } from '../api/errors/requestFailure';
import { INSTANCE_ID } from '../api/errors/services';
import { subscribeOneRequest } from '../api/instanceId/subscribeOne';
import { openInstanceId, type Authentication, type InstanceIdSession } from '../api/session';
import { refusedByVerdict } from '../api/tokenCodes';
import { ONE_BY_ONE } from './properties';
import { topicBasics, type TopicUnit } from './unit';

/** Subscribes through Instance ID with one request per token. */
export function oneByOne(context: IExecuteFunctions, authentication: Authentication): Operation<TopicUnit> {
	const purpose: Purpose = { service: INSTANCE_ID, authentication, action: 'subscribe the device' };
	let session: InstanceIdSession;
	return {
		...topicBasics('subscribeOne', { inPath: true }),
		limits: { concurrency: ONE_BY_ONE },
		open: async () => (session = await openInstanceId(context, authentication)),
		send: oneBatch(async ({ sample, parts: [{ id: token }] }, http) => {
			const { iidUrl } = session;
			const { value } = await http.request(
				subscribeOneRequest({ iidUrl, token, topic: sample.topic, purpose }),
			);
			return [value ? refusedByVerdict(value) : { kind: 'accepted' }];
		}),
	};
}
