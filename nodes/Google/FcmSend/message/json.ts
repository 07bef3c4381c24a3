/** An object of JSON, key by key. */
export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns what stands at the end of a path of keys; undefined where there is none */
export function at(value: unknown, ...path: string[]): unknown {
	return path.reduce(
		(inner: unknown, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
		value,
	);
}

/** @returns the value at the end of a path of keys, as an object of its own */
export function nested(path: readonly string[], value: unknown): Json {
	const [key, ...rest] = path;
	return { [key]: rest.length === 0 ? value : nested(rest, value) };
}

/**
 * Lays objects over one another, key by key down to the leaves; a later list or plain value takes the place of an
 * earlier one.
 * @returns a new object; none of the arguments is changed
 */
export function mergeDeeply(...objects: Json[]): Json {
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

/** @returns the object without members that are null or objects without members, at any depth; lists stay as they are */
export function withoutEmpty(object: Json): Json {
	const kept = Object.entries(object).flatMap(([key, value]): Array<[string, unknown]> => {
		if (!isObject(value)) return value === null ? [] : [[key, value]];
		const inner = withoutEmpty(value);
		return Object.keys(inner).length === 0 ? [] : [[key, inner]];
	});
	return Object.fromEntries(kept);
}
