import { isObject, jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import { importApnsTokens } from './apnsImport.mts';
import { authenticateInstanceId, isAnswer } from './auth.mts';
import { httpStatusOf, instanceIdError, notFoundPage } from './errors.mts';
import { isFull, judge, quotaHeaders, TOPIC_SHAPE, withinQuota } from './registrations.mts';
import type { Verdict } from './registrations.mts';
import { subscribersOf, topicsOf } from './state.mts';
import type { GoogleState, Project } from './state.mts';

const NO_INFORMATION = 'No information found about this instance id.';
const MOST_TOKENS = 1000;

/** Answers `/iid/…`. Colons must stand in the path as they are. */
export function answerInstanceId(state: GoogleState, request: SandboxRequest): Answer {
	const call = state.settings.instanceIdAvailable ? callFor(request) : undefined;
	if (call === undefined) return notFoundPage();
	const caller = authenticateInstanceId(state, request);
	return isAnswer(caller) ? caller : call(state, caller.project, request);
}

type Call = (state: GoogleState, project: Project, request: SandboxRequest) => Answer;

function callFor({ method, path }: SandboxRequest): Call | undefined {
	if (method === 'POST') {
		if (path === '/iid/v1:batchAdd')
			return (state, project, request) => changeTopic(state, project, request, 'add');
		if (path === '/iid/v1:batchRemove')
			return (state, project, request) => changeTopic(state, project, request, 'remove');
		if (path === '/iid/v1:batchImport') return importApnsTokens;
		const single = /^\/iid\/v1\/([^/]+)\/rel\/topics\/((?:private\/)?[^/]+)$/.exec(path);
		if (single !== null)
			return (state, project, request) => subscribeOne(state, project, request, single[1], single[2]);
	}
	const info = method === 'GET' ? /^\/iid\/info\/([^/]+)$/.exec(path) : null;
	return info === null ? undefined : (state, project, request) => lookUp(state, project, request, info[1]);
}

/** The error of a call that concerns a single token; `undefined` for a living one. */
function errorOf(verdict: Verdict, headers: Record<string, string>): Answer | undefined {
	if (verdict === 'alive') return undefined;
	if (verdict === 'unregistered') return instanceIdError(404, NO_INFORMATION);
	if (verdict === 'malformed') return instanceIdError(400, 'InvalidToken');
	if (verdict === 'otherProject') return instanceIdError(403, 'PERMISSION_DENIED');
	return instanceIdError(httpStatusOf(verdict.code), verdict.code, headers);
}

function lookUp(state: GoogleState, project: Project, request: SandboxRequest, token: string): Answer {
	const details = request.query.get('details');
	const isKnownQuery = [...request.query.keys()].every((name) => name === 'details');
	if (!isKnownQuery || (details !== null && details !== 'true' && details !== 'false')) {
		return instanceIdError(400, 'InvalidParameters');
	}
	const error = errorOf(judge(state, project, token), quotaHeaders(state));
	if (error !== undefined) return error;
	const topics = details === 'true' ? topicsOf(project, token) : [];
	const rel = {
		topics: Object.fromEntries(
			topics.map(({ topic, since }) => [topic, { addDate: new Date(since).toISOString().slice(0, 10) }]),
		),
	};
	return jsonAnswer(200, {
		...appOf(state, token),
		authorizedEntity: project.projectNumber,
		platform: platformOf(state, token),
		...state.registrations.get(token)?.info,
		...(topics.length > 0 ? { rel } : {}),
	});
}

function appOf(state: GoogleState, token: string): Record<string, string> {
	const bundle = state.importedTokens.get(token);
	if (bundle !== undefined) return { application: bundle };
	const web = state.webSubscriptions.get(token);
	if (web === undefined) return { application: 'org.example.weatherapp', applicationVersion: '412' };
	return { application: 'webpush', scope: '', subtype: `wp:${new URL(web.endpoint).origin}/#sandbox-V2` };
}

function platformOf(state: GoogleState, token: string): string {
	if (state.importedTokens.has(token)) return 'IOS';
	return state.webSubscriptions.has(token) ? 'WEBPUSH' : 'ANDROID';
}

function subscribeOne(
	state: GoogleState,
	project: Project,
	request: SandboxRequest,
	token: string,
	encodedTopic: string,
): Answer {
	if (request.headers['content-length'] === undefined)
		return instanceIdError(411, 'Content-Length is required');
	if (request.rawBody.length > 0 || request.query.size > 0) return instanceIdError(400, 'InvalidParameters');
	const topic = decoded(encodedTopic);
	if (topic === undefined || !TOPIC_SHAPE.test(topic)) return instanceIdError(400, 'InvalidTopicName');
	if (!withinQuota(state, project, 1)) return instanceIdError(429, 'RESOURCE_EXHAUSTED', quotaHeaders(state));
	const error = errorOf(judge(state, project, token), quotaHeaders(state));
	if (error !== undefined) return error;
	if (isFull(state, project, token, topic)) return instanceIdError(400, 'TOO_MANY_TOPICS');
	const subscribers = subscribersOf(project, topic);
	if (!subscribers.has(token)) subscribers.set(token, state.clock.now());
	return jsonAnswer(200, {});
}

function decoded(segment: string): string | undefined {
	try {
		return decodeURIComponent(segment);
	} catch {
		return undefined;
	}
}

function changeTopic(
	state: GoogleState,
	project: Project,
	request: SandboxRequest,
	change: 'add' | 'remove',
): Answer {
	const body = request.json;
	if (request.contentType !== 'application/json' || request.query.size > 0)
		return instanceIdError(400, 'InvalidParameters');
	if (!isObject(body) || Object.keys(body).some((name) => name !== 'to' && name !== 'registration_tokens')) {
		return instanceIdError(400, 'InvalidParameters');
	}
	const { to, registration_tokens: tokens } = body;
	if (
		typeof to !== 'string' ||
		!to.startsWith('/topics/') ||
		!TOPIC_SHAPE.test(to.slice('/topics/'.length))
	) {
		return instanceIdError(400, 'InvalidTopicName');
	}
	if (!isTokenList(tokens)) return instanceIdError(400, 'InvalidParameters');
	if (!withinQuota(state, project, tokens.length))
		return instanceIdError(429, 'RESOURCE_EXHAUSTED', quotaHeaders(state));
	const topic = to.slice('/topics/'.length);
	const subscribers = subscribersOf(project, topic);
	const now = state.clock.now();
	const results = tokens.map((token) => {
		const error = batchCode(judge(state, project, token));
		if (error !== undefined) return { error };
		if (change === 'remove') subscribers.delete(token);
		else if (isFull(state, project, token, topic)) return { error: 'TOO_MANY_TOPICS' };
		else if (!subscribers.has(token)) subscribers.set(token, now);
		return {};
	});
	if (subscribers.size === 0) project.topics.delete(topic);
	return jsonAnswer(200, { results });
}

function isTokenList(tokens: unknown): tokens is string[] {
	return (
		Array.isArray(tokens) &&
		tokens.length > 0 &&
		tokens.length <= MOST_TOKENS &&
		tokens.every((token) => typeof token === 'string' && token !== '')
	);
}

function batchCode(verdict: Verdict): string | undefined {
	switch (verdict) {
		case 'alive':
			return undefined;
		case 'unregistered':
			return 'NOT_FOUND';
		case 'malformed':
		case 'otherProject':
			return 'INVALID_ARGUMENT';
		default:
			return verdict.code;
	}
}
