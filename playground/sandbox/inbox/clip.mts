import { isObject } from '../http/message.mts';

const MOST_ENTRIES = 20;
const LONGEST_TEXT = 2000;

/** A text cut to so many characters, with an ellipsis in place of the rest. */
export function clip(text: string, length = LONGEST_TEXT): string {
	return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** A JSON value short enough to be looked at: long lists and texts are cut, and say by how much. */
export function abbreviated(value: unknown): unknown {
	if (typeof value === 'string') return clip(value);
	if (Array.isArray(value)) {
		const shown = value.slice(0, MOST_ENTRIES).map(abbreviated);
		const more = value.length - shown.length;
		return more > 0 ? [...shown, `… ${more} more`] : shown;
	}
	if (!isObject(value)) return value;
	const entries = Object.entries(value);
	const more = entries.length - MOST_ENTRIES * 5;
	return Object.fromEntries([
		...entries.slice(0, MOST_ENTRIES * 5).map(([name, entry]) => [name, abbreviated(entry)]),
		...(more > 0 ? [['…', `${more} more`]] : []),
	]);
}

/** The entries that came last into a map, newest first. A map can't be read from its end, so the rest is passed over. */
export function newest<K, V>(map: ReadonlyMap<K, V>, most: number): Array<[K, V]> {
	let toPass = map.size - most;
	const keys: K[] = [];
	for (const key of map.keys()) {
		toPass -= 1;
		if (toPass < 0) keys.push(key);
	}
	return keys.reverse().map((key) => [key, map.get(key) as V]);
}
