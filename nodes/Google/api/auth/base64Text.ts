/**
 * Reads a text that somebody encoded in base64 to get it through an environment variable or a form in one piece.
 * @returns the text trimmed; undefined for what isn't base64 of a text, or too short for a key
 */
export function decodeBase64Text(encoded: string): string | undefined {
	if (!/^[A-Za-z0-9+/\s]{200,}={0,2}$/.test(encoded)) return undefined;
	const text = Buffer.from(encoded, 'base64').toString('utf8').trim();
	// The body of a key without its first and last line is base64 too, but not of a text.
	return /\uFFFD|(?!\s)\p{Cc}/u.test(text) ? undefined : text;
}
