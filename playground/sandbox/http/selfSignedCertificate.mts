import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/**
 * A fresh key and a certificate for `localhost` and `127.0.0.1`, valid for a day and its own authority, as
 * PEM: what `startSandbox` takes for HTTPS. Both exist in memory only.
 */
export function createSelfSignedCertificate(): { key: string; cert: string } {
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
	const name = sequence(set(sequence(oid('550403'), element(0x0c, Buffer.from('localhost')))));
	const now = Date.now();
	const signed = sequence(
		element(0xa0, integer(2)),
		element(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
		ecdsaWithSha256,
		name,
		sequence(utcTime(now - 60_000), utcTime(now + 24 * 60 * 60 * 1000)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		element(0xa3, sequence(isAuthority(), alternativeNames())),
	);
	const signature = sign('sha256', signed, privateKey);
	const certificate = sequence(
		signed,
		ecdsaWithSha256,
		element(0x03, Buffer.concat([Buffer.from([0]), signature])),
	);
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: pem('CERTIFICATE', certificate),
	};
}

function isAuthority(): Buffer {
	const yes = element(0x01, Buffer.from([0xff]));
	return sequence(oid('551d13'), yes, element(0x04, sequence(yes)));
}

function alternativeNames(): Buffer {
	const names = sequence(element(0x82, Buffer.from('localhost')), element(0x87, Buffer.from([127, 0, 0, 1])));
	return sequence(oid('551d11'), element(0x04, names));
}

/** One DER element: tag, length, content. */
function element(tag: number, content: Buffer): Buffer {
	const { length } = content;
	const size =
		length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
	return element(0x30, Buffer.concat(parts));
}

function set(part: Buffer): Buffer {
	return element(0x31, part);
}

function integer(value: number): Buffer {
	return element(0x02, Buffer.from([value]));
}

function oid(hex: string): Buffer {
	return element(0x06, Buffer.from(hex, 'hex'));
}

function utcTime(moment: number): Buffer {
	const digits = new Date(moment).toISOString().replace(/\D/g, '').slice(2, 14);
	return element(0x17, Buffer.from(`${digits}Z`));
}

function pem(label: string, der: Buffer): string {
	const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
	return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
