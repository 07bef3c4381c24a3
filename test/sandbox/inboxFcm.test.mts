import { describe, expect, it } from 'vitest';
import { overviewOf } from '../../playground/sandbox/inbox/overview.mts';
import type { Sections } from './events.mts';
import { TOKEN, useFcm } from './fcmSupport.mts';
import { send } from './support.mts';

const { sandbox, push } = useFcm();
/** As the page gets it: through JSON. */
const overview = () => JSON.parse(JSON.stringify(overviewOf(sandbox))) as Sections;
const pushes = () => overview().pushes.shown;
const PICTURE = 'https://cdn.example.com/parcel.png';

describe('looks', () => {
	it('differ between the platforms: each one’s own fields win', async () => {
		await push({
			token: TOKEN,
			notification: { title: 'Order shipped', body: 'Friday', image: PICTURE },
			data: { orderId: 'A-17', link: 'https://shop.example.com' },
			android: {
				priority: 'high',
				ttl: '7200s',
				collapseKey: 'A-17',
				notification: {
					channelId: 'orders',
					tag: 'A-17',
					icon: 'ic_parcel',
					sound: 'ping',
					notificationCount: 3,
				},
			},
			apns: {
				headers: { 'apns-priority': '10', 'apns-collapse-id': 'A-17', 'apns-expiration': '1790000000' },
				payload: {
					aps: {
						alert: { title: 'On its way', subtitle: 'Acme' },
						badge: 2,
						sound: { name: 'chime.caf', critical: 1 },
						'mutable-content': 1,
						'thread-id': 'orders',
						'interruption-level': 'time-sensitive',
					},
				},
			},
			webpush: {
				headers: { TTL: '60', Urgency: 'high', Topic: 'A-17' },
				notification: {
					body: 'In the browser',
					tag: 'A-17',
					actions: [{ action: 't', title: 'Track' }],
					icon: 'i.png',
				},
				fcmOptions: { link: 'https://shop.example.com/a' },
			},
			fcmOptions: { analyticsLabel: 'shipped' },
		});
		const [{ looks, extras, key }] = pushes();
		expect(key).toMatch(/^fcm-[A-Za-z0-9-]+$/);
		expect(extras).toEqual(['data orderId, link', 'label shipped']);
		expect(looks).toEqual([
			{
				screen: 'iphone',
				platform: 'iOS',
				title: 'On its way',
				subtitle: 'Acme',
				text: 'Friday',
				image: PICTURE,
				badge: '2',
				sound: 'chime.caf',
				slot: 'A-17',
				notes: [
					'Waits until 2026-09-21 14:13 UTC for the device',
					'Priority 10',
					'Interruption level time-sensitive',
					'Thread orders',
					'Replaces those with ID A-17',
				],
			},
			{
				screen: 'android',
				platform: 'Android',
				title: 'Order shipped',
				text: 'Friday',
				icon: 'ic_parcel',
				image: PICTURE,
				badge: '3',
				sound: 'ping',
				slot: 'A-17',
				notes: [
					'Waits up to 2 hours for the device',
					'Priority HIGH',
					'Channel orders',
					'Replaces those with tag A-17',
					'Replaces waiting ones with key A-17',
				],
			},
			{
				screen: 'desktop',
				platform: 'Web',
				title: 'Order shipped',
				text: 'In the browser',
				icon: 'i.png',
				image: PICTURE,
				buttons: ['Track'],
				link: 'https://shop.example.com/a',
				slot: 'A-17',
				notes: [
					'Waits up to 1 minute for the device',
					'Urgency high',
					'Replaces those with tag A-17',
					'Replaces waiting ones with topic A-17',
				],
			},
		]);
		const detail = await send(`${sandbox.url}/__sandbox/inbox/pushes/${key}`);
		expect(detail.body).toMatchObject({ token: TOKEN, android: { collapseKey: 'A-17' } });
	});

	const looksOf = async (message: object) => {
		await push({ token: TOKEN, ...message });
		return pushes()[0].looks;
	};
	const background = { headers: { 'apns-push-type': 'background', 'apns-priority': '5' } };

	it('data alone is silent everywhere; Apple needs content-available to wake the app', async () => {
		const data = { sync: '1' };
		const [iphone, android, desktop] = await looksOf({ data });
		expect([iphone.silent, android.silent, desktop.silent]).toEqual([true, true, true]);
		expect(iphone.notes).toEqual(['The app isn’t woken: content-available is missing']);
		const aps = { 'content-available': 1 };
		const [woken] = await looksOf({ data, apns: { ...background, payload: { aps } } });
		expect(woken).toMatchObject({ silent: true, notes: ['Priority 5'] });
	});

	it('a background push with an alert or a badge is dropped by Apple', async () => {
		for (const message of [
			{ notification: { title: 'Hi' }, apns: background },
			{ data: { a: '1' }, apns: { ...background, payload: { aps: { badge: 1, 'content-available': 1 } } } },
		]) {
			const [iphone] = await looksOf(message);
			expect(iphone.silent).toBe(true);
			expect(iphone.notes?.[0]).toMatch(/^Apple drops it/);
		}
	});

	it('a platform’s tag alone makes a data message a shown one', async () => {
		const [iphone, android, desktop] = await looksOf({
			data: { a: '1' },
			android: { notification: { tag: 'x' } },
			webpush: { notification: { tag: 'x' } },
		});
		expect([iphone.silent, android.silent, desktop.silent]).toEqual([true, undefined, undefined]);
	});

	it('a picture on the iPhone needs mutable-content; a badge of 0 clears; texts may be the app’s', async () => {
		const [iphone, android] = await looksOf({
			notification: { image: PICTURE },
			apns: { payload: { aps: { alert: 'Plain alert', badge: 0 } } },
			android: { ttl: '0s', notification: { title_loc_key: 'ORDER_TITLE' } },
		});
		expect(iphone).toMatchObject({
			text: 'Plain alert',
			notes: ['Its picture isn’t shown: mutable-content is missing', 'Clears the badge'],
		});
		expect([iphone.image, iphone.badge]).toEqual([undefined, undefined]);
		expect(android).toMatchObject({ title: '‹ORDER_TITLE›', image: PICTURE, notes: ['Shown now or never'] });
	});

	it('the preview for Android shows its own notification, or nothing for a background sync', async () => {
		const [, urgent] = await looksOf({
			android_v2: { ttl: '90s', remote_notification: { notification: { title: 'Now', tag: 't' } } },
		});
		expect(urgent).toMatchObject({
			title: 'Now',
			slot: 't',
			notes: ['Waits up to 90 seconds for the device', 'Replaces those with tag t'],
		});
		const [, sync] = await looksOf({ android_v2: { background_sync: {}, data: { a: '1' } } });
		expect(sync.silent).toBe(true);
	});

	it('are on the screens of the platforms that were reached', async () => {
		const { google } = sandbox;
		google.declareTokens('iphone:1', { platform: 'ios' });
		google.declareTokens('browser:1', { platform: 'web' });
		google.subscribe('news', ['iphone:1', 'browser:1']);
		const screens = () => pushes()[0].looks.map(({ screen }) => screen);
		await push({ topic: 'news', notification: { title: 'Hi' } });
		expect(screens()).toEqual(['iphone', 'desktop']);
		await push({ token: 'iphone:1', notification: { title: 'Hi' } });
		expect(screens()).toEqual(['iphone']);
		await push({ topic: 'nobody', notification: { title: 'Into the void' } });
		expect(pushes()[0]).toMatchObject({ looks: [], recipients: 0, headline: 'Into the void' });
	});
});

