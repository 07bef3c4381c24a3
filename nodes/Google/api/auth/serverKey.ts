import { CredentialProblem, pastedText } from '../../../shared/credentials/credentialProblem';

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

function unusable(message: string): CredentialProblem {
	return new CredentialProblem({
		code: 'INVALID_SERVER_KEY',
		message,
		advice:
			"Google has refused server keys since June 2024: use the credential 'Google FCM Service Account API' instead, or paste the server key of the Cloud Messaging tab in the Firebase console.",
	});
}
