import { asRecord } from '../../shared/json';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { isFilled, successBody } from '../api/errors/googleError';
import { googleRequest } from '../api/request';
import type { InstanceIdSession } from '../api/session';

/** Most tokens in one request (the service's reference, section 6). */
export const MOST_APNS_TOKENS = 100;

/** What became of one APNs token; undefined when the answer holds no result for it. */
export interface ApnsResult {
	/** The service's text: exactly `OK`, or why not. Empty when it gave none. */
	status: string;
	/** Present only with the status `OK`. */
	registrationToken?: string;
}

/**
 * `POST /iid/v1:batchImport` (the service's reference, section 6): turns APNs tokens into registration tokens.
 * Answers with a result for each token in the order sent. Doing it twice does no harm.
 * @param apnsTokens cleaned: lower-case hexadecimal digits; 1 to 100, each once
 */
export function apnsImportRequest(
	session: InstanceIdSession,
	{ bundleId, sandbox, apnsTokens }: { bundleId: string; sandbox: boolean; apnsTokens: string[] },
): RequestSpec<Array<ApnsResult | undefined>> {
	return googleRequest(session, {
		action: 'import the APNs tokens',
		method: 'POST',
		url: `${session.iidUrl}/iid/v1:batchImport`,
		body: { application: bundleId, sandbox, apns_tokens: apnsTokens },
		read: (answer) => {
			const results = successBody(answer)?.results;
			return Array.isArray(results) && results.length > 0
				? { value: matchResults(apnsTokens, results) }
				: undefined;
		},
	});
}

/**
 * Finds the result of each token: by the token that the result repeats, whatever the order; a result without one by its
 * position, as long as nothing shows that the order isn't that of the request. A result that repeats a foreign token
 * is nobody's, and none counts twice: a wrong match would give one user's pushes to another.
 */
export function matchResults(apnsTokens: string[], results: unknown[]): Array<ApnsResult | undefined> {
	const entries = results.map(asRecord);
	const echoes = entries.map(echoOf);
	const positions = new Map(apnsTokens.map((token, index) => [token, index]));
	const matched: Array<ApnsResult | undefined> = apnsTokens.map(() => undefined);
	const isInOrder =
		results.length <= apnsTokens.length &&
		echoes.every((echo, index) => echo === undefined || echo === apnsTokens[index]);

	entries.forEach((entry, index) => {
		const echo = echoes[index];
		const position = echo === undefined ? (isInOrder ? index : undefined) : positions.get(echo);
		if (entry !== undefined && position !== undefined) matched[position] ??= readResult(entry);
	});
	return matched;
}

function echoOf(entry: Record<string, unknown> | undefined): string | undefined {
	const echo = entry?.apns_token;
	return isFilled(echo) ? echo.replace(/[<>\s]/g, '').toLowerCase() : undefined;
}

/** Some public code also looks for `error`, which isn't documented. */
function readResult(entry: Record<string, unknown>): ApnsResult {
	const status = [entry.status, entry.error].find(isFilled) ?? '';
	const token = entry.registration_token;
	return isFilled(token) && status === 'OK' ? { status, registrationToken: token.trim() } : { status };
}
