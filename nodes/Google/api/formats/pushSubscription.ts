import { ItemProblem } from '../../../shared/failure';
import { asRecord } from '../../../shared/json';
import type { Field } from '../../../shared/form/values';
import { P256_POINT, toBase64Url } from './base64Url';

/** What Instance ID takes of a Push API subscription. */
export interface PushSubscription {
	endpoint: string;
	keys: { auth: string; p256dh: string };
}

const AUTH_SECRET = /^[A-Za-z0-9_-]{22}$/;
const HOW =
	'Send what PushSubscription.toJSON() returns in the browser: { "endpoint": "https://…", "keys": { "p256dh": "…", "auth": "…" } }.';

/**
 * Reads the result of the browser's `PushSubscription.toJSON()`. Everything but the endpoint and its two keys is left
 * out: with `expirationTime`, which browsers add, the service refuses the whole (the service's reference, 7.1).
 * @throws ItemProblem that names what is missing or wrong
 */
export function toPushSubscription(
	json: Record<string, unknown> | undefined,
	field: Field,
): PushSubscription {
	if (json === undefined || Object.keys(json).length === 0) {
		throw new ItemProblem(`'${field.label}' is empty`, HOW, 'EMPTY_PARAMETER');
	}
	const fail = (what: string): ItemProblem =>
		new ItemProblem(`'${field.label}' ${what}`, HOW, 'INVALID_SUBSCRIPTION');
	const { endpoint } = json;
	if (typeof endpoint !== 'string' || endpoint.trim() === '') throw fail("has no 'endpoint'");
	if (!isHttpsUrl(endpoint.trim())) throw fail("has an 'endpoint' that isn't an https address");
	const keys = asRecord(json.keys);
	const key = (name: 'auth' | 'p256dh', form: RegExp): string => {
		const value = keys?.[name];
		if (typeof value !== 'string' || value.trim() === '') throw fail(`has no 'keys.${name}'`);
		const normal = toBase64Url(value);
		if (!form.test(normal))
			throw fail(`has a 'keys.${name}' that is damaged: it isn't base64 of the right length`);
		return normal;
	};
	return {
		endpoint: endpoint.trim(),
		keys: { auth: key('auth', AUTH_SECRET), p256dh: key('p256dh', P256_POINT) },
	};
}

function isHttpsUrl(text: string): boolean {
	return /^https:\/\/[^/\s][^\s]*$/i.test(text) && URL.canParse(text);
}
