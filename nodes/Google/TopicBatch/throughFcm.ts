import type { PartAnswer } from '../../shared/engine/operation';
import type { HttpAnswer } from '../../shared/http/answer';
import type { RequestSpec } from '../../shared/http/requestSpec';
import type { RateLimiter } from '../../shared/http/rateLimiter';
import type { OperationEntry } from '../../shared/node/operationEntry';
import { isEmptyAnswer, readGoogleError, successBody } from '../api/errors/googleError';
import { fcmVerdict } from '../api/errors/verdict';
import { projectUrl, registrationUrl } from '../api/fcmAddress';
import { atTopic } from '../api/formats/topicName';
import { googleRequest } from '../api/request';
import { openFcm, type FcmSession } from '../api/session';
import { changeQuota } from './changeQuota';
import { ONE_BY_ONE, proofOf, SUBSCRIBE, topicOperation, UNSUBSCRIBE, type TopicUnit } from './shared';

/** Firebase Cloud Messaging changes the topics of one token a request. Doing it twice does no harm. */
export const subscribe = oneTokenEach(SUBSCRIBE, subscribeRequest);
export const unsubscribe = oneTokenEach(UNSUBSCRIBE, unsubscribeRequest);

function oneTokenEach(
	option: typeof SUBSCRIBE,
	request: (session: FcmSession, unit: TopicUnit) => RequestSpec<PartAnswer>,
): OperationEntry {
	return topicOperation<FcmSession & { quota: RateLimiter }>({
		option,
		limits: ONE_BY_ONE,
		rules: { inPath: true, noPrivate: true },
		opens: () => async (context) => {
			const session = await openFcm(context);
			return { ...session, quota: changeQuota(projectUrl(session)) };
		},
		async send({ sample }, { http, session }) {
			const { value } = await http.request({
				...request(session, sample),
				pace: async (...turn) => await session.quota.turn(...turn),
			});
			return [value];
		},
	});
}

/**
 * `POST …/topicSubscriptions` (the service's reference, section 13). Success is 200 with the new subscription; "already
 * exists" is one too.
 */
export function subscribeRequest(session: FcmSession, { token, topic }: TopicUnit): RequestSpec<PartAnswer> {
	return googleRequest(session, {
		action: 'subscribe the device',
		where: atTopic('subscribe', topic),
		method: 'POST',
		url: `${registrationUrl(session, token)}/topicSubscriptions?topic_name=${encodeURIComponent(topic)}`,
		headers: { 'Content-Type': 'application/json' },
		text: '{}',
		read: (answer) => proofOf(isCreated(answer) || existsAlready(answer), fcmVerdict(answer, 'POST')),
	});
}

function isCreated(answer: HttpAnswer): boolean {
	const body = successBody(answer);
	const name = body?.name ?? body?.topic_name ?? body?.topicName;
	return typeof name === 'string' && name !== '';
}

/** Google also answers 409 to changes that got in each other's way (`ABORTED`): those prove nothing. */
function existsAlready(answer: HttpAnswer): boolean {
	const { form, code } = readGoogleError(answer);
	if (form !== 'object' || answer.status < 400 || answer.status >= 500) return false;
	return code === 'ALREADY_EXISTS' || (answer.status === 409 && code === undefined);
}

/** `DELETE …/topicSubscriptions/{topic}` (the service's reference, section 13). Success is 200 with nothing in it. */
export function unsubscribeRequest(
	session: FcmSession,
	{ token, topic }: TopicUnit,
): RequestSpec<PartAnswer> {
	const subscription = `${registrationUrl(session, token)}/topicSubscriptions/${encodeURIComponent(topic)}`;
	return googleRequest(session, {
		action: 'unsubscribe the device',
		where: atTopic('unsubscribe', topic),
		method: 'DELETE',
		url: `${subscription}?allow_missing=true`,
		read: (answer) => proofOf(isDeleted(answer), fcmVerdict(answer, 'DELETE')),
	});
}

function isDeleted(answer: HttpAnswer): boolean {
	if (isEmptyAnswer(answer)) return true;
	// A server that doesn't know `allow_missing` says of the subscription, not of the token, that it isn't there.
	const { form, code, message } = readGoogleError(answer);
	return answer.status === 404 && form === 'object' && code === 'NOT_FOUND' && NO_SUBSCRIPTION.test(message);
}

/** The whole sentence: a missing method or address may have the word in its name. */
const NO_SUBSCRIPTION =
	/^(?:the )?(?:topic )?subscription (?:was |is )?(?:not found|does not exist|doesn't exist)\W*$/i;
