import { isObject } from '../../../shared/json';

/** An object of JSON, key by key. */
export type Json = Record<string, unknown>;

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

/** JSON's null stands for what isn't there. */
export function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}

export function isFilled(value: unknown): boolean {
	return isGiven(value) && value !== '';
}

/** @returns the object without members that hold nothing, at any depth; lists stay as they are */
export function withoutEmpty(object: Json): Json {
	const kept = Object.entries(object).flatMap(([key, value]): Array<[string, unknown]> => {
		if (!isObject(value)) return isFilled(value) ? [[key, value]] : [];
		const inner = withoutEmpty(value);
		return Object.keys(inner).length === 0 ? [] : [[key, inner]];
	});
	return Object.fromEntries(kept);
}
