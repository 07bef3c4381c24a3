import type { AnsweredPart, PartAnswer, Rejection } from '../../shared/engine/operation';
import type { ApnsResult } from './batchImport';

/** The values of the parameter `environment`. */
export const ENVIRONMENTS = ['production', 'sandbox', 'auto'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** One APNs token to be imported. */
export interface ApnsUnit {
	/** As given, trimmed: how the user knows it. */
	given: string;
	/** As sent. */
	cleaned: string;
	bundleId: string;
	environment: Environment;
}

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

type Answer = PartAnswer<ImportOutcome>;

/** The stage of a token that production refused; its note is production's text. */
const SANDBOX = 'sandbox';

/** @returns whether a request asks the sandbox; with 'auto' that comes second */
export function asksSandbox(environment: Environment, stage: string | undefined): boolean {
	return (environment === 'auto' ? stage : environment) === SANDBOX;
}

/** The one refusal that may pass by itself, and also what a token of the other environment gets. */
const PASSING = 'Internal Server Error';

/**
 * Judges one result.
 *
 * With 'auto' a token goes to production first. Refused there, it goes to the sandbox before anything is retried; the
 * note carries production's text along. Refused by both, it goes again where a refusal may pass: from the beginning
 * when that was production's, else in the sandbox alone. What is reported in the end is production's answer.
 * @param result undefined when the answer held none for this token
 * @param attempts how often the request was answered
 */
export function judgeResult(
	part: AnsweredPart<ApnsUnit, ImportOutcome>,
	stage: string | undefined,
	result: ApnsResult | undefined,
	attempts: number,
): Answer {
	const { unit, note: production = '' } = part;
	const sandbox = asksSandbox(unit.environment, stage);
	if (result === undefined || result.status === '' || (result.status === 'OK' && !result.registrationToken)) {
		return noProof(result, sandbox, attempts);
	}
	const { status, registrationToken } = result;
	if (registrationToken !== undefined) {
		return { kind: 'succeeded', data: { status, sandbox, registrationToken } };
	}
	if (unit.environment !== 'auto') return refusal({ status, sandbox }, status === PASSING);
	if (!sandbox) return { kind: 'proceed', stage: SANDBOX, note: status };

	const outcome: ImportOutcome = { status: production, sandbox: false, sandboxStatus: status };
	if (production === PASSING) return refusal(outcome, true);
	return refusal(outcome, status === PASSING, { stage: SANDBOX, note: production });
}

function refusal(data: ImportOutcome, isPassing: boolean, next?: { stage: string; note: string }): Answer {
	const rejection: Rejection<ImportOutcome> = { kind: 'rejected', code: data.status, ...textsOf(data), data };
	return isPassing ? { kind: 'retry', otherwise: rejection, ...next } : rejection;
}

function textsOf({ status, sandbox, sandboxStatus }: ImportOutcome): { message: string; advice: string } {
	if (sandboxStatus !== undefined) {
		return {
			message: `Google refused the APNs token in production (“${status}”) and in the sandbox (“${sandboxStatus}”)`,
			advice:
				"Check 'Bundle ID', and that the app that the token comes from belongs to the credential's Firebase project.",
		};
	}
	return {
		message: `Google refused the APNs token in ${sandbox ? 'the sandbox' : 'production'} (“${status}”)`,
		advice: `Check 'Bundle ID', and whether the token comes from ${sandbox ? 'the App Store or TestFlight' : 'a development build'}: 'Automatic' as 'Environment' tries both.`,
	};
}

function noProof(result: ApnsResult | undefined, sandbox: boolean, attempts: number): Answer {
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
