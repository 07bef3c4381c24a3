import { asRecord, type HttpAnswer } from '../../../shared/http/answer';
import type { Judgement, RequestSpec } from '../../../shared/http/client';
import { retryWhenPassing } from '../../../shared/http/retry';
import { requestFailure, type Purpose } from '../errors/requestFailure';
import { instanceIdVerdict, type TokenVerdict } from '../errors/verdict';

/** What a service knows of an app instance, or its verdict that it knows nothing. */
export type LookupAnswer<T> = { found: true; about: T } | { found: false; verdict: TokenVerdict };

/** The fields of an app instance as sent; which ones there are differs by platform. */
export type AppInstance = Record<string, unknown>;

export interface InstanceLookup {
	iidUrl: string;
	token: string;
	/** Ask for topic subscriptions too. */
	details: boolean;
	purpose: Purpose;
}

/** `GET /iid/info/{token}`, with `details=true` or without any parameter (the service's reference, section 4). */
export function lookupRequest({
	iidUrl,
	token,
	details,
	purpose,
}: InstanceLookup): RequestSpec<LookupAnswer<AppInstance>> {
	return {
		method: 'GET',
		url: `${iidUrl}/iid/info/${token}${details ? '?details=true' : ''}`,
		judge: (answer) => judgeLookup(answer, purpose),
		retry: retryWhenPassing,
	};
}

/** No field is certain, but an answer without any of the three that say whose token it is proves nothing. */
export function judgeLookup(answer: HttpAnswer, purpose: Purpose): Judgement<LookupAnswer<AppInstance>> {
	const unknown = unknownBy(instanceIdVerdict(answer));
	if (unknown) return { ok: true, value: unknown };
	const body = asRecord(answer.json);
	const isInstance =
		body !== undefined &&
		[body.application, body.authorizedEntity, body.platform].some((value) => isFilled(value));
	return answer.status === 200 && isInstance && body.error === undefined
		? { ok: true, value: { found: true, about: body } }
		: { ok: false, failure: requestFailure(answer, purpose) };
}

/** A token that has too many topics is known, whatever else is wrong with it: such a verdict isn't one on a look-up. */
export function unknownBy(verdict: TokenVerdict | undefined): { found: false; verdict: TokenVerdict } | undefined {
	return verdict && verdict.code !== 'TOO_MANY_TOPICS' ? { found: false, verdict } : undefined;
}

/**
 * The topics in an app instance's `rel`.
 * @returns bare names and the calendar date of each subscription, as sent
 */
export function topicsOf(instance: AppInstance): Array<{ name: string; addDate?: string }> {
	const topics = asRecord(asRecord(instance.rel)?.topics) ?? {};
	return Object.entries(topics).map(([name, about]) => {
		const addDate = asRecord(about)?.addDate;
		return { name, ...(typeof addDate === 'string' ? { addDate } : {}) };
	});
}

function isFilled(value: unknown): boolean {
	return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
