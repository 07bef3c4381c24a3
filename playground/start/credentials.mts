import { CHAT_MODEL_KEY } from '../sandbox/index.mts';
import type { Sandbox } from '../sandbox/index.mts';

/** Tokens of the sandbox; they open nothing else. */
export const API_TOKEN = 'SERVER_TOKEN';
export const DEVICE_TOKEN = 'DEVICE_TOKEN';

/** Working credentials for the sandbox, in the form that `n8n import:credentials` reads. IDs are those the examples name. */
export function playgroundCredentials(
	sandbox: Pick<Sandbox, 'url' | 'tokenUrl' | 'chatModelUrl' | 'serviceAccountKey'>,
): object[] {
	return [
		{
			id: 'pushwooshApi',
			name: 'Pushwoosh account',
			type: 'pushwooshApi',
			data: {
				apiToken: API_TOKEN,
				deviceToken: DEVICE_TOKEN,
				baseUrl: sandbox.url,
				otherAddresses: true,
				journeyUrl: sandbox.url,
				statisticsScheme: 'Api',
			},
		},
		{
			id: 'googleFcmServiceAccountApi',
			name: 'Google service account (FCM)',
			type: 'googleFcmServiceAccountApi',
			data: {
				privateKey: JSON.stringify(sandbox.serviceAccountKey),
				clientEmail: '',
				projectId: '',
				otherAddresses: true,
				iidUrl: sandbox.url,
				fcmUrl: sandbox.url,
				tokenUrl: sandbox.tokenUrl,
				accessToken: '',
			},
		},
		{
			id: 'openAiApi',
			name: 'Stand-in model (playground)',
			type: 'openAiApi',
			data: { apiKey: CHAT_MODEL_KEY, url: sandbox.chatModelUrl },
		},
	];
}
