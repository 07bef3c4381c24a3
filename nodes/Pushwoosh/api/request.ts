import type { IHttpRequestMethods } from 'n8n-workflow';
import type { RequestSender } from '../../shared/engine/operation';
import { RequestFailure, type Failure } from '../../shared/failure';
import type { HttpAnswer } from '../../shared/http/answer';
import type { Judgement, RequestSpec } from '../../shared/http/requestSpec';
import { retryWhenNotActedOn, retryWhenPassing, type RetryRule } from '../../shared/http/retry';
import { judgeAnswer, saysNotFound, unproven, type PushwooshAnswer } from './answer';
import { FAMILIES, type Family, type FamilyName } from './families';
import type { PushwooshAccess } from './session';

/** How one method of one of Pushwoosh's APIs is called. */
export interface PushwooshCall<T> extends Pick<RequestSpec<T>, 'pace' | 'endBy' | 'scheme'> {
	session: PushwooshAccess;
	family: FamilyName;
	/** What stands behind the family's path, e.g. `createMessage` or `journey/1/statistics/external`; encoded where it must be. */
	method: string;
	/** POST by default; a GET has no fields. */
	verb?: IHttpRequestMethods;
	/** The fields; envelope and token join them on the way out. */
	request?: Record<string, unknown>;
	/** What is asked for, as in "Pushwoosh didn't …": "accept the message". */
	asks: string;
	/** The one that it is about, where the fields don't name it as `application`. */
	application?: string;
	/**
	 * By default the family's, and a call of the Device API fails where the credential has no Device token. `optional`: the
	 * Device token where there is one, else none. `none`: sent without any.
	 */
	token?: 'optional' | 'none';
	/** Takes what is wanted from a success; undefined: the answer doesn't hold it, and so proves nothing. */
	read: (answer: PushwooshAnswer, http: HttpAnswer) => T | undefined;
	/** What to say of an answer that proves nothing, in place of the usual sentences. */
	unproven?: Partial<Pick<Failure, 'message' | 'advice'>>;
	/**
	 * Takes a refusal for an answer, as where "there is no such thing" is what was asked for.
	 * @param isMissing the service said that there is no such thing
	 * @returns undefined where it is a refusal after all
	 */
	takeRefusal?: (http: HttpAnswer, isMissing: boolean) => T | undefined;
	/** The name of what it is about: its words say nothing about what wasn't found. */
	about?: string;
	/** How the service says that there is no such thing. Default: not found, in words about anything but the application. */
	saysMissing?: (answer: HttpAnswer) => boolean;
	/** Makes a failure say more. @param isMissing the service said that there is no such thing */
	explain?: (failure: Failure, isMissing: boolean) => Failure;
	/** Doing it twice would be seen by somebody: a final failure says when it may have happened after all. */
	onlyOnce?: boolean;
	/** Default: after every passing problem; what is to be done only once, when it certainly wasn't acted on. */
	retry?: RetryRule;
	/**
	 * It deletes what has this name for good. It may be sent again after every passing problem; "not found" is success only
	 * when an earlier attempt may have been acted on: after a 429 or a refused connection nothing was deleted, and it was
	 * never there.
	 */
	deletes?: string;
}

const NO_DEVICE_TOKEN: Failure = {
	code: 'NO_DEVICE_TOKEN',
	message: "This needs a Device token, and 'Device Token' in the Pushwoosh credential is empty",
	advice:
		'Copy a token of the type Device from Settings → API Access in the Pushwoosh Control Panel into that field of the credential.',
	endsRun: true,
};

/**
 * Builds a request of any family of Pushwoosh's APIs. The token isn't part of it: the credential adds it on the way out.
 * @throws RequestFailure when it needs a Device token, and the credential has none
 */
export function pushwooshRequest<T>(call: PushwooshCall<T>): RequestSpec<T> {
	const { session, method, verb = 'POST', request = {}, pace, endBy, scheme, onlyOnce } = call;
	const family: Family = FAMILIES[call.family];
	const withoutToken = call.token === 'none' || (call.token === 'optional' && !session.hasDeviceToken);
	if (family.token === 'device' && !session.hasDeviceToken && !withoutToken)
		throw new RequestFailure(NO_DEVICE_TOKEN);
	return {
		method: verb,
		url: `${session[family.host]}${family.path}${method}`,
		...(verb === 'GET' ? {} : { body: family.envelope === 'wrapped' ? { request } : request }),
		judge: (answer, { mayHaveBeenActedOn }) =>
			judge(call, family, answer, { mayHaveBeenActedOn, withoutToken }),
		retry: call.retry ?? (onlyOnce ? retryWhenNotActedOn : retryWhenPassing),
		...(onlyOnce ? { onlyOnce } : {}),
		...(withoutToken ? { withoutToken } : {}),
		...(scheme === undefined ? {} : { scheme }),
		...(pace ? { pace } : {}),
		...(endBy === undefined ? {} : { endBy }),
		right: rightTo(method, call.application ?? request.application),
	};
}

function judge<T>(
	call: PushwooshCall<T>,
	family: Family,
	answer: HttpAnswer,
	{ mayHaveBeenActedOn, withoutToken }: { mayHaveBeenActedOn: boolean; withoutToken: boolean },
): Judgement<T> {
	const { asks, deletes, read, explain } = call;
	const judged = judgeAnswer(family, answer, asks);
	const isMissing =
		!judged.ok && (call.saysMissing?.(answer) ?? saysNotFound(answer, call.about ?? deletes ?? ''));
	const isDeleted = deletes !== undefined && isMissing && mayHaveBeenActedOn;
	if (judged.ok || isDeleted) {
		const value = read(judged.ok ? judged.value : { response: {} }, answer);
		return value === undefined ? unproven(answer, asks, call.unproven) : { ok: true, value };
	}
	const taken = call.takeRefusal?.(answer, isMissing);
	if (taken !== undefined) return { ok: true, value: taken };
	// Without a token a 401 says nothing about the credential.
	const failure = withoutToken ? { ...judged.failure, refusesCredential: false } : judged.failure;
	return { ...judged, failure: explain ? explain(failure, isMissing) : failure };
}

/** What a call is made with. */
export interface Asking {
	http: RequestSender;
	session: PushwooshAccess;
}

/** Makes a call. @returns what is wanted of its answer @throws RequestFailure; RunCanceled */
export async function askPushwoosh<T>(
	{ http, session }: Asking,
	call: Omit<PushwooshCall<T>, 'session'>,
): Promise<T> {
	return (await http.request(pushwooshRequest({ session, ...call }))).value;
}

/** Names what a token has to be allowed: permissions are given by activity, and a token by application. */
function rightTo(method: string, application: unknown): string {
	return typeof application === 'string' ? `${method} ${application}` : method;
}

/** For `read`: the answer as it is, where the service's yes is all that is asked for. */
export function asAnswered(answer: PushwooshAnswer): PushwooshAnswer {
	return answer;
}
