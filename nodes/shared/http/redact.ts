/** Shorter ones would blot out ordinary words; the keys and tokens of all the services are several times as long. */
const SHORTEST_SECRET = 8;

/**
 * Takes what the request was signed with out of an answer, before anyone reads it: a service, or a proxy before it, may
 * repeat the request in an error page, and what an answer says gets into messages, outputs and n8n's database.
 * @param text the answer's body
 * @param secrets as they were sent
 * @returns the text with an ellipsis in the place of each, also where JSON or a URL writes it in another way
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	let clean = text;
	for (const secret of secrets) {
		if (secret.length < SHORTEST_SECRET) continue;
		for (const form of formsOf(secret)) if (clean.includes(form)) clean = clean.replaceAll(form, '…');
	}
	return clean;
}

/** Reads the same wherever it is written, as access tokens do. */
const PLAIN = /^[\w.~-]+$/;

/** The longest first: a shorter one may be the end of it, and would leave the beginning. */
function formsOf(secret: string): Set<string> {
	if (PLAIN.test(secret)) return new Set([secret]);
	const inJson = JSON.stringify(secret).slice(1, -1);
	return new Set([encodeURIComponent(secret), inJson.replaceAll('/', '\\/'), inJson, secret]);
}
