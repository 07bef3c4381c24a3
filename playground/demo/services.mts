import { startSandbox, type Sandbox } from '../sandbox/index.mts';
import type { CredentialSeeds } from '../engine/index.mts';
import type { Contact } from './contacts.mts';

const API_TOKEN = 'demo-server-token';

/** Starts the stand-in of both services, with a world in which some of the contacts have changed their phones. */
export async function startServices(
	contacts: Contact[],
): Promise<{ sandbox: Sandbox; credentials: CredentialSeeds }> {
	const sandbox = await startSandbox({ serviceAccount: true });
	const every = (step: number, column: 'registrationToken' | 'apnsToken') =>
		contacts
			.filter(({ contactId }) => Number(contactId) % step === 0)
			.map((contact) => contact[column].replace(/[<> ]/g, ''))
			.filter((token) => token.length > 40);
	sandbox.seed({
		pushwoosh: {
			apiTokens: { [API_TOKEN]: {} },
			applications: [{ code: 'AAAAA-00000', name: 'Demo shop' }],
		},
		google: {
			tokens: [
				{ state: 'unregistered', tokens: every(41, 'registrationToken') },
				{ state: 'otherProject', tokens: every(53, 'registrationToken') },
			],
			apnsTokens: [{ environment: 'sandbox', tokens: every(7, 'apnsToken') }],
		},
	});
	return {
		sandbox,
		credentials: {
			pushwooshApi: { apiToken: API_TOKEN, baseUrl: sandbox.url },
			googleFcmServiceAccountApi: {
				privateKey: JSON.stringify(sandbox.serviceAccountKey),
				clientEmail: '',
				projectId: '',
				otherAddresses: true,
				iidUrl: sandbox.url,
				fcmUrl: sandbox.url,
				tokenUrl: sandbox.tokenUrl,
			},
		},
	};
}
