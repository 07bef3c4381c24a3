import type { IExecuteFunctions } from 'n8n-workflow';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation, PartAnswer } from '../../shared/engine/operation';
import type { RateLimiter } from '../../shared/http/rateLimiter';
import type { Purpose } from '../api/errors/requestFailure';
import { INSTANCE_ID } from '../api/errors/services';
import { instanceIdQuota } from '../api/fcm/changeQuota';
import {
	MOST_TOPIC_TOKENS,
	topicBatchRequest,
	type TopicChange,
	type TokenResult,
} from '../api/instanceId/topicBatch';
import { openInstanceId, type Authentication, type InstanceIdSession } from '../api/session';
import { refusedToken } from '../api/tokenCodes';
import { TOGETHER } from './properties';
import { topicBasics, type TopicUnit } from './unit';

/** Subscribe and unsubscribe through Instance ID: tokens of all items with the same topic share requests. */
export function inBatches(
	context: IExecuteFunctions,
	change: TopicChange['change'],
	authentication: Authentication,
): Operation<TopicUnit> {
	const purpose: Purpose = { service: INSTANCE_ID, authentication, action: `${change} the devices` };
	let session: InstanceIdSession;
	let quota: RateLimiter;
	return {
		...topicBasics(change),
		limits: { concurrency: TOGETHER, batchSize: MOST_TOPIC_TOKENS },
		async open() {
			session = await openInstanceId(context, authentication);
			quota = instanceIdQuota(session, authentication);
			return session;
		},
		send: oneBatch(async ({ sample, parts }, http) => {
			const tokens = parts.map(({ id }) => id);
			const { iidUrl } = session;
			const { value, answers } = await http.request({
				...topicBatchRequest({ iidUrl, change, topic: sample.topic, tokens, purpose }),
				pace: async (...turn) => await quota.turn(...turn, tokens.length),
			});
			return value.map((result) => toPartAnswer(result, answers));
		}),
	};
}

const ACCEPTED: PartAnswer = { kind: 'accepted' };

function toPartAnswer(result: TokenResult, attempts: number): PartAnswer {
	if (result?.done) return ACCEPTED;
	if (result) return refusedToken(result.code);
	return {
		kind: 'failed',
		failure: {
			code: 'UNEXPECTED_ANSWER',
			message: "Google's answer holds no readable result for this token",
			advice: 'Run the workflow again for the tokens concerned: doing it twice does no harm.',
			httpStatus: 200,
			attempts,
		},
	};
}
