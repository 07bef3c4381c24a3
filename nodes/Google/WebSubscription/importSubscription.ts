import type { ItemReader } from '../../shared/form/itemReader';
import { toPushSubscription } from '../api/formats/pushSubscription';
import { toVapidPublicKey } from '../api/formats/vapidKey';
import { importRequest, type WebPush } from '../api/instanceId/webSubscription';
import type { WebOperation } from './webOperation';

/** Gets a registration token for a push subscription. */
export const importSubscription: WebOperation<WebPush, string> = {
	action: 'import the push subscription',
	done: 'imported',
	read: readWebPush,
	identify: () => ({}),
	names: ({ subscription }) => [subscription.endpoint],
	request: (push, iidUrl, purpose) => importRequest({ ...push, iidUrl, purpose }),
	outputKeys: ['registrationToken'],
	toJson: (_push, registrationToken) => ({ registrationToken }),
};

/** The parameters `subscription` and `applicationPublicKey`, checked. @throws ItemProblem */
export function readWebPush(item: ItemReader): WebPush {
	return {
		subscription: toPushSubscription(item.jsonObject('subscription'), item.field('subscription')),
		applicationPublicKey: toVapidPublicKey(
			item.requiredText('applicationPublicKey'),
			item.field('applicationPublicKey'),
		),
	};
}
