import { isObject, jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import type { Caller } from './auth.mts';
import { badRequest, detailedError, fcmError, googleError, httpStatusOf } from './errors.mts';
import { decodedSegment, flagOf, hasEmptyJsonBody, pageTokenOf, positionOf, readQuery } from './fcmQuery.mts';
import {
	FCM_TOPIC_SHAPE,
	INSTALLATION_ID_SHAPE,
	isFull,
	judge,
	quotaHeaders,
	TOKEN_SHAPE,
	withinQuota,
} from './registrations.mts';
import { subscribersOf, topicsOf } from './state.mts';
import type { GoogleState, Project } from './state.mts';

const REGISTRATION_SHAPE = new RegExp(`${TOKEN_SHAPE.source}|${INSTALLATION_ID_SHAPE.source}`);
const DEFAULT_PAGE = 1000;
const LARGEST_PAGE = 2000;

interface Context {
	state: GoogleState;
	project: Project;
	request: SandboxRequest;
	registration: string;
}

/** Topic subscriptions of one registration: create, list, get, patch, delete. Path parts arrive percent-encoded. */
export function answerTopicSubscriptions(
	state: GoogleState,
	{ project, role }: Caller,
	request: SandboxRequest,
	part: { registration: string; topic?: string },
): Answer {
	const registration = decodedSegment(part.registration);
	const topic = part.topic === undefined ? undefined : decodedSegment(part.topic);
	if (registration === undefined || (part.topic !== undefined && topic === undefined))
		return invalid('Malformed path.');
	const context = { state, project, request, registration };
	const call = callFor(context, topic);
	if (call === undefined) return googleError(404, 'NOT_FOUND', 'Method not found.');
	const isChange = request.method !== 'GET';
	if (isChange && role === 'viewer')
		return googleError(403, 'PERMISSION_DENIED', 'The caller does not have permission');
	if (topic !== undefined && !FCM_TOPIC_SHAPE.test(topic)) return invalidTopic(state);
	if (isChange && !withinQuota(state, project, 1)) {
		return googleError(429, 'RESOURCE_EXHAUSTED', 'QUOTA_EXCEEDED', undefined, quotaHeaders(state));
	}
	return call();
}

function callFor(context: Context, topic: string | undefined): (() => Answer) | undefined {
	const { method } = context.request;
	if (topic === undefined) {
		if (method === 'POST') return () => create(context);
		return method === 'GET' ? () => list(context) : undefined;
	}
	if (method === 'GET') return () => get(context, topic);
	if (method === 'PATCH') return () => patch(context, topic);
	return method === 'DELETE' ? () => remove(context, topic) : undefined;
}

function create(context: Context): Answer {
	const query = readQuery(context.request, { topicName: 'topic_name' });
	const topic = query?.topicName;
	if (topic === undefined || !FCM_TOPIC_SHAPE.test(topic)) return invalidTopic(context.state);
	if (!hasEmptyJsonBody(context.request)) return invalid('The body must be an empty JSON object.');
	const refusal = refusalOf(context);
	if (refusal !== undefined) return refusal;
	const { state, project, registration } = context;
	if (state.project(project.projectId).topics.get(topic)?.has(registration)) {
		return googleError(409, 'ALREADY_EXISTS', 'Requested entity already exists');
	}
	return subscribe(context, topic);
}

function subscribe(context: Context, topic: string): Answer {
	const { state, project, registration } = context;
	if (isFull(state, project, registration, topic)) {
		return googleError(
			400,
			'FAILED_PRECONDITION',
			'The registration has too many topics.',
			'TOO_MANY_TOPICS',
		);
	}
	const since = state.clock.now();
	subscribersOf(project, topic).set(registration, since);
	return jsonAnswer(200, resource(context, topic, since));
}

function remove(context: Context, topic: string): Answer {
	const query = readQuery(context.request, { allowMissing: 'allow_missing' });
	const allowMissing = flagOf(query?.allowMissing);
	if (query === undefined || allowMissing === undefined || context.request.rawBody.length > 0)
		return invalid('Unexpected query or body.');
	const refusal = refusalOf(context);
	if (refusal !== undefined) return refusal;
	const subscribers = context.project.topics.get(topic);
	const existed = subscribers?.delete(context.registration) ?? false;
	if (subscribers?.size === 0) context.project.topics.delete(topic);
	return existed || allowMissing ? jsonAnswer(200, {}) : noSubscription();
}

function get(context: Context, topic: string): Answer {
	if (readQuery(context.request, {}) === undefined) return invalid('Unexpected query.');
	const refusal = refusalOf(context);
	if (refusal !== undefined) return refusal;
	const since = context.project.topics.get(topic)?.get(context.registration);
	return since === undefined ? noSubscription() : jsonAnswer(200, resource(context, topic, since));
}

function patch(context: Context, topic: string): Answer {
	const query = readQuery(context.request, { allowMissing: 'allow_missing', updateMask: 'update_mask' });
	const allowMissing = flagOf(query?.allowMissing);
	if (
		allowMissing === undefined ||
		context.request.contentType !== 'application/json' ||
		!isObject(context.request.json)
	) {
		return invalid('Unexpected query or body.');
	}
	const refusal = refusalOf(context);
	if (refusal !== undefined) return refusal;
	const since = context.project.topics.get(topic)?.get(context.registration);
	if (since !== undefined) return jsonAnswer(200, resource(context, topic, since));
	return allowMissing ? subscribe(context, topic) : noSubscription();
}

function list(context: Context): Answer {
	const { state, project, request, registration } = context;
	const query = readQuery(request, { pageSize: 'page_size', pageToken: 'page_token' });
	const asked = query?.pageSize === undefined ? DEFAULT_PAGE : Number(query.pageSize);
	if (query === undefined || !Number.isInteger(asked) || asked < 0 || asked > LARGEST_PAGE)
		return invalid('Invalid page size or query.');
	const start = query.pageToken === undefined ? 0 : positionOf(query.pageToken, registration);
	if (start === undefined) return invalid('Invalid page token.');
	const refusal = refusalOf(context);
	if (refusal !== undefined) return refusal;
	const all = topicsOf(project, registration);
	const end = start + Math.min(asked === 0 ? DEFAULT_PAGE : asked, state.settings.largestPage);
	const page = all.slice(start, end).map(({ topic, since }) => resource(context, topic, since));
	return jsonAnswer(200, {
		// Google leaves empty lists out of its JSON.
		...(page.length > 0 ? { topic_subscriptions: page } : {}),
		...(end < all.length ? { next_page_token: pageTokenOf(end, registration) } : {}),
	});
}

function resource({ project, registration }: Context, topic: string, since: number): Record<string, string> {
	return {
		name: `projects/${project.projectId}/registrations/${registration}/topicSubscriptions/${topic}`,
		topic_name: topic,
		create_time: new Date(since).toISOString(),
	};
}

/** What is said about a registration that isn't alive and the caller's own. */
function refusalOf({ state, project, registration }: Context): Answer | undefined {
	const verdict = judge(state, project, registration, REGISTRATION_SHAPE);
	switch (verdict) {
		case 'alive':
			return undefined;
		case 'unregistered':
			return googleError(404, 'NOT_FOUND', 'Requested entity was not found.', 'UNREGISTERED');
		case 'otherProject':
			return googleError(403, 'PERMISSION_DENIED', 'The registration belongs to another project.');
		case 'malformed':
			return detailedError(400, 'INVALID_ARGUMENT', 'Invalid registration.', [
				fcmError('INVALID_ARGUMENT'),
				...(state.settings.malformedRegistration === 'withField'
					? [badRequest('registration', 'Invalid registration.')]
					: []),
			]);
		default:
			return googleError(
				httpStatusOf(verdict.code),
				verdict.code,
				`The service answered ${verdict.code}.`,
				verdict.code === 'THIRD_PARTY_AUTH_ERROR' ? verdict.code : undefined,
				quotaHeaders(state),
			);
	}
}

function noSubscription(): Answer {
	return googleError(404, 'NOT_FOUND', 'The topic subscription was not found.');
}

/** The topic is what is wrong, not the registration: recorded with `BadRequest` first, or without any details. */
function invalidTopic({ settings }: GoogleState): Answer {
	const message = 'Request contains an invalid argument.';
	const named = badRequest('topic_name', 'Topic name is invalid.');
	const details = { named: [named], namedWithCode: [named, fcmError('INVALID_ARGUMENT')], none: [] };
	return detailedError(400, 'INVALID_ARGUMENT', message, details[settings.invalidTopicDetails]);
}

function invalid(message: string): Answer {
	return googleError(400, 'INVALID_ARGUMENT', message);
}
