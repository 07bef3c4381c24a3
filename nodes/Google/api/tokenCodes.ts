import type { PartAnswer } from '../../shared/engine/operation';
import type { TokenVerdict } from './errors/verdict';

/** What a code that Google gives a single token means. */
interface TokenCode {
	/** As in "48 no longer registered". */
	counted: string;
	message: string;
	advice: string;
	/** May be otherwise a little later: the token goes again. */
	passing?: true;
}

const LATER = 'Run the workflow again later for the tokens concerned.';

/** Per-token codes (the service's reference, 5.2). */
const TOKEN_CODES: Readonly<Record<string, TokenCode>> = {
	NOT_FOUND: {
		counted: 'no longer registered',
		message:
			'The token is no longer registered: the app was uninstalled, or the token was deleted or replaced',
		advice: 'Remove it from your list.',
	},
	INVALID_ARGUMENT: {
		counted: 'of another project or malformed',
		message: "The token belongs to another project than the credential's, or is malformed",
		advice:
			"Check that the credential is of the project whose app the token comes from, and that the token wasn't cut off.",
	},
	TOO_MANY_TOPICS: {
		counted: 'over the topic limit',
		message: 'The device has reached the limit of 2,000 topics',
		advice: 'Unsubscribe it from topics that it no longer needs.',
	},
	RESOURCE_EXHAUSTED: {
		counted: 'held back because of too many changes in a short time',
		message: 'Too many subscriptions were changed in a short time',
		advice: LATER,
		passing: true,
	},
	INTERNAL: {
		counted: 'not processed because of a fault at Google',
		message: 'Google could not process the token because of a fault of its own',
		advice: LATER,
		passing: true,
	},
	DEADLINE_EXCEEDED: {
		counted: 'not processed in time',
		message: 'Google did not process the token in time',
		advice: LATER,
		passing: true,
	},
	PERMISSION_DENIED: {
		counted: 'not allowed for this credential',
		message: 'The credential may not change this token',
		advice:
			"Check that the credential is of the project whose app the token comes from, and its role 'Firebase Cloud Messaging API Admin'.",
	},
};

/** How refused tokens are counted in a run's summary. */
export function countedAs(code: string): string {
	return TOKEN_CODES[code]?.counted ?? `refused with ${code}`;
}

type Refusal = Extract<PartAnswer, { kind: 'refused' }>;

/**
 * Google's verdict on one token of a batch.
 * @param code as Google gives it
 */
export function refusedToken(code: string): PartAnswer {
	const refusal = toRefusal(code);
	if (!TOKEN_CODES[code]?.passing) return refusal;
	return { kind: 'repeat', otherwise: refusal, ...(code === 'RESOURCE_EXHAUSTED' ? { slowsDown: true } : {}) };
}

/** Google's verdict on the only token of a request, its own words beside ours. */
export function refusedByVerdict({ code, message: said, httpStatus }: TokenVerdict): Refusal {
	const refusal = toRefusal(code);
	const message = said === '' || said === code ? refusal.message : `${refusal.message} (“${said}”)`;
	return { ...refusal, message, data: { httpStatus } satisfies RefusalData };
}

/** What a refusal keeps beside its texts. */
export interface RefusalData {
	httpStatus?: number;
}

function toRefusal(code: string): Refusal {
	const known = TOKEN_CODES[code];
	return {
		kind: 'refused',
		code,
		message: known?.message ?? `Google refused the token with ${code}`,
		advice: known?.advice ?? 'Check the token and the project of the credential.',
	};
}
