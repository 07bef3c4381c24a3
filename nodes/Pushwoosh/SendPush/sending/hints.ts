import type { NodeExecutionHint } from 'n8n-workflow';
import type { RunSummary } from '../../../shared/engine/operation';
import { count, number } from '../../../shared/wording';
import { hasRecipients } from '../message/audience';
import type { CreatedMessage } from './createMessage';
import { scheduledFor } from '../message/schedule';
import type { PushUnit } from '../message/pushMessage';
import { isUnknown, messageOf, type PushPart, type SendWords } from './report';
import type { SendOptions } from './options';

type PushRun = RunSummary<PushUnit, CreatedMessage>;

const MESSAGE = { one: 'message', many: 'messages' };
const RECIPIENT = { one: 'recipient', many: 'recipients' };
const ITEM = { one: 'item', many: 'items' };

/** "10,000 users handed to Pushwoosh in 10 messages, scheduled for 2026-11-28 09:00, Europe/Madrid; 3 items failed" */
export function summariseSends(run: PushRun, { device }: Pick<SendWords, 'device'>): string {
	const { messages, users, devices, unknownDevices, scheduled } = totalsOf(run);
	const recipients = [
		...(users > 0 ? [count(users, { one: 'user', many: 'users' })] : []),
		...(devices > 0 ? [count(devices, device)] : []),
	].join(' and ');
	const what = recipients
		? `${recipients} handed to Pushwoosh in ${count(messages.size, MESSAGE)}`
		: `${count(messages.size, MESSAGE)} handed to Pushwoosh`;
	return [
		`${what}${scheduledText(scheduled, messages.size)}`,
		...(unknownDevices > 0 ? [`${number(unknownDevices)} of the ${device.many} unknown there`] : []),
		...(run.failed > 0 ? [`${count(run.failed, ITEM)} failed${uncertainText(run)}`] : []),
	].join('; ');
}

/** A push for later must not read like one that is out. */
function scheduledText(scheduled: Map<string, number>, all: number): string {
	if (scheduled.size === 0) return '';
	const later = [...scheduled.values()].reduce((sum, messages) => sum + messages, 0);
	const which = later < all ? `, ${number(later)} of them` : ',';
	const [first] = scheduled.keys();
	return `${which} scheduled for ${scheduled.size === 1 ? first : `${number(scheduled.size)} different times`}`;
}

/** A failure after which the push may be out nevertheless must not read like one after which it isn't. */
function uncertainText({ reports }: PushRun): string {
	const uncertain = reports.filter((report) => report.kind === 'failed' && report.failure.uncertain).length;
	return uncertain > 0 ? `, ${number(uncertain)} of which may have gone out` : '';
}

/** Hints on what the user should know beside the totals. */
export function sendHints(run: PushRun, options: SendOptions): NodeExecutionHint[] {
	const { messages, shared, combined, sameEvent } = totalsOf(run);
	const hints: NodeExecutionHint[] = [];
	const add = (type: 'info' | 'warning', message: string) =>
		hints.push({ message, type, location: 'outputPane' });

	for (const [warning, times] of countWarnings(messages)) {
		add('warning', `Pushwoosh warned about ${count(times, MESSAGE)}: “${warning}”`);
	}
	const repeated = countRepeatedAudiences(run);
	if (repeated > 0) {
		add(
			'warning',
			`${count(repeated, ITEM)} sent a message again that an item before had sent to the same audience, since 'Combine Items' is off.`,
		);
	}
	if (combined.items > 0) {
		add(
			'info',
			`${count(combined.items, ITEM)} had the same message for the same audience as another: sent as ${count(combined.messages, MESSAGE)}. ` +
				"To send one per item, turn off 'Combine Items' in the options.",
		);
	}
	if (sameEvent.items > 0) {
		add(
			'info',
			`${count(sameEvent.items, ITEM)} had the deduplication key, message and recipients of another: those are sent once.`,
		);
	}
	if (shared > 0) {
		add(
			'info',
			`${count(shared, RECIPIENT)} occurred in several items with the same message and got it once. ` +
				"To send it once per item, turn off 'Combine Items' in the options.",
		);
	}
	const untracked = [...messages].filter(({ codes }) => codes.length === 0).length;
	if (untracked > 0) {
		add(
			'info',
			`${count(untracked, MESSAGE)} accepted by Pushwoosh without a message code, which can't be tracked by code.`,
		);
	}
	const slow = whyManyMessages(run, messages.size, options);
	if (slow !== undefined) add('info', slow);
	return hints;
}

