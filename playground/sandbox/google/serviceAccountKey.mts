import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** The JSON file that Google Cloud hands out for a key of a service account. */
export interface ServiceAccountKey {
	type: 'service_account';
	project_id: string;
	private_key_id: string;
	private_key: string;
	client_email: string;
	client_id: string;
	auth_uri: string;
	token_uri: string;
	universe_domain: string;
}

const generate = promisify(generateKeyPair);

/** Makes a fresh RSA 2048 key pair, in memory only. */
export async function createServiceAccountKey(given: {
	projectId: string;
	clientEmail: string;
	tokenUri: string;
}): Promise<{ key: ServiceAccountKey; publicKey: string }> {
	const { publicKey, privateKey } = await generate('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	});
	const key: ServiceAccountKey = {
		type: 'service_account',
		project_id: given.projectId,
		private_key_id: randomBytes(20).toString('hex'),
		private_key: privateKey,
		client_email: given.clientEmail,
		client_id: '112233445566778899001',
		auth_uri: 'https://accounts.google.com/o/oauth2/auth',
		token_uri: given.tokenUri,
		universe_domain: 'googleapis.com',
	};
	return { key, publicKey };
}
