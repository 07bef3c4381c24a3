import { refreshRequest, type WebPush } from '../api/instanceId/webSubscription';
import { readWebPush } from './importSubscription';
import { readToken, type WebOperation } from './webOperation';

/** Puts a new push subscription behind a registration token, which may change in doing so. */
export const refreshSubscription: WebOperation<WebPush & { token: string }, string> = {
	action: 'refresh the push subscription',
	done: 'refreshed',
	read: (item) => ({ token: readToken(item), ...readWebPush(item) }),
	identify: ({ token }) => ({ registrationToken: token }),
	identifiedBy: { registrationToken: 'registrationId' },
	names: ({ token }) => [token],
	// Two at a time would leave it to chance which subscription stays behind the token: the last one is meant to.
	sharedBy: ({ token }) => token,
	request: (unit, iidUrl, purpose) => refreshRequest({ ...unit, iidUrl, purpose }),
	outputKeys: ['registrationToken', 'previousRegistrationToken', 'changed'],
	toJson: ({ token }, registrationToken) => ({
		registrationToken,
		previousRegistrationToken: token,
		changed: registrationToken !== token,
	}),
};
