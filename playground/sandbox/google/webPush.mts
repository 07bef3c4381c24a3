import { createHash } from 'node:crypto';
import { isObject, jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import { authenticateWebPush, isAnswer } from './auth.mts';
import { httpStatusOf, instanceIdError, notFoundPage } from './errors.mts';
import { judge } from './registrations.mts';
import type { GoogleState, WebSubscription } from './state.mts';

/** An uncompressed P-256 point as unpadded base64url: 65 bytes of which the first is 4. */
const POINT = /^B[A-P][A-Za-z0-9_-]{85}$/;
const AUTH_SECRET = /^[A-Za-z0-9_-]{22}$/;

/** Answers `/v1/web/iid…`: import, refresh and delete of Push API subscriptions. */
export function answerWebPush(state: GoogleState, request: SandboxRequest): Answer {
	const { method, path } = request;
	const existing = /^\/v1\/web\/iid\/([^/]+?)(:refresh)?$/.exec(path);
	const token = existing?.[1];
	const call =
		method === 'POST' && path === '/v1/web/iid'
			? () => importSubscription(state, request)
			: method === 'POST' && token !== undefined && existing?.[2] !== undefined
				? () => refreshSubscription(state, request, token)
				: method === 'DELETE' && token !== undefined && existing?.[2] === undefined
					? () => deleteSubscription(state, request, token)
					: undefined;
	if (call === undefined || !state.settings.webPushAvailable) return notFoundPage();
	const caller = authenticateWebPush(state, request);
	if (isAnswer(caller)) return caller;
	const refusal = token === undefined ? undefined : refusalOf(state, caller.project.projectId, token);
	return refusal ?? call();
}

function refusalOf(state: GoogleState, projectId: string, token: string): Answer | undefined {
	const verdict = judge(state, state.project(projectId), token);
	if (verdict === 'malformed') return instanceIdError(400, 'InvalidToken');
	if (verdict === 'otherProject') return instanceIdError(403, 'PERMISSION_DENIED');
	if (verdict === 'unregistered' || state.deletedWebSubscriptions.has(token)) {
		return instanceIdError(404, 'No information found about this instance id.');
	}
	return verdict === 'alive' ? undefined : instanceIdError(httpStatusOf(verdict.code), verdict.code);
}

function importSubscription(state: GoogleState, request: SandboxRequest): Answer {
	const subscription = subscriptionOf(state, request);
	if (typeof subscription === 'string') return instanceIdError(400, subscription);
	const token = tokenFor(subscription, 1);
	state.webSubscriptions.set(token, subscription);
	state.deletedWebSubscriptions.delete(token);
	return jsonAnswer(200, { token });
}

function refreshSubscription(state: GoogleState, request: SandboxRequest, token: string): Answer {
	const subscription = subscriptionOf(state, request);
	if (typeof subscription === 'string') return instanceIdError(400, subscription);
	const isKept = state.settings.refreshedToken === 'same';
	const refreshed = isKept ? token : tokenFor(subscription, state.webSubscriptions.size + 2);
	if (!isKept) {
		state.webSubscriptions.delete(token);
		state.deletedWebSubscriptions.add(token);
	}
	state.webSubscriptions.set(refreshed, subscription);
	return jsonAnswer(200, { token: refreshed });
}

function deleteSubscription(state: GoogleState, request: SandboxRequest, token: string): Answer {
	if (request.rawBody.length > 0) return instanceIdError(400, 'InvalidParameters');
	state.webSubscriptions.delete(token);
	state.deletedWebSubscriptions.add(token);
	return jsonAnswer(200, {});
}

/** The subscription of an import or refresh, or what is wrong with it. */
function subscriptionOf(state: GoogleState, request: SandboxRequest): WebSubscription | string {
	const key = /^p256ecdsa=([^;,\s]+)$/.exec(String(request.headers['crypto-key'] ?? ''))?.[1];
	if (key === undefined || !POINT.test(key)) return 'InvalidCryptoKey';
	const known = state.settings.vapidPublicKeys;
	if (known !== undefined && !known.includes(key)) return 'InvalidCryptoKey';
	const body = request.json;
	if (request.contentType !== 'application/json' || !isObject(body)) return 'InvalidSubscription';
	const { endpoint, keys } = body;
	// Also refuses expirationTime, which browsers add and the service doesn't take.
	if (Object.keys(body).sort().join() !== 'endpoint,keys') return 'InvalidSubscription';
	if (!isObject(keys) || Object.keys(keys).sort().join() !== 'auth,p256dh') return 'InvalidSubscription';
	const { auth, p256dh } = keys;
	if (typeof endpoint !== 'string' || !URL.canParse(endpoint) || !endpoint.startsWith('https:'))
		return 'InvalidSubscription';
	if (typeof p256dh !== 'string' || !POINT.test(p256dh)) return 'InvalidSubscription';
	if (typeof auth !== 'string' || !AUTH_SECRET.test(auth)) return 'InvalidSubscription';
	return { endpoint, keys: { auth, p256dh }, applicationPublicKey: key };
}

/** A registration token that begins like the endpoint's own id when it has one. */
function tokenFor({ endpoint, keys }: WebSubscription, generation: number): string {
	const id = /\/([A-Za-z0-9_-]+):[^/]*$/.exec(endpoint)?.[1];
	const digest = createHash('sha512').update(`${generation} ${endpoint} ${keys.p256dh}`).digest('base64url');
	return `${id ?? digest.slice(0, 11)}:APA91b${digest.slice(11)}`;
}
