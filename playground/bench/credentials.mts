import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Services } from './workers/sandboxWorker.mts';

/** The credential of each service, as our nodes' forms have it. */
export function nodeCredentials({
	url,
	tokenUrl,
	apiToken,
	serviceAccountKey,
}: Services): Record<'google' | 'pushwoosh', { type: string; data: ICredentialDataDecryptedObject }> {
	return {
		google: {
			type: 'googleFcmServiceAccountApi',
			data: {
				privateKey: JSON.stringify(serviceAccountKey),
				clientEmail: '',
				projectId: '',
				otherAddresses: true,
				iidUrl: url,
				fcmUrl: url,
				tokenUrl,
				accessToken: '',
			},
		},
		pushwoosh: { type: 'pushwooshApi', data: { apiToken, baseUrl: url } },
	};
}
