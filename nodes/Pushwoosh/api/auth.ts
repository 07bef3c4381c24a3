import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readBaseUrl } from '../../shared/credentials/baseUrl';
import { CredentialProblem, pastedText } from '../../shared/credentials/credentialProblem';
import { asRecord } from '../../shared/http/answer';
import {
	pathBelow,
	refuseTarget,
	targetOf,
	withHeaders,
	type OutgoingRequest,
} from '../../shared/credentials/outgoingRequest';

/** Pushwoosh's own address: the default of the credential's 'Base URL'. */
export const PUSHWOOSH_URL = 'https://api.pushwoosh.com';
/** Customer Journeys live on a host of their own (the service's reference, 1.3). */
const JOURNEY_URL = 'https://journey.pushwoosh.com';

/** @throws CredentialProblem naming the field */
export function pushwooshBaseUrl(credentials: ICredentialDataDecryptedObject): string {
	return readBaseUrl(credentials.baseUrl ?? PUSHWOOSH_URL, 'Base URL');
}

/**
 * Adds the API token to a request of a node or of n8n's HTTP Request node, where that API family wants it (the
 * service's reference, 0.3): in the JSON body for 1.3 methods and the Audience API, else in the header. The caller's
 * body stays as it is: the token only gets into the copy that is sent.
 * @throws CredentialProblem for other hosts than Pushwoosh's, for a body that isn't JSON, and for unusable fields
 */
export async function authenticatePushwoosh(
	credentials: ICredentialDataDecryptedObject,
	request: OutgoingRequest,
): Promise<OutgoingRequest> {
	const baseUrl = pushwooshBaseUrl(credentials);
	const token = readApiToken(credentials.apiToken);
	const target = targetOf(request);
	const path = pathBelow(baseUrl, target) ?? pathBelow(JOURNEY_URL, target);
	if (path === undefined) refuseTarget(target, `the host in 'Base URL' and ${new URL(JOURNEY_URL).host}`);

	if (path.startsWith('/json/1.3/')) {
		return withJsonBody(request, (body) => ({
			...body,
			request: { ...asRecord(body.request), auth: token },
		}));
	}
	if (path.startsWith('/api/v2/audience/')) {
		return withJsonBody(request, (body) => ({ ...body, auth: token }));
	}
	const isJourney = target.origin === JOURNEY_URL || /^\/api\/(journey|v3\/journeygateway)(\/|$)/.test(path);
	return withHeaders(request, { Authorization: `${isJourney ? 'Api' : 'Token'} ${token}` });
}

function readApiToken(value: unknown): string {
	const token = pastedText(value);
	if (/^[\x21-\x7e]+$/.test(token)) return token;
	throw new CredentialProblem({
		code: 'INVALID_API_TOKEN',
		message:
			token === ''
				? "'API Token' is empty"
				: "'API Token' holds a space, a line break or another character that tokens don't have",
		advice: 'Copy a Server token from the Pushwoosh Control Panel, Settings > API Access.',
	});
}

function withJsonBody(
	request: OutgoingRequest,
	place: (body: Record<string, unknown>) => Record<string, unknown>,
): OutgoingRequest {
	const body = readJsonBody(request);
	const hasType = Object.keys(request.headers ?? {}).some((name) => name.toLowerCase() === 'content-type');
	return {
		// These take their token from the body alone.
		...withHeaders(request, {
			Authorization: undefined,
			...(hasType ? {} : { 'Content-Type': 'application/json' }),
		}),
		body: place(body) as OutgoingRequest['body'],
	};
}

function readJsonBody({ body, form, formData }: OutgoingRequest): Record<string, unknown> {
	if (formData === undefined && form === undefined) {
		if (body === undefined || body === null || body === '') return {};
		const record = typeof body === 'string' ? asRecord(parse(body)) : asRecord(body);
		if (record && isPlain(record)) return record;
	}
	throw new CredentialProblem({
		code: 'BODY_NOT_JSON',
		message: "The request's body isn't a JSON object, so the Pushwoosh API token can't be put into it",
		advice:
			"Send the body as JSON ('Body Content Type' in the HTTP Request node); the token is added by itself.",
	});
}

/** Form data, buffers and URLSearchParams are objects too. (n8n's expressions make objects with a prototype of their own.) */
function isPlain(value: object): boolean {
	const prototype = Object.getPrototypeOf(value) as object | null;
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
