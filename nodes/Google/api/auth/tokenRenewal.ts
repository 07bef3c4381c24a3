import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';
import { CredentialProblem } from '../../../shared/credentials/credentialProblem';
import { backoffMs, LONGEST_WAIT_SECONDS } from '../../../shared/http/retry';
import { ifUsable, packAccessToken, unpackAccessToken, usableUntil, type StoredToken } from './accessToken';
import { identify } from './identity';
import { readServiceAccount } from './serviceAccount';
import { exchangeToken } from './tokenExchange';

type Helpers = IHttpRequestHelper['helpers'];

/** What this process knows about one sign-in (e-mail, key and token URL). */
interface SignIn {
	/** The exchange under way. All who need a token meanwhile wait for it. */
	exchange?: Promise<MintedToken>;
	newest?: MintedToken;
	setback?: Setback;
}

/** A token that this process got. */
interface MintedToken extends StoredToken {
	/** n8n has stored it: a credential read since then that holds none of this sign-in had it taken out. */
	isStored: boolean;
}

/** An exchange that failed for a reason that can pass. */
interface Setback {
	problem: CredentialProblem;
	/** How many there were in a row. */
	count: number;
	/** Until when nobody asks again, by the monotonic clock, in milliseconds. */
	until: number;
}

/** Sign-ins remembered at the same time; an n8n process serves few service accounts. */
const MOST_SIGN_INS = 200;
/** By fingerprint, the one used last at the end. */
const signIns = new Map<string, SignIn>();
/** Credentials that a run gives n8n without a token so that n8n stores the newest one: see {@link storedWithNext}. */
const toBeStored = new WeakSet<ICredentialDataDecryptedObject>();
/** Credentials whose token n8n stores before it authenticates a request with them. */
const beingStored = new WeakSet<ICredentialDataDecryptedObject>();

/**
 * The body of `preAuthentication`. n8n calls it when no token is stored, while it tests the credential, and once
 * for each request of the HTTP Request node that was answered 401, without saying which of these it is. So:
 * - parallel calls for the same sign-in share one exchange;
 * - a late 401 of an older token gets the newest one, without another exchange;
 * - a token that was refused although it is the newest, none, or one of another key leads to an exchange;
 * - what a run of our nodes minted is only handed over to be stored.
 * @returns the token in its stored form
 * @throws CredentialProblem
 */
export async function renewAccessToken(
	helpers: Helpers,
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const { fingerprint } = identify(credentials);
	const newest = newestToken(fingerprint);
	const presented = unpackAccessToken(credentials.accessToken);
	const isHandedOver = toBeStored.delete(credentials);
	beingStored.add(credentials);
	if (newest && (isHandedOver || (presented && isOlder(presented, newest)))) return packAccessToken(newest);
	return packAccessToken(await exchange(helpers, credentials));
}

/** @returns the token that this process minted last for a sign-in, as long as it may be used */
export function newestToken(fingerprint: string): MintedToken | undefined {
	return ifUsable(signIns.get(fingerprint)?.newest, fingerprint);
}

/**
 * Whether the newest token known here replaces another one. A token that lives longer than ours was minted by another
 * n8n process: it is the newer one then.
 */
export function isOlder(other: StoredToken, newest: StoredToken): boolean {
	return (
		other.fingerprint === newest.fingerprint &&
		other.token !== newest.token &&
		other.usableUntil <= newest.usableUntil
	);
}

/**
 * The credential for a request whose sending also lets n8n store the newest token: n8n calls `preAuthentication` for a
 * credential without a token, and stores what that returns.
 */
export function storedWithNext(credentials: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
	const handedOver = { ...credentials, accessToken: '' };
	toBeStored.add(handedOver);
	return handedOver;
}

/** To be told when a request is authenticated: what `preAuthentication` returned for these credentials is stored then. */
export function noteStored(credentials: ICredentialDataDecryptedObject): void {
	if (!beingStored.delete(credentials)) return;
	const stored = unpackAccessToken(credentials.accessToken);
	const newest = stored && signIns.get(stored.fingerprint)?.newest;
	if (newest?.token === stored?.token && newest) newest.isStored = true;
}

/**
 * Exchanges the key for an access token, for a run of our nodes. The token address is asked once at a time, and after a
 * failure that can pass not again until its backoff is over: whoever asks meanwhile, in whichever run, shares the failure.
 * @throws CredentialProblem
 */
export async function mintToken(
	helpers: Helpers,
	credentials: ICredentialDataDecryptedObject,
): Promise<StoredToken> {
	const { setback } = signInOf(identify(credentials).fingerprint);
	if (setback && performance.now() < setback.until) throw setback.problem;
	return await exchange(helpers, credentials);
}

/** @returns milliseconds until the token address may be asked again; 0 for now */
export function backoffLeft(credentials: ICredentialDataDecryptedObject): number {
	const { setback } = signInOf(identify(credentials).fingerprint);
	return setback ? Math.max(0, setback.until - performance.now()) : 0;
}

/** A run lost patience with the exchange under way: whoever comes next doesn't wait for the rest of it. */
export function abandonExchange(credentials: ICredentialDataDecryptedObject): void {
	signInOf(identify(credentials).fingerprint).exchange = undefined;
}

/** A run gave up: the next one need not wait for this one's backoff, only for what the service itself asked for. */
export function forgetBackoff(credentials: ICredentialDataDecryptedObject): void {
	const signIn = signInOf(identify(credentials).fingerprint);
	if (signIn.setback?.problem.failure.retryAfter === undefined) signIn.setback = undefined;
}

async function exchange(helpers: Helpers, credentials: ICredentialDataDecryptedObject): Promise<StoredToken> {
	const { fingerprint, urls } = identify(credentials);
	const signIn = signInOf(fingerprint);
	if (signIn.exchange) return await signIn.exchange;
	const underWay = exchangeToken(helpers, readServiceAccount(credentials), urls.tokenUrl)
		.then(({ token, lifetime }) => {
			signIn.setback = undefined;
			const goodUntil = usableUntil(lifetime, Date.now());
			signIn.newest = { fingerprint, token, usableUntil: goodUntil, isStored: false };
			return signIn.newest;
		})
		.catch((error: unknown) => {
			signIn.setback =
				error instanceof CredentialProblem && error.passing ? setbackAfter(signIn.setback, error) : undefined;
			throw error;
		})
		.finally(() => {
			if (signIn.exchange === underWay) signIn.exchange = undefined;
		});
	signIn.exchange = underWay;
	return await underWay;
}

/** Retry-After never shortens the backoff; one that is too long to be waited for is shared for as long as any wait may be. */
function setbackAfter(previous: Setback | undefined, problem: CredentialProblem): Setback {
	const now = performance.now();
	const isInARow = previous !== undefined && now < previous.until + LONGEST_WAIT_SECONDS * 1000;
	const count = isInARow ? previous.count + 1 : 1;
	const { retryAfter = 0 } = problem.failure;
	const wait = Math.max(backoffMs(count - 1, 'slight'), Math.min(retryAfter, LONGEST_WAIT_SECONDS) * 1000);
	return { problem, count, until: now + wait };
}

function signInOf(fingerprint: string): SignIn {
	const signIn = signIns.get(fingerprint) ?? {};
	signIns.delete(fingerprint);
	signIns.set(fingerprint, signIn);
	for (const [oldest, { exchange: underWay }] of signIns) {
		if (signIns.size <= MOST_SIGN_INS) break;
		if (!underWay && oldest !== fingerprint) signIns.delete(oldest);
	}
	return signIn;
}
