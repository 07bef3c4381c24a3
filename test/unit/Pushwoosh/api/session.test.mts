import { expect, it } from 'vitest';

import { openPushwoosh } from '../../../../nodes/Pushwoosh/api/session.ts';

const credentials = { apiToken: ' "the-token" ', baseUrl: 'https://api.example/' };
const asked: string[] = [];
const contextOf = (more: object = {}) => ({
	getCredentials: async <T extends object>(type: string) => {
		asked.push(type);
		return { ...credentials, ...more } as unknown as T;
	},
});

it('a session has its addresses without a slash, and never shows the token', async () => {
	const session = await openPushwoosh(contextOf());
	expect(session).toMatchObject({
		credentialType: 'pushwooshApi',
		credentials,
		baseUrl: 'https://api.example',
		journeyUrl: 'https://journey.pushwoosh.com',
		hasDeviceToken: false,
	});
	expect(session.secrets?.(credentials)).toEqual(['the-token']);
	expect(asked).toEqual(['pushwooshApi']);
});

it('a Device token is kept out of sight as well', async () => {
	const session = await openPushwoosh(contextOf({ deviceToken: ' the-other-token\n' }));
	expect(session.hasDeviceToken).toBe(true);
	expect(session.secrets?.(credentials)).toEqual(['the-token', 'the-other-token']);
});

it.each([
	[{ otherAddresses: true, journeyUrl: 'https://journey.example/x/' }, 'https://journey.example/x'],
	[{ otherAddresses: false, journeyUrl: 'ftp://broken' }, 'https://journey.pushwoosh.com'],
	[{ otherAddresses: true }, 'https://journey.pushwoosh.com'],
])('%j: journeys are at %s', async (more, journeyUrl) => {
	expect(await openPushwoosh(contextOf(more))).toMatchObject({ journeyUrl });
});

it.each([
	[{ baseUrl: 'ftp://a' }, "'Base URL'"],
	[{ otherAddresses: true, journeyUrl: 'http://a.example' }, "'Journey URL'"],
])('%j fails when it is opened', async (more, field) => {
	await expect(openPushwoosh(contextOf(more))).rejects.toThrow(field);
});
