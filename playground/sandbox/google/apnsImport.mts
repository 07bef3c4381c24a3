import { createHash } from 'node:crypto';
import { isOneIn } from '../control/everyNth.mts';
import { isObject, jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import { instanceIdError } from './errors.mts';
import type { GoogleState, Project } from './state.mts';

const MOST_TOKENS = 100;
/** The only failure text that is documented; also what the wrong environment looks like. */
const FAILED = 'Internal Server Error';

/** v1:batchImport: one result per APNs token, in order, each with the token as it was sent. */
export function importApnsTokens(state: GoogleState, project: Project, request: SandboxRequest): Answer {
	const body = request.json;
	const fields = ['application', 'sandbox', 'apns_tokens'];
	if (request.contentType !== 'application/json' || request.query.size > 0)
		return instanceIdError(400, 'InvalidParameters');
	if (!isObject(body) || Object.keys(body).some((name) => !fields.includes(name)))
		return instanceIdError(400, 'InvalidParameters');
	const { application, sandbox, apns_tokens: tokens } = body;
	const isSound =
		typeof application === 'string' &&
		application !== '' &&
		typeof sandbox === 'boolean' &&
		Array.isArray(tokens) &&
		tokens.length > 0 &&
		tokens.length <= MOST_TOKENS &&
		tokens.every((token) => typeof token === 'string' && token !== '');
	if (!isSound) return instanceIdError(400, 'InvalidParameters');
	const results = (tokens as string[]).map((token) => {
		const status = statusOf(state, token, sandbox);
		if (status !== 'OK') return { apns_token: token, status };
		return {
			apns_token: token,
			status,
			registration_token: imported(state, project, application, token, sandbox),
		};
	});
	return jsonAnswer(200, { results });
}

function statusOf(state: GoogleState, token: string, sandbox: boolean): string {
	// Longer than 64 digits may come; the documentation's own samples are shorter.
	if (!/^[0-9a-fA-F]{48,200}$/.test(token)) return FAILED;
	const declared = state.apnsTokens.get(token.toLowerCase());
	if (declared === undefined && isOneIn(state.settings.refusedTokens.refuseEvery, token.toLowerCase()))
		return FAILED;
	const temporary = declared?.statuses?.find(({ times }) => times > 0);
	if (temporary !== undefined) {
		temporary.times -= 1;
		return temporary.status;
	}
	const environment = declared?.environment;
	return environment === undefined || environment === (sandbox ? 'sandbox' : 'production') ? 'OK' : FAILED;
}

/** The registration token of an APNs token: the same at every import into the same app and project. */
function imported(
	state: GoogleState,
	project: Project,
	application: string,
	token: string,
	sandbox: boolean,
): string {
	const apnsToken = token.toLowerCase();
	const key = `${application} ${apnsToken}`;
	const digest = createHash('sha512').update(`${project.projectNumber} ${key}`).digest('base64url');
	const registrationToken = `${digest.slice(0, 11)}:APA91b${digest.slice(11)}`;
	const count = (state.imports.get(key)?.count ?? 0) + 1;
	state.imports.set(key, { application, apnsToken, sandbox, registrationToken, count });
	state.importedTokens.set(registrationToken, application);
	return registrationToken;
}
