import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { repairPrivateKey, signingKey } from '../../../../../nodes/Google/api/auth/privateKey.ts';
import { rsaKey } from './keys.mts';

const { pem, pkcs1Pem, publicPem } = rsaKey();
const other = rsaKey();

/** Whether the repaired key really is the private half. */
function signs(repaired: string): boolean {
	const text = Buffer.from('text');
	return verify(
		'RSA-SHA256',
		text,
		createPublicKey(publicPem),
		sign('RSA-SHA256', text, signingKey(repaired)),
	);
}

const lines = pem.trim().split('\n');
const body = lines.slice(1, -1);
const damaged: Record<string, string> = {
	'as it is': pem,
	'without the last line break': pem.trim(),
	'with white space around': `\n\n  ${pem}  \n`,
	CRLF: pem.replaceAll('\n', '\r\n'),
	'CR only': pem.replaceAll('\n', '\r'),
	'escaped \\n': pem.replaceAll('\n', '\\n'),
	'escaped \\r\\n': pem.replaceAll('\n', '\\r\\n'),
	'doubly escaped \\\\n': pem.replaceAll('\n', '\\\\n'),
	'\\n without its backslash': pem.replaceAll('\n', 'n'),
	'\\n without its backslash, in quotes': `"${pem.replaceAll('\n', 'n')}"`,
	base64: Buffer.from(pem).toString('base64'),
	'base64 in lines': Buffer.from(pem).toString('base64').replace(/.{76}/g, '$&\n'),
	'escaped \\n and line breaks': pem.replaceAll('\n', '\\n\n'),
	'spaces for line breaks': pem.replaceAll('\n', ' '),
	'tabs before lines': lines.map((line) => `\t${line}`).join('\n'),
	'no line breaks': pem.replaceAll('\n', ''),
	'no white space at all': pem.replace(/\s/g, ''),
	'escaped \\r': pem.replaceAll('\n', '\\r'),
	'escaped \\t before lines': lines.map((line) => `\\t${line}`).join('\n'),
	'doubly escaped \\\\r\\\\n and \\\\t': pem.replaceAll('\n', '\\\\r\\\\n\\\\t'),
	'base64 that ends in = and a line break': `${padded(pem)}\n`,
	'line breaks in the label': pem.replaceAll('PRIVATE KEY', 'PRIVATE\nKEY'),
	'line breaks and blanks in the label': pem.replaceAll('PRIVATE KEY', '\n PRIVATE \r\n KEY \n'),
	'double quotes': `"${pem}"`,
	'single quotes': `'${pem}'`,
	'quotes and escaped \\n': JSON.stringify(pem),
	'the JSON line': `  "private_key": ${JSON.stringify(pem)},`,
	'the JSON value with a comma': `${JSON.stringify(pem)},`,
	'escaped quotes': `\\"${pem.replaceAll('\n', '\\n')}\\"`,
	'\\u003d for =': `${lines[0]}\n${body.join('\n').replaceAll('=', '\\u003d')}\n${lines.at(-1)}`,
	'\\u002f for /': pem.replaceAll('/', '\\u002f'),
	'\\u002B for +, escaped twice': pem.replaceAll('+', '\\\\u002B'),
	'\\/ for /': pem.replaceAll('/', '\\/'),
	'\\\\/ for /': pem.replaceAll('/', '\\\\/'),
	'non-breaking spaces': pem.replaceAll('\n', '\u00a0'),
	'zero-width characters': pem.replaceAll('\n', '\u200b\n'),
	'a byte order mark': `\ufeff${pem}`,
	'long dashes': pem.replaceAll('-----', '—–-'),
	'em dashes': pem.replaceAll('-----', '——'),
	'a single long dash': pem.replaceAll('-----', '—'),
	'longer lines': `${lines[0]}\n${body.join('').replace(/.{76}/g, '$&\n')}\n${lines.at(-1)}`,
	'text around it': `Bag Attributes\n  friendlyName: key\n${pem}\nbye`,
	'the certificate before it': `-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n${pem}`,
	'the lines between BEGIN and END only': body.join('\n'),
};

/** A text in base64 with `=` at its end, however long it is. */
function padded(text: string): string {
	const encoded = Buffer.from(text).toString('base64');
	return encoded.endsWith('=') ? encoded : padded(`${text}\n`);
}

/** A body in the place of the key's, in PEM form. */
const pemOf = (base64: string) =>
	`-----BEGIN PRIVATE KEY-----\n${base64.replace(/.{64}/g, '$&\n').trim()}\n-----END PRIVATE KEY-----\n`;

