import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import {
	pathBelow,
	refuseTarget,
	targetOf,
	withHeaders,
	type OutgoingRequest,
} from '../../../shared/credentials/outgoingRequest';
import { ifUsable, unpackAccessToken } from './accessToken';
import { readGoogleUrl, type GoogleUrls } from './addresses';
import { identify } from './identity';
import { readServerKey } from './serverKey';
import { noteStored } from './tokenRenewal';

const ALLOWED = "Google's own addresses (googleapis.com) and the URLs in the credential";

/**
 * Adds the service account's access token to a request of a node or of n8n's HTTP Request node. Without a usable
 * token the request goes out without one: Google answers 401, and n8n then renews the token and sends it again.
 * @throws CredentialProblem for other hosts than Google's and the credential's own, and for unusable fields
 */
export async function authenticateServiceAccount(
	credentials: ICredentialDataDecryptedObject,
	request: OutgoingRequest,
): Promise<OutgoingRequest> {
	const { urls, fingerprint } = identify(credentials);
	noteStored(credentials);
	const stored = ifUsable(unpackAccessToken(credentials.accessToken), fingerprint);
	const target = targetOf(request);
	if (!isGoogle(target) && !Object.values(urls).some((url) => pathBelow(url, target) !== undefined)) {
		refuseTarget(target, ALLOWED);
	}
	return withHeaders(request, {
		Authorization: stored && `Bearer ${stored.token}`,
		// Without this header Instance ID takes the token for a server key (the service's reference, 3.1).
		access_token_auth: isInstanceId(target, urls) ? 'true' : undefined,
	});
}

/**
 * Adds the legacy server key to a request.
 * @throws CredentialProblem for other hosts than Google's and the credential's own, and for unusable fields
 */
export async function authenticateServerKey(
	credentials: ICredentialDataDecryptedObject,
	request: OutgoingRequest,
): Promise<OutgoingRequest> {
	const iidUrl = readGoogleUrl(credentials, 'iidUrl');
	const key = readServerKey(credentials.serverApiKey);
	const target = targetOf(request);
	if (!isGoogle(target) && pathBelow(iidUrl, target) === undefined) refuseTarget(target, ALLOWED);
	// access_token_auth would announce an access token.
	return withHeaders(request, { Authorization: `key=${key}`, access_token_auth: undefined });
}

function isGoogle({ protocol, hostname, port }: URL): boolean {
	return protocol === 'https:' && port === '' && /(^|\.)googleapis\.com$/.test(hostname);
}

/** Where Instance ID and FCM share an address (a local stand-in, a proxy) the longer prefix or the path decides. */
function isInstanceId(target: URL, { iidUrl, fcmUrl }: GoogleUrls): boolean {
	const below = pathBelow(iidUrl, target);
	if (below === undefined) return target.hostname === 'iid.googleapis.com';
	if (pathBelow(fcmUrl, target) === undefined || iidUrl.length > fcmUrl.length) return true;
	return /^\/(iid|v1\/web\/iid)(\/|$)/.test(below);
}
