import type { Answer } from '../../http/message.mts';
import { httpStatusOf } from '../errors.mts';
import { INSTALLATION_ID_SHAPE, judge, TOKEN_SHAPE } from '../registrations.mts';
import type { Verdict } from '../registrations.mts';
import type { GoogleState, Project } from '../state.mts';
import type { FcmOutcome, FcmSend } from './devices.mts';
import { loginOf } from './reach.mts';
import type { Refusals } from './refusals.mts';
import type { Target } from './target.mts';

/** What a message meets: no answer of its own means that it is taken. */
export interface Outcome {
	answer?: Answer;
	delivers: boolean;
}

const TAKEN: Outcome = { delivers: true };

/**
 * A token of today, one without a colon (a device group or of the old kind, both long), or a FID, which `token` takes
 * as well while Google moves to FIDs.
 */
const SHAPE_IN_TOKEN = new RegExp(
	[TOKEN_SHAPE, INSTALLATION_ID_SHAPE, /^[A-Za-z0-9_-]{41,}$/].map(({ source }) => source).join('|'),
);

interface Context {
	state: GoogleState;
	project: Project;
	target: Target;
	refusals: Refusals;
	/** `validate_only`: the push services behind FCM aren't asked. */
	isCheck: boolean;
}

/** What FCM and the services behind it say to a sound message for a target. Uses up what was declared so many times. */
export function outcomeOf(context: Context): Outcome {
	const { state, target, refusals } = context;
	const { kind, value } = target;
	if (kind === 'topic' || kind === 'condition') {
		return scripted(context, state.fcm.script.next(`${kind} ${value}`, state.fcm.sendsTo(kind, value)));
	}
	const refusal = refusalOfDevice(context);
	if (refusal !== undefined) return { answer: refusal, delivers: false };
	const outcome = scripted(context, state.fcm.script.next(value, state.registrations.get(value)?.sends));
	if (outcome.answer !== undefined || context.isCheck) return outcome;
	const login = loginOf(state, value);
	return login.isGood ? outcome : { answer: refusals.thirdPartyAuth(login.reason), delivers: false };
}

function refusalOfDevice({ state, project, target, refusals }: Context): Answer | undefined {
	const { kind, value } = target;
	const shape = kind === 'fid' ? INSTALLATION_ID_SHAPE : SHAPE_IN_TOKEN;
	const refusal = refusalOf(judge(state, project, value, shape), kind === 'fid', value, refusals);
	if (refusal !== undefined) return refusal;
	const isFid = kind === 'fid' || INSTALLATION_ID_SHAPE.test(value);
	const usesFids = state.registrations.get(value)?.usesFidMessaging ?? state.settings.fcm.appsUseFidMessaging;
	return isFid && !usesFids ? refusals.unregistered() : undefined;
}

function refusalOf(verdict: Verdict, isFid: boolean, target: string, refusals: Refusals): Answer | undefined {
	switch (verdict) {
		case 'alive':
			return undefined;
		case 'unregistered':
			return refusals.unregistered();
		case 'otherProject':
			return refusals.senderIdMismatch();
		case 'malformed':
			return isFid ? refusals.malformedFid() : refusals.malformedToken();
		default:
			return codeAnswer(verdict.code, target, refusals);
	}
}

/** A temporary code that was declared for a token, in the words of messages:send. */
function codeAnswer(code: string, target: string, refusals: Refusals): Answer {
	switch (code) {
		case 'QUOTA_EXCEEDED':
		case 'RESOURCE_EXHAUSTED':
			return refusals.quota('device', target);
		case 'UNAVAILABLE':
			return refusals.unavailable();
		case 'INTERNAL':
			return refusals.internal();
		default:
			return refusals.coded(httpStatusOf(code), code);
	}
}

function scripted({ target, project, refusals, isCheck }: Context, send: FcmSend | undefined): Outcome {
	if (send === undefined || send.answer === 'taken') return TAKEN;
	const isBehindFcm = send.answer === 'apnsError' || send.answer === 'thirdPartyAuthError';
	if (isCheck && isBehindFcm) return TAKEN;
	const answer = answerOf(send, { ...target, projectNumber: project.projectNumber }, refusals);
	return { ...(answer === undefined ? {} : { answer }), delivers: send.delivers === true };
}

/** An outcome as an answer, about this target; `undefined` for `taken`. */
export function answerOf(
	{ answer, retryAfter, apnsError }: FcmSend,
	about: { kind: Target['kind']; value: string; projectNumber: string },
	refusals: Refusals,
): Answer | undefined {
	const answers: Record<FcmOutcome, () => Answer | undefined> = {
		taken: () => undefined,
		unregistered: () => refusals.unregistered(),
		notFoundWithoutDetails: () => refusals.notFoundWithoutDetails(),
		senderIdMismatch: () => refusals.senderIdMismatch(),
		malformed: () => (about.kind === 'fid' ? refusals.malformedFid() : refusals.malformedToken()),
		invalidArgument: () => refusals.withoutDetails(),
		apnsError: () => refusals.apnsError(apnsError ?? { statusCode: 410, reason: 'Unregistered' }),
		thirdPartyAuthError: () => refusals.thirdPartyAuth(apnsError?.reason),
		projectQuota: () => refusals.quota('project', about.projectNumber, retryAfter),
		deviceQuota: () => refusals.quota('device', about.value, retryAfter),
		topicQuota: () => refusals.quota('topic', about.value, retryAfter),
		unavailable: () => refusals.unavailable(retryAfter),
		internal: () => refusals.internal(),
		unspecified: () => refusals.unspecified(),
		unimplemented: () => refusals.unimplemented(),
		frontEndPage: () => refusals.frontEndPage(),
	};
	return answers[answer]();
}
