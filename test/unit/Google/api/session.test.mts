import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { identify } from '../../../../nodes/Google/api/auth/identity.ts';
import { packAccessToken } from '../../../../nodes/Google/api/auth/accessToken.ts';
import { openFcm, openInstanceId } from '../../../../nodes/Google/api/session.ts';
import { RequestFailure } from '../../../../nodes/shared/failure.ts';
import { answer, googleError } from './answers.mts';
import { rsaKey, serviceAccount } from './auth/keys.mts';
import { TokenEndpoint } from './auth/tokenEndpoint.mts';

const { pem } = rsaKey();

/** A context with these credentials, by type. */
const having = (credentials: ICredentialDataDecryptedObject) => {
	const asked: string[] = [];
	const getCredentials = async <T extends object = IDataObject>(type: string) => {
		asked.push(type);
		return credentials as T;
	};
	const { helpers } = new TokenEndpoint();
	return { asked, getCredentials, helpers: helpers as IExecuteFunctions['helpers'] };
};
const account = (changes: Record<string, string> = {}) =>
	serviceAccount(pem, { projectId: 'acme-demo', ...changes });

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
			jitter: 'slight',
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

	it.each(['a/b', '../x', '-a', 'a b', 'a?b', 'ä'])(
		'takes no project “%s”: it becomes part of the address',
		async (projectId) => {
			expect(await failureOf(openFcm(having(account({ projectId }))))).toEqual({
				code: 'INVALID_PROJECT_ID',
				message: "'Project ID' in the credential isn't the ID of a Firebase project",
				advice:
					'Enter the ID as the Firebase console shows it under Project settings > General, such as my-project.',
			});
		},
	);

	it.each(['a', 'A-1', 'example.com:my-project', 'my_project.1'])(
		'takes the project %s',
		async (projectId) => {
			expect((await openFcm(having(account({ projectId })))).projectId).toBe(projectId);
		},
	);
});

describe('a session with Instance ID', () => {
	it('takes a server key, which is never seen in an answer', async () => {
		const context = having({
			serverApiKey: ' key=AAAA:invented-key ',
			otherAddresses: true,
			iidUrl: 'https://iid.example/',
		});
		const session = await openInstanceId(context, 'serverKey');
		expect(session).toMatchObject({
			credentialType: 'googleFcmServerKeyApi',
			jitter: 'slight',
			iidUrl: 'https://iid.example',
		});
		expect(session.secrets?.(session.credentials)).toEqual(['AAAA:invented-key']);
		expect(session.renew).toBeUndefined();
		expect(context.asked).toEqual(['googleFcmServerKeyApi']);
	});

	it('takes a service account', async () => {
		const session = await openInstanceId(
			having(account({ iidUrl: 'https://iid.example/' })),
			'serviceAccount',
		);
		expect(session).toMatchObject({
			credentialType: 'googleFcmServiceAccountApi',
			jitter: 'slight',
			iidUrl: 'https://iid.example',
		});
	});

	it('refuses a damaged key when it is opened, not at each request', async () => {
		expect(
			await failureOf(openInstanceId(having(account({ privateKey: 'none' })), 'serviceAccount')),
		).toMatchObject({
			message: expect.stringContaining("'Key File (JSON)'"),
		});
	});
});

describe('the access token of a run', () => {
	const limits = { maxRetries: 0, timeoutMs: 30_000, signal: undefined };
	const stored = () => {
		const { fingerprint } = identify(account());
		return packAccessToken({
			fingerprint,
			usableUntil: Math.ceil(Date.now() / 1000) + 3000,
			token: 'ya29.stored',
		});
	};
	const unauthenticated = (errorCode?: string) =>
		answer(401, googleError(401, 'UNAUTHENTICATED', 'x', errorCode));

	it('is the stored one, and what answers repeat of it is a secret', async () => {
		const accessToken = stored();
		const session = await openInstanceId(having(account({ accessToken })), 'serviceAccount');
		const sent = await session.freshen?.(session.credentials, limits);
		expect(sent).toEqual({ ...session.credentials, accessToken });
		expect(sent).not.toBe(session.credentials);
		expect(session.secrets?.({ accessToken })).toEqual(['ya29.stored']);
		expect(session.secrets?.({ accessToken: '' })).toEqual([]);
	});

	it('is renewed after a 401, but not after one that is about the APNs key', async () => {
		const accessToken = stored();
		const session = await openInstanceId(having(account({ accessToken })), 'serviceAccount');
		const sent = { ...session.credentials, accessToken };
		expect(await session.renew?.(sent, unauthenticated('THIRD_PARTY_AUTH_ERROR'), limits)).toBeUndefined();
		await expect(session.renew?.(sent, unauthenticated(), limits)).resolves.toMatchObject({
			accessToken: '',
		});
	});
});
