import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { Purpose } from '../api/errors/requestFailure';
import { FCM } from '../api/errors/services';
import { listSubscriptions, namesAndTimes } from '../api/fcm/subscriptionList';
import { tokenCheckRequest } from '../api/fcm/tokenCheck';
import { openFcm, type FcmSession } from '../api/session';
import { lookupBasics, unknownToken, type LookupUnit } from './unit';

/** What Firebase Cloud Messaging tells about a token. */
interface Registration {
	/** The answer to the check. */
	check: Record<string, unknown>;
	/** As sent; absent when not asked for. */
	subscriptions?: Array<Record<string, unknown>>;
}

/** Lets Firebase Cloud Messaging check each token, without a message to the device, and list its topics. */
export function throughFcm(context: IExecuteFunctions): Operation<LookupUnit> {
	const purpose: Purpose = { service: FCM, authentication: 'serviceAccount', action: 'check the token' };
	const listPurpose: Purpose = { ...purpose, action: "list the token's topics" };
	let session: FcmSession;
	return {
		...lookupBasics(toJson),
		open: async () => (session = await openFcm(context)),
		send: oneBatch(async (batch, http) => {
			const { fcmUrl, projectId } = session;
			const { token, details } = batch.sample;
			const address = { fcmUrl, projectId, token };
			const { value: check, answers } = await http.request(tokenCheckRequest({ ...address, purpose }));
			if (!check.found) return [unknownToken(batch, check.verdict, answers)];
			if (!details) return [{ kind: 'accepted', data: { check: check.about } satisfies Registration }];
			const subscriptions = await listSubscriptions({ ...address, purpose: listPurpose }, http);
			return [{ kind: 'accepted', data: { check: check.about, subscriptions } satisfies Registration }];
		}),
	};
}

function toJson({ simplify }: LookupUnit, { check, subscriptions }: Registration): IDataObject {
	const topics = subscriptions ? { topics: namesAndTimes(subscriptions) } : {};
	if (simplify) return topics;
	const sent = { ...check, ...(subscriptions ? { topic_subscriptions: subscriptions } : {}) };
	return { ...(sent as IDataObject), ...topics };
}
