import { expect, it } from 'vitest';

import { openPushwoosh, runSession } from '../../../../nodes/Pushwoosh/api/session.ts';

const credentials = { apiToken: ' "the-token" ', baseUrl: 'https://api.example/' };
const asked: string[] = [];
const context = {
	getCredentials: async <T extends object>(type: string) => {
		asked.push(type);
		return credentials as T;
	},
};

it('a session has the address without a slash, and never shows the token', async () => {
	const session = await openPushwoosh(context);
	expect(session).toMatchObject({ credentialType: 'pushwooshApi', jitter: 'full', credentials, baseUrl: 'https://api.example' });
	expect(session.secrets?.(credentials)).toEqual(['the-token']);
	expect(asked).toEqual(['pushwooshApi']);
});

it('a run knows the address once it is open', async () => {
	const session = runSession(context);
	expect(session.baseUrl()).toBe('');
	expect(await session.open()).toMatchObject({ baseUrl: 'https://api.example' });
	expect(session.baseUrl()).toBe('https://api.example');
});

it('an address that can’t be used fails when it is opened', async () => {
	const broken = { getCredentials: async <T extends object>() => ({ ...credentials, baseUrl: 'ftp://a' }) as T };
	await expect(runSession(broken).open()).rejects.toThrow("'Base URL'");
});
