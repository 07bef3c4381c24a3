import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { identify } from '../../../../nodes/Google/api/auth/identity.ts';
import { packAccessToken } from '../../../../nodes/Google/api/auth/accessToken.ts';
import { openFcm, openInstanceId } from '../../../../nodes/Google/api/session.ts';
import { RequestFailure } from '../../../../nodes/shared/engine/failure.ts';
import { rsaKey, serviceAccount } from './auth/keys.mts';

const { pem } = rsaKey();

/** A context with these credentials, by type. */
const having = (credentials: ICredentialDataDecryptedObject) => {
	const asked: string[] = [];
	const getCredentials = async <T extends object = IDataObject>(type: string) => {
		asked.push(type);
		return credentials as T;
	};
	return { asked, getCredentials };
};
const account = (changes: Record<string, string> = {}) => serviceAccount(pem, { projectId: 'acme-demo', ...changes });

async function failureOf(opening: Promise<unknown>) {
	const thrown: unknown = await opening.catch((error: unknown) => error);
	if (!(thrown instanceof RequestFailure)) throw new Error(`Not a RequestFailure: ${String(thrown)}`);
	return thrown.failure;
}

describe('a session with FCM', () => {
	it('has the address and the project of the credential', async () => {
		const context = having(account({ fcmUrl: 'https://fcm.example/' }));
		expect(await openFcm(context)).toMatchObject({
			credentialType: 'googleFcmServiceAccountApi',
			fcmUrl: 'https://fcm.example',
			projectId: 'acme-demo',
		});
		expect(context.asked).toEqual(['googleFcmServiceAccountApi']);
	});

	it('needs a project, and says where to find it', async () => {
		expect(await failureOf(openFcm(having(account({ projectId: '' }))))).toEqual({
			code: 'MISSING_PROJECT_ID',
			message: "The credential has no 'Project ID', which Firebase Cloud Messaging needs",
			advice:
				"Enter it in the credential (Firebase console: Project settings > General), or paste the whole JSON key file into 'Key File (JSON)'.",
		});
	});

	it.each(['a/b', '../x', '-a', 'a b', 'a?b', 'ä'])('takes no project “%s”: it becomes part of the address', async (projectId) => {
		expect(await failureOf(openFcm(having(account({ projectId }))))).toEqual({
			code: 'INVALID_PROJECT_ID',
			message: "'Project ID' in the credential isn't the ID of a Firebase project",
			advice: 'Enter the ID as the Firebase console shows it under Project settings > General, such as my-project.',
		});
	});

	it.each(['a', 'A-1', 'example.com:my-project', 'my_project.1'])('takes the project %s', async (projectId) => {
		expect((await openFcm(having(account({ projectId })))).projectId).toBe(projectId);
	});
});

describe('a session with Instance ID', () => {
	it('takes a server key, which is never seen in an answer', async () => {
		const context = having({ serverApiKey: ' key=AAAA:invented-key ', otherAddresses: true, iidUrl: 'https://iid.example/' });
		const session = await openInstanceId(context, 'serverKey');
		expect(session).toMatchObject({ credentialType: 'googleFcmServerKeyApi', iidUrl: 'https://iid.example' });
		expect(session.secrets?.(session.credentials)).toEqual(['AAAA:invented-key']);
		expect(session.renew).toBeUndefined();
		expect(context.asked).toEqual(['googleFcmServerKeyApi']);
	});

	it('takes a service account', async () => {
		const session = await openInstanceId(having(account({ iidUrl: 'https://iid.example/' })), 'serviceAccount');
		expect(session).toMatchObject({ credentialType: 'googleFcmServiceAccountApi', iidUrl: 'https://iid.example' });
	});

	it('refuses a damaged key when it is opened, not at each request', async () => {
		expect(await failureOf(openInstanceId(having(account({ privateKey: 'none' })), 'serviceAccount'))).toMatchObject({
			message: expect.stringContaining("'Key File (JSON)'"),
		});
	});
});

describe('the access token of a run', () => {
	const tokenOf = (credentials: ICredentialDataDecryptedObject, token: string) => {
		const { fingerprint } = identify(credentials);
		return packAccessToken({ fingerprint, usableUntil: Math.ceil(Date.now() / 1000) + 3000, token });
	};
	async function open(stored: string) {
		const credentials = account();
		const accessToken = stored === '' ? '' : tokenOf(credentials, stored);
		const session = await openInstanceId(having({ ...credentials, accessToken }), 'serviceAccount');
		const sent = (token: string) => ({ ...credentials, accessToken: tokenOf(credentials, token) });
		return { session, sent, accessToken };
	}

	it('is the stored one, and what answers repeat of it is a secret', async () => {
		const { session, accessToken, sent } = await open('ya29.stored');
		expect(session.freshen?.(session.credentials).accessToken).toBe(accessToken);
		expect(session.secrets?.(sent('ya29.stored'))).toEqual(['ya29.stored']);
		expect(session.secrets?.({ ...session.credentials, accessToken: '' })).toEqual([]);
	});

	it('is renewed when the stored one was refused', async () => {
		const { session, sent } = await open('ya29.stored');
		expect(session.renew?.(sent('ya29.stored'))).toMatchObject({ accessToken: '' });
	});

	it('is renewed when the first one that was made for the run was refused, and no more after that', async () => {
		const { session, sent } = await open('');
		expect(session.renew?.(sent('ya29.new'))).toMatchObject({ accessToken: '' });
		expect(session.renew?.(sent('ya29.newer'))).toBeUndefined();
	});

	it('is no longer sent once it was refused, however long it would have lived', async () => {
		const { session, sent } = await open('ya29.stored');
		session.renew?.(sent('ya29.stored'));
		expect(session.freshen?.(session.credentials).accessToken).toBe('');
	});

	it('is renewed once on the way, for all requests that it was refused for, whatever the next one meets', async () => {
		const { session, sent } = await open('');
		for (let request = 0; request < 3; request++)
			expect(session.renew?.(sent('ya29.first'))).toMatchObject({ accessToken: '' });
		expect(session.renew?.(sent('ya29.second'))).toBeUndefined();
	});
});
