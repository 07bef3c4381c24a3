import { ItemProblem } from '../../../shared/failure';
import { assertOnlyTarget, hasRecipients, targetFields, type Audience } from './audience';
import { mergeFields } from './merge';
import { pictureFields } from './picture';
import { checkRawFields } from './rawFields';
import { isBlank } from './texts';

/** One entry of `notifications` in createMessage, or some of its fields. */
export type Notification = Record<string, unknown>;

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
 * message. Later parts win; a picture and the general title only fill what the platform settings leave open.
 * @throws ItemProblem when some platform would have nothing to show, or the raw fields touch the audience
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
	notification = withSafariTitle(notification);
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
 * Content may only be missing where something else brings it: a preset for all platforms, Windows' own content, or a
 * silent push, which shows none, on its platform (Pushwoosh API reference, createMessage). All other platforms that the
 * push goes to would show one without a text.
 */
function requireSomethingToShow(notification: Notification): void {
	const { content, preset, platforms, wns_content, ios_silent, android_silent } = notification;
	if (isFilled(content) || isFilled(preset)) return;
	const bare = new Set<unknown>([
		...(isOn(ios_silent) ? [IOS] : []),
		...(isOn(android_silent) ? [ANDROID] : []),
		...(isFilled(wns_content) ? [WINDOWS] : []),
	]);
	if (Array.isArray(platforms) && platforms.length > 0 && platforms.every((platform) => bare.has(platform)))
		return;
	if (bare.size > 0) {
		throw new ItemProblem(
			"'Content' is empty, so other platforms would get a push without a text",
			"A silent push and Windows content hold for their own platform only: choose just those in 'Platforms' (and 'Silent Push' for each of iOS and Android), or write a text.",
			'EMPTY_PARAMETER',
		);
	}
	throw new ItemProblem(
		"'Content' is empty",
		'Write a text, or choose a preset, translations, Windows content or a silent push. If it holds an expression, check that the item has that field.',
		'EMPTY_PARAMETER',
	);
}

/** Codes of platforms (Pushwoosh API reference, platform codes). */
const IOS = 1;
const ANDROID = 3;
const WINDOWS = 8;
const SAFARI = 10;

/**
 * Safari shows no push without a title of its own, which has to be a single text, and wants the values for its URL
 * template even where there are none (Pushwoosh API reference, platform-specific fields).
 * @returns the notification with both, where it goes to Safari and has a title; of several languages the first counts
 */
function withSafariTitle(notification: Notification): Notification {
	const { platforms, title } = notification;
	const goesToSafari = !Array.isArray(platforms) || platforms.includes(SAFARI);
	if (!goesToSafari || Object.hasOwn(notification, 'safari_title')) return notification;
	const titles: unknown[] = typeof title === 'object' && title !== null ? Object.values(title) : [title];
	const text = titles.find((entry) => typeof entry === 'string' && !isBlank(entry));
	return text === undefined ? notification : { safari_url_args: [], ...notification, safari_title: text };
}

function isOn(flag: unknown): boolean {
	return flag === 1 || flag === true || flag === '1';
}

function isFilled(value: unknown): boolean {
	if (typeof value === 'string') return !isBlank(value);
	return typeof value === 'object' && value !== null && Object.values(value).some(isFilled);
}
