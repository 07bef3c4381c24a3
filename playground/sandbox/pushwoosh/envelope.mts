import { isObject, jsonAnswer, textAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import { ExpressionError } from './seglang/lexer.mts';
import type { ApiToken, Application, PushwooshState } from './state.mts';

/** A refusal inside an HTTP 200 answer, as the 1.3 methods give it. */
export class Refusal extends Error {
	readonly statusCode: number;

	constructor(statusCode: 210 | 403 | 404, message: string) {
		super(message);
		this.statusCode = statusCode;
	}
}

/** The 1.3 envelope of an answer. */
export function envelope(statusCode: number, statusMessage: string, response: unknown): Answer {
	return jsonAnswer(200, { status_code: statusCode, status_message: statusMessage, response });
}

export interface Call {
	fields: Record<string, unknown>;
	token: ApiToken;
	request: SandboxRequest;
}

export type Method = (state: PushwooshState, call: Call) => Answer;

/**
 * Takes a 1.3 request out of its envelope, checks the token, and runs the method. `known` names the fields
 * that `request` may hold beside `auth`.
 */
export function callMethod(
	state: PushwooshState,
	request: SandboxRequest,
	method: { name: string; known: readonly string[]; run: Method },
): Answer {
	if (request.method !== 'POST' || request.contentType !== 'application/json') return badRequest();
	const body = request.json;
	if (!isObject(body) || !isObject(body.request) || Object.keys(body).length !== 1) return badRequest();
	// A server token in the header is the way of other API families, not of this one.
	if (request.headers.authorization !== undefined || request.query.size > 0)
		return textAnswer(401, 'Unauthorized');
	try {
		const token = authenticate(state, body.request.auth, method.name);
		for (const name of Object.keys(body.request)) {
			if (name !== 'auth' && !method.known.includes(name))
				throw new Refusal(210, `Unexpected field "${name}"`);
		}
		return method.run(state, { fields: body.request, token, request });
	} catch (error) {
		if (error instanceof Refusal) return envelope(error.statusCode, error.message, null);
		if (error instanceof ExpressionError) {
			return envelope(210, `Invalid filter expression: ${error.message}`, null);
		}
		if (error instanceof Unauthorized) return textAnswer(401, 'Unauthorized');
		throw error;
	}
}

/** Authentication that fails before the envelope is looked at: HTTP 401. */
export class Unauthorized extends Error {}

function badRequest(): Answer {
	return textAnswer(400, 'Bad request');
}

function authenticate(state: PushwooshState, auth: unknown, methodName: string): ApiToken {
	if (auth === undefined || auth === '') throw new Refusal(210, 'API token or application is not set');
	const token = typeof auth === 'string' ? state.apiTokens.get(auth) : undefined;
	if (token === undefined) throw new Refusal(210, 'Invalid API token: account not found');
	if (token.type === 'device') throw new Unauthorized();
	if (token.permissions !== 'all' && !token.permissions.includes(methodName)) {
		throw new Refusal(403, 'Token restrictions forbid this operation');
	}
	if (state.account.suspended) {
		throw new Refusal(
			210,
			/Filter/.test(methodName) ? 'A suspended account cannot use device filtering' : 'Account is suspended',
		);
	}
	return token;
}

/** The application that a field names. Refuses a missing, foreign, unknown or suspended one. */
export function requireApplication(state: PushwooshState, call: Call): Application {
	const { application: code } = call.fields;
	if (typeof code !== 'string' || code === '') throw new Refusal(210, 'API token or application is not set');
	const application = state.applications.get(code);
	if (application === undefined) throw new Refusal(210, 'Application not found');
	if (call.token.applications !== 'all' && !call.token.applications.includes(code)) {
		throw new Refusal(210, 'Access denied, or application not found');
	}
	if (application.suspended) throw new Refusal(210, 'Application is suspended');
	return application;
}

/** A field that must be a non-empty text. */
export function requireText(call: Call, name: string): string {
	const value = call.fields[name];
	if (typeof value !== 'string' || value === '') throw new Refusal(210, `Field "${name}" is required`);
	return value;
}
