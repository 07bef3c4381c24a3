import { ItemProblem } from '../../../shared/engine/failure';
import { assertOnlyTarget, hasRecipients, targetFields, type Audience } from './audience';
import { mergeFields } from './merge';
import { pictureFields } from './picture';
import { checkRawFields } from './rawFields';
import type { Notification } from './fields';
import { isBlank } from './texts';

/** What a notification is made of, each already in Pushwoosh's fields. */
export interface NotificationParts {
	schedule: Notification;
	texts: Notification;
	/** Link, data, platforms, campaign and whatever else is the same for all platforms. */
	general: Notification;
	imageUrl?: string;
	platformSettings: Notification;
	/** The user's own fields: the last word on everything but the audience. */
	rawFields?: Notification;
}

/**
 * Puts a notification together, except for the list of users or devices and the transaction ID, which belong to each
 * message. Later parts win; a picture only fills what the platform settings leave open.
 * @throws ItemProblem when there is nothing to show, or the raw fields touch the audience
 */
export function buildNotification(parts: NotificationParts, audience: Audience): Notification {
	let notification: Notification = { ...parts.schedule, ...parts.texts, ...parts.general };
	if (parts.imageUrl) notification = mergeFields(notification, pictureFields(parts.imageUrl));
	notification = mergeFields(notification, parts.platformSettings);
	if (parts.rawFields) {
		checkRawFields(parts.rawFields);
		notification = mergeFields(notification, parts.rawFields);
	}
	requireSomethingToShow(notification);
	if (hasRecipients(audience)) return notification;
	return addressTo(notification, audience);
}

/**
 * Adds the audience, and proves that the notification now goes to exactly that.
 * @param recipients user or device IDs, at most 1000; for the other kinds none
 * @throws ItemProblem when it would go to anyone else
 */
export function addressTo(
	notification: Notification,
	audience: Audience,
	recipients: string[] = [],
): Notification {
	const addressed = { ...notification, ...targetFields(audience, recipients) };
	assertOnlyTarget(addressed, audience);
	return addressed;
}

/**
 * Content may only be missing where something else brings it: a preset, Windows' own content, or a silent push, which
 * shows none (Pushwoosh API reference, createMessage).
 */
function requireSomethingToShow({
	content,
	preset,
	wns_content,
	ios_silent,
	android_silent,
}: Notification): void {
	const isSilent = [ios_silent, android_silent].some((flag) => flag === 1 || flag === true || flag === '1');
	if (isSilent || [content, preset, wns_content].some(isFilled)) return;
	throw new ItemProblem(
		"'Content' is empty",
		'Write a text, or choose a preset, translations, Windows content or a silent push. If it holds an expression, check that the item has that field.',
		'EMPTY_PARAMETER',
	);
}

function isFilled(value: unknown): boolean {
	if (typeof value === 'string') return !isBlank(value);
	return typeof value === 'object' && value !== null && Object.values(value).some(isFilled);
}
