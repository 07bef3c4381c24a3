import { RequestFailure } from '../../../shared/failure';
import type { Batch, Operation, RequestSender } from '../../../shared/engine/operation';
import type { OperationSetup } from '../../../shared/engine/run';
import { readSettings } from '../../../shared/engine/settings';
import { pastedText } from '../../../shared/credentials/credentialProblem';
import type { RateLimiter } from '../../../shared/http/rateLimiter';
import type { ItemReader } from '../../../shared/form/itemReader';
import { hasRecipients, type AudienceKind } from '../../api/messages/audience';
import {
	createMessageRequest,
	explainUncertain,
	type CreatedMessage,
} from '../../api/messages/createMessage';
import type { Notification } from '../../api/messages/fields';
import { addressTo } from '../../api/messages/notification';
import { messageRateLimiter } from '../../api/messages/pacer';
import { transactionId, type Sender } from '../../api/messages/transactionId';
import { openPushwoosh } from '../../api/session';
import { CONCURRENCY, MOST_RECIPIENTS } from '../description/options';
import { sendHints, summariseSends } from '../message/hints';
import { MessagePlan } from '../message/messagePlan';
import { MessageReader } from '../message/messageReader';
import type { PushUnit } from '../message/pushMessage';
import { readAudienceKind, readRecipients } from '../message/readAudience';
import { acceptedAnswer, messageOf, PUSH_KEYS, reportPush } from '../message/report';
import { readSendOptions } from '../message/sendOptions';

/**
 * Sends pushes: an item is a unit, its users or devices are the parts, and a message is a batch of them. Where there is
 * no list of recipients the whole audience is one part. Items with the same message share messages.
 */
export function sendOperation({ context, info, options }: OperationSetup): Operation<PushUnit> {
	const sendOptions = readSendOptions(options);
	const { combineItems, messagesPerRequest, requestsPerMinute, repeatUncertain, failOnWarning } = sendOptions;
	const { batchSize } = readSettings(options, LIMITS);
	const reader = new MessageReader(info.timezone);
	const sender: Sender = { ...info, nodeId: info.node.id };
	const plan = new MessagePlan({ sender, combineItems, batchSize });
	let baseUrl = '';
	let pacer: RateLimiter;

	async function create(batches: Array<Batch<PushUnit>>, http: RequestSender): Promise<CreatedMessage[]> {
		const request = createMessageRequest({
			baseUrl,
			application: batches[0].sample.message.application,
			notifications: batches.map((batch) => toNotification(batch, sender)),
			repeatUncertain,
			pace: async (...turn) => await pacer.turn(...turn),
		});
		return (await http.request(request).catch(explain)).value;
	}

	function explain(error: unknown): never {
		throw error instanceof RequestFailure
			? new RequestFailure(explainUncertain(error.failure, repeatUncertain))
			: error;
	}

	return {
		unit: { one: 'item', many: 'items' },
		limits: LIMITS,
		bundle: { size: messagesPerRequest, key: ({ message }) => message.application },

		async open() {
			const session = await openPushwoosh(context);
			({ baseUrl } = session);
			pacer = messageRateLimiter({
				baseUrl,
				apiToken: pastedText(session.credentials.apiToken),
				requestsPerMinute,
			});
			return session;
		},
		planned: (requests) => pacer.plan(requests),
		repeatsUncertain: repeatUncertain,
		// As with the transaction ID: another text at n8n's repeat, say of an expression with the time, makes no second push.
		asksFor: ({ message: { application, audience, deduplicationKey, notification } }) => [
			application,
			audience,
			deduplicationKey,
			info.isTool ? notification : undefined,
		],
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
		async send(batches, http) {
			const created = await create(batches, http);
			return batches.map(({ parts }, at) => {
				const answer = acceptedAnswer(created[at], failOnWarning);
				return parts.map(() => answer);
			});
		},
		outputKeys: () => PUSH_KEYS,
		report: (unit, parts) => reportPush(unit, parts, failOnWarning),
		summary: summariseSends,
		hints: (run) => sendHints(run, sendOptions),
	};
}

const LIMITS = { concurrency: CONCURRENCY, batchSize: MOST_RECIPIENTS };

function toNotification(
	{ sample: { message }, parts, units }: Batch<PushUnit>,
	sender: Sender,
): Notification {
	const { application, audience, deduplicationKey } = message;
	const recipients = hasRecipients(audience) ? parts.map(({ id }) => id) : [];
	const notification = addressTo(message.notification, audience, recipients);
	const identity = {
		application,
		notification,
		audience,
		recipients,
		itemIndexes: units().map(({ itemIndex }) => itemIndex),
		deduplicationKey,
	};
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
