import { isObject, textAnswer } from '../http/message.mts';
import type { Answer } from '../http/message.mts';
import { audienceOf, AUDIENCE_FIELDS } from './audience.mts';
import type { Audience } from './audience.mts';
import { envelope, Refusal, requireApplication } from './envelope.mts';
import type { Call } from './envelope.mts';
import { NOTIFICATION_FIELDS } from './notificationFields.mts';
import { newCode } from './state.mts';
import type { Application, Message, PushwooshState } from './state.mts';

export const CREATE_MESSAGE_FIELDS = ['application', 'applications_group', 'notifications'];

/** The two documented warnings that come with status code 200. */
export const WARNINGS = {
	subscriberLimit:
		'Warning: the subscriber limit has been reached, so the push goes to only one randomly chosen device',
	deviceLimit:
		'Warning: the number of active devices allowed by the current subscription plan has been exceeded',
} as const;

type Notification = Record<string, unknown>;

interface Target {
	/** What messages and transaction ids are filed under. */
	code: string;
	applications: string[];
	warning?: Application['warning'];
	isGroup: boolean;
}

/** createMessage: by default all notifications are checked before the first message is created. */
export function createMessage(state: PushwooshState, call: Call): Answer {
	const refusedForRate = countRequest(state, call.token.account);
	if (refusedForRate !== undefined) return refusedForRate;
	const target = targetOf(state, call);
	const notifications = notificationsOf(call.fields.notifications);
	const check = (notification: Notification) => checkNotification(state, notification, target);
	if (state.settings.notificationChecks === 'allFirst') notifications.forEach(check);
	const messages = notifications.map((notification) =>
		keep(state, target, notification, check(notification)),
	);
	const unknown = messages.filter(({ unknownDevices }) => unknownDevices.length > 0);
	const warning = state.settings.warning ?? (target.warning && WARNINGS[target.warning]);
	return envelope(200, warning ?? 'OK', {
		...messageCodes(state, messages),
		...(unknown.length > 0
			? {
					UnknownDevices: Object.fromEntries(
						unknown.map(({ code, unknownDevices }) => [code, unknownDevices]),
					),
				}
			: {}),
	});
}

function countRequest(state: PushwooshState, account: string): Answer | undefined {
	const { rateLimit } = state.settings;
	if (!rateLimit.enabled) return undefined;
	const now = state.clock.now();
	const recent = (state.messageRequests.get(account) ?? []).filter((moment) => moment > now - 60_000);
	state.messageRequests.set(account, recent);
	if (recent.length < rateLimit.perMinute) {
		recent.push(now);
		return undefined;
	}
	if (rateLimit.answer === 'body210') throw new Refusal(210, 'Too many requests');
	const answer = textAnswer(429, 'Too many requests');
	if (rateLimit.retryAfter !== undefined) answer.headers['retry-after'] = String(rateLimit.retryAfter);
	return answer;
}

function targetOf(state: PushwooshState, call: Call): Target {
	const { application, applications_group: group } = call.fields;
	if (application !== undefined && group !== undefined) {
		throw new Refusal(210, 'Fields "application" and "applications_group" can\'t be used together');
	}
	if (group === undefined) {
		if (application === undefined)
			throw new Refusal(210, 'Neither an application code nor a group code was given');
		const { code, warning } = requireApplication(state, call);
		return { code, applications: [code], isGroup: false, ...(warning === undefined ? {} : { warning }) };
	}
	const members = typeof group === 'string' ? state.groups.get(group) : undefined;
	if (members === undefined) throw new Refusal(210, 'Access denied, or application not found');
	return { code: String(group), applications: members, isGroup: true };
}

function notificationsOf(notifications: unknown): Notification[] {
	if (!Array.isArray(notifications) || notifications.length === 0 || !notifications.every(isObject)) {
		throw new Refusal(210, 'Field "notifications" must be a list of at least one object');
	}
	return notifications;
}

