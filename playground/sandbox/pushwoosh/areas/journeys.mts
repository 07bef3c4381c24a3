import { randomUUID } from 'node:crypto';
import { isObject, jsonAnswer, textAnswer } from '../../http/message.mts';
import type { Answer, SandboxRequest } from '../../http/message.mts';
import * as is from '../checks.mts';
import { ExpressionError } from '../seglang/lexer.mts';
import type { ApiToken, PushwooshState } from '../state.mts';
import { isUnknown } from './deviceTable.mts';
import { applicationProblem, GrpcRefusal, headerToken } from './families.mts';
import { needed, optional, problemWith } from './fields.mts';
import type { Fields } from './fields.mts';
import { leave } from './journeyBook.mts';
import type { Journey, JourneyStatus } from './journeyBook.mts';

interface Transition {
	from: readonly JourneyStatus[];
	to: JourneyStatus;
}

/** From where an action leads to where; what the service allows beyond the two documented refusals is open. */
const ACTIONS: Record<string, Transition> = {
	start: { from: ['DRAFT', 'PAUSED'], to: 'RUNNING' },
	pause: { from: ['RUNNING'], to: 'PAUSED' },
	finish: { from: ['RUNNING', 'PAUSED'], to: 'FINISHED' },
	draft: { from: ['RUNNING', 'PAUSED', 'FINISHED'], to: 'DRAFT' },
	archive: { from: ['DRAFT', 'PAUSED', 'FINISHED'], to: 'ARCHIVED' },
};

const START: Fields = {
	users: optional(is.textList),
	hwids: optional(is.textList),
	filter: optional(is.text),
	attribute_values: optional(is.textMap),
};
const DROP: Fields = {
	user_ids: needed(is.textList),
	journey_uuids: optional(is.textList),
	all_journeys: optional(is.flag),
};

