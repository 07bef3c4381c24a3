import type { DeliveredMessage, GoogleState } from '../google/state.mts';
import { isObject } from '../http/message.mts';
import { clip } from './clip.mts';
import { localizedOf, textOf, withoutGaps } from './looks.mts';
import type { Look, Screen } from './looks.mts';
import type { PushView } from './pushes.mts';

type Fields = Record<string, unknown>;

const settledViews = new WeakMap<DeliveredMessage, PushView>();

/** The view of a message that FCM was asked to deliver; the count of a topic is that of the first look. */
export function fcmView(state: GoogleState, delivered: DeliveredMessage): PushView {
	let view = settledViews.get(delivered);
	if (view === undefined) {
		view = settle(state, delivered);
		settledViews.set(delivered, view);
	}
	return view;
}

/** The part of a message name by which its key is made. */
export function fcmKey({ name }: DeliveredMessage): string {
	return `fcm-${name.slice(name.lastIndexOf('/') + 1)}`;
}

function settle(state: GoogleState, delivered: DeliveredMessage): PushView {
	const { message, projectId, name, at } = delivered;
	const link = textOf(partOf(message, 'webpush', 'fcm_options').link);
	return {
		key: fcmKey(delivered),
		service: 'FCM',
		code: name,
		app: projectId,
		at,
		state: 'arrived',
		...recipientsOf(state, projectId, message),
		isBroadcast: false,
		unknownDevices: 0,
		repeats: 0,
		languages: [],
		...(link === undefined ? {} : { link }),
		extras: message.data === undefined ? [] : ['custom data'],
		looks: (['iphone', 'android', 'desktop'] as const).map((screen) => lookOn(screen, message)),
	};
}

function recipientsOf(
	state: GoogleState,
	projectId: string,
	{ token, topic, condition }: Fields,
): Pick<PushView, 'audience' | 'recipients' | 'sample'> {
	if (typeof token === 'string') return { audience: 'one token', recipients: 1, sample: [clip(token, 200)] };
	if (typeof condition === 'string') return { audience: `condition ${clip(condition, 400)}`, sample: [] };
	const bare = String(topic).replace(/^\/topics\//, '');
	return {
		audience: `topic “${clip(bare, 200)}”`,
		recipients: state.project(projectId).topics.get(bare)?.size ?? 0,
		sample: [],
	};
}

function lookOn(screen: Screen, message: Fields): Look {
	const general = partOf(message, 'notification');
	const alert = partOf(message, 'apns', 'payload', 'aps', 'alert');
	const own = {
		iphone: alert,
		android: partOf(message, 'android', 'notification'),
		desktop: partOf(message, 'webpush', 'notification'),
	}[screen];
	const look = withoutGaps({
		screen,
		platform: { iphone: 'iOS', android: 'Android', desktop: 'Web' }[screen],
		silent: undefined,
		title: localizedOf(own.title) ?? localizedOf(general.title),
		subtitle: localizedOf(own.subtitle),
		text: localizedOf(own.body) ?? localizedOf(general.body),
		icon: textOf(own.icon),
		image: textOf(own.image) ?? textOf(general.image),
		badge: undefined,
		sound: textOf(own.sound),
		buttons: undefined,
	});
	return look.title === undefined && look.text === undefined ? { ...look, silent: true } : look;
}

/** The object at the end of a path of names; an empty one when there is none. */
function partOf(fields: Fields, ...names: string[]): Fields {
	const value = names.reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), fields);
	return isObject(value) ? value : {};
}
