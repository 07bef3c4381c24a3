import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../../shared/failure';
import type { AnsweredPart, DecidedPart, PartAnswer, UnitReport } from '../../../shared/engine/operation';
import { count, number, type Noun } from '../../../shared/wording';
import { hasRecipients } from '../message/audience';
import type { CreatedMessage } from './createMessage';
import { scheduledFor } from '../message/schedule';
import type { PushUnit } from '../message/pushMessage';

/** A user or device of an item, or its whole audience, with what became of it. */
export type PushPart = AnsweredPart<PushUnit, CreatedMessage>;

/** What a kind of message and those who get it are called in results, hints and advice. */
export interface SendWords {
	/** What may have gone out. */
	what: string;
	/** What stands in a notification's `devices`. */
	device: Noun;
	/** What to do where Pushwoosh knows none of them. */
	ifUnknown: string;
}

/** The message that the part was sent with; undefined when it wasn't. */
export function messageOf({ answer }: Pick<PushPart, 'answer'>): CreatedMessage | undefined {
	return answer?.kind === 'succeeded' ? answer.data : undefined;
}

/** @returns whether Pushwoosh took the message but doesn't know this device */
export function isUnknown(part: PushPart): boolean {
	return messageOf(part)?.unknownDevices.has(part.id) === true;
}

/**
 * The answer for all recipients of a created message. One with a warning counts as a failure when the user wants that,
 * so that with On Error = Stop no further message follows it.
 */
export function createdAnswer(message: CreatedMessage, failOnWarning: boolean): PartAnswer<CreatedMessage> {
	const { warning, codes } = message;
	return {
		kind: 'succeeded',
		data: message,
		...(warning !== undefined && failOnWarning ? { failure: warningFailure(warning, codesOf(codes)) } : {}),
	};
}

/** The keys of a result. */
export const PUSH_KEYS = [
	'success',
	'messageCode',
	'messageCodes',
	'submitted',
	'scheduledFor',
	'unknownDevices',
	'warning',
	'errorCode',
	'errorMessage',
];

/** Says what became of one item whose messages were all created. */
export function reportPush(
	unit: PushUnit,
	parts: Array<DecidedPart<PushUnit, CreatedMessage>>,
	{ device, ifUnknown }: SendWords,
): UnitReport {
	const { messageCodes, submitted, unknownDevices, warning } = summariseSent(unit, parts);
	const scheduled = scheduledFor(unit.message.notification);
	const facts: IDataObject = {
		...codesOf(messageCodes),
		...(submitted === undefined ? {} : { submitted }),
		...(scheduled === undefined ? {} : { scheduledFor: scheduled }),
		...(unknownDevices.length > 0 ? { unknownDevices } : {}),
		...(warning === undefined ? {} : { warning }),
	};
	if (unit.message.audience.kind === 'devices' && unknownDevices.length === unit.recipients.length) {
		return {
			kind: 'rejected',
			code: UNKNOWN_DEVICES,
			message: `Pushwoosh knows none of these ${device.many}`,
			advice: ifUnknown,
			json: { success: false, ...facts, errorCode: UNKNOWN_DEVICES },
			extra: codesOf(messageCodes),
		};
	}
	const isFailure = parts.some(({ answer }) => answer.failure !== undefined);
	if (warning !== undefined && isFailure) return { kind: 'failed', failure: warningFailure(warning, facts) };
	return { kind: 'succeeded', json: { success: true, ...facts } };
}

const UNKNOWN_DEVICES = 'UNKNOWN_DEVICES';

/** Says what Pushwoosh made of the messages that an item became part of, as far as they were sent. */
function summariseSent({ message: { audience } }: PushUnit, parts: PushPart[]) {
	const sent = parts.filter(messageOf);
	const messages = [...new Set(sent.flatMap((part) => messageOf(part) ?? []))];
	const warnings = new Set(messages.flatMap(({ warning }) => warning ?? []));
	return {
		messageCodes: [...new Set(messages.flatMap(({ codes }) => codes))],
		/** How many of the item's own users or devices were handed over; undefined for audiences without a list. */
		submitted: hasRecipients(audience) ? sent.length : undefined,
		/** Those of the item's own devices that Pushwoosh doesn't know. */
		unknownDevices: audience.kind === 'devices' ? sent.filter(isUnknown).map(({ id }) => id) : [],
		warning: warnings.size > 0 ? [...warnings].join(' · ') : undefined,
	};
}

/** The identifier keys of what was sent. */
function codesOf(messageCodes: string[]): { messageCode?: string; messageCodes: string[] } {
	return messageCodes.length > 0 ? { messageCode: messageCodes[0], messageCodes } : { messageCodes };
}

/** An item of several messages, some of which went out: only the rest may be sent again. */
export function withWhatWasSent(
	failure: Failure,
	unit: PushUnit,
	parts: PushPart[],
	{ device }: SendWords,
): Failure {
	const { messageCodes, submitted, unknownDevices, warning } = summariseSent(unit, parts);
	if (!submitted) return failure;
	const unsent = parts.filter((part) => !messageOf(part)).map(({ id }) => id);
	const noun = unit.message.audience.kind === 'users' ? { one: 'user', many: 'users' } : device;
	return {
		...failure,
		message: `${failure.message} (${number(submitted)} of ${count(unit.recipients.length, noun)} had been handed over)`,
		advice: `${failure.advice ? `${failure.advice} ` : ''}Send it again only to those in "unsent"${failure.uncertain ? ', some of whom may have got it' : ''}.`,
		extra: {
			...codesOf(messageCodes),
			submitted,
			unsent,
			...(unknownDevices.length > 0 ? { unknownDevices } : {}),
			...(warning === undefined ? {} : { warning }),
		},
	};
}

function warningFailure(warning: string, extra: IDataObject): Failure {
	return {
		code: 'WARNING',
		message: `Pushwoosh sent the message, but warned: “${warning}”`,
		advice:
			"The message was sent, so don't send it again. The limits of your plan stand in the Control Panel.",
		extra,
	};
}
