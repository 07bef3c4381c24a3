import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';
import { isUsable, packAccessToken, unpackAccessToken, usableUntil, type StoredToken } from './accessToken';
import { identify } from './identity';
import { readServiceAccount } from './serviceAccount';
import { exchangeToken } from './tokenExchange';

/** What this process knows about one sign-in (e-mail, key and token URL). */
interface SignIn {
	/** The exchange under way, in stored form. All who need a token meanwhile wait for it. */
	exchange?: Promise<string>;
	newest?: StoredToken & { /** Epoch milliseconds. */ mintedAt: number };
}

/** Sign-ins remembered at the same time; an n8n process serves few service accounts. */
const MOST_SIGN_INS = 200;
/** By fingerprint, the one used last at the end. */
const signIns = new Map<string, SignIn>();

/**
 * The body of `preAuthentication`. n8n calls it when no token is stored, while it tests the credential, and once
 * for each request that was answered 401, without saying which of these it is. So:
 * - parallel calls for the same sign-in share one exchange;
 * - a late 401 of an older token gets the newest one, without another exchange;
 * - a token that was refused although it is the newest, none, or one of another key leads to an exchange.
 * @returns the token in its stored form
 * @throws CredentialProblem
 */
export async function renewAccessToken(
	helpers: IHttpRequestHelper['helpers'],
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const { fingerprint, urls } = identify(credentials);
	const signIn = signInOf(fingerprint);
	if (signIn.exchange) return await signIn.exchange;

	const { newest } = signIn;
	const presented = unpackAccessToken(credentials.accessToken);
	if (newest && isUsable(newest, fingerprint, Date.now()) && isOlder(presented, newest)) {
		return packAccessToken(newest);
	}

	signIn.exchange = exchangeToken(helpers, readServiceAccount(credentials), urls.tokenUrl).then(
		({ token, lifetime }) => {
			const mintedAt = Date.now();
			signIn.newest = { fingerprint, token, usableUntil: usableUntil(lifetime, mintedAt), mintedAt };
			return packAccessToken(signIn.newest);
		},
	);
	try {
		return await signIn.exchange;
	} finally {
		signIn.exchange = undefined;
	}
}

/**
 * The credential with the newest access token that this process has for it, without reading n8n's database.
 * @param mintedSince epoch milliseconds: where nothing usable is stored, only a token that was minted after this
 *   counts. Give the start of a run, so that a run which n8n starts without a token begins with an exchange.
 * @returns a copy whose `accessToken` is usable in stored form, or '' (n8n then calls `preAuthentication`)
 * @throws CredentialProblem when key, e-mail or URLs can't be used at all
 */
export function freshestAccessToken(
	credentials: ICredentialDataDecryptedObject,
	mintedSince = 0,
): ICredentialDataDecryptedObject {
	const { fingerprint } = identify(credentials);
	const now = Date.now();
	const own = unpackAccessToken(credentials.accessToken);
	const stored = own && isUsable(own, fingerprint, now) ? own : undefined;
	const newest = signIns.get(fingerprint)?.newest;
	const isNewer = newest && isUsable(newest, fingerprint, now) && isOlder(stored, newest, mintedSince);
	const best = isNewer ? newest : stored;
	return { ...credentials, accessToken: best ? packAccessToken(best) : '' };
}

/**
 * Whether the newest token known here replaces another one. A token that lives longer than ours was minted by
 * another n8n process: it is the newer one then.
 * @param mintedSince where there is no token of this sign-in to compare: how old ours may be; never by default
 */
function isOlder(
	other: StoredToken | undefined,
	newest: NonNullable<SignIn['newest']>,
	mintedSince = Number.POSITIVE_INFINITY,
): boolean {
	if (other?.fingerprint !== newest.fingerprint) return newest.mintedAt >= mintedSince;
	return other.token !== newest.token && other.usableUntil <= newest.usableUntil;
}

function signInOf(fingerprint: string): SignIn {
	const signIn = signIns.get(fingerprint) ?? {};
	signIns.delete(fingerprint);
	signIns.set(fingerprint, signIn);
	for (const [oldest, { exchange }] of signIns) {
		if (signIns.size <= MOST_SIGN_INS) break;
		if (!exchange && oldest !== fingerprint) signIns.delete(oldest);
	}
	return signIn;
}
