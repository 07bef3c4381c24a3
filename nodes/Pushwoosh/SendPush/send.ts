import { pastedText } from '../../shared/credentials/credentialProblem';
import type { Batch, Operation } from '../../shared/engine/operation';
import { RequestFailure } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import type { RateLimiter } from '../../shared/http/rateLimiter';
import { defineOperation } from '../../shared/node/operationEntry';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { applicationField } from '../fields/applicationField';
import { audienceFields } from './form/audience';
import { deliveryFields } from './form/delivery';
import { messageFields } from './form/message';
import { platformSettingsFields } from './form/platformSettings';
import { hasRecipients, type AudienceKind } from './message/audience';
import { MessageReader } from './message/messageReader';
import { addressTo, type Notification } from './message/notification';
import type { PushUnit } from './message/pushMessage';
import { readAudienceKind, readRecipients } from './message/readAudience';
import { createMessageRequest, explainUncertain, type CreatedMessage } from './sending/createMessage';
import { sendHints, summariseSends } from './sending/hints';
import { MessagePlan } from './sending/messagePlan';
import { readSendOptions, sendOptionFields } from './sending/options';
import { messageRateLimiter } from './sending/rateLimiter';
import { createdAnswer, messageOf, PUSH_KEYS, reportPush, withWhatWasSent } from './sending/report';
import { transactionId, type Sender } from './sending/transactionId';

interface PushSession extends PushwooshSession {
	rateLimiter: RateLimiter;
}

/** Most users or devices that Pushwoosh takes in one message (its API reference, createMessage). */
const MOST_RECIPIENTS = 1000;

/**
 * Sends pushes: an item is a unit, its users or devices are the parts, and a message is a batch of them. Where there is
 * no list of recipients the whole audience is one part. Items with the same message share messages.
 */
export const send = defineOperation({
	option: {
		name: 'Send Push',
		value: 'send',
		description: 'Send a push now or schedule it for later',
		action: 'Send push',
	},
	fields: [
		applicationField({ required: true }),
		...audienceFields,
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			placeholder: 'e.g. Good news',
			description: 'Stands above the content; the settings of a platform may hold another one',
		},
		{
			displayName: 'Content',
			name: 'content',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Your parcel is on its way',
			description:
				'Text of the push; placeholders such as {Name|CapitalizeFirst|friend} are filled from the tags of each device',
		},
		messageFields,
		deliveryFields,
		platformSettingsFields,
	],
	options: sendOptionFields,
	limits: { concurrency: 10, batch: { most: MOST_RECIPIENTS, what: 'users or devices', shared: 'message' } },

	start({ info, options, settings: { batchSize } }): Operation<PushUnit, CreatedMessage, PushSession> {
		const sendOptions = readSendOptions(options);
		const { combineItems, messagesPerRequest, requestsPerMinute, repeatUncertain, failOnWarning } =
			sendOptions;
		const reader = new MessageReader(info.timezone);
		const sender: Sender = { ...info, nodeId: info.node.id };
		const plan = new MessagePlan({ sender, combineItems, batchSize });
		return {
			unit: { one: 'item', many: 'items' },
			async open(context) {
				const session = await openPushwoosh(context);
				const { baseUrl, credentials } = session;
				const apiToken = pastedText(credentials.apiToken);
				return { ...session, rateLimiter: messageRateLimiter({ baseUrl, apiToken, requestsPerMinute }) };
			},
			read: (item) => [plan.claim(reader.read(item))],
			identifiedBy: {
				userIds: (item) => recipientsFor('users', item),
				deviceIds: (item) => recipientsFor('devices', item),
			},
			identify: ({ message, recipients }) => {
				const { kind } = message.audience;
				if (kind === 'users') return { userIds: recipients };
				return kind === 'devices' ? { deviceIds: recipients } : {};
			},
			names: (unit, parts) => {
				const unsent = parts.filter((part) => !messageOf(part));
				return unsent.map(({ id }) => (hasRecipients(unit.message.audience) ? id : describe(unit)));
			},
			parts: (unit) => plan.partsOf(unit),
			// As with the transaction ID: another text at n8n's repeat, say of an expression with the time, makes no second push.
			asksFor: ({ message: { application, audience, deduplicationKey, notification } }) => [
				application,
				audience,
				deduplicationKey,
				info.isTool ? notification : undefined,
			],
			retriesUncertain: repeatUncertain,
			planned: (requests, { rateLimiter }) => rateLimiter.plan(requests),
			bundle: {
				size: messagesPerRequest,
				key: ({ message }) => message.application,
				async send(batches, { http, session }) {
					const request = createMessageRequest({
						session,
						application: batches[0].sample.message.application,
						notifications: batches.map((batch) => toNotification(batch, sender)),
						repeatUncertain,
						pace: async (...turn) => await session.rateLimiter.turn(...turn),
					});
					const created = await http.request(request).catch((error: unknown) => {
						throw sayingWhatIsUncertain(error, repeatUncertain);
					});
					return batches.map(({ parts }, at) => {
						const answer = createdAnswer(created.value[at], failOnWarning);
						return parts.map(() => answer);
					});
				},
			},
			outputKeys: () => PUSH_KEYS,
			report: reportPush,
			explain: withWhatWasSent,
			summary: summariseSends,
			hints: (run) => sendHints(run, sendOptions),
		};
	},
});

function sayingWhatIsUncertain(error: unknown, isRepeated: boolean): unknown {
	if (!(error instanceof RequestFailure)) return error;
	return new RequestFailure(explainUncertain(error.failure, isRepeated), error.mayHaveBeenActedOn);
}

function toNotification(
	{ sample: { message }, parts, units }: Batch<PushUnit, CreatedMessage>,
	sender: Sender,
): Notification {
	const { application, audience, deduplicationKey } = message;
	const recipients = hasRecipients(audience) ? parts.map(({ id }) => id) : [];
	const notification = addressTo(message.notification, audience, recipients);
	const itemIndexes = units().map(({ itemIndex }) => itemIndex);
	const identity = { application, notification, audience, recipients, itemIndexes, deduplicationKey };
	return { ...notification, transactionId: transactionId(sender, identity) };
}

/** @returns undefined for another audience */
function recipientsFor(kind: AudienceKind, item: ItemReader): string[] | undefined {
	return readAudienceKind(item) === kind ? readRecipients(item, kind) : undefined;
}

/** Names an item without a list of recipients. */
function describe({ message: { audience, application }, itemIndex }: PushUnit): string {
	const who = audience.kind === 'segment' ? `segment ${audience.name}` : audience.kind;
	return `item ${itemIndex}: ${who} of ${application}`;
}
