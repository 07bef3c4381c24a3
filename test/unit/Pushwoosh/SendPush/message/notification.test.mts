import { describe, expect, it } from 'vitest';

import {
	buildNotification,
	type NotificationParts,
} from '../../../../../nodes/Pushwoosh/SendPush/message/notification.ts';

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
		{ platformSettings: { wns_content: { en: 'PGEvPg==' } }, general: { platforms: [8] } },
		{ platformSettings: { ios_silent: 1 }, general: { platforms: [1] } },
		{ platformSettings: { android_silent: true }, general: { platforms: [3] } },
		{
			platformSettings: { ios_silent: 1, android_silent: 1, wns_content: 'x' },
			general: { platforms: [8, 1, 3] },
		},
		{ rawFields: { ios_silent: '1', platforms: [1] } },
	])('has something to show, or need not: %j', (parts) => expect(() => build(parts)).not.toThrow());

	it.each([
		{ platformSettings: { ios_silent: 1 } },
		{ platformSettings: { wns_content: 'x' } },
		{ platformSettings: { ios_silent: 1, android_silent: 1 } },
		{ platformSettings: { ios_silent: 1 }, general: { platforms: [1, 3] } },
		{ platformSettings: { android_silent: 1 }, general: { platforms: [3, 17] } },
	])('has nothing to show on some platforms: %j', (parts) => {
		expect(() => build(parts)).toThrow(
			"'Content' is empty, so other platforms would get a push without a text",
		);
	});

	it.each([
		{},
		{ general: { platforms: [1] } },
		{ general: { platforms: [] } },
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

	describe('gives Safari the title that it shows nothing without', () => {
		const safari = (parts: Partial<NotificationParts>) => {
			const { safari_title, safari_url_args } = build({ ...parts, texts: { content: 'x', ...parts.texts } });
			return [safari_title, safari_url_args];
		};

		it.each<[string, Partial<NotificationParts>, unknown[]]>([
			['the general one', { texts: { title: 'T' } }, ['T', []]],
			['where Safari is addressed', { texts: { title: 'T' }, general: { platforms: [1, 10] } }, ['T', []]],
			['of several languages the first', { texts: { title: { en: 'T', es: 'U' } } }, ['T', []]],
			['one from the raw fields', { rawFields: { title: 'R' } }, ['R', []]],
			[
				'with its URL arguments',
				{ texts: { title: 'T' }, platformSettings: { safari_url_args: ['a'] } },
				['T', ['a']],
			],
			[
				'unless it has its own',
				{ texts: { title: 'T' }, platformSettings: { safari_title: 'S', safari_url_args: [] } },
				['S', []],
			],
			[
				'not where Safari is not addressed',
				{ texts: { title: 'T' }, general: { platforms: [1, 3] } },
				[undefined, undefined],
			],
			['not without a title', {}, [undefined, undefined]],
			['not a blank one', { texts: { title: ' ' } }, [undefined, undefined]],
		])('%s', (_name, parts, expected) => expect(safari(parts)).toEqual(expected));
	});
});
