import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readGoogleUrls, type GoogleUrls } from './addresses';
import { MESSAGING_SCOPE, readServiceAccount, type ServiceAccount } from './serviceAccount';

/** What a credential stands for when a request is authenticated. It doesn't hold the key. */
interface Identity {
	/** Tells sign-ins apart: see {@link fingerprintOf}. */
	fingerprint: string;
	urls: GoogleUrls;
}

/** Credentials remembered at the same time. */
const MOST_IDENTITIES = 100;
/** By a hash of the fields as they were typed: reading a key file costs more than the hash, for every request. */
const identities = new Map<string, Identity>();

/**
 * @returns what the credential stands for
 * @throws CredentialProblem when key, e-mail or URLs can't be used at all
 */
export function identify(credentials: ICredentialDataDecryptedObject): Identity {
	const { privateKey, clientEmail, otherAddresses, iidUrl, fcmUrl, tokenUrl } = credentials;
	const typed = sha256([privateKey, clientEmail, otherAddresses, iidUrl, fcmUrl, tokenUrl]);
	const known = identities.get(typed);
	if (known) return known;

	const urls = readGoogleUrls(credentials);
	const identity = { fingerprint: fingerprintOf(readServiceAccount(credentials), urls.tokenUrl), urls };
	if (identities.size >= MOST_IDENTITIES) identities.clear();
	identities.set(typed, identity);
	return identity;
}

/** A hash of e-mail, key, token URL and scope, the same in whatever form the key was pasted. */
function fingerprintOf(account: ServiceAccount, tokenUrl: string): string {
	const { clientEmail, privateKeyPem } = account;
	return sha256([clientEmail.toLowerCase(), privateKeyPem, tokenUrl, MESSAGING_SCOPE]).slice(0, 32);
}

function sha256(parts: unknown[]): string {
	// The length keeps apart what would otherwise read the same when put together.
	const texts = parts.map(String).map((text) => `${text.length}:${text}`);
	return createHash('sha256').update(texts.join('')).digest('hex');
}
