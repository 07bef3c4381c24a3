import type { DeliveredMessage } from '../google/fcmMessages/books.mts';
import { partOf, textAt } from '../google/fcmMessages/parts.mts';
import { platformOf } from '../google/fcmMessages/reach.mts';
import type { GoogleState } from '../google/state.mts';
import { clip } from './clip.mts';
import { fcmLooksOf } from './fcmLooks.mts';
import { textOf } from './looks.mts';
import type { Look, Screen } from './looks.mts';
import type { PushView } from './pushes.mts';
import { MOST_COUNTED_DEVICES } from './reach.mts';

const SAMPLE = 5;
const SCREENS: Screen[] = ['iphone', 'android', 'desktop'];
const SCREEN_OF = { ios: 'iphone', android: 'android', web: 'desktop' } as const;

/** What of a message never changes is worked out once. */
const settledViews = new WeakMap<DeliveredMessage, PushView>();

/**
 * The views of messages that FCM delivered, given and returned newest first. On a device a push with the same tag
 * (Android, web) or collapse ID (Apple) takes the place of an earlier one, which is marked then.
 */
export function fcmViews(state: GoogleState, newestFirst: readonly DeliveredMessage[]): PushView[] {
	return newestFirst.map((delivered, index) => {
		const view = settledView(state, delivered);
		const newer = newestFirst.slice(0, index);
		const looks = view.looks.map((look) =>
			newer.some((later) => isReplaced(state, { look, delivered }, later))
				? { ...look, replaced: true }
				: look,
		);
		return { ...view, looks };
	});
}

/** The key of a message in lists and addresses, made of the last part of its name. */
export function fcmKey({ name }: DeliveredMessage): string {
	return `fcm-${name.slice(name.lastIndexOf('/') + 1).replace(/[^A-Za-z0-9]/g, '-')}`;
}

function settledView(state: GoogleState, delivered: DeliveredMessage): PushView {
	let view = settledViews.get(delivered);
	if (view === undefined) {
		view = settle(state, delivered);
		settledViews.set(delivered, view);
	}
	return view;
}

function isReplaced(
	state: GoogleState,
	{ look, delivered }: { look: Look; delivered: DeliveredMessage },
	later: DeliveredMessage,
): boolean {
	if (look.slot === undefined || later.projectId !== delivered.projectId) return false;
	const { looks } = settledView(state, later);
	return (
		looks.some(({ screen, slot }) => screen === look.screen && slot === look.slot) && covers(later, delivered)
	);
}

/** Whether everybody who got the earlier message got the later one too. Many devices aren't compared one by one. */
function covers(later: DeliveredMessage, earlier: DeliveredMessage): boolean {
	const isSameTarget =
		later.target.kind === earlier.target.kind && later.target.value === earlier.target.value;
	const size = Math.max(later.recipients.length, earlier.recipients.length);
	if (isSameTarget || size > MOST_COUNTED_DEVICES) return isSameTarget;
	const reached = new Set(later.recipients);
	return earlier.recipients.every((recipient) => reached.has(recipient));
}

function settle(state: GoogleState, delivered: DeliveredMessage): PushView {
	const { content, projectId, name, at, recipients } = delivered;
	const notification = partOf(content, 'notification');
	const headline = textOf(notification.title) ?? textOf(notification.body);
	return {
		key: fcmKey(delivered),
		service: 'FCM',
		code: name,
		app: projectId,
		at,
		state: 'arrived',
		audience: audienceOf(delivered),
		recipients: recipients.length,
		sample: recipients.slice(0, SAMPLE).map((recipient) => clip(recipient, 200)),
		isBroadcast: false,
		unknownDevices: 0,
		repeats: 0,
		languages: [],
		...(headline === undefined ? {} : { headline }),
		extras: extrasOf(delivered),
		looks: fcmLooksOf(content, screensOf(state, recipients)),
	};
}

/** A device whose platform isn't known may be any. */
function screensOf(state: GoogleState, recipients: string[]): Screen[] {
	if (recipients.length === 0) return [];
	if (recipients.length > MOST_COUNTED_DEVICES) return SCREENS;
	const platforms = new Set(recipients.map((recipient) => platformOf(state, recipient)));
	if (platforms.has(undefined)) return SCREENS;
	return SCREENS.filter((screen) =>
		[...platforms].some((platform) => platform && SCREEN_OF[platform] === screen),
	);
}

function audienceOf({ target: { kind, value }, recipients, lost }: DeliveredMessage): string {
	switch (kind) {
		case 'topic':
			return `topic “${clip(value, 200)}”`;
		case 'condition':
			return `condition ${clip(value, 400)}`;
		case 'fid':
			return 'one installation ID';
		default:
			return recipients.length + lost.length === 1 && recipients[0] === value ? 'one token' : 'device group';
	}
}

function extrasOf({ content, copy, lost, answered, target }: DeliveredMessage): string[] {
	const keys = Object.keys(partOf(content, 'data'));
	const label = textAt(content, 'fcm_options', 'analytics_label');
	return [
		...(keys.length === 0 ? [] : [`data ${clip(keys.join(', '), 200)}`]),
		...(label === undefined ? [] : [`label ${label}`]),
		...(target.kind === 'condition' && target.value.includes('!')
			? ['app instances without a topic too']
			: []),
		...(lost.length === 0 ? [] : [`${lost.length} more didn’t get it`]),
		...(copy === 1 ? [] : [`the same as before, ${copy} times now`]),
		...(answered === 200 ? [] : [`delivered, but answered ${answered}`]),
	];
}
