import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';
import { CredentialProblem } from '../../../shared/credentials/credentialProblem';
import { RunCanceled } from '../../../shared/failure';
import { LONGEST_WAIT_SECONDS } from '../../../shared/http/retry';
import { allowedDomains, comeBackLater } from '../../../shared/http/client';
import type { SignInLimits } from '../../../shared/http/session';
import { RequestGuard, RequestTimedOut } from '../../../shared/http/requestGuard';
import { waitFor } from '../../../shared/http/wait';
import { ifUsable, packAccessToken, unpackAccessToken, type StoredToken } from './accessToken';
import { identify } from './identity';
import { EXCHANGE_TIMEOUT_MS, tookTooLong } from './tokenExchange';
import {
	abandonExchange,
	backoffLeft,
	forgetBackoff,
	isOlder,
	mintToken,
	newestToken,
	storedWithNext,
} from './tokenRenewal';

type Helpers = IHttpRequestHelper['helpers'];

/** The access token that a run uses. */
interface Held {
	/** The credential that it belongs to, as n8n stored it when the token was got. */
	credentials: ICredentialDataDecryptedObject;
	token: StoredToken;
	/** Minted by this run, rather than found in the credential or in this process. */
	isOwn: boolean;
	/** n8n doesn't have it yet: the next request hands it over. */
	isToBeStored: boolean;
}

/** Exchanges that hang are tried until they have taken this long together, in milliseconds. */
const LONGEST_SIGN_IN_MS = 30_000;
/** Where requests may take very little time, a sign-in may take this long all the same, in milliseconds. */
const LEAST_PATIENCE_MS = 2000;

/**
 * The access tokens of one run: one in use, for all its requests, and one sign-in at a time, with an end of its own. A
 * usable token is taken from wherever there is one, the credential (another n8n process may have stored it meanwhile) or
 * this process; else the key is exchanged for one. A token minted for the run is replaced once when Google refuses it,
 * since it may have expired on the way: where its successor is refused too, a third would fare no better.
 */
export class RunTokens {
	private held?: Held;
	private signingIn?: Promise<Held>;
	/** Why the sign-in finally failed: it would fail again for every request. */
	private problem?: CredentialProblem;
	private readonly refusedTokens = new Set<string>();
	private isReplaced = false;

	/**
	 * @param opened the credential as it was when the run began
	 * @param read reads it anew: the user may have saved another key, another n8n process another token
	 */
	constructor(
		private readonly helpers: Helpers,
		private opened: ICredentialDataDecryptedObject | undefined,
		private readonly read: () => Promise<ICredentialDataDecryptedObject>,
	) {}

	/**
	 * @returns the credential to send a request with, a copy of its own
	 * @throws CredentialProblem when the sign-in finally failed, RunCanceled when the run ended during it
	 */
	async current(limits: SignInLimits): Promise<ICredentialDataDecryptedObject> {
		if (this.problem) throw this.problem;
		const { held: last } = this;
		const isUsable = last && ifUsable(last.token, last.token.fingerprint) !== undefined;
		const held = isUsable ? last : await this.signedIn(limits);
		if (held.isToBeStored) {
			held.isToBeStored = false;
			return storedWithNext(held.credentials);
		}
		return { ...held.credentials, accessToken: packAccessToken(held.token) };
	}

	/**
	 * What to send a request with that was answered 401.
	 * @param sent the credential as it was sent
	 * @returns undefined where another token would be refused as well
	 * @throws as {@link current}
	 */
	async afterRefusal(
		sent: ICredentialDataDecryptedObject,
		limits: SignInLimits,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { held } = this;
		const refused = unpackAccessToken(sent.accessToken)?.token ?? held?.token.token;
		const isOutdated = held !== undefined && held.token.token !== refused;
		if (refused !== undefined && !isOutdated) {
			if (held?.isOwn && this.isReplaced) return undefined;
			this.isReplaced ||= held?.isOwn === true;
			this.refusedTokens.add(refused);
			this.held = undefined;
		}
		return await this.current(limits);
	}

	private async signedIn(limits: SignInLimits): Promise<Held> {
		this.signingIn ??= this.signIn(limits)
			.then((held) => (this.held = held))
			.catch((error: unknown) => {
				if (error instanceof CredentialProblem) this.problem = error;
				throw error;
			})
			.finally(() => {
				this.signingIn = undefined;
			});
		return await this.signingIn;
	}

