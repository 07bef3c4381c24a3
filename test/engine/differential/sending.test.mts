import type { Message } from 'firebase-admin/messaging';
import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import {
	fcmFault,
	type FaultAnswer,
	type LogEntry,
	type RegistrationState,
	type Sandbox,
} from '../../../playground/sandbox/index.mts';
import { cell, markdownTable, tableIn } from './table.mts';
import { differentialWorld } from './world.mts';

const TOKENS = ['dR7kQ2mZ0xY:APA91bExampleTokenOne', 'e1Lm9Vt_Kc4:APA91bExampleTokenTwo', 'fN-3_x:APA91b-_'];
const FIDS = ['cJ0example_FID-22chars', 'dJ0example_FID-22chars'];
const byToken = { registrationIds: '={{ $json.token }}' };
const rows = (tokens: string[]) => tokens.map((token) => ({ token }));
const shown = { title: 'Order shipped', body: 'It arrives on Friday.' };

/** What the form holds, and the same message in the words of Google's client. */
const MESSAGES: Array<
	[name: string, ours: INodeParameters, theirs: Omit<Message, 'token' | 'topic' | 'condition'>]
> = [
	['a notification', shown, { notification: shown }],
	[
		'a data message',
		{
			data: {
				entry: [
					{ key: 'orderId', value: 'A-17' },
					{ key: 'empty', value: '' },
				],
			},
		},
		{
			data: { orderId: 'A-17', empty: '' },
			apns: {
				headers: { 'apns-push-type': 'background', 'apns-priority': '5' },
				payload: { aps: { contentAvailable: true } },
			},
		},
	],
	[
		'one with picture, link and label',
		{ ...shown, message: { image: 'https://e.org/p.png', link: 'https://e.org/o', analyticsLabel: 'order' } },
		{
			notification: { ...shown, imageUrl: 'https://e.org/p.png' },
			data: { link: 'https://e.org/o' },
			apns: { payload: { aps: { mutableContent: true } } },
			webpush: { fcmOptions: { link: 'https://e.org/o' } },
			fcmOptions: { analyticsLabel: 'order' },
		},
	],
	[
		'one with everything that replaces earlier ones, at once',
		{ ...shown, delivery: { priority: 'high', collapseId: 'order-17' } },
		{
			notification: shown,
			android: { priority: 'high', collapseKey: 'order-17', notification: { tag: 'order-17' } },
			apns: { headers: { 'apns-priority': '10', 'apns-collapse-id': 'order-17' }, payload: { aps: {} } },
			webpush: { headers: { Urgency: 'high', Topic: 'order-17' }, notification: { tag: 'order-17' } },
		},
	],
	[
		'one with the settings of all platforms',
		{
			...shown,
			platformSettings: {
				androidSettings: {
					...{
						channel_id: 'orders',
						icon: 'ic',
						color: '#ff8800',
						sound: 'default',
						tag: 't',
						click_action: 'OPEN',
						image: 'https://e.org/a.png',
					},
					...{
						notification_priority: 'PRIORITY_MAX',
						visibility: 'SECRET',
						notification_count: 3,
						priority: 'normal',
						ttl: 3600,
					},
					...{ collapse_key: 'k', restricted_package_name: 'org.example', direct_boot_ok: true },
				},
				appleSettings: {
					badge: 0,
					sound: 'default',
					category: 'ORDER',
					thread_id: 'orders',
					mutable_content: true,
					apns_priority: 5,
					apns_push_type: 'alert',
					apns_expiration: '1760000000',
					apns_collapse_id: 'c',
				},
				webSettings: {
					icon: 'https://e.org/i.png',
					tag: 'w',
					requireInteraction: true,
					actions: '[{ "action": "open", "title": "Open" }]',
					TTL: 60,
					Urgency: 'low',
					Topic: 'o',
				},
			},
		},
		{
			notification: shown,
			android: {
				...{
					collapseKey: 'k',
					priority: 'normal',
					ttl: 3_600_000,
					restrictedPackageName: 'org.example',
					directBootOk: true,
				},
				notification: {
					...{
						channelId: 'orders',
						icon: 'ic',
						color: '#ff8800',
						sound: 'default',
						tag: 't',
						clickAction: 'OPEN',
						imageUrl: 'https://e.org/a.png',
					},
					...{ priority: 'max', visibility: 'secret', notificationCount: 3 },
				},
			},
			apns: {
				headers: {
					'apns-priority': '5',
					'apns-push-type': 'alert',
					'apns-expiration': '1760000000',
					'apns-collapse-id': 'c',
				},
				payload: {
					aps: { badge: 0, sound: 'default', category: 'ORDER', threadId: 'orders', mutableContent: true },
				},
			},
			webpush: {
				headers: { TTL: '60', Urgency: 'low', Topic: 'o' },
				notification: {
					icon: 'https://e.org/i.png',
					tag: 'w',
					requireInteraction: true,
					actions: [{ action: 'open', title: 'Open' }],
				},
			},
		},
	],
];

