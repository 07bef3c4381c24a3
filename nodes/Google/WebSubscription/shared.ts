import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/engine/operation';
import type { ItemReader } from '../../shared/form/itemReader';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { retryOnBreakdown } from '../../shared/http/retry';
import { defineOperation, type OperationEntry } from '../../shared/node/operationEntry';
import type { OperationForm } from '../../shared/node/table';
import { isFilled, successBody } from '../api/errors/googleError';
import { WEB_SUBSCRIPTIONS } from '../api/errors/services';
import { toPushSubscription, type PushSubscription } from '../api/formats/pushSubscription';
import { checkRegistrationToken } from '../api/formats/registrationToken';
import { toVapidPublicKey } from '../api/formats/vapidKey';
import { googleRequest } from '../api/request';
import { openInstanceId, type InstanceIdSession } from '../api/session';
import { sumUp } from '../api/summary';

const UNIT = { one: 'subscription', many: 'subscriptions' };

/** What one of the operations on push subscriptions adds to {@link webOperation}. */
interface WebOperation<Unit, Value>
	extends Pick<OperationForm, 'option' | 'fields'>,
		Pick<Operation<Unit, Value>, 'identify' | 'identifiedBy' | 'names'> {
	/** As in "3 of 4 subscriptions …". */
	done: string;
	read(item: ItemReader): Unit;
	/** What units have in common that share a request: it is made for the last of them. By default all that is sent. */
	sharedBy?(unit: Unit): string;
	request(session: InstanceIdSession, unit: Unit): RequestSpec<Value>;
	/** The keys of a result. */
	outputKeys: readonly string[];
	/** The output item. @param value what the request gave */
	output(unit: Unit, value: Value): IDataObject;
}

/** One item, one request, always with the service account: what the operations have in common. */
export function webOperation<Unit, Value>({
	option,
	fields,
	...own
}: WebOperation<Unit, Value>): OperationEntry {
	return defineOperation<Unit, Value, InstanceIdSession>({
		option,
		fields,
		limits: { concurrency: 5 },
		start: () => ({
			unit: UNIT,
			open: async (context) => await openInstanceId(context, 'serviceAccount', WEB_SUBSCRIPTIONS),
			read: (item) => [own.read(item)],
			identify: own.identify,
			identifiedBy: own.identifiedBy,
			names: own.names,
			parts: (unit) => [{ group: '', id: own.sharedBy?.(unit) ?? JSON.stringify(unit) }],
			async send(batch, { http, session }) {
				const last = own.sharedBy ? (batch.units().at(-1) ?? batch.sample) : batch.sample;
				const { value } = await http.request(own.request(session, last));
				return [{ kind: 'succeeded', data: value }];
			},
			outputKeys: () => own.outputKeys,
			report: (unit, [{ answer }]) =>
				answer.kind === 'succeeded'
					? { kind: 'succeeded', json: own.output(unit, answer.data) }
					: { kind: 'failed', failure: answer },
			summary: (run) => sumUp(run, UNIT, { done: own.done }),
		}),
	});
}

export const tokenField: INodeProperties = {
	displayName: 'Registration Token',
	name: 'registrationId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.registrationToken }}',
	description: 'The token that importing the subscription, or its last refresh, gave',
};

/** @throws ItemProblem */
export function readToken(item: ItemReader): string {
	return checkRegistrationToken(item.requiredText('registrationId'), item.field('registrationId'));
}

/** A subscription and the key it was made with. */
export interface WebPush {
	subscription: PushSubscription;
	/** VAPID public key, unpadded base64url. */
	applicationPublicKey: string;
}

export const webPushFields: INodeProperties[] = [
	{
		displayName: 'Push Subscription',
		name: 'subscription',
		type: 'json',
		required: true,
		default: '{}',
		placeholder: 'e.g. { "endpoint": "https://…", "keys": { "p256dh": "…", "auth": "…" } }',
		description:
			'What PushSubscription.toJSON() returns in the browser, as an object or as text. Only the endpoint and its two keys are sent.',
		hint: 'As the web page got it from the browser: what PushSubscription.toJSON() returns',
	},
	{
		displayName: 'VAPID Public Key',
		name: 'applicationPublicKey',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. BHZPqiVHRbjWVh4N5AnJPk1n…',
		description:
			'Same as applicationServerKey in the web page; in Firebase under Project settings > Cloud Messaging > Web Push certificates',
	},
];

/** @throws ItemProblem */
export function readWebPush(item: ItemReader): WebPush {
	return {
		subscription: toPushSubscription(item.jsonObject('subscription'), item.field('subscription')),
		applicationPublicKey: toVapidPublicKey(
			item.requiredText('applicationPublicKey'),
			item.field('applicationPublicKey'),
		),
	};
}

/**
 * Brings Google a push subscription (the service's reference, 7.1 and 7.2).
 * @param path below `/v1/web/iid`
 * @returns a request whose value is the registration token from now on; success is 200 with one
 */
export function webPushRequest(
	session: InstanceIdSession,
	action: string,
	path: string,
	{ subscription: { endpoint, keys }, applicationPublicKey }: WebPush,
): RequestSpec<string> {
	return googleRequest(session, {
		action,
		method: 'POST',
		url: `${session.iidUrl}/v1/web/iid${path}`,
		headers: { 'Crypto-Key': `p256ecdsa=${applicationPublicKey}` },
		body: { endpoint, keys: { auth: keys.auth, p256dh: keys.p256dh } },
		retry: retryOnBreakdown,
		read: (answer) => {
			const token = successBody(answer)?.token;
			return isFilled(token) ? { value: token.trim() } : undefined;
		},
	});
}
