import { pastedText } from '../../../shared/credentials/credentialProblem';
import type { Batch, Operation } from '../../../shared/engine/operation';
import { RequestFailure, type Failure } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import type { RateLimiter } from '../../../shared/http/rateLimiter';
import {
	defineOperation,
	type OperationEntry,
	type OperationSetup,
} from '../../../shared/node/operationEntry';
import type { OperationForm } from '../../../shared/node/table';
import { prepareAll, type Prepare } from '../../api/prepare';
import { openPushwoosh, type PushwooshSession } from '../../api/session';
import { hasRecipients } from '../message/audience';
import { addressTo, type Notification } from '../message/notification';
import type { PushUnit } from '../message/pushMessage';
import {
	createMessageRequest,
	explainUncertain,
	type CreatedMessage,
	type CreateMessageCall,
} from './createMessage';
import { sendHints, summariseSends } from './hints';
import { MessagePlan } from './messagePlan';
import { readSendOptions } from './options';
import { messageRateLimiter } from './rateLimiter';
import { createdAnswer, messageOf, PUSH_KEYS, reportPush, withWhatWasSent, type SendWords } from './report';
import { transactionId, type Sender } from './transactionId';

interface PushSession extends PushwooshSession {
	rateLimiter: RateLimiter;
}

/** A kind of message, and how it is read and sent. */
export interface SendCall extends OperationForm {
	method: CreateMessageCall['method'];
	words: SendWords;
	/** Makes what reads the items of a run; equal messages are one object. */
	reader: (setup: OperationSetup) => { read: (item: ItemReader) => PushUnit };
	/** The recipients of an item of which nothing else can be read; undefined for another audience. */
	recipientsFor: (kind: 'users' | 'devices', item: ItemReader) => string[] | undefined;
	/** The identifier key of what stands in a notification's `devices`. */
	devicesKey: string;
	/** Whether the method is known to take a `transactionId`. */
	takesTransactionId: boolean;
	/** Before anything is sent. */
	prepare?: Prepare<PushUnit>;
	/** Makes a failure say more. */
	explain?: (failure: Failure) => Failure;
}

/**
 * Sends messages: an item is a unit, its users or devices are the parts, and a message is a batch of them. Where there is
 * no list of recipients the whole audience is one part. Items with the same message share messages.
 */
export function sendOperation(call: SendCall): OperationEntry {
	const { option, fields, options, limits, words } = call;
	return defineOperation({
		option,
		fields,
		options,
		limits,
		start(setup): Operation<PushUnit, CreatedMessage, PushSession> {
			const {
				info,
				options,
				settings: { batchSize },
			} = setup;
			const sendOptions = readSendOptions(options);
			const { combineItems, messagesPerRequest, requestsPerMinute, repeatUncertain, failOnWarning } =
				sendOptions;
			const reader = call.reader(setup);
			const plan = new MessagePlan({ sender: info, combineItems, batchSize });
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
					userIds: (item) => call.recipientsFor('users', item),
					[call.devicesKey]: (item) => call.recipientsFor('devices', item),
				},
				identify: ({ message, recipients }) => {
					const { kind } = message.audience;
					if (kind === 'users') return { userIds: recipients };
					return kind === 'devices' ? { [call.devicesKey]: recipients } : {};
				},
				check: async (units) => await prepareAll(call.prepare, units, setup),
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
							method: call.method,
							application: batches[0].sample.message.application,
							notifications: batches.map((batch) => toNotification(call, batch, info)),
							repeatUncertain,
							pace: async (...turn) => await session.rateLimiter.turn(...turn),
						});
						const created = await http.request(request).catch((error: unknown) => {
							throw sayingMore(call, error, repeatUncertain);
						});
						return batches.map(({ parts }, at) => {
							const answer = createdAnswer(created.value[at], failOnWarning);
							return parts.map(() => answer);
						});
					},
				},
				outputKeys: () => PUSH_KEYS,
				report: (unit, parts) => reportPush(unit, parts, words),
				explain: (failure, unit, parts) => withWhatWasSent(failure, unit, parts, words),
				summary: (run) => summariseSends(run, words),
				hints: (run) => sendHints(run, sendOptions),
			};
		},
	});
}

function sayingMore(
	{ words: { what }, takesTransactionId, explain }: SendCall,
	error: unknown,
	isRepeated: boolean,
): unknown {
	if (!(error instanceof RequestFailure)) return error;
	const failure = explain ? explain(error.failure) : error.failure;
	const told = explainUncertain(failure, isRepeated, what, takesTransactionId);
	return new RequestFailure(told, error.mayHaveBeenActedOn);
}

function toNotification(
	{ takesTransactionId }: SendCall,
	{ sample: { message }, parts, units }: Batch<PushUnit, CreatedMessage>,
	sender: Sender,
): Notification {
	const { audience } = message;
	const recipients = hasRecipients(audience) ? parts.map(({ id }) => id) : [];
	const notification = addressTo(message.notification, audience, recipients);
	if (!takesTransactionId) return notification;
	const itemIndexes = units().map(({ itemIndex }) => itemIndex);
	const identity = { ...message, notification, recipients, itemIndexes };
	return { ...notification, transactionId: transactionId(sender, identity) };
}

/** Names an item without a list of recipients. */
function describe({ message: { audience, application }, itemIndex }: PushUnit): string {
	const who = audience.kind === 'segment' ? `segment ${audience.name}` : audience.kind;
	return `item ${itemIndex}: ${who} of ${application}`;
}
