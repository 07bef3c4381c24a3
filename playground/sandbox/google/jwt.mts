import { createVerify } from 'node:crypto';
import { isObject } from '../http/message.mts';

export interface Assertion {
	header: Record<string, unknown>;
	claims: Record<string, unknown>;
	/** Whether the signature was made with the private half of this PEM. */
	isSignedBy: (publicKey: string) => boolean;
}

/** Takes a compact JWT apart; `undefined` unless it is three unpadded base64url parts, two of them JSON objects. */
export function readAssertion(jwt: string): Assertion | undefined {
	const parts = jwt.split('.');
	if (parts.length !== 3 || !parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part))) return undefined;
	const [header, claims] = parts.slice(0, 2).map(decodeObject);
	if (header === undefined || claims === undefined) return undefined;
	return {
		header,
		claims,
		isSignedBy: (publicKey) =>
			createVerify('RSA-SHA256').update(`${parts[0]}.${parts[1]}`).verify(publicKey, parts[2], 'base64url'),
	};
}

function decodeObject(part: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}
