/**
 * A value as JSON in which the order of keys doesn't matter: equal values give equal texts.
 * @param value anything that JSON can hold; like in JSON, what is undefined is left out of objects and null in lists
 */
export function canonicalJson(value: unknown): string {
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if ('toJSON' in value && typeof value.toJSON === 'function') return canonicalJson(value.toJSON());
	const entries = Object.entries(value)
		.filter(([, entry]) => entry !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`);
	return `{${entries.join(',')}}`;
}
