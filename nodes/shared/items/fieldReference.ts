/** The keys of a reference to the current item, outermost first. */
export type FieldPath = readonly string[];

const WHOLE = /^=\s*\{\{\s*\$json((?:\s*(?:\.\s*[A-Za-z_$][\w$]*|\[\s*(?:"[^"\\\n]*"|'[^'\\\n]*'|\d{1,9})\s*\]))+)\s*\}\}$/;
const STEP = /\.\s*([A-Za-z_$][\w$]*)|\[\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)'|(\d{1,9}))\s*\]/g;

/** n8n refuses or rewrites these names in expressions, so they are left to it. */
const RESERVED = new Set(['__proto__', 'prototype', 'constructor', 'getPrototypeOf', '__lookupGetter__', 'mainModule']);

/**
 * Recognises an expression that is nothing but a reference to a field of the current item, such as
 * `={{ $json.email }}`, `={{ $json.address.city }}` or `={{ $json["e-mail"][0] }}`.
 * @param raw the parameter as stored in the workflow
 * @returns the path, or undefined for everything that needs n8n's own evaluation
 */
export function parseFieldReference(raw: string): FieldPath | undefined {
	const steps = WHOLE.exec(raw)?.[1];
	if (steps === undefined) return undefined;
	const path: string[] = [];
	for (const [, name, double, single, index] of steps.matchAll(STEP)) {
		path.push(name ?? double ?? single ?? index);
	}
	return path.some((key) => RESERVED.has(key)) ? undefined : path;
}

/** Says that a value can't be taken directly, and n8n has to evaluate the expression. */
export const ASK_N8N = Symbol('ask n8n');

/**
 * Follows a path through an item's own properties, with the result that n8n's evaluation would have.
 * @returns a text, number, boolean, null, undefined or an array of those; {@link ASK_N8N} for objects (dates and Luxon
 *   values among them), inherited properties, and steps into something that isn't an object
 */
export function followFieldPath(json: unknown, path: FieldPath): unknown {
	let value = json;
	for (const key of path) {
		if (typeof value !== 'object' || value === null) return ASK_N8N;
		if (Object.prototype.hasOwnProperty.call(value, key)) {
			value = (value as Record<string, unknown>)[key];
		} else {
			if (key in value) return ASK_N8N;
			value = undefined;
		}
	}
	if (Array.isArray(value)) {
		return value.every((entry) => isPlain(entry) && entry !== undefined) ? value.slice() : ASK_N8N;
	}
	return isPlain(value) ? value : ASK_N8N;
}

function isPlain(value: unknown): boolean {
	if (typeof value === 'number') return Number.isFinite(value);
	return value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean';
}