/** From how many requests on it is worth telling why a run takes long. */
const MANY_REQUESTS = 100;

/** Tells, with what to do about it, why a run takes so many requests; undefined when it doesn't, or the user chose it. */
function whyManyMessages(
	{ units }: PushRun,
	messages: number,
	{ messagesPerRequest, requestsPerMinute, canBundle }: SendOptions,
): string | undefined {
	if (!canBundle || messages / messagesPerRequest <= MANY_REQUESTS) return undefined;
	const texts = new Set<string>();
	let keyed = 0;
	let sent = 0;
	let last: unknown;
	for (const { unit, parts } of units) {
		if (!parts.some(messageOf)) continue;
		sent++;
		if (unit.transactionIds) keyed++;
		if (unit.message === last) continue;
		last = unit.message;
		const { content, title, subtitle } = unit.message.notification;
		texts.add(JSON.stringify([content, title, subtitle]));
	}
	const bundled = messagesPerRequest > 1 ? `, ${number(messagesPerRequest)} in a request,` : '';
	const pace = `${count(messages, MESSAGE)}${bundled} at ${number(requestsPerMinute)} a minute.`;
	if (keyed > MANY_REQUESTS) {
		return `Each item with a deduplication key sends a message of its own: ${pace} Raise Messages per Request to speed it up.`;
	}
	if (texts.size <= MANY_REQUESTS) return undefined;
	const why =
		texts.size === sent
			? 'Each item has its own text'
			: `The items have ${number(texts.size)} different texts`;
	return `${why}: ${pace} A placeholder like {Name} makes it one; or raise Messages per Request.`;
}

/** What went to Pushwoosh in a run, each message and each recipient of a message counted once. */
function totalsOf({ units }: PushRun) {
	const totals = {
		messages: new Set<CreatedMessage>(),
		users: 0,
		devices: 0,
		unknownDevices: 0,
		/** Recipients that several items share. */
		shared: 0,
		/** Items without a list of recipients that share all of their messages with another, and how many those messages are. */
		combined: { items: 0, messages: 0 },
		/** The same of items that are one event, to the same recipients, under one deduplication key. */
		sameEvent: { items: 0, messages: 0 },
		/** How many messages go out when, by {@link scheduledFor}; those that go out now aren't here. */
		scheduled: new Map<string, number>(),
	};
	/** Parts of a second unit. A part names the first itself, and a unit has each part once. */
	const metTwice = new Set<PushPart>();
	for (const { unit, parts } of units) {
		const { audience, notification } = unit.message;
		const [first] = parts;
		const sharesAll = unit.transactionIds
			? totals.sameEvent
			: hasRecipients(audience)
				? undefined
				: totals.combined;
		if (sharesAll && messageOf(first) && parts.every((part) => part.unit !== unit)) {
			const isSecond = !metTwice.has(first);
			if (isSecond) sharesAll.messages++;
			// The first of them counts as soon as there is a second.
			sharesAll.items += isSecond ? 2 : 1;
		}
		for (const part of parts) {
			const message = messageOf(part);
			if (!message) continue;
			if (!totals.messages.has(message)) {
				totals.messages.add(message);
				const time = scheduledFor(notification);
				if (time !== undefined) totals.scheduled.set(time, (totals.scheduled.get(time) ?? 0) + 1);
			}
			const isSecond = part.unit !== unit && !metTwice.has(part);
			if (isSecond) metTwice.add(part);
			if (!hasRecipients(audience)) continue;
			if (part.unit === unit) {
				totals[audience.kind === 'users' ? 'users' : 'devices']++;
				if (isUnknown(part)) totals.unknownDevices++;
			} else if (isSecond && !unit.transactionIds) {
				totals.shared++;
			}
		}
	}
	return totals;
}

/** @returns each different warning with the number of messages that it was about */
function countWarnings(messages: Set<CreatedMessage>): Array<[string, number]> {
	const times = new Map<string, number>();
	for (const { warning } of messages) {
		if (warning !== undefined) times.set(warning, (times.get(warning) ?? 0) + 1);
	}
	return [...times];
}

/** Items that sent the same message as one before to a segment, an area, or everyone, as a message of its own. */
function countRepeatedAudiences({ units }: PushRun): number {
	const seen = new Map<string, PushPart>();
	let repeated = 0;
	for (const { unit, parts } of units) {
		if (hasRecipients(unit.message.audience) || !parts.some(messageOf)) continue;
		const earlier = seen.get(unit.message.id);
		if (earlier && earlier !== parts[0]) repeated++;
		seen.set(unit.message.id, parts[0]);
	}
	return repeated;
}