function checkNotification(state: PushwooshState, notification: Notification, target: Target): Audience {
	for (const [name, value] of Object.entries(notification)) {
		if (AUDIENCE_FIELDS.includes(name)) continue;
		const isExtra = state.settings.extraNotificationFields.includes(name);
		if (!NOTIFICATION_FIELDS.has(name) && !isExtra)
			throw new Refusal(210, `Unknown field "${name}" in a notification`);
		const wanted = isExtra ? undefined : NOTIFICATION_FIELDS.get(name)?.(value);
		if (wanted !== undefined) throw new Refusal(210, `Field "${name}" must be ${wanted}`);
	}
	if (notification.send_date === undefined) throw new Refusal(210, 'Field "send_date" is required');
	if (!hasContent(notification)) throw new Refusal(210, 'Field "content" is required');
	if (isSafariOnly(notification) && !notification.safari_title && !notification.title) {
		throw new Refusal(210, 'Field "safari_title" is required for Safari');
	}
	// With a group, the list of devices is documented as ignored.
	const judged = target.isGroup ? { ...notification, devices: undefined } : notification;
	return audienceOf(state, judged, target.applications);
}

function hasContent(notification: Notification): boolean {
	const { content, preset, ios_silent, android_silent, wns_content } = notification;
	if (typeof content === 'string' ? content !== '' : content !== undefined) return true;
	return preset !== undefined || ios_silent === 1 || android_silent === 1 || wns_content !== undefined;
}

function isSafariOnly({ platforms }: Notification): boolean {
	return Array.isArray(platforms) && platforms.length === 1 && platforms[0] === 10;
}

/** Creates the message, or finds the one that the same transactionId has already made. */
function keep(
	state: PushwooshState,
	target: Target,
	notification: Notification,
	audience: Audience,
): Message {
	const now = state.clock.now();
	const transactionId = notification.transactionId as string | undefined;
	const transaction = `${target.code} ${transactionId?.toLowerCase()}`;
	if (transactionId !== undefined) {
		const earlier = state.transactions.get(transaction);
		const message = earlier && state.messages.get(earlier.code);
		if (
			earlier !== undefined &&
			message !== undefined &&
			now - earlier.at < state.settings.transactionMemoryMs
		) {
			message.repeats += 1;
			return message;
		}
	}
	const message: Message = {
		code: newCode(4, 8, 8),
		application: target.code,
		notification,
		audience: audience.kind,
		recipients: target.warning === 'subscriberLimit' ? audience.recipients.slice(0, 1) : audience.recipients,
		unknownDevices: audience.unknownDevices,
		status: isInFuture(notification, now) ? 'scheduled' : 'sent',
		createdAt: now,
		repeats: 0,
		...(transactionId === undefined ? {} : { transactionId }),
	};
	state.messages.set(message.code, message);
	if (transactionId !== undefined) state.transactions.set(transaction, { code: message.code, at: now });
	return message;
}

function isInFuture(notification: Notification, now: number): boolean {
	const due = dueAt(notification);
	return due !== undefined && due > now;
}

/**
 * When a message is due by its `send_date` and `timezone`, in milliseconds since 1970; `undefined` for "now".
 * Delivery at each user's local time is judged by that zone as well.
 */
export function dueAt({ send_date: date, timezone }: Notification): number | undefined {
	if (date === 'now') return undefined;
	const asUtc = Date.parse(`${String(date).replace(' ', 'T')}Z`);
	return asUtc - offsetOf(timezone, asUtc);
}

/** Milliseconds by which a zone is ahead of UTC at about that moment. */
function offsetOf(timezone: unknown, moment: number): number {
	if (typeof timezone !== 'string') return 0;
	const local = new Date(moment).toLocaleString('sv-SE', { timeZone: timezone });
	return Date.parse(`${local.replace(' ', 'T')}Z`) - Math.floor(moment / 1000) * 1000;
}

function messageCodes(state: PushwooshState, messages: Message[]): { Messages?: string[] } {
	switch (state.settings.messageCodes) {
		case 'codes':
			return { Messages: messages.map(({ code }) => code) };
		case 'placeholder':
			return { Messages: messages.map(() => 'CODE_NOT_AVAILABLE') };
		case 'empty':
			return { Messages: [] };
		case 'missing':
			return {};
	}
}
