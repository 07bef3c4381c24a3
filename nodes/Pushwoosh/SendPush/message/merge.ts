import type { Notification } from './notification';

/**
 * Lays further fields over those of a notification. A later field takes the place of an earlier one of its name; only
 * root parameters (`ios_root_params` and its kin, free payloads per platform) merge key by key, down to the leaves.
 * @returns a new object; neither argument is changed
 */
export function mergeFields(fields: Notification, more: Notification): Notification {
	const merged = Object.entries(more).map(([name, value]): [string, unknown] => [
		name,
		name.endsWith('_root_params') && Object.hasOwn(fields, name) ? mergeDeeply(fields[name], value) : value,
	]);
	// Unlike an assignment, fromEntries can't reach an object's prototype by way of a name.
	return Object.fromEntries([...Object.entries(fields), ...merged]);
}

export function mergeDeeply(earlier: unknown, later: unknown): unknown {
	if (!isObject(earlier) || !isObject(later)) return later;
	const merged = Object.entries(later).map(([key, value]): [string, unknown] => [
		key,
		Object.hasOwn(earlier, key) ? mergeDeeply(earlier[key], value) : value,
	]);
	return Object.fromEntries([...Object.entries(earlier), ...merged]);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
