import { describe, expect, it } from 'vitest';

import { NOTIFICATION_FIELDS } from '../../../playground/sandbox/pushwoosh/notificationFields.mts';
import { usePushBench, UUID } from './support.mts';

const bench = usePushBench();

it('the full example of the reference, with its exact body', async () => {
	const notification = await bench.sent(
		{
			sendDate: '2090-03-01T09:30:00',
			timezone: 'Europe/Madrid',
			ignoreUserTimezone: true,
			title: 'Today',
			localizedContent: {
				translation: [{ language: 'es', content: 'Abrimos a mediodia', title: 'Hoy', subtitle: '' }],
			},
			link: 'myapp://events/42',
			data: '{ "eventId": 42 }',
			platforms: [1, 3],
			campaign: 'CCCCC-11111',
			sendRate: 500,
			iosSettings: { ios_badges: '+1' },
			imageUrl: 'https://cdn.example.com/a.jpg',
			androidSettings: {
				android_root_params: '{ "pw_channel": "events" }',
				android_delivery_priority: 'high',
			},
			rawFields: '{ "chrome_image": "https://cdn.example.com/chrome.jpg" }',
		},
		{ userIds: 'user-001, user-002', content: 'Doors open at noon' },
	);
	expect(notification).toEqual({
		send_date: '2090-03-01 09:30',
		timezone: 'Europe/Madrid',
		ignore_user_timezone: true,
		content: { en: 'Doors open at noon', es: 'Abrimos a mediodia' },
		title: { en: 'Today', es: 'Hoy' },
		link: 'myapp://events/42',
		minimize_link: 0,
		data: { eventId: 42 },
		platforms: [1, 3],
		users: ['user-001', 'user-002'],
		campaign: 'CCCCC-11111',
		send_rate: 500,
		ios_badges: '+1',
		ios_root_params: { aps: { 'mutable-content': 1 }, attachment: 'https://cdn.example.com/a.jpg' },
		android_root_params: { pw_channel: 'events' },
		android_delivery_priority: 'high',
		android_banner: 'https://cdn.example.com/a.jpg',
		huawei_android_banner: 'https://cdn.example.com/a.jpg',
		chrome_image: 'https://cdn.example.com/chrome.jpg',
		transactionId: expect.stringMatching(UUID),
	});
});

it('every general field reaches the wire under its name', async () => {
	const notification = await bench.sent({
		subtitle: 'Sub',
		preset: 'PPPPP-22222',
		richMedia: 'RRRRR-33333',
		remotePage: 'https://example.com/page',
		minimizeLink: 2,
		link: ' https://example.com/a ',
		cappingAvoid: true,
		cappingExclude: false,
		dynamicContentPlaceholders: { firstname: 'Anna', points: 3 },
		ignoreUserTimezone: false,
		campaign: '',
	});
	expect(notification).toMatchObject({
		subtitle: 'Sub',
		preset: 'PPPPP-22222',
		rich_media: 'RRRRR-33333',
		remote_page: 'https://example.com/page',
		minimize_link: 2,
		link: 'https://example.com/a',
		capping_avoid: true,
		capping_exclude: false,
		dynamic_content_placeholders: { firstname: 'Anna', points: 3 },
		ignore_user_timezone: false,
	});
	expect(notification).not.toHaveProperty('campaign');
});

it('every platform setting is accepted by the sandbox, which knows the documented types', async () => {
	const json = '{ "key": "value" }';
	const url = 'https://cdn.example.com/x.png';
	const mirror = (prefix: string) => ({
		[`${prefix}_header`]: 'T',
		[`${prefix}_root_params`]: json,
		[`${prefix}_sound`]: '',
		[`${prefix}_icon`]: 'ic',
		[`${prefix}_custom_icon`]: url,
		[`${prefix}_banner`]: url,
		[`${prefix}_priority`]: -2,
	});
	const android = (prefix: string) => ({
		...mirror(prefix),
		[`${prefix}_badges`]: '5',
		[`${prefix}_gcm_ttl`]: 60,
		[`${prefix}_vibration`]: 1,
		[`${prefix}_led`]: '#00ff00',
		[`${prefix}_ibc`]: '#FF00FF00',
	});
	const notification = await bench.sent({
		iosSettings: {
			ios_title: 'T',
			ios_subtitle: 'S',
			ios_badges: 3,
			ios_sound: 'chime.wav',
			ios_ttl: 60,
			ios_silent: 0,
			ios_category_id: '7',
			ios_root_params: json,
			apns_trim_content: 1,
			ios_trim_content: 0,
		},
		androidSettings: { ...android('android'), android_delivery_priority: 'normal', android_silent: 0 },
		webSettings: {
			safari_title: 'T',
			safari_action: 'Show',
			safari_url_args: 'a\nb, c',
			safari_ttl: 60,
			chrome_title: 'T',
			chrome_icon: url,
			chrome_image: url,
			chrome_gcm_ttl: 60,
			chrome_duration: 0,
			chrome_button_text1: '1',
			chrome_button_url1: url,
			chrome_button_text2: '2',
			chrome_button_url2: url,
			chrome_root_params: json,
			firefox_title: 'T',
			firefox_icon: url,
			firefox_root_params: json,
		},
		otherPlatformSettings: {
			...mirror('adm'),
			adm_ttl: 60,
			...android('huawei_android'),
			huawei_android_group_id: 'G',
			mac_badges: 2,
			mac_sound: 'x',
			mac_root_params: json,
			mac_ttl: 60,
			wns_content: '<toast/>',
			wns_type: 'Toast',
			wns_tag: 'tag1',
			wns_cache: 1,
			wns_ttl: 60,
		},
	});
	expect(notification).toMatchObject({
		ios_badges: 3,
		android_badges: 5,
		android_sound: '',
		adm_sound: '',
		huawei_android_priority: -2,
		safari_url_args: ['a', 'b, c'],
		wns_content: Buffer.from('<toast/>').toString('base64'),
		ios_category_id: '7',
		mac_badges: 2,
	});
	const isOfPlatform = (name: string) =>
		/^(ios|apns|android|huawei|adm|mac|wns|safari|chrome|firefox)_/.test(name);
	const documented = [...NOTIFICATION_FIELDS]
		.filter(([name, check]) => check !== undefined && isOfPlatform(name))
		.map(([name]) => name);
	expect(Object.keys(notification).filter(isOfPlatform).sort()).toEqual(documented.sort());
});

describe('members of nested collections by expression', () => {
	it('are read per item', async () => {
		const fields = {
			title: '={{ $json.title }}',
			iosSettings: { ios_badges: '={{ $json.badge }}', ios_root_params: '={{ $json.root }}' },
			localizedContent: {
				translation: [{ language: '={{ $json.language }}', content: 'Hola', title: '', subtitle: '' }],
			},
		};
		const notification = await bench.sent(
			fields,
			{},
			{ title: 'Hi', badge: -1, root: { a: { b: 1 } }, language: 'ES' },
		);
		expect(notification).toMatchObject({
			ios_badges: '-1',
			ios_root_params: { a: { b: 1 } },
			content: { en: 'Hello', es: 'Hola' },
			title: { en: 'Hi', es: 'Hi' },
		});
	});

	it('that are missing leave optional texts out', async () => {
		const notification = await bench.sent({
			title: '={{ $json.a }}',
			link: '={{ $json.b }}',
			data: '={{ $json.c }}',
			imageUrl: '={{ $json.d }}',
		});
		expect(Object.keys(notification).sort()).toEqual([
			'content',
			'ignore_user_timezone',
			'minimize_link',
			'send_date',
			'transactionId',
			'users',
		]);
	});
});
