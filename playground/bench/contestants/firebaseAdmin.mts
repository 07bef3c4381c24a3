import { firebaseClient } from '../../firebaseAdmin/client.mts';
import { expectResults, type Contestant } from './contestant.mts';

/** Most tokens in a call of Google's client, whichever service it talks to. */
const TOKENS_PER_CALL = 1000;

/** Most messages in a call: a limit of the client, not of FCM. */
const MESSAGES_PER_CALL = 500;

/**
 * Google's own client for Node. Its `…Legacy` methods talk to Instance ID over HTTP/1.1, a request for each call; the others to
 * FCM over HTTP/2, up to 100 requests of a call at the same time, so those calls are made one by one. It is given an
 * access token: no exchange is part of its time.
 */
export const firebaseAdmin: Contestant = async ({ job, services }) => {
	const { url, certificate = '', serviceAccountKey: key, accessToken } = services;
	const { messaging } = firebaseClient({ url, certificate, key, accessToken, transport: 'HTTP/2' });
	const isBatch = job.rowsPerRequest > 1;
	const isSend = job.node.type === 'fcmSend';
	const { title, body } = job.node.parameters;
	const notification = { title: String(title), body: String(body) };
	const call = async (tokens: string[]) => {
		if (isSend) return await messaging.sendEach(tokens.map((token) => ({ notification, token })));
		return await (isBatch
			? messaging.subscribeToTopicLegacy(tokens, 'movies')
			: messaging.subscribeToTopic(tokens, 'movies'));
	};
	const perCall = isSend ? MESSAGES_PER_CALL : TOKENS_PER_CALL;

	return (rows) => async () => {
		const tokens = rows.map(({ registrationToken }) => registrationToken ?? '');
		const started = performance.now();
		let next = 0;
		let done = 0;
		const loop = async () => {
			while (next < tokens.length) {
				const part = tokens.slice(next, (next += perCall));
				const { successCount } = await call(part);
				done += successCount;
			}
		};
		await Promise.all(Array.from({ length: isBatch ? job.concurrency : 1 }, loop));
		if (!job.isFaulty) expectResults(`${job.id} in firebase-admin`, done, rows.length);
		return { timeMs: performance.now() - started };
	};
};
