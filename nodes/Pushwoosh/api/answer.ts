import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../shared/failure';
import { readableText, type HttpAnswer } from '../../shared/http/answer';
import { asRecord } from '../../shared/json';
import type { Judgement } from '../../shared/http/requestSpec';
import { isPassingStatus } from '../../shared/http/retry';
import type { Family } from './families';

/** What a method answered with success. */
export interface PushwooshAnswer {
	/** What stands in the envelope, or all of the body where there is none; `{}` where Pushwoosh answered null. */
	response: IDataObject;
	/** Success with a reservation, such as a reached subscriber limit. */
	warning?: string;
}

type Refusal = Extract<Judgement<never>, { ok: false }>;

/** A success by its status that proves nothing: it isn't sent again, and may have been acted on. */
const UNDECIDED = { ok: false, passing: false, notActedOn: false } as const;

/**
 * Judges an answer as its family's envelope wants it (the service's reference, 1.6). A success says that the service did
 * answer, not yet that the answer holds what was asked for.
 * @param action what was asked for, as in "Pushwoosh didn't accept the message"
 */
export function judgeAnswer(
	{ envelope, token }: Pick<Family, 'envelope' | 'token'>,
	answer: HttpAnswer,
	action: string,
): Judgement<PushwooshAnswer> {
	const judged =
		envelope === 'wrapped' ? judgeRemoteAnswer(answer, action) : judgeBare(envelope, answer, action);
	const isRefused =
		!judged.ok && (judged.failure.refusesCredential === true || judged.failure.code === '401');
	if (!isRefused) return judged;
	if (token === 'device') return { ...judged, failure: { ...judged.failure, advice: WRONG_DEVICE_TOKEN } };
	return envelope === 'error' ? { ...judged, failure: { ...judged.failure, advice: WRONG_SCHEME } } : judged;
}

/** Judges an answer of a family that wraps nothing around it. */
function judgeBare(
	envelope: Exclude<Family['envelope'], 'wrapped'>,
	answer: HttpAnswer,
	action: string,
): Judgement<PushwooshAnswer> {
	const body = asRecord(answer.json);
	// Not documented for these families, but this is how the rest of the API says no, with HTTP 200 or another status.
	if (body && 'status_code' in body) {
		const judged = judgeRemoteAnswer(answer, action);
		if (!judged.ok) return judged;
	}
	const isSuccess = answer.status >= 200 && answer.status < 300;
	if (envelope === 'acceptance' && answer.status === 200 && answer.text.trim() === '') {
		return { ok: true, value: { response: {} } };
	}
	if (!body || !isSuccess || (envelope === 'acceptance' && answer.status !== 200)) {
		return unreadable(answer, action);
	}
	if (envelope === 'error' && filled(body.error)) return refusal(answer, action, 'REFUSED');
	const isGatewayError = typeof body.code === 'number' && body.code !== 0 && typeof body.message === 'string';
	if (envelope === 'gateway' && isGatewayError) return refusal(answer, action, String(body.code));
	return { ok: true, value: { response: body } };
}

/**
 * The entries of what is a list in one answer, and an object by code in another.
 * @returns undefined for what is neither
 */
export function entriesOf(list: unknown): Array<[code: string | undefined, entry: unknown]> | undefined {
	if (Array.isArray(list)) return list.map((entry: unknown) => [undefined, entry]);
	const byCode = asRecord(list);
	return byCode && Object.entries(byCode);
}

/** An error in spite of a success status. */
function refusal(answer: HttpAnswer, action: string, code: string): Refusal {
	const said = readableText(serviceMessage(answer) ?? '');
	return {
		...UNDECIDED,
		failure: {
			code,
			message: `Pushwoosh didn't ${action}${said ? `: “${said}”` : ''}`,
			advice: 'Check the fields of this node.',
		},
	};
}

function filled(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '' && value !== false;
}

/**
 * A success whose answer doesn't hold what was asked for: nothing is proven.
 * @param lacking what to say in place of the usual sentence
 */
