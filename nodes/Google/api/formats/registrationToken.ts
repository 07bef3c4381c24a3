import { ItemProblem } from '../../../shared/failure';
import type { Field } from '../../../shared/form/values';

/** The longest that is taken for a Firebase Installation ID, which has 22 characters; tokens have over 100. */
const LONGEST_INSTALLATION_ID = 40;

/** Tokens hold a colon, or are long as those of device groups and old apps; installation IDs (FIDs) are neither. */
export function isInstallationId(id: string): boolean {
	return !id.includes(':') && id.length <= LONGEST_INSTALLATION_ID;
}

/**
 * Letters, digits and what may stand unchanged in a path segment without being a separator or a quote (RFC 3986,
 * `unreserved` and the colon). Tokens need less still; a list in one text, or a token with quotes around it, needs more.
 */
const SEGMENT = /^[A-Za-z0-9\-._~:]+$/;
const SHOWN = 40;

/**
 * Checks a registration token. Its true form is Google's own business; but it becomes part of a path, as it is and
 * with its colon (the service's reference, section 2), so it must not be able to change that path.
 * @param token trimmed
 * @throws ItemProblem for `/`, `?`, `#`, `%`, white space, separators (`,` `;`), quotes and whatever else no token has
 */
export function checkRegistrationToken(token: string, field: Field): string {
	if (SEGMENT.test(token) && token !== '.' && token !== '..') return token;
	throw new ItemProblem(
		`'${field.label}' holds “${shorten(token)}”, which isn't a registration token: ${reason(token)}`,
		'A token looks like “dR7kQ2mZ0xY:APA91b…”: take it as the app got it from the Firebase SDK.',
		'INVALID_TOKEN_FORMAT',
	);
}

function reason(token: string): string {
	if (/\s/.test(token)) return 'it holds a space or a line break';
	const odd = [...token].find((character) => !SEGMENT.test(character));
	return odd === undefined ? 'it is only dots' : `it holds “${odd}”`;
}

function shorten(text: string): string {
	return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
