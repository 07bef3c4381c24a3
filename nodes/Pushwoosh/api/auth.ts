import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readBaseUrl } from '../../shared/credentials/baseUrl';
import { CredentialProblem, pastedText } from '../../shared/credentials/credentialProblem';
import {
	pathBelow,
	refuseTarget,
	targetOf,
	withHeaders,
	type OutgoingRequest,
} from '../../shared/credentials/outgoingRequest';
import { asRecord, parseJson } from '../../shared/json';
import { familyOf, type Family } from './families';

/** Pushwoosh's own address: the default of the credential's 'Base URL'. */
export const PUSHWOOSH_URL = 'https://api.pushwoosh.com';
/** Customer Journeys live on a host of their own (the service's reference, 1.3). */
export const JOURNEY_URL = 'https://journey.pushwoosh.com';

/** Words before a token in the header of statistics calls; editions of the documentation differ (the reference, 1.4). */
const STATISTICS_SCHEMES = ['Api', 'Key', 'Token', 'none'] as const;

/** Where the requests of a credential go, without slashes at the end. */
export type Addresses = Record<Family['host'], string>;

/** @throws CredentialProblem naming the field */
export function pushwooshAddresses(credentials: ICredentialDataDecryptedObject): Addresses {
	return {
		baseUrl: readBaseUrl(credentials.baseUrl ?? PUSHWOOSH_URL, 'Base URL'),
		journeyUrl: readBaseUrl(otherAddress(credentials, 'journeyUrl') ?? JOURNEY_URL, 'Journey URL'),
	};
}

/** @returns whether calls of the Device API can be made */
export function hasDeviceToken({ deviceToken }: ICredentialDataDecryptedObject): boolean {
	return pastedText(deviceToken) !== '';
}

/** What the credential holds under 'Other Addresses'; off, they don't count. */
function otherAddress(
	credentials: ICredentialDataDecryptedObject,
	name: 'journeyUrl' | 'statisticsScheme',
): unknown {
	return credentials.otherAddresses === true ? credentials[name] : undefined;
}

/**
 * Adds the token to a request of a node or of n8n's HTTP Request node, where its family of APIs wants it (`families.ts`).
 * The caller's body stays as it is: the token only gets into the copy that is sent. With `withoutToken` in the credential,
 * as a request's own setting puts it there, none is added; `scheme`, likewise, is the word before it.
 * @throws CredentialProblem for other hosts than Pushwoosh's, for a body that isn't JSON, and for unusable fields
 */
export async function authenticatePushwoosh(
	credentials: ICredentialDataDecryptedObject,
	request: OutgoingRequest,
): Promise<OutgoingRequest> {
	const { token: kind, place } = familyFor(credentials, request);
	if (credentials.withoutToken === true) return withHeaders(request, { Authorization: undefined });
	const token =
		kind === 'device'
			? readToken(credentials.deviceToken, 'Device Token', 'Device')
			: readToken(credentials.apiToken, 'API Token', 'Server');
	if (place.in === 'header') {
		const own = place.scheme === 'statistics' ? statisticsScheme(credentials) : place.scheme;
		const scheme = typeof credentials.scheme === 'string' ? credentials.scheme : own;
		return withHeaders(request, { Authorization: scheme === 'none' ? token : `${scheme} ${token}` });
	}
	if (place.in === 'body') {
		// A GET has no body; where its token belongs isn't documented, and the rest of v2 takes it so.
		if (request.method === 'GET') return withHeaders(request, { Authorization: `Api ${token}` });
		return withJsonBody(request, (body) => ({ ...body, auth: token }));
	}
	return withJsonBody(request, (body) => ({ ...body, request: { ...asRecord(body.request), auth: token } }));
}

/** @throws CredentialProblem for a host that isn't the credential's */
function familyFor(credentials: ICredentialDataDecryptedObject, request: OutgoingRequest): Family {
	// Before the target, which a bad field spoils: the message names the field.
	const { baseUrl, journeyUrl } = pushwooshAddresses(credentials);
	const target = targetOf(request);
	const below = pathBelow(baseUrl, target);
	const ofJourney = pathBelow(journeyUrl, target);
	const withDevice = hasDeviceToken(credentials);
	// Where one address lies within the other (a proxy, a stand-in), the longer one is meant.
	if (ofJourney !== undefined && (below === undefined || journeyUrl.length > baseUrl.length)) {
		return familyOf('journeyUrl', ofJourney, withDevice);
	}
	if (below !== undefined) return familyOf('baseUrl', below, withDevice);
	return refuseTarget(target, `the host in 'Base URL' and ${new URL(journeyUrl).host}`);
}

function statisticsScheme(credentials: ICredentialDataDecryptedObject): (typeof STATISTICS_SCHEMES)[number] {
	const chosen = otherAddress(credentials, 'statisticsScheme');
	return STATISTICS_SCHEMES.find((scheme) => scheme === chosen) ?? 'Api';
}

function readToken(value: unknown, field: string, kind: 'Server' | 'Device'): string {
	const token = pastedText(value);
	if (/^[\x21-\x7e]+$/.test(token)) return token;
	throw new CredentialProblem({
		code: kind === 'Server' ? 'INVALID_API_TOKEN' : 'INVALID_DEVICE_TOKEN',
		message:
			token === ''
				? `'${field}' is empty`
				: `'${field}' holds a space, a line break or another character that tokens don't have`,
		advice: `Copy a ${kind} token from the Pushwoosh Control Panel, Settings > API Access.`,
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
		body: place(body),
	};
}

function readJsonBody({ body, form, formData }: OutgoingRequest): Record<string, unknown> {
	if (formData === undefined && form === undefined) {
		if (body === undefined || body === null || body === '') return {};
		const record = typeof body === 'string' ? asRecord(parseJson(body)) : asRecord(body);
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
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}
