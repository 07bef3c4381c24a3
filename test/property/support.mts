import fc from 'fast-check';
import { expect } from 'vitest';

import { ItemProblem, RequestFailure } from '../../nodes/shared/failure.ts';

/** `PROPERTY_RUNS` makes all of them longer; `PROPERTY_SEED` repeats a run. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 1000);
const SEED = process.env.PROPERTY_SEED === undefined ? {} : { seed: Number(process.env.PROPERTY_SEED) };

/** The field that everything is read for. */
export const FIELD = { name: 'theField', label: 'The Field' };

/** Checks a property with as many inputs as are wanted in this run. @param share of the usual number */
export function always<T extends [unknown, ...unknown[]]>(
	...args: [...{ [K in keyof T]: fc.Arbitrary<T[K]> }, (...values: T) => void]
): void {
	const property = (fc.property as unknown as (...all: unknown[]) => fc.IRawProperty<unknown>)(...args);
	fc.assert(property as fc.IProperty<unknown>, { numRuns: RUNS, ...SEED });
}

export type Outcome<T> = { value: T } | { problem: ItemProblem | RequestFailure };

/** What a parser came to. @throws whatever isn't one of our own problems: a crash */
export function outcomeOf<T>(parse: () => T): Outcome<T> {
	try {
		return { value: parse() };
	} catch (error) {
		if (error instanceof ItemProblem || error instanceof RequestFailure) return { problem: error };
		throw error;
	}
}

/** @returns the value; when there is none, the problem is a sentence that names the field and says what to do */
export function valueOrSentence<T>(
	parse: () => T,
	name: RegExp | string = `'${FIELD.label}'`,
): T | undefined {
	const outcome = outcomeOf(parse);
	if ('value' in outcome) return outcome.value;
	const { problem } = outcome;
	const { message, advice, code } =
		problem instanceof ItemProblem ? problem : { ...problem.failure, message: problem.failure.message };
	expect(message).toMatch(name);
	expect(message).toMatch(/^\S.*[^.\s]$/s);
	expect(message.length).toBeLessThan(400);
	expect(advice).toMatch(/[.…)]$/);
	expect(code).toMatch(/^[A-Z0-9_]+$/);
	return undefined;
}

/** Anything that an expression may hand out. */
export const anything = fc.anything({
	withBigInt: true,
	withDate: true,
	withMap: true,
	withSet: true,
	withNullPrototype: true,
});
export const text = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 60 }),
	fc.string({ unit: 'binary', maxLength: 60 }),
	fc.constantFrom(
		'',
		' ',
		'\n',
		',',
		'\u0000',
		'\ufeff',
		'<>',
		'"',
		"'",
		'\\',
		'__proto__',
		'toString',
		'%',
		'%00',
		'../..',
	),
);
