import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { pastedText } from '../../shared/credentials/credentialProblem';
import type { Session } from '../../shared/http/session';
import { authenticatePushwoosh, hasDeviceToken, pushwooshAddresses, type Addresses } from './auth';

const PUSHWOOSH_CREDENTIAL = 'pushwooshApi';

/** What a request has to know of the credential: where it goes, and whether the calls of the Device API can be made. */
export interface PushwooshAccess extends Addresses {
	hasDeviceToken: boolean;
}

/** The credential of a run, opened. */
export interface PushwooshSession extends Session, PushwooshAccess {}

/** @throws RequestFailure when an address can't be used; what n8n throws when no credential is set */
export async function openPushwoosh(
	context: Pick<IExecuteFunctions | ILoadOptionsFunctions, 'getCredentials'>,
): Promise<PushwooshSession> {
	const credentials = await context.getCredentials(PUSHWOOSH_CREDENTIAL);
	const tokens = [credentials.apiToken, credentials.deviceToken]
		.map(pastedText)
		.filter((token) => token !== '');
	return {
		credentialType: PUSHWOOSH_CREDENTIAL,
		jitter: 'full',
		credentials,
		sign: authenticatePushwoosh,
		secrets: () => tokens,
		...pushwooshAddresses(credentials),
		hasDeviceToken: hasDeviceToken(credentials),
	};
}
