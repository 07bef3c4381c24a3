import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import type { Session } from '../../shared/http/session';
import { RequestFailure } from '../../shared/failure';
import { unpackAccessToken } from './auth/accessToken';
import { readGoogleUrl } from './auth/addresses';
import { authenticateServerKey, authenticateServiceAccount } from './auth/authenticate';
import { identify } from './auth/identity';
import { KEY_FIELD } from './auth/privateKey';
import { RunTokens } from './auth/runTokens';
import { readServerKey } from './auth/serverKey';
import { readServiceAccount } from './auth/serviceAccount';
import { readGoogleError } from './errors/googleError';
import { isThirdPartyAuthError } from './errors/requestFailure';
import { FCM, INSTANCE_ID, type GoogleService } from './errors/services';

export const SERVICE_ACCOUNT_CREDENTIAL = 'googleFcmServiceAccountApi';
export const SERVER_KEY_CREDENTIAL = 'googleFcmServerKeyApi';

/** How a run signs in: the parameter `authentication`. */
export type Authentication = 'serviceAccount' | 'serverKey';

/** Who asks whom: what the user is told of it when a request is refused. */
export interface Asker {
	service: GoogleService;
	authentication: Authentication;
}

/** A credential that Instance ID can be asked with. */
export interface InstanceIdSession extends Session, Asker {
	/** Checked, without a trailing slash. */
	iidUrl: string;
}

/** A credential that Firebase Cloud Messaging can be asked with. */
export interface FcmSession extends Session, Asker {
	/** Checked, without a trailing slash. */
	fcmUrl: string;
	projectId: string;
}

type CredentialSource = Pick<IExecuteFunctions, 'getCredentials' | 'helpers'>;

/**
 * @param service what is asked of Instance ID
 * @throws RequestFailure when a field of the credential can't be used; what n8n throws when none is chosen
 */
export async function openInstanceId(
	context: CredentialSource,
	authentication: Authentication,
	service = INSTANCE_ID,
): Promise<InstanceIdSession> {
	const asker: Asker = { service, authentication };
	if (authentication === 'serviceAccount') {
		const session = await openServiceAccount(context);
		return { ...session, ...asker, iidUrl: readGoogleUrl(session.credentials, 'iidUrl') };
	}
	const credentials = await context.getCredentials(SERVER_KEY_CREDENTIAL);
	const key = readServerKey(credentials.serverApiKey);
	return {
		...asker,
		credentialType: SERVER_KEY_CREDENTIAL,
		jitter: 'slight',
		credentials,
		sign: authenticateServerKey,
		secrets: () => [key],
		iidUrl: readGoogleUrl(credentials, 'iidUrl'),
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
			advice: `Enter it in the credential (Firebase console: Project settings > General), or paste the whole JSON key file into '${KEY_FIELD}'.`,
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
	const fcmUrl = readGoogleUrl(session.credentials, 'fcmUrl');
	return { ...session, service: FCM, authentication: 'serviceAccount', fcmUrl, projectId };
}

/** A key that can't be used fails here, not once for each request; who signs in, and when: {@link RunTokens}. */
async function openServiceAccount(context: CredentialSource): Promise<Session> {
	const read = async () =>
		await context.getCredentials<ICredentialDataDecryptedObject>(SERVICE_ACCOUNT_CREDENTIAL);
	const credentials = await read();
	identify(credentials);
	const tokens = new RunTokens(context.helpers, credentials, read);
	return {
		credentialType: SERVICE_ACCOUNT_CREDENTIAL,
		jitter: 'slight',
		credentials,
		freshen: async (_, limits) => await tokens.current(limits),
		renew: async (refused, answer, limits) =>
			isThirdPartyAuthError(readGoogleError(answer)) ? undefined : await tokens.afterRefusal(refused, limits),
		// n8n mints and stores a token only for a credential that holds none.
		sign: async (sent, request) =>
			unpackAccessToken(sent.accessToken) && (await authenticateServiceAccount(sent, request)),
		secrets: (sent) => {
			const { token } = unpackAccessToken(sent.accessToken) ?? {};
			return token === undefined ? [] : [token];
		},
	};
}
