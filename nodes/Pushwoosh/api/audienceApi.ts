import { asRecord, readableText, type HttpAnswer } from '../../shared/http/answer';
import type { Judgement, RequestSpec } from '../../shared/http/client';
import type { RetryRule } from '../../shared/http/retry';
import { judgeRemoteAnswer, unreadable } from './answer';
import { rightTo } from './remoteApi';

/** How one method of the Audience API is called. */
export interface AudienceCall<T> {
	baseUrl: string;
	/** E.g. `exportSegment`. */
	method: string;
	/** Top-level fields; the API token joins them on the way out. */
	body: Record<string, unknown>;
	/** What is asked for, as in "Pushwoosh didn't …": "export the devices". */
	action: string;
	/** Takes what is wanted from the answer; undefined: the answer doesn't hold it, and so proves nothing. */
	read: (body: Record<string, unknown>, answer: HttpAnswer) => T | undefined;
	retry: RetryRule;
	onlyOnce?: boolean;
	/** The one that it is about, if that is known: the API itself takes no such field. */
	application?: string;
}

/**
 * Builds a request of the Audience API v2: plain JSON both ways, no `request` around the fields, no `status_code` in
 * the answer; errors have another HTTP status and a `message` (the service's reference, 1.6 and 5.4).
 */
export function audienceRequest<T>(call: AudienceCall<T>): RequestSpec<T> {
	const { baseUrl, method, body, retry, onlyOnce, application } = call;
	return {
		method: 'POST',
		url: `${baseUrl}/api/v2/audience/${method}`,
		body,
		judge: (answer) => judgeAudienceAnswer(answer, call),
		retry,
		...(onlyOnce ? { onlyOnce } : {}),
		right: rightTo(method, application),
	};
}

function judgeAudienceAnswer<T>(answer: HttpAnswer, { action, read }: AudienceCall<T>): Judgement<T> {
	const body = asRecord(answer.json);
	// Not documented for this family, but this is how the rest of the API says no with HTTP 200.
	if (body && 'status_code' in body) {
		const judged = judgeRemoteAnswer(answer, action);
		if (!judged.ok) return judged;
	}
	const isSuccess = answer.status >= 200 && answer.status < 300;
	const value = body && isSuccess ? read(body, answer) : undefined;
	if (value !== undefined) return { ok: true, value };
	if (!body || !isSuccess) return { ok: false, ...unreadable(answer, action) };
	const said = [body.message, body.error].find((text) => typeof text === 'string' && text.trim() !== '');
	return {
		ok: false,
		failure: {
			code: 'UNEXPECTED_ANSWER',
			message:
				`Pushwoosh answered, but not with what was asked for: it isn't known whether it did ${action}` +
				(typeof said === 'string' ? ` (“${readableText(said)}”)` : ''),
			advice: "Check 'Base URL' in the Pushwoosh credential, and whether a proxy answers in its place.",
		},
		passing: false,
		notActedOn: false,
	};
}
