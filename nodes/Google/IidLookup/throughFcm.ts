import type { IDataObject } from 'n8n-workflow';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { successBody } from '../api/errors/googleError';
import { fcmVerdict } from '../api/errors/verdict';
import { projectUrl } from '../api/fcmAddress';
import { unknownBy, type LookupAnswer } from '../api/lookup';
import { googleRequest } from '../api/request';
import { openFcm, type FcmSession } from '../api/session';
import { lookupOperation } from './shared';
import { listTopics, namesAndTimes } from './topicList';

/** What Firebase Cloud Messaging tells about a token. */
interface Registration {
	/** The answer to the check. */
	check: IDataObject;
	/** As sent; absent when not asked for. */
	subscriptions?: IDataObject[];
}

/** Lets Firebase Cloud Messaging check each token, without a message to the device, and list its topics. */
export const throughFcm = lookupOperation<Registration, FcmSession>({
	opens: () => openFcm,
	foundIsNot:
		'Found means that Google knows the token. Apple wasn’t asked: a message may still be refused by its push service.',
	async ask({ token, details }, { http, session }) {
		const { value, answers } = await http.request(tokenCheckRequest(session, token));
		if (!value.found) return { value, answers };
		const subscriptions = details ? await listTopics(session, token, http) : undefined;
		return { value: { found: true, about: { check: value.about, subscriptions } }, answers };
	},
	output({ simplify }, { check, subscriptions }) {
		const topics = subscriptions ? { topics: namesAndTimes(subscriptions) } : {};
		if (simplify) return topics;
		return { ...check, ...(subscriptions ? { topic_subscriptions: subscriptions } : {}), ...topics };
	},
});

/**
 * `POST …/messages:send` with `validate_only` (the service's reference, section 13): Google checks the token and sends
 * nothing to the device. Success is 200 with the name that a message would have had.
 */
export function tokenCheckRequest(
	session: FcmSession,
	token: string,
): RequestSpec<LookupAnswer<IDataObject>> {
	return googleRequest<LookupAnswer<IDataObject>>(session, {
		action: 'check the token',
		method: 'POST',
		url: `${projectUrl(session)}/messages:send`,
		body: { validate_only: true, message: { token } },
		read: (answer) => {
			const about = successBody(answer);
			return typeof about?.name === 'string' && about.name !== ''
				? { value: { found: true, about } }
				: unknownBy(fcmVerdict(answer, 'POST'));
		},
	});
}
