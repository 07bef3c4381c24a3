import { createHash } from 'node:crypto';
import { mergeDeeply } from '../../../shared/json';
import { nested, type Json } from './json';

/** Settings of one platform by their names in the form; those that weren't added, or are empty texts, are absent. */
export type PlatformValues = Readonly<Record<string, unknown>>;

/** What one field sets on all platforms. */
export interface Delivery {
	/** Seconds, 0 to 2419200. */
	timeToLive?: number;
	priority?: 'normal' | 'high';
	/** A later message takes the place of an earlier one of the same ID. */
	collapseId?: string;
}

type Write = (value: unknown) => unknown;
interface Place {
	path: string[];
	write: Write;
}

const as = (...path: string[]): Place => ({ path, write: (value) => value });
const asText = (...path: string[]): Place => ({ path, write: String });
/** Apple knows no 0 there: off is nothing, and null takes away what a field for all platforms has set. */
const asFlag = (...path: string[]): Place => ({ path, write: (value) => (value === true ? 1 : null) });
const APS = ['payload', 'aps'];

/** Where each setting of the form goes (the sending reference, 5 and 6). */
const ANDROID: Record<string, Place> = {
	channel_id: as('notification', 'channel_id'),
	icon: as('notification', 'icon'),
	color: as('notification', 'color'),
	sound: as('notification', 'sound'),
	tag: as('notification', 'tag'),
	click_action: as('notification', 'click_action'),
	image: as('notification', 'image'),
	notification_priority: as('notification', 'notification_priority'),
	visibility: as('notification', 'visibility'),
	notification_count: as('notification', 'notification_count'),
	priority: { path: ['priority'], write: (value) => String(value).toUpperCase() },
	ttl: { path: ['ttl'], write: (value) => `${String(value)}s` },
	collapse_key: as('collapse_key'),
	restricted_package_name: as('restricted_package_name'),
	direct_boot_ok: as('direct_boot_ok'),
};

const APPLE: Record<string, Place> = {
	badge: as(...APS, 'badge'),
	sound: as(...APS, 'sound'),
	subtitle: as(...APS, 'alert', 'subtitle'),
	category: as(...APS, 'category'),
	thread_id: as(...APS, 'thread-id'),
	interruption_level: as(...APS, 'interruption-level'),
	content_available: asFlag(...APS, 'content-available'),
	mutable_content: asFlag(...APS, 'mutable-content'),
	apns_priority: asText('headers', 'apns-priority'),
	apns_push_type: asText('headers', 'apns-push-type'),
	apns_expiration: asText('headers', 'apns-expiration'),
	apns_collapse_id: asText('headers', 'apns-collapse-id'),
};

const WEB: Record<string, Place> = {
	icon: as('notification', 'icon'),
	badge: as('notification', 'badge'),
	image: as('notification', 'image'),
	tag: as('notification', 'tag'),
	actions: as('notification', 'actions'),
	requireInteraction: as('notification', 'requireInteraction'),
	TTL: asText('headers', 'TTL'),
	Urgency: asText('headers', 'Urgency'),
	Topic: asText('headers', 'Topic'),
};

/** @returns the member `android` as far as the platform's own settings say it */
export const androidOwn = (values: PlatformValues): Json => place(values, ANDROID);
/** @returns the member `apns` as far as Apple's own settings say it */
export const appleOwn = (values: PlatformValues): Json => place(values, APPLE);
/** @returns the member `webpush` as far as the web's own settings say it */
export const webOwn = (values: PlatformValues): Json => place(values, WEB);

function place(values: PlatformValues, places: Record<string, Place>): Json {
	const parts = Object.entries(values).flatMap(([name, value]) => {
		const { path, write } = places[name] ?? as(name);
		const written = value === '' || value === undefined ? undefined : write(value);
		return written === undefined ? [] : [nested(path, written)];
	});
	return mergeDeeply(...parts);
}

/**
 * What one field sets on all platforms. A data message gets no tags, since `notification` would make it a shown one.
 * The point in time at which Apple gives up isn't part of it: it is counted from the start of the run.
 */
export function deliveryFor({ timeToLive, priority, collapseId }: Delivery, isDataMessage: boolean): Json {
	const isHigh = priority === 'high';
	return mergeDeeply(
		timeToLive === undefined
			? {}
			: { android: { ttl: `${timeToLive}s` }, webpush: { headers: { TTL: String(timeToLive) } } },
		priority === undefined
			? {}
			: {
					android: { priority: priority.toUpperCase() },
					apns: { headers: { 'apns-priority': isHigh ? '10' : '5' } },
					webpush: { headers: { Urgency: priority } },
				},
		collapseId === undefined
			? {}
			: {
					android: {
						collapse_key: collapseId,
						...(isDataMessage ? {} : { notification: { tag: collapseId } }),
					},
					apns: { headers: { 'apns-collapse-id': collapseId } },
					webpush: {
						headers: { Topic: webTopic(collapseId) },
						...(isDataMessage ? {} : { notification: { tag: collapseId } }),
					},
				},
	);
}

/** Web push takes 32 characters of base64url as topic (RFC 8030, 5.4): other IDs are told apart by their hash. */
function webTopic(collapseId: string): string {
	if (/^[A-Za-z0-9_-]{1,32}$/.test(collapseId)) return collapseId;
	return createHash('sha256').update(collapseId).digest('base64url').slice(0, 32);
}
