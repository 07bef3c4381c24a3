import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { readBaseUrl } from '../../shared/baseUrl';
import type { Session } from '../../shared/http/client';

export const PUSHWOOSH_CREDENTIAL = 'pushwooshApi';

/** The credential of a run, with the address that its requests go to. */
export interface PushwooshSession extends Session {
	/** Without a trailing slash. */
	baseUrl: string;
}

/** @throws RequestFailure when the base URL can't be used; what n8n throws when no credential is set */
export async function openPushwoosh(
	context: Pick<IExecuteFunctions | ILoadOptionsFunctions, 'getCredentials'>,
): Promise<PushwooshSession> {
	const credentials = await context.getCredentials(PUSHWOOSH_CREDENTIAL);
	return {
		credentialType: PUSHWOOSH_CREDENTIAL,
		credentials,
		baseUrl: readBaseUrl(credentials.baseUrl, 'Base URL'),
	};
}
