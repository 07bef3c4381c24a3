import type { AnsweredPart, PartAnswer } from '../../shared/engine/operation';
import type { ApnsResult } from '../api/instanceId/apnsImport';
import type { ApnsUnit } from './unit';

/** What is reported of a token that Google answered about. */
export interface ImportOutcome {
	/** The service's text. */
	status: string;
	/** The environment of the reported answer. */
	sandbox: boolean;
	registrationToken?: string;
	/** With the environment 'auto': what the sandbox said to a token that production refused too. */
	sandboxStatus?: string;
}

/** The second leg of the environment 'auto'. */
export const SANDBOX_STAGE = 'sandbox';

/** The one refusal that may pass by itself, and also what a token of the other environment gets. */
const PASSING = 'Internal Server Error';

/**
 * Judges one result.
 *
 * With 'auto' a token goes to production first. Refused there, it goes to the sandbox before anything is repeated; the
 * note carries production's text along. Refused by both, it is repeated where a refusal may pass: from the beginning
 * when that was production's, else in the sandbox alone. What is reported in the end is production's answer.
 * @param result undefined when the answer held none for this token
 * @param attempts how often the request was answered
 */
export function judgeResult(
	part: AnsweredPart<ApnsUnit>,
	stage: string | undefined,
	result: ApnsResult | undefined,
	attempts: number,
): PartAnswer {
	const isAuto = part.unit.environment === 'auto';
	const sandbox = isAuto ? stage === SANDBOX_STAGE : part.unit.environment === 'sandbox';
	if (result === undefined || result.status === '' || (result.status === 'OK' && !result.registrationToken)) {
		return noProof(result, sandbox, attempts);
	}
	const { status, registrationToken } = result;
	if (registrationToken !== undefined) {
		return { kind: 'accepted', data: { status, sandbox, registrationToken } satisfies ImportOutcome };
	}
	if (!isAuto) return refusal({ status, sandbox }, status === PASSING);
	if (!sandbox) return { kind: 'proceed', stage: SANDBOX_STAGE, note: status };

	const production = String(part.note);
	const outcome: ImportOutcome = { status: production, sandbox: false, sandboxStatus: status };
	if (production === PASSING) return refusal(outcome, true);
	return refusal(outcome, status === PASSING, { stage: SANDBOX_STAGE, note: production });
}

function refusal(
	outcome: ImportOutcome,
	isPassing: boolean,
	again: { stage?: string; note?: string } = {},
): PartAnswer {
	const { status, sandbox, sandboxStatus } = outcome;
	const refused = {
		kind: 'refused',
		code: status,
		message:
			sandboxStatus === undefined
				? `Google refused the APNs token in ${sandbox ? 'the sandbox' : 'production'} (“${status}”)`
				: `Google refused the APNs token in production (“${status}”) and in the sandbox (“${sandboxStatus}”)`,
		advice:
			sandboxStatus === undefined
				? `Check 'Bundle ID', and whether the token comes from ${sandbox ? 'the App Store or TestFlight' : 'a development build'}: 'Automatic' as 'Environment' tries both.`
				: "Check 'Bundle ID', and that the app that the token comes from belongs to the credential's Firebase project.",
		data: outcome,
	} as const;
	return isPassing ? { kind: 'repeat', otherwise: refused, ...again } : refused;
}

function noProof(result: ApnsResult | undefined, sandbox: boolean, attempts: number): PartAnswer {
	return {
		kind: 'failed',
		failure: {
			code: 'UNEXPECTED_ANSWER',
			message:
				result?.status === 'OK'
					? "Google's answer says OK for this APNs token, but holds no registration token"
					: "Google's answer holds no readable result for this APNs token",
			advice: 'Run the workflow again for the tokens concerned: doing it twice does no harm.',
			httpStatus: 200,
			attempts,
			extra: { sandbox },
		},
	};
}
