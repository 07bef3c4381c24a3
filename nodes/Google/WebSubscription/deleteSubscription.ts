import { deleteRequest } from '../api/instanceId/webSubscription';
import { readToken, type WebOperation } from './webOperation';

/** Lets Google forget the push subscription behind a registration token. */
export const deleteSubscription: WebOperation<{ token: string }, true> = {
	action: 'delete the push subscription',
	done: 'deleted',
	read: (item) => ({ token: readToken(item) }),
	identify: ({ token }) => ({ registrationToken: token }),
	identifiedBy: { registrationToken: 'registrationId' },
	names: ({ token }) => [token],
	request: ({ token }, iidUrl, purpose) => deleteRequest({ token, iidUrl, purpose }),
	outputKeys: ['deleted', 'registrationToken'],
	toJson: ({ token }) => ({ deleted: true, registrationToken: token }),
};
