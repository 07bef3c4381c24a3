import type { Failure } from '../../../shared/engine/failure';
import type { HttpAnswer } from '../../../shared/http/answer';
import type { Authentication } from '../session';
import { readGoogleError, requestCode, type GoogleError } from './googleError';
import type { GoogleService } from './services';

/** What a request was for, to explain why it failed. */
export interface Purpose {
	service: GoogleService;
	authentication: Authentication;
	/** What was asked for, as in "Google didn't …": "subscribe the devices". */
	action: string;
}

const USE_SERVICE_ACCOUNT =
	"Set 'Authentication' to 'Service Account' and choose a service account credential: Google has refused server keys since June 2024.";

/**
 * Explains an answer that isn't the success hoped for, of a request as a whole.
 * @param what is wrong with a 2xx answer, as in "the answer holds 3 results for 2 tokens"; found out where it isn't given
 */
export function requestFailure(answer: HttpAnswer, purpose: Purpose, what?: string): Failure {
	const error = readGoogleError(answer);
	const refusesKey = isServerKeyRefusal(error);
	if (answer.status >= 200 && answer.status < 300 && !refusesKey) return unproven(answer, purpose, what);
	const { message, advice } = explain(answer.status, error, purpose);
	return {
		code: requestCode(error, answer.status),
		message,
		advice,
		httpStatus: answer.status,
		...(refusesKey ? { refusesCredential: true } : {}),
	};
}

/** A 2xx answer that doesn't prove success: empty, not in the service's form, or with an `error` in it. */
function unproven(answer: HttpAnswer, { service, action }: Purpose, what: string | undefined): Failure {
	const error = readGoogleError(answer);
	return {
		code: requestCode(error, answer.status),
		message: `Nothing proves that Google did ${action}: the answer ${what ?? whatIsWrong(error, service)}`,
		advice: `Check '${service.urlField}' in the credential, and whether a proxy answers in Google's place. ${service.wayOut}`,
		httpStatus: answer.status,
	};
}

function whatIsWrong({ form, message }: GoogleError, service: GoogleService): string {
	if (form !== 'none') return `holds an error${quote(message)}`;
	return message === '' ? 'is empty' : `isn't one of ${service.name}'s${quote(message)}`;
}

function explain(status: number, error: GoogleError, purpose: Purpose): { message: string; advice: string } {
	const { service, authentication, action } = purpose;
	const checkUrl = `Check '${service.urlField}' in the credential.`;
	const said = `HTTP ${status}${quote(error.message, ': ')}`;
	const plain = `Google didn't ${action} (${said})`;

	if (authentication === 'serverKey' && (status === 401 || isServerKeyRefusal(error))) {
		return {
			message: `Google refused the server key (${said}): only a service account works today`,
			advice: `${USE_SERVICE_ACCOUNT} ${service.wayOut}`,
		};
	}
	if (isServerKeyRefusal(error)) {
		return {
			message: `Google took the access token for a server key (${said}): the header access_token_auth didn't reach it`,
			advice: `A proxy on the way drops headers with an underscore in their name: let it pass them on, or correct '${service.urlField}' in the credential. ${service.wayOut}`,
		};
	}
	if (status >= 300 && status < 400) {
		return {
			message: `Google didn't ${action}: '${service.urlField}' answers with a redirect (HTTP ${status}), which isn't followed`,
			advice: `${checkUrl} ${service.wayOut}`,
		};
	}
	if (status === 401) {
		return {
			message: `Google didn't accept the service account's access token (${said})`,
			advice: `Check that the service account still exists and that the Firebase Cloud Messaging API is enabled in its project. ${checkUrl} ${service.wayOut}`,
		};
	}
	if (status === 403) {
		return {
			message: `Google refused access (${said}): credential and token probably belong to different Firebase projects`,
			advice: [
				'Use a credential of the project whose app the token comes from.',
				authentication === 'serverKey'
					? `If it is that one: ${USE_SERVICE_ACCOUNT}`
					: "If it is that one, give the service account the role 'Firebase Cloud Messaging API Admin'.",
				service.wayOut,
			].join(' '),
		};
	}
	if (status === 429) {
		return {
			message: plain,
			advice:
				"Google limits how many requests a project may make in a time: lower 'Concurrency' in the options, or try again later.",
		};
	}
	if (status === 408 || status >= 500) {
		const wait = 'Google has a problem of its own: try again later.';
		// Not in Google's own words: a proxy's page, or what is left of a service that was switched off.
		const isForeign = status !== 408 && error.form === 'none';
		return { message: plain, advice: isForeign ? `${wait} If it stays so: ${checkUrl} ${service.wayOut}` : wait };
	}
	const check = status === 400 && error.form !== 'none' ? 'Check the fields of this node.' : checkUrl;
	return { message: plain, advice: `${check} ${service.wayOut}` };
}

function isServerKeyRefusal({ message }: GoogleError): boolean {
	return /server key is deprecated/i.test(message);
}

function quote(text: string, before = ' '): string {
	return text === '' ? '' : `${before}“${text}”`;
}
