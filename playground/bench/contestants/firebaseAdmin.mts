import { Agent } from 'node:https';

import { initializeApp } from 'firebase-admin/app';
import { getMessaging } from 'firebase-admin/messaging';

import { expectResults, type Contestant } from './contestant.mts';

/**
 * Google's own client for Node. Its `…Legacy` methods talk to Instance ID, at an address that can't be set: an agent leads its
 * connections to the sandbox instead. It is given an access token, so no exchange is part of its time.
 */
export const firebaseAdmin: Contestant = async ({ job, services }) => {
	const { hostname, port } = new URL(services.url);
	const toSandbox = { host: hostname, port: Number(port), servername: 'localhost', ca: services.certificate };
	const agent = new (class extends Agent {
		override createConnection(...[options, callback]: Parameters<Agent['createConnection']>) {
			return super.createConnection({ ...options, ...toSandbox }, callback);
		}
	})({ keepAlive: true });
	const app = initializeApp({
		projectId: services.serviceAccountKey.project_id,
		credential: { getAccessToken: async () => ({ access_token: services.accessToken, expires_in: 3600 }) },
		httpAgent: agent,
	});
	const messaging = getMessaging(app);
	messaging.enableLegacyHttpTransport();

	return async (rows) => async () => {
		const tokens = rows.map(({ registrationToken }) => registrationToken ?? '');
		const started = performance.now();
		let next = 0;
		let done = 0;
		const loop = async () => {
			while (next < tokens.length) {
				const part = tokens.slice(next, (next += job.rowsPerRequest));
				const { successCount } = await messaging.subscribeToTopicLegacy(part, 'movies');
				done += successCount;
			}
		};
		await Promise.all(Array.from({ length: job.concurrency }, loop));
		expectResults(`${job.id} in firebase-admin`, done, rows.length);
		return { timeMs: performance.now() - started };
	};
};
