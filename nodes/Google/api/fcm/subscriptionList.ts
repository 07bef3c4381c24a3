import type { RequestSender } from '../../../shared/engine/operation';
import { RequestFailure, type Failure } from '../../../shared/failure';
import { asRecord, type HttpAnswer } from '../../../shared/http/answer';
import type { Judgement, RequestSpec } from '../../../shared/http/client';
import { retryWhenPassing } from '../../../shared/http/retry';
import { requestFailure, type Purpose } from '../errors/requestFailure';
import { fcmVerdict } from '../errors/verdict';
import { registrationUrl, type FcmAddress } from './address';

export interface SubscriptionList extends FcmAddress {
	token: string;
	purpose: Purpose;
}

/** One page of a list. */
interface Page {
	/** As sent. */
	subscriptions: Array<Record<string, unknown>>;
	nextPageToken?: string;
}

/** The largest page that the service gives; as many topics as a device may have fit in one. */
const PAGE_SIZE = 2000;
/** No list is that long: a service that goes on has lost its way. */
const MOST_PAGES = 200;

/**
 * Reads all pages of `GET …/registrations/{token}/topicSubscriptions` (the service's reference, section 13).
 * @param list for a token that Google knows
 * @returns the subscriptions as sent
 * @throws RequestFailure
 */
export async function listSubscriptions(
	list: SubscriptionList,
	http: RequestSender,
): Promise<Array<Record<string, unknown>>> {
	const all: Array<Record<string, unknown>> = [];
	const seen = new Set<string>();
	for (let pageToken: string | undefined; seen.size < MOST_PAGES; ) {
		const { value } = await http.request(subscriptionPageRequest(list, pageToken));
		all.push(...value.subscriptions);
		pageToken = value.nextPageToken;
		if (pageToken === undefined) return all;
		if (seen.has(pageToken)) break;
		seen.add(pageToken);
	}
	throw new RequestFailure({
		code: 'UNEXPECTED_ANSWER',
		message: 'Google gave the list of topics in pages that have no end',
		advice: `Check '${list.purpose.service.urlField}' in the credential, or turn 'Include Topic Subscriptions' off.`,
	});
}

export function subscriptionPageRequest(
	{ purpose, ...target }: SubscriptionList,
	pageToken?: string,
): RequestSpec<Page> {
	const next = pageToken === undefined ? '' : `&pageToken=${encodeURIComponent(pageToken)}`;
	return {
		method: 'GET',
		url: `${registrationUrl(target)}/topicSubscriptions?pageSize=${PAGE_SIZE}${next}`,
		judge: (answer) => judgePage(answer, purpose),
		retry: retryWhenPassing,
	};
}

/** Google leaves empty lists out of its JSON: `{}` is a registration without topics. */
export function judgePage(answer: HttpAnswer, purpose: Purpose): Judgement<Page> {
	const body = asRecord(answer.json);
	const isPage =
		body !== undefined &&
		body.error === undefined &&
		(Object.keys(body).length === 0 || listOf(body) !== undefined || nextOf(body) !== undefined);
	if (answer.status !== 200 || !isPage) return { ok: false, failure: listFailure(answer, purpose) };
	const subscriptions = (listOf(body) ?? []).map(asRecord).filter((entry) => entry !== undefined);
	return { ok: true, value: { subscriptions, nextPageToken: nextOf(body) } };
}

/** Whether a token is alive is for the check to say (`tokenCheck.ts`); a list that isn't found contradicts it. */
function listFailure(answer: HttpAnswer, purpose: Purpose): Failure {
	const failure = requestFailure(answer, purpose);
	if (fcmVerdict(answer, 'GET') === undefined) return failure;
	return {
		...failure,
		code: 'UNEXPECTED_ANSWER',
		advice: "Google knows the token all the same: try again, or turn 'Include Topic Subscriptions' off.",
	};
}

/** The topic and the moment of subscribing (RFC 3339) of each subscription. */
export function namesAndTimes(
	subscriptions: Array<Record<string, unknown>>,
): Array<{ name: string; createTime?: string }> {
	return subscriptions.map((entry) => {
		const createTime = entry.create_time ?? entry.createTime;
		return { name: topicOf(entry), ...(typeof createTime === 'string' ? { createTime } : {}) };
	});
}

function topicOf(entry: Record<string, unknown>): string {
	const topic = entry.topic_name ?? entry.topicName;
	if (typeof topic === 'string') return topic;
	return typeof entry.name === 'string' ? entry.name.replace(/^.*\/topicSubscriptions\//, '') : '';
}

/** The reference has snake_case; Google's JSON is camelCase elsewhere. */
function listOf(body: Record<string, unknown>): unknown[] | undefined {
	const list = body.topic_subscriptions ?? body.topicSubscriptions;
	return Array.isArray(list) ? list : undefined;
}

function nextOf(body: Record<string, unknown>): string | undefined {
	const next = body.next_page_token ?? body.nextPageToken;
	return typeof next === 'string' && next !== '' ? next : undefined;
}
