import { randomUUID } from 'node:crypto';
import { isObject, jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import type { Caller } from './auth.mts';
import { googleError, httpStatusOf } from './errors.mts';
import { judge } from './registrations.mts';
import type { Verdict } from './registrations.mts';
import type { GoogleState } from './state.mts';

const MESSAGE_FIELDS = [
	'name',
	'data',
	'notification',
	'android',
	'webpush',
	'apns',
	'fcm_options',
	'fcmOptions',
	'token',
	'topic',
	'condition',
];

/** messages:send. Without `validate_only` the message counts as delivered and is kept in the state. */
export function sendMessage(state: GoogleState, { project }: Caller, request: SandboxRequest): Answer {
	const body = request.json;
	const isJson = request.contentType === 'application/json' && isObject(body);
	if (!isJson) return invalid('Request payload must be a JSON object.');
	const unknown = Object.keys(body).find(
		(name) => !['message', 'validate_only', 'validateOnly'].includes(name),
	);
	if (unknown !== undefined)
		return invalid(`Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`);
	const validateOnly = body.validate_only ?? body.validateOnly ?? false;
	if (typeof validateOnly !== 'boolean') return invalid("Invalid value at 'validate_only' (TYPE_BOOL).");
	const { message } = body;
	if (!isObject(message)) return invalid('The message is required.');
	const unknownField = Object.keys(message).find((name) => !MESSAGE_FIELDS.includes(name));
	if (unknownField !== undefined)
		return invalid(
			`Invalid JSON payload received. Unknown name "${unknownField}" at 'message': Cannot find field.`,
		);
	const recipients = ['token', 'topic', 'condition'].filter((name) => message[name] !== undefined);
	if (recipients.length !== 1) return invalid('Recipient of the message is not set, or set more than once.');
	if (typeof message[recipients[0]] !== 'string')
		return invalid(`Invalid value at 'message.${recipients[0]}' (TYPE_STRING).`);
	if (typeof message.token === 'string') {
		const error = errorOf(judge(state, project, message.token));
		if (error !== undefined) return error;
	}
	if (validateOnly) {
		state.validatedMessages += 1;
		return jsonAnswer(200, { name: `projects/${project.projectId}/messages/fake_message_id` });
	}
	const name = `projects/${project.projectId}/messages/${randomUUID()}`;
	state.deliveredMessages.push({ projectId: project.projectId, name, message, at: state.clock.now() });
	return jsonAnswer(200, { name });
}

function invalid(message: string): Answer {
	return googleError(400, 'INVALID_ARGUMENT', message);
}

function errorOf(verdict: Verdict): Answer | undefined {
	switch (verdict) {
		case 'alive':
			return undefined;
		case 'unregistered':
			return googleError(404, 'NOT_FOUND', 'Requested entity was not found.', 'UNREGISTERED');
		case 'otherProject':
			return googleError(403, 'PERMISSION_DENIED', 'SenderId mismatch', 'SENDER_ID_MISMATCH');
		case 'malformed':
			return googleError(
				400,
				'INVALID_ARGUMENT',
				'The registration token is not a valid FCM registration token',
				'INVALID_ARGUMENT',
			);
		default:
			return temporaryError(verdict.code);
	}
}

/** Codes of FCM messages stand in the details; `status` holds the general one. */
function temporaryError(code: string): Answer {
	const status =
		code === 'QUOTA_EXCEEDED' ? 'RESOURCE_EXHAUSTED' : code === 'UNREGISTERED' ? 'NOT_FOUND' : code;
	const errorCode = code === 'RESOURCE_EXHAUSTED' ? 'QUOTA_EXCEEDED' : code;
	return googleError(httpStatusOf(code), status, `The service answered ${code}.`, errorCode);
}
