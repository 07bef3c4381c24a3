import type { Failure } from '../../../shared/failure';
import type { HttpAnswer } from '../../../shared/http/answer';
import type { Asker, Authentication } from '../session';
import { readGoogleError, requestCode, type GoogleError } from './googleError';
import type { GoogleService } from './services';

/** What a request asks for. */
export interface Asked {
	/** As in "Google didn't …": "subscribe the devices". */
	action: string;
	/** Where that was to happen, told when Google refuses the request's content: "to the topic “news”". */
	where?: string;
}

/** What a request was for, to explain why it failed. */
export type Purpose = Asker & Asked;

/** An answer that isn't the success hoped for. */
interface Refusal extends Purpose {
	status: number;
	error: GoogleError;
	/** `HTTP 400: “…”`, with the fields that Google names. */
	said: string;
	/** "Google didn't …", with what it said. */
	plain: string;
	checkUrl: string;
}

interface Explanation {
	when: (refusal: Refusal) => boolean;
	/** By default {@link Refusal.plain}. */
	message?: (refusal: Refusal) => string;
	advice: (refusal: Refusal) => string;
	/** Whether the service said by it that it doesn't take the credential: false although it is a 401, true for others. */
	refusesCredential?: boolean;
}

const USE_SERVICE_ACCOUNT =
	"Set 'Authentication' to 'Service Account' and choose a service account credential: Google has refused server keys since June 2024.";

/** Where Apple or a browser's push service doesn't take what Firebase signs in with. */
export const CHECK_PUSH_KEYS =
	'In the Firebase console, under Project settings > Cloud Messaging, check the APNs key of the iOS app (team, and production or sandbox) or, for a web app, the Web Push certificates.';

/**
 * Explains an answer that isn't the success hoped for, of a request as a whole.
 * @param what is wrong with a 2xx answer, as in "the answer holds 3 results for 2 tokens"; found out where it isn't given
 */
export function requestFailure(answer: HttpAnswer, purpose: Purpose, what?: string): Failure {
	const { status } = answer;
	const error = readGoogleError(answer);
	const code = requestCode(error, status);
	if (status < 300 && !isServerKeyRefusal(error)) {
		return { code, ...unproven(error, purpose, what), httpStatus: status };
	}
	const said = `HTTP ${status}${quote(error.message, ': ')}${namedFields(error)}`;
	const where = status === 400 && error.form !== 'none' && purpose.where ? ` ${purpose.where}` : '';
	const refusal: Refusal = {
		...purpose,
		status,
		error,
		said,
		plain: `Google didn't ${purpose.action}${where} (${said})`,
		checkUrl: `Check '${purpose.service.urlField}' in the credential.`,
	};
	const { message, advice, refusesCredential } = EXPLANATIONS.find(({ when }) => when(refusal)) ?? OTHER;
	return {
		code,
		message: message?.(refusal) ?? refusal.plain,
		advice: advice(refusal),
		httpStatus: status,
		...(refusesCredential === undefined ? {} : { refusesCredential }),
	};
}

/** A 2xx answer that doesn't prove success: empty, not in the service's form, or with an `error` in it. */
function unproven(
	error: GoogleError,
	{ service, action }: Purpose,
	what = whatIsWrong(error, service),
): Pick<Failure, 'message' | 'advice'> {
	return {
		message: `Nothing proves that Google did ${action}: the answer ${what}`,
		advice: `Check '${service.urlField}' in the credential, and whether a proxy answers in Google's place. ${service.wayOut}`,
	};
}

function whatIsWrong({ form, message }: GoogleError, service: GoogleService): string {
	if (form !== 'none') return `holds an error${quote(message)}`;
	return message === '' ? 'is empty' : `isn't one of ${service.name}'s${quote(message)}`;
}

