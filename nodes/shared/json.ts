import type { IDataObject } from 'n8n-workflow';

/** @returns whether it has members by name: no list */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the value as an object with string keys, or undefined for arrays, null and everything else */
export function asRecord(value: unknown): IDataObject | undefined {
	return isObject(value) ? value : undefined;
}

/** @returns the value as a list of anything, or undefined for everything else */
export function asList(value: unknown): unknown[] | undefined {
	return Array.isArray(value) ? value : undefined;
}

/** @returns the objects of a list; undefined for no list */
export function recordsIn(value: unknown): IDataObject[] | undefined {
	return asList(value)?.filter(isObject);
}

/** @returns undefined for a text that isn't JSON */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/**
 * Lays objects over one another, key by key down to the leaves; a later list or plain value takes the place of an
 * earlier one.
 * @returns a new object; none of the arguments is changed
 */
export function mergeDeeply(...objects: Array<Record<string, unknown>>): Record<string, unknown> {
	const merged = new Map<string, unknown>();
	for (const object of objects) {
		for (const [key, value] of Object.entries(object)) {
			const earlier = merged.get(key);
			merged.set(key, isObject(earlier) && isObject(value) ? mergeDeeply(earlier, value) : value);
		}
	}
	// Unlike an assignment, fromEntries can't reach an object's prototype by way of a name.
	return Object.fromEntries(merged);
}
