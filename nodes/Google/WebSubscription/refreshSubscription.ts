import type { RequestSpec } from '../../shared/http/requestSpec';
import type { InstanceIdSession } from '../api/session';
import {
	readToken,
	readWebPush,
	tokenField,
	webOperation,
	webPushFields,
	webPushRequest,
	type WebPush,
} from './shared';

/** Puts a new push subscription behind a registration token, which may change in doing so. */
export const refreshSubscription = webOperation({
	option: {
		name: 'Refresh',
		value: 'refresh',
		description: 'Put a new push subscription behind a registration token',
		action: 'Refresh web push subscription',
	},
	fields: [tokenField, ...webPushFields],
	done: 'refreshed',
	read: (item) => ({ token: readToken(item), ...readWebPush(item) }),
	identify: ({ token }) => ({ registrationToken: token }),
	identifiedBy: { registrationToken: 'registrationId' },
	// Two at a time would leave it to chance which subscription stays behind the token: the last one is meant to.
	sharedBy: ({ token }) => token,
	request: refreshRequest,
	outputKeys: ['registrationToken', 'previousRegistrationToken', 'changed'],
	output: ({ token }, registrationToken) => ({
		registrationToken,
		previousRegistrationToken: token,
		changed: registrationToken !== token,
	}),
});

/** `POST /v1/web/iid/{token}:refresh` (the service's reference, 7.2): it gives the same token or a new one. */
export function refreshRequest(
	session: InstanceIdSession,
	{ token, ...push }: WebPush & { token: string },
): RequestSpec<string> {
	return webPushRequest(session, 'refresh the push subscription', `/${token}:refresh`, push);
}
