import type { Check } from '../checks.mts';
import { Refusal } from '../envelope.mts';

export interface Field {
	is: Check;
	required?: boolean;
}
export type Fields = Record<string, Field>;

/** A field that must be there, and not as empty text. */
export const needed = (is: Check): Field => ({ is, required: true });
export const optional = (is: Check): Field => ({ is });

/** Says what is wrong with the members of an object; `undefined` when nothing is. `where` stands before their names. */
export function problemWith(given: Record<string, unknown>, fields: Fields, where = ''): string | undefined {
	const unexpected = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
	if (unexpected !== undefined) return `Unexpected field "${where}${unexpected}"`;
	for (const [name, { is, required = false }] of Object.entries(fields)) {
		const value = given[name];
		if (required && (value === undefined || value === '')) return `Field "${where}${name}" is required`;
		const wanted = value === undefined ? undefined : is(value);
		if (wanted !== undefined) return `Field "${where}${name}" must be ${wanted}`;
	}
	return undefined;
}

/** @throws Refusal with code 210 when `problemWith` finds something */
export function demand(given: Record<string, unknown>, fields: Fields, where = ''): void {
	const problem = problemWith(given, fields, where);
	if (problem !== undefined) throw new Refusal(210, problem);
}
