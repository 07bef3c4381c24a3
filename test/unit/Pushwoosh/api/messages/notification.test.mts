import { describe, expect, it } from 'vitest';

import { buildNotification, type NotificationParts } from '../../../../../nodes/Pushwoosh/api/messages/notification.ts';

const build = (parts: Partial<NotificationParts>, kind: 'users' | 'everyone' = 'users') =>
	buildNotification({ schedule: {}, texts: {}, general: {}, platformSettings: {}, ...parts }, { kind });

describe('a notification', () => {
	it('is made of its parts, later ones winning, the raw fields last', () => {
		expect(
			build({
				schedule: { send_date: 'now', ignore_user_timezone: true },
				texts: { content: 'Hello' },
				general: { link: 'https://a.example', data: { a: 1, b: 1 } },
				imageUrl: 'https://a.example/x.png',
				platformSettings: { android_banner: 'https://a.example/own.png' },
				rawFields: { link: 'https://b.example', data: { b: 2 } },
			}),
		).toMatchObject({
			send_date: 'now',
			content: 'Hello',
			link: 'https://b.example',
			android_banner: 'https://a.example/own.png',
			chrome_image: 'https://a.example/x.png',
		});
	});

	it.each([
		{ texts: { content: 'x' } },
		{ texts: { content: { en: '', es: 'x' } } },
		{ general: { preset: 'P-1' } },
		{ platformSettings: { wns_content: { en: 'PGEvPg==' } } },
		{ platformSettings: { ios_silent: 1 } },
		{ platformSettings: { android_silent: true } },
		{ rawFields: { ios_silent: '1' } },
	])('has something to show, or need not: %j', (parts) => expect(() => build(parts)).not.toThrow());

	it.each([
		{},
		{ texts: { content: '' } },
		{ texts: { content: '  ' } },
		{ texts: { content: {} } },
		{ texts: { content: { en: '', es: ' ' } } },
		{ texts: { content: null } },
		{ rawFields: { content: 5 } },
		{ platformSettings: { ios_silent: 0 } },
		{ platformSettings: { android_silent: false } },
	])('has nothing to show: %j', (parts) => {
		expect(() => build(parts)).toThrow(
			expect.objectContaining({
				message: "'Content' is empty",
				advice:
					'Write a text, or choose a preset, translations, Windows content or a silent push. If it holds an expression, check that the item has that field.',
				code: 'EMPTY_PARAMETER',
			}),
		);
	});
});