export function unproven(
	{ json }: HttpAnswer,
	action: string,
	lacking: Partial<Pick<Failure, 'message' | 'advice'>> = {},
): Refusal {
	const body = asRecord(json);
	const said = [body?.message, body?.error].find((text) => typeof text === 'string' && text.trim() !== '');
	return {
		...UNDECIDED,
		failure: {
			code: 'UNEXPECTED_ANSWER',
			message:
				`Pushwoosh answered, but not with what was asked for: it isn't known whether it did ${action}` +
				(typeof said === 'string' ? ` (“${readableText(said)}”)` : ''),
			advice: "Check 'Base URL' in the Pushwoosh credential, and whether a proxy answers in its place.",
			...lacking,
		},
	};
}

/**
 * Judges an answer of the Remote API 1.3: HTTP 200 alone proves nothing, the body's `status_code` decides
 * (Pushwoosh API reference, success and error codes).
 * @param action what was asked for, as in "Pushwoosh didn't accept the message"
 */
export function judgeRemoteAnswer(answer: HttpAnswer, action: string): Judgement<PushwooshAnswer> {
	const body = asRecord(answer.json);
	const code = statusCode(body);
	if (code === undefined || isRedirect(answer)) return unreadable(answer, action);
	const message = typeof body?.status_message === 'string' ? body.status_message.trim() : '';
	if (code === 200 && answer.status >= 200 && answer.status < 300) {
		return {
			ok: true,
			value: {
				response: asRecord(body?.response) ?? {},
				...(message && message.toUpperCase() !== 'OK' ? { warning: message } : {}),
			},
		};
	}
	const said = code === 200 ? answer.status : code;
	return {
		ok: false,
		failure: {
			code: String(said),
			message: `Pushwoosh didn't ${action}${message ? `: “${readableText(message)}”` : ` (code ${said})`}`,
			advice: adviceFor(said, answer.status),
			...(said === 210 && ABOUT_THE_TOKEN.test(message)
				? { refusesCredential: true, advice: WRONG_TOKEN }
				: {}),
			...(said === 403 && (message === '' || ABOUT_RIGHTS.test(message)) ? { refusesRight: true } : {}),
		},
		passing: isPassingStatus(said) || isPassingStatus(answer.status),
		notActedOn: said < 500 && said !== 408 && answer.status < 500 && answer.status !== 408,
	};
}

/**
 * Pushwoosh answers a wrong token with the code 210, which also stands for wrong parameters: only the text tells them apart.
 * Where it comes in other words, nothing is lost but the requests that follow.
 */
const ABOUT_THE_TOKEN =
	/\b(invalid|wrong|unknown|expired) (api |access )?token\b|\baccount (is suspended|not found)\b/i;

/** As the credential's own test says it. */
const WRONG_TOKEN =
	"Check 'API Token' in the credential: copy the Server token again from Settings → API Access in the Pushwoosh Control Panel (a Device token isn't enough), and check that the account isn't suspended.";

/** The help centre says that a Device token without the application is answered 401 as well (the reference, 1.4). */
const WRONG_DEVICE_TOKEN =
	"Copy the Device token again from Settings → API Access in the Pushwoosh Control Panel into 'Device Token' of the credential (a Server token isn't taken here), and check that it may use the application.";

const WRONG_SCHEME =
	"Check 'API Token' in the Pushwoosh credential. If other calls work with it, switch 'Other Addresses' on there and try another 'Statistics Scheme'.";

/**
 * What Pushwoosh says with 403 ("Token restrictions forbid this operation") when the token lacks a permission (the
 * service's reference, 1.6). A missing application is told by 403 or by 210 (1.4), so such a refusal counts for one
 * method and one application; a limit or a filter between n8n and Pushwoosh says 403 in other words.
 */
const ABOUT_RIGHTS = /\b(restrict(ions?|ed)?|permissions?|forbid(s|den)?)\b/i;

/**
 * What Pushwoosh answers for something that doesn't exist isn't documented: code 404, or 210 with a text that says so.
 * @param name what was asked for: its words say nothing about what wasn't found
 * @returns whether it says that in the API's own form, and of what was asked for, not of the application
 */
