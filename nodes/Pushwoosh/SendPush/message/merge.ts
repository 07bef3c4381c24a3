import { asRecord, isObject, mergeDeeply } from '../../../shared/json';
import type { Notification } from './notification';

/**
 * Lays further fields over those of a notification. A later field takes the place of an earlier one of its name; only
 * root parameters (`ios_root_params` and its kin, free payloads per platform) merge key by key, down to the leaves.
 * @returns a new object; neither argument is changed
 */
export function mergeFields(fields: Notification, more: Notification): Notification {
	const merged = Object.entries(more).map(([name, value]): [string, unknown] => {
		const earlier = name.endsWith('_root_params') ? asRecord(fields[name]) : undefined;
		return [name, earlier && isObject(value) ? mergeDeeply(earlier, value) : value];
	});
	// Unlike an assignment, fromEntries can't reach an object's prototype by way of a name.
	return Object.fromEntries([...Object.entries(fields), ...merged]);
}
