import type { RequestSpec } from '../../shared/http/requestSpec';
import type { InstanceIdSession } from '../api/session';
import { readWebPush, webOperation, webPushFields, webPushRequest, type WebPush } from './shared';

/** Gets a registration token for a push subscription. */
export const importSubscription = webOperation({
	option: {
		name: 'Import',
		value: 'import',
		description: 'Get a registration token for a push subscription of a browser',
		action: 'Import web push subscription',
	},
	fields: webPushFields,
	done: 'imported',
	read: readWebPush,
	identify: () => ({}),
	names: ({ subscription }) => [subscription.endpoint],
	request: importRequest,
	outputKeys: ['registrationToken'],
	output: (_, registrationToken) => ({ registrationToken }),
});

/** `POST /v1/web/iid` (the service's reference, 7.1). */
export function importRequest(session: InstanceIdSession, push: WebPush): RequestSpec<string> {
	return webPushRequest(session, 'import the push subscription', '', push);
}