interface Sent {
	method: string;
	path: string;
	query: unknown;
	body: unknown;
}

/** What Google takes in two ways, and theirs writes in the other one: ours is as in the reference. */
const SAME_TO_GOOGLE: Array<[theirs: string, ours: string]> = [
	['"priority":"high"', '"priority":"HIGH"'],
	['"priority":"normal"', '"priority":"NORMAL"'],
	['"fcmOptions":', '"fcm_options":'],
	['"analyticsLabel":', '"analytics_label":'],
];

/** In a fixed order, as they may leave in any. */
function essence(entries: LogEntry[]): Sent[] {
	const all = entries.map(({ method, path, query, rawBody }) => {
		const text = SAME_TO_GOOGLE.reduce((so, [theirs, ours]) => so.replaceAll(theirs, ours), rawBody);
		return { method, path, query, body: JSON.parse(text) as unknown };
	});
	const key = ({ body }: Sent) => {
		const {
			token = '',
			fid = '',
			topic = '',
			condition = '',
		} = (body as { message: Record<string, string> }).message;
		return token + fid + topic + condition;
	};
	return all.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

describe.each(['HTTP/1.1', 'HTTP/2'] as const)('firebase-admin over %s and our node', (transport) => {
	const world = differentialWorld(transport);
	const expectEqualRequests = (count: number) => {
		const [theirs, ours] = [essence(world.requests('theirs')), essence(world.requests('ours'))];
		expect(theirs).toHaveLength(count);
		// Empty objects say nothing.
		expect(ours).toEqual(withoutEmpty(theirs));
	};

	it.each(MESSAGES)('sendEach: %s', async (_name, ours, theirs) => {
		await world.theirSends(
			async (messaging) => await messaging.sendEach(TOKENS.map((token) => ({ ...theirs, token }))),
		);
		const { results: json } = await world.ourSends({ ...ours, ...byToken }, rows(TOKENS));
		expectEqualRequests(3);
		expect(json.map(({ success }) => success)).toEqual([true, true, true]);
	});

	it.each(MESSAGES)('sendEachForMulticast, tokens and installation IDs: %s', async (_name, ours, theirs) => {
		await world.theirSends(
			async (messaging) => await messaging.sendEachForMulticast({ ...theirs, tokens: TOKENS, fids: FIDS }),
		);
		await world.ourSends({ ...ours, registrationIds: [...TOKENS, ...FIDS].join(', ') }, [{}]);
		expectEqualRequests(5);
	});

	it.each(MESSAGES)('a topic: %s', async (_name, ours, theirs) => {
		await world.theirSends(
			async (messaging) =>
				await messaging.sendEach(['news', '/topics/a.b~c-d_e%'].map((topic) => ({ ...theirs, topic }))),
		);
		await world.ourSends({ ...ours, target: 'topic', topic: '={{ $json.topic }}' }, [
			{ topic: 'news' },
			{ topic: '/topics/a.b~c-d_e%' },
		]);
		expectEqualRequests(2);
	});

	it.each(MESSAGES)('a condition: %s', async (_name, ours, theirs) => {
		const condition = "'a' in topics && ('b' in topics || !('c' in topics))";
		await world.theirSends(async (messaging) => await messaging.sendEach([{ ...theirs, condition }]));
		await world.ourSends({ ...ours, target: 'condition', condition, confirmNegation: true }, [{}]);
		expectEqualRequests(1);
	});

	it('a check', async () => {
		await world.theirSends(
			async (messaging) =>
				await messaging.sendEach(
					TOKENS.map((token) => ({ notification: shown, token })),
					true,
				),
		);
		await world.ourSends({ ...shown, ...byToken, operation: 'validate' }, rows(TOKENS));
		expectEqualRequests(3);
		for (const { google } of world.sandboxes()) expect(google.fcm.books.deliveries).toBe(0);
	});
});

function withoutEmpty(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutEmpty);
	if (typeof value !== 'object' || value === null) return value;
	const kept = Object.entries(value)
		.map(([key, inner]): [string, unknown] => [key, withoutEmpty(inner)])
		.filter(
			([key, inner]) =>
				key === 'query' || typeof inner !== 'object' || inner === null || Object.keys(inner).length > 0,
		);
	return Object.fromEntries(kept);
}

/** What is the matter with the second of three devices. */
interface Case {
	name: string;
	state?: RegistrationState;
	fault?: FaultAnswer;
	/** In place of the token. */
	fid?: string;
	arrange?: (sandbox: Sandbox) => void;
}

