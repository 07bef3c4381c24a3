import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import type { Session } from '../../shared/http/client';
import type { ItemReader } from '../../shared/items/itemReader';
import {
	freshestAccessToken,
	readGoogleUrls,
	readServerKey,
	readServiceAccount,
	serverKeyUrl,
	unpackAccessToken,
} from './auth';
import { RequestFailure } from '../../shared/engine/failure';

export const SERVICE_ACCOUNT_CREDENTIAL = 'googleFcmServiceAccountApi';
export const SERVER_KEY_CREDENTIAL = 'googleFcmServerKeyApi';

/** How a run signs in: the parameter `authentication`. */
export type Authentication = 'serviceAccount' | 'serverKey';

/** A credential that Instance ID can be asked with. */
export interface InstanceIdSession extends Session {
	/** Checked, without a trailing slash. */
	iidUrl: string;
}

/** A credential that Firebase Cloud Messaging can be asked with. */
export interface FcmSession extends Session {
	/** Checked, without a trailing slash. */
	fcmUrl: string;
	projectId: string;
}

type CredentialSource = Pick<IExecuteFunctions, 'getCredentials'>;

/** @throws ItemProblem for an unknown choice */
export function readAuthentication(first: ItemReader): Authentication {
	return first.choice('authentication', ['serviceAccount', 'serverKey'], 'serviceAccount');
}

/** @throws RequestFailure when a field of the credential can't be used; what n8n throws when none is chosen */
export async function openInstanceId(
	context: CredentialSource,
	authentication: Authentication,
): Promise<InstanceIdSession> {
	if (authentication === 'serviceAccount') {
		const session = await openServiceAccount(context);
		return { ...session, iidUrl: readGoogleUrls(session.credentials).iidUrl };
	}
	const credentials = await context.getCredentials(SERVER_KEY_CREDENTIAL);
	const key = readServerKey(credentials.serverApiKey);
	return {
		credentialType: SERVER_KEY_CREDENTIAL,
		credentials,
		secrets: () => [key],
		iidUrl: serverKeyUrl(credentials),
	};
}

/** @throws RequestFailure also when the credential names no project */
export async function openFcm(context: CredentialSource): Promise<FcmSession> {
	const session = await openServiceAccount(context);
	const { projectId } = readServiceAccount(session.credentials);
	if (projectId === undefined) {
		throw new RequestFailure({
			code: 'MISSING_PROJECT_ID',
			message: "The credential has no 'Project ID', which Firebase Cloud Messaging needs",
			advice:
				"Enter it in the credential (Firebase console: Project settings > General), or paste the whole JSON key file into 'Private Key'.",
		});
	}
	if (!/^[A-Za-z0-9][A-Za-z0-9:._-]*$/.test(projectId)) {
		throw new RequestFailure({
			code: 'INVALID_PROJECT_ID',
			message: "'Project ID' in the credential isn't the ID of a Firebase project",
			advice:
				'Enter the ID as the Firebase console shows it under Project settings > General, such as my-project.',
		});
	}
	return { ...session, fcmUrl: readGoogleUrls(session.credentials).fcmUrl, projectId };
}

/** Each request gets the newest access token that this n8n process has; see `auth/tokenRenewal.ts`. */
async function openServiceAccount(context: CredentialSource): Promise<Session> {
	const openedAt = Date.now();
	const credentials: ICredentialDataDecryptedObject =
		await context.getCredentials(SERVICE_ACCOUNT_CREDENTIAL);
	const refusedTokens = new Set<unknown>();
	const freshen = (own: ICredentialDataDecryptedObject) =>
		freshestAccessToken(refusedTokens.has(own.accessToken) ? { ...own, accessToken: '' } : own, openedAt);
	// A key that can't be used fails here, not once for each request.
	const stored = freshen(credentials).accessToken;
	let replaced: unknown;
	const renew = (refused: ICredentialDataDecryptedObject) => {
		refusedTokens.add(refused.accessToken);
		const next = freshen(refused);
		if (next.accessToken !== '' && next.accessToken !== refused.accessToken) return next;
		// One token that was minted for this run is replaced, for all requests that it was refused for: it may have expired on
		// the way. Where its successor is refused too, a third would fare no better.
		if (refused.accessToken !== stored) replaced ??= refused.accessToken;
		const mayReplace = refused.accessToken === stored || refused.accessToken === replaced;
		return mayReplace ? { ...next, accessToken: '' } : undefined;
	};
	const secrets = (sent: ICredentialDataDecryptedObject) => {
		const { token } = unpackAccessToken(sent.accessToken) ?? {};
		return token === undefined ? [] : [token];
	};
	return {
		credentialType: SERVICE_ACCOUNT_CREDENTIAL,
		credentials,
		freshen,
		renew,
		secrets,
	};
}
