import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readBaseUrl } from '../../../shared/credentials/baseUrl';
import { CredentialProblem, pastedText } from '../../../shared/credentials/credentialProblem';
import { GOOGLE_URLS, hasOtherAddresses } from './serviceAccount';

/** What stands before the key in a header. */
const LABEL = /^key\s*=/i;

/**
 * The server key as it goes into the header, without the `key=` or `Authorization: key=` it may have been copied with.
 * @throws CredentialProblem when it is empty or something else was pasted
 */
export function readServerKey(value: unknown): string {
	let key = pastedText(value).replace(/^authorization\s*:\s*/i, '');
	while (LABEL.test(key)) key = pastedText(key.replace(LABEL, ''));
	if (key === '') throw unusable("'Server Key' is empty");
	if (key.startsWith('{') || key.includes('PRIVATE KEY')) {
		throw unusable("'Server Key' holds the key of a service account");
	}
	if (!/^[\x21-\x7e]+$/.test(key)) {
		throw unusable("'Server Key' holds a space, a line break or another character that keys don't have");
	}
	return key;
}

/** @throws CredentialProblem naming the field */
export function serverKeyUrl(credentials: ICredentialDataDecryptedObject): string {
	if (!hasOtherAddresses(credentials)) return GOOGLE_URLS.iidUrl;
	return readBaseUrl(credentials.iidUrl ?? GOOGLE_URLS.iidUrl, 'Instance ID URL');
}

function unusable(message: string): CredentialProblem {
	return new CredentialProblem({
		code: 'INVALID_SERVER_KEY',
		message,
		advice:
			"Google has refused server keys since June 2024: use the credential 'Google FCM Service Account API' instead, or paste the server key of the Cloud Messaging tab in the Firebase console.",
	});
}
