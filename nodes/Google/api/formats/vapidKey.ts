import { ItemProblem } from '../../../shared/failure';
import type { Field } from '../../../shared/form/values';
import { P256_POINT, toBase64Url } from './base64Url';

const WHERE =
	'It has 87 characters and begins with B: in the Firebase console, Project settings > Cloud Messaging > Web Push certificates, or what your web page passes to the browser as applicationServerKey.';

/**
 * Reads a VAPID public key, padded or in standard base64 too.
 * @returns 87 characters of unpadded base64url
 * @throws ItemProblem, which tells a private key apart
 */
export function toVapidPublicKey(text: string, field: Field): string {
	const key = toBase64Url(text);
	if (P256_POINT.test(key)) return key;
	const what = /^[A-Za-z0-9_-]{43}$/.test(key)
		? 'holds what looks like the private key; the public one is needed'
		: "isn't a VAPID public key";
	throw new ItemProblem(`'${field.label}' ${what}`, WHERE, 'INVALID_VAPID_KEY');
}
