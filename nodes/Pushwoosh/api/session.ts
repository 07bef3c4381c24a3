import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { pastedText } from '../../shared/credentials/credentialProblem';
import type { Session } from '../../shared/http/client';
import { pushwooshBaseUrl } from './auth';

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
		jitter: 'full',
		credentials,
		secrets: () => [pastedText(credentials.apiToken)],
		baseUrl: pushwooshBaseUrl(credentials),
	};
}

/** The credential of a run: opened once by the engine, then the operation asks for the address. */
export interface RunSession {
	open(): Promise<PushwooshSession>;
	/** Without a trailing slash; only after {@link open}. */
	baseUrl(): string;
}

/** @returns what an operation needs of its credential, nothing opened yet */
export function runSession(context: Pick<IExecuteFunctions, 'getCredentials'>): RunSession {
	let baseUrl = '';
	return {
		open: async () => {
			const session = await openPushwoosh(context);
			({ baseUrl } = session);
			return session;
		},
		baseUrl: () => baseUrl,
	};
}
