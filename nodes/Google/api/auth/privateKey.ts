import { createPrivateKey, type KeyObject } from 'node:crypto';
import { CredentialProblem } from '../../../shared/credentials/credentialProblem';
import { decodeBase64Text } from './base64Text';

/** The credential's field for the key, as its form calls it. */
export const KEY_FIELD = 'Key File (JSON)';

/** Where Google hands out the right thing; the end of every sentence about a key that can't be used. */
export const GET_KEY_FILE = `In the Firebase console open Project settings > Service accounts, click 'Generate new private key' and paste that JSON file, whole and alone, into '${KEY_FIELD}'.`;

/** Labels of PEM texts that are no RSA private key, with the name a user knows them by. */
const REFUSED_LABELS: ReadonlyArray<readonly [RegExp, string]> = [
	[/ENCRYPTED/, 'a private key that is encrypted with a password'],
	[/CERTIFICATE/, 'a certificate, not a private key'],
	[/PUBLIC/, 'a public key, not the private one'],
	[/OPENSSH|SSH2/, 'an SSH key, not a service account key'],
	[/^EC ?PRIVATE/, 'an EC key, not a service account key'],
	[/PGP/, 'a PGP key, not a service account key'],
];

const NOT_A_KEY = `'${KEY_FIELD}' holds something that isn't the private key of a service account`;
const USABLE_LABEL = /^(RSA ?)?PRIVATE ?KEY$/;
const PEM_BLOCK = /-{2,}\s*BEGIN\s*([A-Z0-9\s]*?)\s*-{2,}(.*?)(-{2,}\s*END|$)/gs;

/**
 * Puts a pasted private key back into PEM form. Mended are: line breaks that became `\n`, `n`, spaces or nothing, CRLF,
 * quotes and the JSON around the value, JSON escapes, long dashes of a word processor, missing BEGIN and END lines, and
 * base64 around all of it.
 * OpenSSL 3, which Node uses, refuses each of these.
 * @returns PKCS#8 or PKCS#1 PEM with lines of 64 characters and a line break at the end
 * @throws CredentialProblem that names what was pasted instead (encrypted key, public key, certificate …)
 */
export function repairPrivateKey(pasted: string): string {
	const decoded = decodeBase64Text(pasted.trim());
	const text = withoutEscapes(decoded?.includes('-----BEGIN') ? decoded : pasted);
	if (text.trim() === '') throw badKey(`'${KEY_FIELD}' is empty`);
	const blocks = [...text.matchAll(PEM_BLOCK)].map(([, label, body, end]) => ({
		label: label.replace(/\s+/g, ' '),
		body,
		isComplete: end !== '',
	}));
	// An exported key file may hold the certificate too: the key counts, wherever it stands.
	const block = blocks.find(({ label }) => USABLE_LABEL.test(label)) ?? blocks[0];
	const { label, body, isComplete } = block ?? { label: 'PRIVATE KEY', body: text, isComplete: true };

	const refused = REFUSED_LABELS.find(([pattern]) => pattern.test(label));
	if (refused) throw badKey(`'${KEY_FIELD}' holds ${refused[1]}`);
	if (/Proc-Type:[^\n]*ENCRYPTED/i.test(body)) throw badKey(`'${KEY_FIELD}' holds ${REFUSED_LABELS[0][1]}`);
	if (!USABLE_LABEL.test(label)) throw badKey(NOT_A_KEY);
	if (!isComplete) throw badKey(`'${KEY_FIELD}' was cut off: its END line is missing`);

	const base64 = withoutStrayBreaks(body.replace(/[\s"'`,\u200B\uFEFF]/g, ''));
	if (!/^[A-Za-z0-9+/]{100,}={0,2}$/.test(base64)) {
		throw badKey(block ? `'${KEY_FIELD}' is damaged` : NOT_A_KEY);
	}
	const kind = label.startsWith('RSA') ? 'RSA PRIVATE KEY' : 'PRIVATE KEY';
	const lines = base64.replace(/.{64}(?=.)/g, '$&\n');
	return `-----BEGIN ${kind}-----\n${lines}\n-----END ${kind}-----\n`;
}

/**
 * Makes the key ready for signing.
 * @param pem from {@link repairPrivateKey}
 * @throws CredentialProblem when the text is no key after all, or not of the kind Google uses (RSA)
 */
export function signingKey(pem: string): KeyObject {
	const key = readKey(pem);
	if (key.asymmetricKeyType !== 'rsa') {
		throw badKey(
			`'${KEY_FIELD}' holds an ${String(key.asymmetricKeyType).toUpperCase()} key (Apple's .p8 files look like this), not a service account key`,
		);
	}
	return key;
}

/** @returns what says that the key field holds something else than it should */
export function badKey(message: string): CredentialProblem {
	return new CredentialProblem({ code: 'INVALID_PRIVATE_KEY', message, advice: GET_KEY_FILE });
}

/** `\n` with any number of backslashes, `\u003d` and `\/` of JSON writers, and dashes that were made "beautiful". */
function withoutEscapes(text: string): string {
	return text
		.replace(/\\+[nr]/g, '\n')
		.replace(/\\+t/g, ' ')
		.replace(/\\+u00([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
		.replace(/\\+(["'/])/g, '$1')
		.replace(/[\u2010-\u2015\u2212]/g, '--');
}

/** Where a shell took the backslash of `\n`, an `n` stands around each line of 64 characters; no key begins with one. */
function withoutStrayBreaks(base64: string): string {
	return /^n.*n$/.test(base64) ? base64.slice(1, -1).replace(/(.{64})n/g, '$1') : base64;
}

function readKey(pem: string): KeyObject {
	try {
		return createPrivateKey(pem);
	} catch {
		throw badKey(`'${KEY_FIELD}' is damaged: some of its characters are missing or changed`);
	}
}
