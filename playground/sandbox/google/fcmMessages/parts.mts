import { isObject } from '../../http/message.mts';

/** A part of a message: its fields by name. */
export type Parts = Record<string, unknown>;

/** The object at the end of a path of names; an empty one when there is none. */
export function partOf(fields: Parts, ...names: readonly string[]): Parts {
	const value = names.reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), fields);
	return isObject(value) ? value : {};
}

/** The text at the end of a path of names; `undefined` for anything else. */
export function textAt(fields: Parts, ...names: readonly string[]): string | undefined {
	const value = partOf(fields, ...names.slice(0, -1))[names.at(-1) ?? ''];
	return typeof value === 'string' ? value : undefined;
}
