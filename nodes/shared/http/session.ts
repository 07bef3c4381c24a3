import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import type { HttpAnswer } from './answer';
import type { Jitter } from './retry';

/** Which credential a run uses and how each request gets the freshest copy of it. */
export interface Session {
	/** How the waits between the service's requests are spread. */
	jitter: Jitter;
	credentialType: string;
	credentials: ICredentialDataDecryptedObject;
	/**
	 * What to send a request with, where the credential has an access token that can be renewed. That may take a sign-in,
	 * which has an end of its own: the request's time limit begins after it.
	 * @throws a failure of ours when the sign-in failed, RunCanceled when the run ended meanwhile
	 */
	freshen?: (
		credentials: ICredentialDataDecryptedObject,
		limits: SignInLimits,
	) => ICredentialDataDecryptedObject | Promise<ICredentialDataDecryptedObject>;
	/**
	 * What to try once more with after a 401; undefined where another token would be refused as well, or where the answer
	 * isn't about the token.
	 * @param refused the credential as it was sent
	 * @throws as `freshen`
	 */
	renew?: (
		refused: ICredentialDataDecryptedObject,
		answer: HttpAnswer,
		limits: SignInLimits,
	) => ICredentialDataDecryptedObject | undefined | Promise<ICredentialDataDecryptedObject | undefined>;
	/**
	 * Adds the credential to a request that n8n doesn't send: what its type's `authenticate` does. Absent where only n8n does.
	 * @param credentials as for the request itself
	 * @returns undefined for one that has to go through n8n, since it stores the access token on the way
	 * @throws a failure of ours when the credential isn't for that address
	 */
	sign?: (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	) => Promise<IHttpRequestOptions | undefined>;
	/**
	 * What is never to be seen of an answer that repeats the request.
	 * @param sent the credential as it was sent
	 */
	secrets?: (sent: ICredentialDataDecryptedObject) => string[];
}

/** How far a sign-in may go. */
export interface SignInLimits {
	/** How often it is tried again at most. */
	maxRetries: number;
	/** Milliseconds that a single request of the run may take. */
	timeoutMs: number;
	/** Aborted when the run is over. */
	signal: AbortSignal | undefined;
}
