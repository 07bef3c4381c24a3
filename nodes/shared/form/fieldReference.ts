/** The keys of a reference to the current item, outermost first. */
export type FieldPath = readonly string[];

const WHOLE =
	/^=\{\{\s*\$json((?:\s*(?:\.\s*[A-Za-z_$][\w$]*|\[\s*(?:"[^"\\\r\n\u2028\u2029]*"|'[^'\\\r\n\u2028\u2029]*'|0|[1-9]\d{0,8})\s*\]))+)\s*\}\}$/;
const STEP = /\.\s*([A-Za-z_$][\w$]*)|\[\s*(?:"([^"]*)"|'([^']*)'|(\d+))\s*\]/g;

/** n8n refuses these names in expressions, or some of its versions do. */
const REFUSED = new Set([
	'_linkedBinding',
	'_load',
	'arguments',
	'binding',
	'callee',
	'caller',
	'defineProperties',
	'defineProperty',
	'dlopen',
	'execve',
	'getBuiltinModule',
	'getOwnPropertyDescriptor',
	'getOwnPropertyDescriptors',
	'getPrototypeOf',
	'loadEnvFile',
	'mainModule',
	'prepareStackTrace',
	'prototype',
	'setPrototypeOf',
]);

/**
 * Recognises an expression that is nothing but a reference to a field of the current item, such as
 * `={{ $json.email }}`, `={{ $json.address.city }}` or `={{ $json["e-mail"][0] }}`.
 * @param raw the parameter as stored in the workflow
 * @returns the path, or undefined for everything that needs n8n's own evaluation
 */
export function parseFieldReference(raw: string): FieldPath | undefined {
	const steps = WHOLE.exec(raw)?.[1];
	// n8n looks for closing braces and for ".constructor" in the text, in quoted keys too.
	if (steps === undefined || steps.includes('}}') || /\.\s*constructor/.test(steps)) return undefined;
	const path = [...steps.matchAll(STEP)].map(
		([, name, double, single, index]) => name ?? double ?? single ?? index,
	);
	// Names that every object inherits (toString, __proto__, …) differ between n8n's expression engines.
	return path.some((key) => REFUSED.has(key) || key in Object.prototype) ? undefined : path;
}

/** Says that a value can't be taken directly, and n8n has to evaluate the expression. */
export const ASK_N8N = Symbol('ask n8n');

/**
 * Follows a path through an item's own properties, with the result that n8n's evaluation would have.
 * @returns a text, number, boolean, null, undefined (also when a field on the way is missing) or an array of plain
 *   values; {@link ASK_N8N} for objects (dates and Luxon values among them), inherited properties, and steps into texts,
 *   numbers and objects of a class
 */
export function followFieldPath(json: unknown, path: FieldPath): unknown {
	let value = json;
	for (const key of path) {
		if (value === undefined || value === null) return undefined;
		if (!isContainer(value)) return ASK_N8N;
		if (Object.hasOwn(value, key)) value = value[key];
		else if (key in value) return ASK_N8N;
		else value = undefined;
	}
	if (Array.isArray(value)) {
		return value.every(isPlain) && !value.includes(undefined) ? value.slice() : ASK_N8N;
	}
	return isPlain(value) ? value : ASK_N8N;
}

function isContainer(value: unknown): value is Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return false;
	if (Array.isArray(value)) return true;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || prototype === Object.prototype;
}

function isPlain(value: unknown): boolean {
	if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
	return value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean';
}
