/**
 * Brings standard or padded base64 into the form that web push uses: URL-safe, without padding (RFC 4648, section 5).
 * @returns the text unchanged where it has that form already; whether it is base64 at all is for the caller to check
 */
export function toBase64Url(text: string): string {
	return text.trim().replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
}

/** An uncompressed point on P-256: 65 bytes of which the first is 4 (the service's reference, 7.4). */
export const P256_POINT = /^B[A-P][A-Za-z0-9_-]{85}$/;
