import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CredentialProblem, pastedText } from '../../../shared/credentials/credentialProblem';
import { looksLikeKeyFile, readKeyFile } from './keyFile';
import { GET_KEY_FILE, KEY_FIELD, repairPrivateKey } from './privateKey';

/** The one scope that the nodes need: sending, and managing topic subscriptions. */
export const MESSAGING_SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';

export interface ServiceAccount {
	clientEmail: string;
	/** Only calls to Firebase Cloud Messaging need it. */
	projectId?: string;
	/** In PEM form, ready for node:crypto; not yet proven to be a key. */
	privateKeyPem: string;
	/** `private_key_id` of the key file, for the assertion's `kid`. */
	keyId?: string;
}

/**
 * Who signs in, from the credential's fields or, when the whole key file was pasted into the key field, from that:
 * its e-mail, project and key then count, its `token_uri` doesn't (the service's reference, trap 22).
 * @throws CredentialProblem when the e-mail or the key is missing or something else was pasted
 */
export function readServiceAccount(credentials: ICredentialDataDecryptedObject): ServiceAccount {
	const pastedKey = typeof credentials.privateKey === 'string' ? credentials.privateKey : '';
	const file = readKeyFile(pastedKey);
	return {
		privateKeyPem: repairPrivateKey(file?.privateKey ?? pastedKey),
		clientEmail: readEmail(file?.clientEmail ?? pastedText(credentials.clientEmail), pastedKey),
		projectId: file?.projectId ?? (pastedText(credentials.projectId) || undefined),
		keyId: file?.keyId,
	};
}

/** @param pastedKey what stands in the key field: where it holds more than a key, that is what there is to mend */
function readEmail(email: string, pastedKey: string): string {
	if (/^[^\s@{}"]+@[^\s@{}"]+\.[^\s@{}"]+$/.test(email)) return email;
	if (email === '' && looksLikeKeyFile(pastedKey)) {
		throw new CredentialProblem({
			code: 'INVALID_PRIVATE_KEY',
			message: `'${KEY_FIELD}' holds more than the key file, or a part of it`,
			advice: `Paste the JSON key file alone, from its first { to its last }. ${GET_KEY_FILE}`,
		});
	}
	throw new CredentialProblem({
		code: 'INVALID_CLIENT_EMAIL',
		message:
			email === '' ? "'Service Account Email' is empty" : "'Service Account Email' isn't an e-mail address",
		advice: `Enter the 'client_email' of the key file, or leave that field and paste the whole file. ${GET_KEY_FILE}`,
	});
}