	/** A key that the user saves meanwhile counts from then on, and isn't overwritten with the one of before. */
	private async signIn(limits: SignInLimits): Promise<Held> {
		const { opened } = this;
		this.opened = undefined;
		const foundAtFirst = opened && this.find(opened);
		if (foundAtFirst) return foundAtFirst;
		for (let credentials = await this.read(); ; ) {
			const found = this.find(credentials);
			if (found) return found;
			const token = await this.mint(credentials, limits);
			credentials = await this.read();
			if (identify(credentials).fingerprint === token.fingerprint) {
				return { credentials, token, isOwn: true, isToBeStored: true };
			}
		}
	}

	/**
	 * The token that lives longest of the stored one and the newest that this process minted. Where none is stored, that one
	 * counts only as long as n8n is still storing it: the credential was saved anew since.
	 */
	private find(credentials: ICredentialDataDecryptedObject): Held | undefined {
		const { fingerprint } = identify(credentials);
		const unlessRefused = <T extends StoredToken>(token: T | undefined): T | undefined =>
			token && !this.refusedTokens.has(token.token) ? token : undefined;
		const stored = unlessRefused(ifUsable(unpackAccessToken(credentials.accessToken), fingerprint));
		const known = unlessRefused(newestToken(fingerprint));
		const newest = stored || !known?.isStored ? known : undefined;
		const token = stored && newest && isOlder(stored, newest) ? newest : (stored ?? newest);
		return token && { credentials, token, isOwn: false, isToBeStored: token !== stored };
	}

	/** One exchange, tried again after its backoff as often as the user lets requests be retried. */
	private async mint(
		credentials: ICredentialDataDecryptedObject,
		limits: SignInLimits,
	): Promise<StoredToken> {
		const { maxRetries, signal } = limits;
		const shared = async () => await mintToken(within(this.helpers, credentials), credentials);
		let spent = 0;
		for (let tries = 1; ; tries++) {
			const begin = performance.now();
			const minted = await patiently(shared, credentials, limits).catch(passingProblem);
			if ('token' in minted) return minted;
			spent += performance.now() - begin;
			const { failure } = minted;
			const { retryAfter = 0 } = failure;
			if (retryAfter > LONGEST_WAIT_SECONDS) {
				throw new CredentialProblem({ ...failure, advice: comeBackLater(retryAfter) });
			}
			if (tries > maxRetries || spent >= LONGEST_SIGN_IN_MS) {
				forgetBackoff(credentials);
				throw new CredentialProblem(failure);
			}
			await waitFor(backoffLeft(credentials), signal);
		}
	}
}

/** @throws what isn't a problem that can pass */
function passingProblem(error: unknown): CredentialProblem {
	if (error instanceof CredentialProblem && error.passing) return error;
	throw error;
}

/** n8n doesn't keep a node's own requests within the credential's allowed domains, as it does in `preAuthentication`. */
function within(helpers: Helpers, credentials: ICredentialDataDecryptedObject): Helpers {
	const restriction = allowedDomains(credentials);
	return {
		httpRequest: async (options): Promise<unknown> =>
			await helpers.httpRequest({ ...options, ...restriction }),
	};
}

/**
 * Waits for a token, and no longer than it may take: the exchange belongs to all runs of this process, and goes on when
 * one of them ends.
 * @throws CredentialProblem that can pass, RunCanceled
 */
async function patiently(
	shared: () => Promise<StoredToken>,
	credentials: ICredentialDataDecryptedObject,
	{ timeoutMs, signal }: SignInLimits,
): Promise<StoredToken> {
	if (signal?.aborted) throw new RunCanceled();
	const limitMs = Math.min(EXCHANGE_TIMEOUT_MS + 500, Math.max(timeoutMs, LEAST_PATIENCE_MS));
	return await new RequestGuard(limitMs, signal).run(shared).catch((error: unknown) => {
		if (!(error instanceof RequestTimedOut)) throw error;
		abandonExchange(credentials);
		throw tookTooLong(new URL(identify(credentials).urls.tokenUrl).host, limitMs);
	});
}
