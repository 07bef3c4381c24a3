import type { IExecuteFunctions } from 'n8n-workflow';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { RequestSpec } from '../../shared/http/client';
import type { RateLimiter } from '../../shared/http/rateLimiter';
import type { Purpose } from '../api/errors/requestFailure';
import { FCM } from '../api/errors/services';
import { projectUrl } from '../api/fcm/address';
import { changeQuota } from '../api/fcm/changeQuota';
import { fcmTopicRequest, type FcmTopicChange } from '../api/fcm/topics';
import { openFcm, type FcmSession } from '../api/session';
import { refusedByVerdict } from '../api/tokenCodes';
import { ONE_BY_ONE } from './properties';
import { topicBasics, type TopicUnit } from './unit';

/** Subscribe and unsubscribe through Firebase Cloud Messaging: one request per token. */
export function throughFcm(
	context: IExecuteFunctions,
	change: FcmTopicChange['change'],
): Operation<TopicUnit> {
	const purpose: Purpose = { service: FCM, authentication: 'serviceAccount', action: `${change} the device` };
	let session: FcmSession;
	let quota: RateLimiter;
	return {
		...topicBasics(change, { inPath: true, noPrivate: true }),
		limits: { concurrency: ONE_BY_ONE },
		async open() {
			session = await openFcm(context);
			quota = changeQuota(projectUrl(session));
			return session;
		},
		send: oneBatch(async ({ sample, parts: [{ id: token }] }, http) => {
			const { fcmUrl, projectId } = session;
			const pace: RequestSpec<unknown>['pace'] = async (...turn) => await quota.turn(...turn);
			const call = { fcmUrl, projectId, change, token, topic: sample.topic, purpose, pace };
			const { value } = await http.request(fcmTopicRequest(call));
			return [value ? refusedByVerdict(value) : { kind: 'accepted' }];
		}),
	};
}
