import { isWaiting } from '../pushwoosh/areas/emailSms.mts';
import { inside } from '../pushwoosh/areas/journeyBook.mts';
import type { ChannelMessage, PostedEvent, TagChange } from '../pushwoosh/areas/books.mts';
import type { PushwooshState } from '../pushwoosh/state.mts';
import { clip } from './clip.mts';

const MOST_SHOWN = 8;
const SAMPLE = 3;

/** A line of one of the lists. Times are milliseconds since 1970. */
export interface Line {
	/** Tells it from the others of its list. */
	key: string;
	what: string;
	/** Who it is about. */
	who: string;
	/** What else there is to say. */
	facts: string[];
	at: number;
}

/** A journey with who is in it. */
export interface JourneyLine {
	uuid: string;
	title: string;
	application: string;
	status: string;
	/** How often somebody came in. */
	entered: number;
	inside: number;
	/** Who came in last. */
	sample: string[];
}

interface Shown<T> {
	total: number;
	shown: T[];
}

/** What the inbox shows of people, journeys, e-mails, SMS and configuration. */
export function areasOf(state: PushwooshState): {
	tags: Shown<Line>;
	events: Shown<Line>;
	journeys: Shown<JourneyLine>;
	messages: Shown<Line>;
	changes: Shown<Line>;
} {
	const { books } = state;
	return {
		tags: newest(books.tagChanges, tagLine),
		events: newest(books.postedEvents, eventLine),
		journeys: journeysOf(state),
		messages: newest(books.channelMessages, (message, key) => messageLine(state, message, key)),
		changes: newest(books.changes, ({ what, application, at }, key) => ({
			key,
			what: clip(what, 200),
			who: application ?? '',
			facts: [],
			at,
		})),
	};
}

function newest<T>(entries: readonly T[], lineOf: (entry: T, key: string) => Line): Shown<Line> {
	const first = Math.max(0, entries.length - MOST_SHOWN);
	return {
		total: entries.length,
		shown: entries
			.slice(first)
			.map((entry, index) => lineOf(entry, String(first + index)))
			.reverse(),
	};
}

const KINDS = { user_id: 'user', hwid: 'device', push_token: 'push token' } as const;

function tagLine(
	{ key: kind, id, operator, tags, application, requestId, at }: TagChange,
	key: string,
): Line {
	return {
		key,
		what: Object.entries(tags)
			.slice(0, 10)
			.map(([name, value]) => `${clip(name, 80)} ${wordFor(operator, value)} ${valueText(value)}`)
			.join(', '),
		who: `${KINDS[kind]} ${clip(id, 100)}`,
		facts: [application, requestId ?? ''].filter((fact) => fact !== ''),
		at,
	};
}

function wordFor(operator: TagChange['operator'], value: unknown): string {
	if (!Array.isArray(value) || operator === 'set') return '=';
	return operator === 'append' ? '+' : '−';
}

function valueText(value: unknown): string {
	if (value === null) return '(cleared)';
	if (Array.isArray(value)) return clip(value.map(String).join(', '), 100);
	return clip(typeof value === 'string' ? value : JSON.stringify(value), 100);
}

function eventLine(
	{ event, userId, hwid, attributes, journeys, application, at }: PostedEvent,
	key: string,
): Line {
	const who = [userId === undefined ? '' : `user ${userId}`, hwid === undefined ? '' : `device ${hwid}`];
	return {
		key,
		what: clip(event, 100),
		who: clip(who.filter((part) => part !== '').join(', '), 200),
		facts: [
			...Object.entries(attributes)
				.slice(0, 10)
				.map(([name, value]) => `${clip(name, 80)} = ${valueText(value)}`),
			...journeys.map((title) => `entered ${clip(title, 80)}`),
			application,
		],
		at,
	};
}

function journeysOf({ books }: PushwooshState): Shown<JourneyLine> {
	const journeys = [...books.journeys.values()];
	return {
		total: journeys.length,
		shown: journeys.slice(-MOST_SHOWN).map((journey) => ({
			uuid: journey.uuid,
			title: clip(journey.title, 100),
			application: journey.application,
			status: journey.status.toLowerCase(),
			entered: journey.entries.length,
			inside: inside(journey).length,
			sample: journey.entries
				.slice(-SAMPLE)
				.map(({ userId, hwid }) => clip(userId ?? hwid ?? '', 100))
				.reverse(),
		})),
	};
}

const CHANNELS = { email: 'E-mail', sms: 'SMS', whatsapp: 'WhatsApp' } as const;

function messageLine(state: PushwooshState, message: ChannelMessage, key: string): Line {
	const { kind, recipients, notification, registered, repeats, audience } = message;
	const rest = recipients.length - SAMPLE;
	const named = recipients.slice(0, SAMPLE).map((recipient) => clip(recipient, 100));
	const { subject, content, preset, content_id: template } = notification;
	const texts = { subject, content, preset, template };
	return {
		key,
		what: CHANNELS[kind],
		who:
			(audience === 'broadcast' ? 'everyone: ' : '') +
			[...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', '),
		facts: [
			...Object.entries(texts).flatMap(([name, value]) =>
				value === undefined ? [] : [`${name}: ${valueText(value)}`],
			),
			...(isWaiting(state, message) ? [`waits until ${String(notification.send_date)}`] : []),
			...(registered.length > 0 ? [`${registered.length} registered`] : []),
			...(repeats > 0 ? [`asked for ${repeats + 1} times, sent once`] : []),
			message.code,
		],
		at: message.at,
	};
}
