import { isObject, jsonAnswer, textAnswer } from '../../http/message.mts';
import type { Answer, SandboxRequest } from '../../http/message.mts';
import { callMethod, envelope, Refusal } from '../envelope.mts';
import type { Method } from '../envelope.mts';
import type { ApiToken, PushwooshState } from '../state.mts';
import { demand } from './fields.mts';
import type { Fields } from './fields.mts';
import type { Scheme } from './settings.mts';

/** A 1.3 method: whose token it takes, and the fields that `request` may hold beside it. */
export interface AreaMethod {
	/**
	 * `server` in the body, `device` in the header. With `serverOptional` and `deviceOptional` a request without
	 * any token is good as well; one that brings a token must bring the right one.
	 */
	token: 'server' | 'serverOptional' | 'device' | 'deviceOptional';
	fields: Fields;
	run: Method;
}

/** Whom a request without a token acts for. */
const NOBODY: ApiToken = { type: 'device', applications: 'all', permissions: 'all', account: 'main' };

/** Answers a 1.3 method in the way of its token's family. */
export function answerAreaMethod(
	state: PushwooshState,
	request: SandboxRequest,
	name: string,
	{ token, fields, run }: AreaMethod,
): Answer {
	const checked: Method = (given, call) => {
		const { auth, ...members } = call.fields;
		demand(members, fields);
		return run(given, { ...call, fields: members });
	};
	if (token.startsWith('device')) {
		return callDeviceMethod(state, request, { name, isOptional: token === 'deviceOptional', run: checked });
	}
	const body = request.json;
	const isBare = isObject(body) && isObject(body.request) && body.request.auth === undefined;
	if (token === 'serverOptional' && isBare) {
		return withRefusals(() => checked(state, { fields: membersOf(request), token: NOBODY, request }), 200);
	}
	return callMethod(state, request, { name, known: Object.keys(fields), run: checked });
}

function membersOf({ json }: SandboxRequest): Record<string, unknown> {
	return isObject(json) && isObject(json.request) ? json.request : {};
}

/** The Device API: token in the header, none in the body, refusals beside HTTP 400 and the usual body. */
function callDeviceMethod(
	state: PushwooshState,
	request: SandboxRequest,
	method: { name: string; isOptional: boolean; run: Method },
): Answer {
	const body = request.json;
	const isSound =
		request.method === 'POST' && request.contentType === 'application/json' && request.query.size === 0;
	if (!isSound || !isObject(body) || !isObject(body.request) || Object.keys(body).length !== 1) {
		return textAnswer(400, 'Bad request');
	}
	const settings = state.settings.deviceApi;
	const token = deviceToken(state, request, method.isOptional);
	if (token === undefined) return unauthorized(state);
	return withRefusals(
		() => {
			// The Server token has no business in a call that the Device token is for.
			if (membersOf(request).auth !== undefined && token.type === 'device')
				throw new Refusal(210, 'Unexpected field "auth"');
			if (token.permissions !== 'all' && !token.permissions.includes(method.name))
				throw new Refusal(403, 'Token restrictions forbid this operation');
			return method.run(state, { fields: membersOf(request), token, request });
		},
		settings.refusalsAs === 'http400' ? 400 : 200,
		settings.foreignApplicationAs === 'http401' ? () => unauthorized(state) : undefined,
	);
}

function deviceToken(
	state: PushwooshState,
	request: SandboxRequest,
	isOptional: boolean,
): ApiToken | undefined {
	const { auth } = membersOf(request);
	if (request.headers.authorization === undefined) {
		if (isOptional && auth === undefined) return NOBODY;
		const token = typeof auth === 'string' ? state.apiTokens.get(auth) : undefined;
		return state.settings.deviceApi.alsoTakesServerTokenInBody && token?.type === 'server'
			? token
			: undefined;
	}
	return headerToken(state, request, ['Token'], 'device');
}

function unauthorized({ settings }: PushwooshState): Answer {
	switch (settings.deviceApi.unauthorizedAs) {
		case 'envelope':
			return jsonAnswer(401, { status_code: 401, status_message: 'Unauthorized', response: null });
		case 'text':
			return textAnswer(401, 'Unauthorized');
		case 'empty':
			return textAnswer(401, '');
	}
}

function withRefusals(run: () => Answer, status: number, foreign?: () => Answer): Answer {
	try {
		return run();
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		if (foreign !== undefined && error.message === FOREIGN) return foreign();
		return { ...envelope(error.statusCode, error.message, null), status };
	}
}

const FOREIGN = 'Access denied, or application not found';

/** The token of an `Authorization` header with one of these words before it, when it is of that type. */
export function headerToken(
	state: PushwooshState,
	{ headers }: SandboxRequest,
	schemes: readonly Scheme[],
	type: ApiToken['type'],
): ApiToken | undefined {
	const [, scheme = 'none', text = ''] = /^(?:(\w+) )?(\S+)$/.exec(headers.authorization ?? '') ?? [];
	if (!schemes.includes('any') && !(schemes as readonly string[]).includes(scheme)) return undefined;
	const token = state.apiTokens.get(text);
	return token?.type === type ? token : undefined;
}

/** Why a token may not act on an application; `undefined` when it may. */
export function applicationProblem(state: PushwooshState, token: ApiToken, code: string): string | undefined {
	const application = state.applications.get(code);
	if (application === undefined) return 'application not found';
	if (token.applications !== 'all' && !token.applications.includes(code)) return 'access denied';
	return application.suspended ? 'application is suspended' : undefined;
}

/** HTTP status and number of the gRPC codes that are answered here. */
const GRPC = {
	invalidArgument: [400, 3],
	notFound: [404, 5],
	permissionDenied: [403, 7],
	failedPrecondition: [400, 9],
	unauthenticated: [401, 16],
} as const;

export type GrpcCode = keyof typeof GRPC;

/** A refusal in the way of a gRPC gateway. */
export class GrpcRefusal extends Error {
	readonly code: GrpcCode;

	constructor(code: GrpcCode, message: string) {
		super(message);
		this.code = code;
	}

	get status(): number {
		return GRPC[this.code][0];
	}

	/** The documented body of Messaging v2. */
	answer(): Answer {
		return jsonAnswer(this.status, { code: GRPC[this.code][1], message: this.message, details: [] });
	}
}