/** Answers the paths of the journey host; `undefined` for another one. */
export function answerJourneys(state: PushwooshState, request: SandboxRequest): Answer | undefined {
	const { path } = request;
	if (path !== '/api/journey' && !/^\/api\/(journey|v3\/journeygateway)\//.test(path)) return undefined;
	try {
		return route(state, request);
	} catch (error) {
		if (error instanceof GrpcRefusal) return refusal(state, error);
		throw error;
	}
}

function refusal({ settings }: PushwooshState, error: GrpcRefusal): Answer {
	switch (settings.journeys.errorsAs) {
		case 'grpc':
			return error.answer();
		case 'message':
			return jsonAnswer(error.status, { message: error.message });
		case 'text':
			return textAnswer(error.status, error.message);
	}
}

function route(state: PushwooshState, request: SandboxRequest): Answer {
	const { journeys: settings } = state.settings;
	const parts = request.path.split('/').slice(2);
	if (parts[0] === 'v3') return lifecycle(state, request, parts[2]);
	const [, id, action, end] = parts;
	const token = tokenOf(state, request, id === 'drop-users' ? settings.dropUsersScheme : settings.scheme);
	if (id === undefined) return list(state, request, token);
	if (id === 'drop-users' && action === 'external') return dropUsers(state, token, request);
	if (end !== 'external' || parts.length !== 4) throw new GrpcRefusal('notFound', 'Not Found');
	const journey = journeyOf(state, token, id);
	if (action === 'start') return start(state, journey, request);
	if (action === 'statistics') return statistics(state, journey, request);
	throw new GrpcRefusal('notFound', 'Not Found');
}

function tokenOf(
	state: PushwooshState,
	request: SandboxRequest,
	scheme: PushwooshState['settings']['journeys']['scheme'],
): ApiToken {
	const token = headerToken(state, request, [scheme], 'server');
	if (token === undefined) throw new GrpcRefusal('unauthenticated', 'invalid or missing access token');
	if (token.permissions !== 'all' && !token.permissions.includes('journeys'))
		throw new GrpcRefusal('permissionDenied', 'token restrictions forbid this operation');
	return token;
}

function journeyOf(state: PushwooshState, token: ApiToken, id: unknown): Journey {
	if (is.uuid(id) !== undefined) throw new GrpcRefusal('invalidArgument', 'invalid journey uuid');
	const journey = state.books.journeys.get(String(id).toLowerCase());
	if (journey === undefined) throw new GrpcRefusal('notFound', 'journey not found');
	const problem = applicationProblem(state, token, journey.application);
	if (problem !== undefined) throw new GrpcRefusal('permissionDenied', problem);
	return journey;
}

/** The JSON object of a POST. */
function bodyOf(request: SandboxRequest): Record<string, unknown> {
	const isPost = request.method === 'POST' && request.contentType === 'application/json';
	if (!isPost || !isObject(request.json)) throw new GrpcRefusal('invalidArgument', 'invalid request body');
	return request.json;
}

function demandMembers(given: Record<string, unknown>, fields: Fields): void {
	const problem = problemWith(given, fields);
	if (problem !== undefined) throw new GrpcRefusal('invalidArgument', problem);
}

function start(state: PushwooshState, journey: Journey, request: SandboxRequest): Answer {
	const { payload, ...more } = bodyOf(request);
	if (!isObject(payload) || Object.keys(more).length > 0)
		throw new GrpcRefusal('invalidArgument', 'payload is required');
	demandMembers(payload, START);
	const {
		users = [],
		hwids = [],
		filter = '',
		attribute_values: values = {},
	} = payload as {
		users?: string[];
		hwids?: string[];
		filter?: string;
		attribute_values?: Record<string, string>;
	};
	const {
		mostUsersPerStart: most,
		unknownAttributesAs,
		notRunningAs,
		requestUuidIn,
	} = state.settings.journeys;
	const given = [users, hwids, filter].filter(({ length }) => length > 0).length;
	const refuse = (message: string) => new GrpcRefusal('invalidArgument', message);
	if (given === 0) throw refuse('one of users, hwids or filter must be provided');
	if (given > 1) throw refuse('only one of users, hwids or filter may be provided');
	if (users.includes('') || hwids.includes('')) throw refuse('users and hwids must not be empty');
	if (most !== undefined && Math.max(users.length, hwids.length) > most)
		throw refuse(`at most ${most} users per request`);
	const foreign = Object.keys(values).filter((name) => !journey.attributes.includes(name));
	if (foreign.length > 0 && unknownAttributesAs === 'http400')
		throw refuse(`unknown attributes: ${foreign.join(', ')}`);
	if (journey.apiEntryPoints !== 1)
		throw new GrpcRefusal('failedPrecondition', 'journey must have exactly one active api entry point');
	const isRunning = journey.status === 'RUNNING';
	if (!isRunning && notRunningAs === 'http400')
		throw new GrpcRefusal('failedPrecondition', 'journey is not running');
	const requestUuid = randomUUID();
	const entries: Array<{ userId?: string; hwid?: string }> = [
		...users.map((userId) => ({ userId })),
		...hwids.map((hwid) => ({ hwid })),
		...(filter === '' ? [] : selected(state, journey, filter)),
	];
	const [attributes, at] = [values, state.clock.now()];
	if (isRunning) {
		for (const who of entries.filter((entry) => !isStranger(state, entry)))
			journey.entries.push({ ...who, attributes, requestUuid, at });
	}
	const answer = { request_uuid: requestUuid };
	return jsonAnswer(200, { top: answer, payload: { payload: answer }, nowhere: {} }[requestUuidIn]);
}

/** The request is accepted all the same: it is worked off later. */
function isStranger(
	state: PushwooshState,
	{ userId = '', hwid = '' }: { userId?: string; hwid?: string },
): boolean {
	return isUnknown(state, userId === '' ? hwid : userId);
}

function selected(
	state: PushwooshState,
	{ application }: Journey,
	filter: string,
): Array<{ hwid: string; userId?: string }> {
	try {
		return state
			.select(filter)
			.filter(({ applications }) => applications.includes(application))
			.map(({ hwid, userId }) => ({ hwid, ...(userId === undefined ? {} : { userId }) }));
	} catch (error) {
		if (error instanceof ExpressionError)
			throw new GrpcRefusal('invalidArgument', `invalid filter: ${error.message}`);
		throw error;
	}
}

function dropUsers(state: PushwooshState, token: ApiToken, request: SandboxRequest): Answer {
	const body = bodyOf(request);
	demandMembers(body, DROP);
	const userIds = body.user_ids as string[];
	const all = body.all_journeys === true;
	const uuids = (body.journey_uuids ?? []) as string[];
	if (userIds.length === 0 || userIds.includes(''))
		throw new GrpcRefusal('invalidArgument', 'user_ids must not be empty');
	if (!all && uuids.length === 0)
		throw new GrpcRefusal('invalidArgument', 'journey_uuids must be provided unless all_journeys is true');
	const granted = [...state.books.journeys.values()].filter(
		({ application }) => applicationProblem(state, token, application) === undefined,
	);
	const journeys = all ? granted : uuids.map((id) => journeyOf(state, token, id));
	const ended = leave(state, userIds, journeys);
	state.books.journeyDrops.push({ userIds, journeys: all ? 'all' : uuids, ended, at: state.clock.now() });
	switch (state.settings.journeys.dropAnswer) {
		case 'emptyObject':
			return jsonAnswer(200, {});
		case 'payload':
			return jsonAnswer(200, { payload: {} });
		case 'emptyBody':
			return textAnswer(200, '');
	}
}

/** The figures of the past, with every entry added to the first point. */
function statistics(state: PushwooshState, journey: Journey, request: SandboxRequest): Answer {
	if (request.method !== 'GET') throw new GrpcRefusal('notFound', 'Not Found');
	const isText = state.settings.journeys.numbersAs === 'text';
	const points = journey.points.map((point, index) => {
		const { sent = 0, ...stat } = point.pointStat;
		const figures = { sent: sent + (index === 0 ? journey.entries.length : 0), ...stat };
		const shown = Object.entries(figures).map(([name, value]) => [name, isText ? String(value) : value]);
		return { ...point, pointStat: Object.fromEntries(shown) as unknown };
	});
	return jsonAnswer(200, { payload: { title: journey.title, points } });
}

function lifecycle(state: PushwooshState, request: SandboxRequest, action: string | undefined): Answer {
	const token = tokenOf(state, request, state.settings.journeys.scheme);
	if (action === undefined || !Object.hasOwn(ACTIONS, action)) throw new GrpcRefusal('notFound', 'Not Found');
	const body = bodyOf(request);
	demandMembers(body, { uuid: needed(is.text) });
	const journey = journeyOf(state, token, body.uuid);
	const { from, to } = ACTIONS[action];
	if (!from.includes(journey.status)) {
		throw new GrpcRefusal(
			'failedPrecondition',
			`cannot ${action} journey in status STATUS_${journey.status}`,
		);
	}
	journey.status = to;
	journey.isFirstActivated ||= to === 'RUNNING';
	journey.updatedAt = state.clock.now();
	return jsonAnswer(200, journeyObject(journey));
}

function journeyObject(journey: Journey): object {
	return {
		info: {
			uuid: journey.uuid,
			title: journey.title,
			status: `STATUS_${journey.status}`,
			created_at: new Date(journey.createdAt).toISOString(),
			updated_at: new Date(journey.updatedAt).toISOString(),
			is_first_activated: journey.isFirstActivated,
			params: { application_code: journey.application },
			campaign_type: '',
			stop_reason: '',
			dynamic_entry: false,
			pointCounts: {},
		},
		points: [],
		comments: [],
	};
}

/** The undocumented list. */
function list(state: PushwooshState, request: SandboxRequest, token: ApiToken): Answer {
	const { list: isThere, metadataIn, listPageSize } = state.settings.journeys;
	if (request.method !== 'GET' || isThere === 'missing') throw new GrpcRefusal('notFound', 'Not Found');
	const journeys = [...state.books.journeys.values()].filter(
		({ application }) => applicationProblem(state, token, application) === undefined,
	);
	const page = Number(request.query.get('page') ?? 1);
	if (!Number.isInteger(page) || page < 1) throw new GrpcRefusal('invalidArgument', 'invalid page');
	const items = journeys.slice((page - 1) * listPageSize, page * listPageSize).map((journey) => ({
		id: journey.uuid,
		title: journey.title,
		status: `STATUS_${journey.status}`,
		createdAt: new Date(journey.createdAt).toISOString(),
	}));
	const _metadata = {
		page,
		page_count: Math.max(1, Math.ceil(journeys.length / listPageSize)),
		total_count: journeys.length,
	};
	return jsonAnswer(
		200,
		metadataIn === 'top' ? { payload: { items }, _metadata } : { payload: { items, _metadata } },
	);
}
