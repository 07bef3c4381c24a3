import { dueAt } from '../pushwoosh/createMessage.mts';
import { isTakenBack } from '../pushwoosh/state.mts';
import type { Message, PushwooshState } from '../pushwoosh/state.mts';
import { clip } from './clip.mts';
import { localizedOf, looksOf } from './looks.mts';
import type { Localized, Look } from './looks.mts';
import { reachOf } from './reach.mts';

/** A push as the inbox lists it and as its devices show it. Times are milliseconds since 1970. */
export interface PushView {
	/** `pushwoosh-` and the message code, or `fcm-` and the last part of the message name. */
	key: string;
	service: 'Pushwoosh' | 'FCM';
	/** Message code or name. */
	code: string;
	/** Name of the application, group or project. */
	app: string;
	/** When it arrived; of one that waits or was deleted, when it was asked for. */
	at: number;
	/** `waiting` until a scheduled push is due. */
	state: 'arrived' | 'waiting' | 'deleted';
	/** Of a scheduled push, as it was asked for. */
	schedule?: { date: string; timezone: string; atLocalTime: boolean };
	/** Who it is for, e.g. `segment “Madrid”`. */
	audience: string;
	/** A push to everybody. */
	isBroadcast: boolean;
	/** Users or devices. */
	recipients: number;
	/** The first recipients. */
	sample: string[];
	/** Devices that weren't known. */
	unknownDevices: number;
	/** How often the same push was asked for again under its transaction ID. */
	repeats: number;
	languages: string[];
	link?: string;
	/** Title or text; what it is called when no device shows it. */
	headline?: Localized;
	/** What else it carries, in words. */
	extras: string[];
	/** One per device that shows it; none when it reaches nobody. */
	looks: Look[];
}

const SAMPLE = 5;

/** What of a message never changes is worked out once. */
type Settled = Omit<PushView, 'at' | 'state' | 'repeats'> & { due: number | undefined };
const settledViews = new WeakMap<Message, Settled>();

/** The view of a Pushwoosh message at this moment. */
export function pushwooshView(state: PushwooshState, message: Message): PushView {
	let settled = settledViews.get(message);
	if (settled === undefined) {
		settled = settle(state, message);
		settledViews.set(message, settled);
	}
	const { due, ...view } = settled;
	const isDue = due === undefined || due <= state.clock.now();
	const current = isTakenBack(message) ? 'deleted' : isDue ? 'arrived' : 'waiting';
	return {
		...view,
		at: current === 'arrived' && due !== undefined ? Math.max(due, message.createdAt) : message.createdAt,
		state: current,
		repeats: message.repeats,
	};
}

function settle(state: PushwooshState, message: Message): Settled {
	const { notification } = message;
	const { send_date: date, timezone, ignore_user_timezone: ignoresUserTimezone, link } = notification;
	const due = dueAt(notification);
	const headline = localizedOf(notification.title) ?? localizedOf(notification.content);
	return {
		key: `pushwoosh-${message.code}`,
		service: 'Pushwoosh',
		code: message.code,
		app: appName(state, message.application),
		...(due === undefined
			? {}
			: {
					schedule: {
						date: String(date),
						timezone: typeof timezone === 'string' ? timezone : 'UTC',
						atLocalTime: ignoresUserTimezone === false,
					},
				}),
		audience: audienceInWords(message),
		isBroadcast: message.audience === 'broadcast',
		recipients: message.recipients.length,
		sample: message.recipients.slice(0, SAMPLE).map((recipient) => clip(recipient, 200)),
		unknownDevices: message.unknownDevices.length,
		languages: languagesOf(notification),
		...(typeof link === 'string' && link !== '' ? { link: clip(link, 500) } : {}),
		...(headline === undefined ? {} : { headline }),
		extras: extrasOf(notification),
		looks: looksOf(notification, reachOf(state, message)),
		due,
	};
}

function appName(state: PushwooshState, code: string): string {
	return clip(state.applications.get(code)?.name ?? `Group ${code}`, 80);
}

function audienceInWords({ audience, notification }: Message): string {
	switch (audience) {
		case 'segment':
			return `segment “${clip(String(notification.filter), 200)}”`;
		case 'conditions':
			return `devices with ${clip(conditionsInWords(notification), 400)}`;
		case 'geozone':
			return 'devices in an area';
		case 'broadcast':
			return 'everyone';
		default:
			return audience;
	}
}

function conditionsInWords({ conditions, conditions_operator: operator }: Record<string, unknown>): string {
	const words = (conditions as Array<[string, string, unknown]>).map(
		([tag, comparison, operand]) => `${tag} ${comparison} ${[operand].flat().join(', ')}`,
	);
	return words.join(operator === 'OR' ? ' or ' : ' and ');
}

/** Language codes that any of the texts comes in, in alphabetical order; none for plain texts. */
function languagesOf(notification: Record<string, unknown>): string[] {
	const texts = ['content', 'title', 'subtitle', 'ios_title', 'ios_subtitle', 'wns_content']
		.map((name) => localizedOf(notification[name]))
		.filter((text) => typeof text === 'object');
	return [...new Set(texts.flatMap((text) => Object.keys(text)))].sort();
}

function extrasOf(notification: Record<string, unknown>): string[] {
	const { preset, rich_media, remote_page, campaign, send_rate, data } = notification;
	const named = { preset, 'rich media': rich_media, page: remote_page, campaign };
	return [
		...Object.entries(named).flatMap(([name, value]) =>
			typeof value === 'string' ? [`${name} ${clip(value, 200)}`] : [],
		),
		...(typeof send_rate === 'number' ? [`${send_rate} a second`] : []),
		...(data === undefined ? [] : ['custom data']),
	];
}
