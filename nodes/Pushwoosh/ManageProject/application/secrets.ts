import type { IDataObject } from 'n8n-workflow';

/** Words of keys whose values open something: certificates, their passwords, keys of the platforms' services. */
const SECRET =
	/key|password|passwd|passphrase|secret|cert|token|credential|private|auth|pem|p8|p12|pfx|pkcs|jwt/i;
const HIDDEN = '(hidden)';

/**
 * Hides what opens something, at any depth: a result passes through logs, executions and other nodes.
 * @returns a copy in which every value under a key that looks like a key, password, certificate or token is "(hidden)"
 */
export function hideSecrets(value: object): IDataObject {
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [key, SECRET.test(key) ? HIDDEN : hide(entry)]),
	);
}

function hide(value: IDataObject[string]): IDataObject[string] {
	if (Array.isArray(value)) return value.map(hide);
	return typeof value === 'object' && value !== null ? hideSecrets(value) : value;
}
