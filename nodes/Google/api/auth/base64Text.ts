/**
 * Reads a text that somebody encoded in base64 to get it through an environment variable or a form in one piece.
 * @returns the text trimmed, whatever it is; undefined for what isn't base64 or too short for a key
 */
export function decodeBase64Text(encoded: string): string | undefined {
	return /^[A-Za-z0-9+/\s]{200,}={0,2}$/.test(encoded)
		? Buffer.from(encoded, 'base64').toString('utf8').trim()
		: undefined;
}
