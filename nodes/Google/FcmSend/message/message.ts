import { ItemProblem } from '../../../shared/failure';
import { isObject, mergeDeeply } from '../../../shared/json';
import { toDataTexts } from './data';
import { at, isFilled, isGiven, nested, withoutEmpty, type Json } from './json';
import { deliveryFor, platformsOwn, type Delivery, type PlatformSettings } from './platforms';

/** What the form says of a message, read but not yet put together. */
export interface MessageForm extends PlatformSettings {
	title: string;
	body: string;
	/** Keys and values of the table, in its order. */
	data: Array<[string, unknown]>;
	/** Laid over the table. */
	dataJson?: Json;
	image: string;
	link: string;
	analyticsLabel: string;
	/** Laid over all else. */
	rawMessage?: Json;
	delivery: Delivery;
}

/** A message as FCM takes it, but for its target and Apple's point in time. */
export interface BuiltMessage {
	message: Json;
	/** Seconds from the start of the run until Apple gives up; undefined: the message says it itself, or not at all. */
	expiresIn?: number;
}

/** Bytes of keys and values of `data` and `notification` together (the sending reference, 10). */
const LARGEST = 4096;
const LONGEST_COLLAPSE_ID = 64;
const TARGETS = ['token', 'fid', 'topic', 'condition', 'name'];
const LABEL = /^[a-zA-Z0-9\-_.~%]{1,50}$/;

/**
 * Puts a message together: one field for all platforms first, a platform's own settings over it, raw JSON last; then
 * checks what comes of it, as far as it can be known before a request.
 * @throws ItemProblem for a message that FCM would refuse, or that wouldn't do what the form says
 */
export function buildMessage(form: MessageForm): BuiltMessage {
	const { rawMessage = {}, delivery } = form;
	const target = TARGETS.find((name) => Object.hasOwn(rawMessage, name));
	if (target !== undefined) {
		throw new ItemProblem(
			`'Message (JSON)' holds “${target}”`,
			'Remove it: the fields above say who gets the message.',
		);
	}
	checkCollapseId(delivery);
	const shown = shownBy(form);
	const notification = at(mergeDeeply(shown, rawMessage), 'notification');
	const isDataMessage = !isFilled(at(notification, 'title')) && !isFilled(at(notification, 'body'));
	const own = platformsOwn(form);
	const basis = { apns: appleBasis(mergeDeeply(own, rawMessage), notification, isDataMessage) };
	const fromForm = mergeDeeply(shown, deliveryFor(delivery, isDataMessage), basis, own);
	const data = dataOf(form, isDataMessage);
	const message = mergeDeeply(withoutEmpty(fromForm), { ...rawMessage, data: {} }, { data });
	if (Object.keys(data).length === 0) delete message.data;
	checkMessage(message, isDataMessage);
	const isSaid = at(message, 'apns', 'headers', 'apns-expiration') !== undefined;
	return { message, expiresIn: isSaid ? undefined : delivery.timeToLive };
}

/**
 * @param now epoch seconds at the start of the run
 * @returns the message with the point in time at which Apple gives up; 0 is "now or never"
 */
export function withExpiration({ message, expiresIn }: BuiltMessage, now: number): Json {
	if (expiresIn === undefined) return message;
	const until = expiresIn === 0 ? '0' : String(now + expiresIn);
	return mergeDeeply(message, nested(['apns', 'headers', 'apns-expiration'], until));
}

function shownBy({ title, body, image, link, analyticsLabel }: MessageForm): Json {
	return {
		notification: { title, body, image },
		apns: { payload: { aps: { 'mutable-content': image === '' ? undefined : 1 } } },
		webpush: { fcm_options: { link } },
		fcm_options: { analytics_label: analyticsLabel },
	};
}

/**
 * What Apple needs beside the settings. It drops a background push that has an alert, a sound or a badge; and an alert
 * of its own takes the place of the notification's, so that a subtitle brings title and body along.
 * @param own what Apple's own settings and raw JSON say
 */
