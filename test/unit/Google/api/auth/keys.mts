import { generateKeyPairSync } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** RSA key pairs made for this test run; generating one takes a moment, so each file makes few. */
export function rsaKey(): { pem: string; publicPem: string; pkcs1Pem: string } {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return {
		pem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
		pkcs1Pem: privateKey.export({ type: 'pkcs1', format: 'pem' }) as string,
		publicPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
	};
}

export const EMAIL = 'push-tools@acme-demo-4711.iam.gserviceaccount.com';
export const KEY_ID = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c';
export const TOKEN_URL = 'https://oauth2.googleapis.com/token';

/** A key file as Google's console hands it out. */
export function keyFile(pem: string, changes: Record<string, unknown> = {}): string {
	return JSON.stringify(
		{
			type: 'service_account',
			project_id: 'acme-demo-4711',
			private_key_id: KEY_ID,
			private_key: pem,
			client_email: EMAIL,
			client_id: '112233445566778899001',
			auth_uri: 'https://accounts.google.com/o/oauth2/auth',
			token_uri: 'https://accounts.google.com/o/oauth2/token',
			universe_domain: 'googleapis.com',
			...changes,
		},
		null,
		2,
	);
}

/** The credential with its defaults, as n8n decrypts it. */
export function serviceAccount(
	pem: string,
	changes: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	return {
		clientEmail: EMAIL,
		privateKey: pem,
		projectId: '',
		otherAddresses: true,
		iidUrl: 'https://iid.googleapis.com',
		fcmUrl: 'https://fcm.googleapis.com',
		tokenUrl: TOKEN_URL,
		accessToken: '',
		...changes,
	};
}
