import type { NodeExecutionHint } from 'n8n-workflow';
import type { AnsweredPart, RunSummary } from '../../../shared/engine/operation';
import { count, number } from '../../../shared/engine/throwing';
import { hasRecipients } from '../../api/messages/audience';
import type { CreatedMessage } from '../../api/messages/createMessage';
import type { PushUnit } from './pushMessage';
import { isUnknown, messageOf } from './report';

const MESSAGE = { one: 'message', many: 'messages' };
const RECIPIENT = { one: 'recipient', many: 'recipients' };
const ITEM = { one: 'item', many: 'items' };

/** What went to Pushwoosh in a run, each message and each recipient of a message counted once. */
interface Totals {
	messages: Set<CreatedMessage>;
	users: number;
	devices: number;
	unknownDevices: number;
	/** Recipients that several items share. */
	shared: number;
}

/** "10,000 users handed to Pushwoosh in 10 messages; 3 items failed" */
export function summariseSends(run: RunSummary<PushUnit>): string {
	const { messages, users, devices, unknownDevices } = totalsOf(run);
	const recipients = [
		...(users > 0 ? [count(users, { one: 'user', many: 'users' })] : []),
		...(devices > 0 ? [count(devices, { one: 'device', many: 'devices' })] : []),
	].join(' and ');
	const what = recipients
		? `${recipients} handed to Pushwoosh in ${count(messages.size, MESSAGE)}`
		: `${count(messages.size, MESSAGE)} handed to Pushwoosh`;
	return [
		what,
		...(unknownDevices > 0 ? [`${number(unknownDevices)} of the devices unknown there`] : []),
		...(run.failed > 0 ? [`${count(run.failed, ITEM)} failed${uncertainText(run)}`] : []),
	].join('; ');
}

/** A failure after which the push may be out nevertheless must not read like one after which it isn't. */
function uncertainText({ reports }: RunSummary<PushUnit>): string {
	const uncertain = reports.filter((report) => report.kind === 'failed' && report.failure.uncertain).length;
	return uncertain > 0 ? `, ${number(uncertain)} of which may have gone out` : '';
}

/** Hints on what the user should know beside the totals. */
export function sendHints(run: RunSummary<PushUnit>): NodeExecutionHint[] {
	const { messages, shared } = totalsOf(run);
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
			`${count(repeated, ITEM)} sent a message again that an item before had sent to the same audience, since each item sends its own. ` +
				"If one push was meant, turn on 'Execute Once' in this node's settings.",
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
	return hints;
}

function totalsOf({ units }: RunSummary<PushUnit>): Totals {
	const totals: Totals = { messages: new Set(), users: 0, devices: 0, unknownDevices: 0, shared: 0 };
	/** Whether the part was met a second time. */
	const met = new Map<AnsweredPart<PushUnit>, boolean>();
	for (const { unit, parts } of units) {
		const { kind } = unit.message.audience;
		for (const part of parts) {
			const message = messageOf(part);
			if (!message) continue;
			totals.messages.add(message);
			if (!hasRecipients(unit.message.audience)) continue;
			const metAgain = met.get(part);
			if (metAgain === undefined) {
				met.set(part, false);
				totals[kind === 'users' ? 'users' : 'devices']++;
				if (isUnknown(part)) totals.unknownDevices++;
			} else if (!metAgain) {
				met.set(part, true);
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

/** Items that sent the same message as one before to a segment, an area, or everyone. */
function countRepeatedAudiences({ units }: RunSummary<PushUnit>): number {
	const seen = new Set<string>();
	let repeated = 0;
	for (const { unit, parts } of units) {
		if (hasRecipients(unit.message.audience) || !parts.some(messageOf)) continue;
		if (seen.has(unit.message.id)) repeated++;
		seen.add(unit.message.id);
	}
	return repeated;
}
