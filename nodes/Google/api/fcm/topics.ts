import type { HttpAnswer } from '../../../shared/http/answer';
import { asRecord } from '../../../shared/http/answer';
import type { Judgement, RequestSpec } from '../../../shared/http/client';
import { retryWhenPassing } from '../../../shared/http/retry';
import { isEmptyAnswer, readGoogleError } from '../errors/googleError';
import { requestFailure, type Purpose } from '../errors/requestFailure';
import { fcmVerdict, type TokenVerdict } from '../errors/verdict';
import { atTopic } from '../formats/topicName';
import { registrationUrl, type FcmAddress } from './address';

export interface FcmTopicChange extends FcmAddress {
	change: 'subscribe' | 'unsubscribe';
	token: string;
	/** Bare name. */
	topic: string;
	purpose: Purpose;
	/** Awaited before each try: keeps within the project's quota. */
	pace: RequestSpec<unknown>['pace'];
}

/**
 * One token and one topic of FCM's topic subscriptions (the service's reference, section 13): created by
 * `POST …/topicSubscriptions`, deleted by `DELETE …/topicSubscriptions/{topic}`. Doing it twice does no harm.
 * @returns a request whose value is Google's verdict on the token, undefined when it was done (or was so already)
 */
export function fcmTopicRequest({
	change,
	topic,
	purpose,
	pace,
	...target
}: FcmTopicChange): RequestSpec<TokenVerdict | undefined> {
	const subscriptions = `${registrationUrl(target)}/topicSubscriptions`;
	const name = encodeURIComponent(topic);
	const common = {
		judge: (answer: HttpAnswer) =>
			judgeFcmTopic(answer, change, { ...purpose, where: atTopic(change, topic) }),
		retry: retryWhenPassing,
		pace,
	} as const;
	return change === 'subscribe'
		? {
				method: 'POST',
				url: `${subscriptions}?topic_name=${name}`,
				headers: { 'Content-Type': 'application/json' },
				text: '{}',
				...common,
			}
		: { method: 'DELETE', url: `${subscriptions}/${name}?allow_missing=true`, ...common };
}

/** Success is 200 with the new subscription, or with nothing in it after a deletion; "already exists" is one too. */
export function judgeFcmTopic(
	answer: HttpAnswer,
	change: FcmTopicChange['change'],
	purpose: Purpose,
): Judgement<TokenVerdict | undefined> {
	const isDone = change === 'subscribe' ? isCreated(answer) || existsAlready(answer) : isDeleted(answer);
	if (isDone) return { ok: true, value: undefined };
	const verdict = fcmVerdict(answer, change === 'subscribe' ? 'POST' : 'DELETE');
	return verdict ? { ok: true, value: verdict } : { ok: false, failure: requestFailure(answer, purpose) };
}

function isCreated({ status, json }: HttpAnswer): boolean {
	const body = asRecord(json);
	const name = body?.name ?? body?.topic_name ?? body?.topicName;
	return status === 200 && body?.error === undefined && typeof name === 'string' && name !== '';
}

/** Google also answers 409 to changes that got in each other's way (`ABORTED`): those prove nothing. */
function existsAlready(answer: HttpAnswer): boolean {
	const { form, code } = readGoogleError(answer);
	if (form !== 'object' || answer.status < 400 || answer.status >= 500) return false;
	return code === 'ALREADY_EXISTS' || (answer.status === 409 && code === undefined);
}

function isDeleted(answer: HttpAnswer): boolean {
	if (isEmptyAnswer(answer)) return true;
	// A server that doesn't know `allow_missing` says of the subscription, not of the token, that it isn't there.
	const { form, code, message } = readGoogleError(answer);
	return answer.status === 404 && form === 'object' && code === 'NOT_FOUND' && NO_SUBSCRIPTION.test(message);
}

/** The whole sentence: a missing method or address may have the word in its name. */
const NO_SUBSCRIPTION = /^(?:the )?(?:topic )?subscription (?:was |is )?(?:not found|does not exist|doesn't exist)\W*$/i;
