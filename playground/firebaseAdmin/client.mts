import { randomUUID } from 'node:crypto';

import { cert, deleteApp, initializeApp, type Credential } from 'firebase-admin/app';
import { getMessaging, type Messaging } from 'firebase-admin/messaging';

import type { ServiceAccountKey } from '../sandbox/index.mts';
import type { Destination } from './destination.mts';
import { agentTo, makeDefault } from './http1.mts';
import { leadHttp2 } from './http2.mts';

/** How firebase-admin changes topic subscriptions through FCM; everything else is HTTP/1.1. `HTTP/2, unmended`: see {@link leadHttp2}. */
export type Transport = 'HTTP/1.1' | 'HTTP/2' | 'HTTP/2, unmended';

export interface ClientSetup {
	/** A sandbox that speaks HTTPS; HTTP/2 too, for the transport of that name. */
	url: string;
	/** PEM: what the sandbox's certificate is trusted by. */
	certificate: string;
	key: ServiceAccountKey;
	/** Used as it is; without it the client signs in with the key, as users do. */
	accessToken?: string;
	transport: Transport;
}

export interface FirebaseClient {
	messaging: Messaging;
	/** Hosts that the client wanted to talk to. */
	hosts: Set<string>;
	close: () => Promise<void>;
}

/**
 * Google's own client for Node. It talks to Google's hosts, which can't be set: within this process its connections are led
 * to the sandbox instead, and meanwhile so are those of others in the process that go by its defaults. One at a time.
 */
export function firebaseClient({
	url,
	certificate,
	key,
	accessToken,
	transport,
}: ClientSetup): FirebaseClient {
	const { hostname, port } = new URL(url);
	const hosts = new Set<string>();
	const destination: Destination = {
		address: { host: hostname, port: Number(port), servername: 'localhost', ca: certificate },
		wanted: (host) => void hosts.add(host),
	};
	const agent = agentTo(destination);
	const { project_id: projectId, client_email: clientEmail, private_key: privateKey } = key;
	const credential: Credential =
		accessToken === undefined
			? cert({ projectId, clientEmail, privateKey })
			: { getAccessToken: async () => ({ access_token: accessToken, expires_in: 3600 }) };
	const app = initializeApp({ projectId, credential, httpAgent: agent }, randomUUID());
	const messaging = getMessaging(app);
	if (transport === 'HTTP/1.1') messaging.enableLegacyHttpTransport();
	const releases = [
		...(accessToken === undefined ? [makeDefault(agent)] : []),
		...(transport === 'HTTP/1.1' ? [] : [leadHttp2(destination, transport === 'HTTP/2')]),
	];
	return {
		messaging,
		hosts,
		close: async () => {
			for (const release of releases) release();
			agent.destroy();
			await deleteApp(app);
		},
	};
}
