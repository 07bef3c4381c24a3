import { partOf, textAt } from '../google/fcmMessages/parts.mts';
import type { Parts } from '../google/fcmMessages/parts.mts';
import { isObject } from '../http/message.mts';
import { clip } from './clip.mts';
import { textOf, withoutGaps } from './looks.mts';
import type { Look, Screen } from './looks.mts';

/** How an FCM message (names in snake_case) looks on these screens: each platform's own fields win over the general ones. */
export function fcmLooksOf(content: Parts, screens: readonly Screen[]): Look[] {
	return screens.map((screen) => LOOK_ON[screen](content));
}

const LOOK_ON: Record<Screen, (content: Parts) => Look> = {
	iphone: onIphone,
	android: onAndroid,
	desktop: onDesktop,
};

function onIphone(content: Parts): Look {
	const general = partOf(content, 'notification');
	const headers = partOf(content, 'apns', 'headers');
	const aps = partOf(content, 'apns', 'payload', 'aps');
	const alert = isObject(aps.alert) ? aps.alert : { body: aps.alert };
	const picture = textAt(content, 'apns', 'fcm_options', 'image') ?? textOf(general.image);
	const isMutable = aps['mutable-content'] === 1;
	const speaks = Object.keys(general).length > 0 || aps.alert !== undefined || aps.sound !== undefined;
	const isBackground = headers['apns-push-type'] === 'background';
	const isDropped = isBackground && (speaks || aps.badge !== undefined);
	return withoutGaps({
		screen: 'iphone',
		platform: 'iOS',
		silent: speaks && !isDropped ? undefined : true,
		title: wordsOf(alert.title, alert['title-loc-key']) ?? textOf(general.title),
		subtitle: wordsOf(alert.subtitle, alert['subtitle-loc-key']),
		text: wordsOf(alert.body, alert['loc-key']) ?? textOf(general.body),
		image: isMutable ? picture : undefined,
		badge: aps.badge === undefined || aps.badge === 0 ? undefined : clip(String(aps.badge as number), 10),
		sound: textOf(isObject(aps.sound) ? aps.sound.name : aps.sound),
		slot: textOf(headers['apns-collapse-id']),
		notes: notesOf([
			isDropped && 'Apple drops it: a background push may have no alert, sound or badge',
			!speaks && aps['content-available'] !== 1 && 'The app isn’t woken: content-available is missing',
			picture !== undefined && !isMutable && 'Its picture isn’t shown: mutable-content is missing',
			aps.badge === 0 && 'Clears the badge',
			expirationInWords(headers['apns-expiration']),
			named('Priority', headers['apns-priority']),
			named('Interruption level', aps['interruption-level']),
			named('Category', aps.category),
			named('Thread', aps['thread-id']),
			named('Replaces those with ID', headers['apns-collapse-id']),
		]),
	});
}

function onAndroid(content: Parts): Look {
	const general = partOf(content, 'notification');
	const preview = partOf(content, 'android_v2');
	const android = content.android_v2 === undefined ? partOf(content, 'android') : preview;
	const own =
		content.android_v2 === undefined
			? partOf(android, 'notification')
			: partOf(preview, 'remote_notification', 'notification');
	const isShown = Object.keys(general).length > 0 || Object.keys(own).length > 0;
	return withoutGaps({
		screen: 'android',
		platform: 'Android',
		silent: isShown ? undefined : true,
		title: wordsOf(own.title, own.title_loc_key) ?? textOf(general.title),
		text: wordsOf(own.body, own.body_loc_key) ?? textOf(general.body),
		icon: textOf(own.icon),
		image: textOf(own.image) ?? textOf(general.image),
		badge:
			own.notification_count === undefined ? undefined : clip(String(own.notification_count as number), 10),
		sound: textOf(own.sound),
		slot: textOf(own.tag),
		notes: notesOf([
			ttlInWords(textAt(android, 'ttl')),
			named('Priority', android.priority),
			named('Channel', own.channel_id),
			named('Colour', own.color),
			named('Shown as', own.notification_priority),
			named('On the lock screen', own.visibility),
			named('Opens the activity', own.click_action),
			named('Replaces those with tag', own.tag),
			named('Replaces waiting ones with key', android.collapse_key),
			named('Only for', android.restricted_package_name),
		]),
	});
}

function onDesktop(content: Parts): Look {
	const general = partOf(content, 'notification');
	const webpush = partOf(content, 'webpush');
	const own = partOf(webpush, 'notification');
	const headers = partOf(webpush, 'headers');
	const buttons = (Array.isArray(own.actions) ? (own.actions as unknown[]) : [])
		.map((action) => (isObject(action) ? textOf(action.title) : undefined))
		.filter((caption) => caption !== undefined);
	const isShown = Object.keys(general).length > 0 || Object.keys(own).length > 0;
	return withoutGaps({
		screen: 'desktop',
		platform: 'Web',
		silent: isShown ? undefined : true,
		title: textOf(own.title) ?? textOf(general.title),
		text: textOf(own.body) ?? textOf(general.body),
		icon: textOf(own.icon),
		image: textOf(own.image) ?? textOf(general.image),
		buttons: buttons.length === 0 ? undefined : buttons,
		link: textAt(webpush, 'fcm_options', 'link'),
		slot: textOf(own.tag),
		notes: notesOf([
			ttlInWords(typeof headers.TTL === 'string' ? `${headers.TTL}s` : undefined),
			named('Urgency', headers.Urgency),
			own.requireInteraction === true && 'Stays until it is closed',
			own.silent === true && 'Makes no sound',
			named('Replaces those with tag', own.tag),
			named('Replaces waiting ones with topic', headers.Topic),
		]),
	});
}

/** A text, or the name under which the app keeps it. */
function wordsOf(text: unknown, key: unknown): string | undefined {
	const kept = textOf(key);
	return textOf(text) ?? (kept === undefined ? undefined : `‹${kept}›`);
}

function notesOf(notes: Array<string | false | undefined>): string[] | undefined {
	const said = notes.filter((note) => note !== false && note !== undefined);
	return said.length === 0 ? undefined : said;
}

function named(name: string, value: unknown): string | undefined {
	const text = textOf(value);
	return text === undefined ? undefined : `${name} ${clip(text, 100)}`;
}

/** `3600s` as "Waits up to 1 hour for the device". */
function ttlInWords(ttl: string | undefined): string | undefined {
	if (ttl === undefined) return undefined;
	const seconds = Math.floor(Number.parseFloat(ttl));
	return seconds === 0 ? 'Shown now or never' : `Waits up to ${durationInWords(seconds)} for the device`;
}

function expirationInWords(value: unknown): string | undefined {
	if (typeof value !== 'string') return undefined;
	const moment = new Date(Number(value) * 1000);
	if (value === '0') return 'Shown now or never';
	if (Number.isNaN(moment.getTime())) return undefined;
	return `Waits until ${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC for the device`;
}

const UNITS: Array<[number, string]> = [
	[604_800, 'week'],
	[86_400, 'day'],
	[3600, 'hour'],
	[60, 'minute'],
	[1, 'second'],
];

/** In the largest unit that leaves nothing over. */
function durationInWords(seconds: number): string {
	const [size, name] = UNITS.find(([unit]) => seconds % unit === 0) ?? [1, 'second'];
	const count = seconds / size;
	return `${count} ${name}${count === 1 ? '' : 's'}`;
}
