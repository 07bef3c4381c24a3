import type { Answer } from '../../http/message.mts';
import { isObject } from '../../http/message.mts';
import { partOf, textAt } from './parts.mts';
import type { Parts } from './parts.mts';
import type { Refusals } from './refusals.mts';
import type { FcmSettings } from './settings.mts';

const LONGEST_TTL_SECONDS = 2_419_200;
const LONGEST_COLLAPSE_ID_BYTES = 64;
const LABEL = /^[a-zA-Z0-9\-_.~%]{1,50}$/;
const COLOR = /^#[0-9a-fA-F]{6}$/;
const WHOLE = /^\d+$/;
const PUSH_TYPES = [
	'alert',
	'background',
	'location',
	'voip',
	'complication',
	'fileprovider',
	'mdm',
	'liveactivity',
	'pushtotalk',
];

/** A text in the message that has to have a form: where it stands, the form, what is said otherwise. */
interface Rule {
	path: readonly string[];
	isSound: (text: string) => boolean;
	says: string;
}

/** Only the first was recorded; the others are answered in its manner. */
const RULES: Rule[] = [
	{
		path: ['webpush', 'headers', 'TTL'],
		isSound: (text) => WHOLE.test(text),
		says: 'TTL must be a non-negative integer.',
	},
	{
		path: ['webpush', 'headers', 'Urgency'],
		isSound: (text) => ['very-low', 'low', 'normal', 'high'].includes(text),
		says: 'Urgency must be one of very-low, low, normal and high.',
	},
	{
		path: ['webpush', 'headers', 'Topic'],
		isSound: (text) => /^[A-Za-z0-9_-]{1,32}$/.test(text),
		says: 'Topic must have 1 to 32 characters of the URL-safe Base64 alphabet.',
	},
	{
		path: ['webpush', 'fcm_options', 'link'],
		isSound: isHttpsAddress,
		says: 'The link must be an HTTPS URL.',
	},
	...[['android'], ['android_v2']].map((path) => ({
		path: [...path, 'ttl'],
		isSound: (text: string) => !text.startsWith('-') && Number.parseFloat(text) <= LONGEST_TTL_SECONDS,
		says: `TTL must be between 0 and ${LONGEST_TTL_SECONDS} seconds.`,
	})),
	{
		path: ['android', 'notification', 'color'],
		isSound: (text) => COLOR.test(text),
		says: 'The colour must have the form #rrggbb.',
	},
	{
		path: ['apns', 'headers', 'apns-priority'],
		isSound: (text) => ['1', '5', '10'].includes(text),
		says: 'apns-priority must be 1, 5 or 10.',
	},
	{
		path: ['apns', 'headers', 'apns-expiration'],
		isSound: (text) => WHOLE.test(text),
		says: 'apns-expiration must be a point in time in seconds since 1970, or 0.',
	},
	{
		path: ['apns', 'headers', 'apns-push-type'],
		isSound: (text) => PUSH_TYPES.includes(text),
		says: `apns-push-type must be one of ${PUSH_TYPES.join(', ')}.`,
	},
	{
		path: ['apns', 'headers', 'apns-collapse-id'],
		isSound: (text) => text !== '' && Buffer.byteLength(text) <= LONGEST_COLLAPSE_ID_BYTES,
		says: `apns-collapse-id must have at most ${LONGEST_COLLAPSE_ID_BYTES} bytes.`,
	},
	...[[], ['android'], ['android_v2'], ['apns'], ['webpush']].map((path) => ({
		path: [...path, 'fcm_options', 'analytics_label'],
		isSound: (text: string) => LABEL.test(text),
		says: 'The analytics label must match ^[a-zA-Z0-9-_.~%]{1,50}$.',
	})),
];

const DATA_PATHS = [['data'], ['android', 'data'], ['android_v2', 'data'], ['webpush', 'data']];

/** What FCM says to the content of a message (names in snake_case); `undefined` when it is sound. */
export function refusalOfMessage(
	message: Parts,
	settings: FcmSettings,
	refusals: Refusals,
): Answer | undefined {
	for (const path of DATA_PATHS) {
		const key = Object.keys(partOf(message, ...path)).find((name) => isReserved(name, settings));
		if (key !== undefined)
			return refusals.field(['message', ...path].join('.'), `Invalid data payload key: ${key}`);
	}
	for (const { path, isSound, says } of RULES) {
		const text = textAt(message, ...path);
		if (text !== undefined && !isSound(text)) return refusals.field(['message', ...path].join('.'), says);
	}
	return refusalOfPreview(message, refusals) ?? refusalOfSize(message, settings, refusals);
}

function isReserved(key: string, { reservedDataKeys }: FcmSettings): boolean {
	if (key === 'from' || key === 'message_type') return true;
	if (reservedDataKeys === 'errorPage') return key === 'gcm' || key.startsWith('google');
	return key.startsWith('google.') || key.startsWith('gcm.notification.');
}

/** `android_v2` is exactly one of two kinds. */
function refusalOfPreview({ android_v2: preview }: Parts, refusals: Refusals): Answer | undefined {
	if (!isObject(preview)) return undefined;
	const kinds = ['remote_notification', 'background_sync'].filter((name) => preview[name] !== undefined);
	return kinds.length === 1
		? undefined
		: refusals.field(
				'message.android_v2',
				'Exactly one of remote_notification and background_sync is needed.',
			);
}

/** Keys and values of data and notification, as each platform gets them; the largest counts. */
function refusalOfSize(message: Parts, settings: FcmSettings, refusals: Refusals): Answer | undefined {
	const notification = bytesOf(partOf(message, 'notification'));
	const data = DATA_PATHS.map((path) => bytesOf(partOf(message, ...path)));
	return notification + Math.max(...data) > settings.largestPayload ? refusals.tooLarge() : undefined;
}

function bytesOf(texts: Parts): number {
	let bytes = 0;
	for (const [key, text] of Object.entries(texts))
		bytes += Buffer.byteLength(key) + Buffer.byteLength(String(text));
	return bytes;
}

function isHttpsAddress(text: string): boolean {
	return URL.canParse(text) && new URL(text).protocol === 'https:';
}
