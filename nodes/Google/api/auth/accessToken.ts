/**
 * n8n keeps the stored access token when the user changes the key, so the stored text says whose token it is and
 * how long it is good for: `v1.<fingerprint>.<last second of use>.<token>`. It is never sent as it is.
 */
export interface StoredToken {
	fingerprint: string;
	/** Epoch seconds until which the token is used; somewhat before Google lets it expire. */
	usableUntil: number;
	token: string;
}

const STORED_FORM = /^v1\.([0-9a-f]{32})\.(\d{1,12})\.([\x21-\x7e]+)$/;
/** Seconds before its expiry from which a token isn't used any more, for tokens that live for an hour. */
const MARGIN = 60;

/** @returns what is stored in the credential's `accessToken` */
export function packAccessToken({ fingerprint, usableUntil, token }: StoredToken): string {
	return `v1.${fingerprint}.${usableUntil}.${token}`;
}

/** @returns undefined for everything that isn't of our form, a bare access token included */
export function unpackAccessToken(stored: unknown): StoredToken | undefined {
	const match = typeof stored === 'string' ? STORED_FORM.exec(stored) : null;
	return match ? { fingerprint: match[1], usableUntil: Number(match[2]), token: match[3] } : undefined;
}

/**
 * Until when a fresh token is used: a minute less than it lives, or a tenth less when it lives for minutes only.
 * @param lifetime seconds, `expires_in` of the answer
 * @param now epoch milliseconds
 * @returns epoch seconds
 */
export function usableUntil(lifetime: number, now: number): number {
	return Math.ceil(now / 1000 + lifetime - Math.min(MARGIN, lifetime / 10));
}

/** @returns the token where it is of this sign-in (key, e-mail and token URL) and hasn't (nearly) expired */
export function ifUsable<T extends StoredToken>(token: T | undefined, fingerprint: string): T | undefined {
	return token?.fingerprint === fingerprint && Date.now() < token.usableUntil * 1000 ? token : undefined;
}
