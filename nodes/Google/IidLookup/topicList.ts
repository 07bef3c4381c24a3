import type { IDataObject } from 'n8n-workflow';
import type { RequestSender } from '../../shared/engine/operation';
import { RequestFailure } from '../../shared/failure';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { isObject } from '../../shared/json';
import { successBody } from '../api/errors/googleError';
import { fcmVerdict } from '../api/errors/verdict';
import { registrationUrl } from '../api/fcmAddress';
import { googleRequest } from '../api/request';
import type { FcmSession } from '../api/session';

/** One page of a list. */
interface Page {
	/** As sent. */
	subscriptions: IDataObject[];
	nextPageToken?: string;
}

/** The largest page that the service gives; as many topics as a device may have fit in one. */
const PAGE_SIZE = 2000;
/** No list is that long: a service that goes on has lost its way. */
const MOST_PAGES = 200;

/**
 * Reads all pages of `GET …/registrations/{token}/topicSubscriptions` (the service's reference, section 13).
 * @param token one that Google knows
 * @returns the subscriptions as sent
 * @throws RequestFailure
 */
export async function listTopics(
	session: FcmSession,
	token: string,
	http: RequestSender,
): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	const seen = new Set<string>();
	for (let pageToken: string | undefined; seen.size < MOST_PAGES; ) {
		const { value } = await http.request(topicPageRequest(session, token, pageToken));
		all.push(...value.subscriptions);
		pageToken = value.nextPageToken;
		if (pageToken === undefined) return all;
		if (seen.has(pageToken)) break;
		seen.add(pageToken);
	}
	throw new RequestFailure({
		code: 'UNEXPECTED_ANSWER',
		message: 'Google gave the list of topics in pages that have no end',
		advice: `Check '${session.service.urlField}' in the credential, or turn 'Include Topic Subscriptions' off.`,
	});
}

/**
 * Google leaves empty lists out of its JSON: `{}` is a registration without topics. Whether a token is alive is for the
 * check to say; a list that isn't found contradicts it.
 */
export function topicPageRequest(session: FcmSession, token: string, pageToken?: string): RequestSpec<Page> {
	const next = pageToken === undefined ? '' : `&pageToken=${encodeURIComponent(pageToken)}`;
	const request = googleRequest<Page>(session, {
		action: "list the token's topics",
		method: 'GET',
		url: `${registrationUrl(session, token)}/topicSubscriptions?pageSize=${PAGE_SIZE}${next}`,
		read: (answer) => {
			const body = successBody(answer);
			if (!body) return undefined;
			// The reference has snake_case; Google's JSON is camelCase elsewhere.
			const list = body.topic_subscriptions ?? body.topicSubscriptions;
			const nextPage = body.next_page_token ?? body.nextPageToken;
			const nextPageToken = typeof nextPage === 'string' && nextPage !== '' ? nextPage : undefined;
			if (Array.isArray(list)) return { value: { subscriptions: list.filter(isObject), nextPageToken } };
			if (!nextPageToken && Object.keys(body).length > 0) return undefined;
			return { value: { subscriptions: [], nextPageToken } };
		},
	});
	return {
		...request,
		judge: (answer, earlier) => {
			const judged = request.judge(answer, earlier);
			if (judged.ok || fcmVerdict(answer, 'GET') === undefined) return judged;
			const advice =
				"Google knows the token all the same: try again, or turn 'Include Topic Subscriptions' off.";
			return { ...judged, failure: { ...judged.failure, code: 'UNEXPECTED_ANSWER', advice } };
		},
	};
}

/** The topic and the moment of subscribing (RFC 3339) of each subscription. */
export function namesAndTimes(subscriptions: IDataObject[]): Array<{ name: string; createTime?: string }> {
	return subscriptions.map((entry) => {
		const createTime = entry.create_time ?? entry.createTime;
		return { name: topicOf(entry), ...(typeof createTime === 'string' ? { createTime } : {}) };
	});
}

function topicOf(entry: IDataObject): string {
	const topic = entry.topic_name ?? entry.topicName;
	if (typeof topic === 'string') return topic;
	return typeof entry.name === 'string' ? entry.name.replace(/^.*\/topicSubscriptions\//, '') : '';
}
