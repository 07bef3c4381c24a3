import type { PartAnswer, Rejection } from '../../shared/engine/operation';
import { codeTable } from './errors/codeTable';
import type { TokenVerdict } from './errors/verdict';
import { isInstallationId } from './formats/registrationToken';

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

const NOT_FOUND: TokenCode = {
	counted: 'no longer registered',
	message: 'The token is no longer registered: the app was uninstalled, or the token was deleted or replaced',
	advice: 'Remove it from your list.',
};

/** Per-token codes (the service's reference, 5.2). */
const TOKEN_CODES = codeTable<TokenCode>({
	NOT_FOUND,
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
});

/** How rejected tokens are counted in a run's summary. */
export function countedAs(code: string): string {
	return TOKEN_CODES.get(code)?.counted ?? `refused with ${code}`;
}

/**
 * Google's verdict on one token of a batch.
 * @param code as Google gives it
 */
export function rejectedToken(code: string): PartAnswer {
	const rejection = toRejection(code);
	if (!TOKEN_CODES.get(code)?.passing) return rejection;
	return {
		kind: 'retry',
		otherwise: rejection,
		...(code === 'RESOURCE_EXHAUSTED' ? { slowsDown: true } : {}),
	};
}

/** Google's verdict on the only token of a request, its own words beside ours. */
export function rejectedByVerdict({ code, message: said, httpStatus }: TokenVerdict): Rejection<never> {
	const rejection = toRejection(code);
	const message = said === '' || said === code ? rejection.message : `${rejection.message} (“${said}”)`;
	return { ...rejection, message, httpStatus };
}

/**
 * What is said of a token isn't true of an installation ID: that one is unknown also as long as its app hasn't registered
 * for FID messaging (the reference of sending, 1).
 * @param id as it was sent
 */
export function forInstallationId<R extends { code: string; message: string; advice?: string }>(
	rejection: R,
	id: string,
): R {
	if (rejection.code !== 'NOT_FOUND' || !isInstallationId(id)) return rejection;
	return {
		...rejection,
		message: rejection.message.replace(NOT_FOUND.message, "Google doesn't know the installation ID"),
		advice: USE_FID_MESSAGING,
	};
}

export const USE_FID_MESSAGING =
	'That is no proof that the device is gone: it works only when the app has registered for FID messaging. Until then use its registration token.';

function toRejection(code: string): Rejection<never> {
	const known = TOKEN_CODES.get(code);
	return {
		kind: 'rejected',
		code,
		message: known?.message ?? `Google refused the token with ${code}`,
		advice: known?.advice ?? 'Check the token and the project of the credential.',
	};
}