describe('replacing', () => {
	const tagged = (target: object, tag: string, title: string) =>
		push({ ...target, notification: { title }, android: { notification: { tag } } });
	const replaced = () =>
		pushes().map(({ looks }) => looks.filter((look) => look.replaced).map(({ screen }) => screen));

	it('a later push with the same tag takes the place of the earlier one, on that platform only', async () => {
		await tagged({ token: TOKEN }, 'a', 'first');
		await tagged({ token: TOKEN }, 'b', 'another');
		await tagged({ token: 'other:1' }, 'a', 'of another device');
		expect(replaced()).toEqual([[], [], []]);
		await tagged({ token: TOKEN }, 'a', 'second');
		expect(replaced()).toEqual([[], [], [], ['android']]);
	});

	it('a push to a topic replaces that to one of its devices, not the other way round', async () => {
		sandbox.google.subscribe('news', [TOKEN, 'other:1']);
		await tagged({ token: TOKEN }, 'a', 'to one');
		await tagged({ topic: 'news' }, 'a', 'to all');
		await tagged({ token: TOKEN }, 'a', 'to one again');
		expect(replaced()).toEqual([[], [], ['android']]);
	});

	it('by Apple’s collapse ID and the browser’s tag as well', async () => {
		const message = {
			token: TOKEN,
			notification: { title: 'Hi' },
			apns: { headers: { 'apns-collapse-id': 'a' } },
			webpush: { notification: { tag: 'a' } },
		};
		await push(message);
		await push(message);
		expect(replaced()).toEqual([[], ['iphone', 'desktop']]);
		expect(pushes().map(({ extras }) => extras)).toEqual([['the same as before, 2 times now'], []]);
	});
});

it('the list tells audiences, losses, conditions with a negation, and what was answered', async () => {
	const { google } = sandbox;
	const group = 'APA91bGroup'.padEnd(50, 'x');
	google.declareTokens('gone:1', { state: 'unregistered' });
	google.declareTokens(group, { deviceGroup: ['a:1', 'b:1'] });
	google.declareTokens(TOKEN, { sends: [{ answer: 'unavailable', delivers: true }] });
	google.subscribe('news', ['a:1', 'gone:1']);
	const notification = { title: 'Hi' };
	await push({ topic: 'news', notification });
	await push({ token: group, notification });
	await push({ fid: 'dR7kQ2mZ0xYabcdefghijk', notification });
	await push({ token: TOKEN, notification });
	await push({ condition: `!('news' in topics)`, notification });
	expect(
		pushes()
			.toReversed()
			.map(({ audience, recipients, extras }) => [audience, recipients, extras]),
	).toEqual([
		['topic “news”', 1, ['1 more didn’t get it']],
		['device group', 2, []],
		['one installation ID', 1, []],
		['one token', 1, ['delivered, but answered 503']],
		[`condition !('news' in topics)`, 2, ['app instances without a topic too']],
	]);
	expect(overview().requests.shown.map(({ refusal }) => refusal)).toContain('UNAVAILABLE');
});
