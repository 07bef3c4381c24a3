import { asRecord, type HttpAnswer } from '../../../shared/http/answer';
import type { Judgement, RequestSpec } from '../../../shared/http/client';
import { retryOnBreakdown } from '../../../shared/http/retry';
import { isEmptyAnswer } from '../errors/googleError';
import { requestFailure, type Purpose } from '../errors/requestFailure';
import { instanceIdVerdict } from '../errors/verdict';
import type { PushSubscription } from '../formats/pushSubscription';

interface WebCall {
	iidUrl: string;
	purpose: Purpose;
}

/** A subscription and the key it was made with. */
export interface WebPush {
	subscription: PushSubscription;
	/** VAPID public key, unpadded base64url. */
	applicationPublicKey: string;
}

/** `POST /v1/web/iid` (the service's reference, 7.1). @returns a request whose value is the registration token */
export function importRequest({ iidUrl, purpose, ...push }: WebCall & WebPush): RequestSpec<string> {
	return { ...webPushRequest(push, purpose), url: `${iidUrl}/v1/web/iid` };
}

/**
 * `POST /v1/web/iid/{token}:refresh` (the service's reference, 7.2).
 * @returns a request whose value is the registration token to keep from now on: the same or a new one
 */
export function refreshRequest({
	iidUrl,
	purpose,
	token,
	...push
}: WebCall & WebPush & { token: string }): RequestSpec<string> {
	return { ...webPushRequest(push, purpose), url: `${iidUrl}/v1/web/iid/${token}:refresh` };
}

/** `DELETE /v1/web/iid/{token}` (the service's reference, 7.3); unknown at a repeat, it was deleted by a try before that may have been acted on. */
export function deleteRequest({ iidUrl, purpose, token }: WebCall & { token: string }): RequestSpec<true> {
	return {
		method: 'DELETE',
		url: `${iidUrl}/v1/web/iid/${token}`,
		judge: (answer, { mayHaveBeenActedOn }) =>
			mayHaveBeenActedOn && instanceIdVerdict(answer)?.code === 'NOT_FOUND'
				? { ok: true, value: true }
				: judgeDeletion(answer, purpose),
		retry: retryOnBreakdown,
	};
}

function webPushRequest(
	{ subscription, applicationPublicKey }: WebPush,
	purpose: Purpose,
): Omit<RequestSpec<string>, 'url'> {
	const { endpoint, keys } = subscription;
	return {
		method: 'POST',
		headers: { 'Crypto-Key': `p256ecdsa=${applicationPublicKey}` },
		body: { endpoint, keys: { auth: keys.auth, p256dh: keys.p256dh } },
		judge: (answer) => judgeToken(answer, purpose),
		retry: retryOnBreakdown,
	};
}

/** Success is 200 with a token. */
export function judgeToken(answer: HttpAnswer, purpose: Purpose): Judgement<string> {
	const body = asRecord(answer.json);
	const token = body?.token;
	return answer.status === 200 &&
		body?.error === undefined &&
		typeof token === 'string' &&
		token.trim() !== ''
		? { ok: true, value: token.trim() }
		: { ok: false, failure: requestFailure(answer, purpose) };
}

export function judgeDeletion(answer: HttpAnswer, purpose: Purpose): Judgement<true> {
	return isEmptyAnswer(answer)
		? { ok: true, value: true }
		: { ok: false, failure: requestFailure(answer, purpose) };
}