/** The first that fits counts. */
const EXPLANATIONS: readonly Explanation[] = [
	{
		when: ({ status, error, authentication }) =>
			authentication === 'serverKey' && (status === 401 || isServerKeyRefusal(error)),
		message: ({ said }) => `Google refused the server key (${said}): only a service account works today`,
		advice: ({ service }) => `${USE_SERVICE_ACCOUNT} ${service.wayOut}`,
		refusesCredential: true,
	},
	{
		when: ({ error }) => isServerKeyRefusal(error),
		message: ({ said }) =>
			`Google took the access token for a server key (${said}): the header access_token_auth didn't reach it`,
		advice: ({ service }) =>
			`A proxy on the way drops headers with an underscore in their name: let it pass them on, or correct '${service.urlField}' in the credential. ${service.wayOut}`,
		refusesCredential: true,
	},
	{
		when: ({ error }) => isThirdPartyAuthError(error),
		message: ({ said }) =>
			`Firebase couldn't sign in to Apple's or the browser's push service for this token (${said})`,
		advice: () => `Nothing is wrong with the token or the credential. ${CHECK_PUSH_KEYS}`,
		refusesCredential: false,
	},
	{
		when: ({ status }) => status < 400,
		message: ({ action, service, status }) =>
			`Google didn't ${action}: '${service.urlField}' answers with a redirect (HTTP ${status}), which isn't followed`,
		advice: ({ checkUrl, service }) => `${checkUrl} ${service.wayOut}`,
	},
	{
		when: ({ status }) => status === 401,
		message: ({ said }) => `Google didn't accept the service account's access token (${said})`,
		advice: ({ checkUrl, service }) =>
			`Check that the service account still exists and that the Firebase Cloud Messaging API is enabled in its project. ${checkUrl} ${service.wayOut}`,
		refusesCredential: true,
	},
	{
		when: ({ error }) => error.fcmCode === 'SENDER_ID_MISMATCH',
		message: ({ said }) => `The token belongs to another Firebase project than the credential's (${said})`,
		advice: () => 'Use a credential of the project whose app the token comes from.',
	},
	{
		when: ({ status, error }) => status === 403 && lacksPermission(error),
		message: ({ authentication, said }) =>
			`${authentication === 'serverKey' ? 'The server key' : 'The service account'} lacks the permission for this (${said})`,
		advice: ({ authentication, service }) =>
			`Use a credential of the project whose app the tokens come from. ${roleOrAccount(authentication)} ${service.wayOut}`,
		refusesCredential: true,
	},
	{
		when: ({ status }) => status === 403,
		message: ({ said }) =>
			`Google refused access (${said}): credential and token probably belong to different Firebase projects`,
		advice: ({ authentication, service }) =>
			`Use a credential of the project whose app the token comes from. ${roleOrAccount(authentication)} ${service.wayOut}`,
	},
	{
		when: ({ status }) => status === 429,
		advice: () =>
			"Google limits how many requests a project may make in a time: lower 'Concurrency' in the options, or try again later.",
	},
	{
		// Not in Google's own words: a proxy's page, or what is left of a service that was switched off.
		when: ({ status, error }) => status >= 500 && error.form === 'none',
		advice: ({ checkUrl, service }) => `${TROUBLE} If it stays so: ${checkUrl} ${service.wayOut}`,
	},
	{
		when: ({ status }) => status === 408 || status >= 500,
		advice: () => TROUBLE,
	},
	{
		when: ({ status, error }) => status === 400 && error.form !== 'none',
		advice: ({ service }) => `Check the fields of this node. ${service.wayOut}`,
	},
];
const TROUBLE = 'Google has a problem of its own: try again later.';

const OTHER: Explanation = {
	when: () => true,
	advice: ({ checkUrl, service }) => `${checkUrl} ${service.wayOut}`,
};

function roleOrAccount(authentication: Authentication): string {
	return authentication === 'serverKey'
		? `If it is that one: ${USE_SERVICE_ACCOUNT}`
		: "If it is that one, give the service account the role 'Firebase Cloud Messaging API Admin'.";
}

function isServerKeyRefusal({ message }: GoogleError): boolean {
	return /server key is deprecated/i.test(message);
}

/**
 * FCM's 401 that isn't about our access token, whatever its text says: the project's APNs key or web push certificate
 * is refused (the reference of sending, 8.2).
 */
export function isThirdPartyAuthError({ fcmCode }: GoogleError): boolean {
	return fcmCode === 'THIRD_PARTY_AUTH_ERROR';
}

/** Reasons of an `ErrorInfo` for which every request of this credential would be refused. */
const ACCESS_REASONS =
	/^(?:IAM_PERMISSION_DENIED|SERVICE_DISABLED|ACCESS_TOKEN_SCOPE_INSUFFICIENT|CONSUMER_|BILLING_|USER_PROJECT_)/;
/** Google's general texts for a missing role, project, scope or API. */
const ACCESS_WORDS =
	/\bpermission\b.*\bdenied\b|does not have (?:the )?(?:required )?permission|insufficient (?:authentication )?(?:scopes?|permissions?)|missing (?:or insufficient )?permission|has not been used in project|(?:api|service) is (?:disabled|not enabled)/i;

/** Whether a 403 is about the credential, as a 401 is, rather than about the token of the request. */
function lacksPermission({ form, reason, message }: GoogleError): boolean {
	if (form === 'none') return false;
	return ACCESS_REASONS.test(reason ?? '') || ACCESS_WORDS.test(message);
}

/** What Google calls wrong in the request, where it says so: “…” about topic_name (“…”). */
function namedFields({ violations = [] }: GoogleError): string {
	const named = violations
		.filter(({ field }) => field !== '')
		.slice(0, 3)
		.map(({ field, description }) => `${field}${quote(description)}`);
	return named.length === 0 ? '' : `, about ${named.join(', ')}`;
}

function quote(text: string, before = ' '): string {
	return text === '' ? '' : `${before}“${text}”`;
}
