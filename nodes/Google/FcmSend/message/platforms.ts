import { createHash } from 'node:crypto';
import { mergeDeeply } from '../../../shared/json';
import { nested, type Json } from './json';

/** Settings of one platform by their names in the form; those that weren't added, or are empty texts, are absent. */
export type PlatformValues = Readonly<Record<string, unknown>>;

/** What the form says for single platforms. */
export interface PlatformSettings {
	android: PlatformValues;
	apple: PlatformValues;
	web: PlatformValues;
}

/** What one field sets on all platforms. */
export interface Delivery {
	/** Seconds, 0 to 2419200. */
	timeToLive?: number;
	priority?: 'normal' | 'high';
	/** A later message takes the place of an earlier one of the same ID. */
	collapseId?: string;
}

interface Place {
	path: string[];
	write: (value: unknown) => unknown;
}

const as = (...path: string[]): Place => ({ path, write: (value) => value });
const asText = (...path: string[]): Place => ({ path, write: String });
/** Apple knows no 0 there: off is nothing, and null takes away what a field for all platforms has set. */
const asFlag = (...path: string[]): Place => ({ path, write: (value) => (value === true ? 1 : null) });
const APS = ['payload', 'aps'];

/** Where settings of the form go (the sending reference, 5 and 6), as far as they don't just join their like. */
const ANDROID: Record<string, Place> = {
	priority: { path: ['priority'], write: (value) => String(value).toUpperCase() },
	ttl: { path: ['ttl'], write: (value) => `${String(value)}s` },
	collapse_key: as('collapse_key'),
	restricted_package_name: as('restricted_package_name'),
	direct_boot_ok: as('direct_boot_ok'),
};
const APPLE: Record<string, Place> = {
	subtitle: as(...APS, 'alert', 'subtitle'),
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
	TTL: asText('headers', 'TTL'),
	Urgency: asText('headers', 'Urgency'),
	Topic: asText('headers', 'Topic'),
};

/** @returns the members of a message as far as the platforms' own settings say them */
export function platformsOwn({ android, apple, web }: PlatformSettings): Json {
	return {
		android: placed(android, ANDROID, ['notification']),
		apns: placed(apple, APPLE, APS),
		webpush: placed(web, WEB, ['notification']),
	};
}

/** @param byDefault where a setting goes, by its own name, that has no place of its own */
function placed(values: PlatformValues, places: Record<string, Place>, byDefault: string[]): Json {
	const parts = Object.entries(values).map(([name, value]) => {
		const { path, write } = places[name] ?? as(...byDefault, name);
		return nested(path, write(value));
	});
	return mergeDeeply(...parts);
}

/**
 * What one field sets on all platforms. A data message gets no tags, since `notification` would make it a shown one.
 * The point in time at which Apple gives up isn't part of it: it is counted from the start of the run.
 */
export function deliveryFor({ timeToLive, priority, collapseId }: Delivery, isDataMessage: boolean): Json {
	const notification = isDataMessage ? {} : { tag: collapseId };
	return {
		android: {
			ttl: timeToLive === undefined ? undefined : `${timeToLive}s`,
			priority: priority?.toUpperCase(),
			collapse_key: collapseId,
			notification,
		},
		apns: {
			headers: {
				'apns-priority': priority && APPLE_PRIORITIES[priority],
				'apns-collapse-id': collapseId,
			},
		},
		webpush: {
			headers: {
				TTL: timeToLive?.toString(),
				Urgency: priority,
				Topic: collapseId === undefined ? undefined : webTopic(collapseId),
			},
			notification,
		},
	};
}

const APPLE_PRIORITIES = { high: '10', normal: '5' };

/** Web push takes 32 characters of base64url as topic (RFC 8030, 5.4): other IDs are told apart by their hash. */
function webTopic(collapseId: string): string {
	if (/^[A-Za-z0-9_-]{1,32}$/.test(collapseId)) return collapseId;
	return createHash('sha256').update(collapseId).digest('base64url').slice(0, 32);
}
