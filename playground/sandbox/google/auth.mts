import { htmlAnswer, jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import { googleError } from './errors.mts';
import type { GoogleState, Project, ServiceAccount } from './state.mts';
import { opensMessaging } from './token.mts';

export interface Caller {
	project: Project;
	role: NonNullable<ServiceAccount['role']>;
}

const DEPRECATED = {
	error: 'Authenticating using server key is deprecated. Please use an OAuth2 token instead.',
};
const DEPRECATED_ANSWER = (): Answer => jsonAnswer(401, DEPRECATED);
const UNAUTHORIZED_PAGE = (): Answer => htmlAnswer(401, 'Unauthorized');

/** Whoever holds a good access token, or what is wrong with the Authorization header. */
function bearer(
	state: GoogleState,
	authorization: string | undefined,
): Caller | 'absent' | 'key' | 'bad' | 'expired' | 'scope' {
	if (authorization === undefined) return 'absent';
	if (/^key=/i.test(authorization)) return 'key';
	const value = /^Bearer (\S+)$/.exec(authorization)?.[1];
	const token = value === undefined ? undefined : state.accessTokens.get(value);
	if (token === undefined) return 'bad';
	if (token.revoked || token.expiresAt <= state.clock.now()) return 'expired';
	if (!opensMessaging(token.scopes)) return 'scope';
	return {
		project: state.project(token.projectId),
		role: state.serviceAccounts.get(token.clientEmail)?.role ?? 'admin',
	};
}

/** Instance ID: a bearer token counts only beside the header `access_token_auth: true`. */
export function authenticateInstanceId(state: GoogleState, request: SandboxRequest): Caller | Answer {
	const { authorization } = request.headers;
	const declared = request.headers.access_token_auth;
	if (authorization === undefined) {
		return state.settings.missingAuthorization === 'html'
			? UNAUTHORIZED_PAGE()
			: jsonAnswer(401, { error: 'MissingAuthorization' });
	}
	if (authorization.startsWith('key=')) return serverKeyCaller(state, authorization.slice(4), declared);
	if (declared !== 'true') {
		return state.settings.missingAccessTokenAuth === 'json' ? DEPRECATED_ANSWER() : UNAUTHORIZED_PAGE();
	}
	const caller = bearer(state, authorization);
	if (caller === 'scope') return jsonAnswer(403, { error: 'PERMISSION_DENIED' });
	return typeof caller === 'string' ? UNAUTHORIZED_PAGE() : caller;
}

function serverKeyCaller(state: GoogleState, key: string, declared: unknown): Caller | Answer {
	const projectId = state.acceptedServerKeys.get(key);
	if (projectId === undefined) return DEPRECATED_ANSWER();
	// The header announces an OAuth token, which a server key isn't.
	return declared === undefined ? { project: state.project(projectId), role: 'admin' } : UNAUTHORIZED_PAGE();
}

/** Web push: plain bearer token; the other header does no harm. */
export function authenticateWebPush(state: GoogleState, request: SandboxRequest): Caller | Answer {
	const caller = bearer(state, request.headers.authorization);
	if (caller === 'scope') return jsonAnswer(403, { error: 'PERMISSION_DENIED' });
	return typeof caller === 'string' ? UNAUTHORIZED_PAGE() : caller;
}

/** FCM: plain bearer token of the project in the path; errors as Google objects. */
export function authenticateFcm(
	state: GoogleState,
	request: SandboxRequest,
	projectId: string,
): Caller | Answer {
	const caller = bearer(state, request.headers.authorization);
	if (caller === 'absent' || caller === 'key' || caller === 'bad' || caller === 'expired')
		return unauthenticated(caller);
	if (caller === 'scope')
		return googleError(403, 'PERMISSION_DENIED', 'Request had insufficient authentication scopes.');
	if (caller.project.projectId !== projectId && caller.project.projectNumber !== projectId) {
		return googleError(403, 'PERMISSION_DENIED', `Permission denied on resource project ${projectId}.`);
	}
	return caller;
}

/** A token that isn't one has no details; otherwise they tell what is wrong with it. */
function unauthenticated(reason: 'absent' | 'key' | 'bad' | 'expired'): Answer {
	const isMissing = reason === 'absent' || reason === 'key';
	const what = isMissing
		? 'Request is missing required authentication credential.'
		: 'Request had invalid authentication credentials.';
	const message = `${what} Expected OAuth 2 access token, login cookie or other valid authentication credential.`;
	if (reason === 'bad') return googleError(401, 'UNAUTHENTICATED', message);
	const detail = {
		'@type': 'type.googleapis.com/google.rpc.ErrorInfo',
		reason: isMissing ? 'CREDENTIALS_MISSING' : 'ACCESS_TOKEN_EXPIRED',
		domain: 'googleapis.com',
	};
	return jsonAnswer(401, { error: { code: 401, message, status: 'UNAUTHENTICATED', details: [detail] } });
}

export function isAnswer(value: Caller | Answer): value is Answer {
	return 'status' in value;
}
