import type { PartAnswer } from '../../shared/engine/operation';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { isEmptyAnswer } from '../api/errors/googleError';
import { instanceIdVerdict } from '../api/errors/verdict';
import { atTopic, topicSegment } from '../api/formats/topicName';
import { googleRequest } from '../api/request';
import type { InstanceIdSession } from '../api/session';
import { openChosen } from '../fields/authentication';
import { ONE_BY_ONE, proofOf, topicOperation, type TopicUnit } from './shared';

/** Subscribes through Instance ID with one request per token. */
export const subscribeOneByOne = topicOperation<InstanceIdSession>({
	option: {
		name: 'Subscribe One by One',
		value: 'subscribeOne',
		description: 'As Subscribe, but with a request of its own for each registration token',
		action: 'Subscribe devices to topic one by one',
	},
	limits: ONE_BY_ONE,
	rules: { inPath: true },
	opens: openChosen,
	async send({ sample }, { http, session }) {
		const { value } = await http.request(subscribeOneRequest(session, sample));
		return [value];
	},
});

/** `POST /iid/v1/{token}/rel/topics/{topic}` without a body (the service's reference, 5.1). */
export function subscribeOneRequest(
	session: InstanceIdSession,
	{ token, topic }: TopicUnit,
): RequestSpec<PartAnswer> {
	return googleRequest(session, {
		action: 'subscribe the device',
		where: atTopic('subscribe', topic),
		method: 'POST',
		url: `${session.iidUrl}/iid/v1/${token}/rel/topics/${topicSegment(topic)}`,
		headers: { 'Content-Type': 'application/json' },
		read: (answer) => proofOf(isEmptyAnswer(answer), instanceIdVerdict(answer)),
	});
}
