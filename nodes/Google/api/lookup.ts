import type { IDataObject } from 'n8n-workflow';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { successBody } from './errors/googleError';
import { instanceIdVerdict, type TokenVerdict } from './errors/verdict';
import { googleRequest } from './request';
import type { InstanceIdSession } from './session';

/** What a service knows of a token, or its verdict that it knows nothing. */
export type LookupAnswer<T> = { found: true; about: T } | { found: false; verdict: TokenVerdict };

/** The fields of an app instance as sent; which ones there are differs by platform. */
export type AppInstance = IDataObject;

/**
 * `GET /iid/info/{token}`, with `details=true` or without any parameter (the service's reference, section 4). No field of
 * the answer is certain, but one without any of the three that say whose token it is proves nothing.
 * @param details ask for topic subscriptions too
 */
export function lookupRequest(
	session: InstanceIdSession,
	token: string,
	details: boolean,
): RequestSpec<LookupAnswer<AppInstance>> {
	return googleRequest<LookupAnswer<AppInstance>>(session, {
		action: 'look the token up',
		method: 'GET',
		url: `${session.iidUrl}/iid/info/${token}${details ? '?details=true' : ''}`,
		read: (answer) => {
			const about = successBody(answer);
			const isInstance = [about?.application, about?.authorizedEntity, about?.platform].some(
				(value) => (typeof value === 'string' && value !== '') || typeof value === 'number',
			);
			return about && isInstance ? { value: { found: true, about } } : unknownBy(instanceIdVerdict(answer));
		},
	});
}

/** A token that has too many topics is known, whatever else is wrong with it: such a verdict isn't one on a look-up. */
export function unknownBy(
	verdict: TokenVerdict | undefined,
): { value: { found: false; verdict: TokenVerdict } } | undefined {
	return verdict === undefined || verdict.code === 'TOO_MANY_TOPICS'
		? undefined
		: { value: { found: false, verdict } };
}