describe('private keys as they get pasted', () => {
	it.each(Object.entries(damaged))('%s', (_, pasted) => {
		expect(signs(repairPrivateKey(pasted))).toBe(true);
	});

	it('brings all of them into the same form', () => {
		expect(new Set(Object.values(damaged).map(repairPrivateKey))).toEqual(new Set([pem]));
	});

	it.each([
		['full lines only', 'Ab'.repeat(64)],
		['an n within and at its end', `M${'An'.repeat(64)}`],
		['an n within and at its beginning', `${'nA'.repeat(64)}A`],
	])('leaves a body as it is: %s', (_, base64) => {
		expect(repairPrivateKey(pemOf(base64))).toBe(pemOf(base64));
	});

	it('takes out the n around full lines where they were line breaks', () => {
		const full = 'Ab'.repeat(32);
		const pasted = pemOf('').replace('\n\n', `n${full}n${full}n`);
		expect(repairPrivateKey(pasted)).toBe(pemOf(full + full));
	});

	it.each([
		['as it is', pkcs1Pem],
		['spaces for line breaks', pkcs1Pem.replaceAll('\n', ' ')],
		['no white space at all', pkcs1Pem.replace(/\s/g, '')],
	])('PKCS#1, %s', (_, pasted) => {
		expect(repairPrivateKey(pasted)).toBe(pkcs1Pem);
		expect(signs(repairPrivateKey(pasted))).toBe(true);
	});
});

describe('what is no private key of a service account', () => {
	const { privateKey: edKey } = generateKeyPairSync('ed25519');
	const { privateKey: ecKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const encrypted = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
	}).privateKey;
	const oldEncrypted = pkcs1Pem.replace(
		'-----\n',
		'-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0123456789ABCDEF\n\n',
	);

	it.each([
		['an encrypted key', encrypted, 'encrypted with a password'],
		['an encrypted key on one line', encrypted.replaceAll('\n', ' '), 'encrypted with a password'],
		['an encrypted key in the old form', oldEncrypted, 'encrypted with a password'],
		['a public key', publicPem, 'a public key'],
		['a public key without line breaks', publicPem.replaceAll('\n', ''), 'a public key'],
		['an RSA public key', publicPem.replaceAll('PUBLIC', 'RSA PUBLIC'), 'a public key'],
		['a certificate', pem.replaceAll('PRIVATE KEY', 'CERTIFICATE'), 'a certificate'],
		['a certificate request', pem.replaceAll('PRIVATE KEY', 'CERTIFICATE REQUEST'), 'a certificate'],
		['an SSH key', pem.replaceAll('PRIVATE KEY', 'OPENSSH PRIVATE KEY'), 'an SSH key'],
		['an EC key', ecKey.export({ type: 'sec1', format: 'pem' }) as string, 'an EC key'],
		['a PGP key', pem.replaceAll('PRIVATE KEY', 'PGP PRIVATE KEY BLOCK'), 'a PGP key'],
		['something else in PEM form', pem.replaceAll('PRIVATE KEY', 'X509 CRL'), "isn't the private key"],
		['nothing', '', 'is empty'],
		['blanks', ' \n ', 'is empty'],
		['a password', 'correct horse battery staple', "isn't the private key"],
		[
			'a server key',
			'AAAAabcdefg:APA91bExampleServerKeyThatIsLongerThanAHundredCharacters0123456789012345678901234567890123456789',
			"isn't the private key",
		],
		['half a key', pem.slice(0, 800), 'cut off'],
		['a key with foreign characters', pem.replace(body[3], '!!!'), 'damaged'],
	])('%s', (_, pasted, why) => {
		expect(() => repairPrivateKey(pasted)).toThrow(why);
		expect(() => repairPrivateKey(pasted)).toThrow('Generate new private key');
	});

	it.each([
		[
			'an EC key in PKCS#8 form (a .p8 of Apple)',
			ecKey.export({ type: 'pkcs8', format: 'pem' }) as string,
			"holds an EC key (Apple's .p8",
		],
		['missing lines', [lines[0], ...body.slice(0, 5), ...body.slice(8), lines.at(-1)].join('\n'), 'damaged'],
		[
			'lines of another key',
			[lines[0], ...other.pem.split('\n').slice(1, 5), lines.at(-1)].join('\n'),
			'damaged',
		],
	])('%s', (_, pasted, why) => {
		expect(() => signingKey(repairPrivateKey(pasted))).toThrow(why);
	});

	it('is named by its kind, whichever it is', () => {
		const edPem = edKey.export({ type: 'pkcs8', format: 'pem' }) as string;
		expect(() => signingKey(edPem)).toThrow('holds an ED25519 key');
	});

	it.each([
		['repair', () => repairPrivateKey('')],
		['signing', () => signingKey(pemOf('Ab'.repeat(64)))],
	])('is a problem of the credential, without a cause: %s', (_, action) => {
		const thrown = caught(action);
		expect(thrown).toMatchObject({ failure: { code: 'INVALID_PRIVATE_KEY' }, passing: false });
		expect(thrown).not.toHaveProperty('cause');
	});

	it('never repeats what was pasted', () => {
		for (const pasted of [encrypted, publicPem, pem.slice(0, 800), pem.replace(body[3], '!!!')]) {
			const thrown = caught(() => repairPrivateKey(pasted));
			for (const line of pasted.split('\n').filter((text) => text.length > 20 && !text.includes('-----'))) {
				expect(JSON.stringify(thrown, Object.getOwnPropertyNames(thrown))).not.toContain(line);
			}
		}
	});
});

function caught(action: () => unknown): object {
	try {
		action();
	} catch (error) {
		return error as object;
	}
	throw new Error('nothing was thrown');
}
