import { ItemProblem } from '../../../shared/failure';
import { asRecord, isObject, mergeDeeply } from '../../../shared/json';
import { assertOnlyTarget, hasRecipients, targetFields, type Audience } from './audience';
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
 * Lays further fields over those of a notification. A later field takes the place of an earlier one of its name; only
 * root parameters (`ios_root_params` and its kin, free payloads per platform) merge key by key, down to the leaves.
 * @returns a new object; neither argument is changed
 */
export function mergeFields(fields: Notification, more: Notification): Notification {
	const merged = Object.entries(more).map(([name, value]): [string, unknown] => {
		const earlier = name.endsWith('_root_params') ? asRecord(fields[name]) : undefined;
		return [name, earlier && isObject(value) ? mergeDeeply(earlier, value) : value];
	});
	// Unlike an assignment, fromEntries can't reach an object's prototype by way of a name.
	return Object.fromEntries([...Object.entries(fields), ...merged]);
}

/**
 * One picture in the place where each platform looks for it: the big picture of Android and Huawei, the large image of
 * Chrome, and on iOS an attachment, which the app's notification extension only sees with `mutable-content`
 * (Pushwoosh API reference, platform-specific fields).
 * @throws ItemProblem when it isn't a full web address
 */
export function pictureFields(imageUrl: string): Notification {
	if (!/^https?:\/\/[^/\s]/i.test(imageUrl) || !URL.canParse(imageUrl)) {
		throw new ItemProblem(
			"'Image URL' isn't a full web address",
			'Enter an address that begins with https://, and that the devices can reach.',
		);
	}
	return {
		ios_root_params: { aps: { 'mutable-content': 1 }, attachment: imageUrl },
		android_banner: imageUrl,
		huawei_android_banner: imageUrl,
		chrome_image: imageUrl,
	};
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