export function saysNotFound(answer: HttpAnswer, name: string): boolean {
	const body = asRecord(answer.json);
	const message = serviceMessage(answer) ?? '';
	const words = message.replaceAll(name, '').replace(QUOTED, '');
	if (SOMETHING_ELSE.test(words)) return false;
	const code = statusCode(body);
	// The gateway has a form of its own (the reference, 4.7).
	const isGatewayNotFound = body?.code === 5 && typeof body.message === 'string';
	return code === 404 || (code === 210 && NOT_THERE.test(words)) || isGatewayNotFound;
}

const QUOTED = /"[^"]*"|“[^”]*”|(?<!\w)'[^']*'(?!\w)/g;
const NOT_THERE = /not found|n.t exist|no such|unknown/i;
const SOMETHING_ELSE = new RegExp(
	[
		'(application|account|token).*(not found|n.t exist)',
		'(no such|unknown|invalid) (\\S+ )?(application|account|token)',
	].join('|'),
	'i',
);

/** @returns a whole number, also when it came as a text */
function statusCode(body: Record<string, unknown> | undefined): number | undefined {
	const value = body?.status_code;
	const code = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof code === 'number' && Number.isInteger(code) ? code : undefined;
}

/**
 * Explains an answer that isn't in the form of the API: a proxy's page, an empty body, a redirect, a bare HTTP error.
 * @returns how to go on; a success status that proves nothing counts as "may have been acted on"
 */
function unreadable(answer: HttpAnswer, action: string): Refusal {
	const { status } = answer;
	const said = readableText(serviceMessage(answer) ?? answer.text);
	if (isRedirect(answer)) {
		return {
			ok: false,
			failure: {
				code: 'REDIRECT',
				message: `Pushwoosh didn't ${action}: the address redirects elsewhere, which isn't followed`,
				advice: "Check 'Base URL' in the Pushwoosh credential.",
			},
		};
	}
	if (status >= 200 && status < 300) {
		return {
			...UNDECIDED,
			failure: {
				code: 'UNEXPECTED_ANSWER',
				message: `It isn't known whether Pushwoosh did ${action}: the answer isn't one of its own${said ? ` (“${readableText(said, 120)}”)` : ' (empty)'}`,
				advice: "Check 'Base URL' in the Pushwoosh credential, and whether a proxy answers in its place.",
			},
		};
	}
	// A page is a proxy's or a firewall's, which may refuse one request for what stands in it.
	const isPage = /^\s*</.test(answer.text);
	return {
		ok: false,
		failure: {
			code: String(status),
			message: `Pushwoosh didn't ${action} (HTTP ${status}${said ? `: “${said}”` : ''})`,
			advice: adviceFor(status, status),
			...(status === 403 && !isPage && ABOUT_RIGHTS.test(said) ? { refusesRight: true } : {}),
		},
	};
}

function isRedirect({ status }: HttpAnswer): boolean {
	return status >= 300 && status < 400;
}

/** The text of an error body in any of the forms that the families use. */
function serviceMessage({ json }: HttpAnswer): string | undefined {
	const body = asRecord(json);
	const text = body?.status_message ?? body?.message ?? body?.error;
	return typeof text === 'string' ? text : undefined;
}

function adviceFor(code: number, status: number): string {
	if (code === 401) return WRONG_TOKEN;
	if (code === 403) {
		return 'In the Pushwoosh Control Panel, open Settings → API Access and give the token the permission and the application.';
	}
	if (code === 210) {
		return 'Check what Pushwoosh names here, the application code, and in Settings → API Access of the Control Panel whether the token may use that application.';
	}
	if (code === 404) return "Check the codes in this node and 'Base URL' in the credential.";
	if (code === 429 || status === 429)
		return "Pushwoosh takes only so many requests a minute: try again later, or lower 'Concurrency' (for pushes 'Requests per Minute') in the options.";
	if (code >= 500) return 'Pushwoosh has a problem of its own: try again later.';
	return 'Check the fields of this node.';
}
