/**
 * A table of the codes that a service gives. What it gives is anybody's word, and an object's own members aren't all that it
 * answers to: "constructor" would be found in one.
 */
export function codeTable<T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
	return new Map(Object.entries(entries));
}
