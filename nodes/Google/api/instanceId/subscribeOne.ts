import type { HttpAnswer } from '../../../shared/http/answer';
import type { Judgement, RequestSpec } from '../../../shared/http/client';
import { retryWhenPassing } from '../../../shared/http/retry';
import { isEmptyAnswer } from '../errors/googleError';
import { requestFailure, type Purpose } from '../errors/requestFailure';
import { atTopic, topicSegment } from '../formats/topicName';
import { instanceIdVerdict, type TokenVerdict } from '../errors/verdict';

export interface SingleSubscription {
	iidUrl: string;
	token: string;
	/** Bare name. */
	topic: string;
	purpose: Purpose;
}

/**
 * `POST /iid/v1/{token}/rel/topics/{topic}` without a body (the service's reference, 5.1).
 * @returns a request whose value is Google's verdict on the token, undefined when it was subscribed
 */
export function subscribeOneRequest(call: SingleSubscription): RequestSpec<TokenVerdict | undefined> {
	return {
		method: 'POST',
		url: `${call.iidUrl}/iid/v1/${call.token}/rel/topics/${topicSegment(call.topic)}`,
		headers: { 'Content-Type': 'application/json' },
		judge: (answer) =>
			judgeSubscription(answer, { ...call.purpose, where: atTopic('subscribe', call.topic) }),
		retry: retryWhenPassing,
	};
}

export function judgeSubscription(answer: HttpAnswer, purpose: Purpose): Judgement<TokenVerdict | undefined> {
	const verdict = instanceIdVerdict(answer);
	if (verdict) return { ok: true, value: verdict };
	return isEmptyAnswer(answer)
		? { ok: true, value: undefined }
		: { ok: false, failure: requestFailure(answer, purpose) };
}