function appleBasis(own: Json, notification: unknown, isDataMessage: boolean): Json {
	const aps = at(own, 'apns', 'payload', 'aps');
	const isHeard = ['alert', 'sound', 'badge'].some((name) => isFilled(at(aps, name)));
	const type = isHeard
		? { headers: { 'apns-push-type': 'alert' } }
		: {
				headers: { 'apns-push-type': 'background', 'apns-priority': '5' },
				payload: { aps: { 'content-available': 1 } },
			};
	const texts = { title: at(notification, 'title'), body: at(notification, 'body') };
	const alert = isObject(at(aps, 'alert')) ? nested(['payload', 'aps', 'alert'], texts) : {};
	return mergeDeeply(isDataMessage ? type : {}, alert);
}

/** @throws ItemProblem also for a data message that brings nothing */
function dataOf(
	{ data, dataJson = {}, rawMessage = {}, link }: MessageForm,
	isDataMessage: boolean,
): Record<string, string> {
	const raw = rawMessage.data ?? {};
	if (!isObject(raw)) {
		throw new ItemProblem("“data” in 'Message (JSON)' isn't an object", 'Write it as { "key": "value" }.');
	}
	const given = Object.entries({
		...toDataTexts(data, 'Data'),
		...toDataTexts(Object.entries(dataJson), 'Data (JSON)'),
		...toDataTexts(Object.entries(raw), 'Message (JSON)'),
	});
	const texts = Object.fromEntries(
		given.flatMap(([key, value]): Array<[string, string]> => (value === null ? [] : [[key, value]])),
	);
	if (isDataMessage && Object.keys(texts).length === 0) {
		throw new ItemProblem(
			"'Title', 'Body' and 'Data' are empty",
			'Fill in a title or a body for a message that is shown, or data for one that the app handles by itself.',
			'EMPTY_PARAMETER',
		);
	}
	return link === '' || Object.hasOwn(texts, 'link') ? texts : { ...texts, link };
}

function checkCollapseId({ collapseId = '' }: Delivery): void {
	const bytes = Buffer.byteLength(collapseId);
	if (bytes <= LONGEST_COLLAPSE_ID) return;
	throw new ItemProblem(
		`'Replace Earlier Ones' has ${bytes} bytes, but may have ${LONGEST_COLLAPSE_ID}`,
		'Choose a shorter ID, such as an order number.',
	);
}

function checkMessage(message: Json, isDataMessage: boolean): void {
	if (isDataMessage && isFilled(at(message, 'notification', 'image'))) {
		throw new ItemProblem(
			"'Image URL' needs a 'Title' or a 'Body'",
			'Fill one of them in, or remove the picture: a message without both is not shown.',
		);
	}
	const link = at(message, 'webpush', 'fcm_options', 'link');
	if (isGiven(link) && !isHttps(link)) {
		throw new ItemProblem(
			"'Link' isn't an address that begins with https://",
			'Begin it with https://, since Google takes nothing else.',
		);
	}
	const label = at(message, 'fcm_options', 'analytics_label');
	if (isGiven(label) && !(typeof label === 'string' && LABEL.test(label))) {
		throw new ItemProblem(
			"'Analytics Label' isn't a label",
			'A label has 1 to 50 letters, digits and - _ . ~ %.',
		);
	}
	checkSize(message);
}

function isHttps(link: unknown): boolean {
	return typeof link === 'string' && /^https:\/\/[^/\s]/i.test(link) && URL.canParse(link);
}

/** @throws ItemProblem that names the size and the largest entry */
function checkSize({ data, notification }: Json): void {
	const entries = [data, notification].flatMap((part) => (isObject(part) ? Object.entries(part) : []));
	const sizes = entries.map(([key, value]) => ({
		key,
		bytes: Buffer.byteLength(key) + Buffer.byteLength(String(value)),
	}));
	const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
	if (total <= LARGEST) return;
	const largest = sizes.reduce((one, other) => (other.bytes > one.bytes ? other : one));
	throw new ItemProblem(
		`The message has ${total} bytes, but may have ${LARGEST}: the largest part is “${largest.key}” with ${largest.bytes}`,
		'Shorten it, or send an address from which the app gets the rest.',
		'MESSAGE_TOO_LARGE',
	);
}