const bad = (state: RegistrationState): RegistrationState => state;
const AGREED: Case[] = [
	{ name: 'alive' },
	{ name: 'unregistered', state: bad({ state: 'unregistered' }) },
	{
		name: 'unregistered, told without details',
		state: bad({ sends: [{ answer: 'notFoundWithoutDetails' }] }),
	},
	{ name: 'malformed', state: bad({ state: 'malformed' }) },
	{ name: 'of another project', state: bad({ state: 'otherProject' }) },
	{
		name: 'refused to Firebase by Apple: bad APNs key',
		state: bad({ platform: 'ios', sends: [{ answer: 'thirdPartyAuthError' }] }),
	},
];
const DIFFERENT: Case[] = [
	{
		name: 'Apple says that the app is gone (`ApnsError` 410)',
		state: bad({ platform: 'ios', sends: [{ answer: 'apnsError' }] }),
	},
	{
		name: 'Apple refuses it (`BadDeviceToken`)',
		state: bad({
			platform: 'ios',
			sends: [{ answer: 'apnsError', apnsError: { statusCode: 400, reason: 'BadDeviceToken' } }],
		}),
	},
	{
		name: 'an installation ID without FID messaging',
		fid: FIDS[0],
		arrange: ({ google }) => google.declareTokens(FIDS[0], { usesFidMessaging: false }),
	},
	{
		name: '429 for the device, once',
		state: bad({ sends: [{ answer: 'deviceQuota', retryAfter: 1, times: 1 }] }),
	},
	{ name: '429 for the project, once', fault: fcmFault({ answer: 'projectQuota', retryAfter: 1 }) },
	{
		name: '503, although it was delivered',
		state: bad({ sends: [{ answer: 'unavailable', delivers: true, times: 1 }] }),
	},
	{
		name: '500, although it was delivered',
		state: bad({ sends: [{ answer: 'internal', delivers: true, times: 1 }] }),
	},
	{ name: '200 with a page', fault: { status: 200, body: '<html>Sign in to the proxy</html>' } },
	{ name: '404 with a page', fault: { status: 404, body: '<html>Not found</html>' } },
	{ name: '400 that says nothing', state: bad({ sends: [{ answer: 'invalidArgument' }] }) },
	{
		name: 'the account lacks the role',
		fault: {
			status: 403,
			body: {
				error: {
					code: 403,
					status: 'PERMISSION_DENIED',
					message: "Permission 'cloudmessaging.messages.create' denied on resource",
				},
			},
		},
	},
];

describe('what is made of the answers', () => {
	const world = differentialWorld('HTTP/2');

	/** @returns of the second device: theirs, what reached whom; ours, what reached whom */
	async function both({ state, fault, fid, arrange }: Case): Promise<string[]> {
		const ids = [TOKENS[0], fid ?? TOKENS[1], TOKENS[2]];
		for (const sandbox of world.sandboxes()) {
			if (state) sandbox.google.declareTokens(TOKENS[1], state);
			arrange?.(sandbox);
			if (fault)
				sandbox.faults.add({
					match: { path: '*messages:send', bodyIncludes: TOKENS[1] },
					times: 1,
					answer: fault,
				});
		}
		const messages = ids.map(
			(id): Message => ({ notification: shown, ...(id === fid ? { fid: id } : { token: id }) }),
		);
		const theirs = await world.theirSends(async (messaging) => await messaging.sendEach(messages));
		const { results: json } = await world.ourSends({ ...shown, ...byToken }, rows(ids));
		const ours = json.map((one) => {
			const details = one.details as { code: string; uncertain?: boolean } | undefined;
			if (one.success === true) return 'success';
			return `${String(details?.code)}${details?.uncertain ? ', uncertain' : ''}`;
		});
		expect([theirs[0], theirs[2], ours[0], ours[2]]).toEqual(['success', 'success', 'success', 'success']);
		const reached = world.sandboxes().map(
			({
				google: {
					fcm: { books },
				},
			}) => ['not at all', 'once', 'twice'][books.times(ids[1])],
		);
		return [theirs[1], reached[0], ours[1], reached[1]];
	}
	const shownAs = (verdict: string) => {
		const [code, ...more] = verdict.split(', ');
		return [cell(code), ...more].join(', ');
	};

	const agreed: string[][] = [];
	it.each(AGREED)('$name: alike', async (each) => {
		const [theirs, theirReach, ours, ourReach] = await both(each);
		expect(ourReach).toBe(theirReach);
		agreed.push([each.name, cell(theirs), shownAs(ours)]);
	});

	const different: string[][] = [];
	it.each(DIFFERENT)(
		'$name: ours is the better one',
		async (each) => {
			const [theirs, theirReach, ours, ourReach] = await both(each);
			different.push([each.name, cell(theirs), theirReach, shownAs(ours), ourReach]);
			expect(ourReach).not.toBe('twice');
			// Where theirs reached the device, or ours could know that it didn't, so did ours.
			if (theirReach !== 'not at all') expect(ourReach).toBe('once');
		},
		30_000,
	);

	it('the documentation shows all of it', () => {
		expect(tableIn('fcm-send.md', "## Compared with Google's Admin SDK")).toBe(
			markdownTable(['Device', 'Admin SDK', 'our node'], agreed),
		);
		expect(tableIn('fcm-send.md', '### Where we mean to differ')).toBe(
			markdownTable(['What happens', 'Admin SDK', 'reached', 'our node', 'reached'], different),
		);
	});
});
